//! What happens during a run, in order. Whoever wants to know gets the same events: the terminal, JSON Lines, JUnit, the recorder.
//!
//! A recorded run is these events as JSON, one a line; fed to a consumer again they give the same output, byte for byte.

use crate::decision::Decision;
use crate::gates::Gate;
use crate::results::Run;
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
    /// A failure in full, told once its flow is done.
    FailureExplained {
        /// The scenario.
        scenario: String,
        /// `assertion`, `error`, `fail_closed`, `flaky` or `monotone`.
        kind: String,
        /// What was expected.
        expected: String,
        /// What was decided.
        decision: DecisionText,
        /// The rule that decided: its place and path.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
        /// A passing scenario that differs in the fewest values.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nearest: Option<String>,
        /// How that one differs.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        difference: Vec<String>,
        /// Whether it is known and owned.
        quarantined: bool,
    },
    /// A gate was judged.
    GateJudged {
        /// Stable.
        id: String,
        /// For people.
        title: String,
        /// Whether it passed.
        passed: bool,
        /// What was found.
        actual: String,
        /// What is asked for.
        required: String,
        /// What is in the way.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        details: Vec<String>,
    },
    /// The last.
    RunFinished {
        /// Whether every gate passed.
        passed: bool,
        /// Scenarios that did as expected.
        scenarios_passed: u64,
        /// Scenarios and invariants that did not.
        scenarios_failed: u64,
        /// Scenarios outside of what was selected.
        not_selected: u64,
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

impl std::fmt::Display for DecisionText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { allow, reasons, error } = self.clone();
        Decision { allow, reasons, error }.fmt(f)
    }
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

/// The events that end a run: failures in full, gates, totals.
pub fn closing(run: &Run, gates: &[Gate]) -> Vec<Event> {
    let failures = run.failures.iter().map(|failure| Event::FailureExplained {
        scenario: failure.scenario.clone(),
        kind: failure.kind.as_str().to_owned(),
        expected: failure.expected.clone(),
        decision: (&failure.decision).into(),
        rule: failure.definition.map(|number| {
            let definition = &run.outline.definitions[number as usize];
            let path = &run.outline.rules[definition.rule as usize].path;
            format!("{} {path}", definition.place)
        }),
        nearest: failure.nearest.clone(),
        difference: failure.difference.clone(),
        quarantined: failure.quarantined,
    });
    let gates_judged = gates.iter().map(|gate| Event::GateJudged {
        id: gate.id.to_owned(),
        title: gate.title.to_owned(),
        passed: gate.passed,
        actual: gate.actual.clone(),
        required: gate.required.clone(),
        details: gate.details.clone(),
    });
    let counts = run.counts();
    let last = Event::RunFinished {
        passed: gates.iter().all(|gate| gate.passed),
        scenarios_passed: counts.passed,
        scenarios_failed: counts.failed
            + counts.errors
            + counts.flaky
            + counts.sweeps_failed
            + counts.pairs_failed,
        not_selected: counts.not_selected,
    };
    failures.chain(gates_judged).chain([last]).collect()
}

/// Nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Sink for Nobody {
    fn event(&mut self, _: &Event) {}
}
