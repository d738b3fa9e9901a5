//! The worst that fits into 64 KiB: read in linear time or refused, never a stack overflow.
//!
//! `benches/receipts.rs` measures the same texts against the time an honest receipt takes per byte.

use super::*;
use crate::fixture::{SALT, digest};

/// Decoy digests for what is left of the space.
fn fill(disclosures: usize) -> String {
    let used = disclosures * 105;
    let digests = (0..(MAX_BYTES - 400 - used) * 3 / 4 / 46)
        .map(|number| format!("\"{}\"", digest(&number.to_string())));
    digests.collect::<Vec<_>>().join(",")
}

#[test]
fn as_many_disclosures_as_fit() {
    let disclosures: Vec<_> = (0..590).map(|number| member(&format!("{number:x}"), 0)).collect();
    let digests: Vec<_> = disclosures.iter().map(|text| digest(text)).collect();
    let compact = fixture::sdjwt(&header(), &json!({ "_sd": digests }).to_string(), &disclosures);
    assert!((60_000..=MAX_BYTES).contains(&compact.len()), "{}", compact.len());
    assert_eq!(read(&compact).unwrap().as_object().unwrap().len(), disclosures.len());
}

#[test]
fn as_many_digests_as_fit() {
    let compact = fixture::sdjwt(&header(), &format!(r#"{{"_sd":[{}]}}"#, fill(0)), &[]);
    assert!((64_000..=MAX_BYTES).contains(&compact.len()), "{}", compact.len());
    assert_eq!(Reader::default().read(compact.as_bytes()).unwrap().digest_count(), 1061);
}

/// Every disclosed name has to be compared with every visible one, and escapes make each comparison dear.
#[test]
fn many_disclosures_among_many_escaped_members() {
    let disclosures: Vec<_> =
        (0..250).map(|number| encode(&format!(r#"["{SALT}","\n{number}",0]"#))).collect();
    let digests: Vec<_> = disclosures.iter().map(|text| format!("\"{}\"", digest(text))).collect();
    let visible: Vec<_> = (0..2_660).map(|number| format!(r#","\t{number}":0"#)).collect();
    let payload = format!(r#"{{"_sd":[{}]{}}}"#, digests.join(","), visible.concat());
    let compact = fixture::sdjwt(&header(), &payload, &disclosures);
    assert!((60_000..=MAX_BYTES).contains(&compact.len()), "{}", compact.len());
    assert_eq!(read(&compact).unwrap().as_object().unwrap().len(), 2_910);
    let clash = payload.replace(r#""\t2659""#, r#""\n249""#);
    let error = read(fixture::sdjwt(&header(), &clash, &disclosures)).unwrap_err();
    assert_eq!(error, ReceiptError::Overwrites { number: 250, claim: "\n249".into() });
}

#[test]
fn json_nests_to_its_limit_and_no_further() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let payload = |depth| format!(r#"{{"a":{}}}"#, nested(depth));
    assert!(read(fixture::sdjwt(&header(), &payload(63), &[])).is_ok());
    let too_deep = |error| matches!(error, ReceiptError::Json { part: "the payload", source } if source.kind == JsonErrorKind::TooDeep);
    assert!(too_deep(read(fixture::sdjwt(&header(), &payload(64), &[])).unwrap_err()));
    assert!(too_deep(read(fixture::sdjwt(&header(), &"[".repeat(48_000), &[])).unwrap_err()));
    assert!(too_deep(read(fixture::sdjwt(&header(), &r#"{"a":"#.repeat(9_000), &[])).unwrap_err()));
    let bomb = encode(&"[".repeat(48_000));
    let error = read(fixture::sdjwt(&header(), "{}", &[bomb])).unwrap_err();
    assert!(matches!(error, ReceiptError::Disclosure { number: 1, .. }), "{error}");
    assert!(read(headed(&"[".repeat(48_000))).is_err());
}

/// A chain of disclosures, each deep inside the one before it.
fn chain(links: usize) -> Result<serde_json::Value, ReceiptError> {
    let mut disclosures = Vec::new();
    let mut value = json!("end");
    for _ in 0..links {
        let link = item(value);
        value = placeholder(&link);
        for _ in 0..60 {
            value = json!([value]);
        }
        disclosures.push(link);
    }
    read(fixture::sdjwt(&header(), &json!({ "a": value }).to_string(), &disclosures))
}

#[test]
fn disclosures_nest_to_their_limit_and_no_further() {
    assert!(chain(16).is_ok());
    let reason = "disclosures nest more than 16 deep";
    assert!(
        matches!(chain(17).unwrap_err(), ReceiptError::Disclosure { reason: found, .. } if found == reason)
    );
    assert!(
        matches!(chain(200).unwrap_err(), ReceiptError::Disclosure { reason: found, .. } if found == reason)
    );
}

#[test]
fn many_small_values_are_no_burden() {
    let payload = format!(r#"{{"a":[{}0]}}"#, "0,".repeat(24_000));
    assert!(read(fixture::sdjwt(&header(), &payload, &[])).is_ok());
    let objects = format!(r#"{{"a":[{}0]}}"#, r#"{"":0},"#.repeat(6_900));
    assert!(read(fixture::sdjwt(&header(), &objects, &[])).is_ok());
    let keys: Vec<_> = (0..4_000).map(|number| format!(r#""\n{number}":0,"#)).collect();
    let keys = keys.concat();
    assert!(read(fixture::sdjwt(&header(), &format!(r#"{{{keys}"":0}}"#), &[])).is_ok());
}
