//! `json.*` and `base64.is_valid` where regorus decides otherwise: text as Go's encoder writes it, and paths as JSON pointers.
//!
//! Schemas are not here.

mod paths;
mod text;

use regorus::Value;

pub(crate) use self::text::compact;
use self::text::{Layout, write};
use super::delegate::delegate;
use super::operands::{operand, string, wrong_type};
use super::{Builtin, BuiltinError, Context, Outcome, builtin};
use crate::numbers::ReadError;

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("base64.is_valid", 1, |_, args| valid("base64.is_valid", args)),
    builtin("json.filter", 2, |_, args| paths::filter(args)),
    builtin("json.is_valid", 1, |_, args| valid("json.is_valid", args)),
    builtin("json.marshal", 1, |ctx, args| Ok(compact(&ctx.numbers, operand(args, 1)?)?.into())),
    builtin("json.marshal_with_options", 2, marshal_with_options),
    builtin("json.remove", 2, |_, args| paths::remove(args)),
    builtin("json.unmarshal", 1, unmarshal),
];

/// What is no string is not valid, and no error.
fn valid(name: &'static str, args: &[Value]) -> Outcome {
    match operand(args, 1)? {
        Value::String(_) => delegate(name, args),
        _ => Ok(Value::Bool(false)),
    }
}

/// Numbers are kept as they are written.
fn unmarshal(ctx: &Context, args: &[Value]) -> Outcome {
    match ctx.numbers.read(string(args, 1)?) {
        Ok(value) => Ok(value),
        Err(ReadError::Json(message)) => Err(BuiltinError::invalid(message)),
        Err(ReadError::Number(error)) => Err(error.into()),
    }
}

fn marshal_with_options(ctx: &Context, args: &[Value]) -> Outcome {
    let Value::Object(options) = operand(args, 2)? else { return Err(wrong_type(2, "an object")) };
    let mut layout = Layout { prefix: String::new(), indent: "\t".to_owned() };
    let mut pretty = !options.is_empty();
    for (name, value) in options.iter_sorted() {
        match (name.as_string().map(|name| &**name), value) {
            (Ok("indent"), Value::String(indent)) => layout.indent = indent.to_string(),
            (Ok("prefix"), Value::String(prefix)) => layout.prefix = prefix.to_string(),
            (Ok("pretty"), Value::Bool(wanted)) => pretty = *wanted,
            _ => return Err(BuiltinError::invalid("an option is unknown or has another type")),
        }
    }
    Ok(write(&ctx.numbers, operand(args, 1)?, pretty.then_some(&layout))?.into())
}

#[cfg(test)]
mod tests;
