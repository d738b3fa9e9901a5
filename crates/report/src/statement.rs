//! The in-toto statement about a report: what was tested, with what, and how it went. Signing it is done elsewhere.

use crate::model::Conformance;
use serde_json::{Value, json};

/// The type of the predicate.
pub const PREDICATE_TYPE: &str = "https://companyos.example/cos/conformance/v1";

/// The type of the statement.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// A thing that the statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    pub name: String,
    /// SHA-256, hexadecimal.
    pub digest: String,
}

/// Returns what the statement is about: the bundle, the matrix, and the report whose bytes have `report_digest`.
pub fn subjects(report: &Conformance, report_name: &str, report_digest: &str) -> Vec<Subject> {
    let bundle = &report.provenance.bundle;
    let subject = |name: &str, digest: &str| Subject { name: name.into(), digest: digest.into() };
    vec![
        subject(&bundle.name, &bundle.digest),
        subject(&report.matrix.name, &report.provenance.matrix_digest),
        subject(report_name, report_digest),
    ]
}

/// Returns the predicate: verdict, gates, figures and provenance. How long it took is left out, so that the same run makes
/// the same predicate at `created`, the time at which the statement is made; when the report was made is in its provenance.
pub fn predicate(report: &Conformance, created: &str) -> Value {
    let summary = &report.summary;
    let gate = |gate: &crate::model::Gate| {
        json!({
            "id": gate.id,
            "passed": gate.passed,
            "actual": gate.actual,
            "required": gate.required,
        })
    };
    json!({
        "schema": report.schema,
        "created": created,
        "result": if report.passed { "PASSED" } else { "FAILED" },
        "matrix": report.matrix,
        "gates": report.gates.iter().map(gate).collect::<Vec<_>>(),
        "summary": {
            "scenarios": summary.scenarios,
            "passed": summary.passed,
            "failed": summary.failed,
            "errors": summary.errors,
            "quarantined": summary.quarantined,
            "flaky": summary.flaky,
            "unasserted": summary.unasserted,
            "privilegedFlows": summary.privileged_flows,
            "coveredFlows": summary.covered_flows,
            "coverageRatio": summary.coverage_ratio,
            "obligations": summary.obligations,
            "obligationsMet": summary.obligations_met,
            "mutants": report.mutation.total,
            "mutantsKilled": report.mutation.killed,
        },
        "coveredFlows": report.flows.iter().filter(|flow| flow.covered).map(|flow| &flow.id).collect::<Vec<_>>(),
        "quarantine": report.quarantine,
        "waivers": report.waivers,
        "provenance": report.provenance,
    })
}

/// Returns the whole statement.
pub fn statement(subjects: &[Subject], predicate: &Value) -> Value {
    let subject =
        |subject: &Subject| json!({ "name": subject.name, "digest": { "sha256": subject.digest } });
    let mut statement = json!({
        "_type": STATEMENT_TYPE,
        "subject": subjects.iter().map(subject).collect::<Vec<_>>(),
        "predicateType": PREDICATE_TYPE,
        "predicate": predicate,
    });
    // One order of fields, whatever features the build gave serde_json.
    statement.sort_all_objects();
    statement
}
