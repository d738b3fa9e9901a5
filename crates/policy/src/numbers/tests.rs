//! What OPA 1.20.2 answers to the same.

use super::{Float, NumberError, Numbers};
use crate::operators::OPERATORS;
use regorus::Value;

type Round = fn(&Float) -> Float;

fn computed(numbers: &Numbers, name: &str, one: &str, other: &str) -> String {
    let operator = OPERATORS.iter().find(|operator| operator.name == name).unwrap();
    let args = [numbers.add(one).unwrap(), numbers.add(other).unwrap()];
    match (operator.apply)(numbers, &args).unwrap() {
        Value::Undefined => "undefined".to_owned(),
        value => numbers.exact(&value),
    }
}

#[test]
fn arithmetic_is_of_64_bits() {
    let table = [
        ("cos_plus", "0.1", "0.2", "0.3"),
        ("cos_plus", "1000000.5", "1", "1000001.5"),
        ("cos_minus", "1", "0.9", "0.10000000000000000002"),
        ("cos_minus", "0.3", "0.1", "0.20000000000000000002"),
        ("cos_times", "1.1", "1.1", "1.21"),
        ("cos_times", "100", "1.1", "110"),
        ("cos_times", "18446744073709551615", "2", "36893488147419103230"),
        ("cos_times", "10000000000000000000000000000", "1.5", "15000000000000000000000000000"),
        ("cos_div", "1", "3", "0.33333333333333333334"),
        ("cos_div", "0.33333333333333333334", "1e-1", "3.3333333333333333335"),
        ("cos_div", "36893488147419103232", "2", "18446744073709551616"),
        ("cos_div", "100000000000000000000000000", "3", "33333333333333333334000000"),
        ("cos_div", "1", "0.0", "undefined"),
        ("cos_rem", "7.0", "3", "1"),
        ("cos_rem", "7.5", "2", "undefined"),
        ("bits.lsh", "1", "70", "1180591620717411303424"),
    ];
    for (name, one, other, expected) in table {
        assert_eq!(
            computed(&Numbers::default(), name, one, other),
            expected,
            "{one} {name} {other}"
        );
    }
}

#[test]
fn doubles_keep_the_order_of_numbers() {
    let numbers = Numbers::default();
    let mut last: Option<Value> = None;
    for text in ["0.09999999999999999998", "0.1", "0.10000000000000000002", "0.100000000000001"] {
        let value = numbers.add(text).unwrap();
        assert_eq!(numbers.exact(&value), text);
        assert!(last.is_none_or(|last| last < value), "{text}");
        last = Some(value);
    }
}

#[test]
fn two_numbers_are_never_one() {
    let numbers = Numbers::default();
    numbers.add("0.33333333333333333334").unwrap();
    let error = numbers.add("0.33333333333333333333").unwrap_err();
    assert!(matches!(error, NumberError::Collision(..)), "{error}");
    let error = numbers.add("0.3333333333333333").unwrap_err();
    assert!(matches!(error, NumberError::Collision(..)), "{error}");
    let numbers = Numbers::default();
    numbers.add("0.3333333333333333").unwrap();
    assert!(numbers.add("0.33333333333333333334").is_err());
}

#[test]
fn a_number_of_two_spellings_is_not_printed() {
    let numbers = Numbers::default();
    let value = numbers.add("1.50").unwrap();
    let error = numbers.print(&value).unwrap_err();
    assert!(matches!(error, NumberError::Spelling(..)), "{error}");
    assert!(numbers.check_plain(&value).is_ok());
    let thousand = numbers.add("1e3").unwrap();
    assert_eq!(thousand, Value::from(1000));
    assert!(numbers.check_plain(&thousand).is_err());
    numbers.forget();
    assert_eq!(numbers.print(&value).unwrap(), "1.5");
}

#[test]
fn documents_keep_their_numbers() {
    let numbers = Numbers::default();
    let value = numbers.read(r#" {"a" : [1.50, -0, 36893488147419103233], "b\n": true} "#).unwrap();
    assert_eq!(numbers.exact(&value["a"][2]), "36893488147419103233");
    assert!(numbers.print(&value["a"][0]).is_err());
    assert!(numbers.print(&value["a"][1]).is_err());
    assert_eq!(value["b\n"], Value::Bool(true));
    assert!(numbers.read("[1.50").is_err());
    assert!(numbers.read("[1e9999999]").is_err());
}

#[test]
fn rounding_is_of_gos_kind() {
    let of = |text: &str| Float::of(&super::Decimal::parse(text).unwrap()).unwrap();
    let table: [(&str, Round, &str); 7] = [
        ("-0.5", Float::ceil, "1"),
        ("1.2", Float::ceil, "2"),
        ("-1.2", Float::floor, "-2"),
        ("-0.5", Float::floor, "0"),
        ("-0.5", Float::round, "-1"),
        ("2.5", Float::round, "3"),
        ("36893488147419103233", Float::round, "36893488147419103232"),
    ];
    for (text, round, expected) in table {
        assert_eq!(round(&of(text)).text(), expected, "{text}");
    }
    assert_eq!(of("36893488147419103233").text(), "36893488147419103230");
    assert_eq!(of("0.00001").text(), "1e-05");
    assert_eq!(of("1234567.5").text(), "1.2345675e+06");
}
