//! Signatures made by PyJWT over hashes computed in Python, and every way to tamper with what was signed.
//!
//! `fixtures/tokens.txt` holds one token for each algorithm over `fixtures/bundle.json`, with the hash functions in turn. What this
//! module signs was checked with PyJWT and `openssl dgst` when it was written; RFC 7515 has not changed since.

use super::super::error::Class;
use super::*;
use crate::bundle::key::Period;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cos_core::base64url;
use serde_json::{Value, json};

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const RSA: &[u8] = include_bytes!("fixtures/rsa.pem");
const RSA_PUBLIC: &[u8] = include_bytes!("fixtures/rsa.pub");

fn bundle() -> Vec<(String, String)> {
    let files: Value = serde_json::from_str(include_str!("fixtures/bundle.json")).unwrap();
    let files = files.as_object().unwrap();
    files.iter().map(|(name, text)| (name.clone(), text.as_str().unwrap().to_owned())).collect()
}

fn files(texts: &[(String, String)]) -> Files {
    Files::from_texts(texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))).unwrap()
}

fn algorithm(name: &str) -> Algorithm {
    Algorithm::parse(name).unwrap()
}

fn public(name: &str, scope: Option<&str>) -> VerificationKey {
    let material: &[u8] = match name {
        "ES256" => include_bytes!("fixtures/p256.pub"),
        "ES384" => include_bytes!("fixtures/p384.pub"),
        "ES512" => include_bytes!("fixtures/p521.pub"),
        _ if name.starts_with('H') => SECRET,
        _ => RSA_PUBLIC,
    };
    VerificationKey::new("guild", algorithm(name), material, scope.map(str::to_owned)).unwrap()
}

fn with_token(texts: &[(String, String)], token: &str) -> Files {
    let mut files = files(texts);
    files.set_signature(json!({ "signatures": [token] }).to_string().into_bytes());
    files
}

/// A token with this header and payload, signed with `SECRET` as HS256.
fn token(header: &Value, payload: &Value) -> String {
    let part = |value: &Value| base64url::encode(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(header), part(payload));
    let key = BundleSigningKey::new("guild", algorithm("HS256"), SECRET).unwrap();
    format!("{signed}.{}", base64url::encode(&key.sign(signed.as_bytes()).unwrap()))
}

fn listed(texts: &[(String, String)]) -> Vec<Value> {
    let sign = |(name, text): &(String, String)| {
        let hash = hash(name, text.as_bytes(), &digest::SHA256).unwrap();
        let hash: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        json!({"name": name, "hash": hash, "algorithm": "SHA-256"})
    };
    texts.iter().map(sign).collect()
}

fn code(files: &Files, keys: &[VerificationKey]) -> &'static str {
    let error = verify(files, keys).unwrap_err();
    assert_eq!(error.class(), Class::Trust, "{error}");
    error.code().as_str()
}

#[test]
fn accepts_what_pyjwt_signed_with_every_algorithm() {
    for line in include_str!("fixtures/tokens.txt").lines() {
        let (name, token) = line.split_once(' ').unwrap();
        let files = with_token(&bundle(), token);
        let signed = verify(&files, &[public(name, Some("write"))]).unwrap();
        assert_eq!((signed.keyid.as_str(), signed.algorithm.as_str()), ("guild", name));
        assert_eq!(signed.files, 8);
        let wanted = Claims {
            scope: Some("write".to_owned()),
            issuer: Some("JWTService".to_owned()),
            issued_at: Some(1592248027),
        };
        assert_eq!(signed.claims, wanted);

        assert_eq!(code(&files, &[public(name, None)]), "COS-BND-0018");
        assert_eq!(code(&files, &[public(name, Some("read"))]), "COS-BND-0018");
        for (other, _) in Algorithm::ALL.iter().filter(|(other, _)| *other != name) {
            assert_eq!(
                code(&files, &[public(other, Some("write"))]),
                "COS-BND-0016",
                "{name} {other}"
            );
        }
    }
}

