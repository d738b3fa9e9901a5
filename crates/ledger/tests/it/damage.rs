//! Damage of every kind is noticed and the right thing is named (promise P7).

use crate::support::*;
use cos_core::wal::{Encoder, FileName};
use cos_ledger::{Finding, LedgerError, LedgerOptions, Repair, Severity};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread;
use tempfile::TempDir;

/// A ledger with receipts on both sides of the boundary between sealed files and WAL, all of them published.
fn unclosed(tenants: &[&str]) -> TempDir {
    let dir = memory_dir();
    let root = dir.path().join("ledger");
    for tenant in tenants {
        for receipts in [0..20, 20..40] {
            let ledger = open(&root, LedgerOptions::default()).unwrap();
            let log = ledger.writer(&origin(tenant)).unwrap();
            for n in receipts.clone() {
                log.submit(entry(tenant, n)).unwrap().wait().unwrap();
            }
            log.publish().unwrap();
            if receipts.start == 0 {
                ledger.close().unwrap();
            }
        }
    }
    dir
}

/// The findings other than left-overs; opening the log must fail as well where receipts or checkpoint are not right.
fn findings(root: &Path) -> Vec<Finding> {
    match check(root, Repair::Nothing) {
        Ok(report) => report
            .findings()
            .filter(|finding| finding.severity > Severity::LeftOver)
            .cloned()
            .collect(),
        Err(error) => vec![Finding {
            severity: Severity::Damage,
            code: error.code(),
            path: "ledger.json".into(),
            index: None,
            reason: error.to_string(),
        }],
    }
}

fn named(findings: &[Finding], path: &str) -> bool {
    findings.iter().any(|finding| finding.path == Path::new(path))
}

/// The files of the ledger and of log `a` that are evidence, with their contents.
fn evidence(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let evidence = |path: &String| {
        !path.starts_with("eu-1/b/") && !path.ends_with("/lock") && !path.contains("/cache/")
    };
    let read = |path: String| (path.clone(), fs::read(root.join(path)).unwrap());
    files(root).into_iter().filter(evidence).map(read).collect()
}

#[test]
fn every_flipped_byte_is_found_and_the_file_named() {
    let dir = unclosed(&["a"]);
    let root = dir.path().join("ledger");
    assert_eq!(findings(&root), []);
    let flip_all = |share: usize| {
        let copied = memory_dir();
        let (from, root) = (&root, copied.path().join("ledger"));
        copy(from, &root);
        for (path, bytes) in evidence(&root) {
            for at in (share..bytes.len()).step_by(2) {
                let mut bad = bytes.clone();
                bad[at] ^= 1 << (at % 8);
                fs::write(root.join(&path), &bad).unwrap();
                let found = findings(&root);
                // Another organisation in the ledger's own file shows in the checkpoints, which name theirs.
                let right = named(&found, &path)
                    || path == "ledger.json" && named(&found, "eu-1/a/checkpoint");
                assert!(right, "byte {at} of {path}: {found:#?}");
            }
            fs::write(root.join(&path), &bytes).unwrap();
        }
        assert_eq!(findings(&root), []);
    };
    thread::scope(|scope| {
        scope.spawn(|| flip_all(0));
        flip_all(1);
    });
}

#[test]
fn a_damaged_receipt_is_named_by_its_index() {
    let dir = unclosed(&["a", "b"]);
    let root = dir.path().join("ledger");
    // Sealed: find the receipt's record by flipping bytes and asking what became unreadable.
    let bodies = "eu-1/a/bodies/00000000000000000000-20.bodies";
    let bytes = fs::read(root.join(bodies)).unwrap();
    let mut indexes = Vec::new();
    for at in (bytes.len() / 2..bytes.len()).step_by(97) {
        let mut bad = bytes.clone();
        bad[at] ^= 0x20;
        fs::write(root.join(bodies), bad).unwrap();
        let found = findings(&root);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!((found[0].code.as_str(), found[0].severity), ("COS-LED-0009", Severity::Damage));
        indexes.push(found[0].index.unwrap());
    }
    assert!(indexes.is_sorted() && indexes.last() == Some(&19), "{indexes:?}");
    // Replaced by another well-formed file: every receipt in it is another than was logged.
    let other: Vec<_> = (0..20).map(|n| compact("a", n + 500, "a")).collect();
    let other: Vec<_> = other.iter().map(Vec::as_slice).collect();
    fs::write(root.join(bodies), cos_core::bodies::encode(0, &other)).unwrap();
    let found = findings(&root);
    let receipts: Vec<_> =
        found.iter().filter(|f| f.path == Path::new(bodies)).map(|f| f.index.unwrap()).collect();
    assert_eq!(receipts, (0..20).collect::<Vec<_>>(), "{found:#?}");
}

