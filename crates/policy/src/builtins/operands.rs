//! Reading the operands of a builtin: each function names the position, counted from one, and the type that it wants.
//!
//! Conversions follow OPA: an integer may be written as a float without a fraction, a collection of strings is an array or a set.

use regorus::Value;

use super::BuiltinError;

/// The text of a string operand.
pub(super) fn string(args: &[Value], position: usize) -> Result<&str, BuiltinError> {
    match operand(args, position)? {
        Value::String(text) => Ok(text),
        _ => Err(wrong_type(position, "a string")),
    }
}

/// The members of an array operand.
pub(super) fn array(args: &[Value], position: usize) -> Result<&[Value], BuiltinError> {
    match operand(args, position)? {
        Value::Array(items) => Ok(items.as_slice()),
        _ => Err(wrong_type(position, "an array")),
    }
}

/// The members of an operand that is an array or a set, in their order.
pub(super) fn members(args: &[Value], position: usize) -> Result<Vec<&Value>, BuiltinError> {
    members_of(operand(args, position)?).ok_or_else(|| wrong_type(position, "an array or a set"))
}

/// An operand that fits a 64-bit integer.
pub(super) fn integer(args: &[Value], position: usize) -> Result<i64, BuiltinError> {
    number(operand(args, position)?)
        .and_then(|value| value.as_i64().ok())
        .ok_or_else(|| wrong_type(position, "an integer"))
}

/// The operand itself; the interpreter checks arities, so a missing one is its fault and not a panic.
pub(super) fn operand(args: &[Value], position: usize) -> Result<&Value, BuiltinError> {
    args.get(position - 1).ok_or_else(|| wrong_type(position, "present"))
}

/// The members of an array or a set; nothing for another value.
pub(super) fn members_of(value: &Value) -> Option<Vec<&Value>> {
    match value {
        Value::Array(items) => Some(items.iter().collect()),
        Value::Set(items) => Some(items.iter_sorted().collect()),
        _ => None,
    }
}

/// The error of an operand that has another type.
pub(super) fn wrong_type(position: usize, expected: &'static str) -> BuiltinError {
    BuiltinError::Operand { position, expected }
}

fn number(value: &Value) -> Option<&Value> {
    matches!(value, Value::Number(_)).then_some(value)
}
