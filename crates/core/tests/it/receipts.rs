//! Receipts and other implementations of SD-JWT: they verify ours, in full and in part, and we verify theirs.

use crate::interop::{issued, lines, run};
use cos_core::base64url;
use cos_core::clock::Timestamp;
use cos_core::ed25519::{PublicKey, Sign, SignError, Signature, VerifyingKey};
use cos_core::ids::Origin;
use cos_core::receipt::disclose::{Profile, Selection};
use cos_core::receipt::event::EventReader;
use cos_core::receipt::issue::Issuer;
use cos_core::receipt::{Reader, flattened};
use ed25519_dalek::{Signer as _, SigningKey};
use rand_chacha::ChaCha12Rng;
use rand_core::SeedableRng as _;
use serde_json::{Value, json};

const VERIFIERS: [&str; 2] = ["verify.py", "verify.mjs"];
const ISSUERS: [&str; 2] = ["issue.py", "issue.mjs"];

struct Notary(SigningKey);

impl Sign for Notary {
    fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    fn sign(&self, message: &[u8]) -> Result<Signature, SignError> {
        Ok(Signature(self.0.sign(message).to_bytes()))
    }
}

fn notary() -> Notary {
    Notary(SigningKey::from_bytes(&[42; 32]))
}

/// A receipt with every claim, one with as few as possible, and one of an act that was denied.
fn ours() -> Vec<String> {
    let digest = format!("sha256:{}", "ab".repeat(32));
    let least = json!({
        "time": "2026-11-23T09:00:00Z", "flow": "approval", "action": "deploy.promote", "decision": "allow",
        "policy_bundle": { "digest": digest, "version": "1.9.0" }, "actor": "ada@acme.example", "resource": "service/checkout",
    });
    let mut full = least.clone();
    for (claim, value) in [
        ("price_catalog", json!(digest)),
        ("rationale", json!("a \"canary\" \\ ramp — étape 2 🦀")),
        ("approvers", json!(["dana@acme.example", "lee@acme.example", "kim@acme.example"])),
        ("input_digest", json!(digest)),
        ("trace_id", json!("4bf92f3577b34da6a3ce929d0e0e4736")),
        ("ticket", json!("https://tickets.acme.example/OPS-17")),
        ("cost", json!({ "amount": "0.0042", "currency": "USD" })),
        ("client_ip", json!("203.0.113.9")),
    ] {
        full[claim] = value;
    }
    let mut denied = full.clone();
    denied["decision"] = "deny".into();
    denied["denial_code"] = "window_closed".into();
    denied["denial_reason"] = "the change window is closed until 06:00".into();

    issue(&[full, least, denied])
}

