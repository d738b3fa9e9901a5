//! Promise P25 on ledgers: what was tampered with is named, exactly that, and nothing is passed over in silence.

use crate::support::*;
use cos_core::bodies::{self, Bodies};
use cos_core::receipt::Criterion;
use cos_evidence::Options;
use cos_testkit::rng;
use rand_core::Rng as _;
use std::fs;
use std::path::Path;

/// Reads a body file: its first index and its receipts.
fn unpack(path: &Path) -> (u64, Vec<Vec<u8>>) {
    let file = fs::read(path).unwrap();
    let bodies = Bodies::parse(&file).unwrap();
    let mut reader = bodies.reader();
    let receipts = (0..bodies.len()).map(|at| {
        let mut out = Vec::new();
        reader.receipt(at, &mut out).unwrap();
        out
    });
    (bodies.first_index(), receipts.collect())
}

fn repack(path: &Path, first: u64, receipts: &[Vec<u8>]) {
    let receipts: Vec<_> = receipts.iter().map(Vec::as_slice).collect();
    fs::write(path, bodies::encode(first, &receipts)).unwrap();
}

/// Body files by (tenant, number of the file).
const BODIES: [(&str, usize); 3] = [(A, 0), (A, 1), (B, 0)];

#[test]
fn k_tampered_receipts_are_exactly_k_invalid_ones() {
    let world = World::new();
    let whole = world.copy_to("whole");
    let mut rng = rng(3);
    for k in [1, 2, 5, 13, 40] {
        let mut expected = Vec::new();
        for _ in 0..k {
            let (tenant, number) = BODIES[rng.next_u32() as usize % BODIES.len()];
            let path = nth_file(&world.log(tenant).join("bodies"), number);
            let (first, mut receipts) = unpack(&path);
            let at = rng.next_u32() as usize % receipts.len();
            let index = first + at as u64;
            if expected.iter().any(|(t, i, _)| (t, i) == (&tenant.to_owned(), &index)) {
                continue;
            }
            expected.push((
                tenant.to_owned(),
                index,
                jti(std::str::from_utf8(&receipts[at]).unwrap()),
            ));
            mutate(&mut receipts[at], &mut rng);
            repack(&path, first, &receipts);
        }
        expected.sort();
        for criterion in [Criterion::Batch, Criterion::Strict] {
            let report = world.verify_with(&Options { criterion, ..options() });
            let k = expected.len() as u64;
            assert_eq!(counts(&report), (370 - k, k, 0, 0));
            let found: Vec<_> =
                named(&report).into_iter().map(|(tenant, index, _)| (tenant, index)).collect();
            let places: Vec<_> =
                expected.iter().map(|(tenant, index, _)| (tenant.clone(), *index)).collect();
            assert_eq!(found, places);
            assert_eq!(level(&report, "inclusion"), (370 - k, 0));
            for failure in &report.failures {
                // Where the id can still be read, it is the right one, or the id itself was tampered with.
                let place = places
                    .iter()
                    .position(|place| {
                        Some(place.1) == failure.index
                            && failure.tenant.as_deref() == Some(&format!("eu-1/{}", place.0))
                    })
                    .unwrap();
                let jti = failure.jti.as_deref();
                assert!(
                    jti.is_none_or(|jti| jti == expected[place].2 || failure.check == "signature")
                );
            }
        }
        fs::remove_dir_all(world.ledger()).unwrap();
        copy(&whole, &world.ledger());
    }
}

/// Changes one character of a receipt to another of the same alphabet.
fn mutate(receipt: &mut [u8], rng: &mut impl rand_core::Rng) {
    loop {
        let at = rng.next_u32() as usize % receipt.len();
        if receipt[at].is_ascii_alphanumeric() {
            receipt[at] = if receipt[at] == b'A' { b'B' } else { b'A' };
            return;
        }
    }
}

