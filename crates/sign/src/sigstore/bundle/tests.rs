//! A bundle has one reading: what is cut, doubled, unknown or ambiguous is refused by name.

use super::*;
use crate::sigstore::fixtures::{LATER, key_dir, statement};
use crate::sigstore::{Requirements, Sealed, Sealer as _, verify};
use crate::{Purpose, Trust};
use serde_json::Value as Json;

fn sealed() -> (Json, Trust) {
    let (_folder, keys) = key_dir();
    let bundle = keys.sealer().unwrap().seal(&statement(&[("a.txt", b"a")]), LATER).unwrap();
    (serde_json::from_slice(&bundle).unwrap(), keys.trust().clone())
}

fn check(bytes: &[u8], trust: &Trust) -> Result<Sealed, SealError> {
    verify(bytes, trust, Purpose::Evidence, &Requirements { allow_untimestamped: true })
}

/// Changes a bundle that is right and returns the code and the message of the refusal.
fn refusal(edit: impl FnOnce(&mut Json)) -> (String, String) {
    let (mut bundle, trust) = sealed();
    edit(&mut bundle);
    let error = check(bundle.to_string().as_bytes(), &trust).unwrap_err();
    (error.code().to_string(), error.to_string())
}

fn refuses(edit: impl FnOnce(&mut Json), code: &str, message: &str) {
    let (found, said) = refusal(edit);
    assert_eq!((found.as_str(), said.as_str()), (code, message));
}

const ENVELOPE: &str = "dsseEnvelope";
const MATERIAL: &str = "verificationMaterial";
const FORM: &str = "COS-SEA-0001";

#[test]
fn what_is_cut_or_longer_is_refused() {
    let (bundle, trust) = sealed();
    let text = bundle.to_string();
    check(text.as_bytes(), &trust).unwrap();
    for length in 0..text.len() {
        let error = check(&text.as_bytes()[..length], &trust).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-SEA-0002", "{length}: {error}");
    }
    let trailing = check(format!("{text}{{}}").as_bytes(), &trust).unwrap_err();
    assert_eq!(trailing.code().as_str(), "COS-SEA-0002");
    let long = check(&vec![b' '; MAX_BYTES + 1], &trust).unwrap_err();
    assert!(matches!(long, SealError::TooLong(_)), "{long}");
}

#[test]
fn no_key_stands_twice() {
    let (bundle, trust) = sealed();
    let text = bundle.to_string();
    for name in ["mediaType", "payload", "sig", "keyid", "hint", "signedTimestamp", "publicKey"] {
        let doubled =
            text.replacen(&format!("\"{name}\":"), &format!("\"{name}\":1,\"{name}\":"), 1);
        assert_ne!(doubled, text);
        let error = check(doubled.as_bytes(), &trust).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-SEA-0002", "{name}: {error}");
    }
}

#[test]
fn versions() {
    for media_type in [
        "application/vnd.dev.sigstore.bundle+json;version=0.2",
        "application/vnd.dev.sigstore.bundle.v0.4+json",
        "application/json",
        "",
    ] {
        let message =
            format!("this is a `{media_type}`; evidence is sealed with Sigstore bundles v0.3");
        refuses(|bundle| bundle["mediaType"] = json!(media_type), "COS-SEA-0003", &message);
    }
    refuses(
        |bundle| bundle["mediaType"] = Json::Null,
        "COS-SEA-0003",
        "this is a ``; evidence is sealed with Sigstore bundles v0.3",
    );
}

#[test]
fn fields() {
    let unknown = |path: &str| format!("bundle field `{path}` is unknown");
    refuses(|bundle| bundle["x"] = json!(1), FORM, &unknown("x"));
    refuses(|bundle| bundle[MATERIAL]["x"] = json!(1), FORM, &unknown("verificationMaterial.x"));
    refuses(|bundle| bundle[ENVELOPE]["x"] = json!(1), FORM, &unknown("dsseEnvelope.x"));
    refuses(
        |bundle| bundle[ENVELOPE]["signatures"][0]["cert"] = json!("x"),
        FORM,
        &unknown("dsseEnvelope.signatures[0].cert"),
    );
    refuses(
        |bundle| bundle[MATERIAL]["timestampVerificationData"]["x"] = json!([]),
        FORM,
        &unknown("verificationMaterial.timestampVerificationData.x"),
    );
    refuses(|bundle| bundle["messageSignature"] = json!({}), FORM, &unknown("messageSignature"));
    for name in ["mediaType", MATERIAL, ENVELOPE] {
        refuses(
            |bundle| drop(bundle.as_object_mut().unwrap().remove(name)),
            FORM,
            &format!("bundle field `{name}` is missing"),
        );
    }
    for (pointer, field) in [
        ("/verificationMaterial", "verificationMaterial"),
        ("/dsseEnvelope", "dsseEnvelope"),
        ("/dsseEnvelope/signatures/0", "dsseEnvelope.signatures[0]"),
    ] {
        for value in [Json::Null, json!([]), json!("x"), json!(1)] {
            refuses(
                |bundle| *bundle.pointer_mut(pointer).unwrap() = value,
                FORM,
                &format!("bundle field `{field}` is not an object"),
            );
        }
    }
}

