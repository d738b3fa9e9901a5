//! `cos state migrate-to` and `cos state check`: state moved from files into PostgreSQL, killed at many moments, and served from there.

use crate::env::{Env, refused};
use crate::events;
use crate::server::{OPERATOR, Served, init, verified};
use cos_testkit::postgres::Postgres;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const TENANTS: [&str; 3] = ["pilot-a", "pilot-b", "pilot-c"];

/// A database that is ready for a service, as that connects to it.
fn prepared(env: &Env, server: &Postgres, name: &str) -> String {
    let owner = server.database(name);
    env.ok(&format!("state prepare {owner} --role {}", Postgres::APP));
    server.address(name, Postgres::APP)
}

/// A data directory with three tenants that have done something, and with receipts that no log has yet; how many there will be.
fn lived_in() -> (Env, u64) {
    let env = init();
    let served = Served::start(&env);
    env.write("acts.jsonl", &events::lines(20));
    env.write("harbour.json", r##"{"name": "harbour", "colors": {"accent": "#8a3b12"}}"##);
    for tenant in TENANTS {
        let ok = |command: &str| served.ok(&env, &format!("{command} {OPERATOR}"));
        ok(&format!("tenant create {tenant} --region eu-1 --residency eu"));
        ok(&format!("receipts ingest acts.jsonl --tenant {tenant}"));
        ok(&format!("theme import harbour.json --tenant {tenant} --activate --reason brand"));
    }
    assert_eq!(served.stop(), Some(0));
    // Without a server, its receipt waits.
    env.ok("token admit --data data --person grace@acme.example --out grace.token");
    // Of each tenant: created, 20 events, a theme imported and activated.
    (env, 3 * 23 + 1)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn checked(env: &Env) -> Value {
    json(&env.ok("state check --data data --format json"))
}

#[test]
fn state_moves_and_is_served_from_there() {
    let (env, receipts) = lived_in();
    let server = Postgres::start();
    let url = prepared(&env, &server, "served");
    let shown = |name: &str, command: &str| {
        let text = env.shown(command).replace(&url, "[URL]");
        insta::with_settings!({filters => vec![
            (r"postgres://cos_app@localhost/\w+", "[PLACE]"),
            (r"process \d+ on \S+\) since \S+", "process [PID] on [HOST]) since [TIME]"),
        ]}, { insta::assert_snapshot!(name, text) });
    };
    let before = checked(&env);
    shown("check", "state check --data data");
    shown("dry_run", &format!("state migrate-to {url} --data data --dry-run"));
    let served = Served::start(&env);
    shown("server_runs", &format!("state migrate-to {url} --data data"));
    // While the directory is moved nobody else may use it, but a server may be stopped at any time.
    assert_eq!(served.stop(), Some(0));
    let old = env.read("data/config.json");
    shown("move", &format!("state migrate-to {url} --data data"));
    assert_eq!(env.read("data/config.json.before-move"), old);
    shown("move_again", &format!("state migrate-to {url} --data data"));
    // The receipt that waited was delivered by the server which ran in between; nothing else changed.
    let tables = |value: &Value| value["tables"].as_array().unwrap().len();
    assert_eq!(tables(&before), tables(&checked(&env)));

    // The files are old now, and nobody serves them by mistake.
    let new = env.read("data/config.json");
    env.write("data/config.json", &old);
    shown("old_configuration", "serve --data data --listen 127.0.0.1:0");
    let other = prepared(&env, &server, "other");
    refused(&env, &format!("state migrate-to {other} --data data"), 4, &["COS-STA-0009"]);
    // As a move leaves it that dies at its last step: the same command takes that.
    shown("move_the_last_step", &format!("state migrate-to {url} --data data"));
    assert_eq!(env.read("data/config.json"), new);
    let served = Served::start(&env);
    let list = served.ok(&env, "tenant list --token-file grace.token --format json");
    assert_eq!(json(&list)["tenants"].as_array().unwrap().len(), 3, "{list}");
    let themes = served.ok(&env, &format!("theme list --tenant pilot-a {OPERATOR}"));
    assert!(themes.contains("harbour"), "{themes}");
    let again = format!("receipts ingest acts.jsonl --tenant pilot-a {OPERATOR} --format json");
    assert_eq!(json(&served.ok(&env, &again))["replayed"], 20);
    served.ok(&env, &format!("tenant create pilot-d --region eu-1 --residency eu {OPERATOR}"));
    assert_eq!(served.stop(), Some(0));
    verified(&env, receipts + 1);
}

/// Starts a move, and kills it after a while unless it has ended.
fn moved(env: &Env, url: &str, kill_after: Duration) -> bool {
    let mut command = env.command();
    command.args(["state", "migrate-to", url, "--data", "data"]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    thread::sleep(kill_after);
    let _ = child.kill();
    child.wait().unwrap().success()
}

/// Copies a directory as it is.
fn copy(env: &Env, from: &str, to: &str) {
    let mut command = Command::new("cp");
    command.args(["-a", from, to]).current_dir(env.path(""));
    assert!(command.status().unwrap().success());
}

#[test]
fn a_move_survives_its_death() {
    const DEATHS: u32 = 30;
    let (env, receipts) = lived_in();
    let server = Postgres::start();
    copy(&env, "data", "spare");
    let url = prepared(&env, &server, "measured");
    let begun = Instant::now();
    env.ok(&format!("state migrate-to {url} --data data"));
    let mut whole = begun.elapsed();

    let begin = |number: u32| {
        fs::remove_dir_all(env.path("data")).unwrap();
        copy(&env, "spare", "data");
        prepared(&env, &server, &format!("moved_{number}"))
    };
    let mut url = begin(0);
    let (before, old) = (checked(&env), env.read("data/config.json"));
    let (mut run, mut died) = (0, 0);
    let mut states = BTreeSet::new();
    while died < DEATHS {
        run += 1;
        if moved(&env, &url, whole * ((run - 1) % DEATHS + 1) / DEATHS) {
            // It was done before it could die: from the beginning, and earlier.
            assert_eq!(checked(&env), before, "run {run}");
            whole = whole * 3 / 4;
            url = begin(run);
            continue;
        }
        died += 1;
        // Whatever it left: the configuration, and what had arrived.
        let is_old = env.read("data/config.json") == old;
        let look = env.cos(&format!("state migrate-to {url} --data data --dry-run --format json"));
        assert_eq!(look.exit, 0, "run {run}: {}", look.stderr);
        let look = json(&look.stdout);
        let waiting = look["tables"].as_array().unwrap().iter();
        let waiting = waiting.filter(|table| table["passage"] == "waiting").count();
        states.insert((is_old, waiting));
        if !is_old {
            assert_eq!(checked(&env), before, "run {run}");
            url = begin(run);
        }
    }
    env.ok(&format!("state migrate-to {url} --data data"));
    assert_eq!(checked(&env), before, "it died in {states:?}");
    assert!(states.len() >= 2, "it died in only {states:?}");
    let served = Served::start(&env);
    served.ok(&env, &format!("tenant create pilot-d --region eu-1 --residency eu {OPERATOR}"));
    assert_eq!(served.stop(), Some(0));
    verified(&env, receipts + 1);
}

#[test]
fn what_cannot_be_moved_says_why() {
    let env = init();
    let server = Postgres::start();
    let url = prepared(&env, &server, "empty");
    let to = |url: &str| format!("state migrate-to {url} --data data");
    refused(&env, &to("mysql://db/cos"), 3, &["COS-STA-0012", "postgres://"]);
    refused(&env, "state migrate-to --data data", 2, &["URL"]);
    refused(&env, &format!("state migrate-to {url} --data nothing"), 3, &["COS-SRV-0001"]);
    let secret = "postgres://cos_app:geheim@127.0.0.1:9/cos?password=geheim";
    let run = env.cos(&to(secret));
    assert_eq!(run.exit, 5, "{}", run.stderr);
    assert!(
        run.stderr.contains("COS-STA-0001") && !run.stderr.contains("geheim"),
        "{}",
        run.stderr
    );
    // Not prepared, or with a role that owns the tables.
    let owner = server.database("raw");
    refused(&env, &to(&server.address("raw", Postgres::APP)), 5, &["format"]);
    refused(&env, &to(&owner), 5, &["format"]);
    env.ok(&format!("state prepare {owner} --role {}", Postgres::APP));
    refused(&env, &to(&owner), 5, &["COS-STA-0003"]);
    // Another organisation's.
    let other = prepared(&env, &server, "other");
    env.ok(&format!("init other --org other --region eu-1 --state {other}"));
    refused(&env, &to(&other), 4, &["COS-STA-0008", "`tokens`", "createdb"]);
    // Nothing of that changed anything.
    assert!(!env.path("data/config.json.before-move").exists());
    let mut from_environment = env.command();
    from_environment.args(["state", "migrate-to", "--data", "data", "--dry-run"]);
    let looked = from_environment.env("COS_STATE_URL", &url).output().unwrap();
    assert!(String::from_utf8_lossy(&looked.stdout).contains("to be copied"), "{looked:?}");
    env.write("cos.url", &format!("{url}\n"));
    let done = env.ok("state migrate-to --url-file cos.url --data data --format json");
    assert_eq!(json(&done)["status"], "moved");
    refused(&env, &to(&other), 4, &["COS-SRV-0013"]);
}
