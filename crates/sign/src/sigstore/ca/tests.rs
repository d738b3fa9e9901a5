//! Sealing with our own authority: what is sealed is believed, and the log grows and never shrinks.

use crate::Purpose;
use crate::key_dir::KeyDir;
use crate::sigstore::fixtures::{LATER, MADE, key_dir, statement};
use crate::sigstore::{
    Identity, LogProof, Requirements, SealError, Sealer as _, Signer, WhoseClock, verify,
};

fn with_ca() -> (tempfile::TempDir, KeyDir) {
    let (folder, mut keys) = key_dir();
    let identity = Identity::of_org(keys.trust().org());
    keys.add_ca(&identity, MADE).unwrap();
    (folder, keys)
}

fn check(bundle: &[u8], keys: &KeyDir) -> Result<crate::sigstore::Sealed, SealError> {
    let strict = Requirements { allow_untimestamped: false };
    verify(bundle, keys.trust(), Purpose::Evidence, &strict)
}

#[test]
fn a_seal_says_who_and_when_and_where_it_is_logged() {
    let (_folder, keys) = with_ca();
    let sealer = keys.ca_sealer().unwrap();
    for index in 0..5 {
        let bundle = sealer.seal(&statement(&[("a.txt", b"a")]), LATER).unwrap();
        let sealed = check(&bundle, &keys).unwrap();
        assert_eq!(
            sealed.signer().to_string(),
            "https://cos.invalid/acme/evidence (says https://cos.invalid/acme)"
        );
        let clocks: Vec<_> = sealed.times().iter().map(|time| &time.clock).collect();
        let tsa = WhoseClock::Tsa("acme time stamps".into());
        let log = WhoseClock::Log("https://cos.invalid/acme/log".into());
        assert_eq!(clocks, [&tsa, &log]);
        let log = "https://cos.invalid/acme/log".to_owned();
        assert_eq!(sealed.log(), Some(&LogProof { log, index, size: index + 1 }));
    }
}

#[test]
fn one_whom_the_trust_file_does_not_name_is_refused() {
    let (_folder, keys) = with_ca();
    let bundle = keys.ca_sealer().unwrap().seal(&statement(&[("a.txt", b"a")]), LATER).unwrap();
    let mut file = keys.trust().file().clone();
    file.identities.clear();
    let trust = file.check().unwrap();
    let strict = Requirements { allow_untimestamped: false };
    let error = verify(&bundle, &trust, Purpose::Evidence, &strict).unwrap_err();
    assert!(matches!(error, SealError::Identity { .. }), "{error}");
    let error = verify(&bundle, keys.trust(), Purpose::Report, &strict).unwrap_err();
    assert!(matches!(error, SealError::Identity { .. }), "{error}");
    assert!(matches!(check(&bundle, &keys).unwrap().signer(), Signer::Identity { .. }));
}