#[test]
fn truncated_deleted_swapped_and_foreign_files_are_found() {
    let dir = unclosed(&["a", "b"]);
    let root = dir.path().join("ledger");
    let all = evidence(&root);
    let restore = |path: &str| fs::write(root.join(path), &all[path]).unwrap();
    for (path, bytes) in &all {
        for len in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            fs::write(root.join(path), &bytes[..len]).unwrap();
            // A WAL cut at its end is a torn group; that the checkpoint covers it makes it damage.
            assert!(named(&findings(&root), path), "{path} cut to {len}: {:#?}", findings(&root));
        }
        fs::write(root.join(path), [&bytes[..], b"\0"].concat()).unwrap();
        let longer = findings(&root);
        let torn = path.contains("/wal/");
        assert!(torn || named(&longer, path), "{path} made longer: {longer:#?}");
        fs::remove_file(root.join(path)).unwrap();
        // Partial tiles of the checkpoint before are a courtesy to slow readers.
        let needed = !path.contains(".p/") || path.ends_with("/20") || path.ends_with("/40");
        assert!(!needed || !findings(&root).is_empty(), "{path} deleted");
        restore(path);
        // The same file of another tenant.
        let other = root.join(path.replace("/a/", "/b/"));
        if path != "ledger.json" && other.exists() {
            fs::copy(other, root.join(path)).unwrap();
            assert!(
                named(&findings(&root), path),
                "{path} of another tenant: {:#?}",
                findings(&root)
            );
            restore(path);
        }
    }
    let paths: Vec<_> = all.keys().filter(|path| path.starts_with("eu-1/a/")).collect();
    for (first, second) in paths.iter().zip(&paths[1..]) {
        fs::write(root.join(first), &all[*second]).unwrap();
        fs::write(root.join(second), &all[*first]).unwrap();
        let found = findings(&root);
        assert!(
            named(&found, first) && named(&found, second),
            "{first} and {second} swapped: {found:#?}"
        );
        restore(first);
        restore(second);
    }
    for stray in [
        "eu-1/a/bodies/notes.txt",
        "eu-1/a/tile/0/x001/000",
        "eu-1/stray",
        "core",
        "eu-1/a/tile/entries/000.p/41",
    ] {
        fs::create_dir_all(root.join(stray).parent().unwrap()).unwrap();
        fs::write(root.join(stray), "x").unwrap();
        assert!(named(&findings(&root), stray), "{stray}: {:#?}", findings(&root));
        fs::remove_file(root.join(stray)).unwrap();
    }
    assert_eq!(findings(&root), []);
}

#[test]
fn a_log_put_in_place_of_another_tenants_is_found() {
    let dir = unclosed(&["a", "b"]);
    let root = dir.path().join("ledger");
    fs::remove_dir_all(root.join("eu-1/a")).unwrap();
    copy(&root.join("eu-1/b"), &root.join("eu-1/a"));
    let found = findings(&root);
    assert!(named(&found, "eu-1/a/checkpoint"), "{found:#?}");
    let ledger = open(&root, small()).unwrap();
    assert!(ledger.writer(&origin("a")).unwrap_err().is_integrity());
    ledger.writer(&origin("b")).unwrap();
}

/// Opens log `a` after `harm` was done to a copy of its directory.
fn open_after(pristine: &Path, harm: impl FnOnce(&Path)) -> Result<u64, LedgerError> {
    let copied = memory_dir();
    let root = copied.path().join("ledger");
    copy(pristine, &root);
    harm(&log_dir(&root, "a"));
    Ok(open(&root, small())?.writer(&origin("a"))?.size())
}