#[test]
fn one_signer_and_one_signature() {
    let one = "bundle field `verificationMaterial` does not name one signer";
    refuses(|bundle| bundle[MATERIAL]["certificate"] = json!({ "rawBytes": "" }), FORM, one);
    refuses(
        |bundle| drop(bundle[MATERIAL].as_object_mut().unwrap().remove("publicKey")),
        FORM,
        one,
    );
    let signatures = "bundle field `dsseEnvelope.signatures` is not one signature";
    refuses(
        |bundle| {
            let signature = bundle[ENVELOPE]["signatures"][0].clone();
            bundle[ENVELOPE]["signatures"].as_array_mut().unwrap().push(signature);
        },
        FORM,
        signatures,
    );
    refuses(|bundle| bundle[ENVELOPE]["signatures"] = json!([]), FORM, signatures);
    refuses(|bundle| bundle[ENVELOPE]["signatures"] = json!({}), FORM, signatures);
    let hint =
        "bundle field `dsseEnvelope.signatures[0].keyid` is not the `hint` of the public key";
    refuses(|bundle| bundle[ENVELOPE]["signatures"][0]["keyid"] = json!("other"), FORM, hint);
    refuses(
        |bundle| {
            drop(bundle[ENVELOPE]["signatures"][0].as_object_mut().unwrap().remove("keyid"));
        },
        FORM,
        hint,
    );
}

#[test]
fn payloads() {
    refuses(
        |bundle| bundle[ENVELOPE]["payloadType"] = json!("text/plain"),
        "COS-SEA-0004",
        "the payload is of type `text/plain`, not an in-toto statement",
    );
    let payload = "bundle field `dsseEnvelope.payload` is not canonical base64 with padding";
    for text in ["e30", "e30=\n", "e31=", "e30-", "\u{65}\u{301}30="] {
        refuses(|bundle| bundle[ENVELOPE]["payload"] = json!(text), FORM, payload);
    }
    let signature =
        "bundle field `dsseEnvelope.signatures[0].sig` is not canonical base64 with padding";
    refuses(|bundle| bundle[ENVELOPE]["signatures"][0]["sig"] = json!("MEU"), FORM, signature);
    // Right in form, but not what was signed; what it says is not asked before.
    refuses(
        |bundle| bundle[ENVELOPE]["payload"] = json!(STANDARD.encode("{}")),
        "COS-SEA-0007",
        "the signature is wrong: the statement was changed, or another key signed it",
    );
}

#[test]
fn proofs() {
    refuses(
        |bundle| bundle[MATERIAL]["tlogEntries"] = json!([{ "logIndex": "0" }]),
        FORM,
        "bundle field `verificationMaterial.tlogEntries[0].logId` is missing",
    );
    refuses(
        |bundle| bundle[MATERIAL]["tlogEntries"] = json!([{}, {}]),
        FORM,
        "bundle field `verificationMaterial.tlogEntries` is more than one entry",
    );
    let foreign = "bundle field `verificationMaterial` is not as Sigstore writes it";
    let stamps = |bundle: &mut Json, value: Json| {
        bundle[MATERIAL]["timestampVerificationData"]["rfc3161Timestamps"] = value;
    };
    refuses(|bundle| stamps(bundle, json!("x")), FORM, foreign);
    refuses(
        |bundle| stamps(bundle, json!([{}])),
        FORM,
        "bundle field `verificationMaterial.timestampVerificationData.signedTimestamp` is missing",
    );
    for garbage in ["", "AAAA", "MAMCAQA="] {
        let (code, said) =
            refusal(|bundle| stamps(bundle, json!([{ "signedTimestamp": garbage }])));
        assert_eq!(code, "COS-SEA-0009", "{said}");
    }
    // One that is right does not make up for one that is not.
    let (code, said) = refusal(|bundle| {
        let good = bundle[MATERIAL]["timestampVerificationData"]["rfc3161Timestamps"][0].clone();
        stamps(bundle, json!([good, { "signedTimestamp": "AAAA" }]));
    });
    assert_eq!(code, "COS-SEA-0009", "{said}");
}
