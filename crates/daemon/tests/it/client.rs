//! The server has a secret at a provider, and keeps it (promise P27): at a real one (npm's `oidc-provider`), and at one that cheats.

use crate::http::Reply;
use crate::issuer::{Issuer, Key, Said};
use crate::sign_in::{
    CLIENT, NAME, NOW, Site, assert_signed_in, confidential, parameter, people, redirect_uri, said,
};
use crate::world::World;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// With all that has another meaning in a form or a header.
const SECRET: &str = "canary 7f:3b/+&=%?~";
const ISSUERS: &str = "/v1/token/issuers";

impl Site {
    /// Adds the provider again, with this secret.
    fn again(&self, url: &str, secret: &str) -> Reply {
        let issuer = people(&self.world, url, Some(secret));
        self.world.post(ISSUERS, &self.world.operator, &issuer.to_string())
    }
}

fn assert_unproven(reply: &Reply, reason: &str) {
    assert_eq!(reply.status, 502, "{reason}: {reply:?}");
    let page = said(reply);
    assert!(page.contains("COS-SRV-0080") && page.contains(reason), "{reason}: {page}");
    assert!(page.contains("--client-secret-file"), "{page}");
}

/// Whether a secret stands in any file, as it is or as it was sent.
fn is_written(folder: &Path, forms: &[String]) -> Option<String> {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            if let Some(found) = is_written(&path, forms) {
                return Some(found);
            }
            continue;
        }
        let bytes = fs::read(&path).unwrap_or_default();
        let has = |form: &String| bytes.windows(form.len()).any(|part| part == form.as_bytes());
        if let Some(form) = forms.iter().find(|form| has(form)) {
            return Some(format!("`{form}` in {}", path.display()));
        }
    }
    None
}

/// The spellings of a secret in which it could have been written somewhere.
fn forms(secret: &str) -> Vec<String> {
    let form = form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>();
    let json = json!(secret).to_string();
    let basic = basic(secret);
    vec![secret.to_owned(), form, json.trim_matches('"').to_owned(), basic]
}

/// The header of RFC 6749, section 2.3.1.
fn basic(secret: &str) -> String {
    let form = form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>();
    let text = format!("{CLIENT}:{form}");
    // Base64 as in headers: that of addresses, with other signs and filled up.
    let text = cos_core::base64url::encode(text.as_bytes()).replace('-', "+").replace('_', "/");
    format!("{text}{}", "=".repeat((4 - text.len() % 4) % 4))
}

#[test]
fn a_client_with_a_secret_signs_people_in_and_shows_it_to_nobody() {
    for method in ["client_secret_basic", "client_secret_post"] {
        let world = World::new();
        let redirect = redirect_uri(&world);
        let provider = confidential(&redirect, SECRET, method);
        let mut site = Site::as_client(world, (&provider.url, Some("wrong")), "00u-linus");
        assert_unproven(&site.sign_in("00u-linus"), "invalid_client");
        // The right one takes the place of the wrong one, and what was agreed on stays.
        let replaced = site.again(&provider.url, SECRET);
        assert_eq!((replaced.status, &replaced.json()["has_client_secret"]), (200, &json!(true)));
        assert_signed_in(&site.sign_in("00u-linus"));
        let world = &site.world;
        let seen = [
            &replaced,
            &world.get(ISSUERS, &world.operator),
            &world.get("/v1/token/bindings", &world.operator),
            &world.get("/v1/status", &world.operator),
            &world.get("/metrics", ""),
        ];
        for reply in seen {
            for form in forms(SECRET).iter().chain(&forms("wrong")[3..]) {
                assert!(!reply.body.contains(form) && !reply.head.contains(form), "{reply:?}");
            }
        }
        site.world.stop();
        let root = site.world.dir.path();
        assert!(
            is_written(root, std::slice::from_ref(&provider.url)).is_some(),
            "what is written is found"
        );
        assert_eq!(is_written(root, &forms(SECRET)), None, "{method}");
        let receipts = site.world.receipts("platform");
        let of = |action: &str| receipts.iter().filter(|it| it["action"] == action).count();
        assert_eq!((of("issuer.add"), of("issuer.secret"), of("token.sign-in")), (1, 1, 1));
    }
}

#[test]
fn a_client_without_the_secret_that_a_provider_wants_is_told_so() {
    let world = World::new();
    let redirect = redirect_uri(&world);
    let provider = confidential(&redirect, SECRET, "client_secret_basic");
    let mut site = Site::new(world, &provider.url, "00u-linus");
    assert_unproven(&site.sign_in("00u-linus"), "a client without a secret");
    // It becomes a confidential one, and is none that is public any more.
    assert_eq!(site.again(&provider.url, SECRET).status, 200);
    assert_signed_in(&site.sign_in("00u-linus"));
    let public = people(&site.world, &provider.url, None);
    let refused = site.world.post(ISSUERS, &site.world.operator, &public.to_string());
    assert_eq!(refused.status, 409, "{refused:?}");
}

/// Signs in at a provider of the test's own, which answers the code like this.
fn answered(site: &mut Site, issuer: &Issuer, answer: impl FnOnce(Value) -> Said) -> Reply {
    let to = site.begin();
    let claims = json!({
        "iss": issuer.url, "aud": CLIENT, "sub": "00u-linus", "nonce": parameter(&to, "nonce"),
        "exp": NOW + 300, "iat": NOW,
    });
    issuer.says("/token", answer(claims));
    let state = parameter(&to, "state");
    site.back(&format!("/console/oidc/{NAME}/callback?code=c&state={state}"))
}

