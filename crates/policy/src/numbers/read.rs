//! JSON to values, with every number as it is written.
//!
//! serde_json makes a double of an integer beyond 64 bits, and rounds some others twice. It still says what is JSON and what is not.

use super::NumberError;
use regorus::Value;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;

/// A document cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    /// It is no JSON.
    #[error("{0}")]
    Json(String),
    /// It holds a number that OPA would take for another one.
    #[error(transparent)]
    Number(#[from] NumberError),
}

/// Longest number that serde_json reads exactly, and that has one usual spelling, by its bytes.
const PLAIN_LENGTH: usize = 15;

/// Reads a document; `number` says what a number is.
pub(super) fn read(
    json: &str,
    number: &mut dyn FnMut(&str) -> Result<Value, NumberError>,
) -> Result<Value, ReadError> {
    let failed = |error: String| ReadError::Json(error);
    if all_plain(json.as_bytes()) {
        return Value::from_json_str(json).map_err(|error| failed(error.to_string()));
    }
    serde_json::from_str::<IgnoredAny>(json).map_err(|error| failed(error.to_string()))?;
    let mut reader = Reader { json, at: 0, number };
    Ok(reader.value()?)
}

/// Whether all numbers are short, and written as they would be printed.
fn all_plain(json: &[u8]) -> bool {
    let mut at = 0;
    while at < json.len() {
        match json[at] {
            b'"' => at = string_end(json, at),
            b'-' | b'0'..=b'9' => {
                let end = number_end(json, at);
                if !is_plain(&json[at..end]) {
                    return false;
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    true
}

/// Whether a number has few digits, no exponent, no sign of zero and no zeros at the end of a fraction.
fn is_plain(number: &[u8]) -> bool {
    let exponent = number.iter().any(|byte| matches!(byte, b'e' | b'E'));
    let padded = number.contains(&b'.') && number.ends_with(b"0");
    number.len() <= PLAIN_LENGTH && !exponent && !padded && number != b"-0"
}

fn string_end(json: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    while at < json.len() {
        match json[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    json.len()
}

fn number_end(json: &[u8], at: usize) -> usize {
    let belongs = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
    at + json[at..].iter().take_while(|byte| belongs(byte)).count()
}

/// Reads what is known to be JSON, of a depth that fits the stack.
struct Reader<'a> {
    json: &'a str,
    at: usize,
    number: &'a mut dyn FnMut(&str) -> Result<Value, NumberError>,
}

impl Reader<'_> {
    fn value(&mut self) -> Result<Value, NumberError> {
        match self.next() {
            b'[' => self.array(),
            b'{' => self.object(),
            b'"' => Ok(self.string()),
            b't' => Ok(self.word(4, Value::Bool(true))),
            b'f' => Ok(self.word(5, Value::Bool(false))),
            b'n' => Ok(self.word(4, Value::Null)),
            _ => {
                let end = number_end(self.json.as_bytes(), self.at);
                let text = &self.json[self.at..end];
                self.at = end;
                (self.number)(text)
            }
        }
    }

    fn array(&mut self) -> Result<Value, NumberError> {
        let mut items = Vec::new();
        self.at += 1;
        while self.next() != b']' {
            items.push(self.value()?);
            self.comma();
        }
        self.at += 1;
        Ok(Value::from(items))
    }

    fn object(&mut self) -> Result<Value, NumberError> {
        let mut fields = BTreeMap::new();
        self.at += 1;
        while self.next() != b'}' {
            let key = self.string();
            self.next();
            self.at += 1;
            let value = self.value()?;
            fields.insert(key, value);
            self.comma();
        }
        self.at += 1;
        Ok(Value::from(fields))
    }

    fn string(&mut self) -> Value {
        let end = string_end(self.json.as_bytes(), self.at);
        let text = &self.json[self.at..end];
        self.at = end;
        // It was read once.
        Value::from(serde_json::from_str::<String>(text).unwrap_or_default())
    }

    fn word(&mut self, length: usize, value: Value) -> Value {
        self.at += length;
        value
    }

    fn comma(&mut self) {
        if self.next() == b',' {
            self.at += 1;
        }
    }

    /// The next byte that is no white space; what is read is complete, so there is one.
    fn next(&mut self) -> u8 {
        let bytes = self.json.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        bytes.get(self.at).copied().unwrap_or(b']')
    }
}
