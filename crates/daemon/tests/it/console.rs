//! The console: who gets in, what a form has to bring, and what people see in a real browser.

use crate::http::{Reply, send};
use crate::world::{CANARIES, World};
use serde_json::json;

const COOKIE: &str = "__Host-cos-session";

/// A browser that is signed in, without the browser.
#[derive(Debug, Default)]
pub(crate) struct Session {
    pub(crate) secret: String,
    pub(crate) word: String,
}

/// Says that a form comes from a page of the server.
const ORIGIN: &str = "Origin: http://cos";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

fn post(world: &World, path: &str, headers: &[&str], body: &str) -> Reply {
    let headers: Vec<String> = headers.iter().map(|&header| header.to_owned()).collect();
    send(world.address, &format!("POST {path}"), &headers, body)
}

impl Session {
    pub(crate) fn begin(world: &World, token: &str) -> Self {
        let reply = post(world, "/console/session", &[ORIGIN, FORM], &format!("token={token}"));
        assert_eq!(reply.status, 303, "{reply:?}");
        let cookie = reply.header("set-cookie").unwrap();
        let secret = cookie.strip_prefix(&format!("{COOKIE}=")).unwrap();
        let secret = secret.split(';').next().unwrap().to_owned();
        let mut session = Self { secret, word: String::new() };
        let page = session.get(world, "/console/").body;
        let (_, word) = page.split_once("name=\"word\" value=\"").unwrap();
        word.split('"').next().unwrap().clone_into(&mut session.word);
        session
    }

    pub(crate) fn get(&self, world: &World, path: &str) -> Reply {
        let cookie = format!("Cookie: {COOKIE}={}", self.secret);
        send(world.address, &format!("GET {path}"), &[cookie], "")
    }

    /// Sends a form as a browser does, with the word of the session.
    pub(crate) fn call(&self, world: &World, line: &str, body: &str) -> Reply {
        let cookie = format!("Cookie: {COOKIE}={}", self.secret);
        let headers = [cookie, ORIGIN.to_owned(), FORM.to_owned()];
        let body = if body.is_empty() && line.starts_with("GET") {
            String::new()
        } else {
            format!("word={}&{body}", self.word)
        };
        send(world.address, line, &headers, body)
    }
}

/// The field with the name of what the form asks for.
fn once(page: &str) -> &str {
    page.split_once("name=\"once\" value=\"").unwrap().1.split('"').next().unwrap()
}

#[test]
fn cookies_are_for_pages_and_tokens_are_for_programs() {
    let world = World::new();
    let reply =
        post(&world, "/console/session", &[ORIGIN, FORM], &format!("token={}", world.operator));
    let cookie = reply.header("set-cookie").unwrap();
    for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=28800"] {
        assert!(cookie.split("; ").any(|it| it == part), "{part}: {cookie}");
    }
    assert!(cookie.starts_with("__Host-cos-session=cosw_") && !cookie.contains("Domain"));
    assert!(!cookie.contains(&world.operator));
    let session = Session::begin(&world, &world.operator);
    assert_eq!(session.get(&world, "/v1/whoami").status, 401);
    let bearer = world.get("/v1/whoami", &session.secret);
    assert_eq!(bearer.status, 401, "{bearer:?}");
    let page = world.get("/console/", &world.operator);
    assert_eq!((page.status, page.header("location")), (303, Some("/console/sign-in")));
    let page = world.get("/console/t/pilot-a/receipts?before=7", &session.secret);
    let next = "/console/sign-in?next=%2Fconsole%2Ft%2Fpilot-a%2Freceipts%3Fbefore%3D7";
    assert_eq!((page.status, page.header("location")), (303, Some(next)));
    let token = Session { secret: world.operator.clone(), ..Session::default() };
    assert_eq!(token.get(&world, "/console/").status, 303);
}

#[test]
fn every_page_says_what_it_may_do() {
    let world = World::new();
    let session = Session::begin(&world, &world.operator);
    let theme = format!("/console/t/pilot-a/themes/{}", world.themes[0]);
    for path in
        ["/console/sign-in", "/console/", "/console/t/pilot-a/receipts", "/console/t/x", &theme]
    {
        let reply = session.get(&world, path);
        let policy = reply.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cache-control", "private, no-store"),
        ] {
            assert_eq!(reply.header(name), Some(value), "{path}");
        }
    }
    let preview = session.get(&world, &format!("{theme}/preview"));
    let policy = preview.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
}

#[test]
fn whatever_is_wrong_with_a_token_the_answer_is_the_same_and_comes_slower() {
    let world = World::new();
    let (id, revoked) = world.token(None, &["tenants:read"], 3600);
    assert_eq!(world.call("DELETE", &format!("/v1/tokens/{id}"), &world.operator, "").status, 200);
    let mut mistyped = world.operator.clone();
    mistyped.replace_range(30..31, if &mistyped[30..31] == "x" { "y" } else { "x" });
    let attempt = |token: &str| {
        let reply = post(&world, "/console/session", &[ORIGIN, FORM], &format!("token={token}"));
        assert!(reply.header("set-cookie").is_none(), "{reply:?}");
        (reply.status, reply.body)
    };
    let first = attempt("");
    assert_eq!(first.0, 401);
    for token in [&revoked, &mistyped, "cosu_x", "nonsense"] {
        assert_eq!(attempt(token), first, "{token}");
    }
    // Who signs in uses nothing up.
    for _ in 0..30 {
        Session::begin(&world, &world.operator);
    }
    let refused = (0..30).map(|_| attempt("")).find(|(status, _)| *status != 401).unwrap();
    assert!(refused.0 == 429 && refused.1.contains("COS-AUT-0011"), "{refused:?}");
    // Nobody else is held up: a proxy on this machine asks for people from elsewhere.
    let from = |address: &str, token: &str| {
        let forwarded = format!("X-Forwarded-For: 127.0.0.1, {address}");
        let headers = [ORIGIN, FORM, &forwarded];
        post(&world, "/console/session", &headers, &format!("token={token}")).status
    };
    assert_eq!(from("192.0.2.7", &world.operator), 303);
    assert!((0..20).all(|_| from("192.0.2.7", "x") == 401));
    assert_eq!((from("192.0.2.7", "x"), from("192.0.2.8", "x")), (429, 401));
    world.advance(3);
    Session::begin(&world, &world.operator);
}

