//! Reports of `opa test`: tests stay tests, and end as they ended.

use super::super::opa_test;
use super::*;

const POLICY: &str = "package authz\n\nallow if input.user == \"root\"\n";
const TESTS: &str = r#"package authz_test

import data.authz

test_root if authz.allow with input as {"user": "root"}

test_other if authz.allow with input as {"user": "other"}

test_each[name] if {
	some name, user in {"a": "root", "b": "x"}
	authz.allow with input as {"user": user}
}

todo_test_more if false
"#;

const REPORT: &str = r#"[
  {"location": {"file": "authz_test.rego", "row": 5, "col": 1}, "package": "data.authz_test", "name": "test_root", "duration": 1},
  {"location": {"file": "authz_test.rego", "row": 7, "col": 1}, "package": "data.authz_test", "name": "test_other", "fail": true},
  {"location": {"file": "authz_test.rego", "row": 9, "col": 1}, "package": "data.authz_test", "name": "test_each", "fail": true,
   "sub_results": {"a": {}, "b": {"fail": true}}},
  {"location": {"file": "authz_test.rego", "row": 14, "col": 1}, "package": "data.authz_test", "name": "todo_test_more", "skip": true},
  {"package": "data.authz_test", "name": "test_broken", "error": {"code": "rego_type_error"}}
]"#;

fn bundle() -> Files {
    let manifest = r#"{"revision": "r7", "roots": ["authz", "authz_test"]}"#;
    let signature = "{\"signatures\": []}";
    files([
        ("authz.rego", POLICY),
        ("authz_test.rego", TESTS),
        (".manifest", manifest),
        (".signatures.json", signature),
    ])
}

fn import(report: &str) -> Result<Imported, Vec<ImportError>> {
    let mut files = bundle();
    files.remove(".signatures.json");
    opa_test::import(("report.json", report.as_bytes()), &files, &about())
}

#[test]
fn tests_become_cases_and_parameters_too() {
    let imported = import(REPORT).unwrap();
    let matrix = matrix(&imported);
    assert_eq!(
        cases(&matrix),
        [
            "authz_test authz_test/test_root allow",
            "authz_test authz_test/test_other deny",
            "authz_test authz_test/test_each[a] allow",
            "authz_test authz_test/test_each[b] deny",
        ]
    );
    assert!(matrix.flows.iter().all(|flow| !flow.privileged) && matrix.inventory.is_empty());
    let expected = [
        "Finding authz_test.rego:7: `test_other`: `authz_test/test_other` failed, and the case expects that it goes on failing",
        "Finding authz_test.rego:9: `test_each`: `authz_test/test_each[b]` failed, and the case expects that it goes on failing",
        "LeftOut authz_test.rego:14: `todo_test_more`: the test is skipped",
        "LeftOut report.json: `test_broken`: the test could not be run: {\"code\":\"rego_type_error\"}",
    ];
    assert_eq!(notes(&imported), expected);
    let names: Vec<_> = imported.bundle.iter().flatten().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, [".manifest", "authz.rego", "authz_test.cos.rego", "cos/tests.rego"]);
}

#[test]
fn the_tests_end_as_the_report_says() {
    assert_eq!(gator::failing(&import(REPORT).unwrap()), [""; 0]);
    let wrong = REPORT.replace("\"test_root\"", "\"test_root\", \"fail\": true");
    assert_eq!(gator::failing(&import(&wrong).unwrap()).len(), 1);
}

#[test]
fn what_is_no_report_is_refused() {
    let table = [
        ("[", "COS-IMP-0001 report.json:1: not JSON"),
        ("{}", "COS-IMP-0002 report.json: not a report"),
        ("[{\"name\": 1}]", "COS-IMP-0002 report.json: an entry of the report is not a result"),
        ("[]", "COS-IMP-0004 report.json: nothing in it can be imported"),
        (
            r#"[{"package": "data.gone_test", "name": "test_a"}]"#,
            "has the package `data.gone_test`",
        ),
        (r#"[{"package": "data.authz_test", "name": "test_gone"}]"#, "have no rule `test_gone`"),
        (r#"[{"package": "data.authz_test", "name": "a b"}]"#, "have no rule `a b`"),
    ];
    for (report, message) in table {
        let found = faults(import(report)).join("\n");
        assert!(found.contains(message), "{report}: {found}");
    }
    let mut files = bundle();
    files.insert("broken.rego".to_owned(), b"allow if true".to_vec());
    let found = faults(opa_test::import(("r", REPORT.as_bytes()), &files, &about()));
    assert!(found[0].contains("COS-IMP-0002"), "{found:?}");
}
