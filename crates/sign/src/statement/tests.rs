//! A statement is believed when a trusted report key signed it within its period, and each way to miss that has an error of its own.

use super::*;
use crate::trust::{Retired, TrustFile, TrustedKey};
use cos_core::ed25519::{Sign as _, VerifyingKey};
use cos_core::intoto::Subject;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const START: Timestamp = Timestamp(1_767_225_600);
const LATER: Timestamp = Timestamp(START.0 + 86_400);

fn key(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(name.parse().unwrap(), &[seed; 32])
}

fn report() -> SigningKey {
    key("acme/report-1", 1)
}

fn trusted(key: &SigningKey) -> TrustedKey {
    TrustedKey {
        id: key.id().clone(),
        verifying_key: VerifyingKey::new(key.public_key()).unwrap(),
        not_before: START,
        not_after: None,
        retired: None,
    }
}

fn trust(keys: Vec<TrustedKey>) -> Trust {
    let (logs, witnesses) = (Vec::new(), Vec::new());
    let file = TrustFile::empty("acme".parse().unwrap());
    TrustFile { keys, logs, witnesses, ..file }.check().unwrap()
}

fn statement(created: Timestamp) -> Statement {
    Statement {
        subjects: vec![Subject {
            name: "report.html".into(),
            sha256: Digest::of(b"html"),
            sha512: None,
        }],
        predicate_type: "https://companyos.example/cos/conformance/v1".into(),
        predicate: json!({"created": created.to_string()}).as_object().unwrap().clone(),
    }
}

fn envelope(created: Timestamp) -> String {
    sign(&statement(created).to_canonical().unwrap(), &report()).unwrap()
}

fn open(envelope: &str, trust: &Trust) -> Result<VerifiedStatement, StatementError> {
    verify(envelope.as_bytes(), trust, created)
}

fn refusal(envelope: &str, trust: &Trust) -> (&'static str, String) {
    let error = open(envelope, trust).unwrap_err();
    (error.code().as_str(), error.to_string())
}

#[test]
fn believes_what_a_report_key_signed() {
    let trust = trust(vec![trusted(&report())]);
    let verified = open(&envelope(START), &trust).unwrap();
    let bytes = statement(START).to_canonical().unwrap();
    assert_eq!(*verified, statement(START));
    assert_eq!((verified.bytes(), verified.digest()), (&bytes[..], Digest::of(&bytes)));
    assert_eq!((verified.key(), verified.created()), (report().id(), START));
}

#[test]
fn each_refusal_has_its_own_code() {
    let id = report().id().to_string();
    let known = || trusted(&report());
    let made = envelope(LATER);

    let (code, message) = refusal(&made, &trust(vec![trusted(&key("acme/report-2", 2))]));
    let expected = format!("signed by `{id}`, which is not a trusted report key");
    assert_eq!((code, message), ("COS-STM-0001", expected));

    let notary = key("acme/notary-1", 3);
    let bytes = statement(START).to_canonical().unwrap();
    let by_notary = dsse::sign(PAYLOAD_TYPE, &bytes, &[(notary.id().as_str(), &notary)]).unwrap();
    let (code, message) = refusal(&by_notary, &trust(vec![known(), trusted(&notary)]));
    let expected =
        format!("`{}` is a notary key; statements are signed by report keys", notary.id());
    assert_eq!((code, message.as_str()), ("COS-STM-0002", expected.as_str()));
    let error = sign(&bytes, &notary).unwrap_err();
    assert_eq!((error.code().as_str(), error.to_string()), ("COS-STM-0002", expected));

    let retired = Some(Retired { at: START, logs: BTreeMap::new() });
    let later = Timestamp(LATER.0 + 1);
    let periods = [
        (
            TrustedKey { not_after: Some(START), ..known() },
            "it may sign until 2026-01-01T00:00:00Z",
        ),
        (TrustedKey { not_before: later, ..known() }, "it may sign from 2026-01-02T00:00:01Z on"),
        (TrustedKey { retired, ..known() }, "it was retired at 2026-01-01T00:00:00Z"),
    ];
    for (key, why) in periods {
        let (code, message) = refusal(&made, &trust(vec![key]));
        let expected = format!("`{id}` signed a statement made at 2026-01-02T00:00:00Z, but {why}");
        assert_eq!((code, message), ("COS-STM-0003", expected));
    }

    let trust = trust(vec![known()]);
    let timeless = Statement { predicate: serde_json::Map::new(), ..statement(START) };
    let timeless = sign(&timeless.to_canonical().unwrap(), &report()).unwrap();
    assert_eq!(refusal(&timeless, &trust).0, "COS-STM-0004");

    let mut twice: Value = serde_json::from_str(&made).unwrap();
    twice["signatures"].as_array_mut().unwrap().push(json!({"sig": ""}));
    let expected = "2 signatures; a statement has exactly one".to_owned();
    assert_eq!(refusal(&twice.to_string(), &trust), ("COS-STM-0005", expected));

    let mut nameless: Value = serde_json::from_str(&made).unwrap();
    nameless["signatures"][0].as_object_mut().unwrap().remove("keyid");
    assert_eq!(refusal(&nameless.to_string(), &trust).0, "COS-STM-0001");

    let mut changed: Value = serde_json::from_str(&made).unwrap();
    let other: Value = serde_json::from_str(&envelope(START)).unwrap();
    changed["payload"] = other["payload"].clone();
    assert_eq!(refusal(&changed.to_string(), &trust).0, "COS-DSS-0005");
    assert_eq!(refusal("{", &trust).0, "COS-DSS-0002");

    let key = report();
    let not_one = dsse::sign(PAYLOAD_TYPE, b"{}", &[(key.id().as_str(), &key)]).unwrap();
    assert_eq!(refusal(&not_one, &trust).0, "COS-DSS-0007");
    assert_eq!(sign(b"{}", &key).unwrap_err().code().as_str(), "COS-DSS-0007");
}

#[test]
fn asks_for_the_time_only_after_the_signature() {
    let trust = trust(vec![trusted(&report())]);
    let mut changed: Value = serde_json::from_str(&envelope(START)).unwrap();
    changed["payload"] = "e30=".into();
    let asked = |_: &Statement| panic!("nothing was verified");
    assert!(verify(changed.to_string().as_bytes(), &trust, asked).is_err());
}
