//! Every route × tenant × caller × state of the token, from the table that the running server publishes (promises P9 and P10).
//!
//! The expected answer follows from the scope that the route names and from what the token has; it is not copied from the server.

use crate::console::Session;
use crate::http::{Reply, send};
use crate::world::{self, CANARIES, World};
use cos_api::access::{self, Existence, Operation};
use cos_testkit::postgres::Postgres;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Who calls: what the token reaches and may do.
struct Caller {
    name: &'static str,
    token: String,
    /// The session that was begun with the token while it counted.
    session: Option<Session>,
    /// The tenant that it reaches; `None` for all.
    tenant: Option<&'static str>,
    scopes: BTreeSet<&'static str>,
    is_valid: bool,
}

const SCOPES: [&str; 9] = [
    "events:read",
    "receipts:read",
    "receipts:write",
    "tenants:read",
    "tenants:write",
    "themes:read",
    "themes:write",
    "tokens:read",
    "tokens:write",
];

fn routes(world: &World) -> Vec<Operation> {
    let document = send(world.address, "GET /openapi.json", &[], "").json();
    let routes = Operation::all(&document);
    assert!(routes.len() >= 42, "the document lacks routes");
    routes
}

fn callers(world: &World) -> Vec<Caller> {
    let caller = |name, token: String, tenant, scopes: &[&'static str], is_valid: bool| Caller {
        name,
        session: is_valid.then(|| Session::begin(world, &token)),
        token,
        tenant,
        scopes: scopes.iter().copied().collect(),
        is_valid,
    };
    let ended = |session, caller| Caller { session, ..caller };
    let (a, b) = (Some("pilot-a"), Some("pilot-b"));
    let token = |tenant, scopes: &[&str]| world.token(tenant, scopes, 3600).1;
    let (revoked_id, revoked) = world.token(a, &SCOPES, 3600);
    let revoked_session = Some(Session::begin(world, &revoked));
    let revoke = world.call("DELETE", &format!("/v1/tokens/{revoked_id}"), &world.operator, "");
    assert_eq!(revoke.status, 200, "{revoke:?}");
    let expired = world.token(a, &SCOPES, 5).1;
    let expired_session = Some(Session::begin(world, &expired));
    world.advance(10);
    let good = token(a, &SCOPES);
    let mut mistyped = good.clone();
    mistyped.replace_range(30..31, if &good[30..31] == "x" { "y" } else { "x" });
    vec![
        caller("operator", world.operator.clone(), None, &SCOPES, true),
        caller("all of a", good, a, &SCOPES, true),
        caller("all of b", token(b, &SCOPES), b, &SCOPES, true),
        caller("reader of a", token(a, &["receipts:read"]), a, &["receipts:read"], true),
        caller("writer of a", token(a, &["receipts:write"]), a, &["receipts:write"], true),
        caller(
            "auditor",
            token(None, &["receipts:read", "tenants:read"]),
            None,
            &["receipts:read", "tenants:read"],
            true,
        ),
        caller("no scope", token(a, &[]), a, &[], true),
        caller("nobody", String::new(), None, &[], false),
        caller("garbage", "cosu_garbage".to_owned(), None, &[], false),
        caller("mistyped", mistyped, a, &SCOPES, false),
        ended(revoked_session, caller("revoked", revoked, a, &SCOPES, false)),
        ended(expired_session, caller("expired", expired, a, &SCOPES, false)),
    ]
}

/// What the answer has to be, as far as access goes; `Ok` when the call may go through.
fn expected(route: &Operation, caller: &Caller, tenant: &str) -> Result<(), u16> {
    let exists = CANARIES.iter().any(|(name, _)| *name == tenant);
    let exists = if exists { Existence::Exists } else { Existence::Missing };
    let who = access::Caller {
        tenant: caller.tenant,
        scopes: caller.scopes.clone(),
        is_valid: caller.is_valid,
    };
    route.expected(&who, tenant, exists)
}

