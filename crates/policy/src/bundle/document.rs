//! The structured files of a bundle: strict JSON and YAML, and the one form of them that OPA hashes.
//!
//! OPA hashes a document as compact JSON with sorted keys, numbers as they are spelled, and no escapes beyond those of Go's
//! encoder, so that white space and the order of keys do not change a signature. `data.yml` is not among the files it treats
//! so, although it reads data from it; like OPA we hash that one as bytes.

use super::error::BundleError;
use super::yaml;
use cos_core::json::{Kind, Root, Tape, Value};
use serde_json::Value as Json;
use std::fmt::Write as _;

/// Tells whether a file holds data that OPA merges by the directory it lies in.
pub(super) fn is_data(name: &str) -> bool {
    matches!(base(name), "data.json" | "data.yaml" | "data.yml")
}

/// Tells whether OPA hashes a file by its structure rather than by its bytes.
pub(super) fn is_structured(name: &str) -> bool {
    matches!(base(name), "data.json" | "data.yaml" | ".manifest")
}

/// Tells whether a file holds Rego, by OPA's rule, which minds upper and lower case.
pub(super) fn is_rego(name: &str) -> bool {
    name.as_bytes().ends_with(b".rego")
}

/// The last part of a name.
pub(super) fn base(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(_, base)| base)
}

/// A JSON document that has passed the strict reader.
pub(super) struct Document<'a> {
    source: &'a [u8],
    tape: Tape,
    root: Root,
}

impl<'a> Document<'a> {
    /// Reads JSON; the error says what is wrong and where.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, String> {
        let source = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut tape = Tape::default();
        let root = tape.read(source, 0).map_err(|error| {
            let (line, column) = error.line_column(source);
            format!("{} at line {line}, column {column}", error.kind)
        })?;
        Ok(Self { source, tape, root })
    }

    pub(super) fn value(&self) -> Value<'_> {
        self.tape.value(self.source, self.root)
    }

    /// The numbers that are written in another way than `serde_json` writes them.
    pub(super) fn numbers(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut waiting = vec![self.value()];
        while let Some(value) = waiting.pop() {
            if value.kind() == Kind::Number {
                let text = String::from_utf8_lossy(value.raw()).into_owned();
                let printed = value.to_json().to_string();
                if printed != text {
                    found.push(text);
                }
            }
            waiting.extend(value.items().chain(value.members().map(|(_, value)| value)));
        }
        found
    }
}

/// Reads a data document as a value.
pub(super) fn read_data(name: &str, bytes: &[u8]) -> Result<Json, BundleError> {
    let read = if base(name) == "data.json" {
        Document::read(bytes).map(|document| document.value().to_json())
    } else {
        yaml::read(bytes)
    };
    read.map_err(|fault| BundleError::Data { file: name.to_owned(), fault })
}

/// Returns the bytes that OPA hashes for a file.
pub(super) fn hashed_form(name: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    if !is_structured(name) {
        return Ok(bytes.to_vec());
    }
    let mut out = String::new();
    if base(name) == "data.yaml" {
        write_value(&yaml::read(bytes)?, &mut out);
    } else {
        write_document(Document::read(bytes)?.value(), &mut out);
    }
    Ok(out.into_bytes())
}

/// Numbers keep their spelling, which is why this does not go through `serde_json`.
fn write_document(value: Value<'_>, out: &mut String) {
    match value.kind() {
        Kind::Array => {
            write_list(value.items(), out, ['[', ']'], |item, out| write_document(item, out));
        }
        Kind::Object => {
            let mut members: Vec<_> = value
                .members()
                .map(|(key, value)| (key.string().unwrap_or_default().into_owned(), value))
                .collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            write_list(members.into_iter(), out, ['{', '}'], |(key, value), out| {
                write_string(&key, out);
                out.push(':');
                write_document(value, out);
            });
        }
        Kind::String => write_string(&value.string().unwrap_or_default(), out),
        Kind::Bool | Kind::Null | Kind::Number => {
            out.push_str(std::str::from_utf8(value.raw()).unwrap_or_default());
        }
    }
}

fn write_value(value: &Json, out: &mut String) {
    match value {
        Json::Array(items) => write_list(items.iter(), out, ['[', ']'], write_value),
        Json::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            write_list(members.into_iter(), out, ['{', '}'], |(key, value), out| {
                write_string(key, out);
                out.push(':');
                write_value(value, out);
            });
        }
        Json::String(text) => write_string(text, out),
        Json::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() => write_float(float, out),
            _ => {
                let _ = write!(out, "{number}");
            }
        },
        Json::Bool(_) | Json::Null => {
            let _ = write!(out, "{value}");
        }
    }
}

fn write_list<T>(
    items: impl Iterator<Item = T>,
    out: &mut String,
    [open, close]: [char; 2],
    mut write: impl FnMut(T, &mut String),
) {
    out.push(open);
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(close);
}

/// Writes a string as Go's encoder does without HTML escaping.
fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..'\u{20}' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// Writes a float as Go's encoder does, which is what YAML numbers pass through: shortest digits, exponents from 1e21 and below
/// 1e-6.
fn write_float(float: f64, out: &mut String) {
    let size = float.abs();
    let _ = if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let text = format!("{float:e}");
        match text.split_once('e') {
            Some((digits, exponent)) if !exponent.starts_with('-') => {
                write!(out, "{digits}e+{exponent}")
            }
            _ => write!(out, "{text}"),
        }
    } else {
        write!(out, "{float}")
    };
}

#[cfg(test)]
mod tests;
