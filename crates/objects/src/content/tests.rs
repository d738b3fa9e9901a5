//! Content that is not what was announced, on its way in and on its way out.

use super::{Content, Outgoing};
use crate::{Key, ObjectError};
use cos_core::digest::Digest;
use std::io::Read as _;

fn key() -> Key {
    Key::new("a").unwrap()
}

#[test]
fn what_was_announced_is_read_in_chunks() {
    let (key, mut buffer) = (key(), Vec::new());
    let mut incoming = Content::bytes(b"0123456789").begin(&key);
    for expected in [b"0123".as_slice(), b"4567", b"89"] {
        incoming.chunk(&mut buffer, 4).unwrap();
        assert_eq!(buffer, expected);
    }
    assert_eq!(Content::bytes(b"").begin(&key).whole().unwrap(), b"");
    assert_eq!(Content::bytes(b"0123").begin(&key).whole().unwrap(), b"0123");
}

#[test]
fn what_is_something_else_is_an_error() {
    let key = key();
    let digest = Digest::of(b"0123");
    for (source, length) in [(b"0123".as_slice(), 3), (b"0123", 5), (b"0124", 4)] {
        let error = Content::new(source, length, digest).begin(&key).whole().unwrap_err();
        assert!(matches!(error, ObjectError::Content { .. }), "{error}");
        let mut incoming = Content::new(source, length, digest).begin(&key);
        let mut buffer = Vec::new();
        let mut chunks = (0..9).map(|_| incoming.chunk(&mut buffer, 2));
        assert!(chunks.any(|chunk| chunk.is_err()), "{source:?}, {length}");
    }
}

#[test]
fn what_comes_back_changed_ends_in_an_error() {
    let digest = Digest::of(b"0123");
    let read = |source: &[u8], length, sha256| {
        let mut bytes = Vec::new();
        Outgoing::new(source, &key(), length, sha256).read_to_end(&mut bytes).map(|_| bytes)
    };
    assert_eq!(read(b"0123", 4, Some(digest)).unwrap(), b"0123");
    assert_eq!(read(b"0124", 4, None).unwrap(), b"0124");
    for (source, length) in [(b"0124".as_slice(), 4), (b"012", 4), (b"01234", 4), (b"", 4)] {
        let error = ObjectError::from_read("a", read(source, length, Some(digest)).unwrap_err());
        assert!(matches!(error, ObjectError::Damaged { .. }), "{error}");
    }
}
