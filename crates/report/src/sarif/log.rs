//! What every SARIF log has: its frame, results that keep their identity when lines move, and texts that no reader takes for more.

use crate::error::ReportError;
use crate::text;
use cos_core::digest::Digest;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The one run of a log.
pub(crate) struct Run<'a> {
    pub(crate) tool: &'a str,
    pub(crate) tool_version: &'a str,
    /// What tells this kind of run from others.
    pub(crate) id: String,
    /// RFC 3339.
    pub(crate) ended: &'a str,
    pub(crate) properties: Value,
    /// The catalogue of the rules that the results name.
    pub(crate) rules: Vec<Value>,
    pub(crate) results: Vec<Value>,
}

impl Run<'_> {
    /// Writes the log.
    pub(crate) fn render(mut self) -> Result<String, ReportError> {
        number_fingerprints(&mut self.results);
        let mut log = json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": text::line(self.tool),
                    "version": text::line(self.tool_version),
                    "informationUri": env!("CARGO_PKG_REPOSITORY"),
                    "rules": self.rules,
                }},
                "automationDetails": { "id": self.id },
                "columnKind": "unicodeCodePoints",
                "invocations": [{ "executionSuccessful": true, "endTimeUtc": self.ended }],
                "properties": self.properties,
                "results": self.results,
            }],
        });
        make_visible(&mut log);
        // One order of fields, whatever features the build gave serde_json.
        log.sort_all_objects();
        let mut text = serde_json::to_string_pretty(&log)
            .map_err(|error| ReportError::render("SARIF", &error))?;
        text.push('\n');
        Ok(text)
    }
}

/// A result with what all of them have. `cause` is what stays the same when lines move.
pub(crate) fn result(rule: &str, level: &str, message: &str, cause: &[&str]) -> Map<String, Value> {
    let cause = std::iter::once(&rule).chain(cause).copied().collect::<Vec<_>>().join("\0");
    let Value::Object(map) = json!({
        "ruleId": rule,
        "level": level,
        "message": { "text": said(message) },
        "partialFingerprints": { "cosCause/v1": &Digest::of(cause.as_bytes()).to_string()[..32] },
    }) else {
        return Map::new();
    };
    map
}

/// Results of one cause (two definitions of a rule, or some of it quarantined) are told apart by their order, as code scanning does.
fn number_fingerprints(results: &mut [Value]) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for result in results {
        let print = &mut result["partialFingerprints"]["cosCause/v1"];
        let text = print.as_str().unwrap_or_default().to_owned();
        let number = seen.entry(text.clone()).or_default();
        *number += 1;
        *print = format!("{text}:{number}").into();
    }
}

/// Ids and names, too, are shown to people.
fn make_visible(value: &mut Value) {
    match value {
        Value::String(string) => {
            if let std::borrow::Cow::Owned(shown) = text::visible(string) {
                *string = shown;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(make_visible),
        Value::Object(fields) => fields.values_mut().for_each(make_visible),
        _ => {}
    }
}

/// A message. Brackets make links and braces placeholders, for which readers do not agree on an escape, so both become
/// parentheses; the exact ids are in the properties.
fn said(message: &str) -> String {
    let said = text::visible(message).replace(['[', '{'], "(").replace([']', '}'], ")");
    if said.trim().is_empty() { "(no message)".to_owned() } else { said }
}
