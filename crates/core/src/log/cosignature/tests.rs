//! Cosignatures bind a time to a checkpoint, and a quorum counts keys, not lines or names.

use super::*;
use crate::digest::Digest;
use crate::ed25519::Signature;
use crate::ids::Origin;
use crate::log::fixtures::{BrokenSigner, TestSigner, key_name};

const TIME: Timestamp = Timestamp(1_679_315_147);

fn checkpoint() -> String {
    let origin: Origin = "acme/eu-1/pilot-a".parse().unwrap();
    let checkpoint = Checkpoint::new(&origin, 3, Digest::of(b"root"));
    checkpoint.sign(&key_name("acme/log-1"), &TestSigner::new(1)).unwrap()
}

fn witness(seed: u8, name: &str) -> VerifierKey {
    TestSigner::new(seed).verifier(name, KeyKind::Cosignature)
}

fn cosigned(note: &str, seed: u8, name: &str) -> String {
    cosign(note, &key_name(name), &TestSigner::new(seed), TIME).unwrap()
}

fn check(note: &str, keys: &[VerifierKey], threshold: usize) -> Result<Vec<String>, LogError> {
    let quorum = Quorum { keys: keys.to_vec(), threshold };
    let witnesses = quorum.check(&SignedNote::parse(note)?)?;
    Ok(witnesses.into_iter().map(|(name, time)| format!("{name} {time}")).collect())
}

#[test]
fn the_signed_message_and_line_are_those_of_the_specification() {
    let note = cosigned(&checkpoint(), 2, "w.example/1");
    let text = SignedNote::parse(&note).unwrap().text().to_owned();
    let expected = format!("cosignature/v1\ntime 1679315147\n{text}");
    let Signature(signature) = TestSigner::new(2).sign(expected.as_bytes()).unwrap();
    let parsed = SignedNote::parse(&note).unwrap();
    let line = parsed.signatures().last().unwrap();
    assert_eq!(line.payload[..8], 1_679_315_147_u64.to_be_bytes());
    assert_eq!(line.payload[8..], signature);
    assert_eq!(verify(&parsed, &witness(2, "w.example/1")), Ok(TIME));
}

#[test]
fn a_changed_time_text_or_key_is_refused() {
    let name = key_name("w.example/1");
    let note = cosigned(&checkpoint(), 2, "w.example/1");
    let parsed = SignedNote::parse(&note).unwrap();
    let key = witness(2, "w.example/1");
    let payload = &parsed.signatures().last().unwrap().payload;
    for bit in 0..payload.len() * 8 {
        let mut payload = payload.clone();
        payload[bit / 8] ^= 1 << (bit % 8);
        let changed = note::append(checkpoint(), &name, key.hash(), &payload).unwrap();
        let result = verify(&SignedNote::parse(&changed).unwrap(), &key);
        assert_eq!(result, Err(LogError::WrongSignature { key: key.id() }), "bit {bit}");
    }
    for len in [1, 8, 71, 73] {
        let mut payload = payload.clone();
        payload.resize(len, 0);
        let changed = note::append(checkpoint(), &name, key.hash(), &payload).unwrap();
        assert!(verify(&SignedNote::parse(&changed).unwrap(), &key).is_err(), "{len} bytes");
    }
    let grown = note.replace("\n3\n", "\n4\n");
    assert!(verify(&SignedNote::parse(&grown).unwrap(), &key).is_err());
    assert!(matches!(
        verify(&parsed, &witness(3, "w.example/1")),
        Err(LogError::NoTrustedSignature { .. })
    ));
}