#[test]
fn signs_what_it_verifies_with_every_algorithm() {
    let claims = Claims {
        scope: Some("write".to_owned()),
        issuer: Some("cos".to_owned()),
        issued_at: Some(1_800_000_000),
    };
    for (name, algorithm) in Algorithm::ALL {
        let material: &[u8] = match name {
            "ES256" => include_bytes!("fixtures/p256.sec1.pem"),
            "ES384" => include_bytes!("fixtures/p384.pem"),
            "ES512" => include_bytes!("fixtures/p521.pem"),
            _ if name.starts_with('H') => SECRET,
            _ => RSA,
        };
        let key = BundleSigningKey::new("guild", algorithm, material).unwrap();
        let mut files = files(&bundle());
        let content = files.content_digest();
        sign(&mut files, &key, &claims).unwrap();
        sign(&mut files, &key, &claims).unwrap();
        assert_eq!(files.content_digest(), content);
        let signed = verify(&files, &[public(name, Some("write"))]).unwrap();
        assert_eq!((signed.claims, signed.files), (claims.clone(), 8));
    }
}

#[test]
fn form_does_not_matter_where_opa_hashes_structure() {
    let texts = bundle();
    let mut signed = files(&texts);
    let key = BundleSigningKey::new("guild", algorithm("HS256"), SECRET).unwrap();
    sign(&mut signed, &key, &Claims::default()).unwrap();
    let token = SignatureFile::read(signed.bytes(SIGNATURES).unwrap()).unwrap().token;
    for (name, text) in &texts {
        for edited in [format!("{text}\n"), text.replace(": ", ":   ")] {
            if edited == *text {
                continue;
            }
            let structured = super::super::document::is_structured(name);
            let edit = |(other, text): &(String, String)| {
                (other.clone(), if other == name { edited.clone() } else { text.clone() })
            };
            let tampered = with_token(&texts.iter().map(edit).collect::<Vec<_>>(), &token);
            let found = verify(&tampered, &[public("HS256", None)]);
            assert_eq!(found.is_ok(), structured, "{name}");
        }
    }
}

#[test]
fn any_difference_in_the_files_shows() {
    let texts = bundle();
    let payload = json!({"files": listed(&texts)});
    let token = token(&json!({"alg": "HS256", "kid": "guild"}), &payload);
    let key = [public("HS256", None)];
    assert!(verify(&with_token(&texts, &token), &key).is_ok());
    for (at, (name, text)) in texts.iter().enumerate() {
        let mut changed = texts.clone();
        changed[at].1 = if text.contains('1') {
            text.replacen('1', "7", 1)
        } else {
            text.replace("guild", "other")
                .replace("package", "import")
                .replace('A', "B")
                .replace('a', "b")
        };
        let mut dropped = texts.clone();
        dropped.remove(at);
        let mut renamed = texts.clone();
        renamed[at].0 = format!("x/{name}");
        let mut cased = texts.clone();
        cased[at].0 = name.to_uppercase();
        for (what, tampered) in
            [("changed", changed), ("dropped", dropped), ("renamed", renamed), ("cased", cased)]
        {
            if tampered[..] != texts[..] {
                let files = with_token(&tampered, &token);
                assert_eq!(code(&files, &key), "COS-BND-0020", "{name} {what}");
            }
        }
    }
    for name in ["new.rego", "data.yml", "x/.signatures.json", "notes.txt"] {
        let mut added = texts.clone();
        added.push((name.to_owned(), String::new()));
        let error = verify(&with_token(&added, &token), &key).unwrap_err().to_string();
        assert_eq!(
            error,
            format!(
                "the files are not those that were signed (not signed: `{name}`); get the bundle again from its author, or sign it again"
            )
        );
    }
    let elsewhere: Vec<_> =
        texts.iter().map(|(name, text)| (format!("x/{name}"), text.clone())).collect();
    let outside = self::token(
        &json!({"alg": "HS256", "kid": "guild"}),
        &json!({"files": listed(&elsewhere)}),
    );
    let error = verify(&with_token(&texts, &outside), &key).unwrap_err();
    assert!(error.to_string().contains("all names begin with `x/`"), "{error}");
}

#[test]
fn the_key_decides_about_the_algorithm() {
    let texts = bundle();
    let payload = json!({"files": listed(&texts)});
    let part = |value: &Value| base64url::encode(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(&json!({"alg": "HS256", "kid": "guild"})), part(&payload));
    // The old attack: the public key as the secret of a token that says HS256.
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, RSA_PUBLIC);
    let tag = aws_lc_rs::hmac::sign(&key, signed.as_bytes());
    let forged = format!("{signed}.{}", base64url::encode(tag.as_ref()));
    assert_eq!(code(&with_token(&texts, &forged), &[public("RS256", None)]), "COS-BND-0016");
    assert!(VerificationKey::new("guild", algorithm("HS256"), RSA_PUBLIC, None).is_err());

    for alg in ["none", "None", "hs256", "", "ES256"] {
        let header = json!({"alg": alg, "kid": "guild"});
        let unsigned = format!("{}.{}.", part(&header), part(&payload));
        assert_eq!(code(&with_token(&texts, &unsigned), &[public("HS256", None)]), "COS-BND-0016");
        let files = with_token(&texts, &token(&header, &payload));
        assert_eq!(code(&files, &[public("HS256", None)]), "COS-BND-0016");
    }
    let header = json!({"alg": "HS256", "kid": "guild"});
    let good = token(&header, &payload);
    let (head, signature) = good.rsplit_once('.').unwrap();
    for signature in ["", "AAAA", &signature[4..], &format!("{signature}AAAA")] {
        let files = with_token(&texts, &format!("{head}.{signature}"));
        assert_eq!(code(&files, &[public("HS256", None)]), "COS-BND-0017");
    }
}

