//! People sign in at an OpenID provider: authorization code, with PKCE, state and nonce.
//!
//! Nothing is kept between [`begin`] and [`finish`]. The browser holds a random seed in a cookie that no script reads; state, nonce and PKCE
//! verifier are derived from it with a key that only the server has. So a callback is believed from the browser alone that began it, for ten
//! minutes, and whoever sees the state learns nothing of the verifier. Who is signed in gets a session, as with any other way to sign in; or
//! lets a program in that began it ([`program`]).

use super::client;
use super::exchange::{Claimed, believe, give, refused, unreachable};
use super::program::{self, Program};
use super::sealed::Seal;
use crate::app::App;
use crate::console::door;
use crate::problem::Failure;
use crate::roles::Role;
use crate::routes::{Answer, Call};
use aws_lc_rs::{constant_time, hmac};
use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode, header};
use cos_api as api;
use cos_core::base64url;
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::json::{Tape, Value};
use cos_sign::jwt::{self, Jws, Said};
use cos_state::{Credential, NewIssuer, Purpose};
use std::collections::BTreeMap;

const COOKIE: &str = "__Host-cos-sign-in";
/// How long signing in may take, in seconds.
const PATIENCE: i64 = 600;
/// What a provider may call its refusal of a code (RFC 6749 §5.2).
const ERRORS: [&str; 6] = [
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
];
/// The longest query of a callback.
const LONGEST_QUERY: usize = 8 << 10;

/// Derives what a sign-in needs from its seed.
pub(crate) struct SignIns {
    pub(super) key: hmac::Key,
    /// For the codes of programs.
    pub(super) codes: Seal,
    /// For the secrets of our clients.
    pub(super) secrets: Seal,
}

/// What a sign-in is derived from: in the browser's cookie, and nowhere else.
struct Seed<'a> {
    text: &'a str,
    /// For whom it was begun, where that is not the browser itself.
    program: Option<Program>,
}

/// A sign-in that begins: where the browser goes, and what it keeps.
struct Begun {
    location: String,
    cookie: String,
}

impl SignIns {
    pub(crate) fn new(pepper: &[u8; 32]) -> Self {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, pepper), b"cos sign-in v1");
        let key = hmac::Key::new(hmac::HMAC_SHA256, tag.as_ref());
        let (codes, secrets) = ("cos sign-in code v1", "cos client secret v1");
        Self { key, codes: Seal::new(pepper, codes), secrets: Seal::new(pepper, secrets) }
    }

    fn derive(&self, what: &str, provider: &str, seed: &str) -> String {
        let text = format!("{what}\n{provider}\n{seed}");
        base64url::encode(hmac::sign(&self.key, text.as_bytes()).as_ref())
    }

    /// A seed that says until when it counts, and for which program.
    fn seed(
        &self,
        provider: &str,
        program: Option<&Program>,
        now: Timestamp,
    ) -> Result<String, Failure> {
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(cos_state::StateError::Random)?;
        let mut seed = format!("{}.{}", now.0 + PATIENCE, base64url::encode(&random));
        if let Some(program) = program {
            seed = format!("{seed}.{program}");
        }
        let mac = self.derive("seed", provider, &seed);
        Ok(format!("{seed}.{mac}"))
    }

    /// Reads the cookie: the seed, if it is one of ours for that provider and counts still.
    fn open<'a>(&self, cookie: &'a str, provider: &str, now: Timestamp) -> Option<Seed<'a>> {
        let (text, mac) = cookie.rsplit_once('.')?;
        same(&self.derive("seed", provider, text), mac).then_some(())?;
        let mut parts = text.splitn(3, '.');
        let until: i64 = parts.next()?.parse().ok()?;
        parts.next()?;
        let program = parts.next().map(|text| Program::read(text).ok_or(())).transpose().ok()?;
        (now.0 < until).then_some(Seed { text, program })
    }
}

