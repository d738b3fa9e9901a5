//! Promise P5 from the auditor's side: a log that forked or shrank since it was seen is never taken for the same one.

use crate::support::*;
use cos_evidence::pins::Pins;
use cos_evidence::{EvidenceError, Level, Options, Report};
use std::fs;
use std::path::PathBuf;

/// A world, and beside it a ledger of the same keys whose logs hold other receipts from entry 50 on.
fn fork(world: &World, size: usize) -> PathBuf {
    let fork = world.dir.path().join(format!("fork-{size}"));
    let honest = world.receipts(A, 50);
    let other = cos_testkit::receipts(8, &world.keys, &origin(A), size - 50);
    append(&fork, &world.keys.log, A, &[honest, other].concat(), End::Sealed);
    fork
}

fn with_pins(pins: &Pins) -> Options<'static> {
    Options { pins: Some(pins.clone()), ..options() }
}

fn one_log(size: usize) -> World {
    let world = World::empty();
    world.append(A, 0..size, End::Sealed);
    world
}

fn assert_broken(report: &Report, reason: &str) {
    assert!(report.log_identity_broken);
    assert!(!report.is_clean());
    let found = report.failures.iter().find(|failure| failure.check == "consistency").unwrap();
    assert!(found.reason.contains(reason), "{}", found.reason);
    assert_eq!(found.index, None);
}

#[test]
fn a_log_that_grew_is_consistent_with_its_pin() {
    let world = one_log(100);
    let pins = world.pins();
    let report = world.verify_with(&with_pins(&pins));
    assert_eq!(level(&report, "consistency"), (0, 0));
    for end in [101, 200, 300] {
        world.append(A, 0..end, End::Open);
        let report = world.verify_with(&with_pins(&pins));
        assert!(report.is_clean(), "{:?}", report.failures);
        assert_eq!(level(&report, "consistency"), (1, 0));
        assert_eq!(pins.last(&origin(A)).unwrap().unwrap().size, end as u64);
    }
}

#[test]
fn asking_for_consistency_without_anything_to_compare_with_is_said() {
    let world = one_log(10);
    let report = world.verify_with(&Options { level: Some(Level::Consistency), ..options() });
    assert_eq!(report.warnings.len(), 1);
    assert_eq!(level(&report, "consistency"), (0, 0));
}

#[test]
fn a_fork_is_found_at_the_same_size_and_beyond() {
    let world = one_log(100);
    let pins = world.pins();
    assert!(world.verify_with(&with_pins(&pins)).is_clean());
    let since = world.dir.path().join("seen");
    fs::copy(world.log(A).join("checkpoint"), &since).unwrap();
    for size in [100, 130, 300] {
        let fork = fork(&world, size);
        for options in [with_pins(&pins), Options { since: vec![since.clone()], ..options() }] {
            let report = verify(&fork, &world.keys.trust, &options).unwrap();
            assert_eq!(report.counts.valid, size as u64, "every receipt of the fork is genuine");
            assert_broken(&report, "forked");
            assert_eq!(level(&report, "consistency"), (0, 1));
        }
        // What is not consistent is never remembered.
        assert_eq!(pins.last(&origin(A)).unwrap().unwrap().size, 100);
    }
    assert!(world.verify_with(&with_pins(&pins)).is_clean());
}

#[test]
fn two_signed_trees_of_one_size_are_a_fork_whatever_became_of_the_receipts() {
    let world = one_log(100);
    let pins = world.pins();
    assert!(world.verify_with(&with_pins(&pins)).is_clean());
    let fork = fork(&world, 100);
    fs::remove_dir_all(fork.join("eu-1").join(A).join("bodies")).unwrap();
    fs::remove_dir_all(fork.join("eu-1").join(A).join("tile")).unwrap();
    assert_broken(&verify(&fork, &world.keys.trust, &with_pins(&pins)).unwrap(), "forked");
}

#[test]
fn an_old_checkpoint_or_none_at_all_is_a_log_that_shrank() {
    let world = one_log(60);
    let old = world.copy_to("old");
    world.append(A, 60..100, End::Sealed);
    let pins = world.pins();
    assert!(world.verify_with(&with_pins(&pins)).is_clean());
    let report = verify(&old, &world.keys.trust, &with_pins(&pins)).unwrap();
    assert_broken(&report, "shrank");
    assert_eq!(report.counts.valid, 60);

    fs::remove_file(world.log(A).join("checkpoint")).unwrap();
    assert_broken(&world.verify_with(&with_pins(&pins)), "no checkpoint");
}

