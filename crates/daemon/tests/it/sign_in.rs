//! People sign in at a real OpenID provider (npm's `oidc-provider`), and at one that cheats.

use crate::exchange::exchange;
use crate::http::{Reply, send};
use crate::issuer::{Issuer, Key, Said};
use crate::world::World;
use cos_core::base64url;
use cos_testkit::provider::Provider;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;

pub(crate) const NOW: i64 = 1_767_225_600;
pub(crate) const CLIENT: &str = "cos";
/// The name under which the server knows the provider.
pub(crate) const NAME: &str = "people";

/// With a public client, and a clock that stands.
pub(crate) fn provider(redirect_uri: &str) -> Provider {
    Provider::start(redirect_uri, &[("NOW", &NOW.to_string())])
}

/// With a client that has a secret, and sends it in that way.
pub(crate) fn confidential(redirect_uri: &str, secret: &str, method: &str) -> Provider {
    let now = NOW.to_string();
    let own = [("CLIENT_SECRET", secret), ("AUTH_METHOD", method), ("NOW", &now)];
    Provider::start(redirect_uri, &own)
}

/// A browser without pages: it keeps cookies, and goes where it is sent.
#[derive(Default)]
pub(crate) struct Browser {
    /// By host, path and name.
    cookies: BTreeMap<(SocketAddr, String, String), String>,
}

impl Browser {
    pub(crate) fn ask(&mut self, line: &str, to: SocketAddr, form: &str) -> Reply {
        let path = line.split(' ').nth(1).unwrap();
        let is_for = |(host, under, _): &(SocketAddr, String, String)| {
            *host == to && path.starts_with(under.as_str())
        };
        let own = self.cookies.iter().filter(|(key, value)| is_for(key) && !value.is_empty());
        let cookies: Vec<_> = own.map(|((_, _, name), value)| format!("{name}={value}")).collect();
        let headers = [
            format!("Cookie: {}", cookies.join("; ")),
            "Content-Type: application/x-www-form-urlencoded".to_owned(),
        ];
        let reply = send(to, line, &headers, form);
        for (header, set) in reply.head.lines().filter_map(|line| line.split_once(": ")) {
            if header.eq_ignore_ascii_case("set-cookie") {
                let mut parts = set.split(';').filter_map(|part| part.trim().split_once('='));
                let (name, value) = parts.next().unwrap();
                let path = parts.find(|(name, _)| name.eq_ignore_ascii_case("path"));
                let path = path.map_or("/", |(_, path)| path);
                self.cookies.insert((to, path.to_owned(), name.to_owned()), value.to_owned());
            }
        }
        reply
    }

    /// Goes to an address, or to a path where it is.
    fn go(&mut self, to: &str, at: SocketAddr) -> (SocketAddr, Reply) {
        let (host, path) = place(to, at);
        let reply = self.ask(&format!("GET {path}"), host, "");
        (host, reply)
    }
}

pub(crate) fn place(to: &str, at: SocketAddr) -> (SocketAddr, String) {
    let Some(rest) = to.strip_prefix("http://") else { return (at, to.to_owned()) };
    let (host, path) = rest.split_once('/').unwrap();
    // What is served under the name that the test's client gives itself is served where it was asked.
    (host.parse().unwrap_or(at), format!("/{path}"))
}

pub(crate) fn leads(reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{reply:?}");
    reply.header("location").unwrap().to_owned()
}

/// A parameter of an address.
pub(crate) fn parameter(url: &str, name: &str) -> String {
    let query = url.split_once('?').unwrap().1;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(known, _)| known == name).unwrap().1.into_owned()
}

/// A server at which one person may sign in.
pub(crate) struct Site {
    pub(crate) world: World,
    pub(crate) browser: Browser,
}

impl Site {
    /// Adds the provider, and binds `subject` with two persons' consent.
    pub(crate) fn new(world: World, url: &str, subject: &str) -> Self {
        Self::as_client(world, (url, None), subject)
    }

