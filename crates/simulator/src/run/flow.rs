//! One flow after the other: rows, invariants, and what counts as evidence.

use super::options::{Options, RunError};
use super::pass::{Pass, differs, kind_of, note_reasons, verdict, wavering};
use crate::decide::{FlowDecider, FlowInputs, FlowTables, OneInput, Shared};
use crate::decision::{Decisions, describe};
use crate::event::{Event, Outcome, Sink};
use crate::expand::{InputBuilder, rows};
use crate::idset::IdSet;
use crate::matrix::{Condition, Invariant, Matrix, Pointer};
use crate::results::{Audit, CaseRun, Failure, FailureKind, FlowRun, Selected};
use crate::slice::Slice;
use crate::touched::TouchedSets;
use serde_json::Value;
use std::collections::BTreeSet;

/// What all flows of a run share.
pub(crate) struct Board<'a, 'e> {
    pub(crate) shared: Shared<'e>,
    pub(crate) decisions: Decisions,
    pub(crate) failures: Vec<Failure>,
    pub(crate) quarantine: Vec<Selected>,
    pub(crate) audit: Audit,
    pub(crate) touched: TouchedSets,
    pub(crate) inventory: &'a BTreeSet<String>,
    pub(crate) options: &'a Options<'a>,
    pub(crate) matrix: &'a Matrix,
}

/// A flow that was run, with what later stages need.
pub(crate) struct Ran {
    pub(crate) flow: FlowRun,
    pub(crate) slice: Slice,
    /// What is known about its rows.
    pub(crate) tables: FlowTables,
    /// Evaluations that counted scenarios looked at.
    pub(crate) counted: IdSet,
    /// Reasons that a counted scenario was asked for by name and gave.
    pub(crate) asserted_reasons: BTreeSet<String>,
    /// For each input that the slice reads: how many allowed rows were tried without it, and the first that stayed allowed.
    pub(crate) fail_closed: Vec<FailClosed>,
    pub(crate) cross_tenant: u64,
    pub(crate) out_of_region: u64,
}

/// What became of allowed rows without a field.
#[derive(Clone, Debug)]
pub(crate) struct FailClosed {
    pub(crate) field: String,
    pub(crate) tried: u64,
    /// The first row that stayed allowed, and how the field was swept.
    pub(crate) open: Option<String>,
}

/// The cases, with what later stages need.
pub(crate) struct Cases {
    pub(crate) runs: Vec<CaseRun>,
}

