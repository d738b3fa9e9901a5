//! Spans of requests, read by OpenTelemetry's own definitions.

use crate::env::Env;
use crate::server::{OPERATOR, Served, init};
use cos_testkit::servers;
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const KEPT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const NOT_KEPT: &str = "00-ffffffffffffffffffffffffffffffff-00f067aa0ba902b7-00";

/// A receiver, killed when it is dropped.
struct Collector {
    child: Child,
    lines: Option<Lines<BufReader<ChildStdout>>>,
    url: String,
}

impl Collector {
    fn start() -> Self {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/collector/collector.py");
        let mut command = servers::installed("venv/bin/python");
        command.arg(program).env("PYTHONPATH", servers::place("collector"));
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.next().unwrap().unwrap();
        Self { child, lines: Some(lines), url: format!("http://127.0.0.1:{port}") }
    }

    /// Everything that was sent.
    fn spans(mut self) -> Vec<Value> {
        self.child.kill().unwrap();
        let lines = self.lines.take().unwrap();
        lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect()
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(env: &Env, url: &str) -> Served {
    let mut command = env.command();
    command.args(["serve", "--data", "data", "--listen", "127.0.0.1:0", "--otlp", url]);
    command.env("OTEL_EXPORTER_OTLP_HEADERS", "x-key=of-the-collector");
    // Nobody listens there, and nobody is asked to pass on what is for this machine.
    Served::started(command.env("HTTP_PROXY", "http://127.0.0.1:9")).unwrap()
}

/// Asks for something with the operator's token, as a part of a trace.
fn ask(env: &Env, served: &Served, path: &str, trace: &str) -> String {
    let mut curl = Command::new("curl");
    let token = env.read("data/operator.token");
    curl.args(["-s", "-H", &format!("authorization: Bearer {}", token.trim())]);
    curl.args(["-H", &format!("traceparent: {trace}"), &format!("{}{path}", served.url)]);
    String::from_utf8(curl.output().unwrap().stdout).unwrap()
}

#[test]
fn a_collector_is_told_of_requests_and_not_of_who_asked() {
    let env = init();
    let collector = Collector::start();
    let served = serve(&env, &collector.url);
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    env.write("acts.jsonl", &crate::events::lines(3));
    served.ok(&env, &format!("receipts ingest acts.jsonl --tenant pilot-a {OPERATOR}"));
    assert!(ask(&env, &served, "/v1/tenants/pilot-a", KEPT).contains("pilot-a"));
    let refused = ask(&env, &served, "/v1/tenants/pilot-z", KEPT);
    assert!(ask(&env, &served, "/v1/tenants/pilot-a", NOT_KEPT).contains("pilot-a"));
    // The last are sent before it ends.
    assert_eq!(served.stop(), Some(0));
    let spans = collector.spans();

    let named =
        |name: &str| -> Vec<&Value> { spans.iter().filter(|span| span["name"] == name).collect() };
    let ingest = named("POST /v1/tenants/{tenant}/receipts");
    assert_eq!(ingest.len(), 1, "{spans:#?}");
    assert_eq!(
        (&ingest[0]["attributes"]["cos.tenant"], &ingest[0]["parent"]),
        (&"pilot-a".into(), &"".into())
    );
    let shown = named("GET /v1/tenants/{tenant}");
    assert_eq!(shown.len(), 2, "the third has no trace that is kept: {spans:#?}");
    for (span, status, tenant) in [(shown[0], 200, Some("pilot-a")), (shown[1], 404, None)] {
        assert_eq!((&span["trace"], &span["parent"]), (&TRACE.into(), &"00f067aa0ba902b7".into()));
        let said = &span["attributes"];
        assert_eq!(
            (&said["http.request.method"], &said["http.response.status_code"]),
            (&"GET".into(), &status.into())
        );
        assert_eq!(said.get("cos.tenant").and_then(Value::as_str), tenant);
        assert_eq!((&span["kind"], &span["status"]), (&2.into(), &0.into()), "{span}");
        assert!(span["nanoseconds"].as_u64().is_some_and(|took| took > 0), "{span}");
    }
    let problem: Value = serde_json::from_str(&refused).unwrap();
    assert_eq!(shown[1]["attributes"]["error.type"], problem["code"]);
    for span in &spans {
        assert_eq!(
            (&span["path"], &span["type"]),
            (&"/v1/traces".into(), &"application/x-protobuf".into())
        );
        assert_eq!((&span["key"], &span["scope"]), (&"of-the-collector".into(), &"cos".into()));
        let resource = &span["resource"];
        assert_eq!(
            (&resource["service.name"], &resource["cloud.region"]),
            (&"cos".into(), &"eu-1".into())
        );
        for secret in ["operator", "dana", "pilot-z", env.read("data/operator.token").trim()] {
            assert!(!span.to_string().contains(secret), "`{secret}` in {span}");
        }
    }
}

#[test]
fn a_collector_that_is_away_holds_up_nobody() {
    let env = init();
    let url = Collector::start().url.clone();
    let served = serve(&env, &url);
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn what_is_no_collector_is_refused_before_anything_listens() {
    let env = init();
    for (address, part) in [
        ("nonsense", "relative URL"),
        ("ftp://collector", "write `http://HOST:4318`"),
        ("http://", "empty host"),
    ] {
        let run = env.cos(&format!("serve --data data --listen 127.0.0.1:0 --otlp {address}"));
        assert_eq!(run.exit, 3, "{}", run.stderr);
        assert!(run.stderr.contains("COS-SRV-0014") && run.stderr.contains(part), "{}", run.stderr);
    }
}
