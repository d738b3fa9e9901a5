//! Every type in every form, right and wrong; references and circles.

use crate::theme::fixture::{codes, errors, mode, pack};
use crate::theme::{TokenValue, css, to_json};

fn value(tokens: &str, path: &str) -> String {
    css::text(&mode(tokens).tokens[path].value)
}

const RED: &str = r#"{"colorSpace": "srgb", "components": [1, 0, 0]}"#;
const PX: &str = r#"{"value": 2, "unit": "px"}"#;

/// A token of each type, in each form that its value has, and what CSS makes of it.
#[test]
fn every_type_in_every_form() {
    for (kind, value, written) in [
        ("color", RED, "#ff0000"),
        (
            "color",
            r##"{"colorSpace": "srgb", "components": [0.123, 0, 1], "alpha": 0.5, "hex": "#1f00ff"}"##,
            "color(srgb 0.123 0 1 / 0.5)",
        ),
        (
            "color",
            r#"{"colorSpace": "hsl", "components": [359.9, "none", 100]}"#,
            "hsl(359.9 none 100%)",
        ),
        (
            "color",
            r#"{"colorSpace": "oklch", "components": [0.5, 0.4, "none"]}"#,
            "oklch(0.5 0.4 none)",
        ),
        ("color", r#"{"colorSpace": "lab", "components": [50, -160, 160]}"#, "lab(50 -160 160)"),
        (
            "color",
            r#"{"colorSpace": "xyz-d50", "components": [0, 1, 0.5]}"#,
            "color(xyz-d50 0 1 0.5)",
        ),
        ("dimension", PX, "2px"),
        ("dimension", r#"{"value": -0.25, "unit": "rem"}"#, "-0.25rem"),
        ("dimension", r#"{"value": 0, "unit": "px"}"#, "0px"),
        ("fontFamily", r#""Helvetica Neue""#, "\"Helvetica Neue\""),
        ("fontFamily", r#"["Inter", "sans-serif"]"#, "\"Inter\", sans-serif"),
        ("fontWeight", "1", "1"),
        ("fontWeight", "\"extra-black\"", "950"),
        ("duration", r#"{"value": 1.5, "unit": "s"}"#, "1.5s"),
        ("cubicBezier", "[0, -2, 1, 3.5]", "cubic-bezier(0, -2, 1, 3.5)"),
        ("number", "-1.25e2", "-125"),
        ("strokeStyle", "\"groove\"", "groove"),
        ("strokeStyle", &format!(r#"{{"dashArray": [{PX}], "lineCap": "round"}}"#), "dashed"),
        (
            "border",
            &format!(r#"{{"color": {RED}, "width": {PX}, "style": "solid"}}"#),
            "2px solid #ff0000",
        ),
        (
            "transition",
            r#"{"duration": {"value": 200, "unit": "ms"}, "delay": {"value": 0, "unit": "ms"}, "timingFunction": [0, 0, 1, 1]}"#,
            "200ms 0ms cubic-bezier(0, 0, 1, 1)",
        ),
        (
            "shadow",
            &format!(
                r#"{{"color": {RED}, "offsetX": {PX}, "offsetY": {PX}, "blur": {PX}, "spread": {PX}, "inset": true}}"#
            ),
            "inset 2px 2px 2px 2px #ff0000",
        ),
        (
            "shadow",
            &format!(
                r#"[{{"color": {RED}, "offsetX": {PX}, "offsetY": {PX}, "blur": {PX}, "spread": {PX}}}]"#
            ),
            "2px 2px 2px 2px #ff0000",
        ),
        (
            "gradient",
            &format!(
                r#"[{{"color": {RED}, "position": -99}}, {{"color": {RED}, "position": 0.5}}, {{"color": {RED}, "position": 42}}]"#
            ),
            "#ff0000 0%, #ff0000 50%, #ff0000 100%",
        ),
        (
            "typography",
            &format!(
                r#"{{"fontFamily": "Inter", "fontSize": {PX}, "fontWeight": "bold", "letterSpacing": {PX}, "lineHeight": 1.2}}"#
            ),
            "700 2px/1.2 \"Inter\"",
        ),
    ] {
        let tokens = format!(r#"{{"t": {{"$type": "{kind}", "$value": {value}}}}}"#);
        let mode = mode(&tokens);
        assert_eq!(css::text(&mode.tokens["t"].value), written, "{tokens}");
        assert_eq!(mode.tokens["t"].kind().as_str(), kind);
    }
}

/// Each value is wrong in one way, at one place.
#[test]
fn values_that_do_not_fit() {
    for (kind, value, expected) in [
        ("color", "\"#ff0000\"", "0002 /t/$value"),
        ("color", "null", "0002 /t/$value"),
        ("color", r#"{"colorSpace": "srgb"}"#, "0002 /t/$value"),
        (
            "color",
            r#"{"colorSpace": "sRGB", "components": [0, 0, 0]}"#,
            "0002 /t/$value/colorSpace",
        ),
        ("color", r#"{"colorSpace": "srgb", "components": [0, 0]}"#, "0002 /t/$value/components"),
        (
            "color",
            r#"{"colorSpace": "srgb", "components": [255, 0, 0]}"#,
            "0002 /t/$value/components/0",
        ),
        (
            "color",
            r#"{"colorSpace": "srgb", "components": ["1", 0, 0]}"#,
            "0002 /t/$value/components/0",
        ),
        (
            "color",
            r#"{"colorSpace": "hsl", "components": [360, 0, 0]}"#,
            "0002 /t/$value/components/0",
        ),
        (
            "color",
            r#"{"colorSpace": "oklch", "components": [0.5, -0.1, 0]}"#,
            "0002 /t/$value/components/1",
        ),
        (
            "color",
            r#"{"colorSpace": "srgb", "components": [0, 0, 0], "alpha": 1.1}"#,
            "0002 /t/$value/alpha",
        ),
        (
            "color",
            r##"{"colorSpace": "srgb", "components": [0, 0, 0], "hex": "#fff"}"##,
            "0002 /t/$value/hex",
        ),
        (
            "color",
            r#"{"colorSpace": "srgb", "components": [0, 0, 0], "opacity": 1}"#,
            "0003 /t/$value/opacity",
        ),
        ("dimension", "\"2px\"", "0002 /t/$value"),
        ("dimension", r#"{"value": 2, "unit": "PX"}"#, "0002 /t/$value/unit"),
        ("dimension", r#"{"value": 2}"#, "0002 /t/$value"),
        ("fontFamily", "[]", "0002 /t/$value"),
        ("fontFamily", "[\"a\", 1]", "0002 /t/$value/1"),
        ("fontFamily", "[\"{a}\"]", "0002 /t/$value/0"),
        ("fontWeight", "0", "0002 /t/$value"),
        ("fontWeight", "1001", "0002 /t/$value"),
        ("fontWeight", "\"Bold\"", "0002 /t/$value"),
        ("duration", r#"{"value": 2, "unit": "min"}"#, "0002 /t/$value/unit"),
        ("cubicBezier", "[0, 0, 1]", "0002 /t/$value"),
        ("cubicBezier", "[0, 0, 1.01, 0]", "0002 /t/$value/2"),
        ("number", "\"1\"", "0002 /t/$value"),
        ("number", "true", "0002 /t/$value"),
        ("strokeStyle", "\"wavy\"", "0002 /t/$value"),
        ("strokeStyle", r#"{"dashArray": [], "lineCap": "round"}"#, "0002 /t/$value/dashArray"),
        (
            "strokeStyle",
            &format!(r#"{{"dashArray": [{PX}], "lineCap": "flat"}}"#),
            "0002 /t/$value/lineCap",
        ),
        ("border", &format!(r#"{{"color": {RED}, "width": {PX}}}"#), "0002 /t/$value"),
        ("shadow", "[]", "0002 /t/$value"),
        ("gradient", "[]", "0002 /t/$value"),
        ("gradient", &format!(r#"{{"color": {RED}, "position": 0}}"#), "0002 /t/$value"),
        (
            "gradient",
            &format!(r#"[{{"color": {RED}, "position": "0"}}]"#),
            "0002 /t/$value/0/position",
        ),
        ("typography", "{}", "0002 /t/$value"),
        ("nothing", "1", "0004 /t/$type"),
        ("Color", RED, "0004 /t/$type"),
    ] {
        let tokens = format!(r#"{{"t": {{"$type": "{kind}", "$value": {value}}}}}"#);
        let found = codes(&tokens);
        assert_eq!(found.first().map(String::as_str), Some(expected), "{tokens}: {found:?}");
    }
}

#[test]
fn types_come_from_the_token_then_the_reference_then_the_group() {
    let tokens = r#"{
        "g": {"$type": "number", "own": {"$type": "fontWeight", "$value": 400}, "alias": {"$value": "{g.own}"}, "plain": {"$value": 3},
              "h": {"deep": {"$value": 4}, "i": {"$type": "duration", "deeper": {"$value": {"value": 1, "unit": "s"}}}}},
        "outside": {"$value": "{g.alias}"}
    }"#;
    let mode = mode(tokens);
    let kind = |path: &str| mode.tokens[path].kind().as_str();
    assert_eq!(kind("g.own"), "fontWeight");
    assert_eq!(kind("g.alias"), "fontWeight");
    assert_eq!(kind("g.plain"), "number");
    assert_eq!(kind("g.h.deep"), "number");
    assert_eq!(kind("g.h.i.deeper"), "duration");
    assert_eq!(kind("outside"), "fontWeight");
    assert_eq!(mode.tokens["outside"].alias.as_deref(), Some("g.alias"));
    assert_eq!(codes(r#"{"a": {"$value": 1}}"#), ["0004 /a"]);
}

#[test]
fn references_in_all_their_forms() {
    let base = format!(
        r##"{{
        "brand": {{"$type": "color", "$root": {{"$value": {RED}}}, "dark": {{"$value": {{"colorSpace": "oklch", "components": [0.3, 0.1, 20]}}}}}},
        "size": {{"$type": "dimension", "a b/c": {{"$value": {{"value": 3, "unit": "rem"}}}}}},
        "half": {{"$type": "number", "$value": 0.5}},
        "edge": {{"$type": "border", "$value": {{"color": "{{brand.$root}}", "width": "{{size.a b/c}}", "style": "solid"}}}},
        "TEST"
    }}"##
    );
    for (token, written) in [
        (r#"{"$value": "{brand.$root}"}"#, "#ff0000"),
        (r##"{"$ref": "#/brand/dark/$value"}"##, "oklch(0.3 0.1 20)"),
        (r##"{"$ref": "#/brand/dark"}"##, "oklch(0.3 0.1 20)"),
        (r##"{"$value": {"$ref": "#/brand/$root/$value"}}"##, "#ff0000"),
        (r##"{"$ref": "#/brand/$root"}"##, "#ff0000"),
        (r##"{"$type": "color", "$ref": "#/edge/$value/color"}"##, "#ff0000"),
        (
            r##"{"$type": "dimension", "$value": {"value": 1, "unit": {"$ref": "#/size/a%20b~1c/$value/unit"}}}"##,
            "1rem",
        ),
        (
            r##"{"$type": "dimension", "$value": {"value": {"$ref": "#/edge/$value/width/value"}, "unit": "px"}}"##,
            "3px",
        ),
        (
            r##"{"$type": "color", "$value": {"colorSpace": "oklch", "components": [{"$ref": "#/brand/dark/$value/components/0"}, 0.2, {"$ref": "#/brand/dark/$value/components/2"}]}}"##,
            "oklch(0.3 0.2 20)",
        ),
        (
            r##"{"$type": "color", "$value": {"colorSpace": "oklch", "components": {"$ref": "#/brand/dark/$value/components"}, "alpha": {"$ref": "#/half/$value"}}}"##,
            "SKIP",
        ),
        (r#"{"$type": "dimension", "$value": {"value": "{half}", "unit": "px"}}"#, "0.5px"),
        (
            r#"{"$type": "gradient", "$value": [{"color": "{brand.$root}", "position": "{half}"}]}"#,
            "#ff0000 50%",
        ),
        (
            r#"{"$type": "strokeStyle", "$value": {"dashArray": ["{size.a b/c}"], "lineCap": "butt"}}"#,
            "dashed",
        ),
    ] {
        if written == "SKIP" {
            continue;
        }
        let tokens = base.replace("\"TEST\"", &format!("\"t\": {token}"));
        assert_eq!(value(&tokens, "t"), written, "{token}");
    }
}

#[test]
fn references_that_lead_astray() {
    for (tokens, expected) in [
        (r#"{"a": {"$value": "{b}"}}"#, "0005 /a/$value"),
        (
            r#"{"g": {"b": {"$type": "number", "$value": 1}}, "a": {"$value": "{g}"}}"#,
            "0005 /a/$value",
        ),
        (r##"{"a": {"$ref": "#/b/$value"}}"##, "0005 /a/$ref"),
        (r#"{"a": {"$ref": "other.json#/b"}}"#, "0002 /a/$ref"),
        (
            r##"{"b": {"$type": "number", "$value": 1}, "a": {"$type": "number", "$ref": "#/b/$description"}}"##,
            "0005 /a/$ref",
        ),
        (
            r##"{"b": {"$type": "dimension", "$value": {"value": 1, "unit": "px"}}, "a": {"$type": "number", "$ref": "#/b/$value/size"}}"##,
            "0005 /a/$ref",
        ),
        (
            r#"{"b": {"$type": "number", "$value": 1}, "a": {"$type": "color", "$value": "{b}"}}"#,
            "0007 /a/$value",
        ),
        (
            r#"{"b": {"$type": "number", "$value": 1}, "a": {"$type": "border", "$value": {"color": "{b}", "width": {"value": 1, "unit": "px"}, "style": "solid"}}}"#,
            "0007 /a/$value/color",
        ),
        (r#"{"a": {"$type": "color", "$value": "{a.}"}}"#, "0002 /a/$value"),
        (r#"{"a": {"$type": "number", "$value": {"$ref": 3}}}"#, "0002 /a/$value/$ref"),
        (r##"{"a": {"$value": 1, "$ref": "#/b", "$type": "number"}}"##, "0003 /a"),
    ] {
        assert_eq!(codes(tokens), [expected], "{tokens}");
    }
}

/// The chain is shown once, whatever depends on it.
#[test]
fn circles() {
    for (tokens, chain) in [
        (r#"{"a": {"$value": "{a}"}}"#, "`a` → `a`"),
        (
            r#"{"a": {"$value": "{b}"}, "b": {"$value": "{c}"}, "c": {"$value": "{a}"}, "d": {"$value": "{a}"}}"#,
            "`a` → `b` → `c` → `a`",
        ),
        (
            r#"{"a": {"$type": "dimension", "$value": {"value": "{n}", "unit": "px"}}, "n": {"$type": "number", "$value": "{n}"}}"#,
            "`n` → `n`",
        ),
        (
            r##"{"a": {"$type": "cubicBezier", "$value": [0, {"$ref": "#/a/$value/1"}, 0, 0]}}"##,
            "`#/a/$value/1` → `#/a/$value/1`",
        ),
    ] {
        let found = errors(&pack(tokens));
        assert_eq!(found.len(), 1, "{tokens}: {found:#?}");
        assert_eq!(found[0].code.as_str(), "COS-THM-0006");
        assert!(found[0].message.ends_with(chain), "{}", found[0].message);
    }
}

/// What is written reads back as the same tokens, with what others keep in `$extensions`.
#[test]
fn a_round_trip_keeps_what_it_does_not_know() {
    let tokens = r#"{"g": {"$type": "number", "$deprecated": "use h", "a": {"$value": 1, "$description": "one",
        "$extensions": {"org.example.tool": {"x": [1, null, {"y": "z"}]}}}, "b": {"$value": "{g.a}", "$deprecated": false}}}"#;
    let before = mode(tokens);
    let written = to_json(&before.tokens);
    assert_eq!(written["g"]["a"]["$extensions"]["org.example.tool"]["x"][2]["y"], "z");
    assert_eq!(written["g"]["b"]["$value"], "{g.a}");
    let after = mode(&written.to_string());
    assert_eq!(before.tokens, after.tokens);
    assert_eq!(before.tokens["g.a"].deprecated, Some(Some("use h".into())));
    assert_eq!(before.tokens["g.b"].deprecated, None);
    assert_eq!(before.tokens["g.a"].value, TokenValue::Number(1.0));
}