impl<'m> Board<'m, '_> {
    /// Runs one flow.
    pub(crate) fn flow(&mut self, index: usize, sink: &mut dyn Sink) -> Result<Ran, RunError> {
        let matrix = self.matrix;
        let flow = &matrix.flows[index];
        let base = Value::Object(flow.input.clone()).to_string();
        let slice = Slice::of(&mut self.shared, &base)?;
        let inputs = self.inputs(index, &slice);
        let mut run = FlowRun::default();
        let mut all = rows(matrix, index)?;
        let mut row = vec![0; all.width()];
        while all.next_into(&mut row) {
            run.rows.extend_from_slice(&row);
            run.count += 1;
        }
        let scenarios = run.count as u64;
        sink.event(&Event::FlowStarted { flow: flow.id.to_string(), scenarios });
        let mut tables = FlowTables::new(&self.shared, &inputs);
        let mut ran = Pass::over(self, index, &inputs, &mut tables, run, slice).run(sink)?;
        ran.tables = tables;
        sink.event(&Event::FlowFinished {
            flow: flow.id.to_string(),
            passed: ran.flow.counts.passed,
            failed: ran.flow.counts.failed + ran.flow.counts.errors,
        });
        Ok(ran)
    }

    /// The inputs of a flow's rows, and of rows with a field taken away.
    pub(crate) fn inputs(&self, index: usize, slice: &Slice) -> FlowInputs<'m> {
        let flow = &self.matrix.flows[index];
        FlowInputs {
            builder: InputBuilder::new(self.matrix, index),
            sizes: flow
                .dimensions
                .iter()
                .map(|d| self.matrix.dimensions[*d].values.len())
                .collect(),
            fields: self.fields(index, slice),
        }
    }

    /// The fields that are taken away: those that invariants name, and for privileged flows those that the slice reads.
    fn fields(&self, index: usize, slice: &Slice) -> Vec<Pointer> {
        let flow = &self.matrix.flows[index];
        let mut fields = BTreeSet::new();
        for invariant in &flow.invariants {
            if let Invariant::FailClosed(pointers) = invariant {
                fields.extend(pointers.iter().cloned());
            }
        }
        if self.inventory.contains(flow.id.as_str()) {
            let read = slice.inputs.iter().filter_map(|text| text.parse::<Pointer>().ok());
            fields.extend(read.filter(|pointer| !pointer.is_root()));
        }
        fields.into_iter().collect()
    }

    /// By quarantine: the rows of the flow that it selects.
    pub(super) fn quarantine_rows(&self, flow: usize) -> Vec<Option<Condition>> {
        let quarantine = self.matrix.quarantine.iter();
        let in_force = |one: &crate::matrix::Quarantine| one.expires >= self.options.today;
        quarantine
            .map(|one| in_force(one).then(|| one.matches.rows(self.matrix, flow)).flatten())
            .collect()
    }

    /// Runs the cases; they count as scenarios of their flows.
    pub(crate) fn cases(
        &mut self,
        ran: &mut [Ran],
        sink: &mut dyn Sink,
    ) -> Result<Cases, RunError> {
        let mut runs = Vec::with_capacity(self.matrix.cases.len());
        for (index, case) in self.matrix.cases.iter().enumerate() {
            let wanted = self.options.filter.is_none_or(|f| f.matches_case(self.matrix, index))
                && self.options.selected.is_none_or(|s| s.contains(case.id.as_str()));
            if !wanted {
                ran[case.flow].flow.counts.not_selected += 1;
                runs.push(CaseRun { decision: 0, outcome: Outcome::NotSelected, touched: 0 });
                continue;
            }
            let inputs = OneInput(Value::Object(case.input.clone()));
            let mut tables = FlowTables::new(&self.shared, &inputs);
            let mut decider = FlowDecider::new(&mut self.shared, &mut tables, &inputs);
            let value = decider.decide(&[0])?;
            let mut seen = Vec::new();
            decider.walk(&[0], &mut |entry| seen.push(entry))?;
            let text = decider.input();
            let outcome = self.shared.value(value).clone();
            let reference = self.shared.ask_reference(&text)?;
            self.audit.checked += 1;
            differs(case.id.as_str(), &outcome, &reference)?;
            let number = self.decisions.number(value, &outcome, &self.matrix.decision);
            let decision = self.decisions.get(number).clone();
            let holds = decision.satisfies(&case.expect);
            let wavers = self.options.repeated.and_then(|repeated| {
                let other = repeated.other_for_case(index, &decision)?;
                Some(wavering(repeated.times, &decision, other))
            });
            let quarantined = self.case_is_quarantined(index, !holds || wavers.is_some());
            let verdict = match &wavers {
                Some(_) if !quarantined => Outcome::Flaky,
                _ => verdict(&decision, &case.expect, holds, quarantined),
            };
            let mut definitions = IdSet::default();
            for entry in &seen {
                let unit = self.shared.entries[*entry as usize].unit;
                definitions
                    .extend(self.shared.units.all[unit as usize].definitions.iter().copied());
            }
            let touched = self.touched.number(&definitions);
            let flow = &mut ran[case.flow];
            flow.flow.counts.note(verdict, &decision);
            if verdict == Outcome::Passed {
                flow.counted.extend(seen);
                note_reasons(&case.expect, &decision, &mut flow.asserted_reasons);
            }
            sink.event(&Event::ScenarioFinished {
                flow: self.matrix.flows[case.flow].id.to_string(),
                scenario: case.id.to_string(),
                outcome: verdict,
                expected: Some(describe(&case.expect)),
                decision: (&decision).into(),
            });
            if !holds || wavers.is_some() {
                let failure = Failure {
                    scenario: case.id.to_string(),
                    flow: case.flow,
                    kind: wavers.as_ref().map_or(kind_of(&decision), |_| FailureKind::Flaky),
                    expected: wavers.unwrap_or_else(|| describe(&case.expect)),
                    definition: crate::explain::deciding(
                        &self.shared.outline,
                        &case.expect,
                        &decision,
                    ),
                    decision,
                    nearest: None,
                    difference: Vec::new(),
                    receipts: case.receipts.clone(),
                    quarantined,
                };
                self.failures.push(failure);
            }
            runs.push(CaseRun { decision: number, outcome: verdict, touched });
        }
        Ok(Cases { runs })
    }

    fn case_is_quarantined(&mut self, case: usize, fails: bool) -> bool {
        let mut found = false;
        for (index, quarantine) in self.matrix.quarantine.iter().enumerate() {
            if quarantine.expires >= self.options.today
                && quarantine.matches.fits_case(self.matrix, case)
            {
                found = true;
                self.quarantine[index].scenarios += 1;
                self.quarantine[index].failing += u64::from(fails);
            }
        }
        found
    }
}
