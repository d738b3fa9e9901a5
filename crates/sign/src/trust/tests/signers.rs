//! Evidence keys, authorities, identities and builders: written as they are read, optional as a whole, strict in every part.

use serde_json::{Value, json};

use super::*;
use crate::name::Purpose;
use crate::sigstore::Identity;
use crate::sigstore::fixtures::key_dir;
use crate::spki::SpkiKey;
use crate::trust::{Builder, BuilderSigner, IdentityRule, Pattern};

const CI: &str = "https://token.actions.githubusercontent.com";

/// A file with everything that a key directory and its owner can put into it.
fn full() -> TrustFile {
    let (_folder, mut keys) = key_dir();
    keys.add_ca(&Identity::of_org(keys.trust().org()), LATER).unwrap();
    let mut file = keys.trust().file().clone();
    let workflow = "https://github.com/acme/app/.github/workflows/release.yml@";
    file.identities.push(IdentityRule {
        san: Pattern::Prefix(workflow.into()),
        issuer: CI.into(),
        purposes: vec![Purpose::Evidence, Purpose::Report],
    });
    let build_types = vec!["https://actions.github.io/buildtypes/workflow/v1".to_owned()];
    let sources = vec![Pattern::Prefix("git+https://github.com/acme/".into())];
    let builder = |id: &str, signer| Builder {
        id: id.into(),
        signer,
        max_level: 3,
        sources: sources.clone(),
        build_types: build_types.clone(),
    };
    let identity =
        BuilderSigner::Identity { san: Pattern::Exact(format!("{workflow}v1")), issuer: CI.into() };
    let key = file.evidence[0].verifying_key.clone().into();
    file.builders = vec![
        builder("https://github.com/actions/runner/github-hosted", identity),
        builder("https://ci.acme.example/", BuilderSigner::Key { hint: "ci".into(), key }),
    ];
    file
}

fn edited(edit: impl FnOnce(&mut Value)) -> Result<Trust, TrustError> {
    let mut json: Value = serde_json::from_str(&full().to_json()).unwrap();
    edit(&mut json);
    TrustFile::parse(json.to_string().as_bytes())
}

/// Sets the value at a JSON pointer and returns code and field of the refusal.
fn refusal(pointer: &str, value: Value) -> (String, String) {
    let error = edited(|json| *json.pointer_mut(pointer).expect(pointer) = value).unwrap_err();
    (error.code().to_string(), error.place.map(|place| place.field).unwrap_or_default())
}

#[test]
fn what_is_written_can_be_read() {
    let file = full();
    let trust = TrustFile::parse(file.to_json().as_bytes()).unwrap();
    assert_eq!(*trust.file(), file);
    assert_eq!(trust.to_json(), file.to_json());
    let id = &file.evidence[0].id;
    assert_eq!(trust.evidence(id.as_str()).unwrap().id, *id);
    assert_eq!(trust.identities(Purpose::Report).count(), 1);
    assert_eq!(trust.builders().len(), 2);
}

#[test]
fn each_part_may_be_missing_and_then_nobody_is_named() {
    let old = sample().to_json();
    for name in ["sigstore", "identities", "builders"] {
        assert!(!old.contains(name), "{name}");
        let less = edited(|json| drop(json.as_object_mut().unwrap().remove(name))).unwrap();
        assert!(!less.to_json().contains(&format!("\"{name}\"")));
    }
    let trust = TrustFile::parse(old.as_bytes()).unwrap();
    assert_eq!(trust.to_json(), old);
    assert!(trust.sigstore().is_none() && trust.builders().is_empty());
}

