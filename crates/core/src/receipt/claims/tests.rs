//! A receipt has the claims of its type, each of its form and in its place, and no others.

use super::*;
use crate::fixture::{self, SALT, digest, encode, header, item, member, placeholder};
use crate::ids::Tenant;
use crate::receipt::Reader;
use serde_json::json;

/// Reads the claims of a payload to which one disclosure a claim is added.
fn read(payload: &serde_json::Value, disclosures: &[String]) -> Result<Receipt, ReceiptError> {
    let mut payload = payload.clone();
    let (items, members): (Vec<_>, Vec<_>) = disclosures.iter().partition(|text| is_item(text));
    if !members.is_empty() {
        payload["_sd"] = members.iter().map(|text| digest(text)).collect();
    }
    if !items.is_empty() {
        payload["approvers"] = items.iter().map(|text| placeholder(text)).collect();
    }
    let compact = fixture::sdjwt(&header(), &payload.to_string(), disclosures);
    ClaimsReader::default().read(&Reader::default().read(compact.as_bytes()).unwrap())
}

fn is_item(disclosure: &str) -> bool {
    let text = crate::base64url::decode(disclosure.as_bytes()).unwrap();
    serde_json::from_slice::<Vec<serde_json::Value>>(&text).unwrap().len() == 2
}

/// The visible claims of an allowed act, without digests.
fn visible() -> serde_json::Value {
    let mut payload = fixture::payload(&fixture::receipt(1));
    for digests in ["_sd", "_sd_alg", "approvers"] {
        payload.as_object_mut().unwrap().remove(digests);
    }
    payload
}

fn with(claim: &str, value: impl Into<serde_json::Value>) -> serde_json::Value {
    let mut payload = visible();
    payload[claim] = value.into();
    payload
}

fn refusal(claim: &str, error: ReceiptError) -> &'static str {
    match error {
        ReceiptError::Claim { claim: found, reason } if found == claim => reason,
        ReceiptError::Id { claim: found, .. } if found == claim => "is no identifier",
        other => panic!("{claim}: {other}"),
    }
}

#[test]
fn the_summary_says_what_the_receipt_says() {
    let compact = fixture::receipt(5);
    let mut reader = Reader::default();
    let sdjwt = reader.read(compact.as_bytes()).unwrap();
    let receipt = ClaimsReader::default().read(&sdjwt).unwrap();
    let payload = fixture::payload(&compact);
    assert_eq!(receipt.jti.to_string(), payload["jti"]);
    assert_eq!(receipt.iat, fixture::NOW);
    assert_eq!(receipt.toe.0, payload["toe"].as_i64().unwrap());
    assert_eq!(*receipt.log, fixture::origin());
    assert_eq!(receipt.decision, Decision::Deny);
    assert_eq!(receipt.digest, sdjwt.digest());
    assert!(!receipt.withheld);
}

#[test]
fn withheld_means_that_actor_or_resource_is() {
    let (actor, resource, other) =
        (member("actor", "a"), member("resource", "r"), member("rationale", "x"));
    let withheld = |disclosures: &[&String]| {
        read(&visible(), &disclosures.iter().map(|&text| text.clone()).collect::<Vec<_>>())
            .unwrap()
            .withheld
    };
    assert!(!withheld(&[&actor, &resource]));
    assert!(!withheld(&[&resource, &other, &actor]));
    assert!(withheld(&[&actor, &other]));
    assert!(withheld(&[&resource]));
    assert!(withheld(&[]));
}

#[test]
fn every_visible_claim_that_acts_have_is_required() {
    for claim in
        ["iss", "iat", "toe", "jti", "vct", "tenant", "region", "log", "flow", "action", "decision"]
    {
        let mut payload = visible();
        payload.as_object_mut().unwrap().remove(claim).unwrap();
        assert_eq!(refusal(claim, read(&payload, &[]).unwrap_err()), "is missing");
    }
    for claim in ["policy_bundle", "price_catalog"] {
        let mut payload = visible();
        payload.as_object_mut().unwrap().remove(claim).unwrap();
        assert!(read(&payload, &[]).is_ok(), "{claim}");
    }
}

