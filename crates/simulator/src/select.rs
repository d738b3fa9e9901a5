//! Which scenarios a changed policy can decide otherwise: those that looked at what changed, and those of which nothing is known.
//!
//! | selected | because |
//! | --- | --- |
//! | `touched` | the decision looked at a definition of the change set ([`Changes`]) |
//! | `new` | the earlier run does not have it |
//! | `edited` | its input or its expectation is another one |
//! | `unsettled` | it failed, was quarantined or was not run |
//! | `audited` | it was drawn from the rest, to test that the rest indeed need not be run |
//!
//! It rests on the touch map of an earlier run of everything. Invariants over rows that are not selected are not looked at again: a
//! partial run is for people who wait, and is no evidence.

mod changes;

pub use changes::Changes;

use crate::decision::Decision;
use crate::event::Outcome;
use crate::expand::{ExpandError, IdWriter, rows};
use crate::matrix::{Case, Matrix};
use crate::results::Run;
use crate::run::RunError;
use cos_policy::outline::Outline;
use rand_chacha::ChaCha12Rng;
use rand_core::{Rng as _, SeedableRng as _};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One in so many scenarios that need not be run is run all the same.
const AUDITED: u64 = 50;

/// An earlier run of everything.
#[derive(Debug)]
pub struct Earlier<'a> {
    /// The matrix that was run.
    pub matrix: &'a Matrix,
    /// The policy, taken apart.
    pub outline: &'a Outline,
    /// The documents that it read.
    pub data: &'a Value,
    /// Sets of definitions that decisions looked at.
    pub sets: &'a [Vec<u32>],
    /// Scenarios and cases by id.
    pub scenarios: Cow<'a, KnownScenarios>,
}

impl<'a> Earlier<'a> {
    /// A run that was just done.
    pub fn of(matrix: &'a Matrix, outline: &'a Outline, data: &'a Value, run: &'a Run) -> Self {
        let known = |touched: u32, outcome: Outcome, decision: u32| Known {
            touched: (outcome != Outcome::NotSelected).then_some(touched),
            outcome,
            decision: run.decisions[decision as usize].clone(),
        };
        let mut scenarios = HashMap::new();
        for (index, flow) in run.flows.iter().enumerate() {
            let ids = IdWriter::new(matrix, index);
            for at in 0..flow.count {
                let mut id = String::new();
                ids.write(flow.row(at), &mut id);
                scenarios
                    .insert(id, known(flow.touched[at], flow.outcomes[at], flow.decisions[at]));
            }
        }
        for (case, own) in run.cases.iter().zip(&matrix.cases) {
            scenarios.insert(own.id.to_string(), known(case.touched, case.outcome, case.decision));
        }
        Self { matrix, outline, data, sets: &run.touched, scenarios: Cow::Owned(scenarios) }
    }
}

/// What a run says about scenarios and cases, by id.
pub type KnownScenarios = HashMap<String, Known>;

/// What an earlier run says about a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The number of the set of definitions; `None` when that is not known.
    pub touched: Option<u32>,
    /// What became of it.
    pub outcome: Outcome,
    /// What was decided.
    pub decision: Decision,
}

/// What is to be run now.
#[derive(Clone, Copy, Debug)]
pub struct Present<'a> {
    /// The matrix.
    pub matrix: &'a Matrix,
    /// The policy, taken apart.
    pub outline: &'a Outline,
    /// The documents that it reads.
    pub data: &'a Value,
}

/// What is to be run.
#[derive(Debug)]
pub enum Plan {
    /// Only this.
    Changed(Selection),
    /// Everything, for this reason.
    Full(String),
}

/// What is run of a matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Ids of all scenarios and cases that are run.
    pub selected: BTreeSet<String>,
    /// Those of them that are run only to test the selection.
    pub audited: BTreeSet<String>,
    /// How many are selected for which reason.
    pub reasons: BTreeMap<&'static str, u64>,
    /// How many there are.
    pub total: u64,
    /// What differs.
    pub changes: Changes,
}

