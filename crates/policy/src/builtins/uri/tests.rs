//! Answers of OPA 1.20.2 to calls of the `uri` family.

use super::super::tests::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
        ("uri.parse", r#"["a"]"#, r#"{"path": "a", "raw_path": "a"}"#),
        ("uri.parse", r#"["http://h:"]"#, r#"{"hostname": "h", "scheme": "http"}"#),
        (
            "uri.parse",
            r#"["http://[::1]:8/x"]"#,
            r#"{"hostname": "::1", "path": "/x", "port": "8", "raw_path": "/x", "scheme": "http"}"#,
        ),
        ("uri.parse", r#"["a?"]"#, r#"{"path": "a", "raw_path": "a"}"#),
        ("uri.parse", r#"["./a:b"]"#, r#"{"path": "./a:b", "raw_path": "./a:b"}"#),
        ("uri.parse", r#"["a??"]"#, r#"{"path": "a", "raw_path": "a", "raw_query": "?"}"#),
        ("uri.parse", r##"["#"]"##, r#"{}"#),
        (
            "uri.parse",
            r#"["HTTP://H:80/p?q#f"]"#,
            r#"{"fragment": "f", "hostname": "H", "path": "/p", "port": "80", "raw_path": "/p", "raw_query": "q", "scheme": "http"}"#,
        ),
        ("uri.parse", r#"["mailto:a@b"]"#, r#"{"scheme": "mailto"}"#),
        ("uri.parse", r#"[":a"]"#, r#"undefined"#),
        ("uri.parse", r#"["http://h:x"]"#, r#"undefined"#),
        ("uri.parse", r#"[null]"#, r#"undefined"#),
        ("uri.parse", r#"["http://%41/"]"#, r#"undefined"#),
        ("uri.is_valid", r#"["http://[::1]:8/x"]"#, r#"true"#),
        ("uri.is_valid", r#"["a b"]"#, r#"true"#),
        ("uri.is_valid", r#"["//h/p"]"#, r#"true"#),
        ("uri.is_valid", r#"["mailto:a@b"]"#, r#"true"#),
        ("uri.is_valid", r#"["a:b"]"#, r#"true"#),
        ("uri.is_valid", r#"["http://[::1"]"#, r#"false"#),
        ("uri.is_valid", r#"["http://é/é"]"#, r#"true"#),
        ("uri.is_valid", r#"["http://[fe80::1%25en0]/"]"#, r#"true"#),
        ("uri.is_valid", r#"["http://h/\n"]"#, r#"false"#),
    ]);
}