#[test]
fn forms_come_from_pages_of_the_session() {
    let world = World::new();
    let session = Session::begin(&world, &world.operator);
    let other = Session::begin(&world, &world.operator);
    let path = "/console/t/pilot-a/themes/rollback";
    let page = session.get(&world, "/console/t/pilot-a/themes").body;
    let body = format!("reason=x&to=default&once={}", once(&page));
    let cookie = format!("Cookie: {COOKIE}={}", session.secret);
    let (right, wrong) =
        (format!("word={}&{body}", session.word), format!("word={}&{body}", other.word));
    let before = world.state_of("pilot-a");
    for (headers, body) in [
        (&[&*cookie, FORM][..], &right),
        (&[&cookie, FORM, "Origin: http://evil.example"], &right),
        (&[&cookie, FORM, "Origin: null"], &right),
        (&[&cookie, FORM, ORIGIN, "Sec-Fetch-Site: cross-site"], &right),
        (&[&cookie, FORM, ORIGIN], &wrong),
        (&[&cookie, FORM, ORIGIN], &body),
    ] {
        let reply = post(&world, path, headers, body);
        assert!(
            reply.status == 403 && reply.body.contains("COS-AUT-0010"),
            "{headers:?} {reply:?}"
        );
    }
    for reply in [
        post(&world, "/console/session", &[FORM], &format!("token={}", world.operator)),
        post(&world, "/console/sign-out", &[&cookie, FORM], &right),
    ] {
        assert!(reply.status == 403 && reply.header("set-cookie").is_none(), "{reply:?}");
    }
    let more = format!("{right}&more=1");
    assert_eq!(post(&world, path, &[&cookie, FORM, ORIGIN], &more).status, 400);
    assert_eq!(world.state_of("pilot-a"), before);
    // And from there it is done, once.
    for _ in 0..2 {
        let done = post(&world, path, &[&cookie, FORM, ORIGIN], &right);
        assert_eq!(done.status, 303, "{done:?}");
        assert!(done.header("location").unwrap().starts_with("/console/t/pilot-a/themes?done="));
    }
    assert_eq!(world.state_of("pilot-a").0, before.0 + 1);
    // Signing out ends this session and no other, and leaves its receipt.
    let out = session.call(&world, "POST /console/sign-out", "");
    assert!(
        out.status == 303 && out.header("set-cookie").unwrap().contains("Max-Age=0"),
        "{out:?}"
    );
    assert_eq!(session.get(&world, "/console/").status, 303);
    assert_eq!(other.get(&world, "/console/").status, 200);
}

#[test]
fn pages_of_a_tenant_have_nothing_of_another() {
    let world = World::new();
    let session = Session::begin(&world, &world.operator);
    for (number, (tenant, canary)) in CANARIES.into_iter().enumerate() {
        let foreign = CANARIES[1 - number].1;
        let receipts = format!("/console/t/{tenant}/receipts");
        let page = session.get(&world, &receipts).body;
        let (_, jti) = page.split_once(&format!("href=\"{receipts}/")).unwrap();
        let jti = jti.split('"').next().unwrap();
        let theme = format!("/console/t/{tenant}/themes/{}", world.themes[number]);
        for path in [
            format!("/console/t/{tenant}"),
            receipts.clone(),
            format!("{receipts}/{jti}"),
            format!("/console/t/{tenant}/themes"),
            theme.clone(),
            format!("{theme}/preview"),
        ] {
            let page = session.get(&world, &path);
            assert!(page.status == 200 && page.body.contains(canary), "{path}: {page:?}");
            assert!(!page.body.contains(foreign), "{path}");
        }
        // What is another tenant's is not found by its name.
        let other = CANARIES[1 - number].0;
        for path in [
            format!("/console/t/{other}/receipts/{jti}"),
            format!("/console/t/{other}/themes/{}", world.themes[number]),
        ] {
            assert_eq!(session.get(&world, &path).status, 404, "{path}");
        }
    }
    let denied = json!({
        "time": "2026-01-01T00:00:00Z", "flow": "approval", "action": "deploy.promote", "decision": "deny",
        "denial_code": "cos.four_eyes", "denial_reason": "nobody approves their own change",
        "actor": "<script>alert(1)</script>", "resource": "a\u{202e}b",
    });
    let path = "/v1/tenants/pilot-a/receipts?wait=published";
    assert_eq!(world.post(path, &world.operator, &denied.to_string()).status, 201);
    let page = session.get(&world, "/console/t/pilot-a/receipts").body;
    for text in
        ["cos.four_eyes", "nobody approves their own change", "&lt;script&gt;", "a\\u{202e}b"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(!page.contains("<script>alert") && !page.contains("do not verify"), "{page}");
}
