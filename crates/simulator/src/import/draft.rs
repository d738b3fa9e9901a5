//! A matrix while it is written: flows without rows, and cases.
//!
//! Text, not a tree: the order of the fields is the one that people read. What it comes to is read back by the caller.

use super::About;
use crate::matrix::{API_VERSION, KIND};
use cos_core::yaml;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Bytes of a matrix beyond which cases are refused; its reader takes 8 MiB.
const MOST_BYTES: usize = 7 << 20;
/// Characters of a name.
const LONGEST: usize = 100;
const RESERVED: &str = "{}(),=#&|!*?\"'`";

/// Flows and cases.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// By the name that the source has for it: the id of the flow.
    flows: BTreeMap<String, String>,
    flow_ids: BTreeSet<String>,
    case_ids: BTreeSet<String>,
    flow_text: String,
    case_text: String,
}

/// A case while it is written.
#[derive(Debug)]
pub(super) struct Case<'a> {
    /// The name that the source has for it.
    pub(super) name: &'a str,
    /// The id of its flow.
    pub(super) flow: &'a str,
    pub(super) input: Map<String, Value>,
    pub(super) expect: Expect,
    pub(super) receipts: &'a [String],
}

/// What a decision must be.
#[derive(Clone, Debug, Default)]
pub(super) struct Expect {
    pub(super) allow: bool,
    pub(super) contains: Vec<String>,
    pub(super) exactly: Option<Vec<String>>,
    pub(super) none_of: Vec<String>,
}

/// What stands above flows and cases.
#[derive(Debug)]
pub(super) struct Head<'a> {
    pub(super) about: &'a About,
    pub(super) description: String,
    pub(super) entrypoint: &'a str,
    pub(super) allow: String,
    pub(super) reasons: String,
}

impl Draft {
    /// The id of the flow that the source calls `name`; it has no rows of its own, only cases.
    pub(super) fn flow(&mut self, name: &str) -> String {
        if let Some(id) = self.flows.get(name) {
            return id.clone();
        }
        let id = unique(name, &mut self.flow_ids);
        self.flows.insert(name.to_owned(), id.clone());
        let flow = json!({"id": id});
        let rest = json!({"expand": {"mode": "explicit", "rows": []}, "tags": ["imported"]});
        // Names and words: nothing that cannot be written.
        for (number, part) in [flow, rest].iter().enumerate() {
            let text = yaml::to_string(part).unwrap_or_default();
            push_indented(&mut self.flow_text, &text, number == 0);
        }
        id
    }

    /// Writes a case; fails with the reason why it cannot stand in a matrix.
    pub(super) fn case(&mut self, case: Case<'_>) -> Result<(), String> {
        let mut parts = vec![json!({"flow": case.flow})];
        let Expect { allow, contains, exactly, none_of } = case.expect;
        let mut reasons = Map::new();
        let lists = [("contains", contains), ("none_of", none_of)];
        for (key, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            reasons.insert(key.to_owned(), list.into());
        }
        reasons.extend(exactly.map(|list| ("exactly".to_owned(), list.into())));
        let mut expect = json!({"allow": allow});
        if !reasons.is_empty() {
            expect["reasons"] = reasons.into();
        }
        parts.push(json!({"expect": expect}));
        if !case.receipts.is_empty() {
            parts.push(json!({"receipts": case.receipts}));
        }
        parts.push(json!({"input": case.input}));
        let written: Result<Vec<_>, _> = parts.iter().map(yaml::to_string).collect();
        let written = written.map_err(|error| error.to_string())?.concat();
        if self.case_text.len() + written.len() * 2 > MOST_BYTES {
            return Err("the matrix would be too large; import less at a time".to_owned());
        }
        let id = unique(case.name, &mut self.case_ids);
        let id = yaml::to_string(&json!({"id": id})).map_err(|error| error.to_string())?;
        push_indented(&mut self.case_text, &id, true);
        push_indented(&mut self.case_text, &written, false);
        Ok(())
    }

    /// The text of the matrix; `None` when it has no case.
    pub(super) fn finish(self, head: &Head<'_>) -> Option<String> {
        if self.case_text.is_empty() {
            return None;
        }
        let About { name, owner } = head.about;
        let parts = [
            json!({"apiVersion": API_VERSION}),
            json!({"kind": KIND}),
            json!({"metadata": {"name": name, "owner": owner, "description": head.description}}),
            json!({"bundle": {"entrypoint": head.entrypoint}}),
            json!({"decision": {"allow": head.allow, "reasons": head.reasons}}),
        ];
        let written: Vec<_> = parts.iter().map(|part| yaml::to_string(part).ok()).collect();
        let head: String = written.into_iter().collect::<Option<Vec<_>>>()?.concat();
        Some(format!("{head}flows:\n{}cases:\n{}", self.flow_text, self.case_text))
    }
}

/// Appends the lines of a mapping as those of an item of a list, its first or later ones.
fn push_indented(out: &mut String, text: &str, is_first: bool) {
    for (number, line) in text.lines().enumerate() {
        if !line.is_empty() {
            out.push_str(if is_first && number == 0 { "  - " } else { "    " });
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// A name that ids can be, and that is not yet among `taken`.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |c: char| if c.is_ascii_graphic() && !RESERVED.contains(c) { c } else { '-' };
    let mut plain: String = name.chars().take(LONGEST).map(plain).collect();
    if plain.is_empty() {
        plain.push('-');
    }
    let mut id = plain.clone();
    let mut number = 2;
    while !taken.insert(id.clone()) {
        id = format!("{plain}-{number}");
        number += 1;
    }
    id
}

/// A reference in Rego, such as `data.lib["a-b"].rule`.
pub(super) fn reference(parts: &[&str]) -> String {
    let mut out = "data".to_owned();
    for part in parts {
        if is_name(part) {
            out.push('.');
            out += part;
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "[{}]", Value::from(*part));
        }
    }
    out
}

/// Tells whether `text` can stand in a reference without quotes.
pub(super) fn is_name(text: &str) -> bool {
    let first = text.bytes().next();
    first.is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
