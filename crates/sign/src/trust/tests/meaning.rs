//! Which key counts for what, when and where.

use cos_core::log::cosignature;
use cos_core::log::note::SignedNote;

use super::*;

fn trust() -> Trust {
    sample().check().unwrap()
}

#[test]
fn periods_are_inclusive() {
    let file = sample();
    let key = &file.keys[1];
    let (first, last) = (key.not_before, key.not_after.unwrap());
    for (iat, verdict) in [
        (Timestamp(first.0 - 1), KeyVerdict::NotYetValid),
        (first, KeyVerdict::Accepted),
        (last, KeyVerdict::Accepted),
        (Timestamp(last.0 + 1), KeyVerdict::Expired),
    ] {
        assert_eq!(key.accepts(iat, None), verdict, "{iat}");
        assert_eq!(key.accepts(iat, Some((&origin("acme/eu-1/pilot-a"), 3))), verdict, "{iat}");
    }
}

#[test]
fn a_retired_key_counts_by_position() {
    let file = sample();
    let key = &file.keys[0];
    let at = |log: &str, index| key.accepts(START, Some((&origin(log), index)));
    assert_eq!(at("acme/eu-1/pilot-a", 24_999), KeyVerdict::Accepted);
    assert_eq!(at("acme/eu-1/pilot-a", 25_000), KeyVerdict::RetiredBefore { limit: 25_000 });
    assert_eq!(at("acme/us-1/pilot-b", 0), KeyVerdict::RetiredBefore { limit: 0 });
    assert_eq!(at("acme/us-1/pilot-a", 0), KeyVerdict::RetiredBefore { limit: 0 });
    assert_eq!(key.accepts(START, None), KeyVerdict::PositionUnknown);
    assert_eq!(key.accepts(Timestamp(START.0 - 1), None), KeyVerdict::NotYetValid);
}

#[test]
fn purposes_are_kept_apart() {
    let trust = trust();
    let [old, new, log, _] = &trust.file().keys[..] else { panic!("the sample has four keys") };
    assert_eq!(trust.notary_keys(), [old, new]);
    assert_eq!(trust.notary(old.id.as_str()), Some(old));
    assert_eq!(trust.notary(log.id.as_str()), None);
    assert_eq!(trust.notary("acme/notary-1"), None);
    assert_eq!(trust.notary(""), None);
}

#[test]
fn a_logs_keys_are_those_of_every_rule_that_covers_it() {
    let trust = trust();
    let names = |log: &str| -> Vec<_> {
        trust.log_keys(&origin(log)).iter().map(|key| key.name().to_string()).collect()
    };
    assert_eq!(names("acme/us-1/anyone"), ["acme/log-1"]);
    assert_eq!(names("acme/eu-1/pilot-a"), ["acme/log-1", "acme/log-2"]);
    assert!(names("other/eu-1/pilot-a").is_empty());
}

#[test]
fn patterns_stand_for_whole_parts() {
    let cases = [
        ("acme/eu-1/pilot-a", [true, false, false, false]),
        ("acme/eu-1/*", [true, true, false, false]),
        ("acme/*/pilot-a", [true, false, true, false]),
        ("acme/*/*", [true, true, true, false]),
    ];
    let logs =
        ["acme/eu-1/pilot-a", "acme/eu-1/pilot-b", "acme/us-1/pilot-a", "other/eu-1/pilot-a"];
    for (pattern, expected) in cases {
        let origins = Origins::parse(pattern).unwrap();
        assert_eq!(origins.to_string(), pattern);
        assert_eq!(logs.map(|log| origins.covers(&origin(log))), expected, "{pattern}");
    }
}

#[test]
fn checkpoints_open_with_the_logs_keys_up_to_their_limit() {
    let [first, second, stranger] =
        [key("acme/log-1", 3), key("acme/log-2", 4), key("acme/log-3", 7)];
    let pilot = origin("acme/eu-1/pilot-a");
    let mut file = sample();
    file.keys[2].retired =
        Some(Retired { at: LATER, logs: BTreeMap::from([(pilot.clone(), 100)]) });
    let trust = file.check().unwrap();
    let signed = |origin: &Origin, size, key: &SigningKey| {
        Checkpoint::new(origin, size, Digest::of(b"root")).sign(&key.name().to_note(), key).unwrap()
    };
    for size in [0, 100] {
        assert_eq!(
            trust.open_checkpoint(&signed(&pilot, size, &first), &pilot).unwrap().size,
            size
        );
    }
    let late = signed(&pilot, 101, &first);
    let error = trust.open_checkpoint(&late, &pilot).unwrap_err();
    let key = first.id().clone();
    assert_eq!(error, CheckpointError::Retired { key, limit: 100, size: 101 });
    assert_eq!(error.code().as_str(), "COS-TRU-0012");
    assert!(trust.open_checkpoint(&signed(&pilot, 101, &second), &pilot).is_ok());
    // With both signatures it is the key in use that counts.
    let both =
        cos_core::log::note::add_signature(&late, &second.name().to_note(), &second).unwrap();
    assert!(trust.open_checkpoint(&both, &pilot).is_ok());

    let code = |note: &str, origin: &Origin| {
        trust.open_checkpoint(note, origin).unwrap_err().code().as_str()
    };
    let other = origin("acme/us-1/pilot-b");
    assert_eq!(code(&signed(&pilot, 5, &stranger), &pilot), "COS-LOG-0003");
    assert_eq!(code(&signed(&other, 5, &second), &other), "COS-LOG-0003");
    assert_eq!(code(&signed(&other, 5, &second), &pilot), "COS-LOG-0005");
    assert_eq!(code(&both.replace("101", "102"), &pilot), "COS-LOG-0004");
}

#[test]
fn a_notary_cannot_sign_checkpoints() {
    let pilot = origin("acme/eu-1/pilot-a");
    let notary = key("acme/notary-2", 2);
    let note = Checkpoint::new(&pilot, 5, Digest::of(b"root"))
        .sign(&notary.name().to_note(), &notary)
        .unwrap();
    assert_eq!(trust().open_checkpoint(&note, &pilot).unwrap_err().code().as_str(), "COS-LOG-0003");
}

#[test]
fn the_quorum_counts_listed_witnesses() {
    let mut file = sample();
    file.quorum = 2;
    let quorum = file.check().unwrap().quorum();
    let log = key("acme/log-1", 3);
    let mut note = Checkpoint::new(&origin("acme/eu-1/a"), 5, Digest::of(b"root"))
        .sign(&log.name().to_note(), &log)
        .unwrap();
    let mut cosigned = |name: &str, seed| {
        let witness = key("acme/witness-1", seed);
        note = cosignature::cosign(&note, &name.parse().unwrap(), &witness, LATER).unwrap();
        quorum.check(&SignedNote::parse(&note).unwrap()).map(|seen| seen.len())
    };
    assert!(cosigned("witness.example/north", 5).is_err());
    assert!(cosigned("witness.example/east", 8).is_err());
    assert_eq!(cosigned("witness.example/south", 6), Ok(2));
}
