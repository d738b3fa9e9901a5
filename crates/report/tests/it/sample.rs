//! A report such as a run makes, of as many scenarios as wanted, from a seed.

use cos_core::digest::Digest;
use cos_report::model::*;
use cos_report::scenario::Row;
use std::collections::BTreeMap;

/// A small generator of pseudo-random numbers (xorshift64*), so that a sample is the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % u64::from(sides)) as u32
    }
}

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

const DIMENSIONS: [(&str, &[&str]); 8] = [
    ("role", &["viewer", "operator", "sre", "finance", "auditor", "admin", "break-glass"]),
    ("tenant", &["same", "other"]),
    ("mfa", &["on", "off", "missing"]),
    ("approvals", &["none", "self", "one_valid", "two_valid", "two_stale"]),
    ("region", &["home", "elsewhere"]),
    ("window", &["open", "closed"]),
    ("device", &["managed", "unmanaged", "unknown"]),
    ("risk", &["low", "medium", "high"]),
];

const REASONS: [&str; 6] = [
    "approvals_missing",
    "cross_tenant",
    "mfa_required",
    "out_of_region",
    "role_forbidden",
    "window_closed",
];

const OBLIGATIONS: [&str; 7] = [
    "allow-witness",
    "deny-witness",
    "reasons",
    "rule-outcomes",
    "decisive-conditions",
    "fail-closed",
    "isolation",
];

fn place(file: &str, line: u32) -> Place {
    Place { file: file.into(), line, column: 1 }
}

fn decision(allow: bool, reasons: &[&str]) -> Decision {
    let reasons = reasons.iter().map(|&reason| reason.to_owned()).collect();
    Decision { allow: Some(allow), reasons, error: None }
}

/// What the sample policy decides: values by dimension, in the order of [`DIMENSIONS`].
fn decide(values: &[u32]) -> Decision {
    let denied = [
        (values[3] < 3, "approvals_missing"),
        (values[1] == 1, "cross_tenant"),
        (values[2] != 0, "mfa_required"),
        (values[4] == 1, "out_of_region"),
        (values[0] < 2, "role_forbidden"),
        (values[5] == 1, "window_closed"),
    ];
    let reasons: Vec<&str> = denied.iter().filter(|(is, _)| *is).map(|(_, why)| *why).collect();
    decision(reasons.is_empty(), &reasons)
}

/// Columns as they grow.
#[derive(Default)]
struct Rows {
    flow: Vec<u32>,
    case: Vec<u32>,
    values: Vec<Vec<u32>>,
    decision: Vec<u32>,
    expectation: Vec<u32>,
    outcome: Vec<u32>,
    quarantine: Vec<u32>,
}

/// In which order the scenarios come.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Order {
    /// As an expansion makes them: the last dimension turns fastest.
    Expanded,
    /// None; hard to compress.
    Scattered,
}

/// A report of `rows` scenarios, in which about one in two hundred fails.
pub(crate) fn report(rows: u32, seed: u64) -> Conformance {
    report_in(Order::Expanded, rows, seed)
}

