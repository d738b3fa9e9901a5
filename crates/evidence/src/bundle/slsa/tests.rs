//! Attestations in every shape, and what is none.

use super::{Document, Shape, documents, payload, provenance};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde_json::{Value, json};

fn statement_v1() -> Value {
    json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "cos", "digest": {"sha256": "ab".repeat(32)}}, {"name": "image", "digest": {"gce_image_id": "1"}}],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "https://b.example/v1",
                "externalParameters": {"workflow": {"repository": "https://git.example/cos", "ref": "refs/tags/v1"}},
                "resolvedDependencies": [{"uri": "git+https://git.example/cos@refs/tags/v1"}],
            },
            "runDetails": {"builder": {"id": "https://b.example"}},
        },
    })
}

fn statement_v02() -> Value {
    json!({
        "_type": "https://in-toto.io/Statement/v0.1",
        "subject": [{"name": "cos", "digest": {"sha256": "ab".repeat(32)}}],
        "predicateType": "https://slsa.dev/provenance/v0.2",
        "predicate": {
            "builder": {"id": "https://b.example"},
            "buildType": "https://b.example/v0",
            "invocation": {
                "configSource": {"uri": "git+https://git.example/cos@refs/tags/v1"},
                "parameters": {"inputs": {}},
            },
        },
    })
}

fn envelope(payload: &str) -> Value {
    json!({"payloadType": "application/vnd.in-toto+json", "payload": payload, "signatures": [{"keyid": "k", "sig": ""}]})
}

#[test]
fn both_versions_say_who_built_what_of_which_source() {
    let v1 = provenance(statement_v1().to_string().as_bytes()).unwrap().unwrap();
    assert_eq!((v1.version, &*v1.builder), ("v1", "https://b.example"));
    assert_eq!(v1.source.as_deref(), Some("https://git.example/cos"));
    assert_eq!((v1.subjects.len(), v1.subjects[1].1), (2, None));
    let old = provenance(statement_v02().to_string().as_bytes()).unwrap().unwrap();
    assert_eq!((old.version, &*old.build_type), ("v0.2", "https://b.example/v0"));
    assert_eq!(old.source.as_deref(), Some("git+https://git.example/cos@refs/tags/v1"));
    assert!(old.parameters.contains_key("inputs"));
    let mut other = statement_v1();
    other["predicateType"] = "https://x.example/test".into();
    assert_eq!(provenance(other.to_string().as_bytes()), Ok(None));
}

#[test]
fn every_shape_in_use_is_split() {
    let text = STANDARD.encode(statement_v1().to_string());
    let plain = envelope(&text);
    let mut certified = plain.clone();
    certified["signatures"][0]["cert"] = "-----BEGIN".into();
    let bundle = json!({"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "dsseEnvelope": plain});
    let wrapped = json!({"attestations": [{"predicateType": "x", "bundle": bundle}]});
    let pretty = serde_json::to_string_pretty(&plain).unwrap();
    let file = format!("{plain}\n{certified}\n\n{bundle}\n{wrapped}\n{pretty}\n");
    let found = documents(file.as_bytes()).unwrap();
    let shapes: Vec<_> = found.iter().map(|one| one.shape).collect();
    assert_eq!(
        shapes,
        [Shape::Envelope, Shape::Certificate, Shape::Bundle, Shape::Bundle, Shape::Envelope]
    );
    for document in &found {
        assert_eq!(payload(document).unwrap(), statement_v1().to_string().as_bytes());
    }
    let url = envelope(&URL_SAFE.encode(statement_v1().to_string()));
    let url = Document { shape: Shape::Envelope, bytes: url.to_string().into_bytes() };
    assert!(payload(&url).is_ok());
}

#[test]
fn what_is_no_attestation_is_refused() {
    let twice = format!("{{\"payloadType\":\"a\",{}", &envelope("e30=").to_string()[1..]);
    for text in
        ["", "{}", "[]", "{", "null", "{\"attestations\":[{}]}", &twice, "{\"payloadType\":1} x"]
    {
        assert!(documents(text.as_bytes()).is_err(), "{text}");
    }
    for (from, to) in [
        ("Statement/v1", "Statement/v9"),
        ("\"subject\":[", "\"subjects\":["),
        (&*"ab".repeat(32), "AB"),
        ("\"buildType\":", "\"x\":"),
        ("\"builder\":", "\"x\":"),
    ] {
        let text = statement_v1().to_string().replacen(from, to, 1);
        assert!(provenance(text.as_bytes()).is_err(), "{from}");
    }
    let mut other = envelope("e30=");
    other["payloadType"] = "text/plain".into();
    let other = Document { shape: Shape::Envelope, bytes: other.to_string().into_bytes() };
    assert!(payload(&other).unwrap_err().contains("application/vnd.in-toto+json"));
    let spoilt = Document { shape: Shape::Envelope, bytes: envelope("%").to_string().into_bytes() };
    assert!(payload(&spoilt).is_err());
}