    /// The same, with a secret that the server has there.
    pub(crate) fn as_client(
        world: World,
        (url, secret): (&str, Option<&str>),
        subject: &str,
    ) -> Self {
        let grace = world.admit("grace");
        let issuer = people(&world, url, secret);
        let made = world.post("/v1/token/issuers", &world.operator, &issuer.to_string());
        assert_eq!(made.status, 201, "{made:?}");
        let binding = json!({
            "issuer": NAME, "claims": { "sub": subject }, "identity": "linus", "person": "linus",
            "scopes": ["tenants:read", "tokens:read", "tokens:write"], "ttl_seconds": 3600,
        });
        let made = world.post("/v1/token/bindings", &world.operator, &binding.to_string());
        assert_eq!(made.status, 201, "{made:?}");
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let done = world.post(&format!("/v1/token/bindings/{id}/approve"), &grace, "");
        assert_eq!(done.status, 200, "{done:?}");
        Self { world, browser: Browser::default() }
    }

    /// Signs in at the provider's own pages.
    pub(crate) fn sign_in(&mut self, login: &str) -> Reply {
        let to = self.begin();
        let back = through(&mut self.browser, &to, login);
        self.back(&back)
    }

    /// Begins to sign in; returns where the browser is sent.
    pub(crate) fn begin(&mut self) -> String {
        let path = format!("/console/oidc/{NAME}/start");
        let reply = self.browser.ask(&format!("GET {path}"), self.world.address, "");
        let cookie = reply.header("set-cookie").unwrap();
        for part in ["__Host-cos-sign-in=", "Path=/;", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(cookie.contains(part), "{part}: {cookie}");
        }
        leads(&reply)
    }

    pub(crate) fn back(&mut self, to: &str) -> Reply {
        let (_, path) = place(to, self.world.address);
        self.browser.ask(&format!("GET {path}"), self.world.address, "")
    }
}

/// The provider, as it is added.
pub(crate) fn people(world: &World, url: &str, secret: Option<&str>) -> Value {
    let mut issuer = json!({
        "name": NAME, "kind": "people", "url": url, "audience": CLIENT, "redirect_uri": redirect_uri(world),
    });
    if let Some(secret) = secret {
        issuer["client_secret"] = json!(secret);
    }
    issuer
}

pub(crate) fn redirect_uri(world: &World) -> String {
    format!("http://{}/console/oidc/{NAME}/callback", world.address)
}

/// A session has begun, in a cookie of its own kind.
pub(crate) fn assert_signed_in(reply: &Reply) {
    assert_eq!(leads(reply), "/console/");
    let cookie = reply.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-cos-session="), "{cookie}");
    assert!(cookie.contains("Secure") && cookie.contains("HttpOnly"), "{cookie}");
}

/// What a page says, as text.
pub(crate) fn said(reply: &Reply) -> String {
    let body = reply.body.replace("&#x27;", "'").replace("&quot;", "\"");
    body.replace("<code>", "`").replace("</code>", "`").replace("&#x2f;", "/")
}

pub(crate) fn assert_stranger(reply: &Reply, reason: &str) {
    assert_eq!(reply.status, 400, "{reason}: {reply:?}");
    let page = said(reply);
    assert!(page.contains("COS-AUT-0012") && page.contains(reason), "{reason}: {page}");
}

fn assert_refused(reply: &Reply, reason: &str) {
    assert_eq!(reply.status, 401, "{reason}: {reply:?}");
    let page = said(reply);
    assert!(page.contains(reason), "{reason}: {page}");
}

