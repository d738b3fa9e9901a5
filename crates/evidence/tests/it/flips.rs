//! Every single byte of a small ledger and of a small pack, flipped: always reported, and the right receipt named where the byte
//! belongs to one.
//!
//! Left out, because no verdict rests on them: `lock` and `cache/` say who writes and what was written, and are made anew; the entry
//! bundles in `tile/entries` hold nothing but hashes of what is computed from the receipts here, and are checked by `cos ledger fsck`;
//! narrower partial tiles are for readers of an earlier checkpoint.

use crate::support::*;
use cos_core::bodies::Bodies;
use cos_evidence::{EvidenceError, Options, Report};
use std::fs;
use std::ops::Range;

const FLIPS: [u8; 2] = [0x01, 0x80];

/// Starting threads would take longer than the work.
fn one_thread() -> Options<'static> {
    Options { threads: 1, ..options() }
}

/// What a flip has to lead to.
enum Wanted {
    /// The receipt with this index is invalid, and no other is.
    Receipt(u64),
    /// A warning at least, and no receipt is flagged.
    Warning,
    /// Anything but silence.
    Anything,
}

#[test]
fn no_byte_of_the_write_ahead_log_can_change_unseen() {
    assert!(flip_all(|name| name.contains("/wal/")) > 8_000);
}

#[test]
fn no_other_byte_of_a_ledger_can_change_unseen() {
    assert!(flip_all(|name| !name.contains("/wal/")) > 5_000);
}

/// Flips every byte of the chosen files of a ledger; returns how many were tried.
fn flip_all(chosen: fn(&str) -> bool) -> usize {
    let world = World::small();
    let root = world.ledger();
    assert!(world.verify().is_clean() && world.verify().warnings.is_empty());
    let mut tried = 0;
    for path in files(&root) {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
        let is_earlier =
            name.contains("/tile/0/") && !(name.ends_with("/4") || name.ends_with("/1"));
        let is_aside =
            name.ends_with("/lock") || name.contains("/cache/") || name.contains("/tile/entries/");
        if is_earlier || is_aside || !chosen(name) {
            continue;
        }
        let whole = fs::read(&path).unwrap();
        let tenant = if name.contains(A) { A } else { B };
        for at in 0..whole.len() {
            for bits in FLIPS {
                flip(&path, at, bits);
                let outcome = verify(&root, &world.keys.trust, &one_thread());
                check(
                    &outcome,
                    &wanted(name, &whole, at),
                    tenant,
                    &format!("{name}, byte {at}, {bits:#x}"),
                );
                fs::write(&path, &whole).unwrap();
                tried += 1;
            }
        }
    }
    assert!(world.verify().is_clean());
    tried
}

/// Tells from the formats what a byte belongs to.
fn wanted(name: &str, whole: &[u8], at: usize) -> Wanted {
    let within = |receipts: Vec<(u64, Range<usize>)>| {
        receipts
            .into_iter()
            .find(|(_, range)| range.contains(&at))
            .map(|(index, _)| Wanted::Receipt(index))
    };
    if name.contains("/tile/0/") {
        return Wanted::Warning;
    }
    if name.contains("/bodies/") {
        return within(records(whole)).unwrap_or(Wanted::Anything);
    }
    if name.contains("/wal/") {
        let texts = texts(whole, 2);
        let lengths: Vec<_> =
            texts.iter().map(|(index, text)| (*index, text.start - 4..text.start)).collect();
        return match within(texts) {
            Some(wanted) => wanted,
            // A wrong length hides its receipt and those behind it.
            None if within(lengths).is_some() => Wanted::Anything,
            // The bytes of no receipt: every one can still be read.
            None => Wanted::Warning,
        };
    }
    Wanted::Anything
}

/// Where the record of each receipt lies in a body file.
fn records(file: &[u8]) -> Vec<(u64, Range<usize>)> {
    let bodies = Bodies::parse(file).unwrap();
    let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
    let ends = 40 + number(20);
    let first_record = ends + 4 * bodies.len();
    let end = |at: usize| first_record + number(ends + 4 * at);
    let start = |at: usize| if at == 0 { first_record } else { end(at - 1) };
    (bodies.first_index()..)
        .zip(0..bodies.len())
        .map(|(index, at)| (index, start(at)..end(at)))
        .collect()
}

