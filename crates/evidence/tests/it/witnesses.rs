//! Enough distinct witnesses, or no verdict at their level.

use crate::support::*;
use cos_core::clock::Timestamp;
use cos_core::log::cosignature::cosign;
use cos_core::log::note::KeyName;
use cos_evidence::{Level, Options, Report};
use cos_sign::SigningKey;
use cos_testkit::TestKeys;
use std::fs;

/// A ledger with one log, two of three witnesses wanted.
fn world() -> World {
    let world = World { keys: TestKeys::with_witnesses(1, 3, 2), ..World::empty() };
    world.append(A, 0..40, End::Sealed);
    world
}

/// Replaces the checkpoint by one that `witnesses` cosigned.
fn cosigned(world: &World, witnesses: &[(&str, &SigningKey)]) {
    let path = world.log(A).join("checkpoint");
    let mut note = fs::read_to_string(&path).unwrap();
    for (name, key) in witnesses {
        let name: KeyName = name.parse().unwrap();
        note = cosign(&note, &name, *key, Timestamp(1_800_000_100)).unwrap();
    }
    fs::write(path, note).unwrap();
}

fn at_witness(world: &World) -> Report {
    world.verify_with(&Options { level: Some(Level::Witness), ..options() })
}

const FIRST: &str = "witness-1.example.com";
const SECOND: &str = "witness-2.example.com";

#[test]
fn a_quorum_of_distinct_witnesses_is_named() {
    let world = world();
    let [one, two, _] = world.keys.witnesses.as_slice() else { panic!("three witnesses") };
    cosigned(&world, &[(FIRST, one), (SECOND, two)]);
    let report = at_witness(&world);
    assert!(report.is_clean(), "{:?}", report.failures);
    assert_eq!(level(&report, "witness"), (1, 0));
    let expected = [FIRST, SECOND].map(|name| format!("{name} at 2027-01-15T08:01:40Z"));
    assert_eq!(report.logs[0].witnesses, expected);
    // A pack carries the cosignatures along.
    let report = verify_pack(
        &world.pack(10),
        &world.keys.trust,
        &Options { level: Some(Level::Witness), ..options() },
    )
    .unwrap();
    assert!(report.is_clean(), "{:?}", report.failures);
    assert_eq!((level(&report, "witness"), report.logs[0].witnesses.len()), ((1, 0), 2));
}

#[test]
fn too_few_are_not_enough_whatever_names_they_use() {
    let world = world();
    let one = &world.keys.witnesses[0];
    for witnesses in [
        &[][..],
        &[(FIRST, one)],
        &[(FIRST, one), (FIRST, one)],
        &[(FIRST, one), ("stranger.example.com", &log_key(3))],
    ] {
        let world = self::world();
        cosigned(&world, witnesses);
        let report = at_witness(&world);
        assert_eq!(log_failures(&report), ["witness"]);
        assert_eq!(level(&report, "witness"), (0, 1));
        assert_eq!(report.counts.valid, 40, "the receipts are what they are");
        assert!(!report.is_clean());
    }
    // A signature under a witness's name that is not the witness's.
    let world = self::world();
    cosigned(&world, &[(FIRST, one), (SECOND, one)]);
    assert_eq!(log_failures(&at_witness(&world)), ["witness"]);
}

#[test]
fn without_witnesses_in_the_trust_file_the_level_fails_closed() {
    let world = World::new();
    let report = at_witness(&world);
    assert_eq!(log_failures(&report), ["witness", "witness"]);
    assert!(!report.is_clean());
}

/// Keeps the checkpoint, cosigned by `witnesses`, as the newest that is witnessed, and leaves the log's own as it is.
fn witnessed(world: &World, witnesses: &[(&str, &SigningKey)]) {
    let (newest, path) =
        (world.log(A).join("checkpoint"), world.log(A).join("checkpoint.witnessed"));
    let plain = fs::read_to_string(&newest).unwrap();
    cosigned(world, witnesses);
    fs::rename(&newest, path).unwrap();
    fs::write(newest, plain).unwrap();
}

#[test]
fn a_log_may_be_ahead_of_its_witnesses_and_must_continue_what_they_saw() {
    let world = world();
    let [one, two, _] = world.keys.witnesses.as_slice() else { panic!("three witnesses") };
    witnessed(&world, &[(FIRST, one), (SECOND, two)]);
    let report = at_witness(&world);
    assert!(report.is_clean(), "{:?}", report.failures);
    assert_eq!((report.logs[0].witnessed, level(&report, "witness")), (Some(40), (1, 0)));
    // A pack of the newest checkpoint carries the cosignatures of the same tree.
    let at_pack = Options { level: Some(Level::Witness), ..options() };
    let report = verify_pack(&world.pack(10), &world.keys.trust, &at_pack).unwrap();
    assert!(report.is_clean(), "{:?}", report.failures);

    world.append(A, 40..50, End::Sealed);
    let report = at_witness(&world);
    assert!(report.is_clean(), "{:?}", report.failures);
    assert_eq!((report.logs[0].size, report.logs[0].witnessed), (50, Some(40)));
    assert!(report.warnings.iter().any(|warning| warning.contains("newest 10 receipts")));

    // Another log under the same name and key, which is longer and which nobody saw.
    let other = self::world();
    other.append(A, 100..120, End::Sealed);
    let kept = fs::read(world.log(A).join("checkpoint.witnessed")).unwrap();
    fs::write(other.log(A).join("checkpoint.witnessed"), &kept).unwrap();
    assert!(at_witness(&other).is_clean(), "it begins with the same 40");
    let forked = World { keys: TestKeys::with_witnesses(1, 3, 2), ..World::empty() };
    forked.append(A, 7..60, End::Sealed);
    fs::write(forked.log(A).join("checkpoint.witnessed"), kept).unwrap();
    let report = at_witness(&forked);
    assert!(report.log_identity_broken && !report.is_clean());
    assert_eq!(
        (log_failures(&report), level(&report, "witness")),
        (vec!["consistency", "witness"], (0, 1))
    );
}

#[test]
fn a_witnessed_checkpoint_without_its_quorum_counts_for_nothing() {
    let world = world();
    let one = &world.keys.witnesses[0];
    for note in ["nonsense".to_owned(), String::new()] {
        fs::write(world.log(A).join("checkpoint.witnessed"), note).unwrap();
        assert_eq!(log_failures(&at_witness(&world)), ["witness"]);
    }
    witnessed(&world, &[(FIRST, one)]);
    let report = at_witness(&world);
    assert_eq!((log_failures(&report), report.logs[0].witnessed), (vec!["witness"], None));
}