#[test]
fn a_secret_is_sent_as_the_provider_says_and_once() {
    let key = Key::ed25519("a");
    for (methods, sent) in [
        (None, Some("basic")),
        (Some(json!(["client_secret_post", "client_secret_basic"])), Some("basic")),
        (Some(json!(["none", "client_secret_post"])), Some("post")),
        (Some(json!(["private_key_jwt", "none"])), None),
        (Some(json!([])), None),
        (Some(json!([7, { "client_secret_post": 1 }])), None),
    ] {
        let issuer = Issuer::start(&[&key]);
        if let Some(methods) = &methods {
            issuer.describe(&json!({ "token_endpoint_auth_methods_supported": methods }));
        }
        let mut site = Site::as_client(World::new(), (&issuer.url, Some(SECRET)), "00u-linus");
        let reply = answered(&mut site, &issuer, |claims| {
            Said::json(&json!({ "id_token": key.sign(&claims) }))
        });
        let form = issuer.sent("/token");
        let form: BTreeMap<_, _> = form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        let (header, field) = (issuer.authorized(), form.get("client_secret").cloned());
        match sent {
            Some("basic") => {
                assert_eq!((header, field), (Some(format!("Basic {}", basic(SECRET))), None));
                assert!(!form.contains_key("client_id"), "{form:?}");
            }
            Some(_) => {
                assert_eq!((header, field.as_deref()), (None, Some(SECRET)));
                assert_eq!(form["client_id"], CLIENT);
            }
            None => {
                assert_unproven(&reply, "it takes neither");
                assert_eq!(issuer.count("/token"), 0, "{methods:?}");
                continue;
            }
        }
        // The proof of the code goes along whoever the client is.
        assert!(form["code_verifier"].len() >= 43, "{form:?}");
        assert_signed_in(&reply);
    }
}

#[test]
fn a_provider_that_cheats_gets_a_secret_nowhere_else() {
    let key = Key::ed25519("a");
    let issuer = Issuer::start(&[&key]);
    let mut site = Site::as_client(World::new(), (&issuer.url, Some(SECRET)), "00u-linus");
    // What it says back is not repeated; where it sends us, we do not go.
    for answer in [
        Said::Whole(400, String::new(), json!({ "error": SECRET }).to_string()),
        Said::Whole(401, String::new(), json!({ "error": SECRET }).to_string()),
        Said::Whole(200, String::new(), json!({ "error": SECRET }).to_string()),
        Said::Whole(307, format!("Location: {}/elsewhere\r\n", issuer.url), String::new()),
    ] {
        let reply = answered(&mut site, &issuer, |_| answer.clone());
        assert!(reply.status >= 400, "{reply:?}");
        for form in forms(SECRET) {
            assert!(!said(&reply).contains(&form) && !reply.body.contains(&form), "{reply:?}");
        }
    }
    assert_eq!(issuer.count("/elsewhere"), 0);
    let malformed = Issuer::start(&[&key]);
    malformed.describe(&json!({ "token_endpoint_auth_methods_supported": "client_secret_basic" }));
    let site = Site::as_client(World::new(), (&malformed.url, Some(SECRET)), "00u-linus");
    let line = format!("GET /console/oidc/{NAME}/start");
    let reply = crate::http::send(site.world.address, &line, &[], "");
    assert!(reply.status == 503 && said(&reply).contains("is no list"), "{reply:?}");
}

#[test]
fn a_secret_is_refused_where_it_is_none_and_is_no_part_of_what_is_remembered() {
    let world = World::new();
    let url = "https://people.example";
    let send = |issuer: &Value, key: Option<&str>| {
        world.send(&format!("POST {ISSUERS}"), issuer.to_string(), key)
    };
    let first = people(&world, url, Some(SECRET));
    for (secret, reason) in [
        (json!(""), "1 to 500 printable"),
        (json!("x".repeat(501)), "1 to 500 printable"),
        (json!("line\nfeed"), "1 to 500 printable"),
        (json!("schlüssel"), "1 to 500 printable"),
    ] {
        let mut issuer = first.clone();
        issuer["client_secret"] = secret;
        let reply = send(&issuer, None);
        assert_eq!((reply.status, &reply.json()["code"]), (422, &json!("COS-AUT-0006")));
        assert!(reply.body.contains(reason), "{reply:?}");
    }
    let job = json!({ "name": "hub", "kind": "github", "url": url, "audience": "cos", "client_secret": "x" });
    assert!(send(&job, None).body.contains("is for people"));
    // The same request again is answered as before; with another secret it is another request.
    assert_eq!(send(&first, Some("k")).status, 201);
    let again = send(&first, Some("k"));
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, Some("true")));
    let other = people(&world, url, Some("another"));
    let conflict = send(&other, Some("k"));
    assert_eq!((conflict.status, &conflict.json()["code"]), (409, &json!("COS-STA-0007")));
    assert_eq!(send(&other, Some("l")).status, 200);
    // Another client with the name of this one is none of it.
    let mut elsewhere = people(&world, url, Some(SECRET));
    elsewhere["audience"] = json!("another");
    assert_eq!(send(&elsewhere, None).status, 409);
    let reader = world.token(None, &["tokens:read"], 60).1;
    let reply = world.post(ISSUERS, &reader, &other.to_string());
    assert_eq!(reply.status, 403, "{reply:?}");
    let member = world.token(Some("pilot-a"), &["tokens:read", "tokens:write"], 60).1;
    let reply = world.post(ISSUERS, &member, &other.to_string());
    assert_eq!(reply.status, 404, "{reply:?}");
}
