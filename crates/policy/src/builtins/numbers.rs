//! `numbers.range` and `numbers.range_step` for integers of any size, bounded in length.
//!
//! regorus refuses big integers and builds ranges of any length.

use regorus::Value;

use super::operands::{operand, wrong_type};
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("numbers.range", 2, |_, args| range("numbers.range", args, &Value::from(1_u64))),
    builtin("numbers.range_step", 3, range_step),
];

const MAX_ELEMENTS: usize = 1_000_000;

fn range_step(_: &Context, args: &[Value]) -> Outcome {
    // OPA reads the ends first, and both readings fail in the same way.
    let step = whole(args, 3)?;
    range("numbers.range_step", args, &step)
}

fn range(name: &'static str, args: &[Value], step: &Value) -> Outcome {
    let (first, last) = (whole(args, 1)?, whole(args, 2)?);
    let (Value::Number(first), Value::Number(last), Value::Number(step)) = (&first, &last, step)
    else {
        return Err(BuiltinError::invalid("not a number"));
    };
    let zero = Value::from(0_u64);
    if Value::Number(step.clone()) <= zero {
        return Err(BuiltinError::invalid("the step must be positive"));
    }
    let broken = |_| BuiltinError::invalid("numbers too large");
    let too_large = BuiltinError::TooLarge { builtin: name, limit: MAX_ELEMENTS, unit: "elements" };
    let rising = first <= last;
    let distance = if rising { last.sub(first) } else { first.sub(last) }.map_err(broken)?;
    let fits =
        step.mul(Value::from(MAX_ELEMENTS as u64).as_number().map_err(broken)?).map_err(broken)?;
    if distance >= fits {
        return Err(too_large);
    }
    let mut next = first.clone();
    let mut elements = Vec::new();
    while (rising && next <= *last) || (!rising && next >= *last) {
        elements.push(Value::Number(next.clone()));
        next = if rising { next.add(step) } else { next.sub(step) }.map_err(broken)?;
    }
    Ok(Value::from(elements))
}

/// An operand that is an integer of any size, also when it is written as a float.
fn whole(args: &[Value], position: usize) -> Outcome {
    let Value::Number(number) = operand(args, position)? else {
        return Err(wrong_type(position, "a number"));
    };
    let integer = number.as_big().ok_or_else(|| wrong_type(position, "an integer"))?;
    Value::from_numeric_string(&integer.to_string()).map_err(|_| wrong_type(position, "an integer"))
}

#[cfg(test)]
mod tests;
