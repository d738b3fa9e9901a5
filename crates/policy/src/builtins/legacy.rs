//! The builtins that OPA deprecated and still has for `rego.v0` policies: `all`, `any`, the casts, `set_diff` and `re_match`.
//!
//! `net.cidr_overlap` is in `net`, because it is `net.cidr_contains` by another name.

use regorus::Value;

use super::delegate::delegate;
use super::operands::{members, operand, wrong_type};
use super::{Builtin, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("all", 1, all),
    builtin("any", 1, any),
    builtin("cast_array", 1, cast_array),
    builtin("cast_boolean", 1, |_, args| {
        same(args, "a boolean", |value| matches!(value, Value::Bool(_)))
    }),
    builtin("cast_null", 1, |_, args| same(args, "null", |value| matches!(value, Value::Null))),
    builtin("cast_object", 1, |_, args| {
        same(args, "an object", |value| matches!(value, Value::Object(_)))
    }),
    builtin("cast_set", 1, cast_set),
    builtin("cast_string", 1, |_, args| {
        same(args, "a string", |value| matches!(value, Value::String(_)))
    }),
    builtin("re_match", 2, |_, args| delegate("regex.match", args)),
    builtin("set_diff", 2, set_diff),
];

fn all(_: &Context, args: &[Value]) -> Outcome {
    Ok(Value::Bool(members(args, 1)?.iter().all(|item| **item == Value::Bool(true))))
}

fn any(_: &Context, args: &[Value]) -> Outcome {
    Ok(Value::Bool(members(args, 1)?.iter().any(|item| **item == Value::Bool(true))))
}

fn cast_array(_: &Context, args: &[Value]) -> Outcome {
    Ok(Value::from(members(args, 1)?.into_iter().cloned().collect::<Vec<_>>()))
}

fn cast_set(_: &Context, args: &[Value]) -> Outcome {
    let items: std::collections::BTreeSet<Value> = members(args, 1)?.into_iter().cloned().collect();
    Ok(Value::from(items))
}

fn set_diff(_: &Context, args: &[Value]) -> Outcome {
    match (operand(args, 1)?, operand(args, 2)?) {
        (Value::Set(left), Value::Set(right)) => Ok(left.difference(right).into_value()),
        (Value::Set(_), _) => Err(wrong_type(2, "a set")),
        _ => Err(wrong_type(1, "a set")),
    }
}

fn same(args: &[Value], expected: &'static str, is: fn(&Value) -> bool) -> Outcome {
    let value = operand(args, 1)?;
    if is(value) { Ok(value.clone()) } else { Err(wrong_type(1, expected)) }
}

#[cfg(test)]
mod tests;
