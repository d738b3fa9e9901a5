//! What is whole verifies, at every level and from every kind of source, and the counts add up.

use crate::support::*;
use cos_core::receipt::disclose::{Profile, Selection};
use cos_core::receipt::{Criterion, Reader};
use cos_evidence::pack::{self, Request};
use cos_evidence::{Level, Options};
use std::fs;

#[test]
fn a_ledger_verifies_at_every_level_by_both_criteria_with_any_number_of_threads() {
    let world = World::new();
    for (level, reaches) in
        [(Level::Signature, false), (Level::Inclusion, true), (Level::Consistency, true)]
    {
        for criterion in [Criterion::Batch, Criterion::Strict] {
            for threads in [1, 2, 8] {
                let report = world.verify_with(&Options {
                    level: Some(level),
                    criterion,
                    threads,
                    ..options()
                });
                assert!(report.is_clean(), "{:?}", report.failures);
                assert_eq!(counts(&report), (370, 0, 0, 0));
                assert_eq!(report.by_tenant["eu-1/pilot-a"].valid, 280);
                assert_eq!(report.by_tenant["eu-1/pilot-b"].valid, 90);
                assert_eq!(report.criterion, criterion.as_str());
                assert_eq!(level_of(&report, "signature"), (370, 0));
                assert_eq!(level_of(&report, "disclosure"), (370, 0));
                assert_eq!(level_of(&report, "inclusion"), (u64::from(reaches) * 370, 0));
            }
        }
    }
}

use crate::support::level as level_of;

#[test]
fn logs_are_reported_with_the_tree_that_was_proven() {
    let world = World::new();
    let report = world.verify();
    let logs: Vec<_> = report.logs.iter().map(|log| (log.origin.as_str(), log.size)).collect();
    assert_eq!(logs, [("acme/eu-1/pilot-a", 280), ("acme/eu-1/pilot-b", 90)]);
    assert!(report.logs.iter().all(|log| log.root.len() == 64 && log.witnesses.is_empty()));
}

#[test]
fn an_empty_ledger_and_an_empty_log_are_no_receipts_and_say_so() {
    let world = World::empty();
    drop(open(&world.ledger(), &world.keys.log, &[]));
    let report = world.verify();
    assert_eq!(counts(&report), (0, 0, 0, 0));
    assert_eq!(report.warnings, ["the ledger holds no log"]);
    world.append(A, 0..0, End::Sealed);
    let report = world.verify();
    assert_eq!(counts(&report), (0, 0, 0, 0));
}

#[test]
fn copies_with_withheld_claims_count_as_withheld() {
    let world = World::empty();
    let mut reader = Reader::default();
    let mut text = Vec::new();
    for (at, receipt) in world.receipts(A, 30).iter().enumerate() {
        let profile = if at % 3 == 0 { Profile::Public } else { Profile::Tenant };
        Selection::of(profile).disclose(&reader.read(receipt.as_bytes()).unwrap(), &mut text);
        text.push(b'\n');
    }
    let file = world.dir.path().join("copies.sdjwt");
    fs::write(&file, text).unwrap();
    let report = verify(&file, &world.keys.trust, &options()).unwrap();
    assert_eq!(counts(&report), (20, 0, 0, 10));
    assert!(report.is_clean());
}

#[test]
fn a_pack_verifies_and_says_how_it_was_drawn() {
    let world = World::new();
    let report = verify_pack(&world.pack(60), &world.keys.trust, &options()).unwrap();
    assert!(report.is_clean(), "{:?}", report.failures);
    assert_eq!(counts(&report), (60, 0, 0, 0));
    assert_eq!(level_of(&report, "inclusion"), (60, 0));
    let sample = report.sample.unwrap();
    assert_eq!((sample.population, sample.drawn, sample.deviations), (370, 60, 0));
    assert_eq!(sample.nonce, "61756469746f722773207365637265 74".replace(' ', ""));
    assert!((0.04..0.05).contains(&sample.upper_bound_95), "{}", sample.upper_bound_95);
}

#[test]
fn a_pack_for_the_public_is_withheld_and_still_proven() {
    let world = World::new();
    let profile = Profile::Public;
    let request = Request { nonce: &NONCE, count: 40, profile, threads: 1, progress: &() };
    let mut pack = Vec::new();
    let draft = pack::draw(&world.ledger(), &world.keys.trust, &request).unwrap();
    draft.write(&Selection::of(profile), &mut pack).unwrap();
    assert_eq!(draft.drawn(), 40);
    let report = verify_pack(&pack, &world.keys.trust, &options()).unwrap();
    assert_eq!(counts(&report), (0, 0, 0, 40));
    assert!(report.is_clean(), "{:?}", report.failures);
    let text = String::from_utf8(pack).unwrap();
    assert!(!text.contains("example.com"), "addresses of persons lie in disclosures");
}
