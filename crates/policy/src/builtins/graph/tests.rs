//! Answers of OPA 1.20.2 to calls of the `graph` family.

use super::super::tests::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
        (
            "graph.reachable_paths",
            r#"[{"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, ["a"]]"#,
            r#"[["a", "b", "d"], ["a", "c", "d"]]"#,
        ),
        (
            "graph.reachable_paths",
            r#"[{"a": ["b", "b"], "b": []}, {"$set": ["a"]}]"#,
            r#"[["a", "b"]]"#,
        ),
        ("graph.reachable_paths", r#"[{"a": null}, ["x"]]"#, r#"[]"#),
        ("graph.reachable_paths", r#"[{"a": []}, ["a"]]"#, r#"[["a"]]"#),
        ("graph.reachable_paths", r#"[{}, {"$set": ["x", "a"]}]"#, r#"[]"#),
        (
            "graph.reachable_paths",
            r#"[{"a": {"$set": ["b", "c"]}, "b": {"$set": []}, "c": {"$set": ["a"]}}, ["a"]]"#,
            r#"[["a", "b"], ["a", "c"]]"#,
        ),
        ("graph.reachable_paths", r#"[{"a": ["b"], "b": ["a"]}, ["x"]]"#, r#"[]"#),
        (
            "graph.reachable_paths",
            r#"[{"a": ["b"], "b": ["c"], "c": ["b"]}, ["a", "b"]]"#,
            r#"[["a", "b", "c"], ["b", "c"]]"#,
        ),
        ("graph.reachable_paths", r#"[{"a": null}, ["a"]]"#, r#"[["a"]]"#),
        ("graph.reachable_paths", r#"[[], ["x"]]"#, r#"undefined"#),
        ("graph.reachable_paths", r#"["x", ["a", "b"]]"#, r#"undefined"#),
        ("graph.reachable_paths", r#"[{"a": ["b", "b"], "b": []}, "a"]"#, r#"undefined"#),
        ("graph.reachable_paths", r#"[{"a": ["b"], "b": ["c"], "c": ["b"]}, "a"]"#, r#"undefined"#),
    ]);
}