#[test]
fn a_key_counts_within_its_period() {
    let texts = bundle();
    let signed = |at: Option<i64>| {
        let payload = match at {
            Some(at) => json!({"files": listed(&texts), "iat": at}),
            None => json!({"files": listed(&texts)}),
        };
        with_token(&texts, &token(&json!({"alg": "HS256", "kid": "guild"}), &payload))
    };
    let key = |last: Option<i64>| {
        let period = Period { first: Timestamp(100), last: last.map(Timestamp) };
        [public("HS256", None).within(period)]
    };
    for at in [100, 150, 200] {
        assert!(verify(&signed(Some(at)), &key(Some(200))).is_ok(), "{at}");
    }
    for at in [-1, 99, 201] {
        assert_eq!(code(&signed(Some(at)), &key(Some(200))), "COS-BND-0024", "{at}");
    }
    assert!(verify(&signed(Some(i64::from(u32::MAX))), &key(None)).is_ok());
    // Without a time it may have been signed after the end.
    assert!(verify(&signed(None), &key(None)).is_ok());
    assert_eq!(code(&signed(None), &key(Some(200))), "COS-BND-0024");
}

#[test]
fn the_token_says_which_key() {
    let texts = bundle();
    let payload = json!({"files": listed(&texts)});
    let named = |header: Value, keyid: Value| {
        let mut payload = payload.clone();
        payload["keyid"] = keyid;
        with_token(&texts, &token(&header, &payload))
    };
    let other = || VerificationKey::new("other", algorithm("HS256"), SECRET, None).unwrap();
    let guild = || public("HS256", None);
    let kid = json!({"alg": "HS256", "kid": "guild"});
    let none = json!({"alg": "HS256"});
    let plain = with_token(&texts, &token(&none, &payload));

    assert!(verify(&named(kid.clone(), json!("x")), &[other(), guild()]).is_ok());
    assert!(verify(&named(none.clone(), json!("guild")), &[other(), guild()]).is_ok());
    assert!(verify(&plain, &[guild()]).is_ok());
    // The same secret under another name is another key.
    assert_eq!(code(&named(kid.clone(), json!("other")), &[other()]), "COS-BND-0015");
    assert_eq!(code(&named(none, json!("guild")), &[other()]), "COS-BND-0015");
    assert_eq!(code(&plain, &[guild(), other()]), "COS-BND-0015");
    assert_eq!(code(&plain, &[]), "COS-BND-0015");

    let stranger = VerificationKey::new("guild", algorithm("HS256"), &[1; 32], None).unwrap();
    assert_eq!(code(&named(kid, json!("guild")), &[stranger]), "COS-BND-0017");
    let error = verify(&plain, &[guild(), other()]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the signature does not say which key it is by, and the keys given are `guild`, `other`; \
         give the key that signed the bundle, under the same id"
    );
}

#[test]
fn weak_and_unknown_hashes_are_refused() {
    let texts = bundle();
    for (name, wanted) in [
        ("MD5", "can be forged"),
        ("SHA-1", "can be forged"),
        ("SHA-224", "can be forged"),
        ("SHA-512-224", "can be forged"),
        ("sha256", "unknown hash"),
        ("MD6", "unknown hash"),
        ("", "unknown hash"),
    ] {
        let mut listed = listed(&texts);
        listed[3]["algorithm"] = json!(name);
        let token = token(&json!({"alg": "HS256"}), &json!({"files": listed}));
        let error = verify(&with_token(&texts, &token), &[public("HS256", None)]).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-BND-0019");
        assert!(error.to_string().contains(wanted), "{name}: {error}");
    }
    let mut upper = listed(&texts);
    for entry in &mut upper {
        entry["hash"] = json!(entry["hash"].as_str().unwrap().to_uppercase());
    }
    let upper = token(&json!({"alg": "HS256"}), &json!({"files": upper}));
    assert!(verify(&with_token(&texts, &upper), &[public("HS256", None)]).is_ok());
}