impl Selection {
    /// How many need to be run; the audit not counted.
    pub fn needed(&self) -> u64 {
        (self.selected.len() - self.audited.len()) as u64
    }
}

/// Chooses what to run; `seed` draws the audit.
pub fn select(
    earlier: &Earlier<'_>,
    present: &Present<'_>,
    seed: u64,
) -> Result<Plan, ExpandError> {
    if let Some(reason) = everything(earlier, present) {
        return Ok(Plan::Full(reason));
    }
    let changes =
        Changes::between((earlier.outline, earlier.data), (present.outline, present.data));
    let affected: Vec<bool> = earlier
        .sets
        .iter()
        .map(|set| set.iter().any(|definition| changes.definitions.contains(definition)))
        .collect();
    let random = ChaCha12Rng::seed_from_u64(seed);
    let mut chooser = Chooser {
        earlier,
        affected,
        random,
        selection: Selection { changes, ..Selection::default() },
    };
    let matrix = present.matrix;
    for flow in 0..matrix.flows.len() {
        chooser.flow(matrix, flow)?;
    }
    for case in &matrix.cases {
        let before = earlier.matrix.cases.iter().find(|before| before.id == case.id);
        let flow = |matrix: &Matrix, case: &Case| matrix.flows[case.flow].id.clone();
        let is_same = before.is_some_and(|before| {
            before.input == case.input
                && before.expect == case.expect
                && flow(earlier.matrix, before) == flow(matrix, case)
        });
        chooser.note(case.id.to_string(), is_same);
    }
    Ok(Plan::Changed(chooser.selection))
}

/// Compares what the audit decided with what the earlier run did: any difference shows that the selection is wrong.
pub fn audit(
    selection: &Selection,
    earlier: &Earlier<'_>,
    matrix: &Matrix,
    run: &Run,
) -> Result<(), RunError> {
    let check = |id: &str, outcome: Outcome, decision: u32| {
        if outcome == Outcome::NotSelected || !selection.audited.contains(id) {
            return Ok(());
        }
        let now = &run.decisions[decision as usize];
        match earlier.scenarios.get(id) {
            Some(known) if !known.decision.says_the_same(now) => Err(RunError::Selection {
                scenario: id.to_owned(),
                before: known.decision.to_string(),
                after: now.to_string(),
            }),
            _ => Ok(()),
        }
    };
    for (index, flow) in run.flows.iter().enumerate() {
        let ids = IdWriter::new(matrix, index);
        let mut id = String::new();
        for at in 0..flow.count {
            if flow.outcomes[at] != Outcome::NotSelected {
                ids.write(flow.row(at), &mut id);
                check(&id, flow.outcomes[at], flow.decisions[at])?;
            }
        }
    }
    for (case, known) in run.cases.iter().zip(&matrix.cases) {
        check(known.id.as_str(), case.outcome, case.decision)?;
    }
    Ok(())
}

/// Why everything has to be run, if it has to.
fn everything(earlier: &Earlier<'_>, present: &Present<'_>) -> Option<String> {
    let (old, new) = (earlier.matrix, present.matrix);
    let differs = [
        ("the entry point", old.bundle.entrypoint != new.bundle.entrypoint),
        ("the semantics", old.bundle.semantics != new.bundle.semantics),
        ("the place of the decision", old.decision != new.decision),
        ("the clock", old.clock != new.clock),
        ("the seed", old.seed != new.seed),
    ];
    if let Some((what, _)) = differs.into_iter().find(|(_, differs)| *differs) {
        return Some(format!("{what} of the matrix changed"));
    }
    let entry = earlier.outline.entrypoint.map(|rule| &earlier.outline.rules[rule as usize]);
    match entry {
        Some(rule) if !rule.definitions.is_empty() => None,
        _ => Some("the earlier policy does not define the rule that decides".to_owned()),
    }
}

