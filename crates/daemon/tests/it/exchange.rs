//! Jobs exchange their tokens, and what is not quite a job's token is refused with its reason.

use crate::http::{Reply, send};
use crate::issuer::{Issuer, Key, Said};
use crate::world::World;
use cos_core::base64url;
use serde_json::{Value, json};

/// The time at which a world begins.
const NOW: i64 = 1_767_225_600;
const AUDIENCE: &str = "https://cos.acme.example";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const JWT: &str = "urn:ietf:params:oauth:token-type:jwt";

/// A server that believes an issuer of GitHub's kind about one repository.
struct Ci {
    world: World,
    issuer: Issuer,
    key: Key,
    binding: String,
    grace: String,
}

/// What a job on the main branch of repository 74 says.
fn claims(issuer: &Issuer) -> Value {
    json!({
        "iss": issuer.url, "aud": AUDIENCE, "sub": "repo:acme/app:ref:refs/heads/main",
        "exp": NOW + 300, "iat": NOW, "nbf": NOW - 5, "jti": format!("{:x}", rand()),
        "repository": "acme/app", "repository_id": "74", "repository_owner_id": "65",
        "ref": "refs/heads/main", "environment": "prod",
    })
}

fn rand() -> u128 {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).unwrap();
    u128::from_le_bytes(bytes)
}

fn with(mut value: Value, name: &str, other: Value) -> Value {
    value[name] = other;
    value
}

fn without(mut value: Value, name: &str) -> Value {
    value.as_object_mut().unwrap().remove(name);
    value
}

pub(crate) fn exchange(world: &World, token: &str, more: &[(&str, &str)]) -> Reply {
    let form = [("grant_type", GRANT), ("subject_token_type", JWT), ("subject_token", token)];
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(form.iter().chain(more));
    let kind = ["Content-Type: application/x-www-form-urlencoded".to_owned()];
    send(world.address, "POST /v1/token/exchange", &kind, body.finish())
}

impl Ci {
    fn new(key: Key) -> Self {
        let (world, issuer) = (World::new(), Issuer::start(&[&key]));
        let grace = world.admit("grace");
        let made = world.post("/v1/token/issuers", &world.operator, &Self::named(&issuer, "hub"));
        assert_eq!(made.status, 201, "{made:?}");
        let mut ci = Self { world, issuer, key, binding: String::new(), grace };
        ci.binding = ci.bind(&json!({ "repository_id": "74", "repository_owner_id": "65", "ref": "refs/heads/main" }));
        ci
    }

    fn named(issuer: &Issuer, name: &str) -> String {
        json!({ "name": name, "kind": "github", "url": issuer.url, "audience": AUDIENCE })
            .to_string()
    }

    /// Proposes as ada and approves as grace.
    fn bind(&self, claims: &Value) -> String {
        let made = self.propose(claims);
        assert_eq!(made.status, 201, "{made:?}");
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let done = self.approve(&id, &self.grace);
        assert_eq!(done.status, 200, "{done:?}");
        id
    }

    fn propose(&self, claims: &Value) -> Reply {
        let body = json!({
            "issuer": "hub", "claims": claims, "identity": "ci-app", "tenants": ["pilot-a"],
            "scopes": ["receipts:read", "receipts:write"], "ttl_seconds": 900,
        });
        self.world.post("/v1/token/bindings", &self.world.operator, &body.to_string())
    }

    fn approve(&self, id: &str, token: &str) -> Reply {
        self.world.post(&format!("/v1/token/bindings/{id}/approve"), token, "")
    }

    fn claims(&self) -> Value {
        claims(&self.issuer)
    }

    fn exchange(&self, claims: &Value) -> Reply {
        exchange(&self.world, &self.key.sign(claims), &[])
    }

    fn is_refused(&self, token: &str, reason: &str) {
        let reply = exchange(&self.world, token, &[]);
        assert_refused(&reply, reason);
    }
}