/// Begins to sign somebody in.
async fn begin(app: &App, provider: &str, program: Option<&Program>) -> Result<Begun, Failure> {
    let issuer = people(app, provider).await?;
    let said = app.outgoing.provider(&issuer, app.now()).await;
    let said = said.map_err(|reason| unreachable(provider, &reason))?;
    let mut location = said
        .authorization
        .ok_or_else(|| unreachable(provider, "it has no `authorization_endpoint`"))?;
    let cookie = app.sign_ins.seed(provider, program, app.now())?;
    let seed = cookie.rsplit_once('.').map_or("", |(seed, _)| seed);
    let verifier = app.sign_ins.derive("verifier", provider, seed);
    location
        .query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("scope", "openid")
        .append_pair("client_id", &issuer.audience)
        .append_pair("redirect_uri", issuer.redirect_uri.as_deref().unwrap_or_default())
        .append_pair("state", &app.sign_ins.derive("state", provider, seed))
        .append_pair("nonce", &app.sign_ins.derive("nonce", provider, seed))
        .append_pair("code_challenge", &api::sign_in::challenge(&verifier))
        .append_pair("code_challenge_method", "S256");
    Ok(Begun { location: location.into(), cookie })
}

/// What the provider says of whom it sends back with this query.
async fn vouched(
    app: &App,
    issuer: &NewIssuer,
    query: &BTreeMap<String, String>,
    seed: &Seed<'_>,
) -> Result<Said, Failure> {
    let provider = &issuer.name;
    let text = |name: &str| query.get(name).map_or("", String::as_str);
    if query.contains_key("error") {
        let said: String = text("error").chars().take(200).collect();
        return Err(stranger(&format!("the provider says `{}`", said.escape_debug())));
    }
    let said = app.outgoing.provider(issuer, app.now()).await;
    let said = said.map_err(|reason| unreachable(provider, &reason))?;
    // The answer of another provider than the one that was asked (RFC 9207).
    if (said.names_itself || query.contains_key("iss")) && text("iss") != issuer.url {
        return Err(stranger("it comes from another provider than it was sent to"));
    }
    let endpoint = said.token.ok_or_else(|| unreachable(provider, "it has no `token_endpoint`"))?;
    let verifier = app.sign_ins.derive("verifier", provider, seed.text);
    let (form, basic) = app.sign_ins.give_back(issuer, said.takes, text("code"), &verifier)?;
    let answer = app.outgoing.send(issuer, &endpoint, form, basic.as_ref()).await;
    let (status, answer) = answer.map_err(|reason| unreachable(provider, &reason))?;
    let token = id_token(issuer, status, &answer)?;
    let jws = Jws::read(&token).map_err(refused)?;
    if jwt::issuer(&jws).map_err(refused)? != issuer.url {
        return Err(refused(jwt::Refusal::Issuer));
    }
    let nonce = app.sign_ins.derive("nonce", provider, seed.text);
    believe(app, issuer, &jws, Some(&nonce)).await
}

/// The credential of somebody who signs in in a browser.
async fn admit(app: &App, issuer: &NewIssuer, said: &Said) -> Result<Credential, Failure> {
    let action = "token.sign-in";
    let claimed = Claimed { issuer, said, scopes: None, action, refused };
    let token = give(app, &claimed).await?.token;
    Ok(app.state.authenticate(token.expose(), app.now()).await?)
}

pub(crate) fn start(call: Call) -> Answer {
    Box::pin(async move {
        let query = parameters(call.request.uri().query().unwrap_or_default())?;
        let program = Program::asked(&query)?;
        if program.is_some() && !call.app.roles.has(Role::Control) {
            return Err(Failure::not_found(
                "this server gives programs no tokens: it does not serve `control`",
            ));
        }
        let begun = begin(&call.app, &provider(&call), program.as_ref()).await?;
        Ok(redirect(&begun.location, &[cookie(COOKIE, &begun.cookie, PATIENCE)]))
    })
}

