//! What became of each scenario, and what its decision looked at, as columns.

use super::decision;
use crate::error::CommandError;
use cos_core::code::Code;
use cos_report::model as report;
use cos_simulator::decision::describe;
use cos_simulator::event::Outcome;
use cos_simulator::matrix::Matrix;
use cos_simulator::results::Run;
use std::collections::HashMap;

/// Columns being filled.
#[derive(Default)]
struct Columns {
    flow: Vec<u32>,
    case: Vec<u32>,
    values: Vec<Vec<u32>>,
    decision: Vec<u32>,
    expectation: Vec<u32>,
    outcome: Vec<u32>,
    quarantine: Vec<u32>,
}

pub(super) fn scenarios(run: &Run, matrix: &Matrix) -> Result<report::Scenarios, CommandError> {
    let mut columns =
        Columns { values: vec![Vec::new(); matrix.dimensions.len()], ..Columns::default() };
    let mut expectations = Dictionary::default();
    for (index, (flow, known)) in run.flows.iter().zip(&matrix.flows).enumerate() {
        let own: Vec<u32> =
            known.expect.iter().map(|one| expectations.number(describe(&one.assertion))).collect();
        for at in 0..flow.count {
            let row = flow.row(at);
            for values in &mut columns.values {
                values.push(0);
            }
            for (slot, value) in row.iter().enumerate() {
                let column = &mut columns.values[known.dimensions[slot]];
                if let Some(last) = column.last_mut() {
                    *last = u32::from(*value) + 1;
                }
            }
            columns.flow.push(index as u32);
            columns.case.push(0);
            columns.decision.push(flow.decisions[at]);
            let expectation = usize::from(flow.expectations[at]);
            columns.expectation.push(expectation.checked_sub(1).map_or(0, |one| own[one] + 1));
            columns.outcome.push(outcome(flow.outcomes[at]));
            columns.quarantine.push(if flow.outcomes[at] == Outcome::Quarantined {
                covering(matrix, index, row)
            } else {
                0
            });
        }
    }
    for (index, (case, known)) in run.cases.iter().zip(&matrix.cases).enumerate() {
        columns.values.iter_mut().for_each(|values| values.push(0));
        columns.flow.push(known.flow as u32);
        columns.case.push(index as u32 + 1);
        columns.decision.push(case.decision);
        columns.expectation.push(expectations.number(describe(&known.expect)) + 1);
        columns.outcome.push(outcome(case.outcome));
        let quarantine =
            matrix.quarantine.iter().position(|one| one.matches.fits_case(matrix, index));
        let quarantine = quarantine.filter(|_| case.outcome == Outcome::Quarantined);
        columns.quarantine.push(quarantine.map_or(0, |one| one as u32 + 1));
    }
    let encode = |values: &[u32]| {
        let code = const { Code::new("COS-SIM-0003") };
        report::Column::encode(values).ok_or_else(|| {
            CommandError::input(code, "the report has more than 16 million decisions")
        })
    };
    Ok(report::Scenarios {
        rows: columns.flow.len() as u64,
        dimensions: matrix
            .dimensions
            .iter()
            .map(|dimension| report::Dimension {
                name: dimension.name.to_string(),
                values: dimension.values.iter().map(|value| value.id.to_string()).collect(),
            })
            .collect(),
        flow_names: matrix.flows.iter().map(|flow| flow.id.to_string()).collect(),
        case_names: matrix.cases.iter().map(|case| case.id.to_string()).collect(),
        decisions: run.decisions.iter().map(decision).collect(),
        expectations: expectations.all,
        flow: encode(&columns.flow)?,
        case: encode(&columns.case)?,
        values: columns.values.iter().map(|values| encode(values)).collect::<Result<_, _>>()?,
        decision: encode(&columns.decision)?,
        expectation: encode(&columns.expectation)?,
        outcome: encode(&columns.outcome)?,
        quarantine: encode(&columns.quarantine)?,
    })
}

/// What the decisions looked at; nothing where that is too much to write down.
pub(super) fn touch(run: &Run) -> Option<report::Touch> {
    let outline = &run.outline;
    let definitions = outline.definitions.iter().map(|definition| report::TouchDefinition {
        rule: outline.rules[definition.rule as usize].path.clone(),
        digest: definition.digest.clone(),
        data: definition.reads.data.clone(),
    });
    let number = |touched: u32, outcome: Outcome| match outcome {
        Outcome::NotSelected => 0,
        _ => touched + 1,
    };
    let rows = run.flows.iter().flat_map(|flow| flow.touched.iter().zip(&flow.outcomes));
    let rows = rows.map(|(touched, outcome)| number(*touched, *outcome));
    let cases = run.cases.iter().map(|case| number(case.touched, case.outcome));
    let touched: Vec<u32> = rows.chain(cases).collect();
    Some(report::Touch {
        definitions: definitions.collect(),
        sets: run.touched.iter().map(|set| report::Column::encode(set)).collect::<Option<_>>()?,
        touched: report::Column::encode(&touched)?,
    })
}

/// 1 + the index of the quarantine that covers a row.
fn covering(matrix: &Matrix, flow: usize, row: &[u16]) -> u32 {
    let covers = |one: &cos_simulator::matrix::Quarantine| {
        one.matches.rows(matrix, flow).is_some_and(|rows| rows.matches(row))
    };
    matrix.quarantine.iter().position(covers).map_or(0, |index| index as u32 + 1)
}

fn outcome(outcome: Outcome) -> u32 {
    match outcome {
        Outcome::Passed => 0,
        Outcome::Failed => 1,
        Outcome::Error => 2,
        Outcome::Quarantined => 3,
        Outcome::Flaky => 4,
        Outcome::Unasserted => 5,
        Outcome::NotSelected => 6,
    }
}

#[derive(Default)]
struct Dictionary {
    all: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Dictionary {
    fn number(&mut self, text: String) -> u32 {
        let next = self.all.len() as u32;
        let number = *self.numbers.entry(text.clone()).or_insert(next);
        if number == next {
            self.all.push(text);
        }
        number
    }
}
