//! Running a matrix against a policy: decide every scenario, compare, and keep what coverage needs.

mod flow;
mod options;
mod pass;
mod prepare;

pub use options::{MutateMode, Options, RunError};
pub use prepare::{fixed_inputs, inventory, setup};

use crate::decide::Shared;
use crate::decision::{Decision, Decisions};
use crate::event::{Event, Sink};
use crate::matrix::Matrix;
use crate::mutation;
use crate::obligations;
use crate::results::{Audit, BodyRun, Mutation, Run, Selected};
use cos_policy::engine::Engine;

pub(crate) use flow::{Board, Cases, Ran};
pub(crate) use pass::differs;
use std::collections::BTreeSet;

/// Runs a matrix.
///
/// `inventory` are the ids of the privileged flows, see [`inventory`](inventory()). Events go to `sink` in the order of the
/// matrix.
pub fn run(
    matrix: &Matrix,
    inventory: &BTreeSet<String>,
    engine: &mut dyn Engine,
    options: &Options<'_>,
    sink: &mut dyn Sink,
) -> Result<Run, RunError> {
    let total = crate::expand::total(matrix)?;
    sink.event(&Event::RunStarted {
        matrix: matrix.metadata.name.clone(),
        scenarios: total,
        flows: matrix.flows.len() as u64,
    });
    let mut board = Board {
        shared: Shared::new(engine),
        decisions: Decisions::default(),
        failures: Vec::new(),
        quarantine: vec![Selected::default(); matrix.quarantine.len()],
        audit: Audit::default(),
        touched: crate::touched::TouchedSets::default(),
        inventory,
        options,
        matrix,
    };
    let mut ran = Vec::with_capacity(matrix.flows.len());
    for flow in 0..matrix.flows.len() {
        ran.push(board.flow(flow, sink)?);
    }
    let cases = board.cases(&mut ran, sink)?;
    let mutation = match options.mutate {
        MutateMode::Off => Mutation::default(),
        MutateMode::All | MutateMode::Changed => mutation::run(&mut board, &mut ran, &cases, sink)?,
    };
    let waivers_used = obligations::settle(&mut board, &mut ran, &mutation);
    let bodies = body_runs(&board, &ran);
    let Board { shared, decisions, failures, quarantine, audit, touched, .. } = board;
    let mut decisions = decisions.into_all();
    if decisions.is_empty() {
        // Rows that were not run refer to the first decision, and so there must be one.
        decisions.push(Decision { allow: None, reasons: Vec::new(), error: None });
    }
    Ok(Run {
        flows: ran.into_iter().map(|ran| ran.flow).collect(),
        cases: cases.runs,
        decisions,
        failures,
        bodies,
        mutation,
        inventory: inventory.iter().cloned().collect(),
        quarantine,
        waivers_used,
        audit,
        evaluations: shared.evaluations,
        touched: touched.into_sets(),
        outline: shared.outline,
    })
}

/// What became of every body, over the evaluations that counted scenarios looked at.
fn body_runs(board: &Board<'_, '_>, ran: &[Ran]) -> Vec<BodyRun> {
    let mut bodies = vec![BodyRun::default(); board.shared.outline.bodies.len()];
    let entries: BTreeSet<u32> = ran.iter().flat_map(|ran| ran.counted.iter()).collect();
    for entry in entries {
        let entry = &board.shared.entries[entry as usize];
        entry.tried.iter().for_each(|body| bodies[*body as usize].tried += 1);
        entry.fired.iter().for_each(|body| bodies[*body as usize].fired += 1);
        entry.failed.iter().for_each(|body| bodies[*body as usize].failed += 1);
    }
    bodies
}
