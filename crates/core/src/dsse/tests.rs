//! Envelopes are read in one way, and their payload comes out only when a trusted key signed it.

use super::*;
use crate::ed25519::PublicKey;
use crate::fixture::{KID, notary};
use proptest::prelude::*;
use serde_json::json;

const TYPE: &str = "application/vnd.in-toto+json";

fn trusted(id: &str) -> Option<VerifyingKey> {
    (id == KID).then(|| VerifyingKey::new(notary().public_key()).unwrap())
}

fn signed(payload: &[u8]) -> String {
    sign(TYPE, payload, &[(KID, &notary())]).unwrap()
}

fn open(envelope: &str) -> Result<VerifiedPayload, DsseError> {
    Envelope::parse(envelope.as_bytes(), TYPE)?.verify(trusted)
}

/// The example in the DSSE protocol description, and lengths in bytes rather than characters.
#[test]
fn encodes_what_is_signed() {
    let encoded = pae("http://example.com/HelloWorld", b"hello world");
    assert_eq!(encoded, b"DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    assert_eq!(pae("é", "ü".as_bytes()), "DSSEv1 2 é 2 ü".as_bytes());
    assert_eq!(pae("", b""), b"DSSEv1 0  0 ");
}

#[test]
fn gives_out_what_was_verified() {
    let verified = open(&signed(b"{}")).unwrap();
    assert_eq!((&*verified, verified.key_ids()), (&b"{}"[..], &[KID.to_owned()][..]));
    assert_eq!(verified.into_bytes(), b"{}");
}

#[test]
fn refuses_by_field() {
    let sig = STANDARD.encode([0; 64]);
    let cases = [
        ("[]".to_owned(), "COS-DSS-0001", "envelope field `payload` is missing: this is not an object"),
        (json!({"payload": "", "payloadType": TYPE}).to_string(), "COS-DSS-0001", "envelope field `signatures` is missing"),
        (json!({"payload": "", "payloadType": TYPE, "signatures": [], "x": 1}).to_string(), "COS-DSS-0001", "envelope field `x` is unknown"),
        (json!({"payload": "", "payloadType": TYPE, "signatures": []}).to_string(), "COS-DSS-0001", "envelope field `signatures` is empty"),
        (json!({"payload": "", "payloadType": TYPE, "signatures": {}}).to_string(), "COS-DSS-0001", "envelope field `signatures` is not a list"),
        (json!({"payload": 1, "payloadType": TYPE, "signatures": [{"sig": sig}]}).to_string(), "COS-DSS-0001", "envelope field `payload` is not base64 text"),
        (json!({"payload": "YQ", "payloadType": TYPE, "signatures": [{"sig": sig}]}).to_string(), "COS-DSS-0001", "envelope field `payload` is not canonical base64 with padding"),
        (json!({"payload": "YR==", "payloadType": TYPE, "signatures": [{"sig": sig}]}).to_string(), "COS-DSS-0001", "envelope field `payload` is not canonical base64 with padding"),
        (json!({"payload": "-/==", "payloadType": TYPE, "signatures": [{"sig": sig}]}).to_string(), "COS-DSS-0001", "envelope field `payload` is not canonical base64 with padding"),
        (json!({"payload": "YQ==\n", "payloadType": TYPE, "signatures": [{"sig": sig}]}).to_string(), "COS-DSS-0001", "envelope field `payload` is not base64 text"),
        (json!({"payload": "", "payloadType": null, "signatures": [{"sig": sig}]}).to_string(), "COS-DSS-0001", "envelope field `payloadType` is not text"),
        (json!({"payload": "", "payloadType": TYPE, "signatures": [{"keyid": "a"}]}).to_string(), "COS-DSS-0001", "envelope field `sig` is missing"),
        (json!({"payload": "", "payloadType": TYPE, "signatures": [{"keyid": null, "sig": sig}]}).to_string(), "COS-DSS-0001", "envelope field `keyid` is not text"),
        (json!({"payload": "", "payloadType": TYPE, "signatures": [{"sig": sig, "cert": "x"}]}).to_string(), "COS-DSS-0001", "envelope field `cert` is unknown"),
        (json!({"payload": "", "payloadType": TYPE, "signatures": [{"keyid": "a", "sig": sig}, {"keyid": "a", "sig": sig}]}).to_string(), "COS-DSS-0001", "envelope field `keyid` stands there twice"),
        (json!({"payload": "", "payloadType": TYPE, "signatures": vec![json!({"sig": sig}); 17]}).to_string(), "COS-DSS-0001", "envelope field `signatures` has more than 16 items"),
        (json!({"payload": "", "payloadType": "text/plain", "signatures": []}).to_string(), "COS-DSS-0003", "payload is of type `text/plain`, wanted `application/vnd.in-toto+json`"),
        (r#"{"payload":"","payload":""}"#.to_owned(), "COS-DSS-0002", "envelope is not strict JSON: duplicate key `payload` at byte 15"),
        (json!({"payload": "", "payloadType": TYPE, "signatures": [{"sig": sig}]}).to_string(), "COS-DSS-0004", "signed by keys without an id, none of which is trusted"),
        (json!({"payload": "", "payloadType": TYPE, "signatures": [{"keyid": "a", "sig": sig}, {"keyid": "b", "sig": sig}]}).to_string(), "COS-DSS-0004", "signed by `a`, `b`, none of which is trusted"),
        (json!({"payload": "", "payloadType": TYPE, "signatures": [{"keyid": KID, "sig": "AAAA"}]}).to_string(), "COS-DSS-0005", "the signature of `acme/notary-1+00000000` is wrong: the payload was changed, or another key signed it"),
        (" ".repeat(MAX_BYTES + 1), "COS-DSS-0001", "8388609 bytes long; the longest envelope is 8388608 bytes"),
    ];
    for (envelope, code, message) in cases {
        let error = open(&envelope).unwrap_err();
        assert_eq!((error.code().as_str(), error.to_string().as_str()), (code, message));
    }
}

#[test]
fn reads_either_alphabet_and_passes_over_strangers() {
    let payload = b"\xfb\xff\xfe~?>";
    let mut envelope: serde_json::Value = serde_json::from_str(&signed(payload)).unwrap();
    envelope["payload"] = URL_SAFE.encode(payload).into();
    let stranger = json!({"keyid": "other/report-1+00000000", "sig": "AAAA"});
    envelope["signatures"].as_array_mut().unwrap().insert(0, stranger);
    let verified = open(&envelope.to_string()).unwrap();
    assert_eq!((&*verified, verified.key_ids()), (&payload[..], &[KID.to_owned()][..]));
}

#[test]
fn a_signer_that_fails_leaves_nothing_unsigned() {
    struct Broken;
    impl Sign for Broken {
        fn public_key(&self) -> PublicKey {
            PublicKey([0; 32])
        }
        fn sign(&self, _: &[u8]) -> Result<Signature, SignError> {
            Err(SignError { key: "x".into(), reason: "gone".into() })
        }
    }
    assert!(sign(TYPE, b"{}", &[(KID, &notary()), ("x", &Broken)]).is_err());
}

proptest! {
    #[test]
    fn any_payload_comes_back(payload in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(&*open(&signed(&payload)).unwrap(), payload.as_slice());
    }

    /// P25: whatever is changed in the decoded parts is noticed.
    #[test]
    fn no_change_passes(bit in 0_usize..8 * 40, part in 0..3) {
        let payload = [7; 40];
        let mut envelope: serde_json::Value = serde_json::from_str(&signed(&payload)).unwrap();
        let flip = |bytes: &mut [u8]| bytes[bit / 8] ^= 1 << (bit % 8);
        match part {
            0 => {
                let mut changed = payload;
                flip(&mut changed);
                envelope["payload"] = STANDARD.encode(changed).into();
            }
            1 => {
                let mut sig = STANDARD.decode(envelope["signatures"][0]["sig"].as_str().unwrap()).unwrap();
                flip(&mut sig);
                envelope["signatures"][0]["sig"] = STANDARD.encode(sig).into();
            }
            _ => {
                // Moving a byte from the payload to its type must not fit the same signature.
                let envelope = envelope.to_string().replace(TYPE, &format!("{TYPE}{bit}"));
                let opened = Envelope::parse(envelope.as_bytes(), &format!("{TYPE}{bit}")).unwrap();
                prop_assert!(opened.verify(trusted).is_err());
                return Ok(());
            }
        }
        prop_assert_eq!(open(&envelope.to_string()).unwrap_err(), DsseError::Signature(KID.into()));
    }
}
