//! The request is the specification's, byte for byte, and of an answer nothing counts but known witnesses' signatures.

use super::*;
use crate::clock::Timestamp;
use crate::ids::Origin;
use crate::log::checkpoint::Checkpoint;
use crate::log::fixtures::{TestSigner, key_name};
use crate::log::note::{KeyKind, VerifierKey};

const TIME: Timestamp = Timestamp(1_679_315_147);

fn checkpoint() -> String {
    let origin: Origin = "acme/eu-1/pilot-a".parse().unwrap();
    let checkpoint = Checkpoint::new(&origin, 3, Digest::of(b"root"));
    checkpoint.sign(&key_name("acme/log-1"), &TestSigner::new(1)).unwrap()
}

fn witness(seed: u8, name: &str) -> VerifierKey {
    TestSigner::new(seed).verifier(name, KeyKind::Cosignature)
}

/// The line that the witness adds to this checkpoint.
fn line(note: &str, seed: u8, name: &str) -> String {
    let longer = cosignature::cosign(note, &key_name(name), &TestSigner::new(seed), TIME).unwrap();
    longer.strip_prefix(note).unwrap().to_owned()
}

fn quorum() -> Quorum {
    Quorum { keys: vec![witness(2, "w.example/1"), witness(3, "w.example/2")], threshold: 2 }
}

#[test]
fn the_request_is_that_of_the_specification() {
    let note = checkpoint();
    let (one, two) = (Digest([1; 32]), Digest([255; 32]));
    let expected = format!(
        "old 20852163\nAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n\
         //////////////////////////////////////////8=\n\n{note}"
    );
    assert_eq!(add_checkpoint(20_852_163, &[one, two], &note), expected);
    assert_eq!(add_checkpoint(0, &[], &note), format!("old 0\n\n{note}"));
}

#[test]
fn answers_are_read() {
    assert_eq!(answer(200, b"\xe2\x80\x94 w AAAA\n"), Ok(Answer::Cosigned("— w AAAA\n".into())));
    assert_eq!(answer(409, b"20852014\n"), Ok(Answer::Saw(20_852_014)));
    assert_eq!(answer(409, b"0\n"), Ok(Answer::Saw(0)));
    for status in [400, 403, 404, 422, 500, 302] {
        assert_eq!(answer(status, b"\xff"), Ok(Answer::Refused(status)));
    }
    for body in ["", "-1\n", "+1\n", "01\n", "1 \n", "18446744073709551616\n", "one\n"] {
        assert!(answer(409, body.as_bytes()).is_err(), "{body:?}");
    }
    assert!(answer(200, b"\xff").is_err());
}

#[test]
fn cosignatures_of_known_witnesses_are_added_once() {
    let (note, quorum) = (checkpoint(), quorum());
    let (one, two) = (line(&note, 2, "w.example/1"), line(&note, 3, "w.example/2"));
    let stranger = line(&note, 4, "w.example/3");
    let longer = quorum.add(&note, &format!("{stranger}{one}{one}")).unwrap();
    assert_eq!(longer, format!("{note}{one}"));
    let longer = quorum.add(&longer, &format!("{one}{two}")).unwrap();
    assert_eq!(longer, format!("{note}{one}{two}"));
    assert_eq!(quorum.check(&SignedNote::parse(&longer).unwrap()).unwrap().len(), 2);
}

#[test]
fn what_is_no_cosignature_of_a_known_witness_is_an_error() {
    let (note, quorum) = (checkpoint(), quorum());
    let other = note.replace("\n3\n", "\n4\n");
    let of_another_tree = line(&other, 2, "w.example/1");
    assert!(matches!(quorum.add(&note, &of_another_tree), Err(LogError::WrongSignature { .. })));
    let stranger = line(&note, 4, "w.example/3");
    assert_eq!(quorum.add(&note, &stranger), Err(LogError::Quorum { needed: 1, found: 0 }));
    assert_eq!(quorum.add(&note, ""), Err(LogError::Quorum { needed: 1, found: 0 }));
    assert!(matches!(quorum.add(&note, "no line\n"), Err(LogError::Note(_))));
}