/// Issues receipts, always the same for the same events.
fn issue(events: &[Value]) -> Vec<String> {
    let (notary, origin): (_, Origin) = (notary(), "acme/eu-1/pilot-a".parse().unwrap());
    let issued = Timestamp::parse("2026-11-23T09:00:01Z").unwrap();
    let mut issuer = Issuer::new(&notary, "acme/notary-1+00000000", &origin, issued);
    let mut rng = ChaCha12Rng::seed_from_u64(1);
    let mut receipt = |event: &Value| {
        let (line, mut reader, mut out) = (event.to_string(), EventReader::default(), Vec::new());
        issuer.issue(&reader.read(line.as_bytes()).unwrap(), &mut rng, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    events.iter().map(&mut receipt).collect()
}

fn claims(compact: &str) -> Value {
    Reader::default().read(compact.as_bytes()).unwrap().to_json()
}

/// Asks both implementations about `receipts`, given as their scripts take them, and expects the claims that we read.
fn assert_verified(verifiers: &[&str], receipts: &[(Value, String)]) {
    let public_key = base64url::encode(&notary().public_key().0);
    let questions: Vec<Value> = (receipts.iter())
        .map(|(given, _)| json!({ "sd_jwt": given, "public_key": public_key }))
        .collect();
    for verifier in verifiers {
        let answers = run(verifier, &lines(&questions));
        assert_eq!(answers.len(), receipts.len());
        for (answer, (_, compact)) in answers.iter().zip(receipts) {
            assert_eq!(answer["ok"], true, "{verifier}: {answer}");
            assert_eq!(answer["claims"], claims(compact), "{verifier}");
        }
    }
}

/// Stores leave out what they can compute again, so what is issued from an event and a seed never changes for a `vct`.
///
/// `rate.py` and `rate.mjs` measure their verifiers on the committed receipts.
#[test]
fn the_committed_receipts_are_issued_again() {
    let event = |number: i64| {
        json!({
            "time": Timestamp(1_795_420_800 + number).to_string(),
            "flow": (["approval", "graph_3hop", "runbook_step"][number as usize % 3]),
            "action": "deploy.promote",
            "decision": "deny",
            "denial_code": "window_closed",
            "policy_bundle": { "digest": format!("sha256:{}", "ab".repeat(32)), "version": "1.9.0" },
            "price_catalog": format!("sha256:{}", "cd".repeat(32)),
            "actor": format!("user-{number}@acme.example"),
            "resource": format!("service/checkout-{number}"),
            "denial_reason": "the change window is closed until 06:00",
            "rationale": "scheduled \"canary\" ramp — step 2",
            "approvers": ["dana@acme.example", "lee@acme.example"],
            "input_digest": format!("sha256:{number:064x}"),
            "trace_id": format!("{number:032x}"),
            "ticket": format!("https://tickets.acme.example/OPS-{number}"),
            "cost": { "amount": "0.0042", "currency": "USD" },
            "client_ip": format!("203.0.113.{number}"),
        })
    };
    let public_key = base64url::encode(&notary().public_key().0);
    let lines: Vec<Value> = (issue(&(0..16).map(event).collect::<Vec<_>>()).iter())
        .map(|compact| json!({ "public_key": public_key, "sd_jwt": compact }))
        .collect();
    assert_eq!(crate::interop::lines(&lines), include_str!("../interop/receipts.jsonl"));
}

#[test]
fn others_verify_our_receipts_in_full_and_in_part() {
    let mut receipts = Vec::new();
    for compact in ours() {
        for profile in [Profile::Auditor, Profile::Tenant, Profile::Public] {
            let (mut reader, mut copy) = (Reader::default(), Vec::new());
            let receipt = reader.read(compact.as_bytes()).unwrap();
            Selection::of(profile).disclose(&receipt, &mut copy);
            let copy = String::from_utf8(copy).unwrap();
            receipts.push((Value::from(copy.as_str()), copy));
        }
    }
    assert_verified(&VERIFIERS, &receipts);
}

#[test]
fn others_read_our_flattened_receipts_past_the_proof() {
    let flattened = |compact: String| {
        let text = flattened::write(&compact, Some("c2sp.org/tlog-proof@v1\n")).unwrap();
        (serde_json::from_str(&text).unwrap(), compact)
    };
    let receipts: Vec<_> = ours().into_iter().map(flattened).collect();
    // The Python reference knows an older spelling of the JSON form only.
    assert_verified(&["verify.mjs"], &receipts);
}

#[test]
fn others_refuse_our_receipts_when_one_character_changed() {
    let compact = ours().remove(0);
    let public_key = base64url::encode(&notary().public_key().0);
    // One place in the header, the payload, the signature; the last characters of a part may carry no bits.
    let dots: Vec<usize> = compact.match_indices('.').map(|(at, _)| at).collect();
    let questions: Vec<Value> = [dots[0] - 9, dots[1] - 9, dots[1] + 9]
        .into_iter()
        .map(|place| {
            let mut text = compact.clone().into_bytes();
            text[place] = if text[place] == b'A' { b'B' } else { b'A' };
            json!({ "sd_jwt": String::from_utf8(text).unwrap(), "public_key": public_key })
        })
        .collect();
    for verifier in VERIFIERS {
        for answer in run(verifier, &lines(&questions)) {
            assert_eq!(answer["ok"], false, "{verifier}: {answer}");
        }
    }
}

#[test]
fn we_verify_what_others_issue() {
    for issuer in ISSUERS {
        for sample in issued(issuer, 8) {
            let compact = sample["sd_jwt"].as_str().unwrap();
            let mut reader = Reader::default();
            let sdjwt =
                reader.read(compact.as_bytes()).unwrap_or_else(|error| panic!("{issuer}: {error}"));
            let key = base64url::decode_array(sample["public_key"].as_str().unwrap().as_bytes());
            let key = VerifyingKey::new(PublicKey(key.unwrap())).unwrap();
            assert!(key.verify_strict(sdjwt.signing_input(), sdjwt.signature()), "{issuer}");
            assert_eq!(sdjwt.kid(), "acme/notary-1+00000000");
            assert_eq!(sdjwt.to_json(), sample["claims"], "{issuer}");
            if let Value::Object(_) = &sample["flattened"] {
                let parsed = flattened::parse(sample["flattened"].to_string().as_bytes()).unwrap();
                assert_eq!(parsed.compact, compact.as_bytes());
            }
        }
    }
}

#[test]
fn we_refuse_what_others_issue_when_a_disclosure_changed() {
    for issuer in ISSUERS {
        let sample = &issued(issuer, 1)[0];
        let compact = sample["sd_jwt"].as_str().unwrap();
        let disclosure = compact.split('~').nth(1).unwrap();
        let text = String::from_utf8(base64url::decode(disclosure.as_bytes()).unwrap()).unwrap();
        let other = base64url::encode(text.replacen('a', "b", 1).as_bytes());
        assert_ne!(other, disclosure);
        let changed = compact.replacen(disclosure, &other, 1);
        assert!(Reader::default().read(changed.as_bytes()).is_err(), "{issuer}");
    }
}
