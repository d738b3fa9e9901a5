//! Sealing with keys: what is sealed is believed, by both algorithms, and says when.

use crate::key_dir::Algorithm;
use crate::sigstore::fixtures::{LATER, key_dir, statement};
use crate::sigstore::{
    ProvenTime, Requirements, SealError, Sealer as _, Signer, Warning, WhoseClock, verify,
};
use crate::{Purpose, Trust};

const STRICT: Requirements = Requirements { allow_untimestamped: false };
const LENIENT: Requirements = Requirements { allow_untimestamped: true };

fn check(bundle: &[u8], trust: &Trust) -> Result<crate::sigstore::Sealed, SealError> {
    verify(bundle, trust, Purpose::Evidence, &STRICT)
}

#[test]
fn a_seal_says_who_and_when_and_by_whose_clock() {
    let (_folder, keys) = key_dir();
    let statement = statement(&[("a.txt", b"a")]);
    let bundle = keys.sealer().unwrap().seal(&statement, LATER).unwrap();
    let sealed = check(&bundle, keys.trust()).unwrap();
    assert_eq!(sealed.payload(), statement);
    assert_eq!(sealed.statement().subjects[0].name, "a.txt");
    assert_eq!(*sealed.signer(), Signer::Key(keys.trust().evidence_keys()[0].id.clone()));
    let clock = WhoseClock::Tsa("acme time stamps".into());
    assert_eq!(sealed.times(), [ProvenTime { at: LATER, clock }]);
    assert_eq!(sealed.log(), None);
    assert!(sealed.warnings().is_empty());
}

#[test]
fn an_ed25519_key_seals_as_well() {
    let (_folder, mut keys) = key_dir();
    let id = keys.rotate_evidence(Algorithm::Ed25519, LATER).unwrap();
    let bundle = keys.sealer().unwrap().seal(&statement(&[("a.txt", b"a")]), LATER).unwrap();
    assert_eq!(*check(&bundle, keys.trust()).unwrap().signer(), Signer::Key(id));
}

#[test]
fn without_a_time_it_counts_only_for_those_who_say_so() {
    let (_folder, mut keys) = key_dir();
    let sealer = keys.sealer().unwrap().untimestamped();
    let bundle = sealer.seal(&statement(&[("a.txt", b"a")]), LATER).unwrap();
    let error = check(&bundle, keys.trust()).unwrap_err();
    assert_eq!(error.to_string(), "nothing proves when it was signed");
    let sealed = verify(&bundle, keys.trust(), Purpose::Evidence, &LENIENT).unwrap();
    assert_eq!(sealed.warnings(), [Warning::Untimestamped]);

    // Whether a retired key signed before or after cannot be told.
    keys.rotate_evidence(Algorithm::P256, LATER).unwrap();
    let error = verify(&bundle, keys.trust(), Purpose::Evidence, &LENIENT).unwrap_err();
    assert!(matches!(error, SealError::NoTime(Some(_))), "{error}");
}

#[test]
fn the_proven_time_decides_whether_a_key_may_sign() {
    let (_folder, mut keys) = key_dir();
    let sealer = keys.sealer().unwrap();
    let old = sealer.seal(&statement(&[("a.txt", b"a")]), LATER).unwrap();
    let late = cos_core::clock::Timestamp(LATER.0 + 61);
    let stolen = sealer.seal(&statement(&[("a.txt", b"a")]), late).unwrap();
    keys.rotate_evidence(Algorithm::P256, cos_core::clock::Timestamp(LATER.0 + 60)).unwrap();
    check(&old, keys.trust()).unwrap();
    let error = check(&stolen, keys.trust()).unwrap_err();
    assert!(matches!(error, SealError::OutsidePeriod { at, .. } if at == late), "{error}");
}
