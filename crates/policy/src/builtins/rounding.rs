//! `abs`, `ceil`, `floor`, `round`, `format_int` and `to_number`, with OPA's numbers.
//!
//! OPA rounds with 64 bits, and by Go's rules: `ceil(-0.5)` is 1.

use regorus::Value;

use super::operands::{integer, operand, wrong_type};
use super::{Builtin, BuiltinError, Context, Outcome, builtin};
use crate::numbers::{Float, WIDE};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("abs", 1, |ctx, args| rounded(ctx, args, Float::absolute)),
    builtin("ceil", 1, |ctx, args| rounded(ctx, args, |float| float.ceil())),
    builtin("floor", 1, |ctx, args| rounded(ctx, args, |float| float.floor())),
    builtin("format_int", 2, format_int),
    builtin("round", 1, |ctx, args| rounded(ctx, args, |float| float.round())),
    builtin("to_number", 1, to_number),
];

fn rounded(ctx: &Context, args: &[Value], round: fn(Float) -> Float) -> Outcome {
    let float = Float::of(&ctx.numbers.decimal(number(args)?)?)?;
    Ok(ctx.numbers.add(&round(float).text())?)
}

fn number(args: &[Value]) -> Result<&Value, BuiltinError> {
    let value = operand(args, 1)?;
    if matches!(value, Value::Number(_)) { Ok(value) } else { Err(wrong_type(1, "a number")) }
}

/// Drops a fraction.
fn format_int(ctx: &Context, args: &[Value]) -> Outcome {
    let value = number(args)?;
    let base = integer(args, 2)?;
    if !matches!(base, 2 | 8 | 10 | 16) {
        return Err(wrong_type(2, "one of 2, 8, 10, 16"));
    }
    let decimal = ctx.numbers.decimal(value)?;
    let whole = match decimal.integer() {
        // OPA takes digits as they are, and rounds what has a point or an exponent.
        Some(whole) if whole.bits() > WIDE => {
            ctx.numbers.print(value)?;
            whole
        }
        Some(whole) => whole,
        None => Float::of(&decimal)?.truncated(),
    };
    Ok(whole.to_str_radix(base as u32).into())
}

fn to_number(ctx: &Context, args: &[Value]) -> Outcome {
    match operand(args, 1)? {
        Value::Null | Value::Bool(false) => Ok(Value::from(0)),
        Value::Bool(true) => Ok(Value::from(1)),
        number @ Value::Number(_) => Ok(number.clone()),
        Value::String(text) => parsed(ctx, text),
        _ => Err(wrong_type(1, "a boolean, a number, a string or null")),
    }
}

/// OPA takes what Go's `ParseFloat` takes, and keeps the text: `+1` and `1.` become numbers that are no JSON.
fn parsed(ctx: &Context, text: &str) -> Outcome {
    let digits = text.replace('_', "");
    if digits.parse().is_ok_and(f64::is_infinite) {
        return Err(BuiltinError::invalid("the number is out of range"));
    }
    let usual = serde_json::from_str::<serde_json::Number>(text).is_ok();
    if usual && !text.contains(char::is_whitespace) {
        return Ok(ctx.numbers.add(text)?);
    }
    if text.bytes().any(|byte| byte.is_ascii_digit()) && digits.parse::<f64>().is_ok() {
        let subject = format!("the spelling `{text}`");
        return Err(BuiltinError::Unsupported { builtin: "to_number", subject });
    }
    Err(BuiltinError::invalid("not a number"))
}

#[cfg(test)]
mod tests;