/// Like [`report`], with the scenarios in `order`.
pub(crate) fn report_in(order: Order, rows: u32, seed: u64) -> Conformance {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let expectations: Vec<String> = std::iter::once("allow, no reasons".to_owned())
        .chain(REASONS.iter().map(|reason| format!("deny, reasons ⊇ {{{reason}}}")))
        .collect();
    let mut decisions: Vec<Decision> = Vec::new();
    let mut columns = Rows { values: vec![Vec::new(); DIMENSIONS.len()], ..Rows::default() };
    let per_flow = rows.div_ceil(FLOWS.len() as u32).max(1);
    for row in 0..rows {
        let flow = row / per_flow;
        let mut rest = match order {
            Order::Expanded => row % per_flow,
            Order::Scattered => dice.roll(7 * 2 * 3 * 5 * 2 * 2 * 3 * 3),
        };
        let values: Vec<u32> = (DIMENSIONS.iter().rev())
            .map(|(_, names)| {
                let value = rest % names.len() as u32;
                rest /= names.len() as u32;
                value
            })
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let right = decide(&values);
        let expected = (right.reasons.first())
            .and_then(|first| REASONS.iter().position(|reason| reason == first))
            .map_or(1, |index| index as u32 + 2);
        let (outcome, given) = match (dice.roll(200), flow) {
            (0, 2) => (3, decision(true, &[])),
            (0, _) if right.allow == Some(false) => (1, decision(true, &[])),
            (1, 9) => {
                let why = "conflicting values for rule data.companyos.authz.tier";
                (2, Decision { allow: None, reasons: vec![], error: Some(why.into()) })
            }
            (2, 11) => (4, right.clone()),
            (3, 6) => (5, right.clone()),
            _ => (0, right.clone()),
        };
        let at = decisions.iter().position(|known| *known == given).unwrap_or_else(|| {
            decisions.push(given);
            decisions.len() - 1
        });
        columns.flow.push(flow);
        columns.case.push(u32::from(row + 1 == rows));
        for (column, value) in columns.values.iter_mut().zip(&values) {
            column.push(if row + 1 == rows { 0 } else { value + 1 });
        }
        columns.decision.push(at as u32);
        columns.expectation.push(if outcome == 5 { 0 } else { expected });
        columns.outcome.push(outcome);
        columns.quarantine.push(u32::from(outcome == 3));
    }
    let encode = |values: &[u32]| Column::encode(values).expect("the numbers are small");
    let scenarios = Scenarios {
        rows: u64::from(rows),
        dimensions: (DIMENSIONS.iter())
            .map(|(name, values)| Dimension {
                name: (*name).into(),
                values: values.iter().map(|&value| value.into()).collect(),
            })
            .collect(),
        flow_names: FLOWS.iter().map(|&name| name.into()).collect(),
        case_names: vec!["INC-4411 regression".into()],
        decisions,
        expectations,
        flow: encode(&columns.flow),
        case: encode(&columns.case),
        values: columns.values.iter().map(|column| encode(column)).collect(),
        decision: encode(&columns.decision),
        expectation: encode(&columns.expectation),
        outcome: encode(&columns.outcome),
        quarantine: encode(&columns.quarantine),
    };
    around(scenarios)
}

/// Everything in a report besides its scenarios.
fn around(scenarios: Scenarios) -> Conformance {
    let rows: Vec<Row<'_>> = scenarios.iter().collect();
    let count = |outcome: &str| rows.iter().filter(|row| row.outcome == outcome).count() as u64;
    let failures = failures(&rows);
    let flows: Vec<Flow> = (FLOWS.iter().enumerate()).map(|(i, id)| flow(&rows, i, id)).collect();
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
        rules: rules(),
        mutation: mutation(),
        diff: Some(diff()),
        findings: findings(),
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
        touch: Some(touch(scenarios.rows)),
        scenarios,
        failures,
        material: Material {
            bundle: "H4sIAAAAAAAAAwMAAAAAAAAAAAA=".into(),
            matrix: "apiVersion: cos.dev/simulator/v1\nkind: ScenarioMatrix\n".into(),
            fixtures: BTreeMap::from([("fixtures/tenants.json".into(), "{}\n".into())]),
        },
    }
}

fn touch(rows: u64) -> Touch {
    let encode = |values: &[u32]| Column::encode(values).expect("the numbers are small");
    let definition = |rule: &str, digest: &str, data: &[&str]| TouchDefinition {
        rule: rule.into(),
        digest: digest.into(),
        data: data.iter().map(|&pointer| pointer.into()).collect(),
    };
    let touched: Vec<u32> = (0..rows as u32).map(|row| 1 + row % 2).collect();
    Touch {
        definitions: vec![
            definition("data.companyos.authz.reasons", "aa01", &["/tenants"]),
            definition("data.companyos.authz.reasons", "aa02", &[]),
        ],
        sets: vec![encode(&[0]), encode(&[0, 1])],
        touched: encode(&touched),
    }
}

