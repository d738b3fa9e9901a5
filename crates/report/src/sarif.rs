//! The report as SARIF 2.1.0, for code scanning: failures at the rule that decided, changes that no assertion noticed,
//! obligations without evidence, decisions that flipped, and what the lints say.
//!
//! One result is one cause, not one scenario; each category is cut at [`RESULTS`] results, worst first. Built as values: the
//! crate `serde-sarif` generates 4,000 lines for the 30 fields that are used here.

use crate::address;
use crate::error::ReportError;
use crate::model::{Conformance, Diff, Failure, FlipClass, Place, Status};
use crate::ranking::{By, Gravity, Group, groups};
use crate::text;
use log::{Run, result};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(crate) mod log;
mod rules;

/// Results of each category.
pub const RESULTS: usize = 200;

/// Writes the log: one run.
pub fn render(report: &Conformance) -> Result<String, ReportError> {
    let mut results = Vec::new();
    results.extend(
        groups(&report.failures, By::Cause).iter().take(RESULTS).map(|g| failing(report, g)),
    );
    results.extend(survivors(report));
    results.extend(obligations(report));
    results.extend(report.diff.iter().flat_map(flips));
    results.extend(findings(report));
    let from = &report.provenance;
    let rules = rules::catalogue(&results);
    let run = Run {
        tool: &from.tool,
        tool_version: &from.tool_version,
        id: format!("conformance/{}/", text::line(&report.matrix.name)),
        ended: &from.created,
        properties: json!({
            "passed": report.passed,
            "coverageRatio": report.summary.coverage_ratio,
            "mutationScore": report.mutation.score,
            "bundleDigest": from.bundle.digest,
            "matrixDigest": from.matrix_digest,
        }),
        rules,
        results,
    };
    run.render()
}

fn locations(place: Option<&Place>, rule: Option<&str>) -> Value {
    let mut location = Map::new();
    if let Some(place) = place {
        let physical = json!({
            "artifactLocation": { "uri": address::relative(&place.file), "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": place.line.max(1), "startColumn": place.column.max(1) },
        });
        location.insert("physicalLocation".into(), physical);
    }
    if let Some(rule) = rule {
        let logical = json!([{ "fullyQualifiedName": text::line(rule), "kind": "function" }]);
        location.insert("logicalLocations".into(), logical);
    }
    if location.is_empty() { json!([]) } else { json!([location]) }
}

fn failing(report: &Conformance, group: &Group<'_>) -> Value {
    let first = group.failures.first().copied();
    let rule = match (group.gravity, group.kind) {
        (_, "flaky") => "scenario/flaky",
        (Gravity::WronglyAllowed, _) => "scenario/wrongly-allowed",
        (Gravity::Undecided, _) => "scenario/undecided",
        (Gravity::Quarantined, _) if first.is_some_and(|f| f.actual.allow == Some(true)) => {
            "scenario/wrongly-allowed"
        }
        _ => "scenario/not-as-expected",
    };
    let count = group.failures.len() as u64;
    let message = format!(
        "{}: {}. For example: {}",
        text::count(count, "scenario"),
        first.map(text::headline).unwrap_or_default(),
        first.map(text::explanation).unwrap_or_default(),
    );
    let cause = [group.rule.unwrap_or_default(), group.kind, group.expected];
    let mut result = result(rule, "error", &message, &cause);
    result.insert("locations".into(), locations(group.place, group.rule));
    result.insert("occurrenceCount".into(), count.max(1).into());
    let examples: Vec<_> =
        group.failures.iter().take(20).map(|f| text::line(&f.scenario)).collect();
    let properties = json!({ "scenarios": examples, "flows": group.flows() });
    result.insert("properties".into(), properties);
    if group.gravity == Gravity::Quarantined {
        let justification = first.and_then(|failure| quarantine(report, failure));
        let justification = justification.unwrap_or_else(|| "quarantined".to_owned());
        let suppression = json!([{
            "kind": "external",
            "status": "accepted",
            "justification": text::line(&justification),
        }]);
        result.insert("suppressions".into(), suppression);
    }
    Value::Object(result)
}

/// Why `failure` is quarantined, by the entry that its row names.
fn quarantine(report: &Conformance, failure: &Failure) -> Option<String> {
    let only = report.quarantine.first().filter(|_| report.quarantine.len() == 1);
    let in_a_row = || {
        let mut quarantined = report.scenarios.iter().filter(|row| row.quarantine.is_some());
        let row = quarantined.find(|row| row.id() == failure.scenario)?;
        report.quarantine.get(row.quarantine?)
    };
    let entry = only.or_else(in_a_row)?;
    Some(format!("{} ({}, {}, until {})", entry.reason, entry.ticket, entry.owner, entry.expires))
}

