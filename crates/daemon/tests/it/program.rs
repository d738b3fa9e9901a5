//! A program gets a token for whoever signs in for it in a browser, at a real OpenID provider; and nobody else gets it.

use crate::browser;
use crate::http::{Reply, send};
use crate::sign_in::{NAME, NOW, Site, leads, parameter, provider, redirect_uri, said, through};
use crate::world::World;
use cos_api::sign_in::{challenge, word};
use cos_testkit::provider::Provider;
use serde_json::{Value, json};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const PORT: u16 = 41_234;

fn site(subject: &str) -> (Provider, Site) {
    let world = World::new();
    let provider = provider(&redirect_uri(&world));
    let site = Site::new(world, &provider.url, subject);
    (provider, site)
}

fn start(query: &str) -> String {
    format!("/console/oidc/{NAME}/start?{query}")
}

impl Site {
    /// Begins for a program; returns where the browser is sent.
    fn begin_for(&mut self, query: &str) -> Reply {
        self.browser.ask(&format!("GET {}", start(query)), self.world.address, "")
    }

    /// Signs somebody in for the program with that challenge; returns the page that they come back to.
    fn page_for(&mut self, challenge: &str, login: &str) -> Reply {
        let begun = self.begin_for(&format!("cli={PORT}&challenge={challenge}"));
        let back = through(&mut self.browser, &leads(&begun), login);
        self.back(&back)
    }

    /// The code that a program gets.
    fn code(&mut self) -> String {
        let page = self.page_for(&challenge(VERIFIER), "00u-linus");
        assert_eq!(page.status, 200, "{page:?}");
        parameter(&leads_on(&page), "code")
    }

    fn redeem(&self, code: &str, verifier: &str) -> Reply {
        let body = json!({ "code": code, "verifier": verifier }).to_string();
        self.world.post("/v1/token/redeem", "", &body)
    }
}

/// Where the page leads: the only address in its main part that is not the server's own.
fn leads_on(page: &Reply) -> String {
    let main = page.body.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    let links = main.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let links = links.map(|link| link.replace("&#x2f;", "/").replace("&amp;", "&"));
    let away: Vec<_> = links.filter(|link| link.contains("://")).collect();
    assert_eq!(away.len(), 1, "{page:?}");
    away[0].clone()
}

fn assert_void(reply: &Reply, reason: &str) {
    assert_eq!(reply.status, 401, "{reason}: {reply:?}");
    let problem = reply.json();
    assert_eq!(
        (&problem["code"], &problem["error"]),
        (&json!("COS-SRV-0081"), &json!("invalid_grant"))
    );
    assert!(problem["detail"].as_str().unwrap().contains(reason), "{reason}: {problem}");
}

