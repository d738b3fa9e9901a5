//! Canonical JSON (RFC 8785, JCS): one text for one value, so that equal values have equal digests.
//!
//! Members are ordered by the UTF-16 code units of their names and numbers are written as ECMAScript writes them. Whole numbers that an
//! IEEE double does not hold are refused: another implementation would silently write a different one. Reading is [`crate::json`]'s.

use crate::code::Code;
use serde_json::{Map, Number, Value};
use std::fmt::Write as _;

/// The largest magnitude up to which every whole number is a double of its own, 2⁵³ − 1 (RFC 7493 §2.2).
pub const MAX_INTEGER: u64 = (1 << 53) - 1;

/// A value that has no canonical JSON text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{number} is beyond 2^53 - 1, where canonical JSON is not exact; write it as text")]
pub struct JcsError {
    /// The number.
    pub number: Number,
}

impl JcsError {
    /// The stable code of this error.
    pub const CODE: Code = Code::new("COS-DSS-0006");
}

/// Writes `value` as canonical JSON.
///
/// Recurses as deep as the value does; what [`crate::json`] has read is not too deep.
pub fn to_string(value: &Value) -> Result<String, JcsError> {
    let mut out = String::new();
    write(&mut out, value)?;
    Ok(out)
}

fn write(out: &mut String, value: &Value) -> Result<(), JcsError> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(value) => number(out, value)?,
        Value::String(value) => string(out, value),
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                separate(out, position);
                write(out, item)?;
            }
            out.push(']');
        }
        Value::Object(members) => object(out, members)?,
    }
    Ok(())
}

fn object(out: &mut String, members: &Map<String, Value>) -> Result<(), JcsError> {
    let mut sorted: Vec<_> = members.iter().collect();
    // UTF-8 order differs from UTF-16 order: surrogates sort below U+E000 to U+FFFF.
    sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push('{');
    for (position, (name, value)) in sorted.into_iter().enumerate() {
        separate(out, position);
        string(out, name);
        out.push(':');
        write(out, value)?;
    }
    out.push('}');
    Ok(())
}

fn separate(out: &mut String, position: usize) {
    if position > 0 {
        out.push(',');
    }
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            // Writing to a string cannot fail.
            c if c < ' ' => drop(write!(out, "\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn number(out: &mut String, value: &Number) -> Result<(), JcsError> {
    let inexact = || JcsError { number: value.clone() };
    if let Some(whole) = value.as_i64() {
        if whole.unsigned_abs() > MAX_INTEGER {
            return Err(inexact());
        }
        let _ = write!(out, "{whole}");
        return Ok(());
    }
    if !value.is_f64() {
        return Err(inexact());
    }
    ecmascript(out, &value.to_string());
    Ok(())
}

/// ECMA-262 §6.1.6.1.20, Number::toString: the shortest digits that read back as the same double, the point placed by their exponent.
///
/// `written` is the double as `serde_json` writes it. Its digits are the right ones, also where two are equally near and ECMAScript
/// wants the even one, which `format!` does not choose; only its layout is another.
fn ecmascript(out: &mut String, written: &str) {
    let unsigned = written.strip_prefix('-').unwrap_or(written);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let significant = all.trim_start_matches('0');
    let digits = significant.trim_end_matches('0');
    if digits.is_empty() {
        // Negative zero loses its sign.
        out.push('0');
        return;
    }
    if unsigned.len() < written.len() {
        out.push('-');
    }
    // `n` of the specification: where the point stands, counted from the first digit.
    let leading = all.len() - significant.len();
    let point = exponent.parse::<i64>().unwrap_or(0) + count(whole.len()) - count(leading);
    let length = count(digits.len());
    let zeros = |count: i64| "0".repeat(count.max(0) as usize);
    if (length..=21).contains(&point) {
        out.push_str(digits);
        out.push_str(&zeros(point - length));
    } else if (1..=21).contains(&point) {
        let (whole, fraction) = digits.split_at(point as usize);
        let _ = write!(out, "{whole}.{fraction}");
    } else if (-5..=0).contains(&point) {
        let _ = write!(out, "0.{}{digits}", zeros(-point));
    } else {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let _ = write!(out, "{first}{dot}{rest}e{:+}", point - 1);
    }
}

/// Digits of a double are few.
fn count(digits: usize) -> i64 {
    i64::try_from(digits).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
