//! The order of sources, inputs, and documents that are none.

use super::{Input, Resolver};
use crate::theme::fault::Faults;
use crate::theme::source::Sources;
use std::fmt::Write as _;

/// Reads a resolver beside the files `a.json` and `b.json`; the places that it selects, and the faults.
fn composed(resolver: &str, input: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let mut sources = Sources::default();
    sources.add("r.json", resolver.as_bytes()).unwrap();
    sources.add("a.json", br#"{"a": {"$type": "number", "$value": 1}, "in": {"b": {}}}"#).unwrap();
    sources.add("b.json", b"{}").unwrap();
    let mut faults = Faults::new(&sources);
    let read = Resolver::read(&sources, "r.json", &mut faults);
    let input: Input = input.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let nodes = read.map(|it| it.compose(&input, &mut faults)).unwrap_or_default();
    let place = |node: &&_| {
        let spot = sources.locate(crate::theme::source::Node::place(node));
        format!("{}{}", spot.file, spot.pointer)
    };
    let places = nodes.iter().map(place).collect();
    let faults = faults.into_sorted();
    let shown = |it: &crate::theme::Fault| {
        let mut out = format!("{} {}", &it.code.as_str()[8..], it.pointer);
        let _ = write!(out, ": {}", it.message);
        out
    };
    (places, faults.iter().map(shown).collect())
}

const FULL: &str = r##"{
    "$schema": "https://www.designtokens.org/schemas/2025.10/resolver.json", "name": "n", "version": "2025.10", "description": "d", "$defs": {"x": 1},
    "sets": {"one": {"sources": [{"$ref": "a.json"}, {"t": {}}], "$extensions": {"x": 1}},
             "two": {"description": "d", "sources": [{"$ref": "#/sets/one"}, {"$ref": "a.json#/in"}]}},
    "modifiers": {"theme": {"contexts": {"light": [{"$ref": "#/sets/one"}], "dark": [{"$ref": "./b.json"}]}, "default": "light"}},
    "resolutionOrder": [{"$ref": "#/sets/two"}, {"$ref": "#/modifiers/theme"},
        {"name": "last", "type": "set", "sources": [{"$ref": "b.json"}]},
        {"name": "beta", "type": "modifier", "contexts": {"false": [], "true": [{"u": {}}]}}]
}"##;

#[test]
fn the_order_is_that_of_the_document() {
    let (places, faults) = composed(FULL, &[("beta", "true"), ("theme", "dark")]);
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(
        places,
        [
            "a.json",
            "r.json/sets/one/sources/1",
            "a.json/in",
            "b.json",
            "b.json",
            "r.json/resolutionOrder/3/contexts/true/0"
        ]
    );
    let (places, _) = composed(FULL, &[("beta", "false")]);
    assert_eq!(
        places,
        [
            "a.json",
            "r.json/sets/one/sources/1",
            "a.json/in",
            "a.json",
            "r.json/sets/one/sources/1",
            "b.json"
        ]
    );
}

/// All that is wrong with an input, as the module asks for.
#[test]
fn inputs_that_do_not_fit() {
    let (_, faults) = composed(FULL, &[("theme", "blue"), ("foo", "bar")]);
    assert_eq!(
        faults,
        [
            "0009 /resolutionOrder/0: no modifier is called `foo`, which `bar` is for",
            "0009 /resolutionOrder/1: the modifier `theme` has no context `blue`",
            "0009 /resolutionOrder/3: the modifier `beta` has no `default`, and nothing selects a context",
        ]
    );
}

