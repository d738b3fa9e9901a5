//! Values of policies as canonical text, so that equal values are equal bytes wherever they were computed.
//!
//! The text is JSON with sorted keys; a set is `{"$set":[…]}` with its members in order. What leaves for people and for other tools is
//! plain JSON, in which a set is an array: see [`to_json`].

use regorus::Value;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The member that marks a set in canonical text.
const SET: &str = "$set";

/// Writes a value canonically; `None` for undefined.
pub(crate) fn canonical(value: &Value) -> Option<String> {
    if matches!(value, Value::Undefined) {
        return None;
    }
    let mut out = String::new();
    write(value, &mut out);
    Some(out)
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            separated(items.iter(), out, |item, out| write(item, out));
            out.push(']');
        }
        Value::Set(items) => {
            let _ = write!(out, "{{\"{SET}\":[");
            separated(items.iter(), out, |item, out| write(item, out));
            out.push_str("]}");
        }
        Value::Object(fields) => {
            // JSON has text keys only; OPA prints the others as text, too.
            let mut fields: Vec<_> = fields.iter().map(|(name, value)| (key(name), value)).collect();
            fields.sort_by(|one, other| one.0.cmp(&other.0));
            out.push('{');
            separated(fields.into_iter(), out, |(key, value), out| {
                let _ = write!(out, "{}:", serde_json::Value::from(key.as_ref()));
                write(value, out);
            });
            out.push('}');
        }
        Value::String(text) => {
            let _ = write!(out, "{}", serde_json::Value::from(&**text));
        }
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Null | Value::Undefined => out.push_str("null"),
        Value::Number(_) => out.push_str(&value.to_string()),
    }
}

fn key(value: &Value) -> Cow<'_, str> {
    if let Value::String(text) = value {
        return Cow::Borrowed(text);
    }
    let mut text = String::new();
    write(value, &mut text);
    Cow::Owned(text)
}

fn separated<T>(items: impl Iterator<Item = T>, out: &mut String, write: impl Fn(T, &mut String)) {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(item, out);
    }
}

/// The canonical text of a constant as it stands in Rego; `None` where that takes evaluation.
pub(crate) fn canonical_literal(text: &str) -> Option<String> {
    if text.split_whitespace().collect::<String>() == "set()" {
        return Some(format!("{{\"{SET}\":[]}}"));
    }
    canonical(&Value::from_json_str(text).ok()?)
}

/// Turns canonical text into plain JSON, sets into arrays.
pub fn to_json(canonical: &str) -> serde_json::Value {
    plain(serde_json::from_str(canonical).unwrap_or_default())
}

fn plain(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Json::Array(items) => items.into_iter().map(plain).collect(),
        Json::Object(mut fields) => {
            if fields.len() == 1
                && let Some(Json::Array(items)) = fields.get_mut(SET)
            {
                return std::mem::take(items).into_iter().map(plain).collect();
            }
            Json::Object(fields.into_iter().map(|(key, value)| (key, plain(value))).collect())
        }
        other => other,
    }
}
