//! TLS: who is believed, what a renewal does, and what silent clients can hold up.

use super::authority::Authority;
use super::{at, said};
use crate::env::Env;
use crate::server::{OPERATOR, Served, init};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

fn serve(env: &Env, listen: &str) -> Served {
    let mut arguments = at(listen);
    arguments.extend(["--tls-cert", "tls.crt", "--tls-key", "tls.key"].map(str::to_owned));
    Served::with(env, &arguments).unwrap()
}

fn port(served: &Served) -> u16 {
    served.url.rsplit(':').next().unwrap().parse().unwrap()
}

/// A TLS connection that stays open.
struct Open {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Open {
    fn new(served: &Served, env: &Env) -> Self {
        let mut client = Command::new("openssl");
        client.args(["s_client", "-quiet", "-verify_quiet", "-verify_return_error", "-CAfile"]);
        client.arg(env.path("one.ca.pem"));
        client.args(["-connect", &format!("127.0.0.1:{}", port(served))]);
        let pipes = client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = pipes.spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, to, from: BufReader::new(from) }
    }

    /// Asks for `/healthz`, and reads the answer whole; returns its head.
    fn ask(&mut self) -> String {
        self.to.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let (mut head, mut line) = (String::new(), String::new());
        while line != "\r\n" {
            line.clear();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "it ends after {head}");
            head += &line;
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.unwrap().parse().unwrap()];
        std::io::Read::read_exact(&mut self.from, &mut body).unwrap();
        head
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_command_works_through_tls_and_only_for_the_right_server() {
    let env = init();
    let (one, two) = (Authority::new(&env, "one"), Authority::new(&env, "two"));
    one.issue_valid("tls");
    // An address that other machines reach.
    let served = serve(&env, "0.0.0.0:0");
    let port = port(&served);
    assert!(served.url.starts_with("https://0.0.0.0:"), "{}", served.url);
    let [near, named] = [format!("https://127.0.0.1:{port}"), format!("https://localhost:{port}")];
    for url in [&near, &named] {
        env.ok(&format!("login --server {url} --ca-file one.ca.pem {OPERATOR}"));
        // The authority is remembered with the server.
        std::fs::rename(one.path("ca.pem"), env.path("away")).unwrap();
        env.ok("tenant list");
        std::fs::rename(env.path("away"), one.path("ca.pem")).unwrap();
    }
    env.ok("tenant create pilot-a --region eu-1 --residency eu");
    env.write("acts.jsonl", &crate::events::lines(5));
    env.ok("receipts ingest acts.jsonl --tenant pilot-a --wait published");

    let refused = |command: &str, exit: i32, words: &[&str]| {
        let run = env.cos(command);
        assert_eq!(run.exit, exit, "cos {command}\n{}", run.stderr);
        for word in words {
            assert!(run.stderr.contains(word), "cos {command}\nlacks {word}:\n{}", run.stderr);
        }
    };
    let ca = two.path("ca.pem");
    let list = |url: &str, more: &str| format!("tenant list --server {url} {more} {OPERATOR}");
    let untrusted = ["COS-TLS-0005", "UnknownIssuer", "`--ca-file FILE`"];
    refused(&list(&near, &format!("--ca-file {}", ca.display())), 4, &untrusted);
    // For another server than that of the login its authority says nothing.
    let alias = format!("https://127.0.0.2:{port}");
    refused(&list(&alias, ""), 4, &["COS-TLS-0005"]);
    refused(&list(&alias, "--ca-file one.ca.pem"), 4, &["COS-TLS-0005", "not valid for name"]);
    let clear = format!("http://127.0.0.1:{port}");
    refused(&list(&clear, ""), 5, &["COS-SRV-0009"]);

    // A browser's cookie of this kind asks for a secure origin, and gets one.
    let mut curl = Command::new("curl");
    curl.args(["-s", "-i", "--cacert"]).arg(one.path("ca.pem"));
    curl.args(["-H", &format!("Origin: {named}"), "--data-urlencode"]);
    curl.arg(format!("token={}", env.read("data/operator.token").trim()));
    let answer = said(curl.arg(format!("{named}/console/session")));
    assert!(answer.contains("303") && answer.contains("__Host-cos-session="), "{answer}");
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn metrics_are_not_for_everybody_where_everybody_comes() {
    let env = init();
    Authority::new(&env, "one").issue_valid("tls");
    let served = serve(&env, "127.0.0.1:0");
    served_tenant(&env, &served);
    let ask = |token: &str| {
        let mut curl = Command::new("curl");
        curl.args(["-s", "--cacert"]).arg(env.path("one.ca.pem"));
        curl.args(["-H", &format!("Authorization: Bearer {token}")]);
        said(curl.arg(format!("{}/metrics", served.url)))
    };
    let issue = |more: &str| {
        let create = "token create --identity scraper --days 1 --out new.token";
        env.ok(&format!("{create} {more} {OPERATOR} --server {} --ca-file one.ca.pem", served.url));
        let token = env.read("new.token").trim().to_owned();
        std::fs::remove_file(env.path("new.token")).unwrap();
        token
    };
    assert!(ask("").contains("COS-AUT-0001"));
    for (more, code) in [
        ("--tenant pilot-a --scope tenants:read", "COS-SRV-0020"),
        ("--all-tenants --scope events:read", "COS-AUT-0002"),
    ] {
        let answer = ask(&issue(more));
        assert!(answer.contains(code) && !answer.contains("pilot-a"), "{more}: {answer}");
    }
    let answer = ask(&issue("--all-tenants --scope tenants:read"));
    assert!(answer.contains("cos_build_info") && answer.contains("pilot-a"), "{answer}");
    // The audit knows that this is so, by the server's own description.
    let audit = format!("isolation audit --region eu-1 --ca-file one.ca.pem {OPERATOR}");
    served.ok(&env, &audit);
}

fn served_tenant(env: &Env, served: &Served) {
    let create = "tenant create pilot-a --region eu-1 --residency eu";
    env.ok(&format!("{create} {OPERATOR} --server {} --ca-file one.ca.pem", served.url));
}

/// The serial number of the certificate that is shown.
fn serial(served: &Served) -> String {
    let script = format!(
        "openssl s_client -connect 127.0.0.1:{} </dev/null 2>/dev/null | openssl x509 -noout -serial",
        port(served)
    );
    said(Command::new("sh").args(["-c", &script]))
}

#[test]
fn a_renewed_certificate_is_shown_and_nobody_is_disturbed() {
    let env = init();
    let one = Authority::new(&env, "one");
    one.issue_valid("tls");
    let served = serve(&env, "127.0.0.1:0");
    let before = serial(&served);
    let mut open = Open::new(&served, &env);
    assert!(open.ask().contains(" 200 "));

    // What cannot be used changes nothing.
    env.write("tls.crt", "nothing\n");
    served.signal("HUP");
    assert_eq!(serial(&served), before);

    one.issue_valid("next");
    for kind in ["crt", "key"] {
        let next = env.path(&format!("next.{kind}"));
        std::fs::rename(next, env.path(&format!("tls.{kind}"))).unwrap();
    }
    served.signal("HUP");
    let started = Instant::now();
    while serial(&served) == before {
        assert!(started.elapsed() < Duration::from_mins(1), "it is not read again");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(open.ask().contains(" 200 "), "who was there before stays");

    // Without being told, too.
    let before = serial(&served);
    one.issue_valid("later");
    for kind in ["key", "crt"] {
        let next = env.path(&format!("later.{kind}"));
        std::fs::rename(next, env.path(&format!("tls.{kind}"))).unwrap();
    }
    let started = Instant::now();
    while serial(&served) == before {
        assert!(started.elapsed() < Duration::from_mins(1), "it is not read again");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(open.ask().contains(" 200 "), "who was there before stays");
    drop(open);
    assert_eq!(served.stop(), Some(0));
}

#[test]
fn clients_that_say_nothing_hold_up_nobody() {
    let env = init();
    Authority::new(&env, "one").issue_valid("tls");
    let served = serve(&env, "127.0.0.1:0");
    let connect = || TcpStream::connect(("127.0.0.1", port(&served))).unwrap();
    let silent: Vec<TcpStream> = (0..300).map(|_| connect()).collect();
    let mut rude = connect();
    rude.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    served_tenant(&env, &served);
    assert_eq!(served.stop(), Some(0), "and it ends though they are there");
    drop(silent);
}
