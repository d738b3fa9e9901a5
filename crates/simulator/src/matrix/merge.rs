//! Objects laid over objects, as JSON Merge Patch does it (RFC 7396): null takes a member away.

use serde_json::{Map, Value};

/// Inputs are copied, into flows and from there into cases; so many bytes of memory they may take, roughly.
pub(super) const MOST_COPIED: usize = 64 << 20;

/// Estimates the memory that a copy takes, in bytes.
pub(super) fn weight(members: &Map<String, Value>) -> usize {
    members.iter().map(|(key, value)| 64 + key.len() + of_value(value)).sum()
}

fn of_value(value: &Value) -> usize {
    32 + match value {
        Value::Array(items) => items.iter().map(of_value).sum(),
        Value::Object(members) => weight(members),
        Value::String(text) => text.len(),
        _ => 0,
    }
}

/// Lays `patch` over `target`.
///
/// Recursion is bounded by the depth of `patch`, which the file reader bounds.
pub fn merge(target: &mut Map<String, Value>, patch: &Map<String, Value>) {
    for (key, new) in patch {
        match new {
            Value::Null => {
                target.remove(key);
            }
            Value::Object(patch) => {
                let old = target.entry(key).or_insert(Value::Null);
                if !old.is_object() {
                    *old = Value::Object(Map::new());
                }
                if let Value::Object(members) = old {
                    merge(members, patch);
                }
            }
            _ => {
                target.insert(key.clone(), new.clone());
            }
        }
    }
}
