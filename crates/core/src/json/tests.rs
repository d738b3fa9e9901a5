//! The strict reader agrees with `serde_json` on what both accept, and refuses what serde_json silently repairs.

use super::*;
use proptest::prelude::*;

fn read(text: &[u8]) -> Result<serde_json::Value, JsonError> {
    let mut tape = Tape::default();
    tape.read(text, 0).map(|root| tape.value(text, root).to_json())
}

fn refusal(text: &[u8]) -> (JsonErrorKind, usize) {
    let error = read(text).unwrap_err();
    (error.kind, error.offset)
}

#[test]
fn refuses_what_ordinary_readers_let_pass() {
    use JsonErrorKind::*;
    let cases: &[(&[u8], JsonErrorKind, usize)] = &[
        (br#"{"a":1,"a":2}"#, DuplicateKey("a".into()), 8),
        (br#"{"a":1,"b":{"x":0,"x":0}}"#, DuplicateKey("x".into()), 19),
        (b"{\"a\":1,\"\\u0061\":2}", DuplicateKey("a".into()), 8),
        (b"123456789012345678901234567890", Number, 0),
        (b"1e999", Number, 0),
        (b"01", Number, 0),
        (b"-", Number, 1),
        (b"1.", Number, 2),
        (b"{} {}", Trailing, 3),
        (b"\xef\xbb\xbf{}", Unexpected, 0),
        (b"", Empty, 0),
        (b" \n", Empty, 2),
        (b"[1,]", Unexpected, 3),
        (b"{\"a\"}", Unexpected, 4),
        (b"[1", UnexpectedEnd, 2),
        (b"\"\x01\"", ControlCharacter, 1),
        (br#""\x""#, Escape, 1),
        (br#""\ud800""#, Escape, 1),
        (br#""\udc00""#, Escape, 1),
        (br#""\ud800A""#, Escape, 1),
        (br#""\u12g4""#, Escape, 1),
        (b"\"\xff\"", Utf8, 1),
        (b"NaN", Unexpected, 0),
        (b"tru", Unexpected, 0),
        (b"'a'", Unexpected, 0),
    ];
    for (text, kind, offset) in cases {
        assert_eq!(refusal(text), (kind.clone(), *offset), "{}", String::from_utf8_lossy(text));
    }
}

#[test]
fn nests_to_the_limit_and_no_further() {
    let nested = |n: usize| [vec![b'['; n], vec![b']'; n]].concat();
    assert!(read(&nested(MAX_DEPTH as usize)).is_ok());
    assert_eq!(refusal(&nested(MAX_DEPTH as usize + 1)).0, JsonErrorKind::TooDeep);
    assert_eq!(refusal(&vec![b'['; 1 << 20]).0, JsonErrorKind::TooDeep);
}

#[test]
fn documents_share_a_tape() {
    let source = br#"{"a":[1,"x"]}["salt","n",{"k":"\u00e9"}]"#;
    let mut tape = Tape::default();
    let first = tape.read(&source[..13], 0).unwrap();
    let second = tape.read(source, 13).unwrap();
    assert_eq!(tape.value(source, first).get("a").unwrap().items().count(), 2);
    let items: Vec<_> = tape.value(source, second).items().collect();
    assert_eq!(items[1].plain_string(), Some("n"));
    assert_eq!(items[2].get("k").unwrap().string().unwrap(), "é");
}

#[test]
fn names_line_and_column() {
    let text = b"{\n  \"a\": 1,\n  \"a\": 2\n}";
    assert_eq!(read(text).unwrap_err().line_column(text), (3, 4));
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Into::into),
            prop::collection::hash_map(any::<String>(), inner, 0..8)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn reads_what_serde_json_writes(value in json(), pretty: bool) {
        let text = if pretty { serde_json::to_vec_pretty(&value) } else { serde_json::to_vec(&value) }.unwrap();
        prop_assert_eq!(read(&text).unwrap(), value);
    }

    #[test]
    fn accepts_nothing_that_serde_json_refuses(text in r#"[\[\]{}",:0-9eE+.\\u a-f-]{0,24}"#) {
        if let Ok(value) = read(text.as_bytes()) {
            let theirs = serde_json::from_str::<serde_json::Value>(&text).unwrap();
            prop_assert!(is_alike(&value, &theirs), "{value} is not {theirs}");
        }
    }
}

/// `serde_json` may end at a neighbour of the double that is meant.
fn is_alike(ours: &serde_json::Value, theirs: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (ours, theirs) {
        (Number(a), Number(b)) if a.is_f64() && b.is_f64() => {
            let bits = |number: &serde_json::Number| number.as_f64().map(f64::to_bits);
            bits(a).zip(bits(b)).is_some_and(|(a, b)| a.abs_diff(b) <= 1)
        }
        (Array(a), Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_alike(a, b)),
        (Object(a), Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| is_alike(a, b)))
        }
        _ => ours == theirs,
    }
}

#[test]
fn fractions_become_the_nearest_double() {
    for text in
        ["-3.4877832831938922e-105", "1424953923781206.25", "5e-324", "1.7976931348623157e308"]
    {
        let value = read(text.as_bytes()).unwrap();
        let expected = text.parse::<f64>().unwrap();
        assert_eq!(value.as_f64().unwrap().to_bits(), expected.to_bits(), "{text}");
    }
}
