//! `Idempotency-Key`: a request that comes again is done once (promise P4).

use crate::http::Reply;
use crate::world::{World, theme};
use cos_testkit::postgres::Postgres;
use serde_json::json;
use std::thread;

fn replayed(reply: &Reply) -> bool {
    reply.header("idempotency-replayed") == Some("true")
}

#[test]
fn every_post_is_done_once_under_a_key() {
    let world = World::new();
    let document = world.get("/openapi.json", "").json();
    let posts: Vec<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(path, item)| {
            // Forms carry a word instead, and a token of others counts once by itself.
            let other = path.starts_with("/console")
                || ["/v1/token/exchange", "/v1/token/redeem"].contains(&path.as_str());
            item["post"].is_object() && !other
        })
        .map(|(path, item)| {
            let headers = item["post"]["parameters"].as_array().unwrap().iter();
            assert!(headers.into_iter().any(|it| it["name"] == "Idempotency-Key"), "{path}");
            path.clone()
        })
        .collect();
    let red = world.import("pilot-a", "#8a3b12");
    let tenant = |name: &str| json!({ "tenant": name, "region": "eu-1", "display_name": "C", "residency": "eu" });
    let reason = |reason: &str| json!({ "reason": reason });
    let issuer = |name: &str| {
        json!({ "name": name, "kind": "people", "url": format!("https://{name}.example"),
            "audience": "cos", "redirect_uri": format!("https://cos.example/console/oidc/{name}/callback") })
    };
    let binding = |identity: &str| {
        json!({ "issuer": "people", "claims": { "sub": "7" }, "identity": identity, "person": "linus",
            "scopes": ["tenants:read"], "ttl_seconds": 60 })
    };
    let made = world.post("/v1/token/issuers", &world.operator, &issuer("people").to_string());
    assert_eq!(made.status, 201, "{made:?}");
    // What one person proposed, another one may approve.
    let grace = world.admit("grace");
    let made = world.post("/v1/token/bindings", &grace, &binding("proposed").to_string()).json();
    let proposed = made["id"].as_str().unwrap();
    let cases = [
        ("/v1/tenants", tenant("pilot-c"), tenant("pilot-d")),
        (
            "/v1/tenants/{tenant}/themes",
            theme("x", "x").parse().unwrap(),
            theme("y", "y").parse().unwrap(),
        ),
        ("/v1/tenants/{tenant}/themes/{digest}/activate", reason("x"), reason("y")),
        (
            "/v1/tenants/{tenant}/themes/rollback",
            reason("x"),
            json!({ "reason": "x", "to": "default" }),
        ),
        ("/v1/token/issuers", issuer("jobs"), issuer("others")),
        ("/v1/token/bindings", binding("a job"), binding("another job")),
        ("/v1/token/bindings/{id}/approve", json!(null), json!(null)),
        ("/v1/tenants/{tenant}/suspend", json!(null), json!(null)),
        ("/v1/tenants/{tenant}/resume", json!(null), json!(null)),
    ];
    for path in &posts {
        // Events are known by themselves; a token is shown once, which another test tries.
        let by_itself = ["/v1/tenants/{tenant}/receipts", "/v1/tokens"];
        assert!(
            by_itself.contains(&&**path) || cases.iter().any(|case| case.0 == path),
            "{path} is not tried"
        );
    }
    for (number, (path, body, other)) in cases.into_iter().enumerate() {
        let line =
            format!("POST {}", path.replace("{tenant}", "pilot-a").replace("{digest}", &red));
        let line = line.replace("{id}", proposed);
        let text = |body: &serde_json::Value| {
            if body.is_null() { String::new() } else { body.to_string() }
        };
        let key = format!("key {number}");
        let events = world.state_of("pilot-a");
        let first = world.send(&line, text(&body), Some(&key));
        assert!(first.status < 300 && !replayed(&first), "{line}: {first:?}");
        let after = world.state_of("pilot-a");
        // In another spelling it says the same.
        let spelt = text(&body).replace("\":", "\" : ");
        for again in [text(&body), spelt] {
            let again = world.send(&line, again, Some(&key));
            assert!(replayed(&again), "{line}: {again:?}");
            assert_eq!((again.status, &again.body), (first.status, &first.body), "{line}");
            assert_eq!(again.header("content-type"), Some("application/json"));
        }
        assert_eq!(world.state_of("pilot-a"), after, "{line} was done twice");
        assert!(path.contains("/themes") == (events != after), "{line}");
        if !other.is_null() {
            let conflict = world.send(&line, text(&other), Some(&key));
            assert_eq!(conflict.status, 409, "{line}: {conflict:?}");
            assert_eq!(conflict.json()["code"], "COS-STA-0007");
        }
        // The same key at another route is another request.
        let elsewhere = world.send("POST /v1/tenants/pilot-b/resume", "", Some(&key));
        let operators = !path.contains("/themes");
        assert_eq!(elsewhere.status, if operators { 409 } else { 200 }, "{elsewhere:?}");
    }
}

