//! Answers of OPA 1.20.2 to calls of the `arrays` family.

use super::super::tests::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
        ("array.flatten", r#"[[]]"#, r#"[]"#),
        ("array.flatten", r#"[[1, [2, "a"]]]"#, r#"[1, 2, "a"]"#),
        ("array.flatten", r#"[[[1], [[2]], {"$set": [[3]]}, "a", []]]"#, r#"[1, [2], [[3]], "a"]"#),
        ("array.flatten", r#"["x"]"#, r#"undefined"#),
        ("array.flatten", r#"[1.5]"#, r#"undefined"#),
        ("array.flatten", r#"[false]"#, r#"undefined"#),
        ("array.flatten", r#"[0]"#, r#"undefined"#),
    ]);
}
