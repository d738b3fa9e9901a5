//! A report such as a run makes, of as many scenarios as wanted, from a seed.

mod evidence;
mod flows;
mod scenarios;

pub(crate) use scenarios::Order;

use cos_core::digest::Digest;
use cos_report::model::*;
use cos_report::scenario::Row;
use std::collections::BTreeMap;

const FLOWS: [&str; 12] = [
    "approval.override",
    "billing.refund",
    "deploy.promote",
    "deploy.rollback",
    "key.export",
    "key.rotate",
    "report.view",
    "tenant.create",
    "tenant.delete",
    "user.impersonate",
    "user.invite",
    "vault.read",
];

/// A report of `rows` scenarios, in which about one in two hundred fails.
pub(crate) fn report(rows: u32, seed: u64) -> Conformance {
    report_in(Order::Expanded, rows, seed)
}

/// Like [`report`], with the scenarios in `order`.
pub(crate) fn report_in(order: Order, rows: u32, seed: u64) -> Conformance {
    around(scenarios::scenarios(order, rows, seed))
}

/// Everything in a report besides its scenarios.
fn around(scenarios: Scenarios) -> Conformance {
    let rows: Vec<Row<'_>> = scenarios.iter().collect();
    let count = |outcome: &str| rows.iter().filter(|row| row.outcome == outcome).count() as u64;
    let failures = flows::failures(&rows);
    let flows: Vec<Flow> =
        (FLOWS.iter().enumerate()).map(|(i, id)| flows::flow(&rows, i, id)).collect();
    let privileged = flows.iter().filter(|flow| flow.privileged).count() as u64;
    let covered = flows.iter().filter(|flow| flow.privileged && flow.covered).count() as u64;
    let met = flows.iter().flat_map(|flow| &flow.obligations).map(|o| o.met).sum();
    let total = flows.iter().flat_map(|flow| &flow.obligations).map(|o| o.total).sum();
    let ratio = covered as f64 / privileged as f64;
    let summary = Summary {
        scenarios: scenarios.rows,
        passed: count("passed"),
        failed: count("failed"),
        errors: count("error"),
        quarantined: count("quarantined"),
        flaky: count("flaky"),
        unasserted: count("unasserted"),
        sweeps: 1284,
        sweeps_failed: 1,
        invariant_checks: 4200,
        invariants_failed: 0,
        privileged_flows: privileged,
        covered_flows: covered,
        coverage_ratio: ratio,
        obligations: total,
        obligations_met: met,
        elapsed_seconds: 1.37,
        evaluations: 21_337,
    };
    Conformance {
        schema: SCHEMA_ID.into(),
        matrix: MatrixInfo {
            name: "privileged".into(),
            owner: "policy-guild".into(),
            controls: vec!["AC-3".into(), "AC-5".into(), "AC-6(1)".into()],
        },
        passed: false,
        gates: gates(&summary),
        summary,
        flows,
        rules: evidence::rules(),
        mutation: evidence::mutation(),
        diff: Some(evidence::diff()),
        findings: evidence::findings(),
        quarantine: vec![Quarantine {
            matches: "flow(deploy.promote) & tag(live)".into(),
            reason: "the clock of the staging decision point runs ahead".into(),
            ticket: "OPS-77".into(),
            owner: "sre".into(),
            added: "2026-11-24".into(),
            expires: "2026-12-08".into(),
            expired: false,
            scenarios: count("quarantined"),
            failing: count("quarantined"),
        }],
        waivers: vec![
            Waiver {
                flow: "approval.override".into(),
                obligation: "allow-witness".into(),
                approver: "ciso".into(),
                reason: "break-glass is rehearsed by hand each quarter".into(),
                expires: "2026-12-31".into(),
                expired: false,
                used: true,
            },
            Waiver {
                flow: "key.export".into(),
                obligation: "mutant:data.companyos.authz.reasons/comparison/3f9a".into(),
                approver: "policy-guild".into(),
                reason: "equivalent: the count is never negative".into(),
                expires: "2026-11-01".into(),
                expired: true,
                used: true,
            },
        ],
        provenance: provenance(),
        touch: Some(scenarios::touch(scenarios.rows)),
        scenarios,
        failures,
        material: Material {
            bundle: "H4sIAAAAAAAAAwMAAAAAAAAAAAA=".into(),
            matrix: "apiVersion: cos.dev/simulator/v1\nkind: ScenarioMatrix\n".into(),
            fixtures: BTreeMap::from([("fixtures/tenants.json".into(), "{}\n".into())]),
        },
    }
}

