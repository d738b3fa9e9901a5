//! What only a directory has: links, leftovers, files that are none.

use super::{Directory, SMALL};
use crate::{Condition, Content, Key, ObjectError, Prefix, Store as _};
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn put(store: &Directory, name: &str, bytes: &[u8]) -> Result<crate::Meta, ObjectError> {
    store.put(&key(name), Content::bytes(bytes), Condition::Absent)
}

fn names(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn nothing_but_objects_is_left_behind() {
    let dir = tempfile::tempdir().unwrap();
    let store = Directory::create(&dir.path().join("new/store")).unwrap();
    put(&store, "a/b/c", b"1").unwrap();
    put(&store, "a/d", b"2").unwrap();
    let fault = store.put(
        &key("e"),
        Content::new(b"12".as_slice(), 3, cos_core::digest::Digest::of(b"123")),
        Condition::Absent,
    );
    assert!(matches!(fault, Err(ObjectError::Content { .. })));
    store.delete(&key("a/b/c")).unwrap();
    drop(store);
    assert_eq!(names(&dir.path().join("new/store")), ["a"]);
    assert_eq!(names(&dir.path().join("new/store/a")), ["d"]);
}

#[test]
fn links_are_followed_neither_in_nor_out() {
    let (dir, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(outside.path().join("secret"), "secret").unwrap();
    let store = Directory::open(dir.path()).unwrap();
    symlink(outside.path(), dir.path().join("folder")).unwrap();
    symlink(outside.path().join("secret"), dir.path().join("file")).unwrap();
    symlink(outside.path().join("new"), dir.path().join("dangling")).unwrap();
    for name in ["file", "folder/secret", "dangling", "folder/new"] {
        let put = put(&store, name, b"1").unwrap_err();
        assert!(!matches!(put, ObjectError::Exists { .. }), "{name}: {put}");
        let found = store.head(&key(name));
        assert!(matches!(found, Err(ObjectError::Damaged { .. })), "{name}: {found:?}");
        assert!(store.get(&key(name), None).is_err(), "{name}");
        assert!(store.delete(&key(name)).is_err(), "{name}");
    }
    let listing = store.list(&Prefix::default()).unwrap();
    assert_eq!(listing.strange, ["dangling", "file", "folder"]);
    assert!(listing.objects.is_empty() && listing.prefixes.is_empty());
    assert!(store.list(&Prefix::new("folder/").unwrap()).is_err());
    assert_eq!(names(outside.path()), ["secret"]);
}

#[test]
fn files_and_folders_do_not_share_a_name() {
    let dir = tempfile::tempdir().unwrap();
    let store = Directory::open(dir.path()).unwrap();
    put(&store, "a", b"1").unwrap();
    put(&store, "b/c", b"1").unwrap();
    assert!(put(&store, "a/b", b"1").is_err());
    assert!(matches!(put(&store, "b", b"1"), Err(ObjectError::Blocked { .. })));
    assert!(matches!(store.head(&key("a/b")), Err(ObjectError::Missing { .. })));
    assert!(matches!(store.head(&key("b")), Err(ObjectError::Missing { .. })));
    assert!(store.list(&Prefix::new("a/").unwrap()).unwrap().objects.is_empty());
}

#[test]
fn names_of_others_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let store = Directory::open(dir.path()).unwrap();
    fs::create_dir(dir.path().join("bad.")).unwrap();
    fs::write(dir.path().join("bad "), "").unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        dir.path().join("pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    let listing = store.list(&Prefix::default()).unwrap();
    assert_eq!(listing.strange, ["bad ", "bad.", "pipe"]);
    assert!(matches!(store.get(&key("pipe"), None), Err(ObjectError::Damaged { .. })));
}

#[test]
fn what_a_killed_writer_left_is_removed_and_what_a_living_one_writes_is_not() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".cos")).unwrap();
    for name in ["1-0", "1-1"] {
        fs::write(dir.path().join(".cos").join(name), "half").unwrap();
    }
    let living = File::open(dir.path().join(".cos/1-1")).unwrap();
    living.lock().unwrap();
    let store = Directory::open(dir.path()).unwrap();
    assert!(store.list(&Prefix::default()).unwrap().strange.is_empty());
    put(&store, "a", b"1").unwrap();
    assert_eq!(names(&dir.path().join(".cos")), ["1-1"]);
}

#[test]
fn large_objects_are_compared_without_reading_them() {
    let dir = tempfile::tempdir().unwrap();
    let store = Directory::open(dir.path()).unwrap();
    let bytes = vec![7; usize::try_from(SMALL).unwrap() + 1];
    let first = put(&store, "a", &bytes).unwrap();
    assert_eq!(store.head(&key("a")).unwrap().etag, first.etag);
    let second =
        store.put(&key("a"), Content::bytes(&bytes), Condition::Match(&first.etag)).unwrap();
    assert_ne!(first.etag, second.etag);
    let stale = store.put(&key("a"), Content::bytes(&bytes), Condition::Match(&first.etag));
    assert!(matches!(stale, Err(ObjectError::Changed { .. })));
}
