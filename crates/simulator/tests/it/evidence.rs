//! What counts as evidence, on policies of a few lines.

use crate::support::{options, run};
use cos_policy::setup::ModuleText;
use cos_simulator::matrix;
use cos_simulator::results::{Fate, ObligationKind, Run, Status};
use cos_simulator::run::MutateMode;
use serde_json::json;

const POLICY: &str = r#"package p

default allow := false

decision := {"allow": allow, "reasons": reasons}

allow if count(reasons) == 0

reasons contains "mfa" if not mfa

reasons contains "tenant" if not own

reasons contains "region" if not home

mfa if input.mfa == true

own if input.tenant == "acme"

home if input.region == "us"
"#;

const HEAD: &str = r#"apiVersion: cos.dev/simulator/v1
kind: ScenarioMatrix
metadata: {name: small, owner: test}
bundle: {entrypoint: data.p.decision}
input: {flow: f, tenant: acme, region: us, mfa: true}
isolation: {cross_tenant: {tenant: other}, out_of_region: {region: foreign}}
dimensions:
  mfa: {"on": {}, "off": {/mfa: false}}
  tenant: {same: {}, other: {/tenant: globex}}
  region: {home: {}, foreign: {/region: eu}}
flows:
  - id: f
    privileged: true
    expect:
      - {when: {mfa: "off"}, allow: false, reasons: {contains: [mfa]}}
      - {when: {tenant: other}, allow: false, reasons: {contains: [tenant]}}
      - {when: {region: foreign}, allow: false, reasons: {contains: [region]}}
"#;

const ELSE: &str = "      - {else: true, allow: true, reasons: {exactly: []}}\n";

fn policy(text: &str) -> Vec<ModuleText> {
    vec![ModuleText { name: "p.rego".to_owned(), text: text.to_owned(), rego_version: 1 }]
}

fn ran(policy_text: &str, matrix_text: &str) -> Run {
    let matrix = matrix::parse(matrix_text.as_bytes()).unwrap();
    run(&matrix, policy(policy_text), json!({}), &options(MutateMode::All)).unwrap()
}

fn open(run: &Run) -> Vec<(ObligationKind, Status)> {
    let obligations = run.flows[0].obligations.iter();
    obligations.filter(|one| one.is_open()).map(|one| (one.kind, one.status)).collect()
}

#[test]
fn a_flow_with_everything_shown_is_covered() {
    let run = ran(POLICY, &format!("{HEAD}{ELSE}"));
    assert!(run.counts().is_clean(), "{:?}", run.failures);
    assert_eq!(open(&run), []);
    assert!(run.flows[0].is_covered());
}

#[test]
fn what_nobody_asserts_shows_nothing() {
    // Without the last line of the table the one scenario that is allowed is not asserted.
    let run = ran(POLICY, HEAD);
    assert_eq!(run.counts().unasserted, 1);
    assert!(
        open(&run).contains(&(ObligationKind::AllowWitness, Status::Missing)),
        "{:?}",
        open(&run)
    );
    assert!(!run.flows[0].is_covered());
}

#[test]
fn what_is_quarantined_shows_nothing() {
    let entry = "quarantine:\n  - {match: {where: {mfa: \"on\", tenant: same, region: home}}, reason: r, \
                 ticket: T-1, owner: o, added: 2025-12-28, expires: 2026-01-05}\n";
    let run = ran(POLICY, &format!("{HEAD}{ELSE}{entry}"));
    assert_eq!(run.counts().quarantined, 1);
    assert!(
        open(&run).contains(&(ObligationKind::AllowWitness, Status::Missing)),
        "{:?}",
        open(&run)
    );
}

#[test]
fn a_waiver_names_a_gap_and_covers_nothing() {
    let waiver = "waivers:\n  - {flow: f, obligation: allow-witness, approver: ciso, reason: r, expires: 2026-02-01}\n";
    let run = ran(POLICY, &format!("{HEAD}{waiver}"));
    assert!(
        open(&run).contains(&(ObligationKind::AllowWitness, Status::Waived)),
        "{:?}",
        open(&run)
    );
    assert_eq!(run.waivers_used, [true]);
    assert!(!run.flows[0].is_covered());
}

#[test]
fn a_reason_that_is_given_and_not_named_is_missing() {
    let matrix = format!("{HEAD}{ELSE}").replace(", reasons: {contains: [tenant]}", "");
    let run = ran(POLICY, &matrix);
    let reasons = &run.flows[0].obligations[2];
    assert_eq!((reasons.kind, reasons.status), (ObligationKind::Reasons, Status::Missing));
    assert!(reasons.missing[0].what.contains("`tenant`"), "{:?}", reasons.missing);
}

#[test]
fn a_field_that_can_be_left_out_is_told() {
    // Only the value `false` is refused, so a request without the field is let through.
    let lax = POLICY.replace(
        "reasons contains \"mfa\" if not mfa",
        "reasons contains \"mfa\" if input.mfa == false",
    );
    let run = ran(&lax, &format!("{HEAD}{ELSE}"));
    let closed = &run.flows[0].obligations[5];
    assert_eq!((closed.kind, closed.status), (ObligationKind::FailClosed, Status::Missing));
    assert!(closed.missing[0].what.starts_with("`/mfa`"), "{:?}", closed.missing);
}

#[test]
fn changes_of_rules_read_under_with_are_noticed() {
    let under_with = POLICY.replace(
        "reasons contains \"mfa\" if not mfa",
        "reasons contains \"mfa\" if not mfa with input.other as 1",
    );
    let run = ran(&under_with, &format!("{HEAD}{ELSE}"));
    assert!(run.counts().is_clean(), "{:?}", run.failures);
    let own = run.mutation.mutants.iter().filter(|one| one.mutant.id.starts_with("data.p.mfa:"));
    let fates: Vec<_> = own.map(|one| (one.mutant.operator, one.fate)).collect();
    assert!(!fates.is_empty() && fates.iter().all(|(_, fate)| *fate == Fate::Killed), "{fates:?}");
}

#[test]
fn a_change_that_no_scenario_can_notice_survives() {
    let twice =
        format!("{POLICY}\nown if {{\n\tinput.tenant == \"acme\"\n\tinput.mfa == true\n}}\n");
    let run = ran(&twice, &format!("{HEAD}{ELSE}"));
    assert!(run.counts().is_clean(), "{:?}", run.failures);
    let survivors = run.mutation.mutants.iter().filter(|one| one.fate == Fate::Survived);
    assert!(survivors.clone().any(|one| one.mutant.place.line > 19), "{:?}", run.mutation);
    assert!(survivors.into_iter().all(|one| !one.hint.is_empty()));
}
