//! The examples of RFC 8785, and what holds for every value.

use super::*;
use crate::json::{JsonErrorKind, Tape};
use proptest::prelude::*;
use serde_json::json;

fn canonical(value: &Value) -> String {
    to_string(value).unwrap()
}

/// RFC 8785, appendix B, and neighbours of the thresholds.
#[test]
fn writes_numbers_as_ecmascript_does() {
    let cases: [(u64, &str); 26] = [
        (0x0000000000000000, "0"),
        (0x8000000000000000, "0"),
        (0x0000000000000001, "5e-324"),
        (0x8000000000000001, "-5e-324"),
        (0x7fefffffffffffff, "1.7976931348623157e+308"),
        (0xffefffffffffffff, "-1.7976931348623157e+308"),
        (0x4340000000000000, "9007199254740992"),
        (0xc340000000000000, "-9007199254740992"),
        (0x4430000000000000, "295147905179352830000"),
        (0x44b52d02c7e14af5, "9.999999999999997e+22"),
        (0x44b52d02c7e14af6, "1e+23"),
        (0x44b52d02c7e14af7, "1.0000000000000001e+23"),
        (0x444b1ae4d6e2ef4e, "999999999999999700000"),
        (0x444b1ae4d6e2ef4f, "999999999999999900000"),
        (0x444b1ae4d6e2ef50, "1e+21"),
        (0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"),
        (0x3eb0c6f7a0b5ed8d, "0.000001"),
        (0x41b3de4355555553, "333333333.3333332"),
        (0x41b3de4355555554, "333333333.33333325"),
        (0x41b3de4355555555, "333333333.3333333"),
        (0x41b3de4355555556, "333333333.3333334"),
        (0x41b3de4355555557, "333333333.33333343"),
        (0xbecbf647612f3696, "-0.0000033333333333333333"),
        (0x43143ff3c1cb0959, "1424953923781206.2"),
        (0x3fe0000000000000, "0.5"),
        (0x4059000000000000, "100"),
    ];
    for (bits, expected) in cases {
        assert_eq!(canonical(&json!(f64::from_bits(bits))), expected, "{bits:016x}");
    }
}

/// RFC 8785, §3.2.2 and §3.2.3.
#[test]
fn orders_members_and_escapes_text() {
    let value = json!({
        "numbers": [333333333.3333333, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u{20ac}$\u{000F}\u{000a}A'\u{0042}\u{0022}\u{005c}\\\"\u{002f}",
        "literals": [null, true, false]
    });
    assert_eq!(
        canonical(&value),
        r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
    );
    let value = json!({
        "\u{20ac}": "Euro Sign",
        "\r": "Carriage Return",
        "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\u{1f600}": "Emoji: Grinning Face",
        "\u{80}": "Control",
        "\u{f6}": "Latin Small Letter O With Diaeresis"
    });
    assert_eq!(
        canonical(&value),
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\
         \"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
    );
}

#[test]
fn refuses_whole_numbers_that_a_double_does_not_hold() {
    let most = MAX_INTEGER.cast_signed();
    assert_eq!(canonical(&json!([most, -most])), "[9007199254740991,-9007199254740991]");
    for beyond in [json!(most + 1), json!(-most - 1), json!(i64::MIN), json!(u64::MAX)] {
        let error = to_string(&json!({"a": [beyond]})).unwrap_err();
        assert_eq!(json!(error.number), beyond);
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let integers = -MAX_INTEGER.cast_signed()..=MAX_INTEGER.cast_signed();
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        integers.prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 30, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// Whether a whole double is in it that 64 bits do not hold, and that ECMAScript writes without an exponent all the same.
fn has_long_digits(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_long_digits),
        Value::Object(members) => members.values().any(has_long_digits),
        Value::Number(number) => {
            number.as_f64().is_some_and(|double| (9.2e18..1e21).contains(&double.abs()))
        }
        _ => false,
    }
}

/// The strict reader takes no digits for a number that it could only keep in part.
#[test]
fn whole_doubles_beyond_64_bits_are_written_and_not_read() {
    let text = canonical(&json!([-7.457610101361877e19]));
    assert_eq!(text, "[-74576101013618770000]");
    let error = Tape::default().read(text.as_bytes(), 0).unwrap_err();
    assert_eq!(error.kind, JsonErrorKind::Number);
}

proptest! {
    #[test]
    fn every_double_reads_back_as_itself(value in any::<f64>()) {
        let text = canonical(&json!(value));
        // Adding zero takes the sign from a negative zero.
        prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), (value + 0.0).to_bits(), "{}", text);
        prop_assert!(!text.contains(".e") && !text.ends_with('.') && !text.starts_with('.'));
    }

    #[test]
    fn canonical_text_is_strict_json_and_a_fixed_point(value in any_json()) {
        let text = canonical(&value);
        let mut tape = Tape::default();
        let root = match tape.read(text.as_bytes(), 0) {
            Ok(root) => root,
            Err(error) => {
                prop_assert_eq!(error.kind, JsonErrorKind::Number);
                prop_assert!(has_long_digits(&value), "{}", text);
                return Ok(());
            }
        };
        let again = tape.value(text.as_bytes(), root).to_json();
        // A whole double such as 5.0 is written as 5 and read as a whole number; beyond 2^53 that has no canonical text.
        if let Ok(second) = to_string(&again) {
            prop_assert_eq!(second, text);
        }
    }
}