#[test]
fn a_program_gets_a_token_once_for_whoever_signs_in() {
    let (_provider, mut site) = site("00u-linus");
    let page = site.page_for(&challenge(VERIFIER), "00u-linus");
    assert_eq!(page.status, 200, "{page:?}");
    let text = said(&page);
    assert!(text.contains("<b>linus</b>") && text.contains(&word(&challenge(VERIFIER))), "{text}");
    let to = leads_on(&page);
    assert!(to.starts_with(&format!("http://127.0.0.1:{PORT}/?code=")), "{to}");
    assert_eq!(parameter(&to, "state"), challenge(VERIFIER));
    // Nobody has a token yet, and no session began.
    assert!(!page.head.contains("cos-session") && !page.body.contains("cosu_"), "{page:?}");
    assert!(page.header("set-cookie").unwrap().starts_with("__Host-cos-sign-in=;"), "{page:?}");
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
    let tokens = |site: &Site| site.world.get("/v1/tokens", &site.world.operator).body;
    assert!(!tokens(&site).contains("linus"));

    let code = parameter(&to, "code");
    assert_void(&site.redeem(&code, "another-verifier"), "another program asked for it");
    let given = site.redeem(&code, VERIFIER);
    assert_eq!((given.status, given.header("cache-control")), (200, Some("no-store")), "{given:?}");
    let given = given.json();
    assert_eq!((&given["expires_in"], &given["token_type"]), (&json!(3600), &json!("Bearer")));
    let token = given["access_token"].as_str().unwrap();
    let who = site.world.get("/v1/whoami", token).json();
    assert_eq!((&who["identity"], &who["person"]), (&json!("linus"), &json!("linus")), "{who}");
    assert_eq!(who["scopes"], json!(["tenants:read", "tokens:read", "tokens:write"]), "{who}");
    // Twice more: one of them leaves a receipt.
    let again = site.redeem(&code, VERIFIER);
    assert_void(&again, "it was shown before");
    assert!(again.json()["receipt"].is_string(), "{again:?}");
    assert!(site.redeem(&code, VERIFIER).json()["receipt"].is_null());
    site.world.stop();
    let receipts = site.world.receipts("platform");
    let logins: Vec<_> = receipts.iter().filter(|it| it["action"] == "token.login").collect();
    let decisions: Vec<_> = logins.iter().map(|it| it["decision"].as_str().unwrap()).collect();
    assert_eq!(decisions, ["allow", "deny"]);
    assert_eq!(logins[1]["denial_code"], "cos.exchange.replayed");
}

#[test]
fn a_code_ends_and_is_worth_nothing_without_its_binding() {
    let (_provider, mut site) = site("00u-linus");
    let late = site.code();
    site.world.advance(119);
    let spoilt = late.replacen(&late[..1], if &late[..1] == "A" { "B" } else { "A" }, 1);
    assert_void(&site.redeem(&spoilt, VERIFIER), "none of this server's");
    for text in ["", "x", &late[4..], "%00"] {
        assert_void(&site.redeem(text, VERIFIER), "none of this server's");
    }
    site.world.advance(1);
    assert_void(&site.redeem(&late, VERIFIER), "it ended");
    let body = json!({ "code": late, "verifier": VERIFIER, "scope": "tokens:write" }).to_string();
    let reply = site.world.post("/v1/token/redeem", "", &body);
    assert_eq!((reply.status, &reply.json()["code"]), (400, &json!("COS-SRV-0004")), "{reply:?}");

    site.world.advance(-120);
    let code = site.code();
    let bindings = site.world.get("/v1/token/bindings", &site.world.operator).json();
    let id = bindings["bindings"][0]["id"].as_str().unwrap().to_owned();
    let gone =
        site.world.call("DELETE", &format!("/v1/token/bindings/{id}"), &site.world.operator, "");
    assert_eq!(gone.status, 200, "{gone:?}");
    assert_void(&site.redeem(&code, VERIFIER), "its binding was removed");
    let gone =
        site.world.call("DELETE", &format!("/v1/token/issuers/{NAME}"), &site.world.operator, "");
    assert_eq!(gone.status, 200, "{gone:?}");
    assert_void(&site.redeem(&code, VERIFIER), "its issuer was removed");
}

#[test]
fn whoever_may_not_in_is_told_so_and_so_is_the_program() {
    let (_provider, mut site) = site("00u-linus");
    let page = site.page_for(&challenge(VERIFIER), "00u-mallory");
    assert_eq!(page.status, 401, "{page:?}");
    assert!(said(&page).contains("no binding is for it"), "{page:?}");
    let to = leads_on(&page);
    assert!(to.starts_with(&format!("http://127.0.0.1:{PORT}/?error=COS-AUT-0008&")), "{to}");
    assert!(parameter(&to, "error_description").contains("no binding"), "{to}");
    assert!(!to.contains("code="), "{to}");
    // The provider's own no; a state that is not the browser's tells the program nothing.
    let begun = site.begin_for(&format!("cli={PORT}&challenge={}", challenge(VERIFIER)));
    let state = parameter(&leads(&begun), "state");
    let callback = format!("/console/oidc/{NAME}/callback?error=access_denied&state=");
    let foreign = site.back(&format!("{callback}x"));
    assert!(foreign.status == 400 && !foreign.body.contains("127.0.0.1"), "{foreign:?}");
    let denied = site.back(&format!("{callback}{state}"));
    let to = leads_on(&denied);
    assert!(parameter(&to, "error_description").contains("access_denied"), "{to}");
}

