//! The rows of one flow: decide, compare.

mod invariants;

use super::flow::{Board, FailClosed, Ran};
use super::options::{Options, RunError};
use crate::decide::{BLOCK, FlowDecider, FlowInputs, FlowTables};
use crate::decision::{Decision, Decisions, describe};
use crate::event::{Event, Outcome, Sink};
use crate::expand::IdWriter;
use crate::explain;
use crate::filter::FlowFilter;
use crate::idset::IdSet;
use crate::matrix::{Assertion, Condition, Flow, Matrix, Outcome as Expected};
use crate::results::{Audit, Failure, FailureKind, FlowRun, Selected};
use crate::slice::Slice;
use crate::touched::TouchedSets;
use cos_policy::engine::Outcome as Value;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// A pass over the rows of a flow.
pub(super) struct Pass<'p, 'm, 'e> {
    index: usize,
    flow: &'m Flow,
    matrix: &'m Matrix,
    options: &'p Options<'p>,
    decider: FlowDecider<'p, 'e>,
    inputs: &'p FlowInputs<'m>,
    decisions: &'p mut Decisions,
    failures: &'p mut Vec<Failure>,
    quarantined: &'p mut Vec<Selected>,
    audit: &'p mut Audit,
    touched: &'p mut TouchedSets,
    is_privileged: bool,
    ids: IdWriter<'m>,
    filter: Option<FlowFilter<'m>>,
    quarantine: Vec<Option<Condition>>,
    /// By expectation and decision.
    verdicts: HashMap<(usize, u32), bool>,
    run: FlowRun,
    slice: Slice,
    counted: IdSet,
    /// Evaluations and definitions that the row at hand looked at.
    entries: Vec<u32>,
    definitions: IdSet,
    /// Pairs of expectation and decision that counted.
    asserted: BTreeSet<(usize, u32)>,
    fail_closed: Vec<FailClosed>,
    cross_tenant: u64,
    out_of_region: u64,
    shown: usize,
}

impl<'p, 'm, 'e> Pass<'p, 'm, 'e> {
    pub(super) fn over(
        board: &'p mut Board<'m, 'e>,
        index: usize,
        inputs: &'p FlowInputs<'m>,
        tables: &'p mut FlowTables,
        run: FlowRun,
        slice: Slice,
    ) -> Self {
        let matrix = board.matrix;
        let flow = &matrix.flows[index];
        let quarantine = board.quarantine_rows(index);
        Self {
            index,
            flow,
            matrix,
            options: board.options,
            decider: FlowDecider::new(&mut board.shared, tables, inputs),
            inputs,
            decisions: &mut board.decisions,
            failures: &mut board.failures,
            quarantined: &mut board.quarantine,
            audit: &mut board.audit,
            touched: &mut board.touched,
            is_privileged: board.inventory.contains(flow.id.as_str()),
            ids: IdWriter::new(matrix, index),
            filter: board.options.filter.map(|filter| filter.for_flow(matrix, index)),
            quarantine,
            verdicts: HashMap::new(),
            run,
            slice,
            counted: IdSet::default(),
            entries: Vec::new(),
            definitions: IdSet::default(),
            asserted: BTreeSet::new(),
            fail_closed: Vec::new(),
            cross_tenant: 0,
            out_of_region: 0,
            shown: 0,
        }
    }

    pub(super) fn run(mut self, sink: &mut dyn Sink) -> Result<Ran, RunError> {
        for block in self.blocks() {
            self.rows(block, sink)?;
        }
        self.invariants(sink)?;
        if self.is_privileged {
            self.required_fields()?;
        }
        self.nearest();
        let mut asserted_reasons = BTreeSet::new();
        for (expectation, decision) in &self.asserted {
            let assertion = &self.flow.expect[*expectation].assertion;
            note_reasons(assertion, self.decisions.get(*decision), &mut asserted_reasons);
        }
        Ok(Ran {
            flow: self.run,
            slice: self.slice,
            tables: FlowTables::default(),
            counted: self.counted,
            asserted_reasons,
            fail_closed: self.fail_closed,
            cross_tenant: self.cross_tenant,
            out_of_region: self.out_of_region,
        })
    }

