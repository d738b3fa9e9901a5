//! Writes YAML that every reader, of YAML 1.1 too, reads as what was meant.
//!
//! Block style, two spaces, keys in the order given. Text is quoted unless it is plainly a word; that is coarser than YAML
//! demands, and cannot go wrong.

use super::{Limits, Value, YamlError, YamlErrorKind, scalar};
use serde_json::Value as Json;
use std::fmt::Write as _;

/// A quoted key longer than this does not fit the 1,024 characters that YAML allows before the colon.
const LONGEST_SIMPLE_KEY: usize = 1_000;

/// Writes `value` as a YAML document that [`super::parse`] reads as the same value.
///
/// Fails on what the reader refuses: whole numbers beyond `i64` and more nesting than [`Limits::default`] allows.
pub fn to_string(value: &Json) -> Result<String, YamlError> {
    let mut out = String::new();
    match value {
        Json::Array(items) if !items.is_empty() => sequence(&mut out, items, 0)?,
        Json::Object(members) if !members.is_empty() => mapping(&mut out, members, 0)?,
        _ => inline(&mut out, value, 0)?,
    }
    Ok(out)
}

type Members = serde_json::Map<String, Json>;

/// `indent` is the level of the lines written here; the first of them is indented already.
fn sequence(out: &mut String, items: &[Json], indent: usize) -> Result<(), YamlError> {
    check_depth(indent)?;
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            spaces(out, indent);
        }
        out.push_str("- ");
        match item {
            Json::Array(items) if !items.is_empty() => sequence(out, items, indent + 1)?,
            Json::Object(members) if !members.is_empty() => mapping(out, members, indent + 1)?,
            _ => inline(out, item, indent + 1)?,
        }
    }
    Ok(())
}

fn mapping(out: &mut String, members: &Members, indent: usize) -> Result<(), YamlError> {
    check_depth(indent)?;
    for (number, (key, value)) in members.iter().enumerate() {
        if number > 0 {
            spaces(out, indent);
        }
        let start = out.len();
        text(out, key);
        if out.len() - start > LONGEST_SIMPLE_KEY {
            out.insert_str(start, "? ");
            out.push('\n');
            spaces(out, indent);
        }
        out.push(':');
        match value {
            Json::Array(items) if !items.is_empty() => {
                out.push('\n');
                spaces(out, indent + 1);
                sequence(out, items, indent + 1)?;
            }
            Json::Object(members) if !members.is_empty() => {
                out.push('\n');
                spaces(out, indent + 1);
                mapping(out, members, indent + 1)?;
            }
            _ => {
                out.push(' ');
                inline(out, value, indent + 1)?;
            }
        }
    }
    Ok(())
}

/// A scalar or an empty collection, to the end of its line; `indent` is the level of the lines of a block of text.
fn inline(out: &mut String, value: &Json, indent: usize) -> Result<(), YamlError> {
    match value {
        Json::Null => out.push_str("null"),
        Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Json::Number(value) => number(out, value)?,
        Json::String(value) if indent > 0 && is_block(value) => {
            block(out, value, indent);
            return Ok(());
        }
        Json::String(value) => text(out, value),
        Json::Array(_) => {
            check_depth(indent)?;
            out.push_str("[]");
        }
        Json::Object(_) => {
            check_depth(indent)?;
            out.push_str("{}");
        }
    }
    out.push('\n');
    Ok(())
}

/// Readers of YAML 1.1 want a point in every fraction and a sign in every exponent.
fn number(out: &mut String, value: &serde_json::Number) -> Result<(), YamlError> {
    let written = value.to_string();
    if value.as_i64().is_some() {
        out.push_str(&written);
        return Ok(());
    }
    if !value.is_f64() {
        return Err(YamlError::new(None, YamlErrorKind::IntegerRange(written)));
    }
    let (mantissa, exponent) = match written.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (written.as_str(), None),
    };
    out.push_str(mantissa);
    if !mantissa.contains('.') {
        out.push_str(".0");
    }
    if let Some(exponent) = exponent {
        out.push('e');
        if !exponent.starts_with(['-', '+']) {
            out.push('+');
        }
        out.push_str(exponent);
    }
    Ok(())
}

fn text(out: &mut String, text: &str) {
    if is_word(text) {
        out.push_str(text);
    } else {
        quoted(out, text);
    }
}

/// Tells whether every reader takes the unquoted text for text: it begins with a letter and holds nothing with a meaning.
fn is_word(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '/');
    let holds = |c: char| c.is_alphanumeric() || " _-./@+()=;".contains(c);
    let colons = |text: &str| !text.ends_with(':') && !text.contains(": ");
    begins
        && text.chars().all(|c| holds(c) || c == ':')
        && colons(text)
        && !text.ends_with(' ')
        && !scalar::is_boolean_to_some(text)
        && matches!(scalar::resolve(text), Ok(Value::String(_)))
}

fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_printable(c) => out.push(c),
            // Writing to a string cannot fail.
            c if u32::from(c) > 0xffff => drop(write!(out, "\\U{:08x}", u32::from(c))),
            c => drop(write!(out, "\\u{:04x}", u32::from(c))),
        }
    }
    out.push('"');
}

/// Characters that YAML takes as they are and that an editor shows: no controls, breaks, marks of order or noncharacters.
fn is_printable(c: char) -> bool {
    let is_noncharacter = u32::from(c) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    !c.is_control() && !is_noncharacter && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Tells whether text of several lines can stand as a block as it is.
fn is_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.contains('\n')
        && !body.starts_with([' ', '\n'])
        && !body.ends_with('\n')
        && body.chars().all(|c| c == '\n' || is_printable(c))
        && body.lines().all(|line| !line.ends_with(' '))
}

fn block(out: &mut String, text: &str, indent: usize) {
    out.push_str(if text.ends_with('\n') { "|\n" } else { "|-\n" });
    for line in text.lines() {
        if !line.is_empty() {
            spaces(out, indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn spaces(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n("  ", indent));
}

fn check_depth(indent: usize) -> Result<(), YamlError> {
    let limit = Limits::default().max_depth;
    if indent >= limit as usize {
        return Err(YamlError::new(None, YamlErrorKind::TooDeep(limit)));
    }
    Ok(())
}