struct Chooser<'a> {
    earlier: &'a Earlier<'a>,
    /// By set of definitions: whether it holds one that changed.
    affected: Vec<bool>,
    random: ChaCha12Rng,
    selection: Selection,
}

impl Chooser<'_> {
    fn flow(&mut self, matrix: &Matrix, flow: usize) -> Result<(), ExpandError> {
        let same = Same::of(self.earlier.matrix, matrix, flow);
        let ids = IdWriter::new(matrix, flow);
        let mut all = rows(matrix, flow)?;
        let mut row = vec![0; all.width()];
        while all.next_into(&mut row) {
            let mut id = String::new();
            ids.write(&row, &mut id);
            let is_same = same.as_ref().is_some_and(|same| same.row(matrix, &row));
            self.note(id, is_same);
        }
        Ok(())
    }

    fn note(&mut self, id: String, is_same: bool) {
        self.selection.total += 1;
        // Drawn for every scenario, so that what is drawn does not depend on what changed.
        let is_drawn = self.random.next_u64().is_multiple_of(AUDITED);
        let reason = match self.earlier.scenarios.get(&id) {
            None => "new",
            Some(_) if !is_same => "edited",
            Some(known) if !matches!(known.outcome, Outcome::Passed | Outcome::Unasserted) => {
                "unsettled"
            }
            Some(Known { touched: Some(set), .. }) => match self.affected.get(*set as usize) {
                // Where nothing changed there is nothing to test.
                Some(false) if is_drawn && !self.selection.changes.is_empty() => "audited",
                Some(false) => return,
                _ => "touched",
            },
            Some(_) => "unsettled",
        };
        *self.selection.reasons.entry(reason).or_default() += 1;
        if reason == "audited" {
            self.selection.audited.insert(id.clone());
        }
        self.selection.selected.insert(id);
    }
}

/// How far a flow is the same in two matrices.
struct Same<'a> {
    old: &'a Matrix,
    old_flow: usize,
    flow: usize,
    /// For each slot and value of the new flow: the value of the old one that changes the input in the same way.
    values: Vec<Vec<Option<u16>>>,
}

impl<'a> Same<'a> {
    fn of(old: &'a Matrix, new: &Matrix, flow: usize) -> Option<Self> {
        let known = &new.flows[flow];
        let old_flow = old.flows.iter().position(|one| one.id == known.id)?;
        let before = &old.flows[old_flow];
        let name = |matrix: &Matrix, dimension: usize| matrix.dimensions[dimension].name.clone();
        let names = |matrix: &Matrix, dimensions: &[usize]| -> Vec<_> {
            dimensions.iter().map(|one| name(matrix, *one)).collect()
        };
        if before.input != known.input
            || before.invariants != known.invariants
            || names(old, &before.dimensions) != names(new, &known.dimensions)
        {
            return None;
        }
        let values = before.dimensions.iter().zip(&known.dimensions).map(|(before, now)| {
            let (before, now) = (&old.dimensions[*before], &new.dimensions[*now]);
            let same = |value: &crate::matrix::DimensionValue| {
                let at = before.position(value.id.as_str())?;
                (before.values[usize::from(at)].patches == value.patches).then_some(at)
            };
            now.values.iter().map(same).collect()
        });
        Some(Self { old, old_flow, flow, values: values.collect() })
    }

    /// Whether input and expectation of a row are what they were.
    fn row(&self, new: &Matrix, row: &[u16]) -> bool {
        let old_row: Option<Vec<u16>> = row
            .iter()
            .zip(&self.values)
            .map(|(value, values)| values.get(usize::from(*value)).copied().flatten())
            .collect();
        let Some(old_row) = old_row else { return false };
        let before = self.old.flows[self.old_flow].expectation(&old_row);
        let now = new.flows[self.flow].expectation(row);
        before.map(|(_, one)| &one.assertion) == now.map(|(_, one)| &one.assertion)
    }
}

#[cfg(test)]
mod tests;