#[test]
fn a_token_is_shown_once_and_stored_never() {
    let world = World::new();
    let body = json!({ "identity": "ci", "tenants": ["pilot-a"], "scopes": [], "ttl_seconds": 60 });
    let made = world.send("POST /v1/tokens", body.to_string(), Some("one"));
    assert_eq!(made.status, 201, "{made:?}");
    let (id, token) = (made.json()["id"].clone(), made.json()["token"].clone());
    let again = world.send("POST /v1/tokens", body.to_string(), Some("one"));
    assert_eq!((again.status, again.json()["code"].as_str()), (409, Some("COS-AUT-0005")));
    assert!(replayed(&again) && again.body.contains(id.as_str().unwrap()), "{again:?}");
    assert!(again.head.contains("application/problem+json"), "{again:?}");
    let tokens = world.get("/v1/tokens", &world.operator).json();
    let ci = tokens["tokens"].as_array().unwrap().iter().filter(|it| it["identity"] == "ci");
    assert_eq!(ci.count(), 1);
    // Neither the answer nor anything else keeps the secret.
    let secret = &token.as_str().unwrap().as_bytes()[17..60];
    let mut files = 0;
    let mut open = vec![world.dir.path().join("data")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            files += 1;
            assert!(!bytes.windows(secret.len()).any(|it| it == secret), "{}", path.display());
        }
    }
    assert!(files > 5, "{files}");
}

#[test]
fn what_is_no_key_is_refused_and_what_failed_is_forgotten() {
    let world = World::new();
    let line = "POST /v1/tenants/pilot-a/themes/rollback";
    let body = r#"{"reason":"x"}"#;
    for bad in [String::new(), "x".repeat(201), "caf\u{e9}".into(), "a\tb".into()] {
        let refused = world.send(line, body, Some(&bad));
        assert_eq!((refused.status, refused.json()["code"].as_str()), (400, Some("COS-SRV-0004")));
    }
    let long = "x".repeat(200);
    assert_eq!(world.send(line, body, Some(&long)).status, 200);
    // Nothing is left to go back to; once there is, the same request passes.
    for _ in 0..2 {
        let refused = world.send(line, body, Some("again"));
        assert_eq!((refused.status, refused.json()["code"].as_str()), (409, Some("COS-THM-0017")));
    }
    world.activate("pilot-a", &world.themes[0]);
    assert_eq!(world.send(line, body, Some("again")).status, 200);
}

#[test]
fn of_many_at_once_one_is_done() {
    many_at_once(&World::new());
}

#[test]
fn of_many_at_once_one_is_done_on_postgres() {
    many_at_once(&World::on_postgres(&Postgres::start()));
}

fn many_at_once(world: &World) {
    let red = world.import("pilot-a", "#8a3b12");
    let line = format!("POST /v1/tenants/pilot-a/themes/{red}/activate");
    let before = world.state_of("pilot-a");
    let replies: Vec<Reply> = thread::scope(|scope| {
        let ask = || world.send(&line, r#"{"reason":"x"}"#, Some("one"));
        let asked: Vec<_> = (0..24).map(|_| scope.spawn(ask)).collect();
        asked.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert!(replies.iter().all(|it| it.status == 200 && it.body == replies[0].body), "{replies:?}");
    assert_eq!(replies.iter().filter(|it| !replayed(it)).count(), 1);
    assert_eq!(world.state_of("pilot-a").0, before.0 + 1);
}
