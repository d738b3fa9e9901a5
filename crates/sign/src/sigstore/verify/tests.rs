//! What is believed is what was sealed; everything missing in the trust file fails closed.

use super::*;
use crate::key_dir::KeyDir;
use crate::name::KeyId;
use crate::sigstore::fixtures::{LATER, MADE, key_dir, statement};
use crate::sigstore::{Identity, Sealer as _};
use crate::trust::Pattern;
use serde_json::{Value, json};

const STRICT: Requirements = Requirements { allow_untimestamped: false };

fn with_ca() -> (tempfile::TempDir, KeyDir) {
    let (folder, mut keys) = key_dir();
    keys.add_ca(&Identity::of_org(keys.trust().org()), MADE).unwrap();
    (folder, keys)
}

fn code(result: Result<impl std::fmt::Debug, SealError>) -> String {
    result.unwrap_err().code().to_string()
}

/// Flips a bit of every fifth byte: what is still accepted says the same about the same.
fn flip(bundle: &[u8], trust: &Trust) {
    let good = verify(bundle, trust, Purpose::Evidence, &STRICT).unwrap();
    let mut accepted = 0;
    for at in (0..bundle.len()).step_by(5) {
        let mut bytes = bundle.to_vec();
        bytes[at] ^= 1 << (at % 7);
        if let Ok(other) = verify(&bytes, trust, Purpose::Evidence, &STRICT) {
            assert_eq!(other, good, "byte {at}");
            accepted += 1;
        }
    }
    // Certificates inside a time stamp are for those who do not know them, and not looked at.
    assert!(accepted < bundle.len() / 20, "{accepted} of {}", bundle.len());
}

#[test]
fn a_flipped_bit_never_changes_what_is_believed() {
    let (_folder, keys) = with_ca();
    let statement = statement(&[("a.txt", b"a")]);
    flip(&keys.sealer().unwrap().seal(&statement, LATER).unwrap(), keys.trust());
    flip(&keys.ca_sealer().unwrap().seal(&statement, LATER).unwrap(), keys.trust());
}

#[test]
fn what_the_trust_file_does_not_name_does_not_count() {
    let (_folder, keys) = with_ca();
    let statement = statement(&[("a.txt", b"a")]);
    let by_key = keys.sealer().unwrap().seal(&statement, LATER).unwrap();
    let by_ca = keys.ca_sealer().unwrap().seal(&statement, LATER).unwrap();
    let without = |edit: &dyn Fn(&mut Value), bundle: &[u8]| {
        let mut json: Value = serde_json::from_str(&keys.trust().to_json()).unwrap();
        edit(&mut json);
        let trust = crate::trust::TrustFile::parse(json.to_string().as_bytes()).unwrap();
        code(verify(bundle, &trust, Purpose::Evidence, &Requirements { allow_untimestamped: true }))
    };
    let list = |name: &'static str| {
        move |json: &mut Value| {
            json["sigstore"]["trustedRoot"][name] = json!([]);
        }
    };
    let root = |json: &mut Value| drop(json.as_object_mut().unwrap().remove("sigstore"));
    assert_eq!(without(&root, &by_key), "COS-SEA-0015");
    assert_eq!(without(&root, &by_ca), "COS-SEA-0015");
    assert_eq!(without(&list("timestampAuthorities"), &by_key), "COS-SEA-0009");
    assert_eq!(without(&list("timestampAuthorities"), &by_ca), "COS-SEA-0009");
    assert_eq!(without(&list("tlogs"), &by_ca), "COS-SEA-0010");
    assert_eq!(without(&list("ctlogs"), &by_ca), "COS-SEA-0011");
    assert_eq!(without(&list("certificateAuthorities"), &by_ca), "COS-SEA-0011");
    let key = |json: &mut Value| drop(json["keys"].as_array_mut().unwrap().pop());
    assert_eq!(without(&key, &by_key), "COS-SEA-0005");
    let identities = |json: &mut Value| json["identities"] = json!([]);
    assert_eq!(without(&identities, &by_ca), "COS-SEA-0013");
}