#[test]
fn a_whole_log_that_vanished_is_missed_when_its_checkpoint_is_given() {
    let world = World::new();
    let since = world.dir.path().join("seen");
    fs::copy(world.log(B).join("checkpoint"), &since).unwrap();
    fs::remove_dir_all(world.log(B)).unwrap();
    let report = world.verify_with(&Options { since: vec![since], ..options() });
    assert_broken(&report, "not here");
    assert_eq!(report.failures[0].tenant.as_deref(), Some("eu-1/pilot-b"));
}

#[test]
fn checkpoints_that_nobody_vouches_for_neither_fork_nor_shrink_a_log() {
    let world = one_log(100);
    let pins = world.pins();
    assert!(world.verify_with(&with_pins(&pins)).is_clean());
    let path = world.log(A).join("checkpoint");
    let genuine = fs::read_to_string(&path).unwrap();

    // Signed by a key that the trust file does not know, for a smaller tree.
    let forger = log_key(2);
    let stranger = world.dir.path().join("stranger");
    append(&stranger, &forger, A, &world.receipts(A, 40), End::Sealed);
    fs::copy(stranger.join("eu-1").join(A).join("checkpoint"), &path).unwrap();
    let report = world.verify_with(&with_pins(&pins));
    assert_eq!(log_failures(&report), ["checkpoint"]);
    assert!(!report.log_identity_broken && report.counts.valid == 0);

    // Of another log.
    world.append(B, 0..100, End::Sealed);
    fs::copy(world.log(B).join("checkpoint"), &path).unwrap();
    let report = world.verify_with(&with_pins(&pins));
    assert_eq!(log_failures(&report), ["checkpoint"]);
    assert_eq!(report.by_tenant["eu-1/pilot-a"].valid, 0);

    // Not a note.
    fs::write(&path, genuine.trim_end()).unwrap();
    let report = world.verify_with(&with_pins(&pins));
    assert_eq!(log_failures(&report), ["checkpoint"]);
    fs::write(&path, genuine).unwrap();
    assert!(world.verify_with(&with_pins(&pins)).is_clean());
}

#[test]
fn a_damaged_pin_stops_everything_rather_than_count_as_not_seen() {
    let world = one_log(20);
    let pins = world.pins();
    assert!(world.verify_with(&with_pins(&pins)).is_clean());
    let pin = nth_file(&world.dir.path().join("pins"), 0);
    let whole = fs::read(&pin).unwrap();
    for spoiled in [&b""[..], b"nonsense", &whole[..whole.len() - 1]] {
        fs::write(&pin, spoiled).unwrap();
        let outcome = verify(&world.ledger(), &world.keys.trust, &with_pins(&pins));
        assert!(matches!(outcome, Err(EvidenceError::Layout { .. })), "{outcome:?}");
    }
}

#[test]
fn a_pin_never_goes_back() {
    let world = one_log(10);
    let pins = world.pins();
    let small = fs::read_to_string(world.log(A).join("checkpoint")).unwrap();
    world.append(A, 10..20, End::Sealed);
    assert!(world.verify_with(&with_pins(&pins)).is_clean());
    pins.set(&origin(A), &small).unwrap();
    assert_eq!(pins.last(&origin(A)).unwrap().unwrap().size, 20);
}

#[test]
fn below_consistency_nothing_is_compared_or_remembered() {
    let world = one_log(10);
    let pins = world.pins();
    let options = Options { level: Some(Level::Inclusion), ..with_pins(&pins) };
    assert!(world.verify_with(&options).is_clean());
    assert_eq!(pins.last(&origin(A)).unwrap(), None);
}

#[test]
fn a_pack_is_compared_with_what_was_seen_as_far_as_it_can_be() {
    let world = one_log(100);
    let pins = world.pins();
    assert!(world.verify_with(&with_pins(&pins)).is_clean());
    let trust = &world.keys.trust;

    let same = verify_pack(&world.pack(20), trust, &with_pins(&pins)).unwrap();
    assert_eq!((level(&same, "consistency"), same.is_clean()), ((1, 0), true));

    let forked = draw(&fork(&world, 100), trust, 20).unwrap();
    assert_broken(&verify_pack(&forked, trust, &with_pins(&pins)).unwrap(), "forked");

    // A pack of another size has no history with it: nothing is claimed, and asking for it is answered.
    world.append(A, 100..120, End::Sealed);
    let later = world.pack(20);
    let report = verify_pack(&later, trust, &with_pins(&pins)).unwrap();
    assert_eq!((level(&report, "consistency"), report.is_clean()), ((0, 0), true));
    let asked = Options { level: Some(Level::Consistency), ..with_pins(&pins) };
    let report = verify_pack(&later, trust, &asked).unwrap();
    assert_eq!(
        (level(&report, "consistency"), log_failures(&report)),
        ((0, 1), vec!["consistency"])
    );
    assert!(!report.log_identity_broken);
}
