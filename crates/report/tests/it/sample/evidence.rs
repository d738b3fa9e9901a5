//! What was found out besides: rules, mutants, flips, findings.

use super::{decision, place};
use cos_core::digest::Digest;
use cos_report::model::*;

pub(super) fn rules() -> Vec<Rule> {
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

pub(super) fn mutation() -> Mutation {
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

pub(super) fn diff() -> Diff {
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

pub(super) fn findings() -> Vec<Finding> {
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
