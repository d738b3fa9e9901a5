//! Operators as OPA defines them, for the places where the engine's own differ: lowered text calls these by name.
//!
//! An operand of the wrong type makes an expression undefined in OPA and stops the engine. OPA computes with decimals of 64 bits, the engine
//! with doubles: `0.1 + 0.2` is 0.3 in OPA. A set is greater than an object there, and less here. Membership in something undefined
//! is undefined in OPA.

mod arithmetic;
mod walk;

use crate::numbers::{NumberError, Numbers};
use crate::order::{compare, fields, members};
use arithmetic::{MINUS, OVER, PLUS, REMAINDER, TIMES, shift_left};
use regorus::Value;
use std::cmp::Ordering;

/// An operator under the name that lowered text calls it by.
pub(crate) struct Operator {
    pub(crate) name: &'static str,
    pub(crate) arity: u8,
    pub(crate) apply: fn(&Numbers, &[Value]) -> Result<Value, NumberError>,
}

/// All of them.
pub(crate) const OPERATORS: &[Operator] = &[
    Operator { name: "bits.lsh", arity: 2, apply: shift_left },
    Operator { name: "cos_and", arity: 2, apply: |_, args| Ok(sets(args, |a, b| a && b)) },
    Operator { name: "cos_div", arity: 2, apply: |numbers, args| OVER.apply(numbers, args) },
    Operator { name: "cos_ge", arity: 2, apply: |_, args| Ok(ordered(args, Ordering::is_ge)) },
    Operator { name: "cos_gt", arity: 2, apply: |_, args| Ok(ordered(args, Ordering::is_gt)) },
    Operator { name: "cos_in", arity: 2, apply: |_, args| Ok(member(&args[0], &args[1])) },
    Operator { name: "cos_in_key", arity: 3, apply: |_, args| Ok(member_at(args)) },
    Operator { name: "cos_items", arity: 1, apply: |_, args| items(&args[0]) },
    Operator { name: "cos_le", arity: 2, apply: |_, args| Ok(ordered(args, Ordering::is_le)) },
    Operator { name: "cos_lt", arity: 2, apply: |_, args| Ok(ordered(args, Ordering::is_lt)) },
    Operator { name: "cos_minus", arity: 2, apply: minus },
    Operator { name: "cos_or", arity: 2, apply: |_, args| Ok(sets(args, |a, b| a || b)) },
    Operator { name: "cos_plus", arity: 2, apply: |numbers, args| PLUS.apply(numbers, args) },
    Operator { name: "cos_rem", arity: 2, apply: |numbers, args| REMAINDER.apply(numbers, args) },
    Operator { name: "cos_values", arity: 1, apply: |_, args| Ok(values(&args[0])) },
    Operator { name: "cos_walk", arity: 1, apply: |_, args| Ok(walk::all(&args[0])) },
    Operator { name: "cos_times", arity: 2, apply: |numbers, args| TIMES.apply(numbers, args) },
];

fn minus(numbers: &Numbers, args: &[Value]) -> Result<Value, NumberError> {
    match (&args[0], &args[1]) {
        (Value::Set(_), Value::Set(_)) => Ok(sets(args, |a, b| a && !b)),
        _ => MINUS.apply(numbers, args),
    }
}

/// The members of either set that are to stay, given whether the first and the second have them.
fn sets(args: &[Value], stays: fn(bool, bool) -> bool) -> Value {
    let (Value::Set(one), Value::Set(other)) = (&args[0], &args[1]) else {
        return Value::Undefined;
    };
    let all = one.iter().chain(other.iter());
    let chosen = all.filter(|item| stays(one.contains(item), other.contains(item)));
    Value::from(chosen.cloned().collect::<std::collections::BTreeSet<_>>())
}

fn member(value: &Value, collection: &Value) -> Value {
    Value::Bool(match collection {
        Value::Array(items) => items.iter().any(|item| item == value),
        Value::Object(fields) => fields.iter().any(|(_, item)| item == value),
        Value::Set(items) => items.contains(value),
        _ => false,
    })
}

fn member_at(args: &[Value]) -> Value {
    let (key, value) = (&args[0], &args[1]);
    Value::Bool(match &args[2] {
        Value::Array(items) => {
            let at = key.as_u64().ok().and_then(|at| usize::try_from(at).ok());
            at.and_then(|at| items.get(at)).is_some_and(|item| item == value)
        }
        Value::Object(fields) => fields.get(key).is_some_and(|item| item == value),
        Value::Set(items) => key == value && items.contains(value),
        _ => false,
    })
}

/// What can be iterated; nothing where OPA iterates over nothing.
fn items(value: &Value) -> Result<Value, NumberError> {
    let in_order = match value {
        Value::Array(_) => true,
        Value::Object(fields) => is_in_order(fields.iter_sorted().map(|(key, _)| key)),
        Value::Set(items) => is_in_order(items.iter_sorted()),
        _ => return Ok(Value::new_array()),
    };
    if in_order { Ok(value.clone()) } else { Err(NumberError::Order) }
}

/// What can be iterated, without keys: as an array, where the engine's order is not OPA's.
fn values(value: &Value) -> Value {
    items(value).unwrap_or_else(|_| match value {
        Value::Object(all) => {
            fields(all.iter()).into_iter().map(|(_, item)| item.clone()).collect::<Vec<_>>().into()
        }
        Value::Set(all) => members(all.iter()).into_iter().cloned().collect::<Vec<_>>().into(),
        _ => value.clone(),
    })
}

/// Whether the engine's order is OPA's; it is not where sets stand beside objects.
fn is_in_order<'a>(mut items: impl Iterator<Item = &'a Value>) -> bool {
    let Some(mut last) = items.next() else { return true };
    items.all(|item| compare(std::mem::replace(&mut last, item), item).is_lt())
}

fn ordered(args: &[Value], holds: fn(Ordering) -> bool) -> Value {
    Value::Bool(holds(compare(&args[0], &args[1])))
}
