//! Of all that may come to an open port one request counts.

use super::*;

const PORT: u16 = 41_234;

fn judged(line: &str, host: &str) -> Option<Brought> {
    judge(&format!("{line}\r\nAccept: */*\r\n{host}\r\n\r\n"), PORT, "the-challenge")
}

#[test]
fn one_request_counts_and_every_other_one_is_forgotten() {
    let own = "Host: 127.0.0.1:41234";
    let right = "GET /?code=a-b&state=the-challenge HTTP/1.1";
    assert_eq!(judged(right, own), Some(Ok("a-b".to_owned())));
    assert_eq!(judged(right, "HOST:127.0.0.1:41234"), Some(Ok("a-b".to_owned())));
    for (line, host) in [
        (right, "Host: localhost:41234"),
        (right, "Host: 127.0.0.1"),
        (right, "Host: 127.0.0.1:41235"),
        (right, "Host: evil.example:41234"),
        (right, "X: y"),
        (right, "Host: 127.0.0.1:41234\r\nHost: 127.0.0.1:41234"),
        ("POST /?code=a-b&state=the-challenge HTTP/1.1", own),
        ("GET /x?code=a-b&state=the-challenge HTTP/1.1", own),
        ("GET /favicon.ico HTTP/1.1", own),
        ("GET /?code=a-b HTTP/1.1", own),
        ("GET /?code=a-b&state=another HTTP/1.1", own),
        ("GET /?code=a&code=b&state=the-challenge HTTP/1.1", own),
        ("GET /?code=a-b&error=x&state=the-challenge HTTP/1.1", own),
        ("GET /?state=the-challenge HTTP/1.1", own),
        ("GET /?code=a-b&state=the-challenge", own),
        ("", own),
    ] {
        assert_eq!(judged(line, host), None, "{line} {host}");
    }
}

#[test]
fn what_a_refusal_says_does_nothing_to_the_terminal() {
    let line = "GET /?error=COS-AUT-0008&error_description=no+binding%1b%5b2J&state=the-challenge HTTP/1.1";
    let brought = judged(line, "Host: 127.0.0.1:41234").unwrap();
    assert_eq!(brought, Err("no binding\\u{1b}[2J (COS-AUT-0008)".to_owned()));
}

#[test]
fn whoever_comes_first_with_the_challenge_is_heard_and_nobody_before_is_in_the_way() {
    let waiting = SignIn::begin().unwrap();
    let (port, challenge, verifier) = (waiting.port, waiting.challenge(), waiting.verifier.clone());
    assert!(
        waiting.path("okta").ends_with(&challenge) && !waiting.path("okta").contains(&verifier)
    );
    let silent = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    let browser = thread::spawn(move || {
        let ask = |target: &str| {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
            let request = format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        };
        assert!(ask("/favicon.ico").starts_with("HTTP/1.1 404"));
        assert!(ask("/?code=stolen&state=another").starts_with("HTTP/1.1 404"));
        let page = ask(&format!("/?code=right&state={challenge}"));
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("Go back"), "{page}");
        assert!(!page.contains("right"), "{page}");
    });
    let redeem = waiting.wait(Duration::from_mins(1)).unwrap();
    assert_eq!(redeem, Redeem { code: "right".to_owned(), verifier });
    browser.join().unwrap();
    drop(silent);
}
