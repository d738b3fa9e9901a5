//! The report as JUnit XML: one suite for the gates and one for each flow, a test case for each scenario.
//!
//! Quarantined scenarios are skipped with the reason; one that does not always decide the same has failed, with a
//! `flakyFailure` beside it, as in nextest. Above [`ONE_BY_ONE`] scenarios those that passed or were not selected are put
//! together by flow and expectation; the counts of a suite stay those of the scenarios, and a property says so.

use crate::error::ReportError;
use crate::model::{Conformance, Failure, Gate};
use crate::scenario::Row;
use crate::text;
use quick_junit::{
    FlakyOrRerun, NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestRerun, TestSuite,
};
use std::collections::{BTreeMap, HashMap};

/// Up to how many scenarios each is a test case of its own.
pub const ONE_BY_ONE: u64 = 20_000;

/// Writes the report.
pub fn render(report: &Conformance) -> Result<String, ReportError> {
    crate::json::check(report)?;
    let mut junit = Report::new(shown(&report.matrix.name));
    junit.add_test_suite(gates(&report.gates));
    junit.add_test_suites(flows(report));
    junit.to_string().map_err(|error| ReportError::render("JUnit", &error))
}

fn gates(gates: &[Gate]) -> TestSuite {
    let mut suite = TestSuite::new("gates");
    for gate in gates {
        let mut status = TestCaseStatus::success();
        if !gate.passed {
            status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type("gate");
            status.set_message(shown(&format!("{}, required {}", gate.actual, gate.required)));
            status.set_description(shown(&gate.details.join("\n")));
        }
        let mut case = TestCase::new(shown(&gate.title), status);
        case.set_classname("gates");
        suite.add_test_case(case);
    }
    suite
}

/// Passed or not selected scenarios with the same expectation.
type Quiet<'a> = BTreeMap<(&'static str, Option<&'a str>), u64>;

struct Flow<'a> {
    suite: TestSuite,
    quiet: Quiet<'a>,
}

fn flows(report: &Conformance) -> Vec<TestSuite> {
    let one_by_one = report.scenarios.rows <= ONE_BY_ONE;
    // The first failure of a scenario stands in its row; a second one becomes a test case of its own below.
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (index, failure) in report.failures.iter().enumerate() {
        first.entry(&failure.scenario).or_insert(index);
    }
    let mut in_a_row = vec![false; report.failures.len()];
    let mut flows: BTreeMap<&str, Flow<'_>> = BTreeMap::new();
    fn suite<'f, 'a>(
        flows: &'f mut BTreeMap<&'a str, Flow<'a>>,
        name: &'a str,
    ) -> &'f mut Flow<'a> {
        flows
            .entry(name)
            .or_insert_with(|| Flow { suite: TestSuite::new(shown(name)), quiet: Quiet::new() })
    }
    for row in report.scenarios.iter() {
        let flow = suite(&mut flows, row.flow);
        if !one_by_one && matches!(row.outcome, "passed" | "not_selected") {
            *flow.quiet.entry((row.outcome, row.expectation)).or_default() += 1;
            continue;
        }
        let id = row.id();
        let failure = first.get(id.as_str()).filter(|_| row.outcome != "passed").map(|index| {
            in_a_row[*index] = true;
            &report.failures[*index]
        });
        let mut case = TestCase::new(shown(&id), status(report, &row, failure));
        case.set_classname(shown(row.flow));
        flow.suite.add_test_case(case);
    }
    // What is left has no row: scenarios made for an invariant, with a field removed or set to null.
    for (failure, _) in report.failures.iter().zip(in_a_row).filter(|(_, in_a_row)| !in_a_row) {
        let mut case = TestCase::new(shown(&failure.scenario), failed(failure));
        case.set_classname(shown(&failure.flow));
        suite(&mut flows, &failure.flow).suite.add_test_case(case);
    }
    flows.into_values().map(Flow::finish).collect()
}