#[test]
fn documents_that_are_none() {
    let order = r##""version": "2025.10", "resolutionOrder": [{"$ref": "#/sets/s"}]"##;
    for (document, expected) in [
        ("[]".to_owned(), "0008 : a resolver is an object"),
        ("{}".to_owned(), "0008 : `version` is missing"),
        (r#"{"version": "2025.10"}"#.to_owned(), "0008 : `resolutionOrder` is missing or empty"),
        (r#"{"version": "2025.10", "resolutionOrder": []}"#.to_owned(), "0008 : `resolutionOrder` is missing or empty"),
        (format!(r#"{{{order}, "sets": {{"s": {{"sources": []}}}}, "name": 3}}"#), "0008 /name: `name` is text"),
        (format!(r#"{{{order}, "sets": {{"s": {{"sources": []}}}}, "set": 3}}"#), "0008 /set: unknown property `set`"),
        (format!(r#"{{{order}, "sets": {{"s": {{}}}}}}"#), "0008 /sets/s: a set has an array"),
        (format!(r#"{{{order}, "sets": {{"s": {{"sources": [3]}}}}}}"#), "0008 /sets/s/sources/0: a source is tokens"),
        (format!(r#"{{{order}}}"#), "0005 /resolutionOrder/0/$ref: `#/sets/s` leads to nothing"),
        (format!(r#"{{{order}, "sets": {{"s": {{"sources": [{{"$ref": "c.json"}}]}}}}}}"#), "0005 /sets/s/sources/0/$ref: `c.json` leads to nothing"),
        (format!(r#"{{{order}, "sets": {{"s": {{"sources": [{{"$ref": "https://x.example/t.json"}}]}}}}}}"#), "0005 /sets/s/sources/0/$ref: `https://x.example/t.json` lies outside"),
        (format!(r##"{{{order}, "sets": {{"s": {{"sources": [{{"$ref": "#/resolutionOrder/0"}}]}}}}}}"##), "0005 /sets/s/sources/0/$ref: `#/resolutionOrder/0` may not be"),
        (format!(r#"{{{order}, "sets": {{"s": {{"sources": [{{"$ref": "a.json#/nope"}}]}}}}}}"#), "0005 /sets/s/sources/0/$ref: `a.json#/nope` leads to nothing"),
        (format!(r##"{{{order}, "sets": {{"s": {{"sources": [{{"$ref": "#/sets/t"}}]}}, "t": {{"sources": [{{"$ref": "#/sets/s"}}]}}}}}}"##), "0006 /sets/s: sets refer to each other in a circle: `s` → `t` → `s`"),
        (format!(r#"{{{order}, "sets": {{"s": {{"sources": [{{"$ref": "a.json", "x": 1}}]}}}}}}"#), "0008 /sets/s/sources/0/x: `x` stands beside `$ref`"),
        (format!(r#"{{{order}, "sets": {{"s": {{"sources": []}}}}, "modifiers": {{"m": {{"contexts": {{"a": []}}}}}}}}"#), "0008 /modifiers/m: a modifier with 1 contexts"),
        (format!(r#"{{{order}, "sets": {{"s": {{"sources": []}}}}, "modifiers": {{"m": {{"contexts": {{"a": [], "b": {{}}}}}}}}}}"#), "0008 /modifiers/m/contexts/b: a context is an array"),
        (format!(r#"{{{order}, "sets": {{"s": {{"sources": []}}}}, "modifiers": {{"m": {{"contexts": {{"a": [], "b": []}}, "default": "c"}}}}}}"#), "0008 /modifiers/m/default: `default` names no context"),
        (format!(r##"{{{order}, "sets": {{"s": {{"sources": []}}}}, "modifiers": {{"m": {{"contexts": {{"a": [{{"$ref": "#/modifiers/n"}}], "b": []}}}}}}}}"##), "0005 /modifiers/m/contexts/a/0/$ref: `#/modifiers/n` may not be"),
        (r#"{"version": "2025.10", "resolutionOrder": [{"sources": []}]}"#.to_owned(), "0008 /resolutionOrder/0: neither a reference"),
        (r#"{"version": "2025.10", "resolutionOrder": [{"name": "s", "type": "set", "sources": []}, {"name": "s", "type": "set", "sources": []}]}"#.to_owned(), "0008 /resolutionOrder/1: `s` stands in the order twice"),
        (r#"{"version": "2024.10", "resolutionOrder": [{"name": "s", "type": "set", "sources": []}]}"#.to_owned(), "0008 /version: an unknown version"),
    ] {
        let (_, faults) = composed(&document, &[]);
        assert!(faults.iter().any(|it| it.starts_with(expected)), "{document}\nlacks {expected}:\n{faults:#?}");
    }
}
