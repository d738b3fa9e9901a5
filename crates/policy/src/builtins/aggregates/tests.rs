//! Answers of OPA 1.20.2.

use super::super::tests::assert_table;

#[test]
fn numbers_are_combined() {
    assert_table(&[
        ("sum", "[[0.1, 0.2, 0.3]]", "0.6"),
        ("sum", "[[]]", "0"),
        ("sum", "[[1, \"a\"]]", "undefined"),
        ("product", "[[1.1, 1.1]]", "1.2100000000000002"),
        ("product", "[[0.1, 0.3]]", "0.030000000000000002"),
        ("product", "[[]]", "1"),
        ("product", "[\"a\"]", "undefined"),
    ]);
}

#[test]
fn the_order_is_of_types_and_values() {
    assert_table(&[
        ("max", r#"[[1, {"$set": [1]}, {"a": 1}]]"#, "[1]"),
        ("min", r#"[[{"$set": [1]}, {"a": 1}]]"#, r#"{"a": 1}"#),
        ("max", "[[]]", "undefined"),
        (
            "sort",
            r#"[[{"$set": [1]}, {"a": 1}, [2], "s", null, true, 3]]"#,
            r#"[null, true, 3, "s", [2], {"a": 1}, [1]]"#,
        ),
        ("sort", r#"[{"a": 1}]"#, "undefined"),
    ]);
}
