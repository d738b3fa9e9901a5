//! The flows with their obligations, and the failures.

use super::{decision, place};
use cos_report::model::*;
use cos_report::scenario::Row;

const OBLIGATIONS: [&str; 7] = [
    "allow-witness",
    "deny-witness",
    "reasons",
    "rule-outcomes",
    "decisive-conditions",
    "fail-closed",
    "isolation",
];

pub(super) fn flow(rows: &[Row<'_>], index: usize, id: &str) -> Flow {
    let rows: Vec<_> = rows.iter().filter(|row| row.flow == id).collect();
    let count = |is: &dyn Fn(&Row<'_>) -> bool| rows.iter().filter(|row| is(row)).count() as u64;
    let privileged = index != 6 && index != 10;
    let covered = privileged && !matches!(index, 0 | 2 | 9);
    let obligations: Vec<_> = (OBLIGATIONS.iter().enumerate())
        .map(|(number, name)| {
            let total = [1, 1, 6, 24, 31, 12, 2][number];
            let status = match (index, number) {
                (0, 0) => Status::Waived,
                (2, 3 | 5) | (9, 2) | (10, 4) => Status::Missing,
                (6 | 10, 6) => Status::NotApplicable,
                _ => Status::Met,
            };
            let missing = match (status, number) {
                (Status::Missing, 3) => vec![Missing {
                    what: "rule data.companyos.authz.window_open never fails".into(),
                    place: Some(place("authz/windows.rego", 31)),
                    hint: "a scenario with `window=closed` that is expected to deny".into(),
                }],
                (Status::Missing, 5) => vec![
                    Missing {
                        what: "/device set to null is allowed".into(),
                        place: Some(place("authz/main.rego", 52)),
                        hint: "deny when `input.device` is no object".into(),
                    },
                    Missing {
                        what: "/risk removed is not tested".into(),
                        place: None,
                        hint: "add `/risk` to `fail_closed`".into(),
                    },
                ],
                (Status::Missing | Status::Waived, _) => vec![Missing {
                    what: format!("{name} is not shown for {id}"),
                    place: None,
                    hint: "expect `window_closed` by name in the flow's table".into(),
                }],
                _ => vec![],
            };
            let unmet = if status == Status::Met { 0 } else { (missing.len() as u64).max(1) };
            let total = if status == Status::NotApplicable { 0 } else { total };
            Obligation {
                id: format!("O{}", number + 1),
                name: (*name).into(),
                status,
                met: u64::saturating_sub(total, unmet),
                total,
                missing,
            }
        })
        .collect();
    Flow {
        id: id.into(),
        privileged,
        covered,
        tags: if id.starts_with("deploy") { vec!["live".into()] } else { vec![] },
        scenarios: rows.len() as u64,
        passed: count(&|row| row.outcome == "passed"),
        failed: count(&|row| matches!(row.outcome, "failed" | "error" | "flaky")),
        counted: count(&|row| row.outcome == "passed" && row.expectation.is_some()),
        allowed: count(&|row| row.decision.allow == Some(true)),
        denied: count(&|row| row.decision.allow == Some(false)),
        obligations,
    }
}

pub(super) fn failures(rows: &[Row<'_>]) -> Vec<Failure> {
    let mut failures: Vec<Failure> = (rows.iter())
        .filter(|row| matches!(row.outcome, "failed" | "error" | "quarantined" | "flaky"))
        .take(300)
        .map(|row| Failure {
            scenario: row.id(),
            flow: row.flow.into(),
            kind: match row.outcome {
                "error" => "error",
                "flaky" => "flaky",
                _ => "assertion",
            }
            .into(),
            expected: row.expectation.unwrap_or("no expectation").into(),
            actual: row.decision.clone(),
            rule: Some("data.companyos.authz.allow".into()),
            place: Some(place("authz/main.rego", 12)),
            nearest_passing: Some(row.id().replace("role=viewer", "role=admin")),
            difference: vec!["role: viewer, passing: admin".into()],
            receipts: vec!["01K94Q3X8G0000000000000001".into()],
            quarantined: row.outcome == "quarantined",
        })
        .collect();
    failures.push(Failure {
        scenario: "deploy.promote{mfa=on,role=sre} with /device null".into(),
        flow: "deploy.promote".into(),
        kind: "fail_closed".into(),
        expected: "not allow".into(),
        actual: decision(true, &[]),
        rule: Some("data.companyos.authz.device_ok".into()),
        place: Some(place("authz/main.rego", 52)),
        nearest_passing: Some("deploy.promote{mfa=on,role=sre} with /device removed".into()),
        difference: vec!["/device: null, passing: removed".into()],
        receipts: vec![],
        quarantined: false,
    });
    failures
}
