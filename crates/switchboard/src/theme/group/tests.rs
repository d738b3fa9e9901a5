//! Shapes of token files, and groups that extend one another.

use crate::theme::css;
use crate::theme::fixture::{codes, errors, mode, pack, theme, with};

#[test]
fn shapes_that_are_none() {
    for (tokens, expected) in [
        ("[]", "0002 "),
        ("3", "0002 "),
        (r#"{"$value": 1, "$type": "number"}"#, "0003 "),
        (r#"{"a": 1}"#, "0002 /a"),
        (r#"{"a": null}"#, "0002 /a"),
        (r#"{"a.b": {"$type": "number", "$value": 1}}"#, "0003 /a.b"),
        (r#"{"a{": {}}"#, "0003 /a{"),
        (r#"{"": {}}"#, "0003 /"),
        (r#"{"$typo": 1}"#, "0003 /$typo"),
        (r#"{"a": {"$schema": "x"}}"#, "0003 /a/$schema"),
        (r#"{"$root": {}}"#, "0003 /$root"),
        (r#"{"a": {"$type": "number", "$value": 1, "b": {}}}"#, "0003 /a/b"),
        (r#"{"a": {"$type": "number", "$value": 1, "$vlaue": 2}}"#, "0003 /a/$vlaue"),
        (r#"{"a": {"$type": 1, "b": {"$type": "number", "$value": 1}}}"#, "0002 /a/$type"),
        (r#"{"$description": 1}"#, "0002 /$description"),
        (r#"{"$extensions": []}"#, "0002 /$extensions"),
        (r#"{"$deprecated": 1}"#, "0002 /$deprecated"),
        (r#"{"$extends": "a"}"#, "0002 /$extends"),
    ] {
        assert_eq!(codes(tokens), [expected], "{tokens}");
    }
    let found = errors(&pack(r#"{"a": {"$type": "number", "$vlaue": 2}}"#));
    assert_eq!(
        found[0].remedy,
        "known are $deprecated, $description, $extends, $extensions, $root, $type"
    );
    let found = errors(&pack(r#"{"a": {"$type": "nubmer", "$value": 2}}"#));
    assert_eq!(found[0].remedy, "did you mean `number`?");
}

#[test]
fn a_group_extends_another() {
    let tokens = r##"{
        "$schema": "https://www.designtokens.org/schemas/2025.10/format.json",
        "base": {"$type": "number", "a": {"$value": 1}, "in": {"x": {"$value": 2}, "y": {"$value": 3}}},
        "derived": {"$extends": "{base}", "a": {"$value": 10}, "in": {"y": {"$value": 30}, "z": {"$value": 40}}},
        "again": {"$extends": "#/derived/in", "w": {"$value": 50}},
        "through": {"$extends": "{derived.in}"},
        "typed": {"$extends": "{base.in}", "$type": "fontWeight"}
    }"##;
    let mode = mode(
        &tokens
            .replace(r#""again": {"#, r#""again": {"$type": "number", "#)
            .replace(r#""through": {"#, r#""through": {"$type": "number", "#),
    );
    let shown: Vec<String> = mode
        .tokens
        .iter()
        .filter(|(path, _)| !path.contains("color") && !mode.borrowed.contains(*path))
        .map(|(path, token)| format!("{path}={}", css::text(&token.value)))
        .collect();
    assert_eq!(
        shown.join(" "),
        "again.w=50 again.x=2 again.y=30 again.z=40 base.a=1 base.in.x=2 base.in.y=3 derived.a=10 derived.in.x=2 derived.in.y=30 \
         derived.in.z=40 through.x=2 through.y=30 through.z=40 typed.x=2 typed.y=3"
    );
    assert_eq!(mode.tokens["derived.in.x"].kind().as_str(), "number");
    assert_eq!(mode.tokens["typed.x"].kind().as_str(), "fontWeight");
}

#[test]
fn groups_that_extend_in_a_circle_or_nothing() {
    for (tokens, code, words) in [
        (r#"{"a": {"$extends": "{a}"}}"#, "COS-THM-0006", "`a` → `a`"),
        (r#"{"a": {"b": {"$extends": "{a}"}}}"#, "COS-THM-0006", "`a.b` → `a`"),
        (
            r#"{"a": {"$extends": "{b}"}, "b": {"$extends": "{c}"}, "c": {"$extends": "{a}"}}"#,
            "COS-THM-0006",
            "`a` → `b` → `c` → `a`",
        ),
        (
            r#"{"a": {"b": {"$extends": "{c}"}}, "c": {"d": {"$extends": "{a}"}}}"#,
            "COS-THM-0006",
            "`a.b` → `c.d`",
        ),
        (r#"{"base": {}, "a": {"$extends": "{bose}"}}"#, "COS-THM-0005", "`bose` is no group"),
        (
            r#"{"t": {"$type": "number", "$value": 1}, "a": {"$extends": "{t}"}}"#,
            "COS-THM-0005",
            "`t` is no group",
        ),
    ] {
        let found = errors(&pack(tokens));
        assert_eq!(found[0].code.as_str(), code, "{tokens}");
        assert!(found[0].message.contains(words), "{tokens}: {}", found[0].message);
    }
    assert_eq!(
        errors(&pack(r#"{"base": {}, "a": {"$extends": "{bose}"}}"#))[0].remedy,
        "did you mean `{base}`?"
    );
}

#[test]
fn later_files_replace_tokens_and_merge_groups() {
    let pack = with(&[
        (
            "1.tokens.json",
            r#"{"g": {"$type": "number", "a": {"$value": 1, "$description": "old"}, "b": {"$value": 2}, "c": {"d": {"$value": 3}}}}"#,
        ),
        ("2.tokens.json", r#"{"g": {"a": {"$value": 10}, "c": {"$value": 4}}}"#),
    ]);
    let tokens = &theme(&pack).modes[0].tokens;
    let shown = |path: &str| tokens.get(path).map(|token| css::text(&token.value));
    assert_eq!(shown("g.a").as_deref(), Some("10"));
    assert_eq!(tokens["g.a"].description, None);
    assert_eq!(
        (shown("g.b").as_deref(), shown("g.c").as_deref(), shown("g.c.d")),
        (Some("2"), Some("4"), None)
    );
}