#[test]
fn visible_claims_have_their_form() {
    let long = "x".repeat(65);
    let not_text = [json!(null), json!(true), json!(7), json!([]), json!({})];
    let mut cases: Vec<(&str, serde_json::Value)> = vec![
        ("vct", json!("urn:cos:receipt:act:v2")),
        ("vct", json!("URN:cos:receipt:act:v1")),
        ("iat", json!("1762128000")),
        ("iat", json!(1762128000.5)),
        ("iat", json!(-1)),
        ("iat", json!(253_402_300_800_i64)),
        ("toe", json!("2025-11-03T00:00:00Z")),
        ("toe", json!(-1)),
        ("jti", json!("")),
        ("jti", json!("01k94q3x8g0000000000000001")),
        ("jti", json!("81K94Q3X8G0000000000000001")),
        ("jti", json!("01K94Q3X8G000000000000000")),
        ("jti", json!("01K94Q3X8G000000000000000I")),
        ("log", json!("acme/eu-1")),
        ("log", json!("acme/eu-1/pilot-a/x")),
        ("log", json!("acme/eu-1/../pilot-a")),
        ("log", json!("acme/EU-1/pilot-a")),
        ("iss", json!("other")),
        ("iss", json!("acme ")),
        ("region", json!("us-1")),
        ("tenant", json!("pilot-b")),
        ("tenant", json!("PILOT-A")),
        ("decision", json!("maybe")),
        ("decision", json!("Allow")),
        ("flow", json!("")),
        ("flow", json!("a b")),
        ("flow", json!("a\n")),
        ("flow", json!("a\"b")),
        ("flow", json!("straße")),
        ("action", json!(long)),
        ("policy_bundle", json!("sha256:00")),
        ("policy_bundle", json!({})),
        ("policy_bundle", json!({ "digest": format!("sha256:{}", "ab".repeat(32)) })),
        (
            "policy_bundle",
            json!({ "digest": format!("sha256:{}", "AB".repeat(32)), "version": "1" }),
        ),
        ("policy_bundle", json!({ "digest": format!("sha256:{}", "ab".repeat(32)), "version": 1 })),
        (
            "policy_bundle",
            json!({ "digest": format!("sha256:{}", "ab".repeat(32)), "version": "1", "x": 1 }),
        ),
        ("policy_bundle", json!({ "digest": format!("sha256:{}", "ab".repeat(32)), "_sd": [] })),
        ("price_catalog", json!("ab".repeat(32))),
        ("price_catalog", json!(format!("sha256:{}", "ab".repeat(33)))),
        ("price_catalog", json!(format!("sha512:{}", "ab".repeat(32)))),
        ("approvers", json!("dana")),
        ("approvers", json!({ "0": "dana" })),
        ("approvers", json!(["dana"])),
        ("approvers", json!([null])),
        ("approvers", json!([[]])),
        ("approvers", json!([{}])),
        ("approvers", json!([{ "_sd": [] }])),
        ("approvers", json!([placeholder("x"), "dana"])),
    ];
    for claim in [
        "iss",
        "iat",
        "jti",
        "vct",
        "tenant",
        "region",
        "log",
        "flow",
        "action",
        "decision",
        "policy_bundle",
        "price_catalog",
        "approvers",
    ] {
        let wrong = not_text.iter().filter(|value| match claim {
            "iat" | "toe" => !value.is_number(),
            "approvers" => !value.is_array(),
            _ => true,
        });
        cases.extend(wrong.map(|value| (claim, value.clone())));
    }
    for (claim, value) in cases {
        let error = read(&with(claim, value.clone()), &[]).unwrap_err();
        assert_ne!(refusal(claim, error), "is missing", "{claim} {value}");
    }
}

/// A receipt of one tenant never passes for another's: the log's name binds all three parts.
#[test]
fn the_log_is_the_organisations_the_regions_and_the_tenants() {
    for (log, contradicted) in [
        ("other/eu-1/pilot-a", "iss"),
        ("acme/us-1/pilot-a", "region"),
        ("acme/eu-1/pilot-b", "tenant"),
        ("acme/pilot-a/eu-1", "region"),
    ] {
        let error = read(&with("log", log), &[]).unwrap_err();
        assert_eq!(refusal(contradicted, error), "contradicts the claim `log`", "{log}");
    }
    let mut moved = with("log", "acme/eu-1/pilot-b");
    moved["tenant"] = "pilot-b".into();
    assert_eq!(read(&moved, &[]).unwrap().log.tenant, "pilot-b".parse::<Tenant>().unwrap());
}

