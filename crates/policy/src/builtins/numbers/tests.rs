//! Answers of OPA 1.20.2 to calls of the `numbers` family.

use super::super::tests::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
        ("numbers.range", r#"[1.0, -1]"#, r#"[1, 0, -1]"#),
        ("numbers.range", r#"[3, -2]"#, r#"[3, 2, 1, 0, -1, -2]"#),
        ("numbers.range", r#"[10, -2]"#, r#"[10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, -1, -2]"#),
        ("numbers.range", r#"[3, 3]"#, r#"[3]"#),
        ("numbers.range", r#"[-1, 1]"#, r#"[-1, 0, 1]"#),
        ("numbers.range", r#"[-1, 3]"#, r#"[-1, 0, 1, 2, 3]"#),
        ("numbers.range", r#"[3, 10]"#, r#"[3, 4, 5, 6, 7, 8, 9, 10]"#),
        ("numbers.range", r#"[-2, 0]"#, r#"[-2, -1, 0]"#),
        ("numbers.range", r#"[1.0, 1.0]"#, r#"[1]"#),
        ("numbers.range", r#"[1.0, 1.5]"#, r#"undefined"#),
        ("numbers.range", r#"[[1], 2]"#, r#"undefined"#),
        ("numbers.range", r#"[0, 1.5]"#, r#"undefined"#),
        ("numbers.range", r#"[null, 2]"#, r#"undefined"#),
        ("numbers.range_step", r#"[-1, -2, 7]"#, r#"[-1]"#),
        ("numbers.range_step", r#"[-2, 0, 2]"#, r#"[-2, 0]"#),
        ("numbers.range_step", r#"[-2, -1, 7]"#, r#"[-2]"#),
        ("numbers.range_step", r#"[-2, 3, 2]"#, r#"[-2, 0, 2]"#),
        ("numbers.range_step", r#"[1.0, -2, 2]"#, r#"[1, -1]"#),
        ("numbers.range_step", r#"[-2, -2, 2]"#, r#"[-2]"#),
        ("numbers.range_step", r#"[1.0, -1, 7]"#, r#"[1]"#),
        ("numbers.range_step", r#"[10, 3, 2]"#, r#"[10, 8, 6, 4]"#),
        ("numbers.range_step", r#"[10, 1, 7]"#, r#"[10, 3]"#),
        ("numbers.range_step", r#"[3, 1.0, -1]"#, r#"undefined"#),
        ("numbers.range_step", r#"[1.0, -1, 1.5]"#, r#"undefined"#),
        ("numbers.range_step", r#"[-2, 3, -1]"#, r#"undefined"#),
        ("numbers.range_step", r#"[1.5, -2, 1.5]"#, r#"undefined"#),
    ]);
}

#[test]
fn long_ranges_are_refused() {
    let refused = super::super::tests::call("numbers.range", "[0, 1000001]").unwrap_err();
    assert!(refused.differs_from_opa());
    assert!(super::super::tests::call("numbers.range", "[1, 1000000]").is_ok());
}
