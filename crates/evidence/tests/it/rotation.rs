//! Keys come and go: what an old key signed counts up to the place where it was retired, and nowhere else.

use crate::support::*;
use cos_core::clock::Timestamp;
use cos_evidence::{Options, Report};
use cos_sign::Trust;
use cos_sign::trust::{Retired, TrustFile};
use cos_testkit::{ISSUED, START};
use std::collections::BTreeMap;
use std::fs;

/// The world's trust file, changed.
fn trust(world: &World, change: impl FnOnce(&mut TrustFile)) -> Trust {
    let mut file = world.keys.trust.file().clone();
    change(&mut file);
    file.check().unwrap()
}

/// Retires a key (0 signs receipts, 1 checkpoints) at the given sizes.
fn retire(file: &mut TrustFile, key: usize, sizes: &[(&str, u64)]) {
    let logs: BTreeMap<_, _> = sizes.iter().map(|(tenant, size)| (origin(tenant), *size)).collect();
    file.keys[key].retired = Some(Retired { at: ISSUED, logs });
}

fn verify_ledger(world: &World, trust: &Trust) -> Report {
    verify(&world.ledger(), trust, &options()).unwrap()
}

#[test]
fn a_retired_notary_counts_below_its_place_in_each_log() {
    let world = World::new();
    let retired = trust(&world, |file| retire(file, 0, &[(A, 250), (B, 90)]));
    let report = verify_ledger(&world, &retired);
    assert_eq!(counts(&report), (340, 30, 0, 0));
    let expected: Vec<_> = (250..280).map(|index| (A.to_owned(), index, "key")).collect();
    assert_eq!(named(&report), expected);
    assert!(report.failures[0].reason.contains("250"), "{}", report.failures[0].reason);

    // A log that is not listed was empty then.
    let retired = trust(&world, |file| retire(file, 0, &[(A, 280)]));
    assert_eq!(counts(&verify_ledger(&world, &retired)), (280, 90, 0, 0));
}

#[test]
fn outside_a_log_nobody_can_tell_what_a_retired_key_is_worth() {
    let world = World::new();
    let retired = trust(&world, |file| retire(file, 0, &[(A, 250), (B, 90)]));
    let plain = world.dir.path().join("plain.sdjwt");
    fs::write(&plain, world.receipts(A, 20).join("\n")).unwrap();
    let report = verify(&plain, &retired, &options()).unwrap();
    assert_eq!(counts(&report), (0, 0, 20, 0));
    assert!(report.failures.iter().all(|failure| failure.code == "COS-VER-0008"));
    // In a pack every receipt has its place.
    let pack = world.pack(60);
    let report = verify_pack(&pack, &retired, &options()).unwrap();
    let named = named(&report);
    assert!(
        !named.is_empty()
            && named
                .iter()
                .all(|(tenant, index, check)| tenant == A && *index >= 250 && *check == "key")
    );
    assert_eq!(report.counts.valid + report.counts.invalid, 60);
}

#[test]
fn a_retired_log_key_vouches_for_trees_up_to_its_place() {
    let world = World::new();
    let exact = trust(&world, |file| retire(file, 1, &[(A, 280), (B, 90)]));
    assert!(verify_ledger(&world, &exact).is_clean());
    let short = trust(&world, |file| retire(file, 1, &[(A, 279), (B, 90)]));
    let report = verify_ledger(&world, &short);
    assert_eq!(log_failures(&report), ["checkpoint"]);
    assert_eq!(counts(&report), (90, 0, 280, 0));
}

#[test]
fn a_new_log_key_takes_over_and_the_log_stays_one() {
    let world = World::empty();
    world.append(A, 0..30, End::Sealed);
    let pins = world.pins();
    let with_pins = || Options { pins: Some(pins.clone()), ..options() };
    assert!(world.verify_with(&with_pins()).is_clean());
    let new = log_key(2);
    let ledger = open(&world.ledger(), &new, &[&world.keys.log]);
    let log = ledger.writer(&origin(A)).unwrap();
    for receipt in &world.receipts(A, 50)[30..] {
        log.submit(entry(receipt)).unwrap().wait().unwrap();
    }
    ledger.close().unwrap();
    let rotated = trust(&world, |file| {
        use cos_core::ed25519::{Sign as _, VerifyingKey};
        retire(file, 1, &[(A, 30)]);
        let mut key = file.keys[1].clone();
        (key.id, key.retired) = (new.id().clone(), None);
        key.verifying_key = VerifyingKey::new(new.public_key()).unwrap();
        file.logs[0].keys.push(key.id.clone());
        file.keys.push(key);
    });
    let report = verify(&world.ledger(), &rotated, &with_pins()).unwrap();
    assert!(report.is_clean(), "{:?}", report.failures);
    assert_eq!((report.counts.valid, level(&report, "consistency")), (50, (1, 0)));
    // Who has not heard of the new key trusts nothing of it.
    assert_eq!(world.verify().counts.valid, 0);
}

#[test]
fn periods_of_a_key_bind_by_the_time_of_issue() {
    let world = World::new();
    let day = 86_400;
    let period = |from: Timestamp, to: Timestamp| {
        let trust = trust(&world, |file| {
            file.keys[0].not_before = from;
            file.keys[0].not_after = Some(to);
        });
        let report = verify_ledger(&world, &trust);
        assert!(report.failures.iter().all(|failure| failure.check == "key"));
        counts(&report)
    };
    assert_eq!(period(START, ISSUED), (370, 0, 0, 0));
    assert_eq!(period(ISSUED, Timestamp(ISSUED.0 + day)), (370, 0, 0, 0));
    assert_eq!(period(Timestamp(ISSUED.0 + 1), Timestamp(ISSUED.0 + day)), (0, 370, 0, 0));
    assert_eq!(period(START, Timestamp(ISSUED.0 - 1)), (0, 370, 0, 0));
}

#[test]
fn receipts_of_an_unknown_notary_are_invalid_each() {
    let world = World::new();
    let others = cos_testkit::TestKeys::new(99);
    let report = verify(&world.ledger(), &others.trust, &options()).unwrap();
    assert_eq!(counts(&report), (0, 370, 0, 0));
    assert_eq!(log_failures(&report), ["checkpoint", "checkpoint"]);
}
