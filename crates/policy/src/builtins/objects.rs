//! `object.subset`, which is undefined for operands that cannot be compared; regorus answers `false`, which turns a `not` around.

use regorus::Value;

use super::delegate::delegate;
use super::operands::{operand, wrong_type};
use super::{Builtin, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[builtin("object.subset", 2, subset)];

fn subset(_: &Context, args: &[Value]) -> Outcome {
    match (operand(args, 1)?, operand(args, 2)?) {
        // An empty array is inside every array; regorus looks for a window of no elements.
        (Value::Array(_), Value::Array(inner)) if inner.is_empty() => Ok(Value::Bool(true)),
        (Value::Object(_), Value::Object(_))
        | (Value::Set(_), Value::Set(_))
        | (Value::Array(_), Value::Array(_) | Value::Set(_)) => delegate("object.subset", args),
        _ => Err(wrong_type(2, "of the type of the first")),
    }
}

#[cfg(test)]
mod tests;
