//! What happens during a run, in order. Whoever wants to know gets the same events: the terminal, JSON Lines, JUnit, the recorder.
//!
//! A recorded run is these events as JSON, one a line; fed to a consumer again they give the same output, byte for byte.

use crate::decision::Decision;
use serde::{Deserialize, Serialize};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The first.
    RunStarted {
        /// The matrix.
        matrix: String,
        /// Scenarios to be run.
        scenarios: u64,
        /// Flows they belong to.
        flows: u64,
    },
    /// A flow begins.
    FlowStarted {
        /// The flow.
        flow: String,
        /// Its scenarios.
        scenarios: u64,
    },
    /// A scenario was decided.
    ScenarioFinished {
        /// The flow.
        flow: String,
        /// The id of the scenario or case.
        scenario: String,
        /// What became of it.
        outcome: Outcome,
        /// What was expected, where something was.
        expected: Option<String>,
        /// What was decided.
        decision: DecisionText,
    },
    /// An invariant does not hold.
    InvariantBroken {
        /// The flow.
        flow: String,
        /// The scenario that breaks it.
        scenario: String,
        /// `monotone` or `fail_closed`.
        kind: String,
        /// What is wrong.
        message: String,
    },
    /// A flow is done.
    FlowFinished {
        /// The flow.
        flow: String,
        /// How many of its scenarios passed.
        passed: u64,
        /// How many did not.
        failed: u64,
    },
    /// Mutation testing begins.
    MutationStarted {
        /// Changes to be tried.
        mutants: u64,
    },
    /// A change was tried.
    MutantFinished {
        /// Its id.
        mutant: String,
        /// Whether an assertion noticed.
        killed: bool,
    },
    /// The last.
    RunFinished {
        /// Whether every gate passed.
        passed: bool,
    },
}

/// What became of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As expected.
    Passed,
    /// Not as expected.
    Failed,
    /// The policy failed where a decision was expected.
    Error,
    /// Not as expected, known and owned by somebody until a date.
    Quarantined,
    /// Sometimes as expected.
    Flaky,
    /// Nothing was expected.
    Unasserted,
    /// Not run: outside of what was selected.
    NotSelected,
}

/// A decision in a form that is written and read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionText {
    /// Whether it allows; nothing when there is none.
    pub allow: Option<bool>,
    /// Why not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl From<&Decision> for DecisionText {
    fn from(decision: &Decision) -> Self {
        let Decision { allow, reasons, error } = decision.clone();
        Self { allow, reasons, error }
    }
}

/// Who wants to know.
pub trait Sink {
    /// Takes an event.
    fn event(&mut self, event: &Event);

    /// Whether single scenarios that passed are of interest; saying no saves time.
    fn wants_passed(&self) -> bool {
        false
    }
}

/// Nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Sink for Nobody {
    fn event(&mut self, _: &Event) {}
}
