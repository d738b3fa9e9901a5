//! Mutation testing: change the policy a little, and see whether an assertion notices.
//!
//! A change touches one definition. The evaluations of that definition are done again with the change; scenarios whose evaluation
//! gives the same value cannot notice. For the others the decision is put together again from what is known, and only what has
//! never been seen is asked of the changed policy.

use crate::decide::{FlowDecider, FlowTables, OneInput, Overlay};
use crate::event::{Event, Outcome, Sink};
use crate::matrix::Obligation as Waivable;
use crate::results::{Fate, MutantRun, Mutation};
use crate::run::{Board, Cases, MutateMode, Ran, RunError};
use cos_policy::mutate::{Mutant, Operator};
use serde_json::Value;
use std::collections::HashMap;

/// Tries the changes that the options ask for.
pub(crate) fn run(
    board: &mut Board<'_, '_>,
    ran: &mut [Ran],
    cases: &Cases,
    sink: &mut dyn Sink,
) -> Result<Mutation, RunError> {
    let all = board.shared.engine.mutants()?;
    let wanted: Vec<(u32, Mutant)> = (0..)
        .zip(all)
        .filter(|(_, mutant)| match (board.options.mutate, board.options.unchanged) {
            (MutateMode::Changed, Some(unchanged)) => {
                let definition = &board.shared.outline.definitions[mutant.definition as usize];
                !unchanged.contains(&definition.digest)
            }
            (MutateMode::Off, _) => false,
            _ => true,
        })
        .collect();
    sink.event(&Event::MutationStarted { mutants: wanted.len() as u64 });
    let mut mutation = Mutation::default();
    for (number, mutant) in wanted {
        let run = try_one(board, ran, cases, number, mutant)?;
        let killed = run.fate == Fate::Killed;
        sink.event(&Event::MutantFinished { mutant: run.mutant.id.clone(), killed });
        mutation.mutants.push(run);
    }
    Ok(mutation)
}

fn try_one(
    board: &mut Board<'_, '_>,
    ran: &mut [Ran],
    cases: &Cases,
    number: u32,
    mutant: Mutant,
) -> Result<MutantRun, RunError> {
    let hint = hint(board, &mutant);
    let mut run = MutantRun { mutant, fate: Fate::Invalid, killed_in: Vec::new(), hint };
    if !board.shared.engine.select_mutant(number)? {
        return Ok(run);
    }
    let mut overlay = Overlay::of(&board.shared, run.mutant.definition);
    for (flow, ran) in ran.iter_mut().enumerate() {
        if notices(board, flow, ran, &mut overlay)? {
            run.killed_in.push(flow);
            // In which flows is asked of conditions alone.
            if !run.mutant.operator.is_decisive() {
                break;
            }
        }
        if overlay.is_invalid {
            return Ok(run);
        }
    }
    for flow in cases_that_notice(board, cases, &mut overlay)? {
        if !run.killed_in.contains(&flow) {
            run.killed_in.push(flow);
        }
    }
    run.fate = match (run.killed_in.is_empty(), is_waived(board, &run.mutant.id)) {
        (false, _) => Fate::Killed,
        (true, true) => Fate::Waived,
        (true, false) => Fate::Survived,
    };
    Ok(run)
}

/// Whether a counted row of a flow is no longer as expected.
fn notices(
    board: &mut Board<'_, '_>,
    flow: usize,
    ran: &mut Ran,
    overlay: &mut Overlay,
) -> Result<bool, RunError> {
    let counts = |entry: u32| overlay.units.contains(&board.shared.entries[entry as usize].unit);
    if !ran.counted.iter().any(counts) {
        return Ok(false);
    }
    let inputs = board.inputs(flow, &ran.slice);
    let (matrix, decisions) = (board.matrix, &mut board.decisions);
    let mut decider = FlowDecider::new(&mut board.shared, &mut ran.tables, &inputs);
    let known = &matrix.flows[flow];
    let mut verdicts = HashMap::new();
    let mut row = Vec::new();
    for at in 0..ran.flow.count {
        if ran.flow.outcomes[at] != Outcome::Passed {
            continue;
        }
        row.clear();
        row.extend_from_slice(ran.flow.row(at));
        row.push(0);
        if !decider.is_affected(&row, overlay)? {
            continue;
        }
        let value = decider.decide_mutant(&row, overlay)?;
        let expectation = ran.flow.expectations[at];
        let noticed = *verdicts.entry((expectation, value)).or_insert_with(|| {
            let outcome = decider.shared.value(value);
            let number = decisions.number(value, outcome, &matrix.decision);
            let assertion = &known.expect[usize::from(expectation) - 1].assertion;
            !decisions.get(number).satisfies(assertion)
        });
        if noticed {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The flows of cases that are no longer as expected.
fn cases_that_notice(
    board: &mut Board<'_, '_>,
    cases: &Cases,
    overlay: &mut Overlay,
) -> Result<Vec<usize>, RunError> {
    let mut flows = Vec::new();
    for (case, run) in board.matrix.cases.iter().zip(&cases.runs) {
        if run.outcome != Outcome::Passed {
            continue;
        }
        let inputs = OneInput(Value::Object(case.input.clone()));
        let mut tables = FlowTables::new(&board.shared, &inputs);
        let mut decider = FlowDecider::new(&mut board.shared, &mut tables, &inputs);
        if decider.is_affected(&[0], overlay)? {
            let value = decider.decide_mutant(&[0], overlay)?;
            let outcome = decider.shared.value(value);
            let number = board.decisions.number(value, outcome, &board.matrix.decision);
            if !board.decisions.get(number).satisfies(&case.expect) {
                flows.push(case.flow);
            }
        }
    }
    Ok(flows)
}

fn is_waived(board: &Board<'_, '_>, id: &str) -> bool {
    board.matrix.waivers.iter().any(|waiver| {
        waiver.expires >= board.options.today
            && matches!(&waiver.obligation, Waivable::Mutant(own) if own == id)
    })
}

/// Which scenario would notice.
fn hint(board: &Board<'_, '_>, mutant: &Mutant) -> String {
    let outline = &board.shared.outline;
    let rule = &outline.rules[outline.definitions[mutant.definition as usize].rule as usize].path;
    let fields = mutant.condition.map(|condition| {
        let condition = &outline.conditions[condition as usize];
        let rules = condition.rules.iter().map(|rule| outline.rules[*rule as usize].path.clone());
        condition
            .inputs
            .iter()
            .map(|field| format!("`input{}`", field.replace('/', ".")))
            .chain(rules)
            .collect::<Vec<_>>()
            .join(", ")
    });
    let on = fields
        .filter(|fields| !fields.is_empty())
        .map_or_else(String::new, |fields| format!(" (it reads {fields})"));
    match mutant.operator {
        Operator::DeleteCondition => format!(
            "assert a scenario in which everything else in `{rule}` holds and only `{}` does not{on}",
            mutant.before
        ),
        Operator::NegateCondition => format!(
            "assert a scenario in which `{}` decides whether `{rule}` holds{on}",
            mutant.before
        ),
        Operator::DeleteRule => {
            format!("assert a scenario that only this definition of `{rule}` decides")
        }
        Operator::Comparison | Operator::Integer => {
            format!("assert scenarios on both sides of the boundary in `{}`{on}", mutant.before)
        }
        Operator::Boolean => {
            format!("assert a scenario whose decision depends on the value of `{rule}`")
        }
    }
}
