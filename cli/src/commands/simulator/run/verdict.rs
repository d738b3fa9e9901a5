//! What a run found, to be shown.

use crate::commands::simulator::terminal;
use crate::ui::{Human, Render};
use cos_report::model::Conformance;
use cos_simulator::event::Event;
use serde_json::{Value, json};
use std::io;

/// What a run found, to be shown.
pub(super) struct Verdict {
    pub(super) events: Vec<Event>,
    pub(super) report: Box<Conformance>,
}

impl Render for Verdict {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        terminal::closing(&self.events, out)
    }

    /// Summary and gates; the report has the rest.
    fn json(&self) -> Value {
        let report = &self.report;
        json!({
            "schema": "cos.simulator-run/v1",
            "passed": report.passed,
            "summary": report.summary,
            "gates": report.gates,
            "failures": report.failures,
        })
    }

    /// The events that end the run.
    fn jsonl(&self) -> Vec<Value> {
        self.events.iter().map(|event| serde_json::to_value(event).unwrap_or_default()).collect()
    }
}
