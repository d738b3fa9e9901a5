//! OPA's decision log: what a policy decided in production, as cases that it should go on deciding so.
//!
//! One event on a line, or a list of them. Events of other rules, with masked inputs or without a flow are notes, never cases; equal inputs
//! become one case with the ids of all their decisions as receipts. The log is not the inventory: a flow that it shows and the
//! inventory lacks is a finding.

use super::draft::{Case, Draft, Expect, Head};
use super::{
    About, ImportError, Imported, NoteKind, Place, Problems, UNREADABLE, WRONG_SHAPE, finish,
};
use crate::decision::reasons_at;
use crate::matrix::{FlowId, Pointer};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Ids of decisions that one case names.
const MOST_RECEIPTS: usize = 20;

/// How a log is read.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The rule of which decisions are imported, such as `data.companyos.authz.decision`.
    pub entrypoint: &'a str,
    /// Leads to the name of the flow, in the input.
    pub flow: Pointer,
    /// Leads to true or false, in the result.
    pub allow: Pointer,
    /// Leads to the reasons, in the result.
    pub reasons: Pointer,
    /// How many cases there may be.
    pub most: usize,
    /// The privileged flows, where they are known.
    pub inventory: Option<&'a BTreeSet<String>>,
}

/// What is read of an event; OPA's logs have more.
#[derive(Debug, Deserialize)]
struct Event {
    decision_id: Option<String>,
    path: Option<String>,
    input: Option<Value>,
    result: Option<Value>,
    error: Option<Value>,
    #[serde(default)]
    timestamp: String,
    #[serde(default)]
    erased: Vec<String>,
    #[serde(default)]
    masked: Vec<String>,
}

/// Imports the log `log`, a name with its content.
pub fn import(
    log: (&str, &[u8]),
    options: &Options<'_>,
    about: &About,
) -> Result<Imported, Vec<ImportError>> {
    let (file, bytes) = log;
    let mut import = Import {
        file,
        options,
        problems: Problems::default(),
        cases: Vec::new(),
        index: BTreeMap::new(),
        flows: BTreeMap::new(),
        elsewhere: BTreeMap::new(),
        beyond: 0,
    };
    for (line, event) in import.events(bytes) {
        import.event(line, event);
    }
    import.findings();
    let head = Head {
        about,
        description: format!("imported from the decision log {file}"),
        entrypoint: options.entrypoint,
        allow: options.allow.to_string(),
        reasons: options.reasons.to_string(),
    };
    let mut draft = Draft::default();
    for kept in std::mem::take(&mut import.cases) {
        import.write(kept, &mut draft);
    }
    finish(file, draft.finish(&head), None, import.problems)
}

struct Import<'a> {
    file: &'a str,
    options: &'a Options<'a>,
    problems: Problems,
    cases: Vec<Kept>,
    /// By flow and input: the index of the case.
    index: BTreeMap<String, usize>,
    /// By flow: the first line that shows it.
    flows: BTreeMap<String, u32>,
    /// Events of other rules.
    elsewhere: BTreeMap<String, u64>,
    /// Cases beyond the limit.
    beyond: u64,
}

struct Kept {
    line: u32,
    flow: String,
    input: Map<String, Value>,
    decision: (bool, Vec<String>),
    timestamp: String,
    receipts: Vec<String>,
    more: u64,
}

