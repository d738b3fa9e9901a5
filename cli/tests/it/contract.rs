//! The interface as its own document describes it, tried by schemathesis: requests that follow from the document, right ones and wrong ones,
//! sent to a real server as each kind of caller. No answer is the server's own failure, or one that the document does not describe.

use crate::env::Env;
use crate::server::{OPERATOR, Served, init};
use std::process::Command;

/// What is asked of every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance";

/// Names that exist, so that requests get past the door; half of the time.
const KNOWN: &str = r#"
[dictionaries.tenants]
values = ["pilot-a"]
[dictionaries.regions]
values = ["eu-1"]
[dictionaries.digests]
values = ["DIGEST"]
[dictionaries.receipts]
values = ["JTI"]
[parameters]
"path.tenant" = { dictionary = "tenants", probability = 0.8 }
"path.digest" = { dictionary = "digests", probability = 0.8 }
"path.jti" = { dictionary = "receipts", probability = 0.5 }
"body.region" = { dictionary = "regions", probability = 0.8 }
"#;

/// A server with a tenant that has a receipt and a theme.
fn served(env: &Env) -> Served {
    let served = Served::start(env);
    let ok = |command: &str| served.ok(env, &format!("{command} {OPERATOR}"));
    ok("tenant create pilot-a --region eu-1 --residency eu");
    ok("tenant create pilot-b --region eu-1 --residency eu");
    let mut event = crate::events::event(1);
    event["id"] = JTI.into();
    env.write("acts.jsonl", &format!("{event}\n"));
    ok("receipts ingest acts.jsonl --tenant pilot-a --wait published");
    env.write("theme.json", r##"{"name":"harbour","colors":{"accent":"#0b5394"}}"##);
    let made = ok("theme import theme.json --tenant pilot-a --format json");
    let made: serde_json::Value = serde_json::from_str(&made).unwrap();
    let digest = made["theme"]["digest"].as_str().unwrap();
    env.write("schemathesis.toml", &KNOWN.replace("DIGEST", digest).replace("JTI", JTI));
    served
}

const JTI: &str = "01KE000000000000000000000A";

/// Runs schemathesis as one caller; it must find nothing, and must have tried something.
fn run(env: &Env, served: &Served, caller: &str, token: Option<&str>, without: &str) {
    let home = cos_testkit::servers::place("api");
    let mut command = Command::new(home.join("venv/bin/schemathesis"));
    command.current_dir(env.path("")).env_clear().env("HOME", env.path("home"));
    command.args(["run", &format!("{}/openapi.json", served.url), "--checks", CHECKS]);
    // A stream of events does not end; `daemon/tests` reads it.
    command.args(["--include-path-regex", "^/(v1/|healthz|readyz|metrics|openapi)"]);
    command.args(["--exclude-operation-id-regex", &format!("^(watchEvents{without})$")]);
    command.args(["--phases", "examples,coverage,fuzzing", "--seed", "1", "--max-examples", "12"]);
    command.args(["--no-shrink", "--generation-database", "none", "--no-color"]);
    if let Some(token) = token {
        command.args(["--header", &format!("Authorization: Bearer {}", token.trim())]);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "as {caller}: {}\n{said}{errors}", output.status);
    let tried =
        said.lines().find_map(|line| line.trim().split_once(" generated, ")?.0.parse().ok());
    assert!(tried.is_some_and(|tried: u64| tried > 300), "as {caller}: {said}");
}

#[test]
fn nothing_is_answered_that_the_document_does_not_describe() {
    let env = init();
    let served = served(&env);
    let token = |name: &str, scopes: &[&str]| {
        let scopes: String = scopes.iter().map(|scope| format!(" --scope {scope}")).collect();
        let out = format!("{name}.token");
        let create = format!("token create --identity {name} --tenant pilot-a{scopes}");
        served.ok(&env, &format!("{create} --out {out} {OPERATOR}"));
        env.read(&out)
    };
    let tenant = token(
        "tenant",
        &[
            "receipts:read",
            "receipts:write",
            "tenants:read",
            "themes:read",
            "themes:write",
            "tokens:read",
        ],
    );
    let reader = token("reader", &["receipts:read", "tenants:read", "themes:read"]);
    // An operator who suspends the tenant or revokes a token would close what is behind it; ids of tokens are learnt from answers.
    let operator = env.read("data/operator.token");
    run(&env, &served, "operator", Some(&operator), "|suspendTenant|revokeToken");
    run(&env, &served, "tenant", Some(&tenant), "");
    run(&env, &served, "reader", Some(&reader), "");
    run(&env, &served, "nobody", None, "");
    assert_eq!(served.stop(), Some(0));
}