#[test]
fn keys_of_evidence() {
    let number = full().keys.len() + full().policies.len();
    let at = |field: &str| format!("/keys/{number}/{field}");
    let (key, algorithm) =
        (format!("keys[{number}].public_key"), format!("keys[{number}].algorithm"));
    let pem = full().evidence[0].verifying_key.to_pem();
    let raw = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    let refused = |field: &str, value: &str| refusal(&at(field), json!(value));
    let value = |field: &String| ("COS-TRU-0003".to_owned(), field.clone());
    assert_eq!(refused("public_key", raw), value(&key));
    assert_eq!(refused("public_key", &pem.replace('\n', "\r\n")), value(&key));
    assert_eq!(refused("algorithm", "Ed25519"), value(&algorithm));
    assert_eq!(refused("algorithm", "RSA"), value(&algorithm));
    for damaged in
        [pem.replace("MFkw", "MFkx"), pem.replace("-----END", "\n-----END"), format!("{pem}{pem}")]
    {
        assert_eq!(refused("public_key", &damaged), ("COS-TRU-0007".to_owned(), key.clone()));
    }
    // Another point, on the curve or not: the id is not its own.
    let (code, _) = refused("id", "acme/evidence-1+01234567");
    assert_eq!(code, "COS-TRU-0005");
    let (code, field) = refused("purpose", "report");
    assert_eq!((code.as_str(), field), ("COS-TRU-0003", algorithm));
    // A key that signs evidence signs nothing else.
    let twice = edited(|json| {
        let entry = json["keys"][number].clone();
        json["keys"].as_array_mut().unwrap().push(entry);
    });
    assert_eq!(twice.unwrap_err().code().as_str(), "COS-TRU-0006");
}