    fn row(&self, at: usize, swept: u16) -> Vec<u16> {
        let mut row = self.run.row(at).to_vec();
        row.push(swept);
        row
    }

    fn id(&self, at: usize) -> String {
        self.ids.id(self.run.row(at))
    }

    fn is_wanted(&self, at: usize) -> bool {
        let filtered = self.filter.as_ref().is_none_or(|filter| filter.matches(self.run.row(at)));
        filtered && self.options.selected.is_none_or(|selected| selected.contains(&self.id(at)))
    }

    /// All rows, some at a time.
    fn blocks(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let count = self.run.count;
        (0..count).step_by(BLOCK).map(move |first| first..(first + BLOCK).min(count))
    }

    /// Decides the rows of a block.
    fn rows(&mut self, block: Range<usize>, sink: &mut dyn Sink) -> Result<(), RunError> {
        let wanted: Vec<usize> = block.clone().filter(|at| self.is_wanted(*at)).collect();
        let rows: Vec<_> = wanted.iter().map(|at| self.row(*at, 0)).collect();
        let numbers = self.numbers(&rows)?;
        let mut decided = wanted.into_iter().zip(numbers).peekable();
        for at in block {
            if let Some((_, number)) = decided.next_if(|(own, _)| *own == at) {
                self.judge(at, number, sink)?;
            } else {
                self.note(0, 0, Outcome::NotSelected, 0);
                self.run.counts.not_selected += 1;
            }
        }
        Ok(())
    }

    /// Compares the decision for a row with what is expected.
    fn judge(&mut self, at: usize, number: u32, sink: &mut dyn Sink) -> Result<(), RunError> {
        let row = self.row(at, 0);
        self.check(at)?;
        let expected = self.flow.expectation(self.run.row(at)).map(|(index, _)| index);
        let holds = expected.map(|index| self.holds(index, number));
        let decision = self.decisions.get(number);
        let wavers = self.options.repeated.and_then(|repeated| {
            let other = repeated.other_for_row(self.index, at, decision)?;
            Some(wavering(repeated.times, decision, other))
        });
        let quarantined = self.select_quarantine(at, holds == Some(false) || wavers.is_some());
        let decision = self.decisions.get(number);
        let outcome = match (expected, holds) {
            _ if wavers.is_some() && !quarantined => Outcome::Flaky,
            (Some(index), Some(holds)) => {
                verdict(decision, &self.flow.expect[index].assertion, holds, quarantined)
            }
            _ if quarantined => Outcome::Quarantined,
            _ => Outcome::Unasserted,
        };
        self.run.counts.note(outcome, decision);
        let touched = self.look(&row)?;
        if outcome == Outcome::Passed {
            self.evidence(at, number, expected);
        }
        let expectation = expected.map_or(0, |index| index as u16 + 1);
        self.note(number, expectation, outcome, touched);
        if sink.wants_passed() || outcome != Outcome::Passed {
            sink.event(&Event::ScenarioFinished {
                flow: self.flow.id.to_string(),
                scenario: self.id(at),
                outcome,
                expected: expected.map(|index| describe(&self.flow.expect[index].assertion)),
                decision: self.decisions.get(number).into(),
            });
        }
        if let Some(message) = wavers {
            self.describe(at, FailureKind::Flaky, message, number, quarantined);
        } else if let (Some(index), Some(false)) = (expected, holds) {
            self.fail(at, number, index, quarantined);
        }
        Ok(())
    }

