//! The `strings.*` and top-level string builtins that regorus lacks or decides otherwise.
//!
//! Letter case follows Go: one character becomes one character, without the context rules of Unicode.

mod format;
mod replace;

use regorus::Value;

use super::delegate::delegate;
use super::operands::{integer, operand, string};
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("count", 1, length),
    builtin("indexof", 2, |_, args| searched("indexof", args)),
    builtin("indexof_n", 2, |_, args| searched("indexof_n", args)),
    builtin("lower", 1, lower),
    builtin("sprintf", 2, format::sprintf),
    builtin("strings.count", 2, count),
    builtin("strings.replace_n", 2, replace::replace_n),
    builtin("strings.split_n", 3, split_n),
    builtin("substring", 3, substring),
    builtin("upper", 1, upper),
];

/// regorus counts the UTF-16 units of a string.
fn length(_: &Context, args: &[Value]) -> Outcome {
    match operand(args, 1)? {
        Value::String(text) => Ok(Value::from(text.chars().count())),
        _ => delegate("count", args),
    }
}

/// Occurrences that do not overlap; an empty needle is found around every character.
fn count(_: &Context, args: &[Value]) -> Outcome {
    let (text, needle) = (string(args, 1)?, string(args, 2)?);
    let count =
        if needle.is_empty() { text.chars().count() + 1 } else { text.matches(needle).count() };
    Ok(Value::from(count))
}

/// The first parts of a split, or the last when the number is negative. The rest is dropped.
fn split_n(ctx: &Context, args: &[Value]) -> Outcome {
    ctx.numbers.check_plain(operand(args, 3)?)?;
    let (text, separator, count) = (string(args, 1)?, string(args, 2)?, integer(args, 3)?);
    let mut parts: Vec<Value> = if separator.is_empty() {
        text.chars().map(|character| Value::from(character.to_string())).collect()
    } else {
        text.split(separator).map(Value::from).collect()
    };
    let kept = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX).min(parts.len());
    let parts =
        if count < 0 { parts.split_off(parts.len() - kept) } else { parts[..kept].to_vec() };
    Ok(Value::from(parts))
}

fn searched(name: &'static str, args: &[Value]) -> Outcome {
    if string(args, 2)?.is_empty() {
        return Err(BuiltinError::invalid("the text to look for is empty"));
    }
    delegate(name, args)
}

/// regorus takes the integral part of a position.
fn substring(ctx: &Context, args: &[Value]) -> Outcome {
    ctx.numbers.check_plain(operand(args, 2)?)?;
    ctx.numbers.check_plain(operand(args, 3)?)?;
    integer(args, 2)?;
    integer(args, 3)?;
    delegate("substring", args)
}

fn lower(_: &Context, args: &[Value]) -> Outcome {
    let lowered: String = string(args, 1)?.chars().map(simple_lower).collect();
    Ok(lowered.into())
}

fn upper(_: &Context, args: &[Value]) -> Outcome {
    let raised: String = string(args, 1)?.chars().map(simple_upper).collect();
    Ok(raised.into())
}

fn simple_lower(character: char) -> char {
    let mut mapped = character.to_lowercase();
    match (mapped.next(), mapped.next()) {
        (Some(single), None) => single,
        // U+0130, the one capital whose small letter is two characters.
        _ => 'i',
    }
}

/// The simple mapping of UnicodeData.txt, which Rust only has where it is also the full one.
fn simple_upper(character: char) -> char {
    let mut mapped = character.to_uppercase();
    if let (Some(single), None) = (mapped.next(), mapped.next()) {
        return single;
    }
    let code = u32::from(character);
    let raised = match code {
        0x1f80..=0x1f87 | 0x1f90..=0x1f97 | 0x1fa0..=0x1fa7 => code + 8,
        0x1fb3 | 0x1fc3 | 0x1ff3 => code + 9,
        _ => code,
    };
    char::from_u32(raised).unwrap_or(character)
}

#[cfg(test)]
mod tests;
