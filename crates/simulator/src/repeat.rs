//! Scenarios decided again and again by the policy as a whole, each time in another order: what is not the same every time is flaky.
//!
//! A decision that is right only sometimes is wrong. So a scenario that fails once and passes then does not pass.

use crate::decision::{Decision, Decisions};
use crate::expand::{IdWriter, InputBuilder, rows};
use crate::matrix::Matrix;
use crate::run::{Options, RunError};
use cos_policy::engine::{Engine, Outcome, Request, Target, Variant};
use rand_chacha::ChaCha12Rng;
use rand_core::{Rng as _, SeedableRng as _};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many are decided at once.
const AT_ONCE: usize = 512;

/// How often, and in which orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// How often every scenario is decided, beside the run itself.
    pub times: u64,
    /// What the orders are drawn with.
    pub seed: u64,
}

/// What was decided.
#[derive(Debug)]
pub struct Repeated {
    /// How often.
    pub times: u64,
    decisions: Vec<Decision>,
    /// By flow and row: the number of the first decision and of one that differs, where one does.
    rows: BTreeMap<(usize, usize), (u32, Option<u32>)>,
    /// By case.
    cases: BTreeMap<usize, (u32, Option<u32>)>,
}

/// Decides everything that `options` select so often.
pub fn repeat(
    matrix: &Matrix,
    engine: &mut dyn Engine,
    options: &Options<'_>,
    how: Repeat,
) -> Result<Repeated, RunError> {
    let mut places = wanted(matrix, options)?;
    let builders: Vec<_> =
        (0..matrix.flows.len()).map(|flow| InputBuilder::new(matrix, flow)).collect();
    let rule = engine.outline().entrypoint.expect("an engine without entry point does not load");
    let mut random = ChaCha12Rng::seed_from_u64(how.seed);
    let mut seen = Seen::default();
    for _ in 0..how.times {
        shuffle(&mut places, &mut random);
        for places in places.chunks(AT_ONCE) {
            let input = |place: &Place| match place {
                Place::Case(case) => Value::Object(matrix.cases[*case].input.clone()).to_string(),
                Place::Row { flow, values, .. } => builders[*flow].build(values).to_string(),
            };
            let inputs: Vec<String> = places.iter().map(input).collect();
            let (variant, target) = (Variant::Reference, Target::Rule(rule));
            let requests: Vec<_> =
                inputs.iter().map(|input| Request { variant, target, input }).collect();
            for (place, answer) in places.iter().zip(engine.evaluate_all(&requests)?) {
                seen.note(place, &answer.outcome, matrix);
            }
        }
    }
    let Seen { decisions, rows, cases, .. } = seen;
    Ok(Repeated { times: how.times, decisions: decisions.into_all(), rows, cases })
}

impl Repeated {
    /// What a row was decided as, besides `decision`; `None` when it always was that.
    pub(crate) fn other_for_row(
        &self,
        flow: usize,
        row: usize,
        decision: &Decision,
    ) -> Option<&Decision> {
        self.rows.get(&(flow, row)).and_then(|seen| self.other(*seen, decision))
    }

    /// The same for a case.
    pub(crate) fn other_for_case(&self, case: usize, decision: &Decision) -> Option<&Decision> {
        self.cases.get(&case).and_then(|seen| self.other(*seen, decision))
    }

    fn other(&self, (first, other): (u32, Option<u32>), decision: &Decision) -> Option<&Decision> {
        let all =
            [Some(first), other].into_iter().flatten().map(|one| &self.decisions[one as usize]);
        all.into_iter().find(|one| !one.says_the_same(decision))
    }
}

/// A scenario.
#[derive(Clone, Debug)]
enum Place {
    Case(usize),
    Row { flow: usize, at: usize, values: Box<[u16]> },
}

#[derive(Default)]
struct Seen {
    decisions: Decisions,
    numbers: BTreeMap<Outcome, u32>,
    rows: BTreeMap<(usize, usize), (u32, Option<u32>)>,
    cases: BTreeMap<usize, (u32, Option<u32>)>,
}

impl Seen {
    fn note(&mut self, place: &Place, outcome: &Outcome, matrix: &Matrix) {
        let next = self.numbers.len() as u32;
        let value = *self.numbers.entry(outcome.clone()).or_insert(next);
        let number = self.decisions.number(value, outcome, &matrix.decision);
        let known = match place {
            Place::Case(case) => self.cases.entry(*case).or_insert((number, None)),
            Place::Row { flow, at, .. } => self.rows.entry((*flow, *at)).or_insert((number, None)),
        };
        let first = self.decisions.get(known.0);
        if !first.says_the_same(self.decisions.get(number)) {
            known.1.get_or_insert(number);
        }
    }
}

/// What the options select, in the order of the matrix.
fn wanted(matrix: &Matrix, options: &Options<'_>) -> Result<Vec<Place>, RunError> {
    let mut places = Vec::new();
    for flow in 0..matrix.flows.len() {
        let filter = options.filter.map(|filter| filter.for_flow(matrix, flow));
        let ids = IdWriter::new(matrix, flow);
        let mut all = rows(matrix, flow)?;
        let mut row = vec![0; all.width()];
        let (mut at, mut id) = (0, String::new());
        while all.next_into(&mut row) {
            let mut is_selected = || {
                options.selected.is_none_or(|selected| {
                    ids.write(&row, &mut id);
                    selected.contains(&id)
                })
            };
            if filter.as_ref().is_none_or(|filter| filter.matches(&row)) && is_selected() {
                places.push(Place::Row { flow, at, values: row.clone().into() });
            }
            at += 1;
        }
    }
    for (index, case) in matrix.cases.iter().enumerate() {
        let is_matched = options.filter.is_none_or(|filter| filter.matches_case(matrix, index));
        if is_matched && options.selected.is_none_or(|ids| ids.contains(case.id.as_str())) {
            places.push(Place::Case(index));
        }
    }
    Ok(places)
}

/// Fisher and Yates.
fn shuffle(places: &mut [Place], random: &mut ChaCha12Rng) {
    for at in (1..places.len()).rev() {
        places.swap(at, (random.next_u64() % (at as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests;
