//! A server that serves a part of the interface.

use super::at;
use crate::ops::get;
use crate::server::{OPERATOR, Served, init};
use serde_json::Value;

/// What the server says of its interface.
fn document(served: &Served) -> Value {
    let answer = get(served.url.trim_start_matches("http://"), "/openapi.json");
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}

#[test]
fn a_server_of_receipts_has_no_tokens_and_no_pages() {
    let env = init();
    let served = Served::with(&env, &at("127.0.0.1:0")).unwrap();
    let whole = document(&served);
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    served.stop();

    let roles = [&at("127.0.0.1:0")[..], &["--role".into(), "receipts".into()]].concat();
    let served = Served::with(&env, &roles).unwrap();
    env.write("acts.jsonl", &crate::events::lines(3));
    served.ok(&env, &format!("receipts ingest acts.jsonl --tenant pilot-a {OPERATOR}"));
    for command in ["tenant list", "token list", "theme list --tenant pilot-a"] {
        let run = served.cos(&env, &format!("{command} {OPERATOR}"));
        assert_eq!(run.exit, 4, "{command}: {}", run.stderr);
        assert!(run.stderr.contains("started with `--role receipts`"), "{command}: {}", run.stderr);
    }
    let status = served.ok(&env, &format!("status {OPERATOR}"));
    assert!(status.contains("serves receipts only"), "{status}");
    let part = document(&served);
    let paths = |document: &Value| -> Vec<String> {
        document["paths"].as_object().unwrap().keys().cloned().collect()
    };
    let kept: Vec<_> = paths(&whole)
        .into_iter()
        .filter(|path| {
            ["/receipts", "/log/", "/events"].iter().any(|part| path.contains(part))
                && path.starts_with("/v1")
                || ["/healthz", "/readyz", "/metrics", "/openapi.json", "/v1/whoami", "/v1/status"]
                    .contains(&path.as_str())
        })
        .collect();
    assert_eq!(paths(&part), kept);

    let wrong = env.cos("serve --data data --role finance");
    assert_eq!(wrong.exit, 2, "{}", wrong.stderr);
    assert!(wrong.stderr.contains("console, control, receipts, switchboard"), "{}", wrong.stderr);
}
