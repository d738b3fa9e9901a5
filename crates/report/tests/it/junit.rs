//! JUnit counts are those of the scenarios, one by one and put together.

use crate::sample;
use cos_report::junit;
use quick_junit::{Report, TestCaseStatus};

#[test]
fn counts_are_those_of_the_scenarios() {
    for rows in [10_000, 24_000] {
        let report = sample::report(rows, 7);
        let text = junit::render(&report).unwrap();
        let junit = Report::deserialize_from_str(&text).unwrap();
        let (gates, summary) = (&report.gates, &report.summary);
        let failing_gates = gates.iter().filter(|gate| !gate.passed).count();
        // One failure was found in a sweep and has no row.
        assert_eq!(junit.tests, rows as usize + gates.len() + 1);
        assert_eq!(junit.errors as u64, summary.errors);
        assert_eq!(
            junit.failures as u64,
            summary.failed + summary.flaky + failing_gates as u64 + 1
        );
        assert_eq!(junit.skipped as u64, summary.quarantined + summary.unasserted);
        let cases = junit.test_suites.iter().map(|suite| suite.test_cases.len()).sum::<usize>();
        let aggregated = text.contains("cos.aggregated");
        assert_eq!(aggregated, rows > 20_000);
        assert!(if aggregated { cases < 1000 } else { cases == junit.tests }, "{cases}");
        let flaky = text.matches("<flakyFailure").count() as u64;
        assert_eq!(flaky, summary.flaky);
        let reason =
            "quarantined until 2026-12-08: the clock of the staging decision point runs ahead";
        assert_eq!(text.matches(reason).count() as u64, summary.quarantined);
    }
}

#[test]
fn a_failure_says_all_that_is_known() {
    let report = sample::report(10_000, 7);
    let junit = Report::deserialize_from_str(&junit::render(&report).unwrap()).unwrap();
    let failure = &report.failures[0];
    let cases = junit.test_suites.iter().flat_map(|suite| &suite.test_cases);
    let case = cases.into_iter().find(|case| *case.name == *failure.scenario).unwrap();
    let TestCaseStatus::NonSuccess { message, description, .. } = &case.status else {
        panic!("it failed")
    };
    assert!(message.as_ref().unwrap().starts_with("expected deny"));
    let description = description.as_ref().unwrap();
    for part in
        ["expected: ", "actual:   allow", "authz/main.rego:12", "nearest passing: ", "role: viewer"]
    {
        assert!(description.contains(part), "{part}: {}", description.as_str());
    }
}
