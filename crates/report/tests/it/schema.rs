//! The published JSON Schema of a report and our reader accept the same reports.
//!
//! What no schema can say is tested beside the reader: that columns fit their dictionaries, that times exist, that keys are
//! not repeated.

use crate::interop::run;
use crate::sample;
use cos_report::json;
use serde_json::{Value, json};

/// Reports that are right and reports that are wrong, each made by changing one value of the sample.
fn reports() -> Vec<(Value, bool)> {
    let mut sample = sample::report(12, 1);
    // One of each says all, and keeps hundreds of reports short.
    sample.flows.truncate(1);
    sample.rules.truncate(1);
    sample.failures.truncate(1);
    sample.mutation.survivors.truncate(1);
    let sample = serde_json::to_value(sample).expect("a report is JSON");
    let changed = |pointer: &str, value: Value| {
        let mut report = sample.clone();
        *report.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value;
        report
    };
    let mut reports = vec![(sample.clone(), true), (json!({}), false), (json!([]), false)];
    let right = [
        ("/diff", json!(null)),
        ("/passed", json!(true)),
        ("/summary/coverage_ratio", json!(1)),
        ("/summary/scenarios", json!(i64::MAX)),
        ("/gates", json!([])),
        ("/failures/0/place", json!(null)),
        ("/failures/0/actual/allow", json!(null)),
        ("/flows/0/obligations/0/status", json!("not_applicable")),
        ("/provenance/fixtures", json!({})),
        ("/provenance/clock", json!("2026-11-14t10:00:00.5z")),
        ("/provenance/bundle/signer", json!(null)),
        ("/provenance/bundle/rego_version", json!(255)),
        ("/matrix/name", json!("\u{202e} <script>")),
    ];
    reports.extend(right.map(|(pointer, value)| (changed(pointer, value), true)));
    let wrong = [
        ("/schema", json!("cos.conformance/v2")),
        ("/passed", json!("yes")),
        ("/matrix", json!(null)),
        ("/matrix/controls", json!("AC-3")),
        ("/gates/0", json!({})),
        ("/summary/coverage_ratio", json!(1.5)),
        ("/summary/coverage_ratio", json!(-0.1)),
        ("/summary/scenarios", json!(-1)),
        ("/summary/scenarios", json!(1.5)),
        ("/provenance/seed", json!(u64::MAX)),
        ("/summary/elapsed_seconds", json!(-1)),
        ("/mutation/score", json!(2)),
        ("/flows/0/obligations/0/status", json!("perhaps")),
        ("/rules/0/place/line", json!(1_u64 << 32)),
        ("/diff/flips/0/class", json!("newly-allowed")),
        ("/provenance/clock", json!("yesterday")),
        ("/provenance/created", json!("2026-11-25")),
        ("/provenance/bundle/rego_version", json!(256)),
        ("/provenance/fixtures", json!({ "a": 1 })),
        ("/scenarios/flow/width", json!(0)),
        ("/scenarios/flow/width", json!(5)),
        ("/scenarios/flow/digits", json!("+")),
        ("/failures/0/difference", json!([1])),
        ("/material/bundle", json!(null)),
    ];
    reports.extend(wrong.map(|(pointer, value)| (changed(pointer, value), false)));
    for pointer in [
        "",
        "/matrix",
        "/gates/0",
        "/summary",
        "/flows/0",
        "/flows/0/obligations/0",
        "/rules/0",
        "/rules/0/place",
        "/mutation",
        "/mutation/survivors/0",
        "/diff",
        "/diff/flips/0",
        "/findings/0",
        "/quarantine/0",
        "/waivers/0",
        "/provenance",
        "/provenance/bundle",
        "/scenarios",
        "/scenarios/flow",
        "/scenarios/dimensions/0",
        "/scenarios/decisions/0",
        "/touch",
        "/touch/definitions/0",
        "/touch/touched",
        "/failures/0",
        "/material",
    ] {
        let object = sample.pointer(pointer).and_then(Value::as_object);
        let names: Vec<String> =
            object.unwrap_or_else(|| panic!("no object at {pointer}")).keys().cloned().collect();
        let mut more = sample.clone();
        more.pointer_mut(pointer).expect("it is there")["unknown"] = json!(1);
        reports.push((more, false));
        for name in names {
            let mut less = sample.clone();
            let object = less.pointer_mut(pointer).and_then(Value::as_object_mut);
            object.expect("it is there").remove(&name);
            // A field that may be null may be left out as well, and no other.
            let null = changed(&format!("{pointer}/{name}"), Value::Null);
            let may_be_null = json::read(null.to_string().as_bytes()).is_ok();
            reports.push((null, may_be_null));
            reports.push((less, may_be_null));
        }
    }
    reports
}

#[test]
fn the_schema_and_our_reader_accept_the_same_reports() {
    let reports = reports();
    let lines: String = reports.iter().map(|(report, _)| format!("{report}\n")).collect();
    let answers = run("schema.py", "conformance.v1.json", &lines);
    assert_eq!(answers.len(), reports.len());
    for ((report, is_right), answer) in reports.iter().zip(answers) {
        let read = json::read(report.to_string().as_bytes());
        let report = report.to_string().chars().take(200).collect::<String>();
        assert_eq!(read.is_ok(), *is_right, "we say {:?}: {report}", read.err());
        assert_eq!(answer["ok"], *is_right, "the schema says {answer}: {report}");
    }
}
