//! Jobs exchange their tokens, as two operators agreed: from the command line, against a server with its own clock.

use crate::env::Env;
use crate::server::{OPERATOR, Served, init, verified};
use serde_json::Value;
use std::process::Command;

/// Makes a key, and signs tokens of repository 74 with it: `keys.json`, `job.jwt`, and `other.jwt` of repository 75.
const ISSUER: &str = r#"
const { generateKeyPairSync, sign, randomUUID } = require("node:crypto");
const { writeFileSync } = require("node:fs");
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const jwk = { ...publicKey.export({ format: "jwk" }), kid: "a", use: "sig" };
writeFileSync("keys.json", JSON.stringify({ keys: [jwk] }));
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = Math.floor(Date.now() / 1000);
for (const [file, repository_id] of [["job.jwt", "74"], ["other.jwt", "75"]]) {
  const claims = {
    iss: "https://token.example", aud: "cos", sub: "repo:acme/app:environment:prod", iat: now, exp: now + 600,
    jti: randomUUID(), repository_id, environment: "prod", repository: "acme/app",
  };
  const signed = `${part({ alg: "EdDSA", kid: "a" })}.${part(claims)}`;
  writeFileSync(file, `${signed}.${sign(null, Buffer.from(signed), privateKey).toString("base64url")}\n`);
}
"#;

const ADD: &str = "token issuer add hub --kind github --url https://token.example --audience cos --jwks keys.json";
const PROPOSE: &str = "token binding propose --issuer hub --claim repository_id=74 --claim environment=prod \
    --identity ci --tenant pilot-a --scope receipts:write";

fn issued() -> Env {
    let env = init();
    let made = Command::new("node").args(["-e", ISSUER]).current_dir(env.path(".")).status();
    assert!(made.unwrap().success());
    env
}

#[test]
fn two_persons_let_a_job_in_and_one_shuts_it_out() {
    let env = issued();
    let served = Served::start(&env);
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    let mut seen = String::new();
    let mut step = |command: &str, exit: i32| {
        let shown = env.shown(&format!("{command} --server {}", served.url));
        assert!(shown.contains(&format!("\nexit {exit}\n")), "{shown}");
        seen += &shown.replace(&served.url, "[URL]");
        seen.push('\n');
    };
    step(&format!("{ADD} {OPERATOR}"), 0);
    step(&format!("{ADD} {OPERATOR}"), 4);
    step(&format!("{PROPOSE} {OPERATOR}"), 4);
    env.ok("token admit --data data --person grace --out grace.token");
    let named = PROPOSE.replace("repository_id=74", "repository=acme/app");
    step(&format!("{named} {OPERATOR}"), 3);
    step(&format!("{PROPOSE} {OPERATOR}"), 0);
    step(&format!("token binding list {OPERATOR}"), 0);
    let list = served.ok(&env, &format!("token binding list {OPERATOR} --format json"));
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list["bindings"][0]["status"], "proposed", "{list}");
    let id = list["bindings"][0]["id"].as_str().unwrap();
    step(&format!("token binding approve {id} {OPERATOR}"), 4);
    step(&format!("token binding approve {id} --token-file grace.token"), 0);
    step(&format!("token binding list {OPERATOR}"), 0);
    step("token exchange --jwt other.jwt --out ci.token", 4);
    step("token exchange --jwt job.jwt --out ci.token", 0);
    step("token exchange --jwt job.jwt --out ci.token", 4);
    env.write("acts.jsonl", &crate::events::lines(3));
    step("receipts ingest acts.jsonl --tenant pilot-a --token-file ci.token", 0);
    step(&format!("token issuer list {OPERATOR}"), 0);
    step(&format!("token binding remove {id} {OPERATOR}"), 0);
    step("receipts ingest acts.jsonl --tenant pilot-a --token-file ci.token", 4);
    step(&format!("token issuer remove hub {OPERATOR}"), 0);
    step(&format!("token issuer remove hub {OPERATOR}"), 4);
    insta::with_settings!({ filters => [(r"01[0-9A-Z]{24}", "[ULID]")] }, {
        insta::assert_snapshot!(seen);
    });
    assert_eq!(served.stop(), Some(0));
    // 3 events; tenant, issuer added and removed, person, binding proposed, approved and removed, exchanged, refused once for what it says and
    // once for being shown again.
    verified(&env, 13);
}