#[test]
fn damaged_records_are_named_exactly() {
    let world = World::new();
    let path = nth_file(&world.log(A).join("bodies"), 1);
    let length = fs::metadata(&path).unwrap().len() as usize;
    // The last byte belongs to the last receipt of the file.
    flip(&path, length - 1, 0x10);
    let report = world.verify();
    assert_eq!(counts(&report), (369, 1, 0, 0));
    assert_eq!(named(&report), [(A.into(), 209, "storage")]);
}

#[test]
fn a_genuine_receipt_in_the_place_of_another_is_named() {
    let world = World::new();
    let path = nth_file(&world.log(A).join("bodies"), 0);
    let (first, mut receipts) = unpack(&path);
    receipts[17] = world.receipt(A, 279).into_bytes();
    receipts.swap(3, 4);
    repack(&path, first, &receipts);
    let report = world.verify();
    assert_eq!(counts(&report), (367, 3, 0, 0));
    let expected = [3, 4, 17].map(|index| (A.to_owned(), index, "inclusion"));
    assert_eq!(named(&report), expected);
    let jti_of =
        |index| report.failures.iter().find(|f| f.index == Some(index)).unwrap().jti.clone();
    assert_eq!(jti_of(17), Some(jti(&world.receipt(A, 279))));
}

#[test]
fn a_copy_that_shows_less_is_still_the_receipt_that_was_logged() {
    use cos_core::receipt::Reader;
    use cos_core::receipt::disclose::{Profile, Selection};
    let world = World::new();
    let path = nth_file(&world.log(A).join("bodies"), 0);
    let (first, mut receipts) = unpack(&path);
    let mut reader = Reader::default();
    let mut copy = Vec::new();
    Selection::of(Profile::Public).disclose(&reader.read(&receipts[9]).unwrap(), &mut copy);
    receipts[9] = copy;
    repack(&path, first, &receipts);
    let report = world.verify();
    assert_eq!(counts(&report), (369, 0, 0, 1));
    assert!(report.is_clean());
}

#[test]
fn a_receipt_of_another_tenant_never_verifies_here() {
    let world = World::new();
    let path = nth_file(&world.log(B).join("bodies"), 0);
    let (first, mut receipts) = unpack(&path);
    receipts[50] = world.receipt(A, 50).into_bytes();
    repack(&path, first, &receipts);
    let report = world.verify();
    assert_eq!(named(&report), [(B.into(), 50, "log")]);
    assert_eq!(counts(&report), (369, 1, 0, 0));
}

#[test]
fn the_whole_log_of_another_tenant_never_verifies_here() {
    let world = World::new();
    fs::remove_dir_all(world.log(B)).unwrap();
    copy(&world.log(A), &world.log(B));
    let report = world.verify();
    assert_eq!(report.by_tenant["eu-1/pilot-a"].valid, 280);
    let b = report.by_tenant["eu-1/pilot-b"];
    assert_eq!((b.total, b.valid, b.invalid), (280, 0, 280));
    assert_eq!(log_failures(&report), ["checkpoint"]);
}

#[test]
fn missing_files_leave_exactly_their_receipts_unverifiable() {
    let world = World::new();
    fs::remove_file(nth_file(&world.log(A).join("bodies"), 0)).unwrap();
    let report = world.verify();
    assert_eq!(counts(&report), (270, 0, 100, 0));
    let missing: Vec<_> = (0..100).map(|index| (A.to_owned(), index, "storage")).collect();
    assert_eq!(named(&report), missing);

    fs::remove_file(nth_file(&world.log(A).join("wal"), 0)).unwrap();
    let report = world.verify();
    assert_eq!(counts(&report), (200, 0, 170, 0));
    assert_eq!(named(&report).last(), Some(&(A.to_owned(), 279, "storage")));
}