pub(crate) fn callback(call: Call) -> Answer {
    Box::pin(async move {
        let (app, provider) = (&call.app, provider(&call));
        let issuer = people(app, &provider).await?;
        let query = parameters(call.request.uri().query().unwrap_or_default())?;
        let given = cookie_of(call.request.headers());
        let seed = app.sign_ins.open(&given, &provider, app.now());
        let seed =
            seed.ok_or_else(|| stranger("it did not begin in this browser, or too long ago"))?;
        let state = query.get("state").map_or("", String::as_str);
        if !same(&app.sign_ins.derive("state", &provider, seed.text), state) {
            return Err(stranger("its `state` is not the one that was sent along"));
        }
        let said = vouched(app, &issuer, &query, &seed).await;
        let end = cookie(COOKIE, "", 0);
        if let Some(program) = seed.program {
            let mut page = program::page(app, &issuer, said, &program).await;
            page.headers_mut().append(header::SET_COOKIE, end.parse().expect("a cookie is ASCII"));
            return Ok(page);
        }
        let credential = match said {
            Ok(said) => admit(app, &issuer, &said).await,
            Err(failure) => Err(failure),
        };
        match credential {
            Ok(credential) => {
                let session = door::sign_in(app, &credential).await?;
                Ok(redirect("/console/", &[door::cookie_of(&session, app.now()), end]))
            }
            // To be led to the page with the form would not tell why.
            Err(failure) if failure.status == StatusCode::UNAUTHORIZED => {
                door::not_let_in(app, &failure.problem().detail).await
            }
            Err(failure) => Err(failure),
        }
    })
}

fn provider(call: &Call) -> String {
    call.path.get("provider").cloned().unwrap_or_default()
}

/// The provider of that name; an issuer of jobs is none.
async fn people(app: &App, name: &str) -> Result<NewIssuer, Failure> {
    let issuer = app.state.issuer(name).await?.issuer;
    if issuer.kind.purpose() == Purpose::SignIn {
        return Ok(issuer);
    }
    Err(Failure::not_found(format!("nobody signs in at `{name}`: it is an issuer of jobs")))
}

fn parameters(query: &str) -> Result<BTreeMap<String, String>, Failure> {
    if query.len() > LONGEST_QUERY {
        return Err(stranger("its query is too long"));
    }
    let mut all = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if all.insert(name.into_owned(), value.into_owned()).is_some() {
            return Err(stranger("a parameter is there twice"));
        }
    }
    Ok(all)
}

fn id_token(issuer: &NewIssuer, status: u16, answer: &[u8]) -> Result<String, Failure> {
    let mut tape = Tape::default();
    let value = tape.read(answer, 0).ok().map(|root| tape.value(answer, root));
    let text = |name: &str| value.and_then(|it| it.get(name)).and_then(Value::string);
    if status != 200 {
        let said = text("error").unwrap_or_default();
        // What else it says could be what it was sent, and a secret was.
        let said = ERRORS.into_iter().find(|known| *known == said).unwrap_or("something else");
        if said == "invalid_client" || status == 401 {
            return Err(client::refused(issuer, said));
        }
        return Err(stranger(&format!(
            "the provider does not take the code back ({status}, `{said}`)"
        )));
    }
    let token = text("id_token").ok_or_else(|| stranger("the provider gives no `id_token`"))?;
    Ok(token.into_owned())
}

/// A callback that is none of ours.
fn stranger(reason: &str) -> Failure {
    let code = const { Code::new("COS-AUT-0012") };
    let text = format!("nobody was signed in: {reason}");
    Failure::new(StatusCode::BAD_REQUEST, code, text).because(
        "cos.sign-in",
        reason,
        "begin again, in the same browser",
    )
}

/// Compares in constant time.
pub(super) fn same(one: &str, other: &str) -> bool {
    constant_time::verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

/// `SameSite=Lax`: with `Strict` it would be lost on the way back from the provider.
fn cookie(name: &str, value: &str, seconds: i64) -> String {
    format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax")
}

fn cookie_of(headers: &HeaderMap) -> String {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        all.flat_map(|value| value.split(';')).filter_map(|it| it.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned()).unwrap_or_default()
}

fn redirect(location: &str, cookies: &[String]) -> Response<Body> {
    let mut response = Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(header::LOCATION, location)
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::REFERRER_POLICY, "no-referrer");
    for cookie in cookies {
        response = response.header(header::SET_COOKIE, cookie);
    }
    response.body(Body::empty()).expect("cookies and addresses are ASCII")
}
