//! What OPA prints for a template string.

use regorus::Value;
use std::fmt::Write as _;

/// OPA would print more digits of a number than are known here.
#[derive(Debug, thiserror::Error)]
#[error(
    "a template string prints a number of more than 15 digits, which OPA computes more exactly; round it first"
)]
pub(crate) struct TooExact;

/// Joins the parts that `syntax::normalise` made of a template: texts as they are; an array holds the value of an expression, or nothing
/// where it is undefined.
pub(crate) fn write(args: &[Value]) -> Result<String, TooExact> {
    let mut out = String::new();
    let Some(Value::Array(parts)) = args.first() else { return Ok(out) };
    if args.iter().any(is_too_exact) {
        return Err(TooExact);
    }
    for part in parts.iter() {
        match part {
            Value::String(text) => out += text,
            Value::Array(values) => match values.first() {
                Some(Value::String(text)) => out += text,
                Some(value) => term(value, &mut out),
                None => out += "<undefined>",
            },
            _ => {}
        }
    }
    Ok(out)
}

fn is_too_exact(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(is_too_exact),
        Value::Set(items) => items.iter().any(is_too_exact),
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| is_too_exact(key) || is_too_exact(value))
        }
        Value::Number(_) => {
            let text = value.to_string();
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            text.contains(['.', 'e']) && digits > 16
        }
        _ => false,
    }
}

/// A value as OPA prints a term.
fn term(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => joined(items.iter(), "[", "]", out, term),
        Value::Set(items) if items.is_empty() => *out += "set()",
        Value::Set(items) => joined(items.iter(), "{", "}", out, term),
        Value::Object(fields) => joined(fields.iter(), "{", "}", out, |(key, value), out| {
            term(key, out);
            *out += ": ";
            term(value, out);
        }),
        Value::String(text) => {
            let _ = write!(out, "{}", serde_json::Value::from(&**text));
        }
        other => {
            let _ = write!(out, "{other}");
        }
    }
}

fn joined<T>(
    items: impl Iterator<Item = T>,
    open: &str,
    close: &str,
    out: &mut String,
    write: impl Fn(T, &mut String),
) {
    *out += open;
    for (index, item) in items.enumerate() {
        if index > 0 {
            *out += ", ";
        }
        write(item, out);
    }
    *out += close;
}
