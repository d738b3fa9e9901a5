//! The published schema and the reader name the same fields.

use super::super::fields;
use super::*;
use serde_json::Value;
use std::collections::BTreeSet;

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

fn keys(node: &Value) -> BTreeSet<&str> {
    node["properties"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_schema_knows_the_fields_of_the_reader() {
    let schema = schema();
    let of = |names: &'static [&'static str]| names.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(keys(&schema), of(fields::MATRIX));
    for (name, known) in [
        ("metadata", fields::METADATA),
        ("bundle", fields::BUNDLE),
        ("decision", fields::DECISION),
        ("fixtures", fields::FIXTURES),
        ("defaults", fields::DEFAULTS),
        ("isolation", fields::ISOLATION),
        ("flow", fields::FLOW),
        ("expand", fields::EXPAND),
        ("expectation", fields::EXPECT),
        ("assertion", fields::CASE_EXPECT),
        ("reasons", fields::REASONS),
        ("case", fields::CASE),
        ("quarantine", fields::QUARANTINE),
        ("selector", fields::MATCH),
        ("waiver", fields::WAIVER),
        ("limits", fields::LIMITS),
        ("listedValue", fields::VALUE),
    ] {
        assert_eq!(keys(&schema["$defs"][name]), of(known), "{name}");
    }
    let union = |name: &str| -> BTreeSet<String> {
        let forms = schema["$defs"][name]["oneOf"].as_array().unwrap();
        forms.iter().flat_map(keys).map(str::to_owned).collect()
    };
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(union("invariant"), owned(fields::INVARIANT));
    assert_eq!(union("inventory"), owned(fields::INVENTORY));
}

#[test]
fn every_part_of_the_schema_is_described_and_closed() {
    fn walk(node: &Value, path: &str) {
        if let Some(properties) = node.get("properties").and_then(Value::as_object) {
            assert_eq!(node["additionalProperties"], Value::Bool(false), "{path} is open");
            for (name, property) in properties {
                assert!(property["description"].is_string(), "{path}.{name} is not described");
            }
        }
        match node {
            Value::Object(members) => {
                members.iter().for_each(|(key, value)| walk(value, &format!("{path}/{key}")));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, path)),
            _ => {}
        }
    }
    walk(&schema(), "");
    assert_eq!(schema()["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn every_reference_leads_somewhere() {
    let schema = schema();
    let text = serde_json::to_string(&schema).unwrap();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(schema.pointer(pointer).is_some(), "{pointer}");
    }
}