impl Import<'_> {
    fn place(&self, line: u32, field: &str) -> Place {
        Place { file: self.file.to_owned(), line, field: field.to_owned() }
    }

    /// The events with their lines.
    fn events(&mut self, bytes: &[u8]) -> Vec<(u32, Value)> {
        let mut events = Vec::new();
        if bytes.trim_ascii_start().starts_with(b"[") {
            match serde_json::from_slice(bytes) {
                Ok(Value::Array(list)) => events.extend(list.into_iter().map(|event| (0, event))),
                Ok(_) => {}
                Err(error) => {
                    let place = self.place(error.line() as u32, "");
                    self.problems.error(UNREADABLE, place, format!("not JSON: {error}"));
                }
            }
            return events;
        }
        for (line, text) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            if text.trim_ascii().is_empty() {
                continue;
            }
            match serde_json::from_slice(text) {
                Ok(event) => events.push((line, event)),
                Err(error) => {
                    let message = format!("not JSON: {error}");
                    self.problems.error(UNREADABLE, self.place(line, ""), message);
                }
            }
        }
        events
    }

    fn event(&mut self, line: u32, event: Value) {
        let event: Event = match Event::deserialize(event) {
            Ok(event) => event,
            Err(error) => {
                let message = format!("not an event of a decision log: {error}");
                self.problems.error(WRONG_SHAPE, self.place(line, ""), message);
                return;
            }
        };
        let Some(id) = event.decision_id.clone() else {
            // Lines of the server's own log stand between those of decisions on its console.
            self.problems.left_out(self.place(line, ""), "no `decision_id`: not a decision");
            return;
        };
        let path = event.path.clone().unwrap_or_default();
        if format!("data.{}", path.replace('/', ".")) != self.options.entrypoint {
            *self.elsewhere.entry(path).or_default() += 1;
            return;
        }
        match self.kept(line, id, event) {
            Ok(kept) => self.keep(kept),
            Err((field, why)) => self.problems.left_out(self.place(line, field), why),
        }
    }

    /// What an event says; fails with the field that stands in the way.
    fn kept(&self, line: u32, id: String, event: Event) -> Result<Kept, (&'static str, String)> {
        if let Some(hidden) = event.erased.iter().chain(&event.masked).next() {
            let hidden = hidden.escape_debug();
            return Err((
                "erased",
                format!("`{id}`: `{hidden}` is masked, so it cannot be decided again"),
            ));
        }
        if let Some(error) = &event.error {
            return Err(("error", format!("`{id}` was not decided: {error}")));
        }
        let Some(Value::Object(input)) = event.input else {
            return Err(("input", format!("`{id}`: the input is no object")));
        };
        let whole = Value::Object(input);
        let Some(flow) = self.options.flow.find(&whole).and_then(Value::as_str) else {
            let pointer = &self.options.flow;
            return Err((
                "input",
                format!("`{id}`: no text at `{pointer}`, where the flow is to stand"),
            ));
        };
        let flow: FlowId = flow.parse().map_err(|error| ("input", format!("`{id}`: {error}")))?;
        let decision = match &event.result {
            // Nobody allows what is undefined.
            None => (false, Vec::new()),
            Some(result) => {
                let allow = self.options.allow.find(result).and_then(Value::as_bool);
                let pointer = &self.options.allow;
                let allow = allow.ok_or_else(|| {
                    ("result", format!("`{id}`: neither true nor false at `{pointer}`"))
                })?;
                (allow, reasons_at(&self.options.reasons, result))
            }
        };
        let Value::Object(input) = whole else { return Err(("input", String::new())) };
        let flow = flow.to_string();
        let timestamp = event.timestamp;
        Ok(Kept { line, flow, input, decision, timestamp, receipts: vec![id], more: 0 })
    }

    fn keep(&mut self, kept: Kept) {
        self.flows.entry(kept.flow.clone()).or_insert(kept.line);
        // Members are sorted: equal inputs are equal texts.
        // Equal inputs are equal in whatever order their fields came.
        let mut input = Value::Object(kept.input.clone());
        input.sort_all_objects();
        let key = input.to_string();
        let Some(index) = self.index.get(&key).copied() else {
            if self.cases.len() == self.options.most {
                self.beyond += 1;
                return;
            }
            self.index.insert(key, self.cases.len());
            self.cases.push(kept);
            return;
        };
        let known = &mut self.cases[index];
        if known.decision == kept.decision {
            if known.receipts.len() < MOST_RECEIPTS {
                known.receipts.extend(kept.receipts);
            } else {
                known.more += 1;
            }
            return;
        }
        // Policies change; what was decided last is what is expected.
        let is_later = kept.timestamp >= known.timestamp;
        let (older, line) =
            if is_later { (&known.receipts, kept.line) } else { (&kept.receipts, known.line) };
        let message = format!(
            "the same input was decided otherwise in `{}`; the later decision counts",
            older.join("`, `")
        );
        if is_later {
            *known = kept;
        }
        let place = self.place(line, "result");
        self.problems.note(NoteKind::Finding, place, message);
    }

    /// What there is to say about the log as a whole.
    fn findings(&mut self) {
        for (path, count) in std::mem::take(&mut self.elsewhere) {
            let path = path.escape_debug();
            let message = format!(
                "decisions of `{path}`, which is not `{}`: {count}",
                self.options.entrypoint
            );
            self.problems.left_out(self.place(0, "path"), message);
        }
        if self.beyond > 0 {
            let most = self.options.most;
            let message = format!("decisions beyond the first {most} inputs: {}", self.beyond);
            self.problems.left_out(self.place(0, ""), message);
        }
        let Some(inventory) = self.options.inventory else { return };
        for (flow, line) in std::mem::take(&mut self.flows) {
            if !inventory.contains(&flow) {
                let message = format!("the flow `{flow}` is in the log and not in the inventory");
                self.problems.note(NoteKind::Finding, self.place(line, "input"), message);
            }
        }
    }

    fn write(&mut self, kept: Kept, draft: &mut Draft) {
        let (allow, reasons) = kept.decision;
        let id = draft.flow(&kept.flow);
        let case = Case {
            name: &kept.receipts[0],
            flow: &id,
            input: kept.input,
            expect: Expect { allow, exactly: Some(reasons), ..Expect::default() },
            receipts: &kept.receipts,
        };
        let place = self.place(kept.line, "");
        if let Err(why) = draft.case(case) {
            self.problems.left_out(place.clone(), format!("`{}`: {why}", kept.receipts[0]));
        }
        if kept.more > 0 {
            let message = format!(
                "decided more often than the {MOST_RECEIPTS} times that are named: {} times more",
                kept.more
            );
            self.problems.note(NoteKind::Remark, place, message);
        }
    }
}