#[test]
fn authorities_count_in_their_time() {
    let (_folder, keys) = with_ca();
    let statement = statement(&[("a.txt", b"a")]);
    let by_key = keys.sealer().unwrap().seal(&statement, LATER).unwrap();
    let by_ca = keys.ca_sealer().unwrap().seal(&statement, LATER).unwrap();
    let ended = |pointer: &str, bundle: &[u8]| {
        let mut json: Value = serde_json::from_str(&keys.trust().to_json()).unwrap();
        let pointer = format!("/sigstore/trustedRoot/{pointer}/validFor");
        let end = Timestamp(LATER.0 - 1).to_string();
        json.pointer_mut(&pointer).unwrap()["end"] = json!(end);
        let trust = crate::trust::TrustFile::parse(json.to_string().as_bytes()).unwrap();
        code(verify(bundle, &trust, Purpose::Evidence, &STRICT))
    };
    assert_eq!(ended("timestampAuthorities/0", &by_key), "COS-SEA-0009");
    assert_eq!(ended("timestampAuthorities/0", &by_ca), "COS-SEA-0009");
    assert_eq!(ended("certificateAuthorities/0", &by_ca), "COS-SEA-0011");
    assert_eq!(ended("ctlogs/0/publicKey", &by_ca), "COS-SEA-0011");
    assert_eq!(ended("tlogs/0/publicKey", &by_ca), "COS-SEA-0010");
}

#[test]
fn a_key_of_another_purpose_signs_no_evidence() {
    let (_folder, keys) = key_dir();
    let bundle = keys.sealer().unwrap().seal(&statement(&[("a.txt", b"a")]), LATER).unwrap();
    let report: &KeyId = &keys.trust().keys(Purpose::Report).next().unwrap().id;
    let evidence = keys.trust().evidence_keys()[0].id.as_str();
    let text = String::from_utf8(bundle.clone()).unwrap();
    let renamed = text.replace(evidence, report.as_str());
    let result = verify(renamed.as_bytes(), keys.trust(), Purpose::Evidence, &STRICT);
    assert_eq!(code(result), "COS-SEA-0006");
    for purpose in [Purpose::Report, Purpose::Policy, Purpose::Notary, Purpose::Log] {
        assert_eq!(code(verify(&bundle, keys.trust(), purpose, &STRICT)), "COS-SEA-0006");
    }
    let renamed = text.replace(evidence, "acme/evidence-9+01234567");
    let result = verify(renamed.as_bytes(), keys.trust(), Purpose::Evidence, &STRICT);
    assert_eq!(code(result), "COS-SEA-0005");
}

#[test]
fn nothing_is_signed_that_is_no_statement() {
    let (_folder, keys) = with_ca();
    for bytes in [&b""[..], b"{}", b"a text", &statement(&[("a", b"a")])[1..]] {
        assert_eq!(code(keys.sealer().unwrap().seal(bytes, LATER)), "COS-DSS-0007");
        assert_eq!(code(keys.ca_sealer().unwrap().seal(bytes, LATER)), "COS-DSS-0007");
    }
}

#[test]
fn builders_sign_with_what_the_trust_file_maps_them_to() {
    let (_folder, keys) = with_ca();
    let statement = statement(&[("a.txt", b"a")]);
    let by_key = keys.sealer().unwrap().seal(&statement, LATER).unwrap();
    let by_ca = keys.ca_sealer().unwrap().seal(&statement, LATER).unwrap();
    let trusted = &keys.trust().evidence_keys()[0];
    let identity = Identity::of_org(keys.trust().org());
    let builder = |signer| Builder {
        id: "https://ci.acme.example/".into(),
        signer,
        max_level: 2,
        sources: vec![Pattern::Prefix("git+https://github.com/acme/".into())],
        build_types: vec!["https://ci.acme.example/v1".into()],
    };
    let key = |hint: &str| BuilderSigner::Key {
        hint: hint.into(),
        key: trusted.verifying_key.clone().into(),
    };
    let named = |san: &str| BuilderSigner::Identity {
        san: Pattern::Exact(san.into()),
        issuer: identity.issuer.clone(),
    };
    let check =
        |bundle: &[u8], signer| verify_builder(bundle, keys.trust(), &builder(signer), &STRICT);
    let attested = check(&by_key, key(trusted.id.as_str())).unwrap();
    assert_eq!(*attested.signer(), Signer::BuilderKey(trusted.id.to_string()));
    assert_eq!(attested.payload(), statement);
    assert!(check(&by_ca, named(&identity.san)).unwrap().log().is_some());
    assert_eq!(code(check(&by_key, key("other"))), "COS-SEA-0005");
    assert_eq!(code(check(&by_key, named(&identity.san))), "COS-SEA-0005");
    assert_eq!(code(check(&by_ca, key(trusted.id.as_str()))), "COS-SEA-0005");
    assert_eq!(code(check(&by_ca, named("https://cos.invalid/acme/other"))), "COS-SEA-0013");
}
