//! `urlquery.decode`, `urlquery.decode_object` and `glob.quote_meta`: regorus drops characters, accepts broken escapes and quotes the asterisk only.

use std::collections::BTreeMap;

use regorus::Value;

use super::operands::string;
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("glob.quote_meta", 1, quote_meta),
    builtin("urlquery.decode", 1, decode),
    builtin("urlquery.decode_object", 1, decode_object),
];

fn quote_meta(_: &Context, args: &[Value]) -> Outcome {
    let mut quoted = String::new();
    for character in string(args, 1)?.chars() {
        if r"*?\[]{}".contains(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    Ok(quoted.into())
}

fn decode(_: &Context, args: &[Value]) -> Outcome {
    Ok(unescaped(string(args, 1)?)?.into())
}

fn decode_object(_: &Context, args: &[Value]) -> Outcome {
    let mut fields: BTreeMap<Value, Vec<Value>> = BTreeMap::new();
    for pair in string(args, 1)?.split('&').filter(|pair| !pair.is_empty()) {
        if pair.contains(';') {
            return Err(BuiltinError::invalid("a semicolon does not separate fields"));
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        fields.entry(unescaped(name)?.into()).or_default().push(unescaped(value)?.into());
    }
    let fields = fields.into_iter().map(|(name, values)| (name, Value::from(values)));
    Ok(Value::from(fields.collect::<BTreeMap<_, _>>()))
}

fn unescaped(text: &str) -> Result<String, BuiltinError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
                let digits = digits.filter(|digits| !digits.starts_with('+'));
                let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                bytes.push(byte.ok_or_else(|| BuiltinError::invalid("a broken escape"))?);
                rest = &after[2..];
            }
            other => bytes.push(other),
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests;