fn gates(summary: &Summary) -> Vec<Gate> {
    let gate = |id: &str, title: &str, passed, actual: String, required: &str, detail: &str| Gate {
        id: id.into(),
        title: title.into(),
        passed,
        actual,
        required: required.into(),
        details: if passed { vec![] } else { vec![detail.into()] },
    };
    let failed = summary.failed + summary.errors + summary.flaky;
    vec![
        gate(
            "assertions",
            "Every scenario decides as expected",
            false,
            format!("{failed} failed"),
            "0 failed",
            "most at `authz/main.rego:12`: allowed without the approvals that the table asks for",
        ),
        gate(
            "coverage",
            "Privileged flows are covered",
            summary.coverage_ratio >= 0.95,
            format!("{:.3}", summary.coverage_ratio),
            "≥ 0.95",
            "deploy.promote and user.impersonate have obligations without evidence",
        ),
        gate("mutation", "Changes to the policy are noticed", true, "0.964".into(), "≥ 0.90", ""),
        gate(
            "quarantine",
            "Little is quarantined, and for a short time",
            true,
            "0.1 %".into(),
            "≤ 5 %",
            "",
        ),
        gate(
            "waivers",
            "No waiver has expired",
            false,
            "1 expired".into(),
            "0 expired",
            "key.export: mutant:data.companyos.authz.reasons/comparison/3f9a expired on 2026-11-01",
        ),
        gate("inventory", "No privileged flow was removed", true, "10".into(), "≥ 10", ""),
        gate("selection", "Everything was run", true, "full".into(), "full", ""),
        gate("regressions", "Nothing is newly allowed", false, "2".into(), "0", "see the flips"),
    ]
}

fn provenance() -> Provenance {
    Provenance {
        bundle: BundleInfo {
            name: "authz-2026.11.3.tar.gz".into(),
            digest: Digest::of(b"bundle").to_string(),
            content_digest: Digest::of(b"content").to_string(),
            revision: "2026.11.3".into(),
            roots: vec!["companyos/authz".into(), "flows".into()],
            rego_version: 1,
            signature: "verified".into(),
            signer: Some("policy-release-2026".into()),
            algorithm: Some("ES256".into()),
        },
        matrix_digest: Digest::of(b"matrix").to_string(),
        fixtures: BTreeMap::from([(
            "fixtures/tenants.json".into(),
            Digest::of(b"{}\n").to_string(),
        )]),
        semantics: "opa".into(),
        engine: "regorus".into(),
        engine_version: "0.14.1".into(),
        tool: "cos".into(),
        tool_version: "0.1.0".into(),
        clock: "2026-11-14T10:00:00-07:00".into(),
        seed: 4711,
        selection: "full".into(),
        baseline_digest: Some(Digest::of(b"baseline").to_string()),
        receipts: vec!["01K94Q3X8G0000000000000001".into(), "01K94Q3X8G0000000000000002".into()],
        created: "2026-11-25T09:30:00Z".into(),
    }
}
fn place(file: &str, line: u32) -> Place {
    Place { file: file.into(), line, column: 1 }
}

fn decision(allow: bool, reasons: &[&str]) -> Decision {
    let reasons = reasons.iter().map(|&reason| reason.to_owned()).collect();
    Decision { allow: Some(allow), reasons, error: None }
}
