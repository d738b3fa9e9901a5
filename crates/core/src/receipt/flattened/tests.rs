//! The flattened form says the same as the compact one, and nothing can be smuggled in between.

use super::*;
use crate::fixture;
use crate::receipt::Reader;
use proptest::prelude::*;
use serde_json::Value as Json;

fn flattened() -> Json {
    serde_json::from_str(&write(&fixture::receipt(1), Some("c2sp.org/tlog-proof@v1\n")).unwrap())
        .unwrap()
}

#[test]
fn round_trips_with_and_without_proof() {
    let whole = fixture::receipt(1);
    let bare = format!("{}~", whole.split('~').next().unwrap());
    for compact in [whole, bare] {
        for tlog_proof in [None, Some("c2sp.org/tlog-proof@v1\nindex 1\n\"é\"\n".to_owned())] {
            let text = write(&compact, tlog_proof.as_deref()).unwrap();
            assert!(!text.contains('\n'), "one line");
            assert_eq!(
                parse(text.as_bytes()).unwrap(),
                Flattened { compact: compact.clone().into(), tlog_proof }
            );
        }
    }
}

/// RFC 9901 §8.1 names the members.
#[test]
fn has_the_members_of_the_rfc() {
    let compact = fixture::receipt(1);
    let object = flattened();
    let parts: Vec<&str> = compact.trim_end_matches('~').split(['.', '~']).collect();
    assert_eq!(object["protected"], parts[0]);
    assert_eq!(object["payload"], parts[1]);
    assert_eq!(object["signature"], parts[2]);
    assert_eq!(object["header"]["disclosures"], json!(parts[3..]));
    assert_eq!(object["header"]["tlog_proof"], "c2sp.org/tlog-proof@v1\n");
}

#[test]
fn a_missing_header_means_no_disclosures() {
    let mut object = flattened();
    object["header"] = json!({});
    let bare = parse(object.to_string().as_bytes()).unwrap();
    object.as_object_mut().unwrap().remove("header");
    assert_eq!(parse(object.to_string().as_bytes()).unwrap(), bare);
    assert!(Reader::default().read(&bare.compact).is_ok());
}

#[test]
fn other_shapes_are_refused() {
    let changed = |path: &str, value: Json| {
        let mut object = flattened();
        match path.split_once('.') {
            Some((outer, inner)) => object[outer][inner] = value,
            None => object[path] = value,
        }
        object.to_string()
    };
    let without = |member: &str| {
        let mut object = flattened();
        object.as_object_mut().unwrap().remove(member);
        object.to_string()
    };
    let mut cases = vec![
        "[]".to_owned(),
        "null".to_owned(),
        "{}".to_owned(),
        without("payload"),
        without("protected"),
        without("signature"),
        changed("signatures", json!([])),
        changed("kb_jwt", json!("a.b.c")),
        changed("disclosures", json!([])),
        changed("header", json!(null)),
        changed("header", json!([])),
        changed("header.kb_jwt", json!("a.b.c")),
        changed("header.kid", json!("k")),
        changed("header.disclosures", json!(null)),
        changed("header.disclosures", json!("WyJ4Il0")),
        changed("header.disclosures", json!({ "0": "WyJ4Il0" })),
        changed("header.tlog_proof", json!(null)),
        changed("header.tlog_proof", json!(["x"])),
    ];
    for value in
        [json!(null), json!(1), json!(["a"]), json!("a.b"), json!("a~b"), json!("~"), json!(".")]
    {
        for part in ["protected", "payload", "signature"] {
            cases.push(changed(part, value.clone()));
        }
        cases.push(changed("header.disclosures", json!([value])));
    }
    for text in cases {
        assert!(matches!(parse(text.as_bytes()).unwrap_err(), ReceiptError::Shape(_)), "{text}");
    }
}

#[test]
fn json_is_strict_and_bounded() {
    let text = flattened().to_string();
    let duplicate = text.replacen('{', r#"{"payload":"e30","#, 1);
    let cases = [
        String::new(),
        format!("{text}x"),
        format!("{text}{text}"),
        duplicate,
        format!("\u{feff}{text}"),
        text.replace(':', "="),
    ];
    for text in cases {
        let error = parse(text.as_bytes()).unwrap_err();
        assert!(
            matches!(error, ReceiptError::Json { part: "the flattened receipt", .. }),
            "{text}: {error}"
        );
    }
    let fits = text.clone() + &" ".repeat(MAX_TEXT - text.len());
    assert!(parse(fits.as_bytes()).is_ok());
    assert!(matches!(parse((fits + " ").as_bytes()).unwrap_err(), ReceiptError::Shape(_)));
    assert!(parse("[".repeat(MAX_TEXT).as_bytes()).is_err());
}

/// Escapes could spell a separator, and base64url needs none.
#[test]
fn parts_are_written_without_escapes() {
    let text = flattened().to_string();
    let escaped = text.replacen(r#""protected":"e"#, r#""protected":"\u0065"#, 1);
    assert_ne!(text, escaped);
    assert!(matches!(parse(escaped.as_bytes()).unwrap_err(), ReceiptError::Shape(_)));
}

#[test]
fn only_whole_compact_receipts_are_written() {
    let compact = fixture::receipt(1);
    let open = &compact[..compact.len() - 1];
    let key_binding = format!("{compact}eyJ9.eyJ9.AA");
    for text in ["", "~", "a~", "a.b~", "a.b.c", "a.b.c.d~", "a.b.c.d.e~", open, &key_binding] {
        assert_eq!(write(text, None), None, "{text}");
    }
}

proptest! {
    #[test]
    fn whatever_is_parsed_reads_as_its_compact_form(
        parts in prop::collection::vec("[A-Za-z0-9_=~.-]{0,12}", 3),
        disclosures in prop::collection::vec("[A-Za-z0-9_~-]{0,12}", 0..4),
    ) {
        let object = json!({
            "protected": parts[0], "payload": parts[1], "signature": parts[2],
            "header": { "disclosures": disclosures },
        });
        if let Ok(Flattened { compact, .. }) = parse(object.to_string().as_bytes()) {
            let compact = String::from_utf8(compact).unwrap();
            prop_assert_eq!(compact.matches(['.', '~']).count(), 3 + disclosures.len());
            prop_assert_eq!(parse(write(&compact, None).unwrap().as_bytes()).unwrap().compact, compact.into_bytes());
        }
    }

    #[test]
    fn arbitrary_text_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "\\PC{0,80}") {
        let _ = parse(&bytes);
        let _ = write(&text, Some(&text));
    }
}
