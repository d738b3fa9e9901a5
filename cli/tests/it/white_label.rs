//! Themes of tenants on a real server: tried, imported, activated, taken back, each with a receipt; and when the server dies meanwhile.

use crate::env::{Env, refused};
use crate::server::{OPERATOR, Served, init, verified};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The style sheet that a tenant's pages have at this moment.
fn stylesheet(env: &Env, served: &Served, tenant: &str) -> String {
    let line = format!("GET /v1/tenants/{tenant}/theme.css");
    let mut stream = ask(env, served, &line, "unused", "");
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    text.split_once("\r\n\r\n").unwrap().1.to_owned()
}

/// Sends a request, and leaves the answer to the caller.
fn ask(env: &Env, served: &Served, line: &str, key: &str, body: &str) -> TcpStream {
    let token = env.read("data/operator.token");
    let mut stream = TcpStream::connect(served.url.trim_start_matches("http://")).unwrap();
    let (token, length) = (token.trim(), body.len());
    let request = format!(
        "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
         Idempotency-Key: {key}\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

fn theme(env: &Env, file: &str, name: &str, accent: &str) {
    let text = format!(
        "{{\"name\": \"{name}\", \"product_name\": \"{name}\", \"colors\": {{\"accent\": \"{accent}\"}}}}"
    );
    env.write(file, &text);
}

#[test]
fn a_theme_swaps_the_brand_without_a_build_and_leaves_receipts() {
    let env = init();
    let served = Served::start(&env);
    let operator = |command: &str| served.ok(&env, &format!("{command} {OPERATOR}"));
    for tenant in ["pilot-a", "pilot-b"] {
        operator(&format!("tenant create {tenant} --region eu-1 --residency eu"));
    }
    operator(
        "token create --identity partner --tenant pilot-a --scope themes:read --scope themes:write --out p.token",
    );
    let partner = |command: &str| served.ok(&env, &format!("{command} --token-file p.token"));
    theme(&env, "harbour.json", "harbour", "#8a3b12");
    let default = stylesheet(&env, &served, "pilot-a");

    // See first: nothing is changed by looking.
    let plan = json(&partner("theme import harbour.json --tenant pilot-a --dry-run --format json"));
    let differs = plan["plan"]["differences"].as_array().unwrap();
    assert!(differs.iter().any(|it| it["token"] == "color.accent"), "{plan}");
    let shown = partner("theme import harbour.json --tenant pilot-a --dry-run");
    for word in ["color.accent", "→", "contrast of", "nothing was changed"] {
        assert!(shown.contains(word), "lacks `{word}`:\n{shown}");
    }
    let list = json(&partner("theme list --tenant pilot-a --format json"));
    assert_eq!((&list["themes"], &list["active"]), (&Value::Array(Vec::new()), &Value::Null));

    partner("theme import harbour.json --tenant pilot-a");
    assert_eq!(stylesheet(&env, &served, "pilot-a"), default, "imported is not active");
    let shown = partner("theme activate harbour --tenant pilot-a --dry-run");
    assert!(shown.contains("color.accent"), "{shown}");
    let words = "theme activate harbour@1.0.0 --tenant pilot-a --reason brand";
    assert!(partner(words).contains("activated for pilot-a"));
    let branded = stylesheet(&env, &served, "pilot-a");
    assert!(branded.contains("--color-accent: #8a3b12"), "{branded}");
    assert_eq!(stylesheet(&env, &served, "pilot-b"), default, "another tenant keeps its own");

    // What comes out is what an export without a server makes.
    partner("theme export harbour --tenant pilot-a --out server.zip");
    env.ok("theme export harbour.json --out local.zip");
    let read = |name: &str| std::fs::read(env.path(name)).unwrap();
    assert_eq!(read("server.zip"), read("local.zip"));
    let again = json(&partner("theme import server.zip --tenant pilot-a --format json"));
    assert_eq!(again["theme"]["active"], true, "{again}");

    // A second one at once, and back in two steps.
    theme(&env, "blue.json", "blue", "#12408a");
    let both = "theme import blue.json --tenant pilot-a --activate --format json";
    let mut words: Vec<String> = both.split(' ').map(str::to_owned).collect();
    let rest = ["--reason", "a new brand", "--token-file", "p.token", "--server", &served.url];
    words.extend(rest.map(str::to_owned));
    let run = env.cos_words(&words, "");
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let made = json(&run.stdout);
    assert_eq!(made["activation"]["from"], again["theme"]["digest"], "{made}");
    partner("theme rollback --tenant pilot-a --reason brown");
    assert_eq!(stylesheet(&env, &served, "pilot-a"), branded);
    partner("theme rollback --tenant pilot-a --to default --reason over");
    assert_eq!(stylesheet(&env, &served, "pilot-a"), default);
    let shown = partner("theme list --tenant pilot-a");
    assert!(shown.contains("rolled back") && shown.contains("a new brand"), "{shown}");

    // Who may not, and what may not.
    let url = &served.url;
    let no = |command: &str, exit: i32, words: &[&str]| {
        refused(&env, &format!("{command} --token-file p.token --server {url}"), exit, words);
    };
    no("theme list --tenant pilot-b", 4, &["COS-AUT-0003"]);
    no("theme import blue.json --tenant nobody", 4, &["COS-AUT-0003"]);
    no("theme activate red --tenant pilot-a --reason x", 3, &["COS-THM-0018", "blue@1.0.0"]);
    no("theme rollback --tenant pilot-a --reason x", 4, &["COS-THM-0017"]);
    env.write("grey.json", r##"{"name": "grey", "colors": {"muted": "#aaaaaa"}}"##);
    no("theme import grey.json --tenant pilot-a", 3, &["COS-THM-0010", "in OKLCH passes"]);
    no("theme import grey.json --tenant pilot-a --dry-run", 3, &["COS-THM-0010"]);
    env.write("bad.json", r#"{"name": "grey", "colors": {"muted": "blue", "x": 1}}"#);
    no("theme import bad.json --tenant pilot-a", 3, &["COS-THM-0013", "3 faults"]);
    theme(&env, "harbour2.json", "harbour", "#12408a");
    partner("theme import harbour2.json --tenant pilot-a");
    no("theme activate harbour --tenant pilot-a --reason x", 3, &["more than one theme"]);
    refused(&env, "theme activate harbour --tenant pilot-a", 2, &["--reason"]);

    assert_eq!(served.stop(), Some(0));
    // Two tenants, a token; three imports, two activations, two ways back, one copy.
    verified(&env, 11);
}

#[test]
fn what_people_and_programs_see() {
    let env = init();
    let served = Served::start(&env);
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    theme(&env, "harbour.json", "harbour", "#8a3b12");
    env.write("grey.json", r##"{"name": "grey", "colors": {"muted": "#aaaaaa"}}"##);
    let shown = |name: &str, command: &str| {
        let text =
            env.shown(&format!("{command} --tenant pilot-a {OPERATOR} --server {}", served.url));
        let text = text.replace(&served.url, "[SERVER]");
        insta::with_settings!({filters => vec![
            (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "[TIME]"),
            (r#""bytes": \d+"#, r#""bytes": [BYTES]"#),
            (r"\d+\.\d+ [kM]B", "[SIZE]"),
        ]}, { insta::assert_snapshot!(name, text) });
    };
    shown("list_nothing", "theme list");
    shown("import_dry_run", "theme import harbour.json --dry-run");
    shown("import_refused", "theme import grey.json");
    shown("import", "theme import harbour.json");
    shown("import_again_json", "theme import harbour.json --format json");
    shown("activate_dry_run_nothing_there", "theme activate nothing --dry-run");
    shown("activate", "theme activate harbour --reason brand");
    shown("activate_dry_run_same", "theme activate harbour --dry-run");
    shown("activate_again_json", "theme activate harbour --reason brand --format json");
    shown("export", "theme export harbour --out harbour.zip");
    shown("rollback", "theme rollback --reason brown");
    shown("rollback_refused", "theme rollback --reason brown");
    shown("rollback_to_json", "theme rollback --to harbour --reason back --format json");
    shown("list", "theme list");
    shown("list_json", "theme list --format json");
}

#[test]
fn a_change_is_made_once_whenever_the_server_dies() {
    let env = init();
    let mut served = Served::start(&env);
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    let port = served.url.rsplit(':').next().unwrap().to_owned();
    let rounds: u64 = 30;
    for round in 0..2 * rounds {
        let key = format!("round-{round}");
        let rest = format!(
            "--tenant pilot-a --reason {key} --idempotency-key {key} {OPERATOR} --server {}",
            served.url
        );
        // First one theme on another, then back through all of them: a way back that is made twice leads too far.
        let command = if round < rounds {
            theme(&env, "next.json", &format!("theme-{round}"), "#8a3b12");
            format!("theme import next.json --activate {rest}")
        } else {
            format!("theme rollback {rest}")
        };
        if round >= rounds && round % 2 == 1 {
            // The answer is lost for certain: the change was made, and the client does not know.
            let path = "/v1/tenants/pilot-a/themes/rollback";
            let body = format!("{{\"reason\": \"{key}\"}}");
            let mut stream = ask(&env, &served, &format!("POST {path}"), &key, &body);
            let mut begun = [0; 12];
            stream.read_exact(&mut begun).unwrap();
            assert_eq!(&begun, b"HTTP/1.1 200");
        }
        thread::scope(|scope| {
            // A client that asks again until it is answered, as a script would.
            let client = scope.spawn(|| {
                loop {
                    let run = env.cos(&command);
                    if run.exit != 5 {
                        return run;
                    }
                }
            });
            // At another moment each time: before, within and after the requests.
            thread::sleep(Duration::from_millis(round * 7 % 110));
            served.kill();
            served = Served::again(&env, &port);
            let run = client.join().unwrap();
            assert_eq!(run.exit, 0, "{key}: {}", run.stderr);
        });
    }
    let list = format!("theme list --tenant pilot-a {OPERATOR} --format json");
    let list = json(&served.ok(&env, &list));
    let history = list["history"].as_array().unwrap();
    let reasons: Vec<_> = history.iter().map(|it| it["reason"].as_str().unwrap()).collect();
    let expected: Vec<_> = (0..2 * rounds).rev().map(|round| format!("round-{round}")).collect();
    assert_eq!(reasons, expected, "each once, in order");
    assert_eq!(list["active"], Value::Null, "and back to where it began");
    assert_eq!(list["themes"].as_array().unwrap().len() as u64, rounds);
    assert_eq!(served.stop(), Some(0));
    // The tenant; and for each theme one import, one activation and one way back.
    verified(&env, 1 + 3 * rounds);
}
