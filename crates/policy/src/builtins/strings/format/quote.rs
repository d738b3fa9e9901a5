//! Go's quoting of strings and the text that OPA gives to a composite value.
//!
//! What is printable is regorus' table, which follows Go's.

use regorus::Value;

use super::super::super::BuiltinError;
use super::super::super::delegate::delegate;
use crate::numbers::Numbers;
use crate::order;

/// Which characters stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    Ascii,
    Printable,
}

/// Quotes like Go's `strconv.Quote`.
pub(super) fn quote(text: &str, alphabet: Alphabet) -> Result<String, BuiltinError> {
    let plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
    if text.bytes().all(plain) {
        return Ok(format!("\"{text}\""));
    }
    let quoted = delegate("sprintf", &["%q".into(), Value::from(vec![Value::from(text)])])?;
    let Value::String(quoted) = quoted else {
        return Err(BuiltinError::invalid("a quoted string is a string"));
    };
    Ok(match alphabet {
        Alphabet::Printable => quoted.to_string(),
        Alphabet::Ascii => quoted.chars().map(ascii).collect(),
    })
}

/// Quotes one character like Go's `strconv.QuoteRune`.
pub(super) fn quote_character(character: char, alphabet: Alphabet) -> Result<String, BuiltinError> {
    match character {
        '\'' => Ok(r"'\''".to_owned()),
        '"' => Ok("'\"'".to_owned()),
        other => {
            let quoted = quote(&other.to_string(), alphabet)?;
            Ok(format!("'{}'", &quoted[1..quoted.len() - 1]))
        }
    }
}

/// Whether backquotes can hold the text unchanged.
pub(super) fn fits_backquotes(text: &str) -> bool {
    text.chars().all(|character| {
        !matches!(character, '`' | '\u{7f}' | '\u{feff}') && (character >= ' ' || character == '\t')
    })
}

/// The text of a value as OPA's `String` method writes it.
pub(super) fn rego(numbers: &Numbers, value: &Value) -> Result<String, BuiltinError> {
    let joined = |items: Vec<String>| items.join(", ");
    Ok(match value {
        Value::String(text) => quote(text, Alphabet::Printable)?,
        Value::Array(items) => {
            format!(
                "[{}]",
                joined(items.iter().map(|item| rego(numbers, item)).collect::<Result<_, _>>()?)
            )
        }
        Value::Set(items) if items.is_empty() => "set()".to_owned(),
        Value::Set(items) => {
            format!(
                "{{{}}}",
                joined(
                    order::members(items.iter())
                        .into_iter()
                        .map(|item| rego(numbers, item))
                        .collect::<Result<_, _>>()?
                )
            )
        }
        Value::Object(items) => {
            let pairs = order::fields(items.iter()).into_iter().map(|(key, item)| {
                Ok(format!("{}: {}", rego(numbers, key)?, rego(numbers, item)?))
            });
            format!("{{{}}}", joined(pairs.collect::<Result<_, BuiltinError>>()?))
        }
        Value::Number(_) => numbers.print(value)?,
        other => other.to_string(),
    })
}

fn ascii(character: char) -> String {
    match u32::from(character) {
        code @ 0x80..=0xffff => format!("\\u{code:04x}"),
        code @ 0x10000.. => format!("\\U{code:08x}"),
        _ => character.to_string(),
    }
}