#[test]
fn opening_refuses_receipts_or_checkpoints_that_are_not_right() {
    let dir = unclosed(&["a", "b"]);
    let pristine = dir.path().join("ledger");
    let name = files(&pristine.join("eu-1/a/wal")).pop().unwrap();
    let wal = |log: &Path| log.join("wal").join(&name);
    let flip = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    // The tail as somebody would have it who knows the format, with one receipt exchanged.
    let forge = |log: &Path| {
        let receipts: Vec<_> =
            (20..40).map(|n| compact("a", n + u64::from(n == 30), "a")).collect();
        let mut bytes = Vec::new();
        let mut encoder = Encoder::begin(&origin("a"), FileName::parse(&name).unwrap(), &mut bytes);
        encoder.frame(receipts.iter().map(Vec::as_slice), &mut bytes);
        fs::write(wal(log), bytes).unwrap();
    };
    let older = |log: &Path| {
        let dir = memory_dir();
        let root = dir.path().join("ledger");
        let ledger = open(&root, small()).unwrap();
        ledger.writer(&origin("a")).unwrap();
        fs::copy(root.join("eu-1/a/checkpoint"), log.join("checkpoint")).unwrap();
    };
    let bodies = "bodies/00000000000000000000-20.bodies";
    type Harm<'a> = &'a dyn Fn(&Path);
    let cases: [(&str, &str, Harm<'_>); 9] = [
        ("a flipped bit in the WAL", "COS-LED-0009", &|log| flip(&wal(log))),
        ("a WAL cut off", "COS-LED-0009", &|log| {
            fs::OpenOptions::new().write(true).open(wal(log)).unwrap().set_len(500).unwrap();
        }),
        ("a WAL that is gone", "COS-LED-0009", &|log| fs::remove_file(wal(log)).unwrap()),
        ("another receipt in the WAL", "COS-LED-0010", &forge),
        ("sealed receipts that are gone", "COS-LED-0009", &|log| {
            fs::remove_file(log.join(bodies)).unwrap();
        }),
        ("a flipped bit in the checkpoint", "COS-LED-0010", &|log| flip(&log.join("checkpoint"))),
        ("a checkpoint that is gone", "COS-LED-0010", &|log| {
            fs::remove_file(log.join("checkpoint")).unwrap();
        }),
        ("a checkpoint older than what is sealed", "COS-LED-0010", &older),
        ("a tile that is gone", "COS-LED-0011", &|log| {
            fs::remove_file(log.join("tile/0/000.p/20")).unwrap();
        }),
    ];
    assert_eq!(open_after(&pristine, |_| {}).unwrap(), 40);
    for (what, code, harm) in cases {
        let error = open_after(&pristine, harm).unwrap_err();
        assert_eq!((error.code().as_str(), error.is_integrity()), (code, true), "{what}: {error}");
        assert!(error.to_string().contains("eu-1/a"), "{what}: {error}");
    }
    // What may be lost at any time is no damage.
    for cache in ["cache/jti.redb", "lock"] {
        assert_eq!(
            open_after(&pristine, |log| fs::remove_file(log.join(cache)).unwrap()).unwrap(),
            40
        );
    }
}

#[test]
fn a_repair_rebuilds_tiles_and_index_and_touches_no_receipt() {
    let dir = unclosed(&["a", "b"]);
    let root = dir.path().join("ledger");
    let before = evidence(&root);
    fs::remove_dir_all(root.join("eu-1/a/tile/0")).unwrap();
    fs::write(root.join("eu-1/a/tile/entries/000.p/40"), "x").unwrap();
    fs::write(root.join("eu-1/a/cache/jti.redb"), "x").unwrap();
    fs::write(root.join("eu-1/a/seal.tmp"), "x").unwrap();
    fs::write(root.join("eu-1/a/tile/0"), "x").unwrap();
    assert!(!findings(&root).is_empty());
    fs::remove_file(root.join("eu-1/a/tile/0")).unwrap();
    let report = check(&root, Repair::Derived).unwrap();
    assert!(report.logs[0].repaired >= 4, "{report:#?}");
    assert_clean(&root);
    let after = evidence(&root);
    for (path, bytes) in before.iter().filter(|(path, _)| !path.contains("/tile/")) {
        assert_eq!(after.get(path), Some(bytes), "{path}");
    }
    // A damaged receipt is nothing that can be rebuilt, and tiles are witnesses then.
    let bodies = root.join("eu-1/a/bodies/00000000000000000000-20.bodies");
    let mut bytes = fs::read(&bodies).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&bodies, bytes).unwrap();
    assert_eq!(check(&root, Repair::Derived).unwrap().logs[0].repaired, 0);
}

#[test]
fn a_damaged_index_is_noticed_or_harmless_and_never_believed() {
    let dir = unclosed(&["a", "b"]);
    let pristine = dir.path().join("ledger");
    let size = fs::metadata(pristine.join("eu-1/a/cache/jti.redb")).unwrap().len() as usize;
    let copied = TempDir::new().unwrap();
    for (round, at) in (0..size).step_by(size / 60).chain([0, 9, 64, 128, 192]).enumerate() {
        let root = copied.path().join(round.to_string());
        copy(&pristine, &root);
        let index = root.join("eu-1/a/cache/jti.redb");
        let mut bytes = fs::read(&index).unwrap();
        bytes[at..(at + 700).min(size)].iter_mut().for_each(|byte| *byte ^= 0x55);
        fs::write(&index, bytes).unwrap();
        let noticed = !findings(&root).is_empty();
        let ledger = open(&root, small()).unwrap();
        let log = ledger.writer(&origin("a")).unwrap();
        for n in 0..40 {
            match log.submit(entry("a", n)).unwrap().wait() {
                Ok(answer) if answer.replayed => assert_eq!(answer.index, n),
                other => assert!(noticed, "byte {at}: {other:?} though the check saw nothing"),
            }
        }
    }
    fs::remove_file(pristine.join("eu-1/a/cache/jti.redb")).unwrap();
    assert!(named(&findings(&pristine), "eu-1/a/cache/jti.redb"));
}
