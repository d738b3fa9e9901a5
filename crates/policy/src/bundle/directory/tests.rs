//! Directories and archives on disk.

use super::super::files::SIGNATURES;
use super::*;
use std::os::unix::fs::symlink;

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn a_directory_and_its_archive_hold_the_same() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("bundle");
    write(&root, ".manifest", "{}");
    write(&root, "a/b/policy.rego", "package a.b");
    write(&root, "a/data.json", "{}");
    write(&root, SIGNATURES, "{}");
    let (files, carrier) = read(&root, &Limits::default()).unwrap();
    assert_eq!(carrier, Carrier::Directory);

    let path = temp.path().join("bundle.tar.gz");
    let packed = files.to_archive();
    fs::write(&path, &packed).unwrap();
    let (again, carrier) = read(&path, &Limits::default()).unwrap();
    assert_eq!(carrier, Carrier::Archive { sha256: Digest::of(&packed) });
    assert_eq!(again, files);
    assert_eq!(again.content_digest(), files.content_digest());
}

#[test]
fn refuses_links_and_pipes() {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), "a.rego", "package a");
    symlink("a.rego", temp.path().join("b.rego")).unwrap();
    let error = read_directory(temp.path(), &Limits::default()).unwrap_err();
    assert_eq!(error.code().as_str(), "COS-BND-0002");
    let message = error.to_string();
    assert!(message.contains("entry `b.rego` is a link"), "{message}");
    assert!(message.contains(temp.path().to_str().unwrap()), "{message}");

    fs::remove_file(temp.path().join("b.rego")).unwrap();
    let pipe = temp.path().join("data.json");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    let error = read_directory(temp.path(), &Limits::default()).unwrap_err();
    assert!(error.to_string().contains("neither a file nor a directory"), "{error}");
    assert!(read(&pipe, &Limits::default()).is_err());
}

#[test]
fn refuses_what_is_too_large_or_missing() {
    let temp = tempfile::tempdir().unwrap();
    let error = read(&temp.path().join("none"), &Limits::default()).unwrap_err();
    assert_eq!(error.code().as_str(), "COS-IOE-0001");
    write(temp.path(), "a.rego", "package a");
    write(temp.path(), "d/b.rego", "package b");
    for limits in [
        Limits { entries: 2, ..Limits::default() },
        Limits { rego_bytes: 8, ..Limits::default() },
        Limits { total_bytes: 17, ..Limits::default() },
    ] {
        let error = read_directory(temp.path(), &limits).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-BND-0004");
    }
    let limits = Limits { packed_bytes: 8, ..Limits::default() };
    let error = read(&temp.path().join("a.rego"), &limits).unwrap_err();
    assert_eq!(error.code().as_str(), "COS-BND-0004");
}