/// Signs in at the provider's own pages; returns where it sends the browser back to.
pub(crate) fn through(browser: &mut Browser, to: &str, login: &str) -> String {
    let (host, reply) = browser.go(to, "127.0.0.1:1".parse().unwrap());
    let mut next = leads(&reply);
    while !next.contains("code=") {
        let (_, path) = place(&next, host);
        let page = browser.ask(&format!("GET {path}"), host, "").body;
        // Whoever is signed in there already is asked less.
        let form = if page.contains("value=\"login\"") {
            format!("prompt=login&login={login}&password=x")
        } else {
            "prompt=consent".to_owned()
        };
        let reply = browser.ask(&format!("POST {path}"), host, &form);
        let (_, reply) = browser.go(&leads(&reply), host);
        next = leads(&reply);
    }
    next
}

#[test]
fn a_person_signs_in_at_a_real_provider() {
    let world = World::new();
    let provider = provider(&redirect_uri(&world));
    let mut site = Site::new(world, &provider.url, "00u-linus");
    let to = site.begin();
    assert_eq!(parameter(&to, "code_challenge_method"), "S256");
    let back = through(&mut site.browser, &to, "00u-linus");
    let reply = site.back(&back);
    assert_signed_in(&reply);
    let page = site.back("/console/");
    assert!(page.status == 200 && page.body.contains("<span>linus</span>"), "{page:?}");
    let form = site.back("/console/sign-in").body;
    assert!(form.contains(&format!("href=\"/console/oidc/{NAME}/start\"")), "{form}");
    // What ended is over: the cookie went with it.
    assert_stranger(&site.back(&back), "it did not begin in this browser");
    // In another browser nobody began anything, and another state is not this one's.
    let to = site.begin();
    let back = through(&mut site.browser, &to, "00u-linus");
    let mut other = Browser::default();
    let (_, path) = place(&back, site.world.address);
    let reply = other.ask(&format!("GET {path}"), site.world.address, "");
    assert_stranger(&reply, "it did not begin in this browser");
    let state = parameter(&back, "state");
    assert_stranger(&site.back(&back.replace(&state, "x")), "its `state`");
    assert_stranger(&site.back(&back.replace("code=", "code=x")), "does not take the code back");
    assert_stranger(&site.back(&back.replace("iss=", "iss=x")), "another provider");
    site.world.advance(601);
    assert_stranger(&site.back(&back), "too long ago");
    site.world.advance(-601);
    assert_signed_in(&site.back(&back));
    // Somebody else with the same mail address, which the provider gives to everybody.
    let mut stranger = Site { browser: Browser::default(), ..site };
    let to = stranger.begin();
    let back = through(&mut stranger.browser, &to, "00u-mallory");
    assert_refused(&stranger.back(&back), "no binding");
    stranger.world.stop();
    let receipts = stranger.world.receipts("platform");
    let signed_in = receipts.iter().filter(|it| it["action"] == "token.sign-in");
    let decisions: Vec<_> = signed_in.map(|it| it["decision"].as_str().unwrap()).collect();
    assert_eq!(decisions, ["allow", "allow", "deny"]);
}

/// A provider of the test's own, and what it says of linus.
struct Cheat {
    site: Site,
    issuer: Issuer,
    key: Key,
}

impl Cheat {
    fn new() -> Self {
        let key = Key::rsa("a");
        let issuer = Issuer::start(&[&key]);
        let site = Site::new(World::new(), &issuer.url, "00u-linus");
        Self { site, issuer, key }
    }

    fn claims(&self, nonce: &str) -> Value {
        json!({
            "iss": self.issuer.url, "aud": CLIENT, "sub": "00u-linus", "nonce": nonce,
            "exp": NOW + 300, "iat": NOW, "email": "linus@acme.example",
        })
    }

    /// Signs in, and is given what `token` makes of the claims.
    fn sign_in(&mut self, token: impl FnOnce(&Self, Value) -> Value) -> Reply {
        let to = self.site.begin();
        let claims = self.claims(&parameter(&to, "nonce"));
        let answer = token(self, claims);
        self.issuer.says("/token", Said::json(&answer));
        let state = parameter(&to, "state");
        self.site.back(&format!("/console/oidc/{NAME}/callback?code=c&state={state}"))
    }
}