#[test]
fn truncated_swapped_and_doubled_body_files_are_noticed() {
    let world = World::new();
    let bodies = world.log(A).join("bodies");
    let (first, second) = (nth_file(&bodies, 0), nth_file(&bodies, 1));

    let whole = fs::read(&first).unwrap();
    fs::write(&first, &whole[..whole.len() - 7]).unwrap();
    assert_eq!(counts(&world.verify()), (270, 100, 0, 0));
    fs::write(&first, &whole).unwrap();

    let other = fs::read(&second).unwrap();
    fs::write(&first, &other).unwrap();
    fs::write(&second, &whole).unwrap();
    assert_eq!(counts(&world.verify()), (160, 210, 0, 0));
    fs::write(&first, &other).unwrap();
    fs::write(&second, &other).unwrap();
    assert_eq!(counts(&world.verify()), (270, 100, 0, 0));
    fs::write(&first, &whole).unwrap();

    // A copy under another name adds nothing and takes nothing away.
    fs::copy(&first, bodies.join("00000000000000000000-200.bodies")).unwrap();
    fs::copy(&first, bodies.join("18446744073709551615-100.bodies")).unwrap();
    fs::copy(&first, bodies.join("+0-100.bodies")).unwrap();
    let report = world.verify();
    assert_eq!(counts(&report), (370, 0, 0, 0), "{:?}", named(&report).first());
    assert_eq!(report.warnings.len(), 1, "{:?}", report.warnings);
    assert!(
        report.warnings[0].contains("00000000000000000000-200.bodies"),
        "{:?}",
        report.warnings
    );
}

#[test]
fn damaged_or_missing_tiles_are_a_warning_when_the_receipts_give_the_root() {
    let world = World::new();
    let tile = world.log(A).join("tile/0/000");
    for spoil in [0, 1, 2] {
        match spoil {
            0 => flip(&tile, 64 * 32, 1),
            1 => fs::write(&tile, [0; 31]).unwrap(),
            _ => fs::remove_file(&tile).unwrap(),
        }
        let report = world.verify();
        assert_eq!(counts(&report), (370, 0, 0, 0));
        assert_eq!(report.warnings.len(), 1);
        assert!(report.warnings[0].contains("eu-1/pilot-a"), "{:?}", report.warnings);
    }
    // With tiles and a receipt gone, nobody can tell what the log committed to.
    let path = nth_file(&world.log(A).join("bodies"), 0);
    let (first, mut receipts) = unpack(&path);
    receipts[5] = world.receipt(A, 279).into_bytes();
    repack(&path, first, &receipts);
    let report = world.verify();
    assert_eq!(counts(&report), (90, 0, 280, 0));
    assert_eq!(log_failures(&report), ["inclusion"]);
}

#[test]
fn logs_behind_symbolic_links_are_not_passed_over() {
    let world = World::new();
    let elsewhere = world.dir.path().join("elsewhere");
    fs::rename(world.log(B), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, world.log(B)).unwrap();
    assert_eq!(counts(&world.verify()), (370, 0, 0, 0));
}

#[test]
fn an_absurd_size_costs_no_more_than_what_is_there() {
    use cos_core::digest::Digest;
    use cos_core::log::checkpoint::Checkpoint;
    let world = World::new();
    let key = &world.keys.log;
    let absurd = Checkpoint::new(&origin(A), u64::MAX / 2, Digest([7; 32]));
    let note = absurd.sign(&key.name().to_note(), key).unwrap();
    fs::write(world.log(A).join("checkpoint"), &note).unwrap();
    let report = world.verify();
    let a = report.by_tenant["eu-1/pilot-a"];
    assert_eq!((a.total, a.valid, a.unverifiable), (u64::MAX / 2, 0, u64::MAX / 2));
    assert!(report.failures.len() <= 10_000 && report.failures_omitted > 0);

    // Nor does it without a signature, as anybody could have written it.
    fs::write(
        world.log(A).join("checkpoint"),
        note.replace("\n9223372036854775807\n", "\n9223372036854775806\n"),
    )
    .unwrap();
    let report = world.verify();
    let a = report.by_tenant["eu-1/pilot-a"];
    assert_eq!((a.valid, a.unverifiable), (0, u64::MAX / 2 - 1));
    assert_eq!(log_failures(&report), ["checkpoint"]);
}
