//! `cos isolation audit` against a real server: it passes, is signed, and a bundle takes it in; it fails where something is not as it has to be.

use crate::env::Env;
use crate::server::{OPERATOR, Served, init};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

#[test]
fn an_audit_passes_is_signed_and_goes_into_a_bundle() {
    let env = init();
    let served = Served::start(&env);
    let audit = "isolation audit --report isolation.json --sign data/trust --html isolation.html";
    let run = served.cos(&env, &format!("{audit} {OPERATOR}"));
    assert_eq!(run.exit, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("nothing crosses"), "{}", run.stdout);
    let text = env.read("isolation.json");
    let report: Value = serde_json::from_str(&text).unwrap();
    let routes = report["routes"].as_array().unwrap();
    assert!(routes.len() >= 25, "{report}");
    assert!(routes.iter().all(|row| row["probes"].as_u64() > Some(0)), "{report}");
    assert!(report["probes"].as_u64() > Some(1_000), "{report}");
    // Every operation on a tenant's data, of both tenants, in three other regions; and tenants.
    assert!(report["residency"].as_array().unwrap().len() >= 100, "{report}");
    let page = env.read("isolation.html");
    assert!(page.contains("Nothing crosses.") && page.contains("report-1</b>"));
    env.ok("report render isolation.json --html again.html");
    let again = env.read("again.html");
    assert!(again.contains("Nothing crosses.") && !again.contains("report-1"));
    assert_eq!(env.cos("report render isolation.json --junit junit.xml").exit, 2);
    // Whoever audits must not leave secrets of a server in a report.
    for text in [&text, &page] {
        assert!(!text.contains("canary-") && !text.contains("cosu_"), "{text}");
    }
    // What was made for it is ended.
    let tenants = served.ok(&env, &format!("tenant list {OPERATOR} --format json"));
    assert_eq!(tenants.matches("\"suspended\"").count(), 2, "{tenants}");
    assert_eq!(left(&env, &served), (0, 0));
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
    assert_eq!(left(&env, &served), (0, 0));
}

#[test]
fn every_way_in_which_it_ends() {
    let env = init();
    let served = Served::start(&env);
    let show = |name: &str, text: &str| {
        let text = text.replace(&served.url, "http://[SERVER]");
        insta::with_settings!({ omit_expression => true, filters => [
            (r"(?m)^[│┌╞├└].*\n", ""),
            (r"audit-[0-9a-f]{8}-", "audit-[RUN]-"),
            (r"\d[\d,]* (requests?|of)", "[N] $1"),
            (r"of [\d,]+ requests", "of [N] requests"),
            (r"[\d,]+ findings?", "[N] findings"),
        ]}, { insta::assert_snapshot!(name, text) });
    };
    let shown = |command: &str| env.shown(&format!("{command} --server {}", served.url));
    show("clean", &shown(&format!("isolation audit --region eu-1 {OPERATOR}")));
    for tenant in ["pilot-a", "pilot-b"] {
        served.ok(&env, &format!("tenant create {tenant} --region eu-1 --residency eu {OPERATOR}"));
    }
    let found = "isolation audit --region ap-9 --tenant pilot-a --tenant pilot-b";
    let found = served.cos(&env, &format!("{found} {OPERATOR}"));
    let of_tenants = found.stdout.lines().filter(|line| !line.contains("v1/tenants/{tenant}"));
    let of_tenants: String = of_tenants.map(|line| format!("{line}\n")).collect();
    show("finding", &format!("exit {}\n{of_tenants}", found.exit));
    assert_eq!(left(&env, &served), (0, 0));
    served.ok(
        &env,
        &format!("token create --identity x --tenant pilot-a --scope receipts:read --out x.token {OPERATOR}"),
    );
    show("may_not", &shown("isolation audit --region eu-1 --token-file x.token"));
    show(
        "one_tenant",
        &shown(&format!("isolation audit --region eu-1 --tenant pilot-a {OPERATOR}")),
    );
    let elsewhere = served.cos(&env, &format!("isolation audit --region us-1 {OPERATOR}"));
    show("elsewhere", &format!("exit {}\n{}", elsewhere.exit, elsewhere.stderr));
    assert_eq!(left(&env, &served), (0, 0));

    let mut run = begun(&env, &served);
    signal(&run, "INT");
    let (exit, said) = ended(&mut run);
    show("interrupted", &format!("exit {exit}\n{said}"));
    assert_eq!(left(&env, &served), (0, 0));
    assert_eq!(served.stop(), Some(0));
    let nobody =
        env.shown(&format!("isolation audit --region eu-1 --server http://127.0.0.1:9 {OPERATOR}"));
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("unreachable", nobody) });
}

