//! A verification as JUnit XML: one suite for each part of the bundle, a test case for each check of each thing.

use super::{Check, Outcome, Part, Verification};
use crate::error::ReportError;
use crate::junit::shown;
use quick_junit::{
    NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite, XmlString,
};

/// Writes the report.
pub fn render(found: &Verification) -> Result<String, ReportError> {
    let name = format!("evidence {}: {}", found.bundle, found.verdict.as_str());
    let mut junit = Report::new(shown(&name));
    junit.add_test_suites(found.parts().iter().map(suite));
    junit.to_string().map_err(|error| ReportError::render("JUnit", &error))
}

fn suite(part: &Part<'_>) -> TestSuite {
    let mut suite = TestSuite::new(part.title);
    suite.add_test_cases(part.checks.iter().map(|check| case(check)));
    suite
}

fn case(check: &Check) -> TestCase {
    let name = format!("{} {}", check.id, check.subject);
    let mut case = TestCase::new(shown(name.trim_end()), status(check));
    case.set_classname(shown(&check.id));
    case.add_property(Property::new("cos.spec", shown(&check.spec)));
    if matches!(check.outcome, Outcome::Pass | Outcome::Warn) && !check.detail.is_empty() {
        case.set_system_out(XmlString::new(shown(&check.detail)));
    }
    if check.outcome == Outcome::Warn {
        case.add_property(Property::new("cos.warning", shown(&check.detail)));
    }
    case
}

fn status(check: &Check) -> TestCaseStatus {
    match check.outcome {
        Outcome::Pass | Outcome::Warn => TestCaseStatus::success(),
        Outcome::Skip => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(shown(&check.detail));
            status
        }
        Outcome::Fail => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(shown(&check.id)).set_message(shown(&check.detail));
            status.set_description(shown(&format!("asked for: {} ({})", check.title, check.spec)));
            status
        }
    }
}
