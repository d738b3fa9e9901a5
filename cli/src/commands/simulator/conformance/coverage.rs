//! What is covered: the obligations of each flow, and how often each rule was tried.

use super::place;
use cos_report::model as report;
use cos_simulator::event::Outcome;
use cos_simulator::matrix::Matrix;
use cos_simulator::results::{self as results, Run};
use std::collections::HashMap;

pub(super) fn flows(run: &Run, matrix: &Matrix) -> Vec<report::Flow> {
    let mut flows: Vec<_> = run
        .flows
        .iter()
        .zip(&matrix.flows)
        .enumerate()
        .map(|(index, (flow, known))| {
            let cases = matrix.cases.iter().filter(|case| case.flow == index).count();
            report::Flow {
                id: known.id.to_string(),
                privileged: run.inventory.iter().any(|id| id == known.id.as_str()),
                covered: flow.is_covered(),
                tags: known.tags.iter().map(ToString::to_string).collect(),
                scenarios: (flow.count + cases) as u64,
                passed: flow.counts.passed,
                failed: flow.counts.failed + flow.counts.errors,
                counted: flow.counts.counted,
                allowed: flow.counts.allowed,
                denied: flow.counts.denied,
                obligations: flow.obligations.iter().map(|one| obligation(run, one)).collect(),
            }
        })
        .collect();
    flows.sort_by(|a, b| a.id.cmp(&b.id));
    flows
}

fn obligation(run: &Run, obligation: &results::Obligation) -> report::Obligation {
    report::Obligation {
        id: obligation.kind.id().to_owned(),
        name: obligation.kind.as_str().to_owned(),
        status: match obligation.status {
            results::Status::Met => report::Status::Met,
            results::Status::Missing => report::Status::Missing,
            results::Status::NotApplicable => report::Status::NotApplicable,
            results::Status::Waived => report::Status::Waived,
        },
        met: obligation.met,
        total: obligation.total,
        missing: obligation
            .missing
            .iter()
            .map(|missing| {
                let condition =
                    missing.condition.map(|number| &run.outline.conditions[number as usize].place);
                let body = missing.body.map(|number| &run.outline.bodies[number as usize].place);
                report::Missing {
                    what: missing.what.clone(),
                    place: condition.or(body).map(place),
                    hint: missing.hint.clone(),
                }
            })
            .collect(),
    }
}

pub(super) fn rules(run: &Run) -> Vec<report::Rule> {
    let mut scenarios = vec![0_u64; run.outline.definitions.len()];
    for flow in &run.flows {
        let mut sets = HashMap::<u32, u64>::new();
        for (touched, outcome) in flow.touched.iter().zip(&flow.outcomes) {
            if *outcome != Outcome::NotSelected {
                *sets.entry(*touched).or_default() += 1;
            }
        }
        for (set, count) in sets {
            for definition in &run.touched[set as usize] {
                scenarios[*definition as usize] += count;
            }
        }
    }
    let mut rules = Vec::new();
    for (number, definition) in run.outline.definitions.iter().enumerate() {
        let rule = &run.outline.rules[definition.rule as usize];
        if !rule.reached {
            continue;
        }
        let of = |count: fn(&results::BodyRun) -> u64| {
            definition.bodies.iter().map(|body| count(&run.bodies[*body as usize])).sum()
        };
        rules.push(report::Rule {
            path: rule.path.clone(),
            place: place(&definition.place),
            end_line: definition.end_line,
            tried: of(|body| body.tried),
            fired: of(|body| body.fired),
            failed: of(|body| body.failed),
            scenarios: scenarios[number],
        });
    }
    rules
}
