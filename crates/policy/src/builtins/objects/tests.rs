//! Answers of OPA 1.20.2 to calls of the `objects` family.

use super::super::tests::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
        ("object.subset", r#"[{}, {"a": null}]"#, r#"false"#),
        ("object.subset", r#"[{"1": {"2": 3}}, {}]"#, r#"true"#),
        ("object.subset", r#"[{"a": {"$set": [1]}}, {"1": {"2": 3}}]"#, r#"false"#),
        ("object.subset", r#"[{"1": {"2": 3}}, {"a": null}]"#, r#"false"#),
        (
            "object.subset",
            r#"[{"a": {"b": 1, "c": [1, {"d": 2}]}}, {"a": {"$set": [1]}}]"#,
            r#"false"#,
        ),
        ("object.subset", r#"[{"1": {"2": 3}}, {"1": {"2": 3}}]"#, r#"true"#),
        ("object.subset", r#"[[1, 2, 3], {"$set": [[1]]}]"#, r#"false"#),
        ("object.subset", r#"[{"$set": [1, 2]}, {"$set": [1]}]"#, r#"true"#),
        ("object.subset", r#"[{"a": {"$set": [1]}}, {"a": null}]"#, r#"false"#),
        ("object.subset", r#"[[1, 2, 3], 1]"#, r#"undefined"#),
        ("object.subset", r#"[1, [1, 3]]"#, r#"undefined"#),
        ("object.subset", r#"[1, [1]]"#, r#"undefined"#),
        ("object.subset", r#"[{"a": {"b": 1, "c": [1, {"d": 2}]}}, [1, 2]]"#, r#"undefined"#),
    ]);
}