    /// Notes what the decision for a row looked at; the number of the set of definitions.
    fn look(&mut self, row: &[u16]) -> Result<u32, RunError> {
        let mut entries = std::mem::take(&mut self.entries);
        entries.clear();
        self.decider.walk(row, &mut |entry| entries.push(entry))?;
        self.definitions.clear();
        for entry in &entries {
            let unit = self.decider.shared.entries[*entry as usize].unit;
            self.definitions
                .extend(self.decider.shared.units.all[unit as usize].definitions.iter().copied());
        }
        self.entries = entries;
        Ok(self.touched.number(&self.definitions))
    }

    fn note(&mut self, decision: u32, expectation: u16, outcome: Outcome, touched: u32) {
        self.run.decisions.push(decision);
        self.run.expectations.push(expectation);
        self.run.outcomes.push(outcome);
        self.run.touched.push(touched);
    }

    /// The numbers of the decisions for rows.
    fn numbers(&mut self, rows: &[Vec<u16>]) -> Result<Vec<u32>, RunError> {
        let values = self.decider.decide_all(rows)?;
        let number = |value| {
            let outcome = self.decider.shared.value(value);
            self.decisions.number(value, outcome, &self.matrix.decision)
        };
        Ok(values.into_iter().map(number).collect())
    }

    /// Asks the policy as a whole about every so many rows.
    fn check(&mut self, at: usize) -> Result<(), RunError> {
        let every = self.options.audit_every;
        if every == 0 || !(at as u64).is_multiple_of(every) {
            return Ok(());
        }
        let row = self.row(at, 0);
        let value = self.decider.decide(&row)?;
        let input = self.decider.input();
        let reference = self.decider.shared.ask_reference(&input)?;
        self.audit.checked += 1;
        differs(&self.id(at), self.decider.shared.value(value), &reference)
    }

    fn holds(&mut self, expectation: usize, number: u32) -> bool {
        let (decision, assertion) =
            (self.decisions.get(number), &self.flow.expect[expectation].assertion);
        *self.verdicts.entry((expectation, number)).or_insert_with(|| decision.satisfies(assertion))
    }

    fn select_quarantine(&mut self, at: usize, fails: bool) -> bool {
        let row = self.run.row(at);
        let mut found = false;
        for (index, rows) in self.quarantine.iter().enumerate() {
            if rows.as_ref().is_some_and(|rows| rows.matches(row))
                && self.matrix.quarantine[index].matches.fits_id(&self.id(at))
            {
                found = true;
                self.quarantined[index].scenarios += 1;
                self.quarantined[index].failing += u64::from(fails);
            }
        }
        found
    }

    /// Takes a row as evidence.
    fn evidence(&mut self, at: usize, number: u32, expected: Option<usize>) {
        self.counted.extend(self.entries.iter().copied());
        if let Some(index) = expected {
            self.asserted.insert((index, number));
        }
        let (row, denies) = (self.run.row(at), self.decisions.get(number).denies());
        let among = |rows: &Option<Condition>| rows.as_ref().is_some_and(|rows| rows.matches(row));
        self.cross_tenant += u64::from(denies && among(&self.flow.cross_tenant));
        self.out_of_region += u64::from(denies && among(&self.flow.out_of_region));
    }

    fn fail(&mut self, at: usize, number: u32, expectation: usize, quarantined: bool) {
        if self.shown >= self.options.max_failures {
            return;
        }
        self.shown += 1;
        let assertion = &self.flow.expect[expectation].assertion;
        let decision = self.decisions.get(number).clone();
        self.failures.push(Failure {
            scenario: self.id(at),
            flow: self.index,
            kind: kind_of(&decision),
            expected: describe(assertion),
            definition: explain::deciding(&self.decider.shared.outline, assertion, &decision),
            decision,
            nearest: None,
            difference: Vec::new(),
            receipts: Vec::new(),
            quarantined,
        });
    }

