//! Whole packs: modes, manifests, limits, and that every fault has its place.

use super::{default_theme, load};
use crate::theme::contract::TOKENS;
use crate::theme::fixture::{codes, errors, pack, theme, with};
use crate::theme::{Pack, contrast};
use std::fmt::Write as _;

#[test]
fn the_default_theme_has_all_of_the_contract_and_enough_contrast() {
    let theme = default_theme();
    assert_eq!(
        theme.modes.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(),
        ["light", "dark"]
    );
    for mode in &theme.modes {
        for semantic in TOKENS {
            let token = mode.tokens.get(semantic.path);
            assert_eq!(
                token.map(crate::theme::Token::kind),
                Some(semantic.kind),
                "{}",
                semantic.path
            );
        }
    }
    let failing: Vec<String> =
        contrast::faults(&contrast::check(&theme)).iter().map(ToString::to_string).collect();
    assert_eq!(failing, Vec::<String>::new());
}

#[test]
fn the_partners_theme_is_usable() {
    let text = include_str!("../../../../../white-label/themes/partner-a.json");
    let logo = include_str!("../../../../../white-label/themes/partner-a.svg");
    let beside = [("partner-a.svg".to_owned(), logo.as_bytes().to_vec())];
    let pack = Pack::from_plain("partner-a.json", text.as_bytes(), beside).unwrap();
    let checked = load(&pack);
    assert!(checked.is_usable(), "{:#?}", checked.faults);
    let theme = checked.theme.unwrap();
    assert_eq!(contrast::faults(&contrast::check(&theme)), []);
    assert!(theme.modes[0].borrowed.contains("color.danger"));
    assert_eq!(theme.manifest.product_name, "Partner A Console");
}

#[test]
fn every_fault_has_its_place() {
    let tokens = "{\n  \"a\": {\"$type\": \"color\", \"$value\": 3},\n  \"b\": {\"$value\": \"{nope}\"},\n  \"c\": {\"$type\": \"dimension\", \"$value\": {\"value\": \"1\", \"unit\": \"em\"}}\n}";
    let shown: Vec<String> =
        errors(&pack(tokens)).iter().map(|it| format!("{} {it}", it.code)).collect();
    assert_eq!(
        shown,
        [
            "COS-THM-0002 base.tokens.json:2:37: /a/$value: 3 does not fit; write an object with colorSpace, components",
            "COS-THM-0005 base.tokens.json:3:20: /b/$value: there is no token `nope`; name a token by its path, as `{group.token}`",
            "COS-THM-0002 base.tokens.json:4:52: /c/$value/value: `1` does not fit; write a number, without quotes",
            "COS-THM-0002 base.tokens.json:4:65: /c/$value/unit: `em` does not fit; write one of px, rem",
        ]
    );
}

#[test]
fn modes_are_the_contexts_of_the_modifier_called_mode() {
    let color = |hex: f64| {
        format!(
            r#"{{"color": {{"accent": {{"$type": "color", "$value": {{"colorSpace": "srgb", "components": [{hex}, 0, 0]}}}}}}}}"#
        )
    };
    let resolver = r##"{"version": "2025.10", "sets": {"base": {"sources": [{"$ref": "a.json"}]}},
        "modifiers": {"mode": {"contexts": {"dark": [{"$ref": "b.json"}], "light": []}, "default": "light"}},
        "resolutionOrder": [{"$ref": "#/sets/base"}, {"$ref": "#/modifiers/mode"}]}"##;
    let manifest = r#"{"schema": "cos.theme/v1", "name": "t", "version": "1.0.0", "product_name": "T", "resolver": "r.json"}"#;
    let (a, b) = (color(0.4), color(1.0));
    let pack =
        with(&[("theme.json", manifest), ("r.json", resolver), ("a.json", &a), ("b.json", &b)]);
    let theme = theme(&pack);
    let accent = |name: &str| {
        theme.mode(name).unwrap().tokens["color.accent"].value.color().unwrap().to_hex()
    };
    assert_eq!((theme.modes[0].name.as_str(), theme.modes[0].is_default), ("light", true));
    assert_eq!((accent("light"), accent("dark")), ("#660000".into(), "#ff0000".into()));
}