#[test]
fn keys_of_policies() {
    let file = full();
    let number = file.keys.len();
    let path = |field: &str| format!("keys[{number}].{field}");
    let refused = |field: &str, value: &str| {
        let (code, at) = refusal(&format!("/keys/{number}/{field}"), json!(value));
        assert_eq!(at, path(field), "{value}");
        code
    };
    assert_eq!(file.check().unwrap().policy_keys(), &file.policies);
    assert_eq!(refused("algorithm", "Ed25519"), "COS-TRU-0003");
    assert_eq!(
        refused("public_key", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
        "COS-TRU-0003"
    );
    let ed25519 = SpkiKey::from(file.keys[0].verifying_key.clone()).to_pem();
    let (code, at) = refusal(&format!("/keys/{number}/public_key"), json!(ed25519));
    assert_eq!((code.as_str(), at), ("COS-TRU-0003", path("algorithm")));
    // A key that signs evidence does not sign policies by being called so.
    let (code, at) = refusal(&format!("/keys/{number}/purpose"), json!("evidence"));
    assert_eq!((code.as_str(), at), ("COS-TRU-0003", path("purpose")));
}

#[test]
fn authorities() {
    let root = "/sigstore/trustedRoot";
    let at = |rest: &str| format!("{root}{rest}");
    let refused = |pointer: &str, value: Value| {
        let (code, field) = refusal(&at(pointer), value);
        assert_eq!((code.as_str(), field.as_str()), ("COS-TRU-0013", "sigstore.trustedRoot"));
    };
    refused("/mediaType", json!("application/json"));
    refused("/mediaType", Value::Null);
    refused("/tlogs/0/publicKey/rawBytes", json!("AAAA"));
    refused("/tlogs/0/logId/keyId", json!("AAAA"));
    refused(
        "/tlogs/0/publicKey/validFor",
        json!({ "start": "2026-01-02T00:00:00Z", "end": "2026-01-01T00:00:00Z" }),
    );
    refused("/certificateAuthorities/0/certChain/certificates", json!([]));
    refused("/certificateAuthorities/0/certChain/certificates/0/rawBytes", json!("AAAA"));
    refused("/timestampAuthorities/0/validFor", json!({}));
    refused("/ctlogs", json!({}));
    let unknown = edited(|json| json["sigstore"]["trustedRoot"]["tsas"] = json!([])).unwrap_err();
    assert!(unknown.to_string().contains("unknown field `tsas`"), "{unknown}");
    let unknown = edited(|json| json["sigstore"]["root"] = json!([])).unwrap_err();
    assert_eq!(unknown.code().as_str(), "COS-TRU-0003");
}

#[test]
fn identities_and_builders() {
    let refused = |pointer: &str, value: Value, field: &str| {
        assert_eq!(refusal(pointer, value), ("COS-TRU-0003".to_owned(), field.to_owned()));
    };
    for prefix in [
        "",
        "https://github.com/acme",
        "https://github.com",
        "https://github.com@",
        "https://",
        "https:///acme/",
        "release@",
        "/acme/",
    ] {
        refused("/identities/1/san/prefix", json!(prefix), "identities[1].san.prefix");
        refused("/builders/0/sources/0/prefix", json!(prefix), "builders[0].sources[0].prefix");
    }
    for pattern in [json!("https://x.example/"), json!({}), json!({ "glob": "*" }), Value::Null] {
        refused("/identities/0/san", pattern, "identities[0].san");
    }
    refused("/identities/0/san/exact", json!(""), "identities[0].san.exact");
    for issuer in ["", "acme", "ftp://acme.example", "https://a b"] {
        refused("/identities/0/issuer", json!(issuer), "identities[0].issuer");
    }
    refused("/identities/0/purposes", json!([]), "identities[0].purposes");
    for purpose in ["notary", "log", "witness", "Evidence", ""] {
        refused("/identities/0/purposes/0", json!(purpose), "identities[0].purposes[0]");
    }
    refused("/identities/0/purposes", json!(["evidence", "evidence"]), "identities[0].purposes[1]");
    refused("/builders/0/max_level", json!(4), "builders[0].max_level");
    refused("/builders/0/sources", json!([]), "builders[0].sources");
    refused("/builders/0/build_types", json!([]), "builders[0].build_types");
    refused("/builders/0/id", json!("a builder"), "builders[0].id");
    refused("/builders/0/signer", json!({}), "builders[0].signer");
    refused("/builders/0/signer", json!({ "anybody": {} }), "builders[0].signer");
    for list in ["identities", "builders"] {
        let twice = edited(|json| {
            let entry = json[list][0].clone();
            json[list].as_array_mut().unwrap().push(entry);
        });
        assert_eq!(twice.unwrap_err().code().as_str(), "COS-TRU-0006", "{list}");
    }
}

#[test]
fn a_prefix_does_not_cover_the_neighbours() {
    let rule = |san| IdentityRule { san, issuer: CI.into(), purposes: vec![Purpose::Evidence] };
    let prefix = rule(Pattern::Prefix("https://github.com/acme/".into()));
    assert!(prefix.covers("https://github.com/acme/app", CI));
    assert!(!prefix.covers("https://github.com/acme-two/app", CI));
    assert!(!prefix.covers("https://github.com/acme/app", "https://gitlab.com"));
    let exact = rule(Pattern::Exact("a@acme.example".into()));
    assert!(exact.covers("a@acme.example", CI) && !exact.covers("a@acme.example.org", CI));
}

#[test]
fn the_file_says_in_words_what_it_makes_believe() {
    let trust = full().check().unwrap();
    let sections = trust.explain(LATER);
    let words = |heading: &str| {
        sections.iter().find(|section| section.heading == heading).unwrap().sentences.join("\n")
    };
    let evidence = words("Evidence");
    assert!(
        evidence.contains("` signs evidence since 2025-11-14T06:00:00Z, with no end date."),
        "{evidence}"
    );
    assert!(evidence.contains("everything under `https://github.com/acme/app/.github/workflows/release.yml@` signs evidence, report with a certificate that says `https://token.actions.githubusercontent.com`."), "{evidence}");
    assert!(words("Authorities").starts_with("`acme time stamps` says when evidence was signed."));
    assert!(words("Builders").contains("signed by the key `ci`, shows at most level 3"));
}