#[test]
fn a_provider_that_cheats_signs_nobody_in() {
    let mut cheat = Cheat::new();
    let honest = |it: &Cheat, claims: Value| json!({ "id_token": it.key.sign(&claims) });
    let first = cheat.sign_in(honest);
    assert_signed_in(&first);
    let sent = cheat.issuer.sent("/token");
    let form: BTreeMap<_, _> = form_urlencoded::parse(sent.as_bytes()).into_owned().collect();
    assert_eq!((&*form["grant_type"], &*form["client_id"]), ("authorization_code", CLIENT));
    assert!(form["code_verifier"].len() >= 43, "{sent}");
    let changed = |name: &'static str, value: Value| {
        move |it: &Cheat, mut claims: Value| {
            claims[name] = value;
            json!({ "id_token": it.key.sign(&claims) })
        }
    };
    for (name, value, reason) in [
        ("nonce", json!("another"), "its nonce is not the one"),
        ("nonce", json!(7), "`nonce` is not text"),
        ("aud", json!("another"), "another audience"),
        ("azp", json!("another"), "another audience"),
        ("iss", json!("https://evil.example"), "nobody here trusts its issuer"),
        ("exp", json!(NOW - 60), "it ended at"),
        ("exp", json!("never"), "`exp` is not a whole number"),
        ("sub", json!("00u-mallory"), "no binding"),
    ] {
        assert_refused(&cheat.sign_in(changed(name, value)), reason);
    }
    let without_nonce = |it: &Cheat, mut claims: Value| {
        claims.as_object_mut().unwrap().remove("nonce");
        json!({ "id_token": it.key.sign(&claims) })
    };
    assert_refused(&cheat.sign_in(without_nonce), "`nonce` is missing");
    let unsigned = |_: &Cheat, claims: Value| {
        let part = |value: &Value| base64url::encode(value.to_string().as_bytes());
        json!({ "id_token": format!("{}.{}.", part(&json!({ "alg": "none" })), part(&claims)) })
    };
    assert_refused(&cheat.sign_in(unsigned), "its algorithm is `none`");
    assert_stranger(&cheat.sign_in(|_, _| json!({ "id_token": 7 })), "gives no `id_token`");
    assert_stranger(&cheat.sign_in(|_, _| json!({ "access_token": "x" })), "gives no `id_token`");
    // Another provider's answer, sent to this one's callback.
    let to = cheat.site.begin();
    let state = parameter(&to, "state");
    let path = format!("/console/oidc/{NAME}/callback?code=c&state={state}");
    let mixed = format!("{path}&iss=https%3A%2F%2Fevil.example");
    assert_stranger(&cheat.site.back(&mixed), "another provider");
    assert_stranger(&cheat.site.back(&format!("{path}&code=d")), "is there twice");
    let denied = format!("/console/oidc/{NAME}/callback?error=access_denied&state={state}");
    assert_stranger(&cheat.site.back(&denied), "the provider says `access_denied`");
    // What signs a person in is no job's token.
    let token = cheat.key.sign(&cheat.claims("n"));
    let reply = exchange(&cheat.site.world, &token, &[]);
    assert_eq!(reply.status, 401, "{reply:?}");
    assert!(reply.body.contains("nobody here trusts its issuer"), "{reply:?}");
    for path in ["/console/oidc/nobody/start", "/console/oidc/nobody/callback?state=x"] {
        let reply = send(cheat.site.world.address, &format!("GET {path}"), &[], "");
        assert_eq!(reply.status, 404, "{reply:?}");
    }
}

#[test]
fn whoever_begins_over_and_over_makes_nobody_ask_the_provider() {
    let mut cheat = Cheat::new();
    for _ in 0..20 {
        cheat.site.begin();
    }
    assert_eq!(cheat.issuer.connections(), 1);
}
