//! RFC 9901 §7.1, rule by rule, and the refusals that go beyond it.

use super::*;
use crate::fixture::{SALT, digest};
use serde_json::Value;

/// Processes a payload and disclosures, correctly signed.
fn process(payload: &Value, disclosures: &[&str]) -> Result<Value, ReceiptError> {
    let disclosures: Vec<String> = disclosures.iter().map(|&text| text.into()).collect();
    read(fixture::sdjwt(&header(), &payload.to_string(), &disclosures))
}

/// Processes a payload that holds the digests of `disclosures` in `_sd`.
fn members(disclosures: &[&str]) -> Result<Value, ReceiptError> {
    process(
        &json!({ "_sd": disclosures.iter().map(|text| digest(text)).collect::<Vec<_>>() }),
        disclosures,
    )
}

/// Processes a payload that holds the digests of `disclosures` as items of `a`.
fn items(disclosures: &[&str]) -> Result<Value, ReceiptError> {
    process(
        &json!({ "a": disclosures.iter().map(|text| placeholder(text)).collect::<Vec<_>>() }),
        disclosures,
    )
}

/// The base64url text of a disclosure with another salt, for a second one of the same content.
fn salted(salt: &str, name: &str, value: impl Into<Value>) -> String {
    encode(&json!([salt, name, value.into()]).to_string())
}

const OTHER_SALT: &str = "AAAAAAAAAAAAAAAAAAAAAA";

