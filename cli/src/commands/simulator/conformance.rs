//! From what a run found to the report: the one place that knows both models.

mod columns;
mod coverage;

use super::inputs::Inputs;
use crate::error::CommandError;
use columns::{scenarios, touch};
use cos_policy::lint::{Level, Lint};
use cos_policy::place::Place;
use cos_report::model as report;
use cos_simulator::decision::Decision;
use cos_simulator::gates::Gate;
use cos_simulator::matrix::Matrix;
use cos_simulator::results::{self as results, Fate, Run};
use coverage::{flows, rules};
use std::collections::BTreeSet;

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

pub(super) fn place(place: &Place) -> report::Place {
    report::Place { file: place.file.clone(), line: place.line, column: place.column }
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
    report::Provenance {
        bundle: inputs.bundle_info(),
        matrix_digest: inputs.matrix_digest(),
        fixtures: inputs.fixture_digests(),
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
