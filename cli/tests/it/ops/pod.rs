//! The pod that the chart describes, on this machine: the real server with the arguments of its container, and behind it nginx with the
//! configuration of the other, in another directory and on other ports.

use super::chart::{Chart, EVERYTHING, NEEDED, one};
use super::{file, ran};
use crate::env::Env;
use crate::server::Served;
use cos_testkit::servers::Server;
use serde_json::Value;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A name that the certificate has, as the chart tells Prometheus.
pub(super) const NAME: &str = "ga-cos.cos.svc";
pub(super) const PASSWORD: &str = "a password of the scraper";

/// A server and its proxy.
pub(super) struct Pod {
    pub(super) served: Served,
    _proxy: Server,
    pub(super) port: u16,
    pub(super) metrics_port: u16,
    pub(super) ca: PathBuf,
}

impl Pod {
    /// Does what the containers do, in their order.
    pub(super) fn start(env: &Env) -> Self {
        let objects = Chart::with(NEEDED).and(EVERYTHING).objects();
        let pod = &one(&objects, "StatefulSet")["spec"]["template"]["spec"];
        let run = env.path("run").display().to_string();
        let init = words(&pod["initContainers"][0], &run);
        // At the first start, and at one after it.
        for _ in 0..2 {
            let run = env.cos_words(&init, "");
            assert_eq!(run.exit, 0, "{init:?}\n{}", run.stderr);
        }
        let served = Served::with(env, &words(&pod["containers"][0], &run)).unwrap();
        let (key, ca) = certificate(env);
        let (proxy, metrics_port) = Server::nginx(|dir, [port, metrics_port]| {
            for folder in ["tls", "metrics", "tmp"] {
                std::fs::create_dir(dir.join(folder)).unwrap();
            }
            std::fs::copy(&key, dir.join("tls/tls.key")).unwrap();
            std::fs::copy(&ca, dir.join("tls/tls.crt")).unwrap();
            std::fs::write(dir.join("metrics/htpasswd"), htpasswd()).unwrap();
            configuration(dir, [port, metrics_port], &run)
        });
        Self { served, port: proxy.address().port(), _proxy: proxy, metrics_port, ca }
    }

    /// What a port answers over TLS to a request, head and body.
    #[track_caller]
    pub(super) fn asked(&self, port: u16, request: &str) -> String {
        let mut client = Command::new("openssl");
        client.args([
            "s_client",
            "-quiet",
            "-verify_quiet",
            "-verify_return_error",
            "-servername",
            NAME,
        ]);
        client.args(["-connect", &format!("127.0.0.1:{port}"), "-CAfile"]).arg(&self.ca);
        client.args(["-verify_hostname", NAME]);
        let pipes = client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        // It reads on until the other side closes.
        child.stdin.take().unwrap().write_all(request.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let answer = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            answer.starts_with("HTTP/1."),
            "{answer}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        answer
    }
}

/// The arguments of a container that runs `cos`, with the paths and ports of this machine.
fn words(container: &Value, run: &str) -> Vec<String> {
    assert_eq!(container["command"][0], "cos");
    let report = file("crates/evidence/tests/data/conformance.json");
    let here = |word: &Value| {
        let word = word.as_str().unwrap().replace("/var/lib/cos/data", "data");
        let word = word.replace("/run/cos/own", run);
        word.replace("/etc/cos/conformance/conformance.json", report.to_str().unwrap())
    };
    container["args"].as_array().unwrap().iter().map(here).collect()
}

fn configuration(dir: &Path, [port, metrics_port]: [u16; 2], run: &str) -> String {
    let ports = format!("proxy: {{port: {port}}}\nmetrics: {{port: {metrics_port}}}");
    let objects = Chart::with(NEEDED).and(EVERYTHING).and(&ports).objects();
    let map = objects.iter().find(|it| it["metadata"]["name"] == "ga-cos-proxy").unwrap();
    let text = map["data"]["nginx.conf"].as_str().unwrap();
    let (scratch, dir) = (dir.join("tmp").display().to_string(), dir.display());
    let text = text.replace(" /tmp/", " SCRATCH/").replace("/run/cos/own", run);
    let text = text.replace("/etc/cos/", &format!("{dir}/")).replace("SCRATCH", &scratch);
    // As root its workers would become another user, who reads nothing here.
    let is_root = ran(Command::new("id").arg("-u")).trim() == "0";
    if is_root { format!("user root;\n{text}") } else { text }
}

fn certificate(env: &Env) -> (PathBuf, PathBuf) {
    let (key, certificate) = (env.path("tls.key"), env.path("tls.crt"));
    let mut openssl = Command::new("openssl");
    openssl.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ]);
    openssl.args(["-days", "1", "-subj", &format!("/CN={NAME}"), "-addext"]);
    openssl.arg(format!("subjectAltName=DNS:{NAME}"));
    ran(openssl.arg("-keyout").arg(&key).arg("-out").arg(&certificate));
    (key, certificate)
}

fn htpasswd() -> String {
    let hash = ran(Command::new("openssl").args(["passwd", "-apr1", PASSWORD]));
    format!("prometheus:{hash}")
}

#[test]
fn the_proxy_lets_through_what_it_should() {
    let env = Env::new();
    let pod = Pod::start(&env);
    let get = |port: u16, path: &str, more: &str| {
        pod.asked(port, &format!("GET {path} HTTP/1.0\r\nHost: {NAME}\r\n{more}\r\n"))
    };
    // What the probes ask.
    for path in ["/healthz", "/readyz"] {
        let answer = get(pod.port, path, "");
        assert!(answer.contains(" 200 ") && answer.contains("\"status\":\"ok\""), "{answer}");
    }
    let token = env.read("data/operator.token");
    let bearer = format!("Authorization: Bearer {}\r\n", token.trim());
    let answer = get(pod.port, "/v1/whoami", &bearer);
    assert!(answer.contains("\"identity\":\"first-operator\""), "{answer}");
    let answer = get(pod.port, "/v1/whoami", "");
    assert!(answer.contains(" 401 ") && answer.contains("COS-AUT-0001"), "{answer}");

    // Figures: not at the door, not without the password, and nothing else with it.
    assert!(get(pod.port, "/metrics", "").contains(" 404 "));
    assert!(get(pod.metrics_port, "/metrics", "").contains(" 401 "));
    let wrong = base64("prometheus:nothing");
    assert!(get(pod.metrics_port, "/metrics", &wrong).contains(" 401 "));
    let right = base64(&format!("prometheus:{PASSWORD}"));
    let answer = get(pod.metrics_port, "/metrics", &right);
    assert!(answer.contains(" 200 ") && answer.contains("cos_build_info{"), "{answer}");
    assert!(get(pod.metrics_port, "/v1/whoami", &right).contains(" 404 "));

    // A body is as long as the server allows: it, and not the proxy, says what is too long.
    let post = |length: usize| {
        let head = format!(
            "POST /v1/tenants/pilot-a/receipts HTTP/1.0\r\nHost: {NAME}\r\n{bearer}Content-Type: application/x-ndjson\r\nContent-Length: {length}\r\n\r\n"
        );
        pod.asked(pod.port, &(head + &" ".repeat(length)))
    };
    pod.served.ok(
        &env,
        "tenant create pilot-a --region eu-1 --residency eu --token-file data/operator.token",
    );
    let answer = post((8 << 20) + 1);
    assert!(answer.contains(" 413 ") && answer.contains("COS-SRV-0006"), "{answer}");
}

fn base64(credential: &str) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(credential);
    format!("Authorization: Basic {text}\r\n")
}
