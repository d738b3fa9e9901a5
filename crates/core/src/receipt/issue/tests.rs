//! What is issued says what the event said, in bytes that only the seed decides and that do not tell what is withheld.

use super::*;
use crate::clock::Timestamp;
use crate::fixture::{self, KID, NOW, event, events, notary, origin, rng};
use crate::receipt::event::EventReader;
use crate::receipt::{Reader, claims::ClaimsReader, event};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// The JSON that a complete receipt for `event` shows; approvers come in no order.
fn expected(event: &Json, receipt: &Json) -> Json {
    let mut expected = event.clone();
    let members = expected.as_object_mut().unwrap();
    let approvers = members.entry("approvers").or_insert_with(|| json!([]));
    sort(approvers);
    let time = Timestamp::parse(members.remove("time").unwrap().as_str().unwrap()).unwrap();
    let id = members.remove("id").unwrap_or_else(|| receipt["jti"].clone());
    members.extend([
        ("iss".to_owned(), json!("acme")),
        ("iat".to_owned(), json!(NOW.0)),
        ("toe".to_owned(), json!(time.0)),
        ("jti".to_owned(), id),
        ("vct".to_owned(), json!("urn:cos:receipt:act:v1")),
        ("tenant".to_owned(), json!("pilot-a")),
        ("region".to_owned(), json!("eu-1")),
        ("log".to_owned(), json!("acme/eu-1/pilot-a")),
        ("salt_seed".to_owned(), receipt["salt_seed"].clone()),
    ]);
    expected
}

fn sort(list: &mut Json) {
    list.as_array_mut().unwrap().sort_by_key(Json::to_string);
}

/// What a receipt shows, approvers sorted as [`expected`] has them.
fn shown(compact: &str) -> Json {
    let mut shown = Reader::default().read(compact.as_bytes()).unwrap().to_json();
    sort(&mut shown["approvers"]);
    shown
}

/// Spells everything that JSON lets one spell otherwise with escapes.
fn escaped(event: &Json) -> String {
    let escape = |c: char| match c {
        '/' => r"\/".to_owned(),
        '~' => r"\u007e".to_owned(),
        c if c.is_ascii() => c.to_string(),
        c => {
            let units = c.encode_utf16(&mut [0; 2]).to_vec();
            units.iter().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat()
        }
    };
    event.to_string().chars().map(escape).collect()
}

