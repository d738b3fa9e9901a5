//! What OPA prints for a template string.

use crate::numbers::{NumberError, Numbers};
use crate::order;
use regorus::Value;
use std::fmt::Write as _;

/// The field of an object that holds the value of an expression which OPA takes for defined.
pub(crate) const DEFINED: &str = "defined";

/// Joins the parts that `syntax::normalise` made of a template: texts as they are; an array holds the value of an expression, or nothing
/// where it is undefined. What lowering put into an object must not be.
pub(crate) fn write(numbers: &Numbers, args: &[Value]) -> Result<String, NumberError> {
    let mut out = String::new();
    let Some(Value::Array(parts)) = args.first() else { return Ok(out) };
    for part in parts.iter() {
        match part {
            Value::String(text) => out += text,
            Value::Array(values) => match values.first() {
                Some(value) => expression(numbers, value, &mut out)?,
                None => out += "<undefined>",
            },
            Value::Object(defined) => {
                let values = defined.get(&Value::from(DEFINED));
                let value = values.and_then(|values| values.as_array().ok()?.first());
                expression(numbers, value.ok_or(NumberError::Part)?, &mut out)?;
            }
            _ => {}
        }
    }
    Ok(out)
}

/// A text as it is, another value as a term.
fn expression(numbers: &Numbers, value: &Value, out: &mut String) -> Result<(), NumberError> {
    match value {
        Value::String(text) => *out += text,
        value => term(numbers, value, out)?,
    }
    Ok(())
}

/// A value as OPA prints a term.
fn term(numbers: &Numbers, value: &Value, out: &mut String) -> Result<(), NumberError> {
    let item = |item: &Value, out: &mut String| term(numbers, item, out);
    match value {
        Value::Array(items) => joined(items.iter(), ['[', ']'], out, item)?,
        Value::Set(items) if items.is_empty() => *out += "set()",
        Value::Set(items) => {
            joined(order::members(items.iter()).into_iter(), ['{', '}'], out, item)?;
        }
        Value::Object(items) => {
            joined(
                order::fields(items.iter()).into_iter(),
                ['{', '}'],
                out,
                |(key, value), out| {
                    item(key, out)?;
                    *out += ": ";
                    item(value, out)
                },
            )?;
        }
        Value::String(text) => {
            let _ = write!(out, "{}", serde_json::Value::from(&**text));
        }
        Value::Number(_) => *out += &numbers.print(value)?,
        other => {
            let _ = write!(out, "{other}");
        }
    }
    Ok(())
}

fn joined<T>(
    items: impl Iterator<Item = T>,
    [open, close]: [char; 2],
    out: &mut String,
    write: impl Fn(T, &mut String) -> Result<(), NumberError>,
) -> Result<(), NumberError> {
    out.push(open);
    for (index, item) in items.enumerate() {
        if index > 0 {
            *out += ", ";
        }
        write(item, out)?;
    }
    out.push(close);
    Ok(())
}
