//! Every way in which a trust file can be wrong, with the code, the place and the field that the refusal names.

use super::*;

/// Parses the sample with one text replaced by another and returns code, field and line of the refusal.
#[track_caller]
fn refusal(from: &str, to: &str) -> (&'static str, String, String) {
    let json = sample().to_json();
    let at = json.find(from).unwrap_or_else(|| panic!("the sample has no {from}"));
    let changed = format!("{}{to}{}", &json[..at], &json[at + from.len()..]);
    refused(changed.as_bytes())
}

#[track_caller]
fn refused(bytes: &[u8]) -> (&'static str, String, String) {
    let error = TrustFile::parse(bytes).expect_err("the file is wrong");
    let field = error.place.as_ref().map_or(String::new(), |place| place.field.clone());
    (error.code().as_str(), field, error.to_string())
}

#[track_caller]
fn check(from: &str, to: &str, code: &str, field: &str) {
    let (found_code, found_field, message) = refusal(from, to);
    assert_eq!((found_code, found_field.as_str()), (code, field), "{from} → {to}: {message}");
}

#[test]
fn shape() {
    const VALUE: &str = "COS-TRU-0003";
    check(r#""org": "acme","#, r#""org": "acme", "colour": 1,"#, VALUE, "colour");
    check(r#""retired": null"#, r#""retired": null, "note": """#, VALUE, "keys[1].note");
    check(r#""at":"#, r#""when":"#, VALUE, "keys[0].retired.when");
    check(r#""quorum": 1,"#, r#""quorum": 1, "x": 1,"#, VALUE, "witnesses.x");
    check(r#""origin":"#, r#""Origin":"#, VALUE, "logs[0].Origin");
    check(r#""org": "acme","#, "", VALUE, "");
    check(r#""schema": "cos.trust/v1","#, "", VALUE, "");
    check(r#""algorithm": "Ed25519","#, "", VALUE, "keys[0]");
    check(r#""not_after": null,"#, "", VALUE, "keys[0]");
    check(r#""org": "acme""#, r#""org": 7"#, VALUE, "org");
    check(r#""org": "acme""#, r#""org": "Acme""#, VALUE, "org");
    check(r#""org": "acme""#, r#""org": "other""#, VALUE, "keys[0].id");
    check(r#""quorum": 1"#, r#""quorum": "1""#, VALUE, "witnesses.quorum");
    check(r#""quorum": 1"#, r#""quorum": -1"#, VALUE, "witnesses.quorum");
    check(r#""quorum": 1"#, r#""quorum": 1.0"#, VALUE, "witnesses.quorum");
    check(r#""quorum": 1"#, r#""quorum": null"#, VALUE, "witnesses.quorum");
    check(r#""retired": null"#, r#""retired": false"#, VALUE, "keys[1].retired");
    check(r#""not_after": null"#, r#""not_after": "never""#, VALUE, "keys[0].not_after");
    check(r#""algorithm": "Ed25519""#, r#""algorithm": "ed25519""#, VALUE, "keys[0].algorithm");
    check(r#""purpose": "notary""#, r#""purpose": "log""#, VALUE, "keys[0].purpose");
    check(r#""purpose": "notary""#, r#""purpose": "witness""#, VALUE, "keys[0].purpose");
    check("acme/notary-1+", "acme/witness-1+", VALUE, "keys[0].id");
    check("acme/notary-1+", "acme/notary-01+", VALUE, "keys[0].id");
    check("acme/notary-1+", "acme/notary-1 ", VALUE, "keys[0].id");
    check("acme/notary-1+", "other/notary-1+", VALUE, "keys[0].id");
    assert_eq!(refused(b"[]").0, VALUE);
    assert_eq!(refused(b"null").2, "trust file, line 1, column 1: write an object");
    assert_eq!(refused(br#"{"schema":"cos.trust/v1","org":"a","keys":{},"logs":[],"witnesses":{"quorum":0,"keys":[]}}"#).1, "keys");
    assert_eq!(refused(br#"{"schema":"cos.trust/v1","org":"a","keys":[3],"logs":[],"witnesses":{"quorum":0,"keys":[]}}"#).1, "keys[0]");
}

#[test]
fn strict_json() {
    const SYNTAX: &str = "COS-TRU-0001";
    let json = sample().to_json();
    assert_eq!(refused(b"").0, SYNTAX);
    assert_eq!(refused(b" \n").0, SYNTAX);
    assert_eq!(
        refused(format!("\u{feff}{json}").as_bytes()).2,
        "trust file, line 1, column 1: unexpected character"
    );
    assert_eq!(refused(format!("{json}{{}}").as_bytes()).0, SYNTAX);
    assert_eq!(refused(format!("{json}\0").as_bytes()).0, SYNTAX);
    assert_eq!(refused(b"{\"schema\":\"\xff\"}").0, SYNTAX);
    let (code, _, message) =
        refusal(r#""org": "acme","#, "\"org\": \"acme\",\n  \"org\": \"acme\",");
    assert_eq!(
        (code, message.as_str()),
        (SYNTAX, "trust file, line 4, column 4: duplicate key `org`")
    );
    assert_eq!(refusal(r#""retired": null"#, r#""retired": null, "retired": null"#).0, SYNTAX);
    // The second size of a log would decide which old receipts count.
    let twice = r#""acme/eu-1/pilot-a": 25000, "acme/eu-1/pilot-a": 90000"#;
    assert_eq!(refusal(r#""acme/eu-1/pilot-a": 25000"#, twice).0, SYNTAX);
    let escaped = r#""acme/eu-1/pilot-a": 25000, "acme/eu-1/pilot-\u0061": 90000"#;
    assert_eq!(refusal(r#""acme/eu-1/pilot-a": 25000"#, escaped).0, SYNTAX);
    assert_eq!(refusal("25000", "99999999999999999999").0, SYNTAX);
}

#[test]
fn version() {
    let (code, field, message) = refusal("cos.trust/v1", "cos.trust/v2");
    assert_eq!((code, field.as_str()), ("COS-TRU-0002", "schema"));
    assert_eq!(
        message,
        "trust file, line 2, column 14, `schema`: this version of cos reads `cos.trust/v1`, not `cos.trust/v2`"
    );
    // The version is what is wrong with a file of another version, not the fields that are new in it.
    assert_eq!(refused(br#"{"schema":"cos.trust/v2","roots":[]}"#).0, "COS-TRU-0002");
}

#[test]
fn size() {
    let json = sample().to_json();
    let padded = |length: usize| [json.as_bytes(), &vec![b' '; length - json.len()]].concat();
    assert!(TrustFile::parse(&padded(MAX_BYTES)).is_ok());
    for bytes in [padded(MAX_BYTES + 1), padded(2 << 20)] {
        assert_eq!(
            refused(&bytes),
            ("COS-TRU-0004", String::new(), "trust file: longer than 1 MiB".into())
        );
    }
    let directory = tempfile::TempDir::new().unwrap();
    let path = directory.path().join("trust.json");
    std::fs::write(&path, padded(2 << 20)).unwrap();
    assert_eq!(
        Trust::read(&path).unwrap_err().to_string(),
        format!("`{}`: longer than 1 MiB", path.display())
    );
}

#[test]
fn ids_and_keys() {
    let ids: Vec<_> = sample().keys.iter().map(|key| key.id.to_string()).collect();
    let publics: Vec<_> = sample()
        .keys
        .iter()
        .map(|key| cos_core::base64url::encode(&key.verifying_key.public_key().0))
        .collect();
    // Another key under the id, and another id over the key.
    check(&publics[0], &publics[1], "COS-TRU-0005", "keys[0].id");
    let zeroed = format!("{}00000000", &ids[0][..ids[0].len() - 8]);
    let (_, _, message) = refusal(&ids[0], &zeroed);
    assert!(message.ends_with(&format!("the id of the key is `{}`", ids[0])), "{message}");
    check(&ids[0], &ids[0].to_uppercase(), "COS-TRU-0003", "keys[0].id");
    check(&ids[0], &format!("{}0", ids[0]), "COS-TRU-0005", "keys[0].id");
    check(&publics[0], &publics[0][1..], "COS-TRU-0003", "keys[0].public_key");
    check(&publics[0], &format!("{}=", publics[0]), "COS-TRU-0003", "keys[0].public_key");
}

#[test]
fn unusable_keys() {
    let good = cos_core::base64url::encode(&sample().keys[0].verifying_key.public_key().0);
    // The points of order 1, 2, 4 and 8, a y that is not below the prime, and a y that is no point's.
    let mut bad: Vec<[u8; 32]> = vec![[0; 32]; 2];
    bad[0][0] = 1;
    for hex in [
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0200000000000000000000000000000000000000000000000000000000000000",
    ] {
        let mut point = [0; 32];
        assert!(cos_core::digest::decode_hex(hex, &mut point));
        bad.push(point);
    }
    for point in bad {
        check(&good, &cos_core::base64url::encode(&point), "COS-TRU-0007", "keys[0].public_key");
    }
}

#[test]
fn repetitions() {
    let file = sample();
    let repeated = |file: &TrustFile| refused(file.to_json().as_bytes());
    let twice = TrustFile {
        keys: [file.keys.clone(), vec![file.keys[1].clone()]].concat(),
        ..file.clone()
    };
    let (code, field, message) = repeated(&twice);
    assert_eq!((code, field.as_str()), ("COS-TRU-0006", "keys[4].id"));
    assert!(message.ends_with("already listed at `keys[1].id`"), "{message}");

    // One name for two keys, and one key under two names and purposes.
    let mut same_name = file.clone();
    same_name.keys.push(trusted(&key("acme/notary-1", 9)));
    assert_eq!(repeated(&same_name).1, "keys[4].id");
    let mut same_key = file.clone();
    same_key.keys.push(trusted(&key("acme/log-9", 1)));
    let (code, field, message) = repeated(&same_key);
    assert_eq!((code, field.as_str()), ("COS-TRU-0006", "keys[4].public_key"));
    assert!(message.ends_with("already listed at `keys[0].public_key`"), "{message}");

    let mut rules = file.clone();
    rules.logs.push(rules.logs[0].clone());
    assert_eq!(repeated(&rules).1, "logs[2].origin");
    let mut ids = file.clone();
    let again = ids.logs[0].keys[0].clone();
    ids.logs[0].keys.push(again);
    assert_eq!(repeated(&ids).1, "logs[0].keys[1]");

    // A witness that is the log itself vouches for nothing; one witness under two names is one witness.
    let mut own = file.clone();
    own.witnesses.push(witness("witness.example/own", 3));
    assert_eq!(repeated(&own).1, "witnesses.keys[2]");
    let mut renamed = file.clone();
    renamed.witnesses.push(witness("witness.example/west", 5));
    assert_eq!(repeated(&renamed).1, "witnesses.keys[2]");
    let mut namesake = file;
    namesake.witnesses.push(witness("witness.example/north", 9));
    assert_eq!(repeated(&namesake).0, "COS-TRU-0006");
}

#[test]
fn times() {
    const VALUE: &str = "COS-TRU-0003";
    const FIELD: &str = "keys[0].not_before";
    let start = r#""2026-01-01T00:00:00Z""#;
    for time in [
        "2026-01-01",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00",
        "2026-01-01t00:00:00z",
        "2026-01-01T00:00:00+00:00",
        "2026-01-01T00:00:00.5Z",
        "2026-02-30T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "1767225600",
        "0000-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "+2026-01-01T00:00:00Z",
        "",
    ] {
        check(start, &format!("\"{time}\""), VALUE, FIELD);
    }
    check(start, "1767225600", VALUE, FIELD);
    check(start, "null", VALUE, FIELD);
    check(
        r#""not_after": null"#,
        r#""not_after": "2025-12-31T23:59:59Z""#,
        "COS-TRU-0008",
        "keys[0].not_after",
    );
    check(r#""at": "2026-01-02T"#, r#""at": "2025-12-31T"#, "COS-TRU-0008", "keys[0].retired.at");
    check(r#""at": "2026-01-02T00:00:00Z""#, r#""at": null"#, VALUE, "keys[0].retired.at");
}

#[test]
fn positions_of_retired_keys() {
    const VALUE: &str = "COS-TRU-0003";
    for size in ["-1", "25000.0", "2e4", "\"25000\"", "null", "true"] {
        check("25000", size, VALUE, "keys[0].retired.logs.acme/eu-1/pilot-a");
    }
    for origin in ["acme/eu-1", "acme/*/*", "other/eu-1/pilot-a", "acme/eu-1/Pilot-a", ""] {
        let field = format!("keys[0].retired.logs.{origin}");
        check(r#""acme/eu-1/pilot-a": 25000"#, &format!("\"{origin}\": 25000"), VALUE, &field);
    }
    check(r#""logs": {"#, r#""logs": null, "x": {"#, VALUE, "keys[0].retired.x");
}

#[test]
fn rules_for_logs() {
    for origin in
        ["acme/*", "*/*/*", "acme/eu-*/pilot-a", "acme/**/a", "other/*/*", "acme/*/*/*", "*", ""]
    {
        check(r#""acme/*/*""#, &format!("\"{origin}\""), "COS-TRU-0003", "logs[0].origin");
    }
    let file = sample();
    let (log, notary) = (&file.keys[2].id, &file.keys[0].id);
    let listed = format!("\"keys\": [\n        \"{log}\"\n");
    let with = |id: &str| format!("\"keys\": [\n        \"{id}\"\n");
    check(&listed, &with(notary.as_str()), "COS-TRU-0010", "logs[0].keys[0]");
    check(&listed, &with("acme/log-7+01234567"), "COS-TRU-0010", "logs[0].keys[0]");
    check(&listed, &with("acme/log-1"), "COS-TRU-0010", "logs[0].keys[0]");
    check(&listed, "\"keys\": [\n", "COS-TRU-0003", "logs[0].keys");
}

#[test]
fn witnesses() {
    check(r#""quorum": 1"#, r#""quorum": 3"#, "COS-TRU-0009", "witnesses.quorum");
    check(r#""quorum": 1"#, r#""quorum": 9223372036854775807"#, "COS-TRU-0009", "witnesses.quorum");
    let vkey = sample().witnesses[0].to_string();
    let wrong_kind = VerifierKey::new(
        "witness.example/north".parse().unwrap(),
        KeyKind::Ed25519,
        sample().witnesses[0].public_key(),
    );
    for bad in [
        wrong_kind.unwrap().to_string(),
        vkey.replace("north", "nord"),
        vkey.replace("witness.example/north", "north witness"),
        vkey[..vkey.len() - 1].to_owned(),
        "witness.example/north".to_owned(),
        String::new(),
    ] {
        check(&vkey, &bad, "COS-TRU-0003", "witnesses.keys[0]");
    }
    // The identity point as a witness would accept signatures that anyone can make.
    let mut weak = [0; 33];
    (weak[0], weak[1]) = (4, 1);
    let name = "w".parse().unwrap();
    let hash = KeyHash::of(&name, KeyKind::Cosignature, &PublicKey(weak[1..].try_into().unwrap()));
    let weak = format!(
        "w+{hash}+{}",
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD, weak)
    );
    check(&vkey, &weak, "COS-TRU-0003", "witnesses.keys[0]");
}

#[test]
fn unreadable() {
    let directory = tempfile::TempDir::new().unwrap();
    let path = directory.path().join("absent.json");
    let error = Trust::read(&path).unwrap_err();
    assert_eq!(error.code().as_str(), "COS-TRU-0011");
    assert!(
        error.to_string().starts_with(&format!("`{}`: cannot be read: ", path.display())),
        "{error}"
    );
    assert_eq!(Trust::read(directory.path()).unwrap_err().code().as_str(), "COS-TRU-0011");
}