#[test]
fn names_that_css_cannot_tell_apart() {
    let number = r#"{"$type": "number", "$value": 1}"#;
    let found = errors(&pack(&format!(r#"{{"a": {{"b": {number}}}, "a-b": {number}}}"#)));
    assert!(found[0].message.contains("`a-b` and `a.b` are both `--a-b`"), "{found:?}");
    let title = r#"{"$type": "typography", "$value": {"fontFamily": "Inter", "fontSize": {"value": 1, "unit": "rem"},
        "fontWeight": 400, "letterSpacing": {"value": 0, "unit": "px"}, "lineHeight": 1}}"#;
    let found = errors(&pack(&format!(r#"{{"t": {title}, "t-line-height": {number}}}"#)));
    assert_eq!(found[0].code.as_str(), "COS-THM-0011");
}

#[test]
fn the_contract_wants_its_types_and_fonts_that_people_have() {
    assert_eq!(codes(r#"{"color": {"accent": {"$type": "number", "$value": 1}}}"#), ["0031 "]);
    let found = errors(&pack(
        r#"{"font": {"body": {"$type": "fontFamily", "$value": "Comic Sans\"; }"}}}"#,
    ));
    assert_eq!(found[0].code.as_str(), "COS-THM-0021", "{found:?}");
}

#[test]
fn manifests_that_are_none() {
    let tokens = ("a.tokens.json", "{}");
    for (manifest, words) in [
        ("", vec!["COS-THM-0001", "empty document"]),
        ("[]", vec!["COS-THM-0013", "an object"]),
        ("{\"schema\": 1, \"schema\": 2}", vec!["COS-THM-0001", "duplicate key `schema`"]),
        (
            "{}",
            vec![
                "`schema` is missing",
                "`name` is missing",
                "`version` is missing",
                "`product_name` is missing",
            ],
        ),
        (
            r#"{"schema": "cos.theme/v2", "name": "T T", "version": "1", "product_name": "\u202egnp.exe", "support_url": "javascript:alert(1)", "logo": {}}"#,
            vec![
                "unknown format",
                "`T T` does not fit",
                "three numbers",
                "one line",
                "`javascript:alert(1)`",
                "did you mean `logos`?",
            ],
        ),
        (
            r#"{"schema": "cos.theme/v1", "name": "t", "version": "1.0.0", "product_name": "T", "logos": {"light": "../../etc/passwd"}, "digests": {"a.tokens.json": "00", "x": "0000000000000000000000000000000000000000000000000000000000000000"}}"#,
            vec![
                "COS-THM-0014",
                "there is no file `../../etc/passwd`",
                "64 lower-case",
                "there is no file `x`",
            ],
        ),
        (
            r#"{"schema": "cos.theme/v1", "name": "t", "version": "1.0.0", "product_name": "T", "resolver": "nope.json", "digests": {"a.tokens.json": "0000000000000000000000000000000000000000000000000000000000000000"}}"#,
            vec!["has the digest 44136fa3", "there is no file `nope.json`"],
        ),
    ] {
        let shown: Vec<String> = load(&with(&[("theme.json", manifest), tokens]))
            .faults
            .iter()
            .map(|it| format!("{} {it}", it.code))
            .collect();
        let shown = shown.join("\n");
        for word in words {
            assert!(shown.contains(word), "{manifest}\nlacks {word}:\n{shown}");
        }
    }
}

#[test]
fn a_mark_before_the_text_and_line_ends_of_another_system() {
    let tokens = "\u{feff}{\r\n \"a\": {\"$type\": \"number\", \"$value\": \"1\"}\r\n}\r\n";
    let found = errors(&pack(tokens));
    assert_eq!((found.len(), found[0].line, found[0].pointer.as_str()), (1, 2, "/a/$value"));
}

/// P16: what is large is refused before it is understood.
#[test]
fn input_is_bounded() {
    let many = format!("{{\"a\": [{}1]}}", "[],".repeat(600_000));
    assert_eq!(errors(&pack(&many))[0].code.as_str(), "COS-THM-0015");
    let deep = format!("{}1{}", "{\"a\":".repeat(100), "}".repeat(100));
    assert_eq!(errors(&pack(&deep))[0].code.as_str(), "COS-THM-0001");
    // Every group has all of the one before twice.
    let mut doubled = String::from(r#"{"g0": {"a": {"$type": "number", "$value": 1}}"#);
    for n in 1..40 {
        let below = n - 1;
        let _ = write!(
            doubled,
            r#", "g{n}": {{"a": {{"$extends": "{{g{below}}}"}}, "b": {{"$extends": "{{g{below}}}"}}}}"#
        );
    }
    doubled.push('}');
    assert_eq!(codes(&doubled), ["0015 "]);
    let chain: Vec<String> = (0..300)
        .map(|n| {
            if n == 299 {
                r#""z": {"$type": "number", "$value": 1}"#.to_owned()
            } else {
                let next = if n == 298 { "z".to_owned() } else { format!("a{:03}", n + 1) };
                format!(r#""a{n:03}": {{"$value": "{{{next}}}"}}"#)
            }
        })
        .collect();
    let found = codes(&format!("{{{}}}", chain.join(",")));
    assert!(!found.is_empty() && found.iter().all(|it| it.starts_with("0015")), "{found:?}");
}

/// P16: a file of nothing but faults costs no more than its size.
#[test]
fn a_file_of_faults_ends_soon() {
    let mut tokens = String::from("{");
    for n in 0..40_000 {
        let _ = writeln!(tokens, "\"group{n}\": {{}},");
    }
    for n in 0..20_000 {
        let _ = writeln!(
            tokens,
            "\"token{n}\": {{\"$value\": \"{{tokem{n}.which.has.a.name.of.some.length}}\"}},"
        );
    }
    tokens.push_str("\"end\": {}}");
    let found = errors(&pack(&tokens));
    assert_eq!(found.len(), crate::theme::MOST_FAULTS);
    assert_eq!((found[0].line, found[0].pointer.as_str()), (40_001, "/token0/$value"));
}
