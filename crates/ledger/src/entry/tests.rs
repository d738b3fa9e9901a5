//! Which texts are receipts, and what identifies them.

use super::*;

const ID: &str = "01JZZZZZZZZZZZZZZZZZZZZZZZ";

fn receipt(payload: &str, disclosures: &str) -> Vec<u8> {
    format!("e30.{}.c2ln~{disclosures}", base64url::encode(payload.as_bytes())).into_bytes()
}

fn entry(payload: &str, disclosures: &str) -> Result<Entry, LedgerError> {
    Entry::new(ID.parse().unwrap(), receipt(payload, disclosures))
}

#[test]
fn the_signed_part_identifies_a_receipt() {
    let payload = format!(r#"{{"jti":"{ID}","log":"acme/eu-1/a"}}"#);
    let (plain, disclosed) = (entry(&payload, "").unwrap(), entry(&payload, "WyJz~").unwrap());
    assert_eq!(plain.digest(), disclosed.digest());
    assert_eq!(leaf_of(disclosed.compact()), Leaf::Receipt(plain.digest()));
    assert_eq!(jti_of(disclosed.compact()), Some(plain.jti()));
    let other = entry(&payload.replace("eu-1", "eu-2"), "").unwrap();
    assert_ne!(other.digest(), plain.digest());
}

#[test]
fn a_receipt_belongs_to_the_log_it_names() {
    let payload = format!(r#"{{"jti":"{ID}","log":"acme/eu-1/a"}}"#);
    let entry = entry(&payload, "").unwrap();
    entry.check_log(&"acme/eu-1/a".parse().unwrap()).unwrap();
    let error = entry.check_log(&"acme/eu-1/b".parse().unwrap()).unwrap_err();
    assert_eq!(error.code().as_str(), "COS-LED-0006");
    assert!(error.to_string().contains("`acme/eu-1/a`"), "{error}");
}

#[test]
fn a_payload_must_be_strict_json_with_this_id() {
    for bad in [
        "{}".to_owned(),
        "[]".to_owned(),
        String::new(),
        r#"{"jti":7}"#.to_owned(),
        format!(r#"{{"jti":"{}"}}"#, ID.to_lowercase()),
        format!(r#"{{"jti":"{ID}","jti":"{ID}"}}"#),
        format!(r#"{{"jti":"{}"}}"#, ID.replace("JZ", "JY")),
        format!(r#"{{"jti":"{ID}"}} x"#),
    ] {
        assert!(matches!(entry(&bad, ""), Err(LedgerError::Unacceptable(_))), "{bad}");
    }
}
