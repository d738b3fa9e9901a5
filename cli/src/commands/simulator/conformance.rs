//! From what a run found to the report: the one place that knows both models.

use super::inputs::Inputs;
use crate::error::CommandError;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_policy::lint::{Level, Lint};
use cos_policy::place::Place;
use cos_report::model as report;
use cos_simulator::decision::{Decision, describe};
use cos_simulator::event::Outcome;
use cos_simulator::gates::Gate;
use cos_simulator::matrix::Matrix;
use cos_simulator::results::{self as results, Fate, Run};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a report says besides what the run found.
pub(super) struct About<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) gates: &'a [Gate],
    pub(super) lints: &'a [Lint],
    pub(super) mutate: &'a str,
    pub(super) selection: &'a str,
    pub(super) baseline_digest: Option<String>,
    pub(super) diff: Option<report::Diff>,
    pub(super) created: String,
    pub(super) elapsed_seconds: f64,
}

/// Fills in the report.
pub(super) fn report(run: &Run, about: &About<'_>) -> Result<report::Conformance, CommandError> {
    let matrix = &about.inputs.matrix;
    Ok(report::Conformance {
        schema: report::SCHEMA_ID.to_owned(),
        matrix: report::MatrixInfo {
            name: matrix.metadata.name.clone(),
            owner: matrix.metadata.owner.clone(),
            controls: controls(matrix),
        },
        passed: about.gates.iter().all(|gate| gate.passed),
        gates: about.gates.iter().map(gate).collect(),
        summary: summary(run, about.elapsed_seconds),
        flows: flows(run, matrix),
        rules: rules(run),
        mutation: mutation(run, matrix, about.mutate),
        diff: about.diff.clone(),
        findings: about.lints.iter().map(finding).collect(),
        quarantine: quarantine(run, about),
        waivers: waivers(run, about),
        provenance: provenance(about),
        scenarios: scenarios(run, matrix)?,
        touch: touch(run),
        failures: run.failures.iter().map(|one| failure(run, matrix, one)).collect(),
        material: report::Material {
            bundle: about.inputs.bundle_archive(),
            matrix: about.inputs.matrix_text.clone(),
            fixtures: about.inputs.fixtures.clone(),
        },
    })
}

fn controls(matrix: &Matrix) -> Vec<String> {
    let own = matrix.flows.iter().flat_map(|flow| &flow.controls);
    let all: BTreeSet<&String> = matrix.metadata.controls.iter().chain(own).collect();
    all.into_iter().cloned().collect()
}

fn gate(gate: &Gate) -> report::Gate {
    report::Gate {
        id: gate.id.to_owned(),
        title: gate.title.to_owned(),
        passed: gate.passed,
        actual: gate.actual.clone(),
        required: gate.required.clone(),
        details: gate.details.clone(),
    }
}

fn summary(run: &Run, elapsed_seconds: f64) -> report::Summary {
    let counts = run.counts();
    let scenarios: usize = run.flows.iter().map(|flow| flow.count).sum();
    let obligations = || run.flows.iter().flat_map(|flow| &flow.obligations);
    report::Summary {
        scenarios: (scenarios + run.cases.len()) as u64,
        passed: counts.passed,
        failed: counts.failed,
        errors: counts.errors,
        quarantined: counts.quarantined,
        flaky: counts.flaky,
        unasserted: counts.unasserted,
        sweeps: counts.sweeps,
        sweeps_failed: counts.sweeps_failed,
        invariant_checks: counts.pairs,
        invariants_failed: counts.pairs_failed,
        privileged_flows: run.inventory.len() as u64,
        covered_flows: run.flows.iter().filter(|flow| flow.is_covered()).count() as u64,
        coverage_ratio: run.coverage_ratio(),
        obligations: obligations().count() as u64,
        obligations_met: obligations().filter(|one| !one.is_open()).count() as u64,
        elapsed_seconds,
        evaluations: run.evaluations,
    }
}

