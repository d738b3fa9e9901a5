//! How a server ends under load (promise P17): not ready first, what began is finished, what was answered is there.

use super::{at, said};
use crate::env::Env;
use crate::server::{OPERATOR, Served, init, verified};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::thread;
use std::time::Duration;

fn serve(env: &Env, grace: &str) -> Served {
    let mut arguments = at("127.0.0.1:0");
    arguments.extend(["--grace", grace].map(str::to_owned));
    let served = Served::with(env, &arguments).unwrap();
    served.ok(env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    served
}

fn connect(served: &Served) -> TcpStream {
    let stream = TcpStream::connect(served.url.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    stream
}

/// The head of a report of so many bytes.
fn head(env: &Env, length: usize) -> String {
    let token = env.read("data/operator.token");
    format!(
        "POST /v1/tenants/pilot-a/receipts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n",
        token.trim()
    )
}

#[test]
fn under_load_it_is_not_ready_first_and_loses_nothing_that_was_answered() {
    let env = init();
    let served = serve(&env, "2");
    let url = format!("{}/v1/tenants/pilot-a/receipts", served.url);
    let token = env.read("data/operator.token").trim().to_owned();
    // Clients that report until nobody is there any more, and count what was answered.
    let client = || {
        let mut acknowledged = 0;
        loop {
            let mut curl = Command::new("curl");
            curl.args(["-s", "-m", "60", "-o", "/dev/null", "-w", "%{http_code}"]);
            curl.args(["-H", &format!("Authorization: Bearer {token}")]);
            curl.args(["-H", "Content-Type: application/json"]);
            curl.args(["-d", &crate::events::event(1).to_string(), &url]);
            match &*said(&mut curl) {
                "201" => acknowledged += 1,
                // Refused: whoever listened there does so no more.
                "000" => return acknowledged,
                other => panic!("{other}"),
            }
        }
    };
    let acknowledged: u64 = thread::scope(|scope| {
        let clients: Vec<_> = (0..4).map(|_| scope.spawn(client)).collect();
        thread::sleep(Duration::from_millis(500));
        let mut known = connect(&served);
        served.signal("TERM");
        // It is told as soon as it hears; until then it is ready.
        let unready = (0..200).find_map(|_| {
            let mut curl = Command::new("curl");
            let answer = said(curl.args(["-si", &format!("{}/readyz", served.url)]));
            (!answer.contains(" 200 ")).then_some(answer)
        });
        let unready = unready.unwrap();
        assert!(unready.contains(" 503 ") && unready.contains("draining"), "{unready}");
        assert!(unready.to_lowercase().contains("connection: close"), "{unready}");
        // Who was connected before is served, and told to go.
        known.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = String::new();
        known.read_to_string(&mut answer).unwrap();
        assert!(answer.contains(" 200 "), "{answer}");
        clients.into_iter().map(|client| client.join().unwrap()).sum()
    });
    assert_eq!(served.ended(), Some(0));
    assert!(acknowledged > 4, "{acknowledged}");
    verified(&env, acknowledged + 1);
}

#[test]
fn a_request_that_had_begun_gets_its_answer() {
    let env = init();
    let served = serve(&env, "0");
    let body = crate::events::event(1).to_string();
    let mut stream = connect(&served);
    stream.write_all(head(&env, body.len()).as_bytes()).unwrap();
    stream.write_all(&body.as_bytes()[..20]).unwrap();
    // Whoever comes after it is answered: the server has taken it.
    served.ok(&env, &format!("tenant list {OPERATOR}"));
    served.signal("TERM");
    let closed = (0..1000).any(|_| {
        thread::sleep(Duration::from_millis(10));
        TcpStream::connect(served.url.trim_start_matches("http://")).is_err()
    });
    assert!(closed, "nobody else is taken");
    stream.write_all(&body.as_bytes()[20..]).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    assert_eq!(served.ended(), Some(0));
    verified(&env, 2);
}

#[test]
fn told_twice_it_ends_at_once() {
    let env = init();
    // Longer than a test lasts.
    let served = serve(&env, "600");
    let mut stream = connect(&served);
    stream.write_all(head(&env, 1000).as_bytes()).unwrap();
    served.ok(&env, &format!("tenant list {OPERATOR}"));
    served.signal("TERM");
    let told = (0..1000).any(|_| {
        let mut curl = Command::new("curl");
        said(curl.args(["-s", &format!("{}/readyz", served.url)])).contains("draining")
    });
    assert!(told);
    served.signal("INT");
    assert_eq!(served.ended(), Some(130));
    // It may have ended before a checkpoint covered the receipt; the next server publishes what is there.
    assert_eq!(Served::start(&env).stop(), Some(0));
    verified(&env, 1);
}
