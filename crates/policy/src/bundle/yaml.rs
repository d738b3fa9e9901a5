//! YAML data, less what OPA's reader understands in another way than YAML 1.2 does.
//!
//! OPA reads YAML through a Go library of the age of YAML 1.1. `cos_core::yaml` refuses the booleans and octal numbers of that age;
//! in values; what is left are other spellings of numbers, keys that are not text there, and block text at the end of
//! a file. Compared with OPA's `yaml.unmarshal`.

use super::files::MAX_FILE;
use cos_core::yaml::{self, Limits, Node, Position, Value};
use serde_json::Value as Json;

const LIMITS: Limits = Limits {
    max_bytes: MAX_FILE as usize,
    max_depth: cos_core::json::MAX_DEPTH,
    max_nodes: 1_000_000,
    max_aliases: 1_000,
};

/// Reads a YAML document as JSON; the error says what is wrong and where.
pub(crate) fn read(bytes: &[u8]) -> Result<Json, String> {
    let node = yaml::parse(bytes, &LIMITS).map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(bytes);
    Source::new(&text).refuse_ambiguous(&node)?;
    let mut json = node.to_json();
    make_whole(&mut json);
    Ok(json)
}

/// The text, for telling quoted words from plain ones.
struct Source<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
}

impl<'a> Source<'a> {
    fn new(text: &'a str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { text, lines: text.lines().collect() }
    }

    fn refuse_ambiguous(&self, root: &Node) -> Result<(), String> {
        let mut waiting = vec![root];
        while let Some(node) = waiting.pop() {
            waiting.extend(node.items());
            for entry in node.entries() {
                if !is_same_key_to_go(&entry.key) && !self.is_quoted(entry.key_at) {
                    let (key, at) = (&entry.key, entry.key_at);
                    return Err(format!("the key `{key}` at {at} is another one to OPA; quote it"));
                }
                waiting.push(&entry.value);
            }
            let Value::String(word) = &node.value else { continue };
            if is_number_to_go(word) && !self.is_quoted(node.at) {
                return Err(format!("`{word}` at {} is a number to OPA; quote it", node.at));
            }
            // OPA adds no line break that is not there.
            if word.ends_with('\n') && !self.text.ends_with('\n') && !self.is_quoted(node.at) {
                return Err("the file does not end in a line break; add one".to_owned());
            }
        }
        Ok(())
    }

    fn is_quoted(&self, at: Position) -> bool {
        let line = self.lines.get(at.line as usize - 1).copied().unwrap_or("");
        matches!(line.chars().nth(at.column as usize - 1), Some('"' | '\''))
    }
}

/// Tells whether Go's reader makes a number of an unquoted word that is text in YAML 1.2.
fn is_number_to_go(word: &str) -> bool {
    if !word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return false;
    }
    let digits = word.replace('_', "");
    let unsigned = digits.strip_prefix(['-', '+']).unwrap_or(&digits).to_ascii_lowercase();
    let is_based = [("0b", 2), ("0o", 8), ("0x", 16)].iter().any(|(prefix, radix)| {
        unsigned.strip_prefix(prefix).is_some_and(|it| i128::from_str_radix(it, *radix).is_ok())
    });
    is_based
        || unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && unsigned.parse::<f64>().is_ok()
}

/// Tells whether Go's reader takes an unquoted key for the text that it is.
fn is_same_key_to_go(key: &str) -> bool {
    const WORDS: [&str; 11] = ["", "=", "false", "n", "no", "null", "off", "on", "y", "yes", "~"];
    if matches!(key, "true" | "false") {
        return true;
    }
    if key.eq_ignore_ascii_case("true") || WORDS.iter().any(|word| word.eq_ignore_ascii_case(key)) {
        return false;
    }
    let is_special = key
        .strip_prefix(['-', '+'])
        .unwrap_or(key)
        .strip_prefix('.')
        .is_some_and(|it| it.eq_ignore_ascii_case("inf") || it.eq_ignore_ascii_case("nan"));
    // Whole numbers are written back as they were, all others not always.
    let is_whole = key.parse::<i64>().is_ok_and(|number| number.to_string() == key);
    !is_special && (is_whole || !is_number_to_go(key))
}

/// Makes whole numbers of floats without a fraction, as they become on their way to OPA.
fn make_whole(json: &mut Json) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(make_whole),
        Json::Object(members) => members.values_mut().for_each(make_whole),
        Json::Number(number) if number.is_f64() => {
            let spelled = number.as_f64().map(|float| float.to_string());
            // A negative zero keeps its sign in the hash.
            let spelled = spelled.filter(|text| text != "-0");
            if let Some(whole) = spelled.and_then(|text| text.parse::<i64>().ok()) {
                *number = whole.into();
            }
        }
        Json::Bool(_) | Json::Null | Json::Number(_) | Json::String(_) => {}
    }
}

#[cfg(test)]
mod tests;
