//! The order that OPA gives to values: by type, then by value. In the engine a set is less than an object, in OPA it is greater.

use regorus::Value;
use std::cmp::Ordering;

/// Compares two values as OPA does.
pub(crate) fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => all(one.iter(), other.iter()),
        (Value::Set(one), Value::Set(other)) => {
            all(members(one.iter()).into_iter(), members(other.iter()).into_iter())
        }
        (Value::Object(one), Value::Object(other)) => {
            let (one, other) = (fields(one.iter()), fields(other.iter()));
            let pairs = one.iter().zip(&other);
            pairs
                .map(|(a, b)| compare(a.0, b.0).then_with(|| compare(a.1, b.1)))
                .find(|order| order.is_ne())
                .unwrap_or_else(|| one.len().cmp(&other.len()))
        }
        _ => rank(one).cmp(&rank(other)).then_with(|| one.cmp(other)),
    }
}

/// The members of a set in OPA's order.
pub(crate) fn members<'a>(set: impl Iterator<Item = &'a Value>) -> Vec<&'a Value> {
    let mut all: Vec<_> = set.collect();
    all.sort_by(|a, b| compare(a, b));
    all
}

/// The fields of an object in OPA's order.
pub(crate) fn fields<'a>(
    object: impl Iterator<Item = (&'a Value, &'a Value)>,
) -> Vec<(&'a Value, &'a Value)> {
    let mut all: Vec<_> = object.collect();
    all.sort_by(|a, b| compare(a.0, b.0));
    all
}

fn all<'a>(
    one: impl ExactSizeIterator<Item = &'a Value>,
    other: impl ExactSizeIterator<Item = &'a Value>,
) -> Ordering {
    let lengths = one.len().cmp(&other.len());
    one.zip(other).map(|(a, b)| compare(a, b)).find(|order| order.is_ne()).unwrap_or(lengths)
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Undefined | Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
        Value::Set(_) => 6,
    }
}
