//! `cos isolation audit` against a real server: it passes, is signed, and a bundle takes it in; it fails where something is not as it has to be.

use crate::server::{OPERATOR, Served, init};
use serde_json::Value;

#[test]
fn an_audit_passes_is_signed_and_goes_into_a_bundle() {
    let env = init();
    let served = Served::start(&env);
    let audit = "isolation audit --region eu-1 --report isolation.json --sign data/trust";
    let run = served.cos(&env, &format!("{audit} {OPERATOR}"));
    assert_eq!(run.exit, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("nothing crosses"), "{}", run.stdout);
    let text = env.read("isolation.json");
    let report: Value = serde_json::from_str(&text).unwrap();
    let routes = report["routes"].as_array().unwrap();
    assert!(routes.len() >= 25, "{report}");
    assert!(routes.iter().all(|row| row["probes"].as_u64() > Some(0)), "{report}");
    assert!(report["probes"].as_u64() > Some(1_000), "{report}");
    assert!(report["residency"].as_array().unwrap().len() >= 12, "{report}");
    // Whoever audits must not leave secrets of a server in a report.
    assert!(!text.contains("canary-") && !text.contains("cosu_"), "{text}");
    // What was made for it is ended.
    let tenants = served.ok(&env, &format!("tenant list {OPERATOR} --format json"));
    assert_eq!(tenants.matches("\"suspended\"").count(), 2, "{tenants}");
    let tokens = served.ok(&env, &format!("token list {OPERATOR} --format json"));
    let tokens: Value = serde_json::from_str(&tokens).unwrap();
    let tokens = tokens["tokens"].as_array().unwrap();
    let open = tokens.iter().filter(|token| token["revoked_at"].is_null());
    let open: Vec<_> = open.filter(|it| it["identity"] != "first-operator").collect();
    assert!(open.is_empty(), "{open:?}");
    assert_eq!(served.stop(), Some(0));

    let bundle = |out: &str| {
        env.ok(&format!("evidence bundle -f m.yaml -o {out} --keys data/trust"));
        let trust = "--trust data/trust/trust.json --allow-untimestamped";
        env.cos(&format!("evidence verify {out} {trust} --format json"))
    };
    let outcome = |run: &crate::env::Run, id: &str| {
        let found: Value = serde_json::from_str(&run.stdout).unwrap();
        let checks = found["checks"].as_array().unwrap();
        let check = checks.iter().find(|check| check["id"] == id);
        check.map(|check| check["outcome"].as_str().unwrap().to_owned())
    };
    std::fs::create_dir(env.path("in")).unwrap();
    for name in ["isolation.json", "isolation.json.dsse.json"] {
        std::fs::copy(env.path(name), env.path("in").join(name)).unwrap();
    }
    env.write(
        "m.yaml",
        "bundle:\n  version: 1.0.0\n  isolation: in/\n  contract: [{field: isolation}]\n",
    );
    let run = bundle("out");
    for id in ["isolation.valid", "isolation.signed", "isolation.passed"] {
        assert_eq!(outcome(&run, id).as_deref(), Some("pass"), "{id}: {}", run.stdout);
    }
    // Another word in it, and nobody signed that.
    env.write("in/isolation.json", &text.replacen("\"eu-1\"", "\"eu-2\"", 1));
    let run = bundle("changed");
    assert_eq!(outcome(&run, "isolation.signed").as_deref(), Some("fail"), "{}", run.stdout);
    // A report that contradicts itself has not passed.
    env.write("in/isolation.json", &text.replacen("\"refused\": true", "\"refused\": false", 1));
    let run = bundle("leaking");
    assert_eq!(outcome(&run, "isolation.passed").as_deref(), Some("fail"), "{}", run.stdout);
}

#[test]
fn a_server_that_writes_what_should_be_elsewhere_is_found_out() {
    let env = init();
    let served = Served::start(&env);
    for tenant in ["pilot-a", "pilot-b"] {
        served.ok(&env, &format!("tenant create {tenant} --region eu-1 --residency eu {OPERATOR}"));
    }
    // It is told that its region is another one, and so takes this server for one that writes anywhere.
    let run = served.cos(
        &env,
        &format!("isolation audit --region ap-9 --tenant pilot-a --tenant pilot-b {OPERATOR}"),
    );
    assert_eq!(run.exit, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("residency: POST /v1/tenants as operator"), "{}", run.stdout);
    // The tenants are somebody's: they go on.
    let tenants = served.ok(&env, &format!("tenant show pilot-a {OPERATOR} --format json"));
    assert!(tenants.contains("\"active\""), "{tenants}");
    let one =
        served.cos(&env, &format!("isolation audit --region eu-1 --tenant pilot-a {OPERATOR}"));
    assert_eq!(one.exit, 2, "{}", one.stderr);
    served.ok(
        &env,
        &format!("token create --identity x --tenant pilot-a --scope receipts:read --out x.token {OPERATOR}"),
    );
    let weak = served.cos(&env, "isolation audit --region eu-1 --token-file x.token");
    assert_eq!(weak.exit, 4, "{}", weak.stderr);
}