#[test]
fn a_program_chooses_a_port_and_nothing_else() {
    let (_provider, mut site) = site("00u-linus");
    let right = challenge(VERIFIER);
    for query in [
        format!("cli=80&challenge={right}"),
        format!("cli=+4000&challenge={right}"),
        format!("cli=65536&challenge={right}"),
        format!("cli=4000%40evil.example&challenge={right}"),
        format!("cli=4000/&challenge={right}"),
        format!("cli=127.0.0.1:4000&challenge={right}"),
        format!("cli=4000&cli=4001&challenge={right}"),
        format!("cli=4000&challenge={right}&next=https%3A%2F%2Fevil.example"),
        format!("cli=4000&challenge={}", &right[1..]),
        format!("cli=4000&challenge={right}.x"),
        format!("challenge={right}"),
        "cli=4000".to_owned(),
        "next=x".to_owned(),
    ] {
        let reply = site.begin_for(&query);
        assert_eq!(reply.status, 400, "{query}: {reply:?}");
        assert!(reply.header("set-cookie").is_none(), "{query}");
    }
    // A cookie that began a sign-in of the browser's own is not one for a program, whatever is written behind.
    let begun = site.begin_for("");
    let cookie = begun.header("set-cookie").unwrap().split(';').next().unwrap();
    let (seed, mac) = cookie.rsplit_once('.').unwrap();
    let forged = format!("Cookie: {seed}.{PORT}.{right}.{mac}");
    let state = parameter(&leads(&begun), "state");
    let line = format!("GET /console/oidc/{NAME}/callback?error=access_denied&state={state}");
    let reply = send(site.world.address, &line, &[forged], "");
    assert!(reply.status == 400 && !reply.body.contains(&PORT.to_string()), "{reply:?}");
    let document: Value = send(site.world.address, "GET /openapi.json", &[], "").json();
    let redeem = &document["paths"]["/v1/token/redeem"]["post"];
    assert_eq!(redeem["security"], json!([]), "{redeem}");
}

#[test]
fn chromium_takes_a_code_to_the_program_and_nothing_else() {
    for (subject, is_let_in) in [("00u-linus", true), ("00u-mallory", false)] {
        let world = World::new();
        let provider = Provider::start(&redirect_uri(&world), &[]);
        let site = Site::new(world, &provider.url, "00u-linus");
        site.world.advance(provider.now - NOW);
        let input = json!({
            "url": format!("http://{}", site.world.address), "login": subject,
            "challenge": challenge(VERIFIER), "word": word(&challenge(VERIFIER)),
        });
        let said = browser::run("program.mjs", input).unwrap_or_else(|said| panic!("{said}"));
        let came: Value = serde_json::from_str(&said).unwrap();
        let came = came.as_array().unwrap();
        assert_eq!(came.len(), 2, "{said}");
        for request in came {
            // Cookies know no ports, and here everybody is at one address: those of the server's own are none by then.
            let cookie = request["cookie"].as_str().unwrap_or_default();
            assert!(request["referer"].is_null() && !cookie.contains("cos-"), "{request}");
            let target = request["target"].as_str().unwrap();
            assert_eq!(parameter(target, "state"), challenge(VERIFIER));
            assert_eq!(target.contains("code="), is_let_in, "{target}");
            if is_let_in {
                let given = site.redeem(&parameter(target, "code"), VERIFIER);
                assert_eq!(given.status, 200, "{given:?}");
            } else {
                assert_eq!(parameter(target, "error"), "COS-AUT-0008");
            }
        }
    }
}