/// A call that would do no harm if it went through.
fn call(world: &World, route: &Operation, caller: &Caller, tenant: &str, number: usize) -> Reply {
    let path = route
        .path
        .replace("{tenant}", tenant)
        .replace("{id}", "nosuchtoken0")
        .replace("{name}", "nosuchissuer");
    // A theme that one tenant has, whoever asks.
    let path = path.replace("{digest}", &world.themes[number % world.themes.len()]);
    let path = path.replace("{jti}", "01KE000000000000000000000A").replace("{tile}", "0/000.p/1");
    let body = match (&*route.method, &*route.path) {
        ("POST", "/v1/tenants") => {
            json!({ "tenant": format!("t{number}"), "region": "nowhere", "display_name": "x", "residency": "eu" }).to_string()
        }
        ("POST", "/v1/tokens") => {
            json!({ "identity": "x", "tenants": [tenant], "scopes": [], "ttl_seconds": 60 }).to_string()
        }
        ("POST", _) if route.is_page => "reason=a+probe&to=earlier&once=0000000000000000".to_owned(),
        ("POST", path) if path.ends_with("/receipts") => "{}".to_owned(),
        ("POST", path) if path.ends_with("/themes") => world::theme(tenant, "x"),
        ("POST", path) if path.contains("/themes/") => r#"{"reason":"a probe"}"#.to_owned(),
        _ => String::new(),
    };
    if !route.path.starts_with("/console") {
        return world.call(&route.method, &path, &caller.token, &body);
    }
    let nobody = Session::default();
    let session = caller.session.as_ref().unwrap_or(&nobody);
    session.call(world, &format!("{} {path}", route.method), &body)
}

#[test]
fn every_route_every_caller_every_tenant() {
    ask_for_everything(&World::new());
}

#[test]
fn every_route_every_caller_every_tenant_with_state_in_postgresql() {
    let server = Postgres::start();
    ask_for_everything(&World::on_postgres(&server));
}

fn ask_for_everything(world: &World) {
    let (routes, callers) = (routes(world), callers(world));
    let mut probes = 0;
    for route in &routes {
        for caller in &callers {
            for tenant in ["pilot-a", "pilot-b", "nobody", "platform"] {
                // Suspending is real; the operator does it last, below. So is signing out.
                if route.path == "/console/sign-out" && caller.is_valid {
                    continue;
                }
                if route.is_operators() && expected(route, caller, tenant).is_ok() {
                    continue;
                }
                probes += 1;
                let reply = call(world, route, caller, tenant, probes);
                let what = format!(
                    "{} {} as {} for {tenant}: {reply:?}",
                    route.method, route.path, caller.name
                );
                if let Err(status) = expected(route, caller, tenant) {
                    assert_eq!(reply.status, status, "{what}");
                    if route.is_page {
                        assert_is_page(&reply, &what);
                    } else {
                        assert_is_problem(&reply, &what);
                    }
                } else {
                    assert!(![401, 403, 405].contains(&reply.status), "{what}");
                    assert!(reply.status < 500, "{what}");
                }
                assert_no_canary(&reply, caller, &what);
            }
        }
    }
    assert!(probes > 1900, "{probes}");
    for verb in ["suspend", "resume"] {
        let done = world.post(&format!("/v1/tenants/pilot-a/{verb}"), &world.operator, "");
        assert_eq!(done.status, 200, "{done:?}");
    }
}

fn assert_is_problem(reply: &Reply, what: &str) {
    let problem: Value = reply.json();
    assert!(reply.head.contains("application/problem+json"), "{what}");
    assert_eq!(problem["status"].as_u64(), Some(u64::from(reply.status)), "{what}");
    assert!(problem["code"].as_str().is_some_and(|code| code.starts_with("COS-")), "{what}");
    if reply.status == 403 {
        assert!(problem["reasons"][0]["remedy"].is_string(), "{what}");
    }
}

/// A refusal for people: why, and what can be done; or where to sign in.
fn assert_is_page(reply: &Reply, what: &str) {
    if reply.status == 303 {
        assert!(reply.header("location").unwrap().starts_with("/console/sign-in"), "{what}");
        return;
    }
    assert!(reply.header("content-type").unwrap().starts_with("text/html"), "{what}");
    assert!(reply.body.contains("<code>COS-"), "{what}");
    if reply.status == 403 {
        assert!(reply.body.contains("<dt>What to do</dt>"), "{what}");
    }
}

/// Whoever reaches one tenant sees nothing of the other.
fn assert_no_canary(reply: &Reply, caller: &Caller, what: &str) {
    for (tenant, canary) in CANARIES {
        if !caller.is_valid || caller.tenant.is_some_and(|own| own != tenant) {
            assert!(!reply.body.contains(canary) && !reply.head.contains(canary), "{what}");
        }
    }
}