#[test]
fn what_a_dead_server_keeps_the_next_audit_ends() {
    let env = init();
    let mut served = Served::start(&env);
    let port = served.url.rsplit(':').next().unwrap().to_owned();
    let mut run = begun(&env, &served);
    served.kill();
    let (exit, said) = ended(&mut run);
    assert_eq!(exit, 5, "{said}");
    assert!(
        said.contains("left: tenant `audit-") && said.contains("the next audit ends"),
        "{said}"
    );
    let served = Served::again(&env, &port);
    let (_, tenants) = left(&env, &served);
    assert!(tenants > 0, "nothing was left, so nothing is shown");
    let run = served.cos(&env, &format!("isolation audit --region eu-1 {OPERATOR}"));
    assert_eq!(run.exit, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(left(&env, &served), (0, 0));
}

#[test]
fn receipts_of_another_region_do_not_come_into_a_servers_ledger() {
    let env = init();
    env.write("acts.jsonl", &crate::events::lines(3));
    for region in ["eu-1", "us-1"] {
        env.ok(&format!(
            "receipts issue --in acts.jsonl --tenant pilot-a --region {region} --keys data/trust --out {region}.sdjwt"
        ));
    }
    env.ok("receipts append eu-1.sdjwt --ledger data/ledger");
    let words = ["COS-SRV-0008", "line 1", "`us-1`", "`eu-1`"];
    crate::env::refused(&env, "receipts append us-1.sdjwt --ledger data/ledger", 4, &words);
    assert!(!env.path("data/ledger/us-1").exists());
    // A ledger that is no server's holds what it is given.
    env.ok("receipts append us-1.sdjwt --ledger other --keys data/trust");
}

/// An audit that runs, and has made a tenant. It then waits for a token to expire, and has a thousand requests to send.
fn begun(env: &Env, served: &Served) -> Child {
    let audit = format!("isolation audit --region eu-1 {OPERATOR} --server {}", served.url);
    let mut command = env.command();
    command.args(audit.split_whitespace()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut run = command.spawn().unwrap();
    let started = Instant::now();
    while left(env, served).1 == 0 {
        assert!(run.try_wait().unwrap().is_none(), "{:?}", ended(&mut run));
        assert!(started.elapsed() < Duration::from_mins(1), "it makes no tenant");
    }
    run
}

fn signal(run: &Child, name: &str) {
    let id = run.id().to_string();
    let sent = std::process::Command::new("kill").args([&format!("-{name}"), &id]).status();
    assert!(sent.unwrap().success());
}

/// How it ended, and what it said after it had begun.
fn ended(run: &mut Child) -> (i32, String) {
    let mut said = BufReader::new(run.stderr.take().unwrap());
    let (mut first, mut rest) = (String::new(), String::new());
    said.read_line(&mut first).unwrap();
    said.read_to_string(&mut rest).unwrap();
    (run.wait().unwrap().code().unwrap_or(-1), rest)
}

/// How many tokens of audits still count, and how many of their tenants are served.
fn left(env: &Env, served: &Served) -> (usize, usize) {
    let list = |what: &str| -> Vec<Value> {
        let text = served.ok(env, &format!("{what} list {OPERATOR} --format json"));
        let found: Value = serde_json::from_str(&text).unwrap();
        found[format!("{what}s")].as_array().unwrap().clone()
    };
    let is_of_audit = |name: &Value| name.as_str().unwrap().contains("audit-");
    let tokens = list("token").into_iter().filter(|it| it["revoked_at"].is_null());
    let tenants = list("tenant").into_iter().filter(|it| it["status"] == "active");
    (
        tokens.filter(|it| is_of_audit(&it["identity"])).count(),
        tenants.filter(|it| is_of_audit(&it["tenant"])).count(),
    )
}