fn issue(line: &str, seed: u64) -> String {
    let (notary, origin) = (notary(), origin());
    let mut reader = EventReader::default();
    let mut out = Vec::new();
    let event = reader.read(line.as_bytes()).unwrap();
    Issuer::new(&notary, KID, &origin, NOW).issue(&event, &mut rng(seed), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The digests in `_sd` and in `approvers`.
fn digests(compact: &str) -> (Vec<String>, Vec<String>) {
    let payload = fixture::payload(compact);
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    let list = |name: &str| payload[name].as_array().unwrap().clone();
    (
        list("_sd").iter().map(text).collect(),
        list("approvers").iter().map(|item| text(&item["..."])).collect(),
    )
}

/// The format, as one can read it. Stores leave out what they can compute again, so these bytes may never change for this `vct`.
#[test]
fn the_bytes_of_a_receipt_are_a_promise() {
    let line = r#"{"id":"01K94Q3X8G0000000000000001","time":"2025-11-03T09:00:00+01:00","flow":"approval","action":"deploy.promote",
        "decision":"deny","denial_code":"window_closed","actor":"ada@acme.example","resource":"service\/checkout",
        "denial_reason":"the \"window\" is closed","approvers":["grace@acme.example"],"cost":{"currency":"EUR","amount":"0.50"}}"#;
    let compact = issue(line, 1);
    let mut parts = compact.split(['.', '~']).map(|part| {
        let bytes = base64url::decode(part.as_bytes()).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    });
    assert_eq!(
        parts.next().unwrap(),
        r#"{"alg":"EdDSA","kid":"acme/notary-1+00000000","typ":"cos-receipt+sd-jwt"}"#
    );
    let payload = parts.next().unwrap();
    let (open, digests) = payload.split_once(r#","_sd":"#).unwrap();
    assert_eq!(
        open,
        r#"{"iss":"acme","iat":1762214400,"toe":1762156800,"jti":"01K94Q3X8G0000000000000001","vct":"urn:cos:receipt:act:v1","tenant":"pilot-a","region":"eu-1","log":"acme/eu-1/pilot-a","flow":"approval","action":"deploy.promote","decision":"deny","denial_code":"window_closed""#
    );
    assert!(
        digests.starts_with("[\"") && digests.contains(r#""],"approvers":[{"...":""#),
        "{digests}"
    );
    assert!(digests.ends_with(r#""}],"_sd_alg":"sha-256"}"#), "{digests}");
    let disclosures: Vec<String> = parts.skip(1).collect();
    let rests: Vec<&str> =
        disclosures.iter().map(|text| text.get(25..).unwrap_or_default()).collect();
    let seed = rests[5];
    assert_eq!(
        rests,
        [
            r#","actor","ada@acme.example"]"#,
            r#","resource","service/checkout"]"#,
            r#","denial_reason","the \"window\" is closed"]"#,
            r#","cost",{"amount":"0.50","currency":"EUR"}]"#,
            r#","grace@acme.example"]"#,
            seed,
            "",
        ]
    );
    assert_eq!(
        Digest::of(compact.as_bytes()).to_string(),
        "b377802dbcd4ff16488fe89e4e241cc13b87ef16156f87c12d8e9c8cde360879"
    );
}

#[test]
fn the_generator_decides_everything_that_is_random() {
    let line = event(1).to_string();
    assert_eq!(issue(&line, 7), issue(&line, 7));
    let (one, other) = (issue(&line, 7), issue(&line, 8));
    let visible = |compact: &str| {
        let mut payload = fixture::payload(compact);
        for random in ["jti", "_sd", "approvers"] {
            payload.as_object_mut().unwrap().remove(random);
        }
        payload
    };
    assert_eq!(visible(&one), visible(&other));
    let all = |texts: fn(&str) -> Vec<String>| -> BTreeSet<String> {
        [&one, &other].into_iter().flat_map(|compact| texts(compact)).collect()
    };
    assert_eq!(all(salts).len(), 2 * 11, "no salt is used twice");
    let digests = |compact: &str| {
        let (members, items) = digests(compact);
        [members, items].concat()
    };
    assert_eq!(all(digests).len(), 2 * 14, "no digest either, decoys included");
}

fn salts(compact: &str) -> Vec<String> {
    let disclosures = compact.split_terminator('~').skip(1);
    disclosures
        .map(|text| {
            let decoded: Vec<Json> =
                serde_json::from_slice(&base64url::decode(text.as_bytes()).unwrap()).unwrap();
            decoded[0].as_str().unwrap().to_owned()
        })
        .collect()
}

#[test]
fn what_is_absent_does_not_show() {
    let optional = [
        "denial_reason",
        "rationale",
        "input_digest",
        "trace_id",
        "ticket",
        "cost",
        "client_ip",
        "approvers",
    ];
    let bare = |event: &Json| {
        let mut event = event.clone();
        for field in optional {
            event.as_object_mut().unwrap().remove(field);
        }
        event
    };
    let full = event(5);
    let lengths: Vec<usize> = [bare(&full), full]
        .iter()
        .map(|event| {
            let compact = issue(&event.to_string(), 3);
            let (members, items) = digests(&compact);
            assert!(members.is_sorted() && items.is_sorted(), "the order of claims shows");
            assert_eq!((members.len(), items.len()), (10, 4));
            compact.split('~').next().unwrap().len()
        })
        .collect();
    assert_eq!(lengths[0], lengths[1], "the signed parts are equally long");
}

#[test]
fn approvers_show_only_in_steps_of_four() {
    for (count, digests_shown) in
        [(0, 4), (1, 4), (4, 4), (5, 8), (8, 8), (9, 12), (31, 32), (32, 32)]
    {
        let mut event = event(1);
        event["approvers"] = (0..count).map(|number| json!(format!("person-{number}"))).collect();
        let (_, items) = digests(&issue(&event.to_string(), 3));
        assert_eq!(items.len(), digests_shown, "{count} approvers");
    }
}

#[test]
fn the_same_approver_twice_has_two_salts() {
    let mut event = event(1);
    event["approvers"] = json!(["dana", "dana", "dana"]);
    let compact = issue(&event.to_string(), 3);
    assert_eq!(shown(&compact)["approvers"], json!(["dana", "dana", "dana"]));
}

#[test]
fn ids_come_from_the_event_or_its_time() {
    let (notary, origin) = (notary(), origin());
    let mut issuer = Issuer::new(&notary, KID, &origin, NOW);
    let (mut reader, mut out, mut rng) = (EventReader::default(), Vec::new(), rng(0));
    let mut line = event(1);
    let first = issuer
        .issue(&reader.read(line.to_string().as_bytes()).unwrap(), &mut rng, &mut out)
        .unwrap();
    let second = issuer
        .issue(&reader.read(line.to_string().as_bytes()).unwrap(), &mut rng, &mut out)
        .unwrap();
    assert_ne!(first, second);
    assert_eq!(first.0[..6], (1_762_128_001_000_u64.to_be_bytes())[2..]);
    line["id"] = "01K94Q3X8G0000000000000001".into();
    let given = issuer
        .issue(&reader.read(line.to_string().as_bytes()).unwrap(), &mut rng, &mut out)
        .unwrap();
    assert_eq!(given.to_string(), "01K94Q3X8G0000000000000001");
}

/// Fails every time.
struct Broken;

impl Sign for Broken {
    fn public_key(&self) -> crate::ed25519::PublicKey {
        notary().public_key()
    }

    fn sign(&self, _: &[u8]) -> Result<crate::ed25519::Signature, SignError> {
        Err(SignError { key: KID.into(), reason: "the device is gone".into() })
    }
}

/// Promise P13: nothing unsigned passes.
#[test]
fn nothing_is_written_when_signing_fails_or_the_receipt_is_too_long() {
    let origin = origin();
    let line = event(1).to_string();
    let mut reader = EventReader::default();
    let event = reader.read(line.as_bytes()).unwrap();
    let mut out = b"before".to_vec();
    let error =
        Issuer::new(&Broken, KID, &origin, NOW).issue(&event, &mut rng(0), &mut out).unwrap_err();
    assert_eq!(error, IssueError::Sign(Broken.sign(b"").unwrap_err()));
    assert_eq!(out, b"before");
    let (notary, kid) = (notary(), "k".repeat(50_000));
    let error =
        Issuer::new(&notary, &kid, &origin, NOW).issue(&event, &mut rng(0), &mut out).unwrap_err();
    assert!(matches!(error, IssueError::TooLong(length) if length > MAX_BYTES), "{error}");
    assert_eq!(out, b"before");
}

#[test]
fn events_lie_in_the_past_but_for_a_little_skew() {
    let (notary, origin) = (notary(), origin());
    let mut issuer = Issuer::new(&notary, KID, &origin, NOW);
    for (ahead, fits) in [(-NOW.0, true), (0, true), (300, true), (301, false), (1 << 35, false)] {
        let mut event = event(1);
        let time = Timestamp(NOW.0 + ahead);
        event["time"] = time.to_string().into();
        let line = event.to_string();
        let mut reader = EventReader::default();
        let event = reader.read(line.as_bytes()).unwrap();
        let mut out = Vec::new();
        let issued = issuer.issue(&event, &mut rng(0), &mut out);
        let expected = (!fits).then_some(IssueError::Future { time, now: NOW });
        assert_eq!(issued.err(), expected, "{ahead} s ahead");
        assert_eq!(out.is_empty(), !fits);
    }
}

#[test]
fn the_longest_events_fit() {
    let mut event = event(5);
    event["approvers"] = json!(vec!["\"".repeat(300); 32]);
    event["rationale"] = "x".repeat(4_096).into();
    event["ticket"] = format!("https://{}", "x".repeat(2_040)).into();
    event["denial_reason"] = "é".repeat(2_000).into();
    let short = event.to_string().len();
    event["resource"] = "\\".repeat((event::MAX_BYTES - short) / 2).into();
    let line = event.to_string();
    assert!(event::MAX_BYTES - line.len() < 100, "{}", line.len());
    let compact = issue(&line, 0);
    assert!((48_000..MAX_BYTES - 8_000).contains(&compact.len()), "{}", compact.len());
    let shown = shown(&compact);
    assert_eq!(shown, expected(&event, &shown));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_event_is_issued_and_read_back(event in events(), seed: u64) {
        let compact = issue(&event.to_string(), seed);
        let mut reader = Reader::default();
        let sdjwt = reader.read(compact.as_bytes()).unwrap();
        let shown = shown(&compact);
        prop_assert_eq!(&shown, &expected(&event, &shown));
        let receipt = ClaimsReader::default().read(&sdjwt).unwrap();
        prop_assert_eq!(receipt.decision.as_str(), event["decision"].as_str().unwrap());
        prop_assert!(!receipt.withheld);
        let (members, items) = digests(&compact);
        prop_assert_eq!((members.len(), items.len() % 4), (10, 0));
        prop_assert!(members.is_sorted() && items.is_sorted());
        prop_assert_eq!(issue(&escaped(&event), seed), compact, "spelling makes no difference");
    }
}
