//! What OPA prints for a template string.

use regorus::Value;
use std::fmt::Write as _;

/// Joins the parts that `syntax::normalise` made of a template: texts as they are; an array holds the value of an expression, or nothing
/// where it is undefined.
pub(crate) fn write(args: &[Value]) -> String {
    let mut out = String::new();
    let Some(Value::Array(parts)) = args.first() else { return out };
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
    out
}

/// A value as OPA prints a term.
fn term(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => joined(items.iter(), "[", "]", out, |item, out| term(item, out)),
        Value::Set(items) if items.is_empty() => *out += "set()",
        Value::Set(items) => joined(items.iter(), "{", "}", out, |item, out| term(item, out)),
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
