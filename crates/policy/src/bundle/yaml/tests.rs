//! YAML that OPA and YAML 1.2 read alike, and YAML that they do not.

use super::*;
use serde_json::json;

#[test]
fn reads_what_both_readers_understand_alike() {
    let text = b"a: [1, 1.5, '1_000', \"0b1\", 2026-01-01, 1.2.3, x_1, _1]\nb: {c: null, 1: x, true: x, \'on\': x, \"1.0\": x}\n";
    let wanted = json!({
        "a": [1, 1.5, "1_000", "0b1", "2026-01-01", "1.2.3", "x_1", "_1"],
        "b": {"c": null, "1": "x", "true": "x", "on": "x", "1.0": "x"}
    });
    assert_eq!(read(text), Ok(wanted));
}

#[test]
fn refuses_what_only_go_takes_for_a_number() {
    for word in ["1_000", "0b101", "-0b1", "1_0.5", "0x1_F", "1_0e3", "-_1"] {
        let text = format!("a:\n  - é: [x, {word}]\n");
        let fault = read(text.as_bytes()).unwrap_err();
        assert!(fault.starts_with(&format!("`{word}` at 2:12 is a number to OPA")), "{fault}");
    }
}

#[test]
fn refuses_the_booleans_of_old_yaml() {
    assert!(read(b"a: on\n").unwrap_err().contains("`on`"));
}

#[test]
fn refuses_keys_that_go_reads_otherwise() {
    for key in
        ["on", "No", "y", "True", "null", "~", "0x10", "1_0", "1e3", "017", "1.0", ".5", "+1"]
    {
        let fault = read(format!("a:\n  {key}: 1\n").as_bytes()).unwrap_err();
        assert!(fault.contains(&format!("the key `{key}` at 2:3")), "{fault}");
    }
}

#[test]
fn whole_numbers_are_whole() {
    for (word, wanted) in [
        ("1.0", "1"),
        ("-.5e3", "-500"),
        ("5.", "5"),
        ("1e3", "1000"),
        ("0.10", "0.1"),
        ("1e30", "1e+30"),
        ("0x1F", "31"),
    ] {
        assert_eq!(read(word.as_bytes()).unwrap().to_string(), wanted, "{word}");
    }
}

#[test]
fn refuses_block_text_without_a_line_break() {
    assert_eq!(read(b"a: |\n  x\n").unwrap(), json!({"a": "x\n"}));
    assert!(read(b"a: |\n  x").is_err());
    assert_eq!(read(b"a: \"x\\n\"").unwrap(), json!({"a": "x\n"}));
}