#[test]
fn what_is_not_a_signature_file_is_refused() {
    let key = [public("HS256", None)];
    let texts = bundle();
    assert_eq!(code(&files(&texts), &key), "COS-BND-0013");
    let list = listed(&texts);
    let header = json!({"alg": "HS256"});
    let good = token(&header, &json!({"files": list}));
    let twice = [list.clone(), list[..1].to_vec()].concat();
    let padded = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#) + "==";
    for text in [
        String::new(),
        "[]".to_owned(),
        "{}".to_owned(),
        r#"{"signatures":[]}"#.to_owned(),
        r#"{"signatures":[1]}"#.to_owned(),
        r#"{"signatures":"x"}"#.to_owned(),
        r#"{"signatures":["x"]}"#.to_owned(),
        r#"{"signatures":["a.b"]}"#.to_owned(),
        json!({"signatures": [good, good]}).to_string(),
        json!({"plugin": "evil", "signatures": [good]}).to_string(),
        json!({"plugin": 1, "signatures": [good]}).to_string(),
        format!(r#"{{"signatures":["{good}"],"signatures":["{good}"]}}"#),
        json!({"signatures": [format!("{good}.x")]}).to_string(),
        json!({"signatures": [good.replacen('.', "=.", 1)]}).to_string(),
        json!({"signatures": [format!("{padded}.{}", good.split_once('.').unwrap().1)]}).to_string(),
        json!({"signatures": [token(&json!([]), &json!({"files": list}))]}).to_string(),
        json!({"signatures": [token(&json!({}), &json!({"files": list}))]}).to_string(),
        json!({"signatures": [token(&json!({"alg": 1}), &json!({"files": list}))]}).to_string(),
        json!({"signatures": [token(&json!({"alg": "HS256", "kid": 1}), &json!({"files": list}))]}).to_string(),
        json!({"signatures": [token(&json!({"alg": "HS256", "crit": ["b64"]}), &json!({"files": list}))]}).to_string(),
        json!({"signatures": [token(&json!({"alg": "HS256", "b64": false}), &json!({"files": list}))]}).to_string(),
        json!({"signatures": [token(&header, &json!([]))]}).to_string(),
        json!({"signatures": [token(&header, &json!({"files": {}}))]}).to_string(),
        json!({"signatures": [token(&header, &json!({"files": [{"name": "a"}]}))]}).to_string(),
        json!({"signatures": [token(&header, &json!({"files": list, "iat": "1"}))]}).to_string(),
        json!({"signatures": [token(&header, &json!({"files": list, "scope": 1}))]}).to_string(),
        json!({"signatures": [token(&header, &json!({"files": twice}))]}).to_string(),
    ] {
        let mut files = files(&texts);
        files.set_signature(text.clone().into_bytes());
        assert_eq!(code(&files, &key), "COS-BND-0014", "{text}");
    }
    let mut default = files(&texts);
    default.set_signature(
        json!({"plugin": "_default", "signatures": [good]}).to_string().into_bytes(),
    );
    assert!(verify(&default, &key).is_ok());
}

#[test]
fn documents_that_cannot_be_hashed_are_bad_input() {
    let mut broken = files(&[("data.json".to_owned(), "{\"a\":1,\"a\":2}".to_owned())]);
    let key = BundleSigningKey::new("guild", algorithm("HS256"), SECRET).unwrap();
    let error = sign(&mut broken, &key, &Claims::default()).unwrap_err();
    assert_eq!((error.code().as_str(), error.class()), ("COS-BND-0008", Class::Input));
}

#[test]
fn what_a_token_says_of_itself_is_read_without_believing_it() {
    let token = token(
        &json!({"alg": "none"}),
        &json!({"keyid": "mallory", "scope": "all", "iat": 7, "files": listed(&bundle())}),
    );
    let file = SignatureFile { plugin: None, token };
    let said = file.unverified().unwrap();
    assert_eq!((said.algorithm.as_str(), said.keyid), ("none", Some("mallory".into())));
    assert_eq!((said.claims.scope, said.claims.issued_at), (Some("all".into()), Some(7)));
    assert_eq!(said.files, bundle().len());
    let file = SignatureFile { plugin: None, token: "a.b".into() };
    assert_eq!(file.unverified().unwrap_err().code().as_str(), "COS-BND-0014");
}
