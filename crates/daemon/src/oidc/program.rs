//! Somebody signs in for a program on their computer, `cos login --oidc` (RFC 8252).
//!
//! The program listens on loopback, keeps a verifier to itself and sends the browser to `start?cli=PORT&challenge=…`. Who comes back from the
//! provider is shown which program asks and whose token it would get; a click takes a code to that port, and the program gives code and
//! verifier for the token. A page and not a redirect: else any link could begin this, and end it with nobody asked.
//!
//! No token is in any address, and no address comes from outside: a port is all that a program may choose. The server keeps nothing of it. A
//! code is sealed, and counts once, for two minutes, from whoever has the verifier.

use super::Refusal;
use super::exchange::{Claimed, answer, keep, promise, refused};
use super::sign_in::same;
use crate::app::App;
use crate::console::pages::{self, Chrome};
use crate::control::read;
use crate::problem::Failure;
use crate::routes::{Answer, Call};
use axum::http::StatusCode;
use axum::response::Response;
use cos_api::{self as api, sign_in};
use cos_core::base64url;
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_sign::jwt::Said;
use cos_state::{BindingInfo, NewIssuer, StateError};
use minijinja::context;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// How long a code counts, in seconds: long enough to read a page.
const LIFE: i64 = 120;
/// How much of a reason goes through an address, in characters.
const LONGEST_REASON: usize = 300;

/// A program that waits on this port of the browser's own computer.
pub(super) struct Program {
    port: u16,
    challenge: String,
}

/// What a code says, to us alone.
#[derive(Serialize, Deserialize)]
struct Promise {
    until: i64,
    issuer: String,
    subject: String,
    binding: String,
    challenge: String,
}

impl Program {
    /// What `start` is asked: nothing, or a port and a challenge.
    pub(super) fn asked(query: &BTreeMap<String, String>) -> Result<Option<Self>, Failure> {
        if let Some(name) = query.keys().find(|name| !["cli", "challenge"].contains(&name.as_str()))
        {
            let name: String = name.chars().take(80).collect();
            let text = format!("there is no parameter `{}`", name.escape_debug());
            return Err(Failure::bad_request(text));
        }
        match (query.get("cli"), query.get("challenge")) {
            (None, None) => Ok(None),
            (Some(port), Some(challenge)) => {
                let found = Self::of(port, challenge);
                let text = "`cli` has to be a port from 1024 on, and `challenge` 43 characters of base64url";
                Ok(Some(found.ok_or_else(|| Failure::bad_request(text))?))
            }
            _ => Err(Failure::bad_request("`cli` and `challenge` go together")),
        }
    }

    /// Reads what was written in a seed.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (port, challenge) = text.split_once('.')?;
        Self::of(port, challenge)
    }

    fn of(port: &str, challenge: &str) -> Option<Self> {
        let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
        let port = port.parse().ok().filter(|port| is_number && *port >= 1024)?;
        sign_in::is_challenge(challenge).then(|| Self { port, challenge: challenge.to_owned() })
    }

    /// Where the program waits. The challenge tells it that what comes is an answer to its own question.
    fn back(&self, answer: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(answer).append_pair("state", &self.challenge);
        format!("http://127.0.0.1:{}/?{}", self.port, query.finish())
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.port, self.challenge)
    }
}

/// The page on which somebody lets the program in, or reads why they cannot; it leads back to the program either way.
pub(super) async fn page(
    app: &App,
    issuer: &NewIssuer,
    said: Result<Said, Failure>,
    program: &Program,
) -> Response {
    let promised = match said {
        Ok(said) => promised(app, issuer, &said, program).await,
        Err(failure) => Err(failure),
    };
    let (status, title, view) = match promised {
        Ok((code, binding)) => {
            let view = context! {
                back => program.back(&[("code", &code)]),
                word => sign_in::word(&program.challenge),
                identity => binding.binding.identity,
                minutes => (binding.binding.ttl_seconds + 59).div_euclid(60),
            };
            (StatusCode::OK, "Let a program in", view)
        }
        Err(failure) => {
            let problem = failure.problem();
            app.metrics.refused(&problem.code);
            let reason: String = problem.detail.chars().take(LONGEST_REASON).collect();
            let back = program.back(&[("error", &problem.code), ("error_description", &reason)]);
            let view = context! { back => back, refused => problem.detail };
            (failure.status, "Not signed in", view)
        }
    };
    pages::html(status, pages::render("program.html", &Chrome::plain(title), view))
}

/// A code for what a binding gives to whom the provider vouched for.
async fn promised(
    app: &App,
    issuer: &NewIssuer,
    said: &Said,
    program: &Program,
) -> Result<(String, BindingInfo), Failure> {
    let action = "token.login";
    let claimed = Claimed { issuer, said, scopes: None, action, refused };
    let binding = promise(app, &claimed).await?;
    let promise = Promise {
        until: app.now().0 + LIFE,
        issuer: issuer.name.clone(),
        subject: said.subject.clone(),
        binding: binding.id.clone(),
        challenge: program.challenge.clone(),
    };
    let text = serde_json::to_vec(&promise).expect("plain data is JSON");
    Ok((base64url::encode(&app.sign_ins.codes.close("", &text)?), binding))
}

/// `POST /v1/token/redeem`: a code and its verifier for a credential.
pub(crate) fn redeem(call: Call) -> Answer {
    Box::pin(async move {
        let app = call.app;
        let api::Redeem { code, verifier } = read(call.request).await?;
        let (digest, promise) =
            open(&app, &code).ok_or_else(|| void("it is none of this server's, or was cut"))?;
        if !same(&sign_in::challenge(&verifier), &promise.challenge) {
            return Err(void("another program asked for it"));
        }
        if app.now().0 >= promise.until {
            return Err(void("it ended; it counts for two minutes"));
        }
        let issuer = match app.state.issuer(&promise.issuer).await {
            Err(StateError::Missing(_)) => return Err(void("its issuer was removed meanwhile")),
            found => found?.issuer,
        };
        let mut bindings = app.state.bindings_in_force(&issuer.name).await?.into_iter();
        let binding = bindings.find(|it| it.id == promise.binding);
        let binding = binding.ok_or_else(|| void("its binding was removed meanwhile"))?;
        let said = Said::before(promise.subject, digest, Timestamp(promise.until));
        let action = "token.login";
        let refused = |refusal: Refusal| void(&refusal.to_string());
        let claimed = Claimed { issuer: &issuer, said: &said, scopes: None, action, refused };
        Ok(answer(&app, &keep(&app, &claimed, binding).await?))
    })
}

fn open(app: &App, code: &str) -> Option<(Digest, Promise)> {
    let sealed = base64url::decode(code.as_bytes())?;
    let text = app.sign_ins.codes.open("", &sealed)?;
    Some((Digest::of(&sealed), serde_json::from_slice(&text).ok()?))
}

/// A code that does not count.
fn void(reason: &str) -> Failure {
    let code = const { Code::new("COS-SRV-0081") };
    let text = format!("the code of the sign-in is not accepted: {reason}");
    Failure::new(StatusCode::UNAUTHORIZED, code, text)
        .because("cos.sign-in.code", reason, "sign in again, with `cos login --oidc`")
        .oauth("invalid_grant")
}
