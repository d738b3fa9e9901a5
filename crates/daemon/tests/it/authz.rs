//! The policy that decides: it refuses with reasons and leaves receipts, it can only refuse more, and when it cannot be asked nothing passes
//! (promises P12 and P14).

use crate::world::World;
use cos_daemon::{AuthzPolicy, ENTRYPOINT};
use cos_policy::setup::{ModuleText, Setup};
use serde_json::{Value, json};

fn policy(text: &str) -> AuthzPolicy {
    let module = ModuleText { name: "authz.rego".into(), text: text.into(), rego_version: 1 };
    let setup = Setup {
        modules: vec![module],
        data: json!({}),
        entrypoint: ENTRYPOINT.into(),
        ..Setup::default()
    };
    AuthzPolicy { setup, ..AuthzPolicy::default() }
}

/// Refuses one identity what the others may.
const CAREFUL: &str = r#"package cos.authz
decision := {"allow": count(reasons) == 0, "reasons": reasons}
reasons contains {"rule": "acme.no-bots", "message": "a bot reports nothing", "remedy": "report it yourself"} if {
    input.credential.identity == "bot"
    input.route.scope == "receipts:write"
}
"#;

#[test]
fn a_refusal_says_why_and_leaves_a_receipt() {
    let world = World::under(policy(CAREFUL));
    let bot = world.token_of("bot", Some("pilot-a"), &["receipts:read", "receipts:write"]);
    let path = "/v1/tenants/pilot-a/receipts";
    let refused = world.post(path, &bot, &world.event("anything"));
    assert_eq!(refused.status, 403);
    let problem = refused.json();
    assert_eq!(problem["code"], "COS-SRV-0020");
    let reason = json!([{
        "rule": "acme.no-bots", "message": "a bot reports nothing", "remedy": "report it yourself",
    }]);
    assert_eq!(problem["reasons"], reason);
    // Reading is not what the policy is about, and the receipt of the refusal is there to be read.
    let jti = problem["receipt"].as_str().unwrap();
    let receipt = world.receipt("pilot-a", &bot, jti);
    assert_eq!(receipt["decision"], "deny");
    assert_eq!(receipt["denial_code"], "acme.no-bots");
    assert_eq!(receipt["action"], "ingestReceipts");
    assert_eq!(receipt["policy_bundle"]["version"], AuthzPolicy::default().version);
    assert_eq!(receipt["trace_id"], problem["trace_id"]);
}

#[test]
fn no_policy_gives_what_a_token_does_not() {
    let world = World::under(policy("package cos.authz\ndecision := {\"allow\": true}\n"));
    let reader = world.token_of("reader", Some("pilot-a"), &["receipts:read"]);
    let event = world.event("anything");
    assert_eq!(world.post("/v1/tenants/pilot-a/receipts", &reader, &event).status, 403);
    assert_eq!(world.post("/v1/tenants/pilot-b/receipts", &reader, &event).status, 404);
}

#[test]
fn what_is_no_decision_lets_nothing_pass() {
    // Undefined for some, no decision for others, a loop without end for the third; whoever is none of them passes, also afterwards.
    let world = World::under(policy(
        r#"package cos.authz
decision := {"allow": true} if not input.credential.identity in {"undefined", "garbled", "endless"}
decision := "yes" if input.credential.identity == "garbled"
decision := {"allow": n > 0} if {
    input.credential.identity == "endless"
    n := count([1 | some a in numbers.range(1, 3000); some b in numbers.range(1, 3000); some c in numbers.range(1, 3000); a * b == c])
}
"#,
    ));
    let ask = |identity: &str| {
        let token = world.token_of(identity, Some("pilot-a"), &["receipts:read"]);
        world.call("GET", "/v1/tenants/pilot-a/log/checkpoint", &token, "")
    };
    assert_eq!(ask("plain").status, 200);
    for identity in ["undefined", "garbled", "endless"] {
        let refused = ask(identity);
        assert_eq!(
            (refused.status, &refused.json()["code"]),
            (503, &json!("COS-SRV-0021")),
            "{identity}"
        );
        assert!(refused.header("retry-after").is_some());
    }
    // The process that was stopped comes back by itself.
    let is_back = (0..600).any(|round| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        ask(&format!("plain-{round}")).status == 200
    });
    assert!(is_back);
}

#[test]
fn a_policy_that_cannot_decide_is_not_served() {
    for (text, why) in [
        ("package cos.authz\ndecision := {", "COS-POL"),
        ("package cos.other\ndecision := {\"allow\": true}\n", "COS-POL-0003"),
        ("package cos.authz\ndecision := {\"allow\": time.now_ns() > 0}\n", "COS-POL-0026"),
    ] {
        let error = World::refused(policy(text));
        assert!(error.starts_with(why), "{error} is not {why}");
    }
}

#[test]
fn the_servers_own_policy_gives_reasons_and_writes_refusals_down() {
    let world = World::new();
    let reader = world.token_of("reader", Some("pilot-a"), &["receipts:read"]);
    let problem = world.post("/v1/tenants/pilot-a/receipts", &reader, &world.event("x")).json();
    assert_eq!(problem["reasons"][0]["rule"], "cos.authz.scope");
    let receipt: Value = world.receipt("pilot-a", &reader, problem["receipt"].as_str().unwrap());
    assert_eq!(receipt["denial_code"], "cos.authz.scope");
    // A denial of reading changes nothing and is no receipt.
    let writer = world.token_of("writer", Some("pilot-a"), &["receipts:write"]);
    let denied = world.call("GET", "/v1/tenants/pilot-a/log/checkpoint", &writer, "");
    assert_eq!((denied.status, denied.json().get("receipt")), (403, None));
}