fn assert_refused(reply: &Reply, reason: &str) {
    assert_eq!(reply.status, 401, "{reason}: {reply:?}");
    let problem = reply.json();
    assert_eq!(problem["code"], "COS-AUT-0008", "{problem}");
    assert_eq!(problem["error"], "invalid_grant", "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains(reason), "{reason}: {problem}");
    assert!(problem["reasons"][0]["remedy"].is_string(), "{problem}");
}

fn assert_given(reply: &Reply) -> String {
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    reply.json()["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn a_job_gets_what_its_binding_gives_and_no_more() {
    for key in [Key::rsa("a"), Key::p256("b"), Key::ed25519("c")] {
        let mut ci = Ci::new(key);
        let reply = ci.exchange(&ci.claims());
        let token = assert_given(&reply);
        let answer = reply.json();
        assert_eq!(answer["expires_in"], 900);
        assert_eq!(answer["token_type"], "Bearer");
        assert_eq!(answer["issued_token_type"], "urn:ietf:params:oauth:token-type:access_token");
        assert_eq!(answer["scope"], "receipts:read receipts:write");
        let whoami = ci.world.get("/v1/whoami", &token).json();
        assert_eq!((&whoami["identity"], &whoami["person"]), (&json!("ci-app"), &json!("ada")));
        let event = ci.world.event("x");
        let post =
            |tenant: &str| ci.world.post(&format!("/v1/tenants/{tenant}/receipts"), &token, &event);
        assert_eq!(post("pilot-a").status, 201);
        assert_eq!(post("pilot-b").status, 404);
        assert_eq!(ci.world.get("/v1/tokens", &token).status, 403);
        // Less than the binding gives, on request; what it does not give, never.
        let less = exchange(&ci.world, &ci.key.sign(&ci.claims()), &[("scope", "receipts:read")]);
        assert_eq!(less.json()["scope"], "receipts:read", "{less:?}");
        let more = exchange(&ci.world, &ci.key.sign(&ci.claims()), &[("scope", "themes:read")]);
        assert_refused(&more, "no binding");
        ci.world.advance(901);
        assert_eq!(ci.world.get("/v1/whoami", &token).status, 401);
        ci.world.stop();
        let receipts = ci.world.receipts("pilot-a");
        let exchanged: Vec<_> =
            receipts.iter().filter(|it| it["action"] == "token.exchange").collect();
        assert_eq!(exchanged.len(), 2, "{receipts:?}");
        let said =
            json!([exchanged[0]["actor"], exchanged[0]["resource"], exchanged[0]["rationale"]])
                .to_string();
        for part in ["ci-app", &ci.binding, &ci.issuer.url, "repo:acme/app:ref:refs/heads/main"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}

#[test]
fn every_id_counts_and_a_name_that_somebody_else_took_does_not() {
    let mut ci = Ci::new(Key::ed25519("a"));
    assert_given(&ci.exchange(&ci.claims()));
    let mut refused = 0;
    for (name, other) in [
        // The same names, taken over after the first owner gave them up.
        ("repository_id", json!("75")),
        ("repository_owner_id", json!("66")),
        ("ref", json!("refs/heads/mine")),
        ("repository_id", json!(74)),
        ("repository_id", json!(["74"])),
        ("repository_id", json!(null)),
        ("ref", json!("refs/heads/main\u{0}")),
        ("ref", json!("REFS/HEADS/MAIN")),
    ] {
        assert_refused(&ci.exchange(&with(ci.claims(), name, other)), "no binding");
        assert_refused(&ci.exchange(&without(ci.claims(), name)), "no binding");
        refused += 2;
    }
    // Another name is nothing to us.
    assert_given(&ci.exchange(&with(ci.claims(), "repository", json!("acme/renamed"))));
    ci.world.stop();
    let receipts = ci.world.receipts("platform");
    let denied: Vec<_> = receipts.iter().filter(|it| it["action"] == "token.exchange").collect();
    assert_eq!(denied.len(), refused, "{receipts:?}");
    let reasons: Vec<_> = denied.iter().map(|it| it["denial_reason"].as_str().unwrap()).collect();
    assert!(reasons[0].contains("`repository_id` is another one"), "{reasons:?}");
    assert!(reasons[1].contains("no `repository_id`"), "{reasons:?}");
    assert!(reasons[6].contains("`repository_id` is not text"), "{reasons:?}");
    assert!(denied.iter().all(|it| it["denial_code"] == "cos.exchange.no_binding"));
}

#[test]
fn what_is_wrong_with_a_token_is_its_reason() {
    let ci = Ci::new(Key::rsa("a"));
    let day = 24 * 3600;
    for (name, other, reason) in [
        ("iss", json!("https://evil.example"), "nobody here trusts its issuer"),
        ("iss", json!(format!("{}/", ci.issuer.url)), "nobody here trusts its issuer"),
        ("iss", json!(7), "`iss` is not text"),
        ("aud", json!("https://other.example"), "another audience"),
        ("aud", json!([AUDIENCE, "https://other.example"]), "another audience"),
        ("aud", json!([]), "another audience"),
        ("aud", json!({ "a": AUDIENCE }), "`aud` is not text"),
        ("exp", json!(NOW - 31), "it ended at"),
        ("exp", json!((NOW + 300).to_string()), "`exp` is not a whole number"),
        ("exp", json!(null), "`exp` is not a whole number"),
        ("exp", json!(1e300), "`exp` is not a whole number"),
        ("exp", json!(-1), "`exp` is not a whole number"),
        ("exp", json!(NOW + day + 1), "longer than a day"),
        ("iat", json!(NOW + 31), "which is to come"),
        ("iat", json!("x"), "`iat` is not a whole number"),
        ("nbf", json!(NOW + 31), "not valid before"),
        ("nbf", json!("0"), "`nbf` is not a whole number"),
        ("sub", json!(""), "`sub` is not printable text"),
        ("sub", json!(["x"]), "`sub` is not text"),
        ("jti", json!(7), "`jti` is not text"),
    ] {
        assert_refused(&ci.exchange(&with(ci.claims(), name, other)), reason);
    }
    for name in ["iss", "aud", "exp", "iat", "sub"] {
        assert_refused(&ci.exchange(&without(ci.claims(), name)), &format!("`{name}` is missing"));
    }
    // Twice is not once, whichever is read.
    let twice = ci.claims().to_string().replacen('{', &format!(r#"{{"exp":{},"#, NOW + 300), 1);
    let header = json!({ "alg": "RS256", "kid": "a" });
    ci.is_refused(&ci.key.sign_text(&header.to_string(), &twice), "duplicate key");
    ci.is_refused(&ci.key.sign_text(&header.to_string(), "[]"), "it is no object");
    // Without `jti` and `nbf` it is a token still.
    assert_given(&ci.exchange(&without(without(ci.claims(), "jti"), "nbf")));
}

#[test]
fn how_a_token_is_signed_is_not_up_to_it() {
    let ci = Ci::new(Key::rsa("a"));
    let claims = ci.claims();
    let good = ci.key.sign(&claims);
    let (signed, _) = good.rsplit_once('.').unwrap();
    let payload = signed.split_once('.').unwrap().1;
    let part = |value: &Value| base64url::encode(value.to_string().as_bytes());
    for alg in ["none", "None", "NONE", "HS256", "RS384", "PS256", ""] {
        let token = format!("{}.{payload}.", part(&json!({ "alg": alg, "kid": "a" })));
        ci.is_refused(&token, "accepted are RS256");
    }
    ci.is_refused(
        &format!("{}.{payload}.", part(&json!({ "kid": "a" }))),
        "its algorithm is absent",
    );
    // The public key as the secret of an HMAC.
    let signed = format!("{}.{payload}", part(&json!({ "alg": "HS256", "kid": "a" })));
    let secret = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &ci.key.public_bytes());
    let tag = aws_lc_rs::hmac::sign(&secret, signed.as_bytes());
    ci.is_refused(
        &format!("{signed}.{}", base64url::encode(tag.as_ref())),
        "its algorithm is `HS256`",
    );
    // A key of another kind under the name.
    let other = Key::ed25519("a");
    ci.is_refused(&other.sign(&claims), "its key is not of the kind");
    ci.is_refused(&Key::rsa("a").sign(&claims), "its signature does not hold");
    ci.is_refused(
        &good.replace(payload, &part(&with(claims.clone(), "ref", json!("x")))),
        "signature",
    );
    for header in [
        json!({ "alg": "RS256", "kid": "a", "crit": ["exp"] }),
        json!({ "alg": "RS256", "kid": 7 }),
        json!({ "alg": "RS256", "kid": "a", "typ": "at+jwt" }),
    ] {
        ci.is_refused(&ci.key.sign_as(&header, &claims), "its header is not acceptable");
    }
    // Its own key in its header, or where to get it, is no key of the issuer.
    let evil = Key::rsa("evil");
    let header =
        json!({ "alg": "RS256", "kid": "a", "jwk": evil.jwk(), "jku": "http://127.0.0.1:1/" });
    ci.is_refused(&evil.sign_as(&header, &claims), "its signature does not hold");
    for form in ["", "a", "a.b", "a.b.c.d", "\u{1F980}.a.a", &format!("{good}=")] {
        let reply = exchange(&ci.world, form, &[]);
        assert!([400, 401].contains(&reply.status), "{form}: {reply:?}");
    }
    let huge = format!("{}.{}.AA", part(&json!({ "alg": "RS256" })), "A".repeat(17 << 10));
    ci.is_refused(&huge, "longer than 16384 bytes");
    let reply = exchange(&ci.world, &"A".repeat(1 << 20), &[]);
    assert_eq!(reply.status, 413, "{reply:?}");
    assert_given(&exchange(&ci.world, &good, &[]));
}

#[test]
fn a_token_counts_once() {
    let mut ci = Ci::new(Key::p256("a"));
    let (with_id, without_id) = (ci.claims(), without(ci.claims(), "jti"));
    let token = ci.key.sign(&with_id);
    assert_given(&exchange(&ci.world, &token, &[]));
    for _ in 0..5 {
        ci.is_refused(&token, "shown before");
    }
    // Signed again, it is the same token; the issuer says so.
    ci.is_refused(&ci.key.sign(&with_id), "shown before");
    let token = ci.key.sign(&without_id);
    assert_given(&exchange(&ci.world, &token, &[]));
    ci.is_refused(&token, "shown before");
    // Of many at the same time one is first.
    let token = ci.key.sign(&ci.claims());
    let given = std::thread::scope(|scope| {
        let tries: Vec<_> =
            (0..8).map(|_| scope.spawn(|| exchange(&ci.world, &token, &[]).status)).collect();
        tries.into_iter().map(|it| it.join().unwrap()).filter(|status| *status == 200).count()
    });
    assert_eq!(given, 1);
    ci.world.stop();
    let receipts = ci.world.receipts("pilot-a").into_iter().chain(ci.world.receipts("platform"));
    let replays =
        receipts.filter(|it| it.get("denial_code").is_some_and(|it| it == "cos.exchange.replayed"));
    assert_eq!(replays.count(), 3, "one for each token, however often it is tried");
}

#[test]
fn keys_change_and_the_old_one_ends() {
    let ci = Ci::new(Key::rsa("old"));
    assert_given(&ci.exchange(&ci.claims()));
    assert_eq!(ci.issuer.count("/keys"), 1);
    let new = Key::p256("new");
    ci.issuer.publish(&[&new]);
    ci.world.advance(31);
    assert_given(&exchange(&ci.world, &new.sign(&ci.claims()), &[]));
    assert_eq!(ci.issuer.count("/keys"), 2);
    ci.is_refused(&ci.key.sign(&ci.claims()), "no such key");
    // Names that nobody has make nobody ask.
    for number in 0..50 {
        let header = json!({ "alg": "ES256", "kid": format!("k{number}") });
        ci.is_refused(&new.sign_as(&header, &ci.claims()), "no such key");
    }
    assert_eq!(ci.issuer.count("/keys"), 2);
    ci.world.advance(31);
    let header = json!({ "alg": "ES256", "kid": "k" });
    for _ in 0..10 {
        ci.is_refused(&new.sign_as(&header, &ci.claims()), "no such key");
    }
    assert_eq!(ci.issuer.count("/keys"), 3);
}

#[test]
fn an_issuer_that_misbehaves_is_waited_for_once() {
    let elsewhere = Issuer::start(&[]);
    let away = format!("Location: {}/keys\r\n", elsewhere.url);
    for (said, reason) in [
        (Said::Endless, "more than 262144 bytes"),
        (Said::Silence, "timed out"),
        (Said::Whole(302, away, String::new()), "redirects, which is not followed"),
        (Said::Whole(500, String::new(), String::new()), "answers 500"),
        (Said::Whole(200, String::new(), "{\"keys\":[],\"keys\":[]}".into()), "duplicate key"),
        (Said::Whole(200, String::new(), "{\"keys\":[]}".into()), "has no key"),
    ] {
        let ci = Ci::new(Key::ed25519("a"));
        ci.issuer.says("/keys", said);
        for _ in 0..3 {
            let reply = ci.exchange(&ci.claims());
            assert_eq!(reply.status, 503, "{reason}: {reply:?}");
            let problem = reply.json();
            assert_eq!(problem["code"], "COS-AUT-0009", "{problem}");
            assert!(problem["detail"].as_str().unwrap().contains(reason), "{reason}: {problem}");
        }
        assert_eq!(ci.issuer.count("/keys"), 1, "{reason}");
        ci.issuer.publish(&[&ci.key]);
        ci.world.advance(31);
        assert_given(&ci.exchange(&ci.claims()));
        // Keys that were had are used for an hour while the issuer is down.
        ci.issuer.says("/keys", Said::Whole(500, String::new(), String::new()));
        ci.world.advance(3000);
        let later = with(with(ci.claims(), "iat", json!(NOW + 3000)), "exp", json!(NOW + 3300));
        assert_given(&ci.exchange(&later));
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[test]
fn a_discovery_document_leads_nowhere_else() {
    let elsewhere = Issuer::start(&[]);
    for (more, reason) in [
        (
            json!({ "jwks_uri": format!("{}/keys", elsewhere.url) }),
            "was not named when the issuer was added",
        ),
        (json!({ "jwks_uri": "file:///etc/passwd" }), "was not named"),
        (json!({ "issuer": elsewhere.url }), "it is not that of"),
    ] {
        let ci = Ci::new(Key::ed25519("a"));
        ci.issuer.describe(&more);
        let reply = ci.exchange(&ci.claims());
        assert_eq!(reply.status, 503, "{reply:?}");
        assert!(reply.json()["detail"].as_str().unwrap().contains(reason), "{reply:?}");
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[test]
fn a_binding_takes_two_persons() {
    let world = World::new();
    let (key, issuer) = (Key::ed25519("a"), None::<Issuer>);
    drop(issuer);
    let issuer = Issuer::start(&[&key]);
    let made = world.post("/v1/token/issuers", &world.operator, &Ci::named(&issuer, "hub"));
    assert_eq!(made.status, 201, "{made:?}");
    let mut ci = Ci { world, issuer, key, binding: String::new(), grace: String::new() };
    let rule = json!({ "repository_id": "74", "ref": "refs/heads/main" });
    let alone = ci.propose(&rule);
    assert_eq!((alone.status, alone.json()["code"].as_str()), (403, Some("COS-AUT-0007")));
    assert!(alone.json()["detail"].as_str().unwrap().contains("cos token admit"), "{alone:?}");
    ci.grace = ci.world.admit("grace");
    let id = ci.propose(&rule).json()["id"].as_str().unwrap().to_owned();
    assert_refused(&ci.exchange(&ci.claims()), "no binding");
    // Another token of the same person, and one of the same name in other spelling, are the same person.
    let second = ci.world.token_of(
        "deputy",
        None,
        &["tokens:write", "tokens:read", "receipts:read", "receipts:write"],
    );
    let shouting = ci.world.admit(" ADA ");
    for token in [&ci.world.operator, &second, &shouting] {
        let own = ci.approve(&id, token);
        assert_eq!(
            (own.status, own.json()["code"].as_str()),
            (403, Some("COS-AUT-0007")),
            "{own:?}"
        );
    }
    assert_refused(&ci.exchange(&ci.claims()), "no binding");
    assert_eq!(ci.approve(&id, &ci.grace).status, 200);
    assert_eq!(ci.approve(&id, &ci.grace).status, 404, "it waits no more");
    let token = assert_given(&ci.exchange(&ci.claims()));
    // One is enough to take away, and it takes effect at once.
    let removed =
        ci.world.call("DELETE", &format!("/v1/token/bindings/{id}"), &ci.world.operator, "");
    assert_eq!(removed.status, 200, "{removed:?}");
    assert_eq!(ci.world.get("/v1/whoami", &token).status, 401);
    assert_refused(&ci.exchange(&ci.claims()), "no binding");
    ci.bind(&rule);
    let token = assert_given(&ci.exchange(&ci.claims()));
    let removed = ci.world.call("DELETE", "/v1/token/issuers/hub", &ci.grace, "");
    assert_eq!(removed.status, 200, "{removed:?}");
    assert_eq!(ci.world.get("/v1/whoami", &token).status, 401);
    assert_refused(&ci.exchange(&ci.claims()), "nobody here trusts its issuer");
    // Under the same name nothing that was approved comes back.
    ci.world.post("/v1/token/issuers", &ci.world.operator, &Ci::named(&ci.issuer, "hub"));
    assert_refused(&ci.exchange(&ci.claims()), "no binding");
    ci.world.stop();
    let count = |tenant: &str, action: &str| {
        ci.world.receipts(tenant).iter().filter(|it| it["action"] == action).count()
    };
    assert_eq!(count("platform", "issuer.add"), 2);
    assert_eq!(count("platform", "issuer.remove"), 1);
    assert_eq!(count("platform", "token.admit"), 2);
    assert_eq!(count("pilot-a", "binding.propose"), 2);
    assert_eq!(count("pilot-a", "binding.approve"), 2);
    assert_eq!(count("pilot-a", "binding.remove"), 1);
}

#[test]
fn what_may_not_be_bound_is_refused() {
    let ci = Ci::new(Key::ed25519("a"));
    let body = |more: &[(&str, Value)]| {
        let mut body = json!({
            "issuer": "hub", "claims": { "repository_id": "7", "ref": "r" }, "identity": "x",
            "tenants": ["pilot-a"], "scopes": ["receipts:read"], "ttl_seconds": 900,
        });
        for (name, value) in more {
            body[*name] = value.clone();
        }
        body.to_string()
    };
    for (more, status, reason) in [
        (("claims", json!({ "repository": "acme/app", "ref": "r" })), 422, "ids never are"),
        (("claims", json!({ "repository_id": "7" })), 422, "every branch"),
        (("claims", json!({ "repository_id": 7, "ref": "r" })), 400, "invalid type"),
        (("scopes", json!(["tokens:write"])), 422, "a job may not have"),
        (("ttl_seconds", json!(901)), 422, "1 to 900 seconds"),
        (("issuer", json!("nobody")), 404, "issuer `nobody`"),
        (("role", json!("admin")), 400, "unknown field"),
        (("tenants", json!([])), 400, "is empty"),
    ] {
        let made = ci.world.post("/v1/token/bindings", &ci.world.operator, &body(&[more]));
        assert_eq!(made.status, status, "{reason}: {made:?}");
        assert!(made.json()["detail"].as_str().unwrap().contains(reason), "{reason}: {made:?}");
    }
    // Nobody proposes or approves what they lack, or sees what reaches further than they do.
    let own = ci.world.token_of("a", Some("pilot-b"), &["tokens:read", "tokens:write"]);
    assert_eq!(ci.world.post("/v1/token/bindings", &own, &body(&[])).status, 403);
    assert_eq!(ci.world.get("/v1/token/bindings", &own).json()["bindings"], json!([]));
    assert_eq!(ci.approve(&ci.binding, &own).status, 404);
    assert_eq!(ci.world.post("/v1/token/issuers", &own, &Ci::named(&ci.issuer, "two")).status, 404);
    for (more, reason) in [
        (json!({ "url": "http://issuer.example" }), "is not HTTPS"),
        (json!({ "url": "https://a:b@issuer.example" }), "a name or a password"),
        (json!({ "url": "https://issuer.example?x" }), "has a query"),
        (json!({ "url": "file:///etc/passwd" }), "is not HTTPS"),
        (json!({ "kind": "gitea" }), "no kind of issuer"),
        (json!({ "name": "../x" }), "`name` has to be"),
        (json!({ "jwks": { "keys": [] } }), "has no key"),
        (json!({ "kind": "people" }), "`redirect_uri` has to be"),
        (json!({ "redirect_uri": "https://x.example" }), "is for people"),
    ] {
        let mut body: Value = serde_json::from_str(&Ci::named(&ci.issuer, "two")).unwrap();
        body["url"] = json!("https://issuer.example");
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = ci.world.post("/v1/token/issuers", &ci.world.operator, &body.to_string());
        assert_eq!(made.status, 422, "{reason}: {made:?}");
        assert!(made.json()["detail"].as_str().unwrap().contains(reason), "{reason}: {made:?}");
    }
    let again =
        ci.world.post("/v1/token/issuers", &ci.world.operator, &Ci::named(&ci.issuer, "two"));
    assert_eq!(again.status, 409, "the same issuer under another name: {again:?}");
}

#[test]
fn a_form_that_says_something_else_is_refused() {
    let ci = Ci::new(Key::ed25519("a"));
    let token = ci.key.sign(&ci.claims());
    for (more, error) in [
        (("scop", "receipts:read"), "invalid_request"),
        (("actor_token", "x"), "invalid_request"),
        (("grant_type", GRANT), "invalid_request"),
        (
            ("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token"),
            "invalid_request",
        ),
        (("scope", "everything"), "invalid_scope"),
    ] {
        let reply = exchange(&ci.world, &token, &[more]);
        assert_eq!((reply.status, reply.json()["error"].as_str()), (400, Some(error)), "{reply:?}");
    }
    let json = ["Content-Type: application/json".to_owned()];
    let reply = send(ci.world.address, "POST /v1/token/exchange", &json, "{}");
    assert_eq!((reply.status, reply.json()["error"].as_str()), (400, Some("invalid_request")));
    let kind = ["Content-Type: application/x-www-form-urlencoded".to_owned()];
    let body = "grant_type=client_credentials&subject_token=x";
    let reply = send(ci.world.address, "POST /v1/token/exchange", &kind, body);
    assert_eq!(reply.json()["error"], "unsupported_grant_type", "{reply:?}");
    assert_given(&exchange(&ci.world, &token, &[]));
}

#[test]
fn keys_that_were_given_are_not_looked_up() {
    let world = World::new();
    let (key, issuer) = (Key::rsa("a"), Issuer::start(&[]));
    let grace = world.admit("grace");
    let mut body: Value = serde_json::from_str(&Ci::named(&issuer, "hub")).unwrap();
    body["jwks"] = json!({ "keys": [key.jwk()] });
    assert_eq!(world.post("/v1/token/issuers", &world.operator, &body.to_string()).status, 201);
    let ci = Ci { world, issuer, key, binding: String::new(), grace };
    ci.bind(&json!({ "repository_id": "74", "environment": "prod" }));
    assert_given(&ci.exchange(&ci.claims()));
    ci.is_refused(&Key::rsa("b").sign(&ci.claims()), "no such key");
    assert_eq!(ci.issuer.connections(), 0);
}
