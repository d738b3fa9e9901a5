//! What the context answers, and that it answers alike.

use super::super::tests::{assert_table, call};

#[test]
fn the_context_answers() {
    assert_table(&[
        ("time.now_ns", "[]", "1700000000000000000"),
        ("opa.runtime", "[]", r#"{"version": "1.20.2"}"#),
        ("net.lookup_ip_addr", r#"["a.example"]"#, r#"["192.0.2.1"]"#),
        ("rand.intn", r#"["a", 0]"#, "0"),
        ("rand.intn", r#"["a", 1.5]"#, "undefined"),
    ]);
    assert!(call("net.lookup_ip_addr", r#"["b.example"]"#).unwrap_err().differs_from_opa());
}

#[test]
fn randomness_follows_from_the_arguments() {
    let answer = |name, args| call(name, args).unwrap();
    for (name, one, other) in [
        ("uuid.rfc4122", r#"["a"]"#, r#"["b"]"#),
        ("rand.intn", r#"["a", 1000000000000]"#, r#"["b", 1000000000000]"#),
    ] {
        assert_eq!(answer(name, one), answer(name, one));
        assert_ne!(answer(name, one), answer(name, other));
    }
    let uuid = answer("uuid.rfc4122", r#"["a"]"#).to_string();
    assert_eq!((uuid.len(), &uuid[15..16]), (38, "4"));
}
