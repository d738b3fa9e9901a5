//! The form of documents that OPA hashes.

use super::*;

fn form(name: &str, text: &str) -> String {
    String::from_utf8(hashed_form(name, text.as_bytes()).unwrap()).unwrap()
}

/// Written by hand after OPA's description: sorted keys, no white space, numbers as spelled, no HTML escapes.
#[test]
fn hashes_structure_as_opa_does() {
    for (text, wanted) in [
        ("{ \"b\" : 1 , \"a\" : [ ] }", r#"{"a":[],"b":1}"#),
        ("[1.0, 1e3, -0, 0.10, 1E+2]", "[1.0,1e3,-0,0.10,1E+2]"),
        (r#"["<a>&", "\u00e9\/", "\u0041"]"#, r#"["<a>&","é/","A"]"#),
        (
            r#"["\u2028\u2029\u007f\b\f\n\r\t\u0000\u001f\"\\"]"#,
            "[\"\\u2028\\u2029\u{7f}\\b\\f\\n\\r\\t\\u0000\\u001f\\\"\\\\\"]",
        ),
        (r#"{"é":1,"z":2,"Z":3,"":4,"😀":5,"｡":6}"#, r#"{"":4,"Z":3,"z":2,"é":1,"｡":6,"😀":5}"#),
        ("\u{feff}null ", "null"),
    ] {
        for name in ["data.json", "a/data.json", ".manifest"] {
            assert_eq!(form(name, text), wanted);
        }
    }
    let yaml = "b: [1, 1.0, 1e21, 1e20, 0.000001, 0.0000001, -1.5, 1.5e300, -0.0]\na: ~\n";
    assert_eq!(
        form("data.yaml", yaml),
        r#"{"a":null,"b":[1,1,1e+21,100000000000000000000,0.000001,1e-7,-1.5,1.5e+300,-0]}"#
    );
}

#[test]
fn hashes_everything_else_as_bytes() {
    for name in ["a.rego", "data.yml", "a/data.yml", "xdata.json", "data.json.x", "plan.json"] {
        assert_eq!(form(name, "{ }\n"), "{ }\n", "{name}");
    }
}

#[test]
fn refuses_what_two_readers_hash_differently() {
    for text in [r#"{"a":1,"a":2}"#, "1e999", "[1", "{} x", "\"\\ud800\""] {
        assert!(hashed_form("data.json", text.as_bytes()).is_err(), "{text}");
    }
}
