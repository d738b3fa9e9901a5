//! Names, archives and digests of packs.

use super::{Pack, PackLimits};
use crate::theme::fixture::with;
use proptest::prelude::*;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn zipped(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in entries {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn refused(archive: &[u8]) -> String {
    let faults = Pack::from_zip(archive, &PackLimits::default()).unwrap_err();
    faults.iter().map(|it| format!("{} {it}", it.code)).collect::<Vec<_>>().join("\n")
}

#[test]
fn names_that_lead_elsewhere() {
    for (name, words) in [
        ("../x", "leads out"),
        ("/etc/passwd", "absolute"),
        ("a/../b", "leads out"),
        ("a//b", "leads out"),
        ("./a", "leads out"),
        ("C:x", "another system"),
        ("a\\b", "another system"),
        ("", "no name"),
        ("a\u{0}b", "characters"),
        ("\u{202e}a", "characters"),
        (".hidden", "begins or ends"),
        ("a/b.", "begins or ends"),
        ("é", "characters"),
    ] {
        let found = refused(&zipped(&[(name, b"x")], CompressionMethod::Stored));
        assert!(found.contains("COS-THM-0012") && found.contains(words), "{name:?}: {found}");
    }
    let found = refused(&zipped(&[("a.json", b"1"), ("A.json", b"2")], CompressionMethod::Stored));
    assert!(found.contains("same name"), "{found}");
}

#[test]
fn archives_that_are_too_much_or_none() {
    assert!(refused(b"PK\x03\x04 garbage").contains("no zip archive"));
    let whole = zipped(&[("a", &[7; 5000])], CompressionMethod::Deflated);
    assert!(refused(&whole[..whole.len() - 30]).contains("no zip archive"));
    // A thousand to one.
    let bomb = zipped(&[("a", &vec![0; 8 << 20])], CompressionMethod::Deflated);
    assert!(refused(&bomb).contains("COS-THM-0015"));
    let names: Vec<String> = (0..600).map(|n| format!("f{n}")).collect();
    let many: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert!(refused(&zipped(&many, CompressionMethod::Stored)).contains("more than 512 files"));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    assert!(refused(&writer.finish().unwrap().into_inner()).contains("no plain file"));
}

#[test]
fn the_digest_is_that_of_the_content() {
    let pack = with(&[("a.tokens.json", "{}")]);
    let other = zipped(
        &[("theme.json", pack.get("theme.json").unwrap()), ("a.tokens.json", b"{}")],
        CompressionMethod::Deflated,
    );
    let other = Pack::from_zip(&other, &PackLimits::default()).unwrap();
    assert_eq!(other.digest(), pack.digest());
    assert_ne!(with(&[("a.tokens.json", "{} ")]).digest(), pack.digest());
    assert_ne!(with(&[("b.tokens.json", "{}")]).digest(), pack.digest());
}

proptest! {
    /// Export, import, export: the same bytes; and the order in which files come counts for nothing.
    #[test]
    fn a_round_trip_is_byte_identical(files in prop::collection::btree_map("[a-z]{1,8}(/[a-z]{1,8})?\\.json", prop::collection::vec(any::<u8>(), 0..200), 0..12)) {
        let forth = Pack::new(files.clone(), &PackLimits::default()).unwrap();
        let back = Pack::new(files.into_iter().rev(), &PackLimits::default()).unwrap();
        let archive = forth.to_zip();
        prop_assert_eq!(&archive, &back.to_zip());
        let again = Pack::from_zip(&archive, &PackLimits::default()).unwrap();
        prop_assert_eq!(&again, &forth);
        prop_assert_eq!(again.to_zip(), archive);
    }

    #[test]
    fn no_bytes_stop_us(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Pack::from_zip(&[b"PK\x03\x04".as_slice(), &bytes].concat(), &PackLimits::default());
    }
}
