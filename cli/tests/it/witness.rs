//! A server whose checkpoints are cosigned by a witness of another maker.

use crate::env::Env;
use crate::events;
use crate::ops::get;
use crate::server::{OPERATOR, Served, init};
use cos_testkit::servers;
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;

const NAME: &str = "witness.example.org/w1";
const ORIGIN: &str = "acme/eu-1/pilot-a";

/// A witness in the folder `witness`, killed when it is dropped.
struct Witness {
    child: Child,
    url: String,
}

fn aics(env: &Env, args: &[&str]) -> Command {
    let mut command = servers::installed("venv/bin/python");
    command.args(["-m", "aics_witness"]).args(args).current_dir(env.path("witness"));
    command.env("PYTHONPATH", servers::place("witness")).env("AICS_WITNESS_CONFIG", "config.json");
    command
}

fn done(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The word in an answer that has these letters in it.
fn word<'a>(text: &'a str, with: &str) -> &'a str {
    let mut words = text.split(|c: char| c.is_whitespace() || c == '`');
    words.find(|word| word.contains(with)).unwrap_or_else(|| panic!("no `{with}` in {text}"))
}

impl Witness {
    /// Makes the keys of a witness, which knows the log of `pilot-a` and which the trust file believes.
    fn init(env: &Env) {
        fs::create_dir(env.path("witness")).unwrap();
        let key = done(&mut aics(env, &["init", "--name", NAME]));
        let shown = env.ok("trust show data/trust");
        let lines: String = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, after) = lines.split_once("to mirrors and witnesses it is").unwrap();
        let log = word(after, "acme/log-1+");
        done(&mut aics(env, &["add-log", "--origin", ORIGIN, "--vkey", log]));
        let path = env.path("data/trust/trust.json");
        let mut trust: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        trust["witnesses"] = serde_json::json!({ "quorum": 1, "keys": [key.trim()] });
        fs::write(path, trust.to_string()).unwrap();
    }

    fn start(env: &Env) -> Self {
        let mut command = aics(env, &["serve", "--listen", "127.0.0.1:0"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let said = lines.find_map(|line| line.ok().filter(|line| line.contains("listening on")));
        thread::spawn(move || lines.for_each(drop));
        Self { child, url: word(&said.unwrap(), "http://").to_owned() }
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(env: &Env, witness: &str) -> Result<Served, String> {
    let data = ["serve", "--data", "data", "--listen", "127.0.0.1:0"];
    Served::with(env, &[&data[..], &["--witness", witness]].concat())
}

/// What the server says when it is told of events and waits for witnesses.
fn ingest(env: &Env, served: &Served, from: u32) -> (i32, String) {
    let lines: String = (from..from + 10).map(|n| format!("{}\n", events::event(n))).collect();
    env.write("acts.jsonl", &lines);
    let ingest = "receipts ingest acts.jsonl --tenant pilot-a --wait witnessed";
    let run = served.cos(env, &format!("{ingest} {OPERATOR}"));
    (run.exit, run.stderr)
}

/// What an auditor is told of the log.
fn audit(env: &Env) -> (i32, Value) {
    let verify =
        "receipts verify data/ledger --trust data/trust --level witness --no-pin --format json";
    let run = env.cos(verify);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let log =
        report["logs"].as_array().unwrap().iter().find(|log| log["origin"] == ORIGIN).unwrap();
    (run.exit, log.clone())
}

/// What `cos status` says of the log.
fn status(text: &str) -> Value {
    let status: Value = serde_json::from_str(text).unwrap();
    let log = status["logs"].as_array().unwrap().iter().find(|log| log["log"] == ORIGIN).unwrap();
    log.clone()
}

/// Copies a folder as a backup does that is made while nothing runs.
fn copy(env: &Env, from: &str, to: &str) {
    let mut command = Command::new("cp");
    done(command.arg("-a").arg(env.path(from)).arg(env.path(to)));
}

#[test]
fn a_witness_of_another_maker_cosigns_and_remembers() {
    let env = init();
    Witness::init(&env);
    let witness = Witness::start(&env);
    let served = serve(&env, &witness.url).unwrap();
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    assert_eq!(ingest(&env, &served, 0).0, 0);
    served.stop();
    let (_, log) = audit(&env);
    // The receipt of the tenant's making may have come after those that were waited for.
    let witnessed = log["witnessed"].as_u64().unwrap();
    assert!(log["size"] == 11 && (10..=11).contains(&witnessed), "{log}");
    assert!(log["witnesses"][0].as_str().unwrap().starts_with(NAME), "{log}");
    copy(&env, "data", "old");

    // The server begins anew and knows nothing of what the witness has seen; a proof of growth is asked for.
    let served = serve(&env, &witness.url).unwrap();
    assert_eq!(ingest(&env, &served, 10).0, 0);
    drop(witness);
    let (exit, said) = ingest(&env, &served, 20);
    assert_eq!(exit, 5, "{said}");
    let metrics = get(served.url.trim_start_matches("http://"), "/metrics");
    assert!(metrics.contains("cos_witness_lag_seconds{tenant=\"pilot-a\"} "), "{metrics}");
    let status = status(&served.cos(&env, &format!("status --format json {OPERATOR}")).stdout);
    assert!(status["witnessed"].is_u64() && status["witness_lag_seconds"].is_u64(), "{status}");
    assert!(said.contains("COS-SRV-0061"), "{said}");
    served.stop();
    // The receipts are there, and what the witness did see counts for what it covers.
    let (_, log) = audit(&env);
    assert_eq!((&log["size"], &log["witnessed"]), (&31.into(), &21.into()), "{log}");

    // An old copy of the server, of which the witness has seen more.
    fs::rename(env.path("data"), env.path("new")).unwrap();
    fs::rename(env.path("old"), env.path("data")).unwrap();
    let witness = Witness::start(&env);
    let served = serve(&env, &witness.url).unwrap();
    let (_, said) = ingest(&env, &served, 40);
    assert!(said.contains("COS-SRV-0061") && said.contains("only grew"), "{said}");
    served.stop();
    fs::remove_dir_all(env.path("data")).unwrap();
    fs::rename(env.path("new"), env.path("data")).unwrap();
    let served = serve(&env, &witness.url).unwrap();
    assert_eq!(ingest(&env, &served, 20).0, 0, "the log that it knows goes on");
}

#[test]
fn a_server_that_is_behind_its_witness_says_so() {
    let env = init();
    Witness::init(&env);
    let witness = Witness::start(&env);
    let served = serve(&env, &witness.url).unwrap();
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    served.stop();
    copy(&env, "data", "old");
    let served = serve(&env, &witness.url).unwrap();
    for from in [0, 10, 20] {
        assert_eq!(ingest(&env, &served, from).0, 0);
    }
    served.stop();
    fs::remove_dir_all(env.path("data")).unwrap();
    fs::rename(env.path("old"), env.path("data")).unwrap();
    let served = serve(&env, &witness.url).unwrap();
    let (exit, said) = ingest(&env, &served, 40);
    assert_eq!(exit, 6, "{said}");
    assert!(said.contains("COS-SRV-0062") && said.contains("has seen 31 receipts"), "{said}");
}

#[test]
fn what_is_no_witness_is_refused_before_anything_listens() {
    let env = init();
    let said = |witness: &str| serve(&env, witness).err().unwrap();
    for (witness, part) in [
        ("http://witness.example.org", "not HTTPS"),
        ("nonsense", "COS-SRV-0060"),
        ("https://a:b@witness.example.org", "password"),
        ("https://witness.example.org/?q", "query"),
        ("https://witness.example.org/w1", "`witnesses.quorum`"),
    ] {
        let said = said(witness);
        assert!(said.contains("COS-SRV-0060") && said.contains(part), "{witness}: {said}");
    }
    let served = Served::start(&env);
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    let (exit, said) = ingest(&env, &served, 0);
    assert!(exit == 3 && said.contains("--witness"), "{exit}: {said}");
}