/// Where each receipt's text lies in a WAL file: from the header's `eyJ` behind a length to the last `~`.
fn texts(file: &[u8], first: u64) -> Vec<(u64, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at + 7 < file.len() {
        let length = u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        let end = at + 4 + length;
        if file[at + 4..].starts_with(b"eyJ") && file.get(end - 1) == Some(&b'~') {
            found.push((first + found.len() as u64, at + 4..end));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

fn check(outcome: &Result<Report, EvidenceError>, wanted: &Wanted, tenant: &str, place: &str) {
    // An error is no report that anybody could take for a clean one; it names the file.
    let report = match outcome {
        Ok(report) => report,
        Err(error) => {
            assert!(matches!(wanted, Wanted::Anything), "{place}: {error}");
            return;
        }
    };
    match wanted {
        Wanted::Receipt(index) => {
            let named: Vec<_> =
                named(report).into_iter().map(|(tenant, index, _)| (tenant, index)).collect();
            assert_eq!(named, [(tenant.to_owned(), *index)], "{place}");
            assert_eq!((report.counts.invalid, report.counts.unverifiable), (1, 0), "{place}");
        }
        Wanted::Warning => {
            assert!(!report.warnings.is_empty(), "{place}: silence");
            assert!(report.is_clean(), "{place}: {:?}", report.failures);
        }
        Wanted::Anything => {
            assert!(!report.is_clean() || !report.warnings.is_empty(), "{place}: silence");
        }
    }
}

#[test]
fn every_truncation_of_a_file_with_receipts_is_seen() {
    let world = World::small();
    let root = world.ledger();
    for path in files(&root) {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        if !(name.contains("/bodies/") || name.contains("/wal/") || name.ends_with("/checkpoint")) {
            continue;
        }
        let whole = fs::read(&path).unwrap();
        for length in (0..whole.len()).step_by(7).chain([whole.len() - 1]) {
            fs::write(&path, &whole[..length]).unwrap();
            let outcome = verify(&root, &world.keys.trust, &options());
            check(&outcome, &Wanted::Anything, "", &format!("{name}, cut to {length}"));
        }
        fs::write(&path, &whole).unwrap();
    }
}

#[test]
fn no_byte_of_a_pack_can_change_unseen() {
    let world = World::small();
    let pack = world.pack(3);
    let clean = verify_pack(&pack, &world.keys.trust, &options()).unwrap();
    assert!(clean.is_clean(), "{:?}", clean.failures);
    let lines = line_ranges(&pack);
    let path = world.dir.path().join("sample.auditpack");
    for at in 0..pack.len() {
        for bits in FLIPS {
            let mut spoiled = pack.clone();
            spoiled[at] ^= bits;
            let place = format!("byte {at}, {bits:#x}");
            let report = match verify_pack(&spoiled, &world.keys.trust, &one_thread()) {
                Ok(report) => report,
                Err(EvidenceError::Pack { line, .. }) => {
                    let expected =
                        lines.iter().position(|range| range.contains(&at)).unwrap() as u64 + 1;
                    assert_eq!(line, expected, "{place}");
                    continue;
                }
                Err(EvidenceError::Nonce) => continue,
                Err(error) => panic!("{place}: {error}"),
            };
            assert!(!report.is_clean(), "{place}: silence");
            assert!(report.failures.iter().any(|failure| failure.check == "pack"), "{place}");
            if let Some(index) = receipt_at(&pack, &lines, at) {
                let named: Vec<_> =
                    report.failures.iter().filter_map(|failure| failure.index).collect();
                assert_eq!(named, [index], "{place}");
                assert_eq!((report.counts.invalid, report.counts.unverifiable), (1, 0), "{place}");
                assert_eq!(report.sample.unwrap().deviations, 1, "{place}");
            }
            // However the beginning looks now, nobody takes the file for something clean.
            if at < 64 {
                fs::write(&path, &spoiled).unwrap();
                let outcome = verify(&path, &world.keys.trust, &options());
                assert!(outcome.is_err() || !outcome.unwrap().is_clean(), "{place}");
            }
        }
    }
}

#[test]
fn no_truncation_of_a_pack_is_taken_for_a_smaller_sample() {
    let world = World::small();
    let pack = world.pack(3);
    for length in 0..pack.len() {
        let outcome = verify_pack(&pack[..length], &world.keys.trust, &options());
        assert!(outcome.is_err() || !outcome.unwrap().is_clean(), "cut to {length}");
    }
    let twice = [pack.as_slice(), &pack].concat();
    let outcome = verify_pack(&twice, &world.keys.trust, &options());
    assert!(!outcome.unwrap().is_clean());
}

fn line_ranges(pack: &[u8]) -> Vec<Range<usize>> {
    let ends = pack.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let mut start = 0;
    ends.map(|end| std::mem::replace(&mut start, end)..end).collect()
}

/// The index of the receipt whose SD-JWT holds this byte.
fn receipt_at(pack: &[u8], lines: &[Range<usize>], at: usize) -> Option<u64> {
    let number = lines.iter().position(|range| range.contains(&at))?;
    if number == 0 || number + 1 == lines.len() {
        return None;
    }
    let range = lines[number].clone();
    let line: serde_json::Value = serde_json::from_slice(&pack[range.clone()]).unwrap();
    let text = line["sd_jwt"].as_str().unwrap();
    let start = range.start + pack[range].windows(3).position(|three| three == b"eyJ").unwrap();
    (start..start + text.len()).contains(&at).then(|| line["index"].as_u64().unwrap())
}

#[test]
fn a_flipped_byte_in_a_file_of_receipts_costs_that_receipt() {
    let world = World::empty();
    let receipts = world.receipts(A, 3);
    let path = world.dir.path().join("receipts.sdjwt");
    let whole = receipts.join("\n") + "\n";
    // The receipt in the middle, with the line ends on both sides.
    for at in receipts[0].len()..=receipts[0].len() + 1 + receipts[1].len() {
        fs::write(&path, &whole).unwrap();
        flip(&path, at, 1);
        let report = verify(&path, &world.keys.trust, &one_thread()).unwrap();
        let line = 1 + whole[..at].matches('\n').count() as u64;
        let named: Vec<_> = report.failures.iter().filter_map(|failure| failure.index).collect();
        assert_eq!((named, report.counts.invalid), (vec![line], 1), "byte {at}");
    }
}