#[test]
fn denials_and_only_denials_have_a_code() {
    let mut deny = with("decision", "deny");
    assert!(refusal("denial_code", read(&deny, &[]).unwrap_err()).contains("missing"));
    deny["denial_code"] = "window_closed".into();
    assert_eq!(read(&deny, &[]).unwrap().decision, Decision::Deny);
    assert!(read(&with("denial_code", "window_closed"), &[]).is_err());
    deny["decision"] = "override".into();
    assert!(read(&deny, &[]).is_err());
    deny["decision"] = "deny".into();
    deny["denial_code"] = json!(7);
    assert!(read(&deny, &[]).is_err());
}

#[test]
fn unknown_claims_are_refused_wherever_they_stand() {
    let unknown = ["exp", "nbf", "aud", "sub", "cnf", "status", "x", "", "Iss", "__proto__"];
    let withholdable = [
        "actor",
        "resource",
        "denial_reason",
        "rationale",
        "input_digest",
        "trace_id",
        "ticket",
        "cost",
        "client_ip",
        "salt_seed",
    ];
    for claim in unknown.into_iter().chain(withholdable) {
        let error = read(&with(claim, "a"), &[]).unwrap_err();
        assert_eq!(refusal(claim, error), "is not known to this type of receipt");
    }
    let visible_only = ["decision", "flow", "jti", "iat", "log", "approvers", "policy_bundle"];
    for claim in unknown.into_iter().chain(visible_only) {
        let mut payload = visible();
        payload.as_object_mut().unwrap().remove(claim);
        let error = read(&payload, &[member(claim, "a")]).unwrap_err();
        assert!(
            ["may not be disclosed in a receipt of this type", "is missing"]
                .contains(&refusal(claim, error)),
            "{claim}"
        );
    }
    // An escape would hide the name from whoever searches the decoded text for it.
    let escaped = visible().to_string().replace("\"iss\"", r#""\u0069ss""#);
    let compact = fixture::sdjwt(&header(), &escaped, &[]);
    let error = ClaimsReader::default()
        .read(&Reader::default().read(compact.as_bytes()).unwrap())
        .unwrap_err();
    assert_eq!(refusal(r"\\u0069ss", error), "is not known to this type of receipt");
    let long = read(&with(&"é\n".repeat(500), 1), &[]).unwrap_err().to_string();
    assert!(long.len() < 300 && !long.contains('\n'), "{long}");
}

#[test]
fn disclosed_claims_have_their_form() {
    let digest = format!("sha256:{}", "0f".repeat(32));
    let good = [
        ("actor", json!("ada")),
        ("resource", json!("é".repeat(4096))),
        ("rationale", json!("\u{202e} \"\\ 🦀")),
        ("input_digest", json!(digest)),
        ("trace_id", json!("0f".repeat(16))),
        ("ticket", json!("http://x")),
        ("ticket", json!(format!("https://{}", "x".repeat(2040)))),
        ("cost", json!({ "currency": "EUR", "amount": "-0.000000000001" })),
        ("cost", json!({ "amount": "999999999999999999.999999999999", "currency": "USD" })),
        ("client_ip", json!("::ffff:192.0.2.7")),
        ("salt_seed", json!(SALT)),
    ];
    for (claim, value) in good {
        read(&visible(), &[member(claim, value.clone())])
            .unwrap_or_else(|error| panic!("{claim} {value}: {error}"));
    }
    let money = |amount: serde_json::Value| json!({ "amount": amount, "currency": "EUR" });
    let bad = [
        ("actor", json!("")),
        ("actor", json!("a\u{7f}b")),
        ("actor", json!("a\u{9b}b")),
        ("actor", json!("tab\t")),
        ("actor", json!("x".repeat(4097))),
        ("actor", json!(1)),
        ("actor", json!(null)),
        ("actor", json!({ "name": "ada" })),
        ("actor", json!(["ada"])),
        ("resource", json!(false)),
        ("denial_reason", json!([])),
        ("input_digest", json!(digest.to_uppercase())),
        ("trace_id", json!("0f".repeat(15))),
        ("trace_id", json!("0F".repeat(16))),
        ("ticket", json!("ftp://x")),
        ("ticket", json!("javascript:alert(1)")),
        ("ticket", json!("https://")),
        ("ticket", json!("HTTPS://x")),
        ("ticket", json!("https://x y")),
        ("ticket", json!("https://bücher.example")),
        ("ticket", json!(format!("https://{}", "x".repeat(2041)))),
        ("cost", json!("12.50 EUR")),
        ("cost", json!(12.5)),
        ("cost", money(json!(12.5))),
        ("cost", money(json!(12))),
        ("cost", money(json!(null))),
        ("cost", money(json!(""))),
        ("cost", money(json!("-"))),
        ("cost", money(json!("1."))),
        ("cost", money(json!(".5"))),
        ("cost", money(json!("01"))),
        ("cost", money(json!("+1"))),
        ("cost", money(json!("1e3"))),
        ("cost", money(json!("1,5"))),
        ("cost", money(json!("1.0000000000001"))),
        ("cost", money(json!("1000000000000000000"))),
        ("cost", json!({ "amount": "1", "currency": "eur" })),
        ("cost", json!({ "amount": "1", "currency": "EURO" })),
        ("cost", json!({ "amount": "1", "currency": ["E", "U"] })),
        ("cost", json!({ "amount": "1" })),
        ("cost", json!({ "amount": "1", "currency": "EUR", "vat": "0" })),
        ("cost", json!({ "amount": "1", "_sd": [] })),
        ("client_ip", json!("192.0.2.256")),
        ("client_ip", json!("192.0.2.07")),
        ("client_ip", json!("fe80::1%eth0")),
        ("client_ip", json!("[::1]")),
        ("client_ip", json!("localhost")),
        ("salt_seed", json!("")),
        ("salt_seed", json!(SALT[1..])),
        ("salt_seed", json!(format!("{SALT}=="))),
    ];
    for (claim, value) in bad {
        let error = read(&visible(), &[member(claim, value.clone())]).unwrap_err();
        assert!(refusal(claim, error).starts_with("is not "), "{claim} {value}");
    }
}

#[test]
fn disclosed_approvers_are_names() {
    assert!(read(&visible(), &[item("dana"), item("lee")]).is_ok());
    for value in [
        json!(1),
        json!(null),
        json!(""),
        json!("a\nb"),
        json!(["dana"]),
        json!({ "name": "dana" }),
        json!({ "_sd": [] }),
    ] {
        let error = read(&visible(), &[item("dana"), item(value.clone())]).unwrap_err();
        assert_eq!(refusal("approvers", error), "is not of the right type", "{value}");
    }
    // Digests inside a disclosed approver would lead to claims that nobody checks.
    let inner = encode(&json!([SALT, "role", "admin"]).to_string());
    let outer = item(json!({ "_sd": [digest(&inner)] }));
    let mut payload = visible();
    payload["approvers"] = json!([placeholder(&outer)]);
    let compact = fixture::sdjwt(&header(), &payload.to_string(), &[outer, inner]);
    let error = ClaimsReader::default()
        .read(&Reader::default().read(compact.as_bytes()).unwrap())
        .unwrap_err();
    assert_eq!(refusal("approvers", error), "is not of the right type");
}

#[test]
fn a_reader_keeps_origins_apart() {
    let mut reader = ClaimsReader::default();
    let mut sdjwts = Reader::default();
    for tenant in ["pilot-a", "pilot-b", "pilot-b", "pilot-a"] {
        let mut payload = with("tenant", tenant);
        payload["log"] = format!("acme/eu-1/{tenant}").into();
        let compact = fixture::sdjwt(&header(), &payload.to_string(), &[]);
        let receipt = reader.read(&sdjwts.read(compact.as_bytes()).unwrap()).unwrap();
        assert_eq!(receipt.log.tenant.as_str(), tenant);
    }
}