impl Flow<'_> {
    fn finish(mut self) -> TestSuite {
        if self.quiet.is_empty() {
            return self.suite;
        }
        self.suite.add_property(Property::new(
            "cos.aggregated",
            format!(
                "more than {ONE_BY_ONE} scenarios: those that passed or were not selected are one test case for \
                 each expectation; `tests` and `skipped` count scenarios"
            ),
        ));
        for ((outcome, expectation), count) in self.quiet {
            let scenarios = text::count(count, "scenario");
            let expected = expectation.unwrap_or("no expectation");
            let name = format!("{scenarios} {}: {expected}", text::outcome(outcome));
            let skipped = outcome == "not_selected";
            let mut status = TestCaseStatus::success();
            if skipped {
                status = TestCaseStatus::skipped();
                status.set_message("not affected by the change");
            }
            let mut case = TestCase::new(shown(&name), status);
            case.set_classname(self.suite.name.as_str());
            case.add_property(Property::new("cos.scenarios", count.to_string()));
            self.suite.add_test_case(case);
            // The case itself is already counted once.
            let others = usize::try_from(count).unwrap_or(usize::MAX).saturating_sub(1);
            self.suite.tests = self.suite.tests.saturating_add(others);
            if skipped {
                self.suite.skipped = self.suite.skipped.saturating_add(others);
            }
        }
        self.suite
    }
}

fn status(report: &Conformance, row: &Row<'_>, failure: Option<&Failure>) -> TestCaseStatus {
    let skipped = |message: &str| {
        let mut status = TestCaseStatus::skipped();
        status.set_message(shown(message));
        status
    };
    match row.outcome {
        "passed" => TestCaseStatus::success(),
        "not_selected" => skipped("not affected by the change"),
        "unasserted" => skipped("no expectation says what is right"),
        "quarantined" => {
            let entry = row.quarantine.and_then(|index| report.quarantine.get(index));
            let mut status = skipped(&entry.map_or("quarantined".to_owned(), |entry| {
                format!(
                    "quarantined until {}: {} ({}, {})",
                    entry.expires, entry.reason, entry.ticket, entry.owner
                )
            }));
            if let Some(failure) = failure {
                status.set_description(shown(&text::explanation(failure)));
            }
            status
        }
        outcome => failure.map_or_else(|| failed_row(row, outcome), failed),
    }
}

fn failed(failure: &Failure) -> TestCaseStatus {
    if failure.quarantined {
        let mut status = TestCaseStatus::skipped();
        status.set_message("quarantined").set_description(shown(&text::explanation(failure)));
        return status;
    }
    let message = text::headline(failure);
    non_success(&failure.kind, &message, &text::explanation(failure))
}

/// A failing row that the report does not carry in full.
fn failed_row(row: &Row<'_>, outcome: &str) -> TestCaseStatus {
    let expected = row.expectation.unwrap_or("no expectation");
    let actual = text::decision(row.decision);
    let kind = if outcome == "failed" { "assertion" } else { outcome };
    let explanation = format!("scenario: {}\nexpected: {expected}\nactual:   {actual}", row.id());
    non_success(kind, &format!("expected {expected}, got {actual}"), &explanation)
}

fn non_success(kind: &str, message: &str, explanation: &str) -> TestCaseStatus {
    let gravity = match kind {
        "error" => NonSuccessKind::Error,
        _ => NonSuccessKind::Failure,
    };
    let mut status = TestCaseStatus::non_success(gravity);
    status.set_type(shown(kind)).set_message(shown(message)).set_description(shown(explanation));
    if kind == "flaky" {
        let mut rerun = TestRerun::new(gravity);
        rerun.set_type("flaky").set_message(shown(message));
        status.set_rerun_kind(FlakyOrRerun::Flaky).add_rerun(rerun);
    }
    status
}

/// XML has no way at all to hold some characters; the writer drops those it knows, and what it does not know is visible here.
pub(crate) fn shown(text: &str) -> String {
    text::visible(text).into_owned()
}
