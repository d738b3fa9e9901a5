//! `cos status`: how it ends, what it shows, and to whom.

use super::at;
use super::authority::Authority;
use crate::env::{Env, Run};
use crate::server::{OPERATOR, Served, init};
use insta::assert_snapshot;
use serde_json::Value;

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr))
}

/// Without figures that differ from run to run: of times, ports, disks and keys.
fn steady(env: &Env, text: &str) -> String {
    let text = text.replace(env.path("").to_str().unwrap(), "[DIR]/");
    let steady = |line: &str| match line.trim_start().split(' ').next() {
        Some("up") => "  up for [TIME]".to_owned(),
        Some("disk") => "  disk [SIZE] free of [SIZE]".to_owned(),
        Some("key") => line.split('+').next().unwrap().to_owned() + "+[KEY] without an end",
        _ => line.to_owned(),
    };
    text.lines().map(|line| steady(line) + "\n").collect()
}

#[test]
fn a_ready_server_is_shown_on_one_screen() {
    let env = init();
    let run = env.cos("status --data data");
    assert_eq!(run.exit, 5, "nobody serves yet: {}", run.stderr);
    let mut served = Served::with(&env, &at("127.0.0.1:0")).unwrap();
    for tenant in ["pilot-a", "pilot-b"] {
        served.ok(&env, &format!("tenant create {tenant} --region eu-1 --residency eu {OPERATOR}"));
        env.write("acts.jsonl", &crate::events::lines(3));
        let ingest = "receipts ingest acts.jsonl --wait published --tenant";
        served.ok(&env, &format!("{ingest} {tenant} {OPERATOR}"));
    }
    // The server of the directory is found, and its first token.
    let run = env.cos("status --data data");
    assert_eq!(run.exit, 0, "{}{}", run.stdout, run.stderr);
    let shown = steady(&env, &run.stdout).replace(&served.url, "http://127.0.0.1:[PORT]");
    let (head, table) = shown.split_once('┌').unwrap();
    assert_snapshot!(head);
    for log in ["acme/eu-1/pilot-a", "acme/eu-1/pilot-b"] {
        assert!(table.contains(log), "{table}");
    }
    let status = json(&env.cos("status --data data --format json"));
    assert_eq!((&status["schema"], &status["status"]), (&"cos.status/v1".into(), &"ready".into()));
    let log = &status["logs"][0];
    assert_eq!((&log["log"], &log["receipts"]), (&"acme/eu-1/pilot-a".into(), &4.into()));
    assert!(status["server"]["disk"]["free_bytes"].as_u64().is_some(), "{status}");

    // Who reaches one tenant sees its log, and nothing of others or of the server.
    let create = "token create --identity x --tenant pilot-b --scope tenants:read --out b.token";
    served.ok(&env, &format!("{create} {OPERATOR}"));
    let run = env.cos("status --data data --token-file b.token --format json");
    let status = json(&run);
    assert_eq!((run.exit, &status["tenants"]), (0, &1.into()), "{status}");
    assert_eq!(status["logs"].as_array().unwrap().len(), 1, "{status}");
    assert!(status.get("server").is_none() && !run.stdout.contains("pilot-a"), "{status}");
    let create = "token create --identity x --all-tenants --scope events:read --out e.token";
    served.ok(&env, &format!("{create} {OPERATOR}"));
    assert_eq!(env.cos("status --data data --token-file e.token").exit, 4);

    // Killed, it said last where it was, and nobody answers there.
    served.kill();
    let run = env.cos("status --data data");
    assert_eq!(run.exit, 5, "{}", run.stderr);
    assert!(run.stderr.contains("Connection refused"), "{}", run.stderr);
}

#[test]
fn what_somebody_should_look_at_is_said() {
    let env = init();
    let authority = Authority::new(&env, "one");
    authority.issue_valid("tls");
    // A certificate that ends within the week.
    let soon =
        super::said(std::process::Command::new("date").args(["-ud", "+3 days", "+%Y%m%d%H%M%SZ"]));
    authority.issue("tls", "localhost", ["20200101000000Z", soon.trim()]);
    let mut arguments = at("127.0.0.1:0");
    let more = ["--tls-cert", "tls.crt", "--tls-key", "tls.key", "--grace", "600"];
    arguments.extend(more.map(str::to_owned));
    let served = Served::with(&env, &arguments).unwrap();
    env.ok(&format!("login --server {} --ca-file one.ca.pem {OPERATOR}", served.url));
    let run = env.cos("status");
    assert_eq!(run.exit, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.starts_with("! degraded: cos "), "{}", run.stdout);
    assert!(run.stdout.contains("the certificate of `https://127.0.0.1:"), "{}", run.stdout);
    served.signal("TERM");
    let draining = (0..200).map(|_| json(&env.cos("status --format json")));
    let draining = draining.into_iter().find(|status| status["status"] == "not-ready").unwrap();
    assert!(draining["reasons"][0].as_str().unwrap().contains("told to end"), "{draining}");
}

#[test]
fn what_cannot_be_asked_says_why() {
    let env = init();
    let mut shown = env.shown("status");
    shown += &env.shown("status --data nothing");
    shown += &env.shown("status --data data");
    shown += &env.shown("status --data data --server http://127.0.0.1:1");
    env.write("data/serving.json", "{}");
    shown += &env.shown("status --data data");
    env.write(
        "data/serving.json",
        "{\"schema\":\"cos.serving/v1\",\"urls\":[\"http://127.0.0.1:9\"]}",
    );
    shown += &env.shown("status --data data");
    assert_snapshot!(shown);
}