#[test]
fn what_is_not_as_it_should_be_is_refused_and_nothing_is_done() {
    let world = World::new();
    let (url, json) = ("/v1/tenants/pilot-a/receipts", "Content-Type: application/json".to_owned());
    let bearer = format!("Authorization: Bearer {}", world.operator);
    let refused = |line: &str, headers: &[&String], body: &str, status: u16, code: &str| {
        let headers: Vec<String> = headers.iter().map(|header| (*header).clone()).collect();
        let reply = send(world.address, line, &headers, body);
        assert_eq!(reply.status, status, "{line} {body:.80}: {reply:?}");
        assert_eq!(reply.json()["code"], code, "{line} {body:.80}");
    };
    let post = format!("POST {url}");
    let event = world.event("x");
    refused(&post, &[&bearer], &event, 415, "COS-SRV-0004");
    refused(&post, &[&bearer, &bearer, &json], &event, 401, "COS-AUT-0001");
    refused(&post, &[&bearer, &json], "{", 422, "COS-EVT-0001");
    refused(&post, &[&bearer, &json], &event.replace("flow", "flwo"), 422, "COS-EVT-0002");
    refused(&post, &[&bearer, &json], &" ".repeat((8 << 20) + 1), 413, "COS-SRV-0006");
    refused(&format!("{post}?wait=for-ever"), &[&bearer, &json], &event, 400, "COS-SRV-0004");
    let lines = "Content-Type: application/x-ndjson".to_owned();
    refused(&post, &[&bearer, &lines], &"{}\n".repeat(4097), 413, "COS-SRV-0006");
    let tenant = r#"{"tenant":"c","region":"eu-1","display_name":"C","residency":"eu"}"#;
    refused(
        "POST /v1/tenants",
        &[&bearer],
        &tenant.replace('}', r#","role":"admin"}"#),
        400,
        "COS-SRV-0004",
    );
    refused("POST /v1/tenants", &[&bearer], &tenant.replace("eu-1", "us-1"), 422, "COS-SRV-0008");
    refused(
        "POST /v1/tenants",
        &[&bearer],
        &tenant.replace("\"C\"", "\"\\u0007\""),
        400,
        "COS-SRV-0004",
    );
    refused(
        "POST /v1/tenants",
        &[&bearer],
        &tenant.replace("\"c\"", "\"../c\""),
        422,
        "COS-IDS-0001",
    );
    let platform = tenant.replace("\"c\"", "\"platform\"");
    refused("POST /v1/tenants", &[&bearer], &platform, 409, "COS-STA-0005");
    refused("GET /v1/tenants/..%2Fpilot-a", &[&bearer], "", 404, "COS-AUT-0003");
    refused("GET /nothing", &[&bearer], "", 404, "COS-SRV-0005");
    refused("PUT /v1/tenants", &[&bearer], "", 405, "COS-SRV-0005");
    refused("GET /v1/tenants/pilot-a/receipts/nothing", &[&bearer], "", 422, "COS-IDS-0001");
    refused(
        "GET /v1/tenants/pilot-a/log/tile/0/..%2F..%2Fhead",
        &[&bearer],
        "",
        404,
        "COS-SRV-0005",
    );
    let tenants = world.get("/v1/tenants", &world.operator).json();
    assert_eq!(tenants["tenants"].as_array().unwrap().len(), 2, "{tenants}");
}

#[test]
fn the_same_event_is_one_receipt_and_another_is_a_conflict() {
    let world = World::new();
    let url = "/v1/tenants/pilot-a/receipts";
    let event = world.event("x").replacen('{', r#"{"id":"01KE0000000000000000000007","#, 1);
    let first = world.post(url, &world.operator, &event);
    assert_eq!(first.status, 201, "{first:?}");
    world.advance(90);
    let again = world.post(url, &world.operator, &event);
    assert_eq!((again.status, &again.json()["index"]), (200, &first.json()["index"]), "{again:?}");
    // In other spelling it is the same event still.
    let spelt = event.replace("\"flow\"", " \"flow\"");
    assert_eq!(world.post(url, &world.operator, &spelt).status, 200);
    for other in [
        event.replace("allow", "override"),
        event.replace("\"rationale\":\"x\"", "\"rationale\":\"y\""),
    ] {
        let conflict = world.post(url, &world.operator, &other);
        assert_eq!(
            (conflict.status, conflict.json()["code"].as_str()),
            (409, Some("COS-LED-0005"))
        );
    }
    let found = world.get(&format!("{url}/01KE0000000000000000000007"), &world.operator);
    assert_eq!(found.status, 200, "{found:?}");
    let found = found.json();
    assert!(found["proof"].as_str().unwrap().starts_with("c2sp.org/tlog-proof@v1\n"), "{found}");
    // Another tenant may use the same id for an act of its own.
    let other = world.post("/v1/tenants/pilot-b/receipts", &world.operator, &event);
    assert_eq!(other.status, 201, "{other:?}");
    let checkpoint = world.get("/v1/tenants/pilot-a/log/checkpoint", &world.operator);
    assert!(checkpoint.body.starts_with("acme/eu-1/pilot-a\n"), "{checkpoint:?}");
    let metrics = world.get("/metrics", "");
    assert!(metrics.body.contains("provenance_receipts_total{tenant=\"pilot-a\"}"), "{metrics:?}");
}
