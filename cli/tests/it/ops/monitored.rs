//! A server, its proxy, and Prometheus of both major versions that scrapes it as the guide says: the rules are evaluated and every panel of the
//! dashboard shows something, each tenant by itself.

use super::pod::{NAME, PASSWORD, Pod};
use super::{MAJORS, dashboard, file, get, text};
use crate::env::Env;
use crate::events;
use crate::server::Served;
use cos_testkit::servers::Server;
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

const OPERATOR: &str = "--token-file data/operator.token";
const TENANTS: [&str; 2] = ["pilot-a", "pilot-b"];
/// Twice what a busy machine needs for two scrapes and an evaluation.
const PATIENCE: Duration = Duration::from_mins(2);

#[test]
fn every_panel_shows_something() {
    let env = Env::new();
    let pod = Pod::start(&env);
    for tenant in TENANTS {
        pod.served
            .ok(&env, &format!("tenant create {tenant} --region eu-1 --residency eu {OPERATOR}"));
    }
    std::fs::write(env.path("password"), PASSWORD).unwrap();
    let prometheus = MAJORS.map(|major| Server::prometheus(major, |_| configuration(&env, &pod)));
    let panels = dashboard::panels();
    let started = Instant::now();
    let mut round = 0;
    loop {
        round += 1;
        traffic(&env, &pod, round);
        let missing = prometheus.each_ref().map(|server| missing(server.address(), &panels));
        if missing.iter().all(Option::is_none) {
            break;
        }
        assert!(started.elapsed() < PATIENCE, "{missing:#?}");
        thread::sleep(Duration::from_millis(200));
    }
    let mut named = named(&text("ops/prometheus/cos.rules.yaml"));
    assert!(named.len() > 10, "{named:?}");
    // This server has none; `witness` looks for it where there are.
    assert!(named.remove("cos_witness_lag_seconds"));
    for server in &prometheus {
        // An alert on a metric that nobody has never fires.
        for name in &named {
            let found = query(server.address(), &format!("count({{__name__=\"{name}\"}})"));
            assert_eq!(found.len(), 1, "no server has `{name}`");
        }
        let up = query(server.address(), "up{job=\"cos\"}");
        assert_eq!(up[0]["value"][1], "1", "{up:?}");
        // What the server counts is what Prometheus has.
        let counted = query(server.address(), "sum by (tenant) (provenance_receipts_total)");
        assert!(counted.iter().any(|it| it["metric"]["tenant"] == "pilot-b"), "{counted:?}");
        let coverage = query(server.address(), "policy_privileged_coverage_ratio");
        assert_eq!(coverage[0]["value"][1], "1", "{coverage:?}");
        let edge = query(server.address(), "sum(flow_latency_ms_bucket{le=~\"1500([.]0)?\"})");
        assert_eq!(edge.len(), 1, "{edge:?}");
    }
}

/// The report that the pipeline puts there counts at once, and one that is gone is not remembered.
#[test]
fn the_coverage_is_that_of_the_newest_report() {
    let env = Env::new();
    env.ok("init data --org acme --region eu-1");
    let report = text("crates/evidence/tests/data/conformance.json");
    env.write("conformance.json", &report);
    let args = ["serve", "--data=data", "--listen=127.0.0.1:0", "--conformance=conformance.json"];
    let served = Served::with(&env, &args).unwrap();
    let shown = || {
        let page = get(served.url.trim_start_matches("http://"), "/metrics");
        assert!(page.contains("cos_build_info{"), "{page}");
        let line = page.lines().find(|line| line.starts_with("policy_privileged_coverage_ratio "));
        line.map(str::to_owned)
    };
    assert_eq!(shown().unwrap(), "policy_privileged_coverage_ratio 1");
    let (before, after) = ("\"coverage_ratio\": 1.0", "\"coverage_ratio\": 0.9375");
    assert!(report.contains(before));
    env.write("next.json", &report.replace(before, after));
    std::fs::rename(env.path("next.json"), env.path("conformance.json")).unwrap();
    assert_eq!(shown().unwrap(), "policy_privileged_coverage_ratio 0.9375");
    env.write("conformance.json", "{}");
    assert_eq!(shown(), None);
    std::fs::remove_file(env.path("conformance.json")).unwrap();
    assert_eq!(shown(), None);
}