fn flow(rows: &[Row<'_>], index: usize, id: &str) -> Flow {
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

fn failures(rows: &[Row<'_>]) -> Vec<Failure> {
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

fn rules() -> Vec<Rule> {
    let rule = |path: &str, file: &str, (line, end_line): (u32, u32), fired, failed| Rule {
        path: format!("data.companyos.authz.{path}"),
        place: place(file, line),
        end_line,
        tried: fired + failed,
        fired,
        failed,
        scenarios: fired + failed,
    };
    vec![
        rule("allow", "authz/main.rego", (12, 15), 321, 9679),
        rule("reasons", "authz/main.rego", (20, 23), 7300, 2700),
        rule("reasons", "authz/main.rego", (25, 28), 5000, 5000),
        rule("device_ok", "authz/main.rego", (50, 54), 10_000, 0),
        rule("window_open", "authz/windows.rego", (30, 34), 10_000, 0),
        rule("freeze", "authz/windows.rego", (40, 44), 0, 0),
    ]
}

fn mutation() -> Mutation {
    let survivor = |operator: &str, line, before: &str, after: &str, hint: &str| Survivor {
        id: format!("data.companyos.authz.reasons/{operator}/{line:04x}"),
        operator: operator.into(),
        rule: "data.companyos.authz.reasons".into(),
        place: place("authz/main.rego", line),
        before: before.into(),
        after: after.into(),
        hint: hint.into(),
        flows: vec!["deploy.promote".into(), "key.rotate".into()],
    };
    Mutation {
        mode: "all".into(),
        total: 112,
        killed: 108,
        survived: 4,
        invalid: 3,
        score: 108.0 / 112.0,
        survivors: vec![
            survivor(
                "comparison",
                22,
                "count(valid_approvals) < 2",
                "count(valid_approvals) < 3",
                "a scenario with exactly two valid approvals that is expected to allow",
            ),
            survivor(
                "delete-condition",
                27,
                "input.device.managed",
                "",
                "a scenario with `device=unmanaged` that is expected to deny",
            ),
            survivor("drop-not", 52, "not input.device.lost", "input.device.lost", "a lost device"),
            survivor("integer", 33, "hour >= 9", "hour >= 10", "a scenario at 09:30"),
        ],
    }
}

fn diff() -> Diff {
    let flip = |class, scenario: &str, before, after| Flip {
        scenario: scenario.into(),
        class,
        before,
        after,
        cause: Some("data.companyos.authz.reasons".into()),
        place: Some(place("authz/main.rego", 20)),
    };
    let deny = |reason: &str| Some(decision(false, &[reason]));
    Diff {
        against: "2026.11.2".into(),
        against_digest: Digest::of(b"old bundle").to_string(),
        newly_allowed: 2,
        newly_denied: 1,
        reason_changed: 1,
        added: 1,
        gone: 1,
        unchanged: 9994,
        flips: vec![
            flip(
                FlipClass::NewlyAllowed,
                "key.rotate{approvals=two_stale,mfa=on,role=admin,window=open}",
                deny("approvals_missing"),
                Some(decision(true, &[])),
            ),
            flip(
                FlipClass::NewlyAllowed,
                "key.rotate{approvals=two_stale,mfa=on,role=sre,window=open}",
                deny("approvals_missing"),
                Some(decision(true, &[])),
            ),
            flip(
                FlipClass::NewlyDenied,
                "report.view{mfa=missing,role=auditor}",
                Some(decision(true, &[])),
                deny("mfa_required"),
            ),
            flip(
                FlipClass::ReasonChanged,
                "vault.read{region=elsewhere,tenant=other}",
                deny("cross_tenant"),
                deny("out_of_region"),
            ),
            flip(FlipClass::New, "user.invite{role=auditor}", None, deny("role_forbidden")),
            flip(FlipClass::Gone, "user.invite{role=contractor}", deny("role_forbidden"), None),
        ],
    }
}

fn findings() -> Vec<Finding> {
    let finding = |rule: &str, level: &str, line, message: &str, remedy: &str| Finding {
        rule: rule.into(),
        level: level.into(),
        message: message.into(),
        place: place("authz/main.rego", line),
        remedy: remedy.into(),
    };
    vec![
        finding(
            "fail-open-negation",
            "error",
            52,
            "`not input.device.lost` is undefined in OPA when `device` is missing, so the rule does not fire",
            "deny when `input.device` is missing, in a rule of its own",
        ),
        finding(
            "unreachable-rule",
            "warning",
            40,
            "`freeze` is reached from no entry point and was never tried",
            "delete it, or call it from `reasons`",
        ),
        finding("unpinned-builtin", "note", 31, "`time.now_ns` is pinned by the matrix", "nothing"),
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
