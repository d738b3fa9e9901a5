//! Files appear whole and never in place of another.

use super::*;
use std::os::unix::fs::PermissionsExt as _;
use tempfile::TempDir;

#[test]
fn a_file_is_replaced_whole_and_created_only_once() {
    let dir = TempDir::new().unwrap();
    let stage = Stage::new(dir.path(), "x.tmp");
    let target = dir.path().join("target");
    stage.replace(&target, b"long contents", Durability::Visible).unwrap();
    stage.replace(&target, b"short", Durability::Synced).unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"short");
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(stage.create(&target, b"another").is_err());
    assert_eq!(fs::read(&target).unwrap(), b"short");
    let mut file = stage.create(&dir.path().join("new"), b"begun").unwrap();
    write_once(&mut file, b", continued").unwrap();
    assert_eq!(fs::read(dir.path().join("new")).unwrap(), b"begun, continued");
}

#[test]
fn directories_are_closed_to_others() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("a");
    let made = Directory::ensure(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
    made.sync().unwrap();
    Directory::ensure(&path).unwrap();
    assert!(Directory::ensure(&dir.path().join("b/c")).is_err());
}

#[test]
fn a_full_device_is_told_from_a_broken_one() {
    let mut full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let error = write_once(&mut full, b"x").unwrap_err();
    let error = LedgerError::io("write", Path::new("/dev/full"), error);
    assert_eq!(error.code().as_str(), "COS-LED-0004");
}

#[test]
fn missing_files_and_directories_are_none() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("missing");
    assert_eq!(read_optional(&path).unwrap(), None);
    assert_eq!(names_if_any(&path).unwrap(), Vec::<String>::new());
    remove(&path).unwrap();
    assert!(read_uncached(&path).is_err());
}