/// The metrics that a text names, but for those that its rules make.
fn named(text: &str) -> BTreeSet<String> {
    let ours = ["cos_", "flow_", "policy_", "process_", "provenance_", "receipts_"];
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'));
    words.filter(|word| ours.iter().any(|ours| word.starts_with(ours))).map(str::to_owned).collect()
}

/// Events that are taken and events that are refused, of both tenants.
fn traffic(env: &Env, pod: &Pod, round: u32) {
    env.write("acts.jsonl", &(events::lines(round) + "nothing\n"));
    for tenant in TENANTS {
        let run = pod
            .served
            .cos(env, &format!("receipts ingest acts.jsonl --tenant {tenant} {OPERATOR}"));
        assert_eq!(run.exit, 1, "{}", run.stderr);
    }
}

/// The first thing that is not as it should be yet.
fn missing(prometheus: SocketAddr, panels: &[(String, Vec<String>)]) -> Option<String> {
    let rules = api(prometheus, "/api/v1/rules");
    let groups = rules["groups"].as_array().unwrap().iter();
    let rules = groups.flat_map(|group| group["rules"].as_array().unwrap());
    for rule in rules {
        // Those that were not evaluated yet are `unknown`.
        assert_ne!(rule["health"], "err", "{rule}");
        if rule["health"] != "ok" {
            return Some(format!("{} is {}", rule["name"], rule["health"]));
        }
    }
    let asked = panels.iter().flat_map(|(title, asked)| asked.iter().map(move |it| (title, it)));
    for (title, asked) in asked {
        // As Grafana fills in `All`.
        let asked = asked.replace("$tenant", ".*").replace("$flow", ".*");
        let found = query(prometheus, &asked);
        let is_number = |series: &&Value| series["value"][1] != "NaN";
        let of = |tenant: &str| {
            found.iter().filter(is_number).any(|it| it["metric"]["tenant"] == tenant)
        };
        let each = asked.contains("by (tenant");
        let shown =
            if each { TENANTS.into_iter().all(of) } else { found.iter().any(|it| is_number(&it)) };
        if !shown {
            return Some(format!("`{title}` lacks a figure: {asked}\n{found:?}"));
        }
    }
    None
}

/// The configuration of the repository, with the addresses, files and pace of this machine.
fn configuration(env: &Env, pod: &Pod) -> String {
    let mut text = text("ops/prometheus/prometheus.example.yaml");
    let path = |path: &Path| path.display().to_string();
    for (there, here) in [
        ("cos.rules.yaml", path(&file("ops/prometheus/cos.rules.yaml"))),
        ("/etc/prometheus/cos-ca.crt", path(&pod.ca)),
        ("/etc/prometheus/cos-password", path(&env.path("password"))),
        ("server_name: cos.example", format!("server_name: {NAME}")),
        ("cos.example:9464", format!("127.0.0.1:{}", pod.metrics_port)),
        ("scrape_interval: 30s", "scrape_interval: 1s".to_owned()),
        ("evaluation_interval: 30s", "evaluation_interval: 1s".to_owned()),
    ] {
        assert!(text.contains(there), "`{there}` is not in the example");
        text = text.replace(there, &here);
    }
    text
}

#[track_caller]
fn query(prometheus: SocketAddr, promql: &str) -> Vec<Value> {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    let escaped: String = promql.bytes().map(escape).collect();
    let data = api(prometheus, &format!("/api/v1/query?query={escaped}"));
    data["result"].as_array().unwrap_or_else(|| panic!("{promql}: {data}")).clone()
}

/// The data of an answer of Prometheus.
#[track_caller]
fn api(prometheus: SocketAddr, path: &str) -> Value {
    let answer = get(&prometheus.to_string(), path);
    let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer}"));
    let body: Value =
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"));
    assert_eq!(body["status"], "success", "{path}: {body}");
    body["data"].clone()
}
