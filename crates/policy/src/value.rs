//! Values of policies as canonical text, so that equal values are equal bytes wherever they were computed.
//!
//! The text is JSON with sorted keys; a set is `{"$set":[…]}` with its members in the order of their texts. What leaves for people and for other tools is
//! plain JSON, in which a set is an array: see [`to_json`].

use crate::builtins::compact;
use crate::numbers::{NumberError, Numbers};
use cos_core::json::Tape;
use regorus::Value;
use serde_json::Value as Json;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The member that marks a set in canonical text.
const SET: &str = "$set";

/// Writes a value canonically; `None` for undefined.
pub(crate) fn canonical(numbers: &Numbers, value: &Value) -> Result<Option<String>, NumberError> {
    if matches!(value, Value::Undefined) {
        return Ok(None);
    }
    text(numbers, value).map(Some)
}

fn text(numbers: &Numbers, value: &Value) -> Result<String, NumberError> {
    let mut writer = Writer { numbers, out: String::new() };
    writer.write(value)?;
    Ok(writer.out)
}

struct Writer<'a> {
    numbers: &'a Numbers,
    out: String,
}

impl Writer<'_> {
    fn write(&mut self, value: &Value) -> Result<(), NumberError> {
        match value {
            Value::Array(items) => {
                self.out.push('[');
                self.separated(items.iter(), Self::write)?;
                self.out.push(']');
            }
            Value::Set(items) => {
                let texts = items.iter().map(|item| text(self.numbers, item));
                let mut texts = texts.collect::<Result<Vec<_>, _>>()?;
                texts.sort_unstable();
                let _ = write!(self.out, "{{\"{SET}\":[{}]}}", texts.join(","));
            }
            Value::Object(fields) => {
                // JSON has text keys only; OPA prints the others as text, too.
                let fields = fields.iter().map(|(name, value)| Ok((self.key(name)?, value)));
                let mut fields = fields.collect::<Result<Vec<_>, NumberError>>()?;
                fields.sort_by(|one, other| one.0.cmp(&other.0));
                self.out.push('{');
                self.separated(fields.into_iter(), |this, (key, value)| {
                    let _ = write!(this.out, "{}:", Json::from(key.as_ref()));
                    this.write(value)
                })?;
                self.out.push('}');
            }
            Value::String(text) => {
                let _ = write!(self.out, "{}", Json::from(&**text));
            }
            Value::Bool(value) => self.out.push_str(if *value { "true" } else { "false" }),
            Value::Null | Value::Undefined => self.out.push_str("null"),
            Value::Number(_) => self.out.push_str(&self.numbers.exact(value)),
        }
        Ok(())
    }

    fn separated<T>(
        &mut self,
        items: impl Iterator<Item = T>,
        write: impl Fn(&mut Self, T) -> Result<(), NumberError>,
    ) -> Result<(), NumberError> {
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            write(self, item)?;
        }
        Ok(())
    }

    /// OPA prints the numbers in a key as they are written.
    fn key<'v>(&self, value: &'v Value) -> Result<Cow<'v, str>, NumberError> {
        if let Value::String(text) = value {
            return Ok(Cow::Borrowed(text));
        }
        Ok(Cow::Owned(compact(self.numbers, value)?))
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
    let numbers = Numbers::default();
    canonical(&numbers, &numbers.read(text).ok()?).ok()?
}

/// Turns canonical text into plain JSON, sets into arrays in OPA's order.
pub fn to_json(canonical: &str) -> serde_json::Value {
    let mut tape = Tape::default();
    // The strict reader finds the nearest double; what it refuses are integers beyond 64 bits.
    let exact = tape.read(canonical.as_bytes(), 0);
    let exact = exact.map(|root| tape.value(canonical.as_bytes(), root).to_json());
    plain(exact.unwrap_or_else(|_| serde_json::from_str(canonical).unwrap_or_default()))
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
