//! Names, numbers, and that no text of a theme becomes CSS.

use super::{following, property, stylesheet, text};
use crate::theme::fixture::{errors, mode, theme, with};
use crate::theme::{TokenValue, default_theme};
use proptest::prelude::*;

#[test]
fn names_of_properties() {
    for (path, name) in [
        ("color.accent", "--color-accent"),
        ("color.$root", "--color"),
        ("color.onAccent", "--color-on-accent"),
        ("a b.Ü/é", "--a-b----"),
        ("x};*{color:red", "--x----color-red"),
    ] {
        assert_eq!(property(path), name);
    }
}

#[test]
fn the_sheet_of_a_theme() {
    let light = mode(r#"{"a": {"$type": "number", "$value": 1}}"#);
    let sheet = stylesheet(&[light]);
    assert!(
        sheet.starts_with(":root,\n[data-mode=\"light\"] {\n  color-scheme: light;\n  --a: 1;\n"),
        "{sheet}"
    );
    assert!(sheet.contains("  --color-accent: #0b5cad;\n"), "{sheet}");
    assert!(sheet.contains("  --font-body: \"Inter\", system-ui, sans-serif;\n"), "{sheet}");
}

#[test]
fn a_page_follows_what_the_reader_prefers_where_the_theme_has_it() {
    let light = mode(r#"{"a": {"$type": "number", "$value": 1}}"#);
    assert_eq!(following(std::slice::from_ref(&light)), stylesheet(&[light]));
    let modes = default_theme().modes;
    let sheet = following(&modes);
    let rest = sheet.strip_prefix(stylesheet(&modes).as_str()).unwrap();
    let head =
        "@media (prefers-color-scheme: dark) {\n:root:not([data-mode]) {\n  color-scheme: dark;\n";
    assert!(rest.starts_with(head), "{rest}");
    assert!(rest.contains("  --color-accent: #7ab7ff;\n") && rest.ends_with("}\n}\n"), "{rest}");
    assert_eq!(rest.matches("@media").count(), 1, "{rest}");
}

#[test]
fn numbers_of_every_size() {
    let number = |value| text(&TokenValue::Number(value));
    for (value, written) in [
        (0.0, "0"),
        (-0.0, "0"),
        (1e-9, "0"),
        (0.1 + 0.2, "0.3"),
        (-1.5, "-1.5"),
        (1e14, "100000000000000"),
        (1e300, "1e300"),
        (-2.5e20, "-2.5e20"),
        (f64::MAX, "1.7976931348623157e308"),
    ] {
        assert_eq!(number(value), written);
    }
}

/// What a style sheet of ours is made of, read as a browser would read it: rules, and in them declarations of values without an end in them.
fn is_well_formed(sheet: &str) -> bool {
    let mut depth = 0;
    for line in sheet.lines() {
        match line {
            ":root," if depth == 0 => {}
            "}" => depth -= 1,
            _ if depth == 0 => {
                let name =
                    line.strip_prefix("[data-mode=\"").and_then(|it| it.strip_suffix("\"] {"));
                if !name
                    .is_some_and(|it| it.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
                {
                    return false;
                }
                depth += 1;
            }
            _ => {
                let Some(declaration) = line.strip_prefix("  ").and_then(|it| it.strip_suffix(';'))
                else {
                    return false;
                };
                let Some((name, value)) = declaration.split_once(": ") else { return false };
                let fits = name == "color-scheme"
                    || name.strip_prefix("--").is_some_and(|it| {
                        it.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                    });
                if !fits || !is_harmless(value) {
                    return false;
                }
            }
        }
    }
    depth == 0
}

/// Outside of quotes only what values need, and quotes that end.
fn is_harmless(value: &str) -> bool {
    let mut quoted = false;
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => quoted = !quoted,
            // An escape: hexadecimal digits and a space.
            '\\' if quoted => {
                let digits = characters.by_ref().take_while(|c| *c != ' ').collect::<String>();
                if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                    return false;
                }
            }
            c if quoted => {
                if !(c.is_alphanumeric() || " -_.,".contains(c)) {
                    return false;
                }
            }
            c => {
                if !(c.is_ascii_alphanumeric() || " #%(),./+-".contains(c)) || value.contains("/*")
                {
                    return false;
                }
            }
        }
    }
    !quoted
}

const HOSTILE: [&str; 9] = [
    "x\"; } body { background: url(https://evil.example)",
    "</style><script>alert(1)</script>",
    "/* ",
    "*/",
    "\\",
    "\\\"",
    "a\nb\u{c}c\r\u{0}",
    "expression(alert(1))",
    "@import 'x';",
];

proptest! {
    /// No text of a theme becomes a rule, an end of a rule, or an end of the sheet.
    #[test]
    fn no_token_injects(family in any::<String>(), name in "[^${}.][^{}.]{0,20}", pick in 0..HOSTILE.len(), number in any::<f64>()) {
        let number = if number.is_finite() { number } else { 0.0 };
        let hostile = HOSTILE[pick];
        let tokens = serde_json::json!({
            name: { "$type": "fontFamily", "$value": [family, hostile] },
            "n": { "m": { "$type": "dimension", "$value": { "value": number, "unit": "px" }, "$description": hostile } },
        });
        let pack = with(&[("a.tokens.json", &tokens.to_string())]);
        if errors(&pack).is_empty() {
            let sheet = stylesheet(&theme(&pack).modes);
            prop_assert!(is_well_formed(&sheet), "{sheet}");
            prop_assert!(!sheet.contains("url(") && !sheet.contains("</") && !sheet.contains("@import"), "{sheet}");
        }
    }
}
