//! Values of policies as canonical text, so that equal values are equal bytes wherever they were computed.
//!
//! The text is JSON with sorted keys; a set is `{"$set":[…]}` with its members in the order of their texts. What leaves for people and for other tools is
//! plain JSON, in which a set is an array: see [`to_json`].

use regorus::Value;
use serde_json::Value as Json;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
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
            separated(items.iter(), out, write);
            out.push(']');
        }
        Value::Set(items) => {
            let mut texts: Vec<_> = items.iter().map(text).collect();
            texts.sort_unstable();
            let _ = write!(out, "{{\"{SET}\":[");
            separated(texts.into_iter(), out, |item, out| out.push_str(&item));
            out.push_str("]}");
        }
        Value::Object(fields) => {
            // JSON has text keys only; OPA prints the others as text, too.
            let mut fields: Vec<_> =
                fields.iter().map(|(name, value)| (key(name), value)).collect();
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
    Cow::Owned(to_json(&text(value)).to_string())
}

fn text(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn separated<T>(items: impl Iterator<Item = T>, out: &mut String, write: impl Fn(T, &mut String)) {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(item, out);
    }
}

/// Turns `{"$set":[…]}` below a member of the input back into sets.
pub(crate) fn restore_sets(input: &mut Value, member: &str) {
    if let Ok(fields) = input.as_object_mut()
        && let Some(values) = fields.get_mut(&Value::from(member))
    {
        *values = restored(values);
    }
}

fn restored(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::from(items.iter().map(restored).collect::<Vec<_>>()),
        Value::Object(fields) => {
            let marked = (fields.len() == 1).then(|| fields.get(&Value::from(SET))).flatten();
            if let Some(Value::Array(items)) = marked {
                return Value::from(items.iter().map(restored).collect::<BTreeSet<_>>());
            }
            let fields = fields.iter().map(|(key, value)| (key.clone(), restored(value)));
            Value::from(fields.collect::<BTreeMap<_, _>>())
        }
        other => other.clone(),
    }
}

/// The canonical text of a constant as it stands in Rego; `None` where that takes evaluation.
pub(crate) fn canonical_literal(text: &str) -> Option<String> {
    if text.split_whitespace().collect::<String>() == "set()" {
        return Some(format!("{{\"{SET}\":[]}}"));
    }
    canonical(&Value::from_json_str(text).ok()?)
}

/// Turns canonical text into plain JSON, sets into arrays in OPA's order.
pub fn to_json(canonical: &str) -> serde_json::Value {
    plain(serde_json::from_str(canonical).unwrap_or_default())
}

fn plain(value: serde_json::Value) -> serde_json::Value {
    match value {
        Json::Array(items) => items.into_iter().map(plain).collect(),
        Json::Object(mut fields) => {
            if fields.len() == 1
                && let Some(Json::Array(items)) = fields.get_mut(SET)
            {
                let mut items = std::mem::take(items);
                items.sort_by(compare);
                return items.into_iter().map(plain).collect();
            }
            Json::Object(fields.into_iter().map(|(key, value)| (key, plain(value))).collect())
        }
        other => other,
    }
}

/// The order of OPA: by type, then by value.
fn compare(one: &Json, other: &Json) -> Ordering {
    let all = |one: &[Json], other: &[Json]| {
        let pairs = one.iter().zip(other).map(|(a, b)| compare(a, b));
        pairs.into_iter().find(|order| order.is_ne()).unwrap_or_else(|| one.len().cmp(&other.len()))
    };
    match (one, other) {
        (Json::Array(one), Json::Array(other)) => all(one, other),
        (Json::Bool(one), Json::Bool(other)) => one.cmp(other),
        (Json::Number(one), Json::Number(other)) => {
            let exact = one.as_i64().zip(other.as_i64()).map(|(a, b)| a.cmp(&b));
            exact.unwrap_or_else(|| {
                one.as_f64().unwrap_or(0.0).total_cmp(&other.as_f64().unwrap_or(0.0))
            })
        }
        (Json::String(one), Json::String(other)) => one.cmp(other),
        _ if members(one).is_some() || members(other).is_some() => {
            match (members(one), members(other)) {
                (Some(one), Some(other)) => {
                    let sorted = |items: &[Json]| {
                        let mut items = items.to_vec();
                        items.sort_by(compare);
                        items
                    };
                    all(&sorted(one), &sorted(other))
                }
                _ => rank(one).cmp(&rank(other)),
            }
        }
        (Json::Object(one), Json::Object(other)) => {
            let pairs =
                one.iter().zip(other).map(|(a, b)| a.0.cmp(b.0).then_with(|| compare(a.1, b.1)));
            pairs
                .into_iter()
                .find(|order| order.is_ne())
                .unwrap_or_else(|| one.len().cmp(&other.len()))
        }
        _ => rank(one).cmp(&rank(other)),
    }
}

/// The members of a set in canonical text.
fn members(value: &Json) -> Option<&[Json]> {
    let fields = value.as_object().filter(|fields| fields.len() == 1)?;
    fields.get(SET)?.as_array().map(Vec::as_slice)
}

fn rank(value: &Json) -> u8 {
    match value {
        Json::Null => 0,
        Json::Bool(_) => 1,
        Json::Number(_) => 2,
        Json::String(_) => 3,
        Json::Array(_) => 4,
        Json::Object(_) => 5 + u8::from(members(value).is_some()),
    }
}
