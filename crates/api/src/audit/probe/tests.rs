//! What counts as a finding, for each way in which an answer can be wrong.

use super::*;
use crate::client::Client;
use serde_json::json;
use std::sync::atomic::AtomicBool;

fn audit_of(expected: Result<(), u16>, status: u16, body: &str) -> Vec<String> {
    let client = Client::new("http://127.0.0.1:1", "").unwrap();
    let caller = Caller::nobody("nobody", client);
    let side = |name: &str| Side {
        tenant: name.to_owned(),
        canary: format!("canary-{name}"),
        jti: String::new(),
        theme: String::new(),
        token: String::new(),
        residency: String::new(),
    };
    let stage = Stage::of([side("a"), side("b")]);
    let document = json!({ "paths": { "/v1/tenants/{tenant}": { "get": { "x-cos-scope": "tenants:read" } } } });
    let routes = Operation::all(&document);
    let asked = Asked { route: &routes[0], caller: &caller, tenant: "a" };
    let answer = Exchange { status, head: String::new(), body: body.to_owned() };
    let plan = Plan {
        server: String::new(),
        region: "eu-1".to_owned(),
        run: String::new(),
        now: "2026-01-01T00:00:00Z".to_owned(),
        tenants: None,
        stop: &AtomicBool::new(false),
    };
    let mut audit = Audit::begun(&plan, "1");
    judge(&asked, expected, &answer, &mut audit);
    secrets(&asked, &stage, &answer, &mut audit);
    audit.findings.into_iter().map(|finding| finding.rule).collect()
}

#[test]
fn each_wrong_answer_is_found() {
    assert_eq!(audit_of(Err(404), 404, "{}"), [""; 0]);
    assert_eq!(audit_of(Ok(()), 422, "{}"), [""; 0]);
    assert_eq!(audit_of(Err(404), 200, "{}"), ["access"]);
    assert_eq!(audit_of(Err(404), 403, "{}"), ["access"]);
    assert_eq!(audit_of(Ok(()), 403, "{}"), ["access"]);
    assert_eq!(audit_of(Ok(()), 500, "{}"), ["failure"]);
    assert_eq!(audit_of(Err(404), 404, "what canary-b said"), ["canary"]);
}
