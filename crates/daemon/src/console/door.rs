//! Signing in and out, and what a form has to bring along.
//!
//! The browser keeps a session's secret in a cookie that no script can read and no other site can send with a form: `SameSite=Lax`, and besides
//! each POST has to name this server as its origin and to carry a word that follows from the session. The token itself is stored nowhere.

use super::attempts::Place;
use super::pages::{self, Chrome};
use super::visit::Visit;
use crate::app::App;
use crate::control::PLATFORM;
use crate::issue::Act;
use crate::problem::Failure;
use crate::routes::{Answer, Call, body};
use aws_lc_rs::hmac;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use cos_core::base64url;
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_state::{Credential, Purpose, Session, StateError};
use minijinja::context;
use std::collections::BTreeMap;

/// The cookie. Browsers take one of this name only for this host, all of it, and from what they hold for a safe connection.
pub(crate) const COOKIE: &str = "__Host-cos-session";

/// The longest form, in bytes.
const MAX_FORM: usize = 16 << 10;
/// What the word in forms is made of, besides the session.
const FORM: &[u8] = b"a form of the console";

/// The fields of a form, each at most once.
#[derive(Debug, Default)]
pub(crate) struct Form(BTreeMap<String, String>);

impl Form {
    /// Reads the body of a POST.
    pub(crate) async fn read(request: Request) -> Result<Self, Failure> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if kind != Some("application/x-www-form-urlencoded") {
            let code = const { Code::new("COS-SRV-0004") };
            let text = "a form is sent as `application/x-www-form-urlencoded`";
            return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, code, text));
        }
        let bytes = body(request, MAX_FORM).await?;
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(&bytes) {
            if fields.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(Failure::bad_request("a field of the form is there twice"));
            }
        }
        Ok(Self(fields))
    }

    /// A field, which is taken out; empty where it is missing.
    pub(crate) fn take(&mut self, name: &str) -> String {
        self.0.remove(name).unwrap_or_default()
    }

    /// Refuses what no field of the form is (promise P10).
    pub(crate) fn end(&self) -> Result<(), Failure> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => {
                let name: String = name.chars().take(80).collect();
                Err(Failure::bad_request(format!(
                    "the form has no field `{}`",
                    name.escape_debug()
                )))
            }
        }
    }
}

/// The secret of the session that a request brings; none where there are two.
pub(crate) fn secret(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let cookies = lines.flat_map(|line| line.split(';'));
    let named = |cookie: &'_ str| cookie.trim().split_once('=').is_some_and(|it| it.0 == COOKIE);
    let mut found = cookies.filter(|cookie| named(cookie));
    let (first, second) = (found.next()?, found.next());
    if second.is_some() {
        return None;
    }
    first.trim().split_once('=').map(|(_, value)| value)
}

/// The word that forms of a session carry. Who knows it does not know the session.
pub(crate) fn word(secret: &str) -> String {
    base64url::encode(hmac::sign(&key(secret), FORM).as_ref())
}

/// Whether a word is that of the session.
pub(crate) fn is_word(secret: &str, given: &str) -> bool {
    let tag = base64url::decode(given.as_bytes());
    tag.is_some_and(|tag| hmac::verify(&key(secret), FORM, &tag).is_ok())
}

fn key(secret: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes())
}

/// A form that does not come from a page of this server, or of another session.
pub(crate) fn foreign(why: &str) -> Failure {
    let code = const { Code::new("COS-AUT-0010") };
    let text = format!("{why}; nothing was done");
    Failure::new(StatusCode::FORBIDDEN, code, text).because(
        "cos.console.origin",
        why,
        "open the page again, and send the form from there",
    )
}

/// Refuses a POST that was not sent from a page of this server. Browsers name the origin of every form.
pub(crate) fn check_origin(headers: &HeaderMap) -> Result<(), Failure> {
    let one = |name| {
        let mut values = headers.get_all(name).iter();
        let first = values.next().map(|value| value.to_str().unwrap_or_default());
        first.filter(|_| values.next().is_none())
    };
    let host = one(header::HOST);
    let origin = one(header::ORIGIN).and_then(|origin| origin.split_once("://"));
    if origin.is_none() || host != origin.map(|(_, host)| host) {
        return Err(foreign("the form was not sent from a page of this server"));
    }
    match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
        None | Some(b"same-origin") => Ok(()),
        Some(_) => Err(foreign("the form was sent from another site")),
    }
}

/// Where to go after signing in: a path of the console, and nothing that leads elsewhere.
pub(crate) fn destination(text: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.?=".contains(&byte);
    let fine = text.starts_with("/console/") && !text.contains("//") && !text.contains("..");
    if fine && text.len() <= 300 && text.bytes().all(plain) { text } else { "/console/" }
}

