//! Answers of OPA 1.20.2.

use super::super::tests::{assert_table, call};

#[test]
fn numbers_are_rounded() {
    assert_table(&[
        ("abs", "[-1.25]", "1.25"),
        ("abs", "[\"a\"]", "undefined"),
        ("ceil", "[-0.5]", "1"),
        ("floor", "[-1.5]", "-2"),
        ("round", "[2.5]", "3"),
        ("format_int", "[255, 16]", "\"ff\""),
        ("format_int", "[-1.5, 2]", "\"-1\""),
        ("format_int", "[1, 3]", "undefined"),
    ]);
}

#[test]
fn texts_are_numbers() {
    assert_table(&[
        ("to_number", "[\"12.5\"]", "12.5"),
        ("to_number", "[null]", "0"),
        ("to_number", "[true]", "1"),
        ("to_number", "[\"\"]", "undefined"),
        ("to_number", "[\" 1\"]", "undefined"),
        ("to_number", "[\"0x10\"]", "undefined"),
        ("to_number", "[\"Inf\"]", "undefined"),
        ("to_number", "[\"1e400\"]", "undefined"),
    ]);
    for text in ["+1", "1.", ".5", "007", "1_000"] {
        let error = call("to_number", &format!("[\"{text}\"]")).unwrap_err();
        assert!(error.differs_from_opa(), "{text}: {error}");
    }
}
