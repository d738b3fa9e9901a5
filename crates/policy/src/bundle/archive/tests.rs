//! Hostile archives, built here with the `tar` crate's headers, and the way there and back for harmless ones.

use super::super::files::Limits;
use super::*;
use proptest::prelude::*;

/// A header with everything set but the kind of harm a test does.
fn header(kind: u8, name: &[u8], size: u64) -> Header {
    let mut header = Header::new_ustar();
    header.as_mut_bytes()[..name.len()].copy_from_slice(name);
    header.as_mut_bytes()[156] = kind;
    header.set_mode(0o777);
    header.set_size(size);
    header.set_cksum();
    header
}

fn entry_bytes(kind: u8, name: &[u8], content: &[u8]) -> Vec<u8> {
    let mut out = header(kind, name, content.len() as u64).as_bytes().to_vec();
    out.extend(content);
    out.resize(out.len().next_multiple_of(BLOCK), 0);
    out
}

fn tar_of(entries: &[(u8, &str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (kind, name, content) in entries {
        out.extend(entry_bytes(*kind, name.as_bytes(), content.as_bytes()));
    }
    out.resize(out.len() + 2 * BLOCK, 0);
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzBuilder::new().write(Vec::new(), Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn names(files: &Files) -> Vec<&str> {
    files.iter().map(|(name, _)| name).collect()
}

fn open(bytes: &[u8]) -> Result<Files, BundleError> {
    read_archive(bytes, &Limits::default())
}

fn fault(bytes: &[u8]) -> String {
    format!("{:?}", open(bytes).unwrap_err())
}

#[test]
fn takes_the_names_that_tools_write() {
    let tar = tar_of(&[
        (b'5', "./", ""),
        (b'5', "./b/", ""),
        (b'0', "./b/data.json", "{}"),
        (b'0', "/policy.rego", "package a"),
        (0, ".manifest", "{}"),
    ]);
    for bytes in [tar.clone(), gzip(&tar)] {
        let files = open(&bytes).unwrap();
        assert_eq!(names(&files), [".manifest", "b/data.json", "policy.rego"]);
        assert_eq!(files.bytes("policy.rego"), Some(&b"package a"[..]));
    }
}

#[test]
fn refuses_entries_that_are_not_plain_files() {
    for (kind, wanted) in [
        (b'1', "Link"),
        (b'2', "Link"),
        (b'3', "Kind"),
        (b'4', "Kind"),
        (b'6', "Kind"),
        (b'7', "Kind"),
        (b'S', "Kind"),
        (b'V', "Kind"),
        (b'D', "Kind"),
        (b'K', "Link"),
        (b'?', "Kind"),
    ] {
        let bytes = tar_of(&[(b'0', "a.rego", "package a"), (kind, "evil", "")]);
        let wanted = format!("Entry {{ name: \"evil\", fault: {wanted} }}");
        assert_eq!(fault(&bytes), wanted, "{}", char::from(kind));
    }
    let full = tar_of(&[(b'5', "d/", "content")]);
    assert_eq!(fault(&full), "Entry { name: \"d/\", fault: Kind }");
}

#[test]
fn refuses_names_that_lead_elsewhere() {
    for (name, wanted) in [
        ("../a", "Relative"),
        ("a/../b", "Relative"),
        ("a/..", "Relative"),
        ("a/./b", "Relative"),
        ("././a", "Relative"),
        ("/./a", "Relative"),
        ("//a", "EmptySegment"),
        (".//a", "EmptySegment"),
        ("a//b", "EmptySegment"),
        ("a/", "EmptySegment"),
        ("", "EmptySegment"),
        ("./", "EmptySegment"),
        ("a\\b", "Backslash"),
        ("C:\\a", "Backslash"),
        ("a\nb", "Control"),
        ("a\u{7f}", "Control"),
        ("a\u{202e}oger", "Control"),
        ("a\u{feff}", "Control"),
    ] {
        let found = fault(&tar_of(&[(b'0', name, "")]));
        assert!(found.ends_with(&format!("fault: {wanted} }}")), "{name:?}: {found}");
        if !name.ends_with('/') && !name.is_empty() {
            let found = fault(&tar_of(&[(b'5', name, "")]));
            assert!(found.ends_with(&format!("fault: {wanted} }}")), "directory {name:?}: {found}");
        }
    }
    let mut bytes = entry_bytes(b'0', b"a\xff", b"");
    bytes.resize(bytes.len() + 2 * BLOCK, 0);
    assert_eq!(fault(&bytes), r#"Entry { name: "a\\xff", fault: Utf8 }"#);
}

#[test]
fn refuses_names_that_are_one_file_somewhere() {
    for (first, second) in [
        ("a", "a"),
        ("a", "/a"),
        ("a", "./a"),
        ("Data.json", "data.json"),
        ("d/A.rego", "D/a.rego"),
        ("a", "a/b"),
        ("A", "a/b/c"),
    ] {
        for [one, other] in [[first, second], [second, first]] {
            let found = fault(&tar_of(&[(b'0', one, "x"), (b'0', other, "y")]));
            assert!(found.starts_with("Clash"), "{one} {other}: {found}");
        }
    }
}

#[test]
fn takes_long_names_only_where_they_are_needed() {
    let long = format!("{}/p.rego", "d".repeat(120));
    let record = pax_record("path", &long);
    let gnu = format!("{long}\0");
    for (kind, extension) in [(b'x', record.as_str()), (b'L', gnu.as_str())] {
        let bytes = tar_of(&[(kind, "ext", extension), (b'0', "cut", "package a")]);
        assert_eq!(names(&open(&bytes).unwrap()), [&long]);
    }
    let unicode = pax_record("path", "é.rego");
    let idle = format!("{}{unicode}", pax_record("mtime", "1.5"));
    let bytes = tar_of(&[
        (b'g', "pax_global_header", "52 comment=0123456789012345678901234567890123456789\n"),
        (b'x', "ext", &idle),
        (b'0', "e.rego", ""),
    ]);
    assert_eq!(names(&open(&bytes).unwrap()), ["é.rego"]);

    let hostile = format!("{}../e", "d/".repeat(60));
    let size = format!("{unicode}{}", pax_record("size", "0"));
    let twice = format!("{unicode}{unicode}");
    let path = pax_record("path", "other.rego");
    let sparse = pax_record("GNU.sparse.name", "b");
    for (kind, extension, wanted) in [
        (b'x', path.as_str(), "Renamed"),
        (b'L', "other.rego\0", "Renamed"),
        (b'g', path.as_str(), "Renamed"),
        (b'x', size.as_str(), "Renamed"),
        (b'x', twice.as_str(), "Renamed"),
        (b'x', sparse.as_str(), "Renamed"),
        (b'x', "99 path=x\n", "Renamed"),
        (b'x', &pax_record("path", &hostile), "Relative"),
        (b'L', &format!("{}\0hidden", "d".repeat(120)), "Control"),
        (b'x', &pax_record("path", &"d".repeat(1025)), "LongName"),
        (b'x', &"x".repeat(70_000), "LongName"),
    ] {
        let found = fault(&tar_of(&[(kind, "ext", extension), (b'0', "a.rego", "")]));
        assert!(found.ends_with(&format!("fault: {wanted} }}")), "{extension:.40}: {found}");
    }
    let both = tar_of(&[(b'L', "e", &gnu), (b'x', "e", &record), (b'0', "a.rego", "")]);
    assert!(fault(&both).ends_with("fault: Renamed }"));
    assert_eq!(fault(&tar_of(&[(b'L', "e", &gnu)])), "Archive(Truncated)");
}

#[test]
fn accounts_for_every_byte() {
    let tar = tar_of(&[(b'0', "a.rego", "package a")]);
    let packed = gzip(&tar);
    let mut damaged = tar.clone();
    damaged[0] ^= 1;
    let mut second = tar_of(&[(b'0', "a.rego", "")]);
    second[BLOCK - 1] ^= 1;
    let one_end = tar[..tar.len() - BLOCK].to_vec();
    let mut late = tar.clone();
    late.resize(late.len() + 9 * BLOCK, 0);
    *late.last_mut().unwrap() = 1;
    let mut flipped = packed.clone();
    let crc = flipped.len() - 8;
    flipped[crc] ^= 1;
    for (bytes, wanted) in [
        (b"".to_vec(), "Unknown"),
        (b"package a".to_vec(), "Unknown"),
        (b"PK\x03\x04".repeat(300), "Unknown"),
        (damaged, "Unknown"),
        ([tar[..2 * BLOCK].to_vec(), vec![1; BLOCK]].concat(), "Header"),
        (tar[..3 * BLOCK - 1].to_vec(), "Truncated"),
        (tar[..2 * BLOCK].to_vec(), "Truncated"),
        (tar[..BLOCK + 5].to_vec(), "Truncated"),
        (one_end, "Truncated"),
        (late, "Trailing"),
        ([tar.clone(), b"x".to_vec()].concat(), "Trailing"),
        (packed[..packed.len() - 1].to_vec(), "Truncated"),
        (packed[..packed.len() / 2].to_vec(), "Truncated"),
        (flipped, "Gzip"),
        ([packed.clone(), packed.clone()].concat(), "Members"),
        ([packed.clone(), b"x".to_vec()].concat(), "Trailing"),
        ([packed.clone(), vec![0; 512]].concat(), "Trailing"),
    ] {
        assert_eq!(fault(&bytes), format!("Archive({wanted})"), "{} bytes", bytes.len());
    }
    let mut padded = tar;
    padded.resize(20 * BLOCK, 0);
    assert_eq!(open(&gzip(&padded)).unwrap().len(), 1);
}

#[test]
fn stops_at_the_limits() {
    let zeros = "\0".repeat(8 << 20);
    let bomb = gzip(&tar_of(&[(b'0', "data.json", &zeros)]));
    assert!(fault(&bomb).contains("for its size"), "{}", fault(&bomb));

    let rego = "#".repeat((1 << 20) + 1);
    assert!(fault(&tar_of(&[(b'0', "a.rego", &rego)])).contains("`a.rego`"));

    // The size alone refuses; the content is never there.
    let lie = header(b'0', b"data.json", 17 << 20).as_bytes().to_vec();
    assert!(fault(&lie).contains("`data.json`"));

    let names: Vec<String> = (0..10_001).map(|n| format!("f{n}")).collect();
    let many: Vec<_> = names.iter().map(|name| (b'0', name.as_str(), "")).collect();
    assert!(open(&tar_of(&many[1..])).is_ok());
    assert!(fault(&tar_of(&many)).contains("the number of entries"));

    let small = Limits { total_bytes: 10, ..Limits::default() };
    let two = tar_of(&[(b'0', "a", "123456"), (b'0', "b", "123456")]);
    let error = read_archive(&two, &small).unwrap_err();
    assert_eq!(error.code().as_str(), "COS-BND-0004");
    let small = Limits { packed_bytes: 10, ..Limits::default() };
    assert!(read_archive(&two, &small).unwrap_err().to_string().contains("limit of 10 bytes"));
}

#[test]
fn the_tar_crate_reads_what_we_write() {
    let long = format!("{}/p.rego", "d".repeat(120));
    let files = Files::from_texts([("a/b.rego", "package a"), (&long, "package b")]).unwrap();
    let packed = files.to_archive();
    let mut archive = tar::Archive::new(GzDecoder::new(&packed[..]));
    let read: Vec<(String, String)> = archive
        .entries()
        .unwrap()
        .map(|entry| {
            let mut entry = entry.unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            (entry.path().unwrap().to_str().unwrap().to_owned(), text)
        })
        .collect();
    assert_eq!(read, [("a/b.rego".into(), "package a".into()), (long, "package b".into())]);
}

fn any_files() -> impl Strategy<Value = Files> {
    let name = prop_oneof![
        "[a-z]{1,8}(/[a-zé.]{1,8}x){0,3}\\.rego",
        "[a-z]{40}(/[a-z]{40}){2,4}/data\\.json",
        "\\.[a-z]{1,9}",
    ];
    proptest::collection::btree_map(name, proptest::collection::vec(any::<u8>(), 0..700), 0..12)
        .prop_filter_map("names that clash", |files| {
            let limits = Limits::default();
            let mut collector = Collector::new(&limits);
            for (name, bytes) in files {
                collector.add(name, bytes).ok()?;
            }
            collector.finish().ok()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_reads_back(files in any_files()) {
        let packed = files.to_archive();
        prop_assert_eq!(&packed, &files.to_archive());
        let read = open(&packed).unwrap();
        prop_assert_eq!(&read, &files);
        prop_assert_eq!(read.content_digest(), files.content_digest());
        prop_assert_eq!(read.to_archive(), packed);
    }

    #[test]
    fn no_bytes_make_it_panic(
        files in any_files(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut tar = Vec::new();
        GzDecoder::new(&files.to_archive()[..]).read_to_end(&mut tar).unwrap();
        for (at, byte) in edits {
            let at = at.index(tar.len());
            tar[at] = byte;
        }
        let _ = open(&tar);
        tar.truncate(cut.index(tar.len()));
        let _ = open(&tar);
    }
}