pub(crate) fn form(call: Call) -> Answer {
    Box::pin(async move {
        let query = call.request.uri().query().unwrap_or_default();
        let mut fields = form_urlencoded::parse(query.as_bytes());
        let next = fields.find(|(name, _)| name == "next").map(|(_, value)| value);
        page(&call.app, StatusCode::OK, next.as_deref().unwrap_or_default(), None).await
    })
}

/// The page with the form, and with the providers at which one may sign in instead.
async fn page(
    app: &App,
    status: StatusCode,
    next: &str,
    refused: Option<&str>,
) -> Result<Response, Failure> {
    let chrome = Chrome::plain("Sign in");
    let issuers = app.state.issuers().await?.into_iter().map(|info| info.issuer);
    let people = issuers.filter(|issuer| issuer.kind.purpose() == Purpose::SignIn);
    let providers: Vec<_> = people.map(|issuer| issuer.name).collect();
    let view = context! { next => destination(next), refused => refused, providers => providers };
    Ok(pages::html(status, pages::render("sign-in.html", &chrome, view)))
}

/// The page for somebody whom a provider vouched for, and who may not come in.
pub(crate) async fn not_let_in(app: &App, why: &str) -> Result<Response, Failure> {
    page(app, StatusCode::UNAUTHORIZED, "", Some(why)).await
}

pub(crate) fn enter(call: Call) -> Answer {
    Box::pin(async move {
        check_origin(call.request.headers())?;
        let app = call.app;
        let place = Place::of(&call.request);
        let mut form = Form::read(call.request).await?;
        let (token, next) = (form.take("token"), form.take("next"));
        form.end()?;
        if let Err(seconds) = app.attempts.take(place, app.now()) {
            let code = const { Code::new("COS-AUT-0011") };
            let text = "too many attempts to sign in have failed; wait a little";
            let failure = Failure::new(StatusCode::TOO_MANY_REQUESTS, code, text);
            return Err(failure.retry_after(seconds));
        }
        let by = match app.state.authenticate(token.trim(), app.now()).await {
            Ok(by) => by,
            Err(error @ StateError::Database { .. }) => return Err(error.into()),
            // Whatever is wrong with it, the answer is the same.
            Err(_) => {
                let refused =
                    "That token is not valid here. It may be mistyped, expired or revoked.";
                return page(&app, StatusCode::UNAUTHORIZED, &next, Some(refused)).await;
            }
        };
        app.attempts.give_back(place);
        let session = sign_in(&app, &by).await?;
        let cookie = cookie_of(&session, app.now());
        let to = destination(&next).to_owned();
        Ok((StatusCode::SEE_OTHER, [(header::SET_COOKIE, cookie), (header::LOCATION, to)])
            .into_response())
    })
}

/// Begins a session for a credential, whichever way its owner proved to have it. This is where every way to sign in leads.
pub(crate) async fn sign_in(app: &App, by: &Credential) -> Result<Session, Failure> {
    let now = app.now();
    let session = Session::new(by, now)?;
    let home = home(by)?;
    let act = Act::new("operator", "session.begin", by.identity(), session.id());
    let record = app.notary.record(&app.origin(&app.region, &home), &act, now)?;
    let mut tx = app.state.operate(by, &home).await?;
    tx.begin_session(&session, &record, now).await?;
    tx.commit().await?;
    app.changed(&home);
    Ok(session)
}

/// In whose log it stands: the tenant's, where the credential reaches one alone.
fn home(by: &Credential) -> Result<cos_core::ids::Tenant, Failure> {
    Ok(by.only_tenant().cloned().map_or_else(|| PLATFORM.parse(), Ok)?)
}

pub(crate) fn leave(call: Call, visit: Visit) -> Answer {
    Box::pin(async move {
        let (app, by) = (call.app, &visit.credential);
        visit.form.end()?;
        let (now, home) = (app.now(), home(by)?);
        let act =
            Act::new("operator", "session.end", by.identity(), by.session().unwrap_or_default());
        let record = app.notary.record(&app.origin(&app.region, &home), &act, now)?;
        let mut tx = app.state.operate(by, &home).await?;
        tx.end_session(&record, now).await?;
        tx.commit().await?;
        app.changed(&home);
        let headers = [(header::SET_COOKIE, cookie("", 0)), (header::LOCATION, SIGN_IN.to_owned())];
        Ok((StatusCode::SEE_OTHER, headers).into_response())
    })
}

/// The page with the form.
pub(crate) const SIGN_IN: &str = "/console/sign-in";

/// What the browser keeps of a session.
pub(crate) fn cookie_of(session: &Session, now: Timestamp) -> String {
    cookie(session.expose(), session.expires_at().0 - now.0)
}

fn cookie(secret: &str, seconds: i64) -> String {
    format!("{COOKIE}={secret}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax")
}

#[cfg(test)]
mod tests;