#[test]
fn a_time_beyond_the_specification_is_refused_even_if_signed() {
    let name = key_name("w.example/1");
    let signer = TestSigner::new(2);
    let key = witness(2, "w.example/1");
    let text = SignedNote::parse(&checkpoint()).unwrap().text().to_owned();
    for (seconds, accepted) in
        [(0, true), (i64::MAX.unsigned_abs(), true), (1 << 63, false), (u64::MAX, false)]
    {
        // Not even if the witness signed the number that the same bits mean with a sign.
        for written in [seconds.to_string(), seconds.cast_signed().to_string()] {
            let message = format!("cosignature/v1\ntime {written}\n{text}");
            let Signature(signature) = signer.sign(message.as_bytes()).unwrap();
            let payload = [seconds.to_be_bytes().as_slice(), &signature].concat();
            let note = note::append(checkpoint(), &name, key.hash(), &payload).unwrap();
            let result = verify(&SignedNote::parse(&note).unwrap(), &key);
            assert_eq!(result.is_ok(), accepted, "{seconds} as {written}");
        }
    }
    assert!(cosign(&checkpoint(), &name, &signer, Timestamp(-1)).is_err());
}

#[test]
fn only_checkpoints_are_cosigned() {
    let note = note::sign_note("an act\n", &key_name("acme/log-1"), &TestSigner::new(1)).unwrap();
    let name = key_name("w.example/1");
    assert!(matches!(
        cosign(&note, &name, &TestSigner::new(2), TIME),
        Err(LogError::Checkpoint(_))
    ));
    assert!(matches!(check(&note, &[], 0), Err(LogError::Checkpoint(_))));
    let error = cosign(&checkpoint(), &name, &BrokenSigner, TIME).unwrap_err();
    assert!(matches!(error, LogError::Sign(_)));
}

#[test]
fn a_quorum_counts_distinct_keys() {
    let keys = [witness(2, "w.example/1"), witness(3, "w.example/2"), witness(4, "w.example/3")];
    let one = cosigned(&checkpoint(), 2, "w.example/1");
    let two = cosigned(&one, 3, "w.example/2");
    let short = |found| Err(LogError::Quorum { needed: 2, found });
    assert_eq!(check(&checkpoint(), &keys, 2), short(0));
    assert_eq!(check(&one, &keys, 2), short(1));
    let signed = ["w.example/1 2023-03-20T12:25:47Z", "w.example/2 2023-03-20T12:25:47Z"];
    assert_eq!(check(&two, &keys, 2).unwrap(), signed);
    assert_eq!(check(&checkpoint(), &keys, 0).unwrap(), [""; 0]);

    // The same witness twice, a stranger, the log's own key and one key under two names are no second witness.
    assert_eq!(check(&cosigned(&one, 2, "w.example/1"), &keys, 2), short(1));
    assert_eq!(check(&cosigned(&one, 9, "w.example/9"), &keys, 2), short(1));
    let log_key = TestSigner::new(1).verifier("acme/log-1", KeyKind::Ed25519);
    assert_eq!(check(&one, &[keys[0].clone(), log_key], 2), short(1));
    let aliases = [witness(2, "w.example/1"), witness(2, "w.example/alias")];
    assert_eq!(check(&cosigned(&one, 2, "w.example/alias"), &aliases, 2), short(1));
}

#[test]
fn a_wrong_cosignature_of_a_known_witness_spoils_the_quorum() {
    let keys = [witness(2, "w.example/1"), witness(3, "w.example/2")];
    let one = cosigned(&checkpoint(), 2, "w.example/1");
    let forged = note::append(one, &key_name("w.example/2"), keys[1].hash(), &[0; 72]).unwrap();
    assert_eq!(check(&forged, &keys, 1), Err(LogError::WrongSignature { key: keys[1].id() }));
}

#[test]
fn the_latest_cosignature_of_a_witness_counts() {
    let name = key_name("w.example/1");
    let mut note = checkpoint();
    for time in [5, 9, 7] {
        note = cosign(&note, &name, &TestSigner::new(2), Timestamp(time)).unwrap();
    }
    let key = witness(2, "w.example/1");
    assert_eq!(verify(&SignedNote::parse(&note).unwrap(), &key), Ok(Timestamp(9)));
}
