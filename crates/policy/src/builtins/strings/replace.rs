//! `strings.replace_n`: all replacements at once, as Go's `strings.NewReplacer` makes them.
//!
//! regorus makes one after the other, so that what was put in is replaced again.

use super::super::operands::{operand, string, wrong_type};
use super::super::{BuiltinError, Context, Outcome};
use regorus::Value;

pub(super) fn replace_n(_: &Context, args: &[Value]) -> Outcome {
    let Value::Object(patterns) = operand(args, 1)? else {
        return Err(wrong_type(1, "an object"));
    };
    let text = string(args, 2)?;
    let pair = |(old, new): (&Value, &Value)| match (old, new) {
        (Value::String(old), Value::String(new)) => Some((old.to_string(), new.to_string())),
        _ => None,
    };
    let pairs: Option<Vec<_>> = patterns.iter_sorted().map(pair).collect();
    let pairs = pairs.ok_or_else(|| wrong_type(1, "an object of strings"))?;
    if pairs.iter().any(|(old, _)| old.is_empty()) && !text.is_ascii() {
        // Go finds it between the bytes of a character.
        return Err(BuiltinError::Unsupported {
            builtin: "strings.replace_n",
            subject: "an empty text in one that is not ASCII".to_owned(),
        });
    }
    Ok(replaced(text, &pairs).into())
}

/// Where several texts match, the first counts. An empty one does not match twice in a row.
fn replaced(text: &str, pairs: &[(String, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut at, mut was_empty) = (0, false);
    loop {
        let rest = &text[at..];
        let mut fits = pairs.iter();
        let fits = fits.find(|(old, _)| rest.starts_with(old) && !(was_empty && old.is_empty()));
        was_empty = fits.is_some_and(|(old, _)| old.is_empty());
        match (fits, rest.chars().next()) {
            (Some((old, new)), _) => {
                out += new;
                at += old.len();
            }
            (None, Some(next)) => {
                out.push(next);
                at += next.len_utf8();
            }
            (None, None) => return out,
        }
    }
}