/// §4.2.1 gives three spellings of one claim and §4.2.3 the digest of the first.
#[test]
fn the_examples_of_the_rfc_are_read() {
    let spellings = [
        "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0",
        "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNXHUwMGY2Yml1cyJd",
        "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsImZhbWlseV9uYW1lIiwiTcO2Yml1cyJd",
        "WwoiXzI2YmM0TFQtYWM2cTJLSTZjQlc1ZXMiLAoiZmFtaWx5X25hbWUiLAoiTcO2Yml1cyIKXQ",
    ];
    assert_eq!(digest(spellings[0]), "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
    for text in spellings {
        assert_eq!(members(&[text]).unwrap(), json!({ "family_name": "Möbius" }));
    }
    let item = "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0";
    assert_eq!(digest(item), "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs");
    let payload = json!({ "nationalities": ["DE", { "...": digest(item) }, "US"] });
    assert_eq!(process(&payload, &[item]).unwrap(), json!({ "nationalities": ["DE", "FR", "US"] }));
    assert_eq!(process(&payload, &[]).unwrap(), json!({ "nationalities": ["DE", "US"] }));
}

/// Step 3.b: digests stand in `_sd` arrays and in objects with the one key `...` inside arrays, at any depth.
#[test]
fn digests_are_found_at_any_depth() {
    let (a, b, c) = (member("a", 1), item(2), member("c", json!({ "d": null })));
    let payload = json!({
        "_sd": [digest(&a)],
        "list": [0, [placeholder(&b)], { "_sd": [digest(&c)] }],
    });
    let all = json!({ "a": 1, "list": [0, [2], { "c": { "d": null } }] });
    assert_eq!(process(&payload, &[&a, &b, &c]).unwrap(), all);
    assert_eq!(
        process(&payload, &[&c, &b, &a]).unwrap(),
        all,
        "the order of disclosures says nothing"
    );
    assert_eq!(process(&payload, &[&b]).unwrap(), json!({ "list": [0, [2], {}] }));
}

/// Step 3.c.i: a digest without disclosure is ignored, so decoys are.
#[test]
fn decoys_are_ignored() {
    let payload = json!({ "_sd": [digest("x"), digest("y")], "list": [placeholder("z")] });
    assert_eq!(process(&payload, &[]).unwrap(), json!({ "list": [] }));
}

/// Steps 3.c.ii.1 and 3.c.iii.1, and §4.2.1: three elements for a claim, two for an array item, a string as salt and name.
#[test]
fn disclosures_have_the_elements_of_their_place() {
    let member_shape = "a claim is disclosed by `[salt, name, value]`";
    let item_shape = "an array item is disclosed by `[salt, value]`";
    let salt = "the salt is not a string of at least 128 bits";
    let name = "the claim's name is not a string";
    let cases: &[(bool, String, &str)] = &[
        (true, json!([]).to_string(), member_shape),
        (true, json!([SALT]).to_string(), member_shape),
        (true, json!([SALT, "a"]).to_string(), member_shape),
        (true, json!([SALT, "a", 1, 2]).to_string(), member_shape),
        (true, json!({ "0": SALT, "1": "a", "2": 1 }).to_string(), member_shape),
        (true, json!("a").to_string(), member_shape),
        (true, json!(null).to_string(), member_shape),
        (true, json!([SALT, 1, "a"]).to_string(), name),
        (true, json!([SALT, null, "a"]).to_string(), name),
        (true, json!([SALT, ["a"], "a"]).to_string(), name),
        (true, json!([1, "a", 1]).to_string(), salt),
        (true, json!([null, "a", 1]).to_string(), salt),
        (true, json!(["", "a", 1]).to_string(), salt),
        (true, json!([&SALT[1..], "a", 1]).to_string(), salt),
        (true, format!(r#"["{}","a",1]"#, r"\u0041".repeat(21)), salt),
        (true, format!(r#"["{}","a",1]"#, r"\n".repeat(21)), salt),
        (false, json!([]).to_string(), item_shape),
        (false, json!([SALT]).to_string(), item_shape),
        (false, json!([SALT, "a", 1]).to_string(), item_shape),
        (false, json!({ "...": SALT }).to_string(), item_shape),
        (false, json!([&SALT[1..], 1]).to_string(), salt),
        (false, json!([[SALT], 1]).to_string(), salt),
        (false, format!(r#"["{}",1]"#, r"\u0041".repeat(21)), salt),
    ];
    for (is_member, text, reason) in cases {
        let disclosure = encode(text);
        let process = if *is_member { members } else { items };
        assert_eq!(
            process(&[&disclosure]).unwrap_err(),
            ReceiptError::Disclosure { number: 1, reason },
            "{text}"
        );
        let second = process(&[&if *is_member { member("z", 0) } else { item(0) }, &disclosure]);
        assert_eq!(second.unwrap_err(), ReceiptError::Disclosure { number: 2, reason }, "{text}");
    }
    let escaped_but_long = encode(&format!(r#"["\/{}","a",1]"#, &SALT[1..]));
    assert_eq!(members(&[&escaped_but_long]).unwrap(), json!({ "a": 1 }));
}

/// Step 3.c.ii.2, and `_sd_alg` besides, which would change the meaning of the digests.
#[test]
fn reserved_names_are_refused() {
    for name in ["_sd", "...", "_sd_alg"] {
        let expected = ReceiptError::Overwrites { number: 1, claim: name.into() };
        let escaped = format!(r#"["{SALT}","\u{:04x}{}",[]]"#, name.as_bytes()[0], &name[1..]);
        for disclosure in [member(name, json!([])), encode(&escaped)] {
            assert_eq!(members(&[&disclosure]).unwrap_err(), expected, "{name}");
        }
    }
    let innocent = ["_sd_", "_SD", "....", "..", "_sd_alg2", ""];
    for name in innocent {
        assert_eq!(members(&[&member(name, 1)]).unwrap(), json!({ name: 1 }));
    }
}

/// Step 3.c.ii.3: a disclosed claim never replaces a visible one, nor another disclosed one, however either is spelled.
#[test]
fn claims_are_never_overwritten() {
    let plain = member("role", "admin");
    let escaped = encode(&format!(r#"["{SALT}","\u0072ole","admin"]"#));
    let expected = |number| ReceiptError::Overwrites { number, claim: "role".into() };
    for disclosure in [&plain, &escaped] {
        let digest = digest(disclosure);
        for visible in [r#""role""#, r#""r\u006fle""#] {
            let payloads = [
                format!(r#"{{{visible}:"user","_sd":["{digest}"]}}"#),
                format!(r#"{{"_sd":["{digest}"],{visible}:"user"}}"#),
                format!(r#"{{"deep":[{{"_sd":["{digest}"],{visible}:null}}]}}"#),
            ];
            for payload in payloads {
                let compact = fixture::sdjwt(&header(), &payload, std::slice::from_ref(disclosure));
                assert_eq!(read(compact).unwrap_err(), expected(1), "{payload}");
            }
        }
        let other = salted(OTHER_SALT, "role", "user");
        assert_eq!(members(&[disclosure, &other]).unwrap_err(), expected(2));
        assert_eq!(members(&[&other, &member("z", 0), disclosure]).unwrap_err(), expected(3));
    }
    let inner = salted(OTHER_SALT, "role", "user");
    let outer = member("actor", json!({ "role": "admin", "_sd": [digest(&inner)] }));
    assert_eq!(members(&[&outer, &inner]).unwrap_err(), expected(2));
}

#[test]
fn hostile_names_are_shown_short_and_printable() {
    let name = "\u{1b}[2J".repeat(1_000);
    let (one, other) = (member(&name, 1), salted(OTHER_SALT, &name, 2));
    let twice = members(&[&one, &other]).unwrap_err().to_string();
    let duplicate = format!(r#"{{{0}:1,{0}:2}}"#, json!(name));
    let duplicate = read(fixture::sdjwt(&header(), &duplicate, &[])).unwrap_err().to_string();
    for message in [twice, duplicate] {
        assert!(message.len() < 900 && !message.contains(char::is_control), "{message}");
    }
}

#[test]
fn the_same_name_may_stand_at_different_places() {
    let (top, deep) = (member("role", 1), salted(OTHER_SALT, "role", 2));
    let payload = json!({
        "_sd": [digest(&top)],
        "actor": { "_sd": [digest(&deep)] },
        "list": [{ "role": 3 }],
    });
    let expected = json!({ "role": 1, "actor": { "role": 2 }, "list": [{ "role": 3 }] });
    assert_eq!(process(&payload, &[&deep, &top]).unwrap(), expected);
}

/// Steps 3.c.ii.5 and 3.c.iii.3, §4.2.6: what was disclosed may hold digests again.
#[test]
fn disclosures_nest() {
    let street = member("street", "Via Roma 1");
    let address = member("address", json!({ "city": "Turin", "_sd": [digest(&street)] }));
    let nick = item("Countess");
    let names = salted(OTHER_SALT, "names", json!(["Ada", placeholder(&nick)]));
    let actor = item(json!({ "_sd": [digest(&address), digest(&names)] }));
    let payload = json!({ "actors": [placeholder(&actor)] });
    let full = json!({ "actors": [{
        "address": { "city": "Turin", "street": "Via Roma 1" },
        "names": ["Ada", "Countess"],
    }] });
    let all = [&street, &address, &nick, &names, &actor].map(String::as_str);
    assert_eq!(process(&payload, &all).unwrap(), full);
    let without_leaves =
        json!({ "actors": [{ "address": { "city": "Turin" }, "names": ["Ada"] }] });
    assert_eq!(process(&payload, &[&actor, &names, &address]).unwrap(), without_leaves);
    assert_eq!(process(&payload, &[&actor]).unwrap(), json!({ "actors": [{}] }));
    assert_eq!(process(&payload, &[]).unwrap(), json!({ "actors": [] }));
}

/// Steps 3.d to 3.f: placeholders, `_sd` and `_sd_alg` go; what they leave empty stays.
#[test]
fn what_remains_is_ordinary_json() {
    let payload = json!({
        "_sd": [], "_sd_alg": "sha-256",
        "empty": { "_sd": [] }, "list": [placeholder("a"), {}, [placeholder("b")]],
        "text": "_sd", "digest": digest("c"),
    });
    let expected = json!({ "empty": {}, "list": [{}, []], "text": "_sd", "digest": digest("c") });
    assert_eq!(process(&payload, &[]).unwrap(), expected);
}

/// Step 4: no digest stands anywhere twice, disclosed or not.
#[test]
fn a_digest_seen_twice_is_refused() {
    let (a, b) = (member("a", 1), item(1));
    let nested = |value: Value| member("outer", value);
    let one = digest("withheld or decoy");
    let payloads = [
        (json!({ "_sd": [&one, &one] }), vec![]),
        (json!({ "_sd": [&one], "x": { "_sd": [&one] } }), vec![]),
        (json!({ "_sd": [&one], "x": [{ "...": one }] }), vec![]),
        (json!({ "x": [{ "...": one }, { "...": one }] }), vec![]),
        (json!({ "x": [{ "...": one }], "y": [[{ "...": one }]] }), vec![]),
        (json!({ "_sd": [digest(&a), digest(&a)] }), vec![a.clone()]),
        (json!({ "_sd": [digest(&a)], "x": { "_sd": [digest(&a)] } }), vec![a.clone()]),
        (json!({ "x": { "_sd": [digest(&a)] }, "y": { "_sd": [digest(&a)] } }), vec![a.clone()]),
        (json!({ "x": [placeholder(&b), placeholder(&b)] }), vec![b.clone()]),
        {
            let outer = nested(json!({ "_sd": [one] }));
            (json!({ "_sd": [digest(&outer), one] }), vec![outer])
        },
        {
            let outer = nested(json!({ "_sd": [digest(&a)] }));
            (json!({ "_sd": [digest(&outer), digest(&a)] }), vec![outer, a])
        },
        {
            let outer = nested(json!([placeholder(&b), placeholder(&b)]));
            (json!({ "_sd": [digest(&outer)] }), vec![b, outer])
        },
        {
            let (first, second) =
                (nested(json!({ "_sd": [one] })), member("other", json!([{ "...": one }])));
            (json!({ "_sd": [digest(&first), digest(&second)] }), vec![first, second])
        },
    ];
    for (payload, disclosures) in payloads {
        let disclosures: Vec<_> = disclosures.iter().map(String::as_str).collect();
        assert_eq!(
            process(&payload, &disclosures).unwrap_err(),
            ReceiptError::DigestTwice,
            "{payload}"
        );
    }
    // The same digest in a disclosure that is withheld is not in sight.
    let outer = nested(json!({ "_sd": [one] }));
    assert!(process(&json!({ "_sd": [digest(&outer), one] }), &[]).is_ok());
}

/// Step 5: every disclosure is called for, and so none comes twice.
#[test]
fn disclosures_that_nothing_calls_for_are_refused() {
    let (a, b) = (member("a", 1), member("b", 2));
    let calls_for_a = json!({ "_sd": [digest(&a)] });
    let unreferenced = |disclosures: &[&str]| process(&calls_for_a, disclosures).unwrap_err();
    assert_eq!(unreferenced(&[&b]), ReceiptError::Unreferenced(1));
    assert_eq!(unreferenced(&[&a, &b]), ReceiptError::Unreferenced(2));
    assert_eq!(unreferenced(&[&a, &a]), ReceiptError::DigestTwice);
    assert_eq!(unreferenced(&[&b, &a, &b]), ReceiptError::DigestTwice);
    let spaced = encode(&json!([SALT, "a", 1]).to_string().replace(',', ", "));
    assert_eq!(unreferenced(&[&spaced]), ReceiptError::Unreferenced(1), "same claim, other bytes");
    let outer = member("outer", json!({ "_sd": [digest(&a)] }));
    let payload = json!({ "_sd": [digest(&outer)] });
    assert!(process(&payload, &[&outer, &a]).is_ok());
    assert_eq!(process(&payload, &[&a]).unwrap_err(), ReceiptError::Unreferenced(1));
    // A digest that is only a string somewhere calls for nothing.
    for payload in [
        json!({ "x": digest(&a) }),
        json!({ "x": [digest(&a)] }),
        json!({ "_sd": [], "sd": [digest(&a)] }),
    ] {
        assert_eq!(
            process(&payload, &[&a]).unwrap_err(),
            ReceiptError::Unreferenced(1),
            "{payload}"
        );
    }
}

/// §4.1, §4.2.4: `_sd` and `...` carry digests and nothing else.
#[test]
fn malformed_digest_lists_are_refused() {
    let good = digest("x");
    let odd = |text: &str| json!({ "_sd": [text] });
    let cases = [
        (json!({ "_sd": good }), "`_sd` is not an array"),
        (json!({ "_sd": { "0": good } }), "`_sd` is not an array"),
        (json!({ "_sd": null }), "`_sd` is not an array"),
        (json!({ "_sd": false }), "`_sd` is not an array"),
        (json!({ "x": [{ "_sd": 1 }] }), "`_sd` is not an array"),
        (json!({ "_sd": [1] }), "a digest is not base64url of 32 bytes"),
        (json!({ "_sd": [null] }), "a digest is not base64url of 32 bytes"),
        (json!({ "_sd": [[good]] }), "a digest is not base64url of 32 bytes"),
        (json!({ "_sd": [{ "...": good }] }), "a digest is not base64url of 32 bytes"),
        (odd(""), "a digest is not base64url of 32 bytes"),
        (odd(&good[1..]), "a digest is not base64url of 32 bytes"),
        (odd(&format!("{good}A")), "a digest is not base64url of 32 bytes"),
        (odd(&format!("{good}=")), "a digest is not base64url of 32 bytes"),
        (odd(&format!("{good} ")), "a digest is not base64url of 32 bytes"),
        (odd(&format!("{}+", &good[1..])), "a digest is not base64url of 32 bytes"),
        (odd(&format!("{}/", &good[1..])), "a digest is not base64url of 32 bytes"),
        (odd(&format!("{}B", "A".repeat(42))), "a digest is not base64url of 32 bytes"),
        (json!({ "x": [{ "...": 1 }] }), "a digest is not base64url of 32 bytes"),
        (json!({ "x": [{ "...": [good] }] }), "a digest is not base64url of 32 bytes"),
        (json!({ "x": [{ "...": "" }] }), "a digest is not base64url of 32 bytes"),
        (json!({ "x": [{ "...": good, "y": 1 }] }), "`...` has siblings"),
        (json!({ "x": [{ "...": good, "_sd": [] }] }), "`...` has siblings"),
        (json!({ "...": good }), "`...` outside an array"),
        (json!({ "x": { "...": good } }), "`...` outside an array"),
        (json!({ "x": [{ "y": { "...": good } }] }), "`...` outside an array"),
        (
            json!({ "_sd_alg": "sha-256", "x": { "_sd_alg": "sha-256" } }),
            "`_sd_alg` below the top of the payload",
        ),
        (json!({ "x": [{ "_sd_alg": "sha-256" }] }), "`_sd_alg` below the top of the payload"),
    ];
    for (payload, reason) in cases {
        assert_eq!(process(&payload, &[]).unwrap_err(), ReceiptError::Digests(reason), "{payload}");
        // The same inside a disclosure; top and bottom differ only for the misplaced `_sd_alg`.
        let disclosure = item(payload.clone());
        let (compact, payload) = (items(&[&disclosure]), payload.to_string());
        if payload.starts_with(r#"{"...""#) {
            continue;
        }
        let reason = if payload.contains("_sd_alg") {
            "`_sd_alg` below the top of the payload"
        } else {
            reason
        };
        assert_eq!(compact.unwrap_err(), ReceiptError::Digests(reason), "{payload}");
    }
    let escaped = format!(r#"{{"_sd":["\u{:04x}{}"]}}"#, good.as_bytes()[0], &good[1..]);
    assert_eq!(
        read(fixture::sdjwt(&header(), &escaped, &[])).unwrap_err(),
        ReceiptError::Digests("a digest is not base64url of 32 bytes"),
        "digests have no second spelling"
    );
}

/// Step 2.d: SHA-256 or nothing.
#[test]
fn other_hash_algorithms_are_refused() {
    let bad = [
        json!("sha-512"),
        json!("SHA-256"),
        json!("sha256"),
        json!("md5"),
        json!(""),
        json!(null),
        json!(256),
        json!(["sha-256"]),
    ];
    for alg in bad {
        assert_eq!(
            process(&json!({ "_sd_alg": alg }), &[]).unwrap_err(),
            ReceiptError::HashAlgorithm,
            "{alg}"
        );
    }
    let compact = |payload| read(fixture::sdjwt(&header(), payload, &[]));
    assert_eq!(compact(r#"{"\u005fsd_alg":"sha-512"}"#).unwrap_err(), ReceiptError::HashAlgorithm);
    assert_eq!(compact(r#"{"\u005fsd_alg":"sha-\u0032\u0035\u0036"}"#).unwrap(), json!({}));
    assert_eq!(compact("{}").unwrap(), json!({}), "SHA-256 is the default");
}

#[test]
fn payloads_are_objects() {
    for payload in ["[]", "null", "\"x\"", "1", "true"] {
        let error = read(fixture::sdjwt(&header(), payload, &[])).unwrap_err();
        assert!(
            matches!(error, ReceiptError::Claim { claim, .. } if claim == "payload"),
            "{payload}"
        );
    }
}

/// Escapes in `_sd` and `...` mean the same; whoever compares bytes would see other claims than we do.
#[test]
fn keywords_are_known_in_every_spelling() {
    let a = member("a", 1);
    let compact = |payload: &str, disclosures: &[String]| {
        read(fixture::sdjwt(&header(), payload, disclosures))
    };
    let payload = format!(r#"{{"\u005f\u0073d":["{}"]}}"#, digest(&a));
    assert_eq!(compact(&payload, &[a]).unwrap(), json!({ "a": 1 }));
    let b = item(2);
    let payload = format!(r#"{{"x":[{{"\u002e..":"{}"}}]}}"#, digest(&b));
    assert_eq!(compact(&payload, &[b]).unwrap(), json!({ "x": [2] }));
}
