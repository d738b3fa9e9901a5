//! The three parts of a compact token and what its header says.
//!
//! Nothing is verified here.

use std::collections::BTreeSet;

use regorus::Value;

use crate::numbers::{Numbers, ReadError};

use super::super::BuiltinError;
use super::super::pem::base64_url;

/// A token whose parts are still encoded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    text: &'a str,
    header: &'a str,
    payload: &'a str,
    signature: &'a str,
}

impl<'a> Token<'a> {
    pub(super) fn split(text: &'a str) -> Result<Self, BuiltinError> {
        let parts: Vec<&str> = text.split('.').collect();
        match parts[..] {
            [header, payload, signature] => Ok(Self { text, header, payload, signature }),
            _ => Err(BuiltinError::invalid("a token has three parts")),
        }
    }

    /// What the signature covers.
    pub(super) fn signed(&self) -> &'a str {
        &self.text[..self.header.len() + 1 + self.payload.len()]
    }

    pub(super) fn header(&self, numbers: &Numbers) -> Result<Value, BuiltinError> {
        let header = object(numbers, &decoded(self.header)?)?;
        if header["enc"] != Value::Undefined {
            return Err(BuiltinError::invalid("the token is encrypted"));
        }
        Ok(header)
    }

    pub(super) fn payload_text(&self) -> Result<String, BuiltinError> {
        decoded(self.payload)
    }

    pub(super) fn signature(&self) -> Result<Vec<u8>, BuiltinError> {
        base64_url(self.signature)
    }
}

/// The fields of a header that decide about a token.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) alg: String,
    pub(super) kid: String,
    pub(super) cty: String,
    critical: BTreeSet<String>,
    unknown: BTreeSet<String>,
}

impl Header {
    pub(super) fn read(header: &Value) -> Result<Self, BuiltinError> {
        let mut fields = Self::default();
        let Value::Object(members) = header else {
            return Err(BuiltinError::invalid("a header is an object"));
        };
        for (name, value) in members.iter_sorted() {
            let Value::String(name) = name else { continue };
            match &**name {
                "alg" => fields.alg = text(name, value)?,
                "kid" => fields.kid = text(name, value)?,
                "cty" => fields.cty = text(name, value)?,
                "typ" => {
                    text(name, value)?;
                }
                "crit" => fields.critical = critical(value)?,
                _ => {
                    fields.unknown.insert(name.to_string());
                }
            }
        }
        Ok(fields)
    }

    /// Whether there is an algorithm and every critical field is one that is understood.
    pub(super) fn is_valid(&self) -> bool {
        !self.alg.is_empty() && self.critical.is_disjoint(&self.unknown)
    }
}

/// Reads JSON that must be an object. Of members with one name the last counts.
pub(super) fn object(numbers: &Numbers, text: &str) -> Result<Value, BuiltinError> {
    match numbers.read(text) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Err(ReadError::Number(error)) => Err(error.into()),
        _ => Err(BuiltinError::invalid("not a JSON object")),
    }
}

/// The names before the first that is no string; OPA stops there without an error.
fn critical(value: &Value) -> Result<BTreeSet<String>, BuiltinError> {
    let Value::Array(items) = value else {
        return Err(BuiltinError::invalid("`crit` must be an array"));
    };
    let names: BTreeSet<String> =
        items.iter().map_while(|item| item.as_string().ok().map(ToString::to_string)).collect();
    if names.is_empty() {
        return Err(BuiltinError::invalid("`crit` must not be empty"));
    }
    Ok(names)
}

fn text(name: &str, value: &Value) -> Result<String, BuiltinError> {
    match value {
        Value::String(text) => Ok(text.to_string()),
        _ => Err(BuiltinError::invalid(format!("`{name}` must be a string"))),
    }
}

/// Decodes a part as text; like Go's JSON reader, each byte that is not UTF-8 becomes one U+FFFD.
fn decoded(part: &str) -> Result<String, BuiltinError> {
    let bytes = base64_url(part)?;
    let mut text = String::with_capacity(bytes.len());
    let mut rest = &bytes[..];
    loop {
        match std::str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                return Ok(text);
            }
            Err(error) => {
                let (valid, broken) = rest.split_at(error.valid_up_to());
                text.push_str(&String::from_utf8_lossy(valid));
                text.push(char::REPLACEMENT_CHARACTER);
                rest = &broken[1..];
            }
        }
    }
}
