//! Answers of OPA 1.20.2 to calls of the `units` family.

use super::super::tests::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
        ("units.parse", r#"["1.23456789012Mi"]"#, r#"1294538.259950469"#),
        ("units.parse", r#"["0.0001k"]"#, r#"0.1"#),
        ("units.parse", r#"["-1"]"#, r#"-1"#),
        ("units.parse", r#"["1e-5g"]"#, r#"10000"#),
        ("units.parse", r#"["0.0001mi"]"#, r#"104.8576"#),
        ("units.parse", r#"["1E3E"]"#, r#"1000000000000000000000"#),
        ("units.parse", r#"["-0.0000000000001K"]"#, r#"-1e-10"#),
        ("units.parse", r#"["5.m"]"#, r#"0.005"#),
        ("units.parse", r#"["-0.0000000000001mi"]"#, r#"-1.049e-07"#),
        ("units.parse", r#"["5.h"]"#, r#"undefined"#),
        ("units.parse", r#"["+2KB"]"#, r#"undefined"#),
        ("units.parse", r#"["1.23456789012kb"]"#, r#"undefined"#),
        ("units.parse", r#"["1_0 k"]"#, r#"undefined"#),
        ("units.parse_bytes", r#"["-1mb"]"#, r#"-1000000"#),
        ("units.parse_bytes", r#"["0kb"]"#, r#"0"#),
        ("units.parse_bytes", r#"["1.5mI"]"#, r#"1572864"#),
        ("units.parse_bytes", r#"["-0.0000000000001KI"]"#, r#"0"#),
        ("units.parse_bytes", r#"["0mI"]"#, r#"0"#),
        ("units.parse_bytes", r#"["-0.0000000000001mI"]"#, r#"0"#),
        ("units.parse_bytes", r#"["1E3ki"]"#, r#"1024000"#),
        ("units.parse_bytes", r#"[".5eb"]"#, r#"500000000000000000"#),
        ("units.parse_bytes", r#"["1e-5Gi"]"#, r#"10737"#),
        ("units.parse_bytes", r#"["0n"]"#, r#"undefined"#),
        ("units.parse_bytes", r#"["--1KiB"]"#, r#"undefined"#),
        ("units.parse_bytes", r#"["1_0h"]"#, r#"undefined"#),
        ("units.parse_bytes", r#"["1_0pi"]"#, r#"undefined"#),
    ]);
}
