//! Stubs are found by method and URL.

use super::super::tests::{assert_table, call};

#[test]
fn the_stub_answers() {
    let answer = r#"{"status_code": 200, "body": {"ok": true}}"#;
    assert_table(&[
        ("http.send", r#"[{"method": "get", "url": "https://a.example/x"}]"#, answer),
        ("http.send", r#"[{"method": "GET"}]"#, "undefined"),
        ("http.send", r#"["x"]"#, "undefined"),
    ]);
    let other = r#"[{"method": "POST", "url": "https://a.example/x"}]"#;
    assert!(call("http.send", other).unwrap_err().differs_from_opa());
}