fn flows(run: &Run, matrix: &Matrix) -> Vec<report::Flow> {
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

pub(super) fn place(place: &Place) -> report::Place {
    report::Place { file: place.file.clone(), line: place.line, column: place.column }
}

fn rules(run: &Run) -> Vec<report::Rule> {
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

pub(super) fn mutation(run: &Run, matrix: &Matrix, mode: &str) -> report::Mutation {
    let found = &run.mutation;
    let survivors = found.mutants.iter().filter(|mutant| mutant.fate == Fate::Survived);
    let survivor = |one: &results::MutantRun| {
        let mutant = &one.mutant;
        let rule = run.outline.definitions[mutant.definition as usize].rule;
        let bodies = &run.outline.definitions[mutant.definition as usize].bodies;
        let flows = run.flows.iter().zip(&matrix.flows).filter(|(flow, _)| {
            flow.obligations
                .iter()
                .flat_map(|one| &one.missing)
                .any(|missing| missing.body.is_some_and(|body| bodies.contains(&body)))
        });
        report::Survivor {
            id: mutant.id.clone(),
            operator: mutant.operator.as_str().to_owned(),
            rule: run.outline.rules[rule as usize].path.clone(),
            place: place(&mutant.place),
            before: mutant.before.clone(),
            after: mutant.after.clone(),
            hint: one.hint.clone(),
            flows: flows.map(|(_, known)| known.id.to_string()).collect(),
        }
    };
    report::Mutation {
        mode: mode.to_owned(),
        total: found.count(Fate::Killed) + found.count(Fate::Survived),
        killed: found.count(Fate::Killed),
        survived: found.count(Fate::Survived),
        invalid: found.count(Fate::Invalid),
        score: found.score(),
        survivors: survivors.map(survivor).collect(),
    }
}

fn finding(lint: &Lint) -> report::Finding {
    report::Finding {
        rule: lint.rule.as_str().to_owned(),
        level: match lint.level {
            Level::Error => "error",
            Level::Note => "note",
            Level::Warning => "warning",
        }
        .to_owned(),
        message: lint.message.clone(),
        place: place(&lint.place),
        remedy: lint.remedy.clone(),
    }
}

fn quarantine(run: &Run, about: &About<'_>) -> Vec<report::Quarantine> {
    let all = about.inputs.matrix.quarantine.iter().zip(&run.quarantine);
    all.map(|(known, selected)| report::Quarantine {
        matches: super::quarantine::selector(&known.matches),
        reason: known.reason.clone(),
        ticket: known.ticket.clone(),
        owner: known.owner.clone(),
        added: known.added.to_string(),
        expires: known.expires.to_string(),
        expired: known.expires < about.inputs.today,
        scenarios: selected.scenarios,
        failing: selected.failing,
    })
    .collect()
}

fn waivers(run: &Run, about: &About<'_>) -> Vec<report::Waiver> {
    let all = about.inputs.matrix.waivers.iter().zip(&run.waivers_used);
    all.map(|(known, used)| report::Waiver {
        flow: known.flow.to_string(),
        obligation: known.obligation.to_string(),
        approver: known.approver.clone(),
        reason: known.reason.clone(),
        expires: known.expires.to_string(),
        expired: known.expires < about.inputs.today,
        used: *used,
    })
    .collect()
}

fn provenance(about: &About<'_>) -> report::Provenance {
    let inputs = about.inputs;
    let matrix = &inputs.matrix;
    let receipts: BTreeSet<&String> = matrix.cases.iter().flat_map(|case| &case.receipts).collect();
    let digests = inputs
        .fixtures
        .iter()
        .map(|(name, text)| (name.clone(), Digest::of(text.as_bytes()).to_string()));
    report::Provenance {
        bundle: inputs.bundle_info(),
        matrix_digest: Digest::of(inputs.matrix_text.as_bytes()).to_string(),
        fixtures: digests.collect::<BTreeMap<_, _>>(),
        semantics: match matrix.bundle.semantics {
            cos_simulator::matrix::Semantics::Opa => "opa",
            cos_simulator::matrix::Semantics::Regorus => "regorus",
        }
        .to_owned(),
        engine: "regorus".to_owned(),
        engine_version: cos_policy::ENGINE_VERSION.to_owned(),
        tool: "cos".to_owned(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        clock: inputs.clock_text(),
        seed: matrix.seed,
        selection: about.selection.to_owned(),
        baseline_digest: about.baseline_digest.clone(),
        receipts: receipts.into_iter().cloned().collect(),
        created: about.created.clone(),
    }
}

pub(super) fn decision(decision: &Decision) -> report::Decision {
    report::Decision {
        allow: decision.allow,
        reasons: decision.reasons.clone(),
        error: decision.error.clone(),
    }
}

fn failure(run: &Run, matrix: &Matrix, failure: &results::Failure) -> report::Failure {
    let definition = failure.definition.map(|one| &run.outline.definitions[one as usize]);
    report::Failure {
        scenario: failure.scenario.clone(),
        flow: matrix.flows[failure.flow].id.to_string(),
        kind: failure.kind.as_str().to_owned(),
        expected: failure.expected.clone(),
        actual: decision(&failure.decision),
        rule: definition.map(|one| run.outline.rules[one.rule as usize].path.clone()),
        place: definition.map(|one| place(&one.place)),
        nearest_passing: failure.nearest.clone(),
        difference: failure.difference.clone(),
        receipts: failure.receipts.clone(),
        quarantined: failure.quarantined,
    }
}

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

fn scenarios(run: &Run, matrix: &Matrix) -> Result<report::Scenarios, CommandError> {
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
fn touch(run: &Run) -> Option<report::Touch> {
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