fn survivors(report: &Conformance) -> impl Iterator<Item = Value> {
    report.mutation.survivors.iter().take(RESULTS).map(|survivor| {
        let message = format!(
            "No assertion notices when {} becomes {}. {}",
            quoted(&survivor.before),
            quoted(&survivor.after),
            survivor.hint
        );
        let mut result = result("mutation/survivor", "warning", &message, &[&survivor.id]);
        let locations = locations(Some(&survivor.place), Some(&survivor.rule));
        result.insert("locations".into(), locations);
        let properties = json!({
            "mutant": survivor.id, "operator": survivor.operator, "flows": survivor.flows,
        });
        result.insert("properties".into(), properties);
        Value::Object(result)
    })
}

fn obligations(report: &Conformance) -> Vec<Value> {
    let mut results = Vec::new();
    for flow in report.flows.iter().filter(|flow| flow.privileged) {
        for obligation in &flow.obligations {
            for missing in &obligation.missing {
                let waived = obligation.status == Status::Waived;
                let rule = format!("coverage/{}", obligation.name);
                let level = if waived { "note" } else { "warning" };
                let message = format!("{}: {}. {}", flow.id, missing.what, missing.hint);
                let mut result = result(&rule, level, &message, &[&flow.id, &missing.what]);
                let locations = locations(missing.place.as_ref(), Some(&flow.id));
                result.insert("locations".into(), locations);
                if waived {
                    let waiver = report.waivers.iter().find(|waiver| {
                        waiver.flow == flow.id && waiver.obligation == obligation.name
                    });
                    let justification = waiver.map_or_else(
                        || "waived".to_owned(),
                        |w| format!("{} ({}, until {})", w.reason, w.approver, w.expires),
                    );
                    let suppression = json!([{
                        "kind": "external",
                        "status": "accepted",
                        "justification": text::line(&justification),
                    }]);
                    result.insert("suppressions".into(), suppression);
                }
                results.push(Value::Object(result));
                if results.len() == RESULTS {
                    return results;
                }
            }
        }
    }
    results
}

fn flips(diff: &Diff) -> Vec<Value> {
    let mut by_cause: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for flip in &diff.flips {
        by_cause.entry((flip.class, flip.cause.as_deref())).or_default().push(flip);
    }
    let result =
        |((class, cause), flips): ((FlipClass, Option<&str>), Vec<&crate::model::Flip>)| {
            let (rule, level, state) = match class {
                FlipClass::NewlyAllowed => ("decision/newly-allowed", "error", "new"),
                FlipClass::NewlyDenied => ("decision/newly-denied", "warning", "new"),
                FlipClass::ReasonChanged => ("decision/reason-changed", "note", "updated"),
                FlipClass::New => ("decision/new", "note", "new"),
                FlipClass::Gone => ("decision/gone", "note", "absent"),
            };
            let first = flips.first();
            let message = format!(
                "{} {}, compared with {}. For example: {}",
                text::count(flips.len() as u64, "scenario"),
                text::flip(class),
                diff.against,
                first.map_or("", |flip| flip.scenario.as_str()),
            );
            let mut result = result(rule, level, &message, &[cause.unwrap_or_default()]);
            let place = first.and_then(|flip| flip.place.as_ref());
            result.insert("locations".into(), locations(place, cause));
            result.insert("baselineState".into(), state.into());
            result.insert("occurrenceCount".into(), flips.len().into());
            Value::Object(result)
        };
    by_cause.into_iter().take(RESULTS).map(result).collect()
}

fn findings(report: &Conformance) -> impl Iterator<Item = Value> {
    report.findings.iter().take(RESULTS).map(|finding| {
        let rule = format!("lint/{}", finding.rule);
        let level = match finding.level.as_str() {
            level @ ("error" | "warning" | "note") => level,
            _ => "none",
        };
        let message = format!("{} {}", finding.message, finding.remedy);
        let place = &finding.place;
        let mut result = result(&rule, level, &message, &[&place.file, &finding.message]);
        result.insert("locations".into(), locations(Some(place), None));
        Value::Object(result)
    })
}

fn quoted(text: &str) -> String {
    format!("“{}”", text.trim())
}
