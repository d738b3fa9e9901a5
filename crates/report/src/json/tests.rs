//! What is written reads back, and what is wrong is refused with its code and the place of the fault.

use super::{check, read};
use crate::error::ReportError;
use crate::model::Column;

/// A report without scenarios, as small as one can be.
const SMALL: &str = r#"{
  "schema": "cos.conformance/v1",
  "matrix": {"name": "m", "owner": "o", "controls": []},
  "passed": true,
  "gates": [],
  "summary": {"scenarios": 0, "passed": 0, "failed": 0, "errors": 0, "quarantined": 0, "flaky": 0,
    "unasserted": 0, "sweeps": 0, "sweeps_failed": 0, "invariant_checks": 0, "invariants_failed": 0,
    "privileged_flows": 0, "covered_flows": 0, "coverage_ratio": 1, "obligations": 0, "obligations_met": 0,
    "elapsed_seconds": 0.5, "evaluations": 0},
  "flows": [], "rules": [],
  "mutation": {"mode": "off", "total": 0, "killed": 0, "survived": 0, "invalid": 0, "score": 1, "survivors": []},
  "diff": null, "findings": [], "quarantine": [], "waivers": [],
  "provenance": {
    "bundle": {"name": "b", "digest": "d", "content_digest": "c", "revision": "r", "roots": [""],
      "rego_version": 1, "signature": "unsigned", "signer": null, "algorithm": null},
    "matrix_digest": "d", "fixtures": {}, "semantics": "opa", "engine": "regorus", "engine_version": "1",
    "tool": "cos", "tool_version": "1", "clock": "2026-11-25T09:00:00Z", "seed": 0, "selection": "full",
    "baseline_digest": null, "receipts": [], "created": "2026-11-25T09:00:00Z"},
  "scenarios": {"rows": 2, "dimensions": [{"name": "role", "values": ["viewer"]}], "flow_names": ["f"],
    "case_names": ["c"], "decisions": [{"allow": true, "reasons": [], "error": null}], "expectations": ["allow"],
    "flow": {"width": 1, "digits": "AA"}, "case": {"width": 1, "digits": "AB"},
    "values": [{"width": 1, "digits": "BA"}], "decision": {"width": 1, "digits": "AA"},
    "expectation": {"width": 1, "digits": "BA"}, "outcome": {"width": 1, "digits": "AF"},
    "quarantine": {"width": 1, "digits": "AA"}},
  "failures": [],
  "material": {"bundle": "", "matrix": "", "fixtures": {}}
}"#;

fn refused(text: &str) -> (String, String) {
    let error = read(text.as_bytes()).unwrap_err();
    (error.code().as_str().to_owned(), error.to_string())
}

#[test]
fn what_is_written_reads_back() {
    let report = read(SMALL.as_bytes()).unwrap();
    let text = super::render(&report).unwrap();
    assert!(text.ends_with("}\n"));
    assert_eq!(read(text.as_bytes()).unwrap(), report);
    assert_eq!(super::render(&read(text.as_bytes()).unwrap()).unwrap(), text);
}

#[test]
fn refusals_name_code_and_place() {
    let report = |from: &str, to: &str| {
        assert!(SMALL.contains(from), "{from}");
        refused(&SMALL.replacen(from, to, 1))
    };
    let touch = |touched: &str, set: &str| {
        let touch = format!(
            r#""touch": {{"definitions": [{{"rule": "r", "digest": "d", "data": []}}],
               "sets": [{{"width": 1, "digits": "{set}"}}], "touched": {{"width": 1, "digits": "{touched}"}}}}, "failures""#
        );
        report("\"failures\"", &touch)
    };
    for ((code, message), wanted_code, wanted) in [
        (refused(""), "COS-RPT-0001", "line 1, column 1"),
        (refused("{\n  \"schema\": tru"), "COS-RPT-0001", "line 2"),
        (
            report("\"passed\": true", "\"passed\": true, \"passed\": true"),
            "COS-RPT-0001",
            "line 4",
        ),
        (report("\"passed\": true", "\"passed\": 1"), "COS-RPT-0001", "line 4"),
        (
            report("\"gates\": []", "\"gates\": [], \"more\": 1"),
            "COS-RPT-0001",
            "unknown field `more`",
        ),
        (report("  \"flows\": [],", ""), "COS-RPT-0001", "missing field `flows`"),
        (
            refused("{\"schema\": \"cos.conformance/v9\", \"new\": 1}"),
            "COS-RPT-0002",
            "cos.conformance/v9",
        ),
        (report("\"rows\": 2", "\"rows\": 3"), "COS-RPT-0003", "`scenarios.flow`"),
        (report("\"flow_names\": [\"f\"]", "\"flow_names\": []"), "COS-RPT-0003", "row 0"),
        (
            report("\"case_names\": [\"c\"]", "\"case_names\": []"),
            "COS-RPT-0003",
            "`scenarios.case`",
        ),
        (report("\"digits\": \"AF\"", "\"digits\": \"AH\""), "COS-RPT-0003", "`scenarios.outcome`"),
        (touch("AC", "A"), "COS-RPT-0003", "`touch.touched` of the report is inconsistent: row 1"),
        (touch("A", "A"), "COS-RPT-0003", "1 values for 2 rows"),
        (touch("AB", "B"), "COS-RPT-0003", "`touch.sets[0]` of the report"),
        (touch("AB", "!"), "COS-RPT-0003", "base64url"),
        (report("\"digits\": \"AF\"", "\"digits\": \"A=\""), "COS-RPT-0003", "base64url"),
        (
            report("[{\"width\": 1, \"digits\": \"BA\"}]", "[]"),
            "COS-RPT-0003",
            "0 columns for 1 dimensions",
        ),
        (
            report("\"coverage_ratio\": 1", "\"coverage_ratio\": 1.01"),
            "COS-RPT-0003",
            "coverage_ratio",
        ),
        (
            report("\"created\": \"2026-11-25T", "\"created\": \"2026-11-45T"),
            "COS-RPT-0003",
            "created",
        ),
    ] {
        assert_eq!(code, wanted_code, "{message}");
        assert!(message.contains(wanted), "{message}");
    }
}

#[test]
fn what_would_not_read_back_is_not_written() {
    let good = read(SMALL.as_bytes()).unwrap();
    let mut report = good.clone();
    report.mutation.score = f64::NAN;
    assert!(matches!(check(&report), Err(ReportError::Inconsistent { .. })));
    let mut report = good.clone();
    report.summary.elapsed_seconds = f64::INFINITY;
    assert!(super::render(&report).is_err());
    let mut report = good;
    report.scenarios.decision = Column { width: 1, digits: "AB".into() };
    assert!(crate::html::render(&report).is_err());
}