    /// Keeps a failure that is told in words.
    fn describe(
        &mut self,
        at: usize,
        kind: FailureKind,
        expected: String,
        number: u32,
        quarantined: bool,
    ) {
        if self.shown >= self.options.max_failures {
            return;
        }
        self.shown += 1;
        self.failures.push(Failure {
            scenario: self.id(at),
            flow: self.index,
            kind,
            expected,
            decision: self.decisions.get(number).clone(),
            definition: None,
            nearest: None,
            difference: Vec::new(),
            receipts: Vec::new(),
            quarantined,
        });
    }

    /// Finds for each failure a passing row that differs in the fewest values.
    fn nearest(&mut self) {
        let passing: Vec<usize> =
            (0..self.run.count).filter(|at| self.run.outcomes[*at] == Outcome::Passed).collect();
        let ids: HashMap<String, usize> = if self.shown == 0 {
            HashMap::new()
        } else {
            (0..self.run.count).map(|at| (self.id(at), at)).collect()
        };
        for failure in self.failures.iter_mut().filter(|failure| failure.flow == self.index) {
            let Some(at) = ids.get(&failure.scenario) else { continue };
            let row = self.run.row(*at);
            let apart = |other: &usize| {
                row.iter().zip(self.run.row(*other)).filter(|(a, b)| a != b).count()
            };
            let Some(near) = passing.iter().min_by_key(|other| apart(other)) else { continue };
            let mut id = String::new();
            self.ids.write(self.run.row(*near), &mut id);
            failure.nearest = Some(id);
            let slots = row.iter().zip(self.run.row(*near)).enumerate();
            failure.difference = slots
                .filter(|(_, (own, other))| own != other)
                .map(|(slot, (own, other))| {
                    let dimension = &self.matrix.dimensions[self.flow.dimensions[slot]];
                    let name = |value: u16| dimension.values[usize::from(value)].id.as_str();
                    format!("{}: {} → {}", dimension.name, name(*own), name(*other))
                })
                .collect();
        }
    }
}

/// What becomes of a scenario with an expectation.
pub(super) fn verdict(
    decision: &Decision,
    assertion: &Assertion,
    holds: bool,
    quarantined: bool,
) -> Outcome {
    match (holds, quarantined) {
        (_, true) => Outcome::Quarantined,
        (true, false) => Outcome::Passed,
        (false, false) if decision.error.is_some() && assertion.outcome != Expected::Error => {
            Outcome::Error
        }
        (false, false) => Outcome::Failed,
    }
}

/// What is wrong with a scenario that is not decided the same every time.
pub(super) fn wavering(times: u64, decision: &Decision, other: &Decision) -> String {
    format!("decided as `{decision}`, and in {times} more runs also as `{other}`")
}

pub(super) fn kind_of(decision: &Decision) -> FailureKind {
    if decision.error.is_some() { FailureKind::Error } else { FailureKind::Assertion }
}

/// The reasons that an assertion names and a decision gives.
pub(super) fn note_reasons(
    assertion: &Assertion,
    decision: &Decision,
    reasons: &mut BTreeSet<String>,
) {
    let named = assertion.reasons.contains.iter().chain(assertion.reasons.exactly.iter().flatten());
    reasons.extend(named.filter(|name| decision.reasons.contains(name)).cloned());
}

/// Fails when the shortcut and the policy as a whole disagree.
pub(crate) fn differs(scenario: &str, shortcut: &Value, reference: &Value) -> Result<(), RunError> {
    let same = match (shortcut, reference) {
        // Messages name the place, and a copy of a definition stands elsewhere.
        (Value::Error(_), Value::Error(_)) => true,
        (one, other) => one == other,
    };
    let text = |value: &Value| match value {
        Value::Error(message) => format!("error: {message}"),
        Value::Undefined => "undefined".to_owned(),
        Value::Value(text) => text.clone(),
    };
    if same {
        return Ok(());
    }
    Err(RunError::Unsound {
        scenario: scenario.to_owned(),
        shortcut: text(shortcut),
        reference: text(reference),
    })
}
