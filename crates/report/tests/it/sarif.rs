//! What SARIF says about quarantine, waivers and flips, and that its fingerprints survive moved lines.

use crate::sample;
use cos_report::sarif;
use serde_json::Value;
use std::collections::BTreeSet;

fn results(report: &cos_report::model::Conformance) -> Vec<Value> {
    let log: Value =
        serde_json::from_str(&sarif::render(report).expect("it renders")).expect("JSON");
    log["runs"][0]["results"].as_array().expect("results are a list").clone()
}

#[test]
fn results_have_rules_suppressions_and_states() {
    let report = sample::report(10_000, 7);
    let text = sarif::render(&report).unwrap();
    let log: Value = serde_json::from_str(&text).unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let known: BTreeSet<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    let results = results(&report);
    let named: BTreeSet<&str> = results.iter().filter_map(|r| r["ruleId"].as_str()).collect();
    assert_eq!(known, named);
    let quarantined: u64 = results
        .iter()
        .filter(|result| result["ruleId"].as_str().is_some_and(|id| id.starts_with("scenario/")))
        .filter(|result| result["suppressions"][0]["status"] == "accepted")
        .filter_map(|result| result["occurrenceCount"].as_u64())
        .sum();
    assert_eq!(quarantined, report.summary.quarantined);
    let waived =
        |r: &&Value| r["ruleId"] == "coverage/allow-witness" && r["suppressions"].is_array();
    assert_eq!(results.iter().filter(waived).count(), 1);
    let states: BTreeSet<&str> =
        results.iter().filter_map(|r| r["baselineState"].as_str()).collect();
    assert_eq!(states, BTreeSet::from(["absent", "new", "updated"]));
    // The worst comes first.
    assert_eq!(results[0]["ruleId"], "scenario/wrongly-allowed");
}

#[test]
fn fingerprints_survive_moved_lines() {
    let before = sample::report(2_000, 7);
    let mut after = before.clone();
    for failure in &mut after.failures {
        failure.place.as_mut().unwrap().line += 40;
    }
    let prints = |report| -> BTreeSet<String> {
        results(report)
            .iter()
            .map(|r| r["partialFingerprints"]["cosCause/v1"].to_string())
            .collect()
    };
    assert_eq!(prints(&before), prints(&after));
    assert_eq!(prints(&before).len(), results(&before).len());
}
