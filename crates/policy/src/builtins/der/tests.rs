//! What is written is read, and what is not in its shortest form is not.

use super::{Reader, document, oid, tag, unsigned, write, write_unsigned};

#[test]
fn numbers_and_long_contents_read_back() {
    for magnitude in [&[][..], &[1], &[0x80], &[0; 0], &[1; 300]] {
        let written = write_unsigned(magnitude);
        assert_eq!(Reader::new(&written).unsigned(), Some(magnitude));
    }
    let sequence = write(tag::SEQUENCE, &write_unsigned(&[5; 200]));
    assert!(document(&sequence).is_some());
    assert!(document(&sequence[..sequence.len() - 1]).is_none());
}

#[test]
fn other_forms_are_refused() {
    assert_eq!(unsigned(&[0, 1]), None);
    assert_eq!(unsigned(&[0xff]), None);
    assert_eq!(oid(&[0x80, 1]), None);
    assert_eq!(oid(&[0x2a, 0x86]), None);
    for bytes in [&[0x30, 0x80][..], &[0x30, 0x81, 1, 0], &[0x30, 0x82, 0, 0x80], &[0x1f, 1, 0]] {
        assert!(Reader::new(bytes).next().is_none(), "{bytes:?}");
    }
}
