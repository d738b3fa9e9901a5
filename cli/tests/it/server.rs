//! `cos serve` as its users meet it: a data directory, tenants, tokens, events over HTTP, and what is left when it dies.

use crate::env::{Env, Run};
use crate::events;
use cos_testkit::postgres::Postgres;
use serde_json::Value;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A server on a port of its own, killed when it is dropped.
pub(crate) struct Served {
    child: Child,
    pub(crate) url: String,
    /// What it has said since.
    said: Arc<Mutex<String>>,
}

impl Served {
    /// Starts `cos serve` on a free port, and waits until it says where it listens.
    pub(crate) fn start(env: &Env) -> Self {
        Self::on(env, "0").unwrap()
    }

    /// Starts it on a port; gives back what it said when it does not serve.
    fn on(env: &Env, port: &str) -> Result<Self, String> {
        let listen = format!("127.0.0.1:{port}");
        Self::with(env, &["serve", "--data", "data", "--listen", &listen])
    }

    /// Starts it with arguments.
    pub(crate) fn with(env: &Env, args: &[impl AsRef<OsStr>]) -> Result<Self, String> {
        let mut command = env.command();
        Self::started(command.args(args).stdin(Stdio::null()))
    }

    /// Runs a command that starts it.
    pub(crate) fn started(command: &mut Command) -> Result<Self, String> {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let said = lines.next().and_then(Result::ok).unwrap_or_default();
        let Some((_, url)) = said.split_once(" on ").filter(|_| said.starts_with("serving "))
        else {
            let _ = child.wait();
            return Err(said);
        };
        // Whatever else it says must not fill the pipe.
        let said = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&said);
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                heard.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        Ok(Self { child, url: url.to_owned(), said })
    }

    /// What it has said since it serves.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Starts it on the port that the killed one had, as soon as that is free.
    pub(crate) fn again(env: &Env, port: &str) -> Self {
        let started = Instant::now();
        loop {
            match Self::on(env, port) {
                Ok(served) => return served,
                Err(said) => assert!(started.elapsed() < Duration::from_mins(1), "{said}"),
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
    }

    /// Tells it to end, and waits until it has.
    pub(crate) fn stop(mut self) -> Option<i32> {
        self.signal("TERM");
        self.child.wait().unwrap().code()
    }

    /// Waits until it has ended.
    pub(crate) fn ended(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    pub(crate) fn cos(&self, env: &Env, command: &str) -> Run {
        env.cos(&format!("{command} --server {}", self.url))
    }

    pub(crate) fn ok(&self, env: &Env, command: &str) -> String {
        env.ok(&format!("{command} --server {}", self.url))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) const OPERATOR: &str = "--token-file data/operator.token";

pub(crate) fn init() -> Env {
    let env = Env::new();
    env.ok("init data --org acme --region eu-1");
    env
}

/// The number after `name` in an answer as JSON.
fn number(run: &Run, name: &str) -> u64 {
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    answer[name].as_u64().unwrap_or_else(|| panic!("no `{name}` in {answer}"))
}

/// Verifies the ledger, which has to hold so many receipts and nothing else.
pub(crate) fn verified(env: &Env, expected: u64) {
    let verify = "receipts verify data/ledger --trust data/trust/trust.json --no-pin --format json";
    let run = env.cos(verify);
    assert_eq!(run.exit, 0, "{}{}", run.stdout, run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["valid"].as_u64(), Some(expected), "{report}");
}

#[test]
fn tenants_tokens_and_receipts() {
    let env = init();
    let served = Served::start(&env);
    let ok = |command: &str| served.ok(&env, command);
    for tenant in ["pilot-a", "pilot-b"] {
        ok(&format!("tenant create {tenant} --region eu-1 --residency eu {OPERATOR}"));
    }
    ok(&format!(
        "token create --identity ci --tenant pilot-a --scope receipts:write --out ci.token {OPERATOR}"
    ));
    ok(&format!(
        "token create --identity auditor --tenant pilot-a --scope receipts:read --scope tenants:read --out auditor.token {OPERATOR}"
    ));

    let mut lines = events::lines(40);
    lines.push_str("{\"flow\":\"approval\"}\nnothing\n");
    env.write("acts.jsonl", &lines);
    let ingest = "receipts ingest acts.jsonl --tenant pilot-a --token-file ci.token --format json";
    let run = served.cos(&env, &format!("{ingest} --rejected bad.jsonl"));
    assert_eq!((run.exit, number(&run, "receipts"), number(&run, "refused")), (1, 40, 2));
    assert_eq!(env.read("bad.jsonl"), "{\"flow\":\"approval\"}\nnothing\n");
    // The same file again, in another second: every event is known, and nothing is written.
    thread::sleep(Duration::from_millis(1100));
    let run = served.cos(&env, &format!("{ingest} --wait published"));
    assert_eq!((number(&run, "receipts"), number(&run, "replayed")), (0, 40), "{}", run.stdout);

    // Who may not, hears why, and what would help; what is foreign does not exist.
    let refused = |command: &str, code: &str| {
        let run = served.cos(&env, command);
        assert_eq!(run.exit, 4, "cos {command}\n{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(code), "{}", run.stderr);
    };
    refused(
        "receipts ingest acts.jsonl --tenant pilot-a --token-file auditor.token",
        "COS-SRV-0020",
    );
    refused("receipts ingest acts.jsonl --tenant pilot-b --token-file ci.token", "COS-AUT-0003");
    refused("receipts ingest acts.jsonl --tenant nobody --token-file ci.token", "COS-AUT-0003");
    refused("tenant list --token-file ci.token", "COS-SRV-0020");
    let all = served.ok(&env, "tenant list --token-file auditor.token --format json");
    assert!(all.contains("pilot-a") && !all.contains("pilot-b"), "{all}");
    ok(&format!("tenant suspend pilot-a {OPERATOR}"));
    refused("receipts ingest acts.jsonl --tenant pilot-a --token-file ci.token", "COS-SRV-0020");
    ok(&format!("tenant resume pilot-a {OPERATOR}"));
    let tokens = ok(&format!("token list {OPERATOR} --format json"));
    let tokens: Value = serde_json::from_str(&tokens).unwrap();
    let ci = tokens["tokens"].as_array().unwrap().iter().find(|token| token["identity"] == "ci");
    let id = ci.unwrap()["id"].as_str().unwrap().to_owned();
    ok(&format!("token revoke {id} {OPERATOR}"));
    refused("receipts ingest acts.jsonl --tenant pilot-a --token-file ci.token", "COS-AUT-0001");

    assert_eq!(served.stop(), Some(0));
    // 40 events; created twice, two tokens, suspended, resumed, one token revoked, two reports refused: every act has its receipt.
    verified(&env, 49);
}

#[test]
fn answers_survive_kills() {
    kill_and_ask_again(&init(), 100);
}

#[test]
fn answers_survive_kills_with_state_in_postgresql() {
    let server = Postgres::start();
    let (owner, service) = (server.database("served"), server.address("served", Postgres::APP));
    let env = Env::new();
    env.ok(&format!("state prepare {owner} --role {}", Postgres::APP));
    env.ok(&format!("init data --org acme --region eu-1 --state {service}"));
    kill_and_ask_again(&env, 25);
}

/// Kills the server in so many rounds, and verifies what is left.
fn kill_and_ask_again(env: &Env, rounds: u32) {
    let mut served = Served::start(env);
    served.ok(env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    for round in 0..rounds {
        // Each round reports what all rounds before did, too; what was answered then is a replay now.
        env.write("acts.jsonl", &events::lines((round + 1) * 20));
        let url = served.url.clone();
        let command = format!(
            "receipts ingest acts.jsonl --tenant pilot-a {OPERATOR} --server {url} --format json"
        );
        thread::scope(|scope| {
            let client = scope.spawn(|| env.cos(&command));
            // At another moment each time: before, within and after the request.
            thread::sleep(Duration::from_millis(u64::from(round) * 17 % 120));
            served.kill();
            let port = url.rsplit(':').next().unwrap();
            served = Served::again(env, port);
            let run = client.join().unwrap();
            assert_eq!(run.exit, 0, "round {round}: {}{}", run.stdout, run.stderr);
            let (new, old) = (number(&run, "receipts"), number(&run, "replayed"));
            assert_eq!(new + old, u64::from(round + 1) * 20, "round {round}");
        });
    }
    assert_eq!(served.stop(), Some(0));
    // And the tenant's creation.
    verified(env, u64::from(rounds) * 20 + 1);
}

#[test]
fn what_cannot_be_served_says_why() {
    let env = init();
    let wrong = |command: &str, exit: i32, code: &str| {
        let run = env.cos(command);
        assert_eq!(run.exit, exit, "cos {command}\n{}", run.stderr);
        assert!(run.stderr.contains(code), "{}", run.stderr);
    };
    wrong("init data --org acme --region eu-1", 3, "COS-SRV-0001");
    // A container does this at every start.
    let before = env.read("data/operator.token");
    assert_eq!(env.ok("init data --org acme --region eu-1 --if-missing"), "");
    assert_eq!(env.read("data/operator.token"), before);
    wrong("init data --org acme --region us-1 --if-missing", 3, "COS-SRV-0001");
    wrong("init data --org other --region eu-1 --if-missing", 3, "COS-SRV-0001");
    env.write("no.json", "{}");
    wrong("serve --data data --conformance no.json", 3, "COS-RPT-000");
    wrong("serve --data data --conformance missing.json", 3, "COS-");
    wrong("init other --org Acme --region eu-1", 3, "COS-IDS-0001");
    wrong("serve --data nothing", 3, "COS-SRV-0001");
    wrong("serve --data data --listen 0.0.0.0:7070", 4, "COS-SRV-0002");
    wrong("serve --data data --listen nowhere", 2, "invalid");
    wrong("tenant list", 3, "COS-SRV-0010");
    wrong(&format!("tenant list --server http://127.0.0.1:9 {OPERATOR}"), 5, "COS-SRV-0009");
    env.write("wrong.token", "cosu_nothing\n");
    let served = Served::start(&env);
    let url = &served.url;
    wrong(&format!("tenant list --server {url} --token-file wrong.token"), 4, "COS-AUT-0001");
    wrong(
        &format!("tenant create Pilot --region eu-1 --residency eu --server {url} {OPERATOR}"),
        3,
        "COS-IDS-0001",
    );
    wrong(
        &format!("tenant create pilot --region us-1 --residency eu --server {url} {OPERATOR}"),
        4,
        "COS-SRV-0008",
    );
    wrong(
        &format!(
            "token create --identity x --all-tenants --scope everything --out t --server {url} {OPERATOR}"
        ),
        3,
        "COS-SRV-0004",
    );
}

#[test]
fn the_log_names_traces_and_nobody() {
    let env = init();
    let arguments = ["serve", "--data", "data", "--listen", "127.0.0.1:0", "--log", "json"];
    let mut command = env.command();
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let said = lines.next().unwrap();
    let url = said.split_once(" on ").unwrap().1.to_owned();
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let answer = Command::new("curl")
        .args(["-s", "-H", &format!("traceparent: 00-{trace}-00f067aa0ba902b7-01")])
        .args(["-H", "Authorization: Bearer cosu_secretsecret", &format!("{url}/v1/whoami")])
        .output()
        .unwrap();
    let problem: Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!(problem["trace_id"], trace);
    env.ok(&format!(
        "tenant create pilot-a --region eu-1 --residency eu {OPERATOR} --server {url}"
    ));
    assert!(
        Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success()
    );
    let log: Vec<Value> = lines.map(|line| serde_json::from_str(&line).unwrap()).collect();
    assert!(child.wait().unwrap().success());
    let refused = &log[0];
    for (name, value) in [("trace", trace), ("route", "whoami"), ("level", "INFO")] {
        assert_eq!(refused[name], value, "{refused}");
    }
    assert_eq!((&refused["status"], &refused["code"]), (&401.into(), &"COS-AUT-0001".into()));
    let made = log.iter().find(|line| line["route"] == "createTenant").unwrap();
    assert_eq!((&made["status"], made.get("code")), (&201.into(), None), "{made}");
    let whole = log.iter().map(Value::to_string).collect::<String>();
    for secret in ["secretsecret", "first-operator", "cosu_"] {
        assert!(!whole.contains(secret), "{whole}");
    }
}
