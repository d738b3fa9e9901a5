//! `POST /v1/token/exchange`: a job's token for a credential of ours (RFC 8693).
//!
//! Whoever is refused learns what is wrong with the token that they hold, and nothing about bindings: those that do not fit and those that do
//! not exist give one answer. The receipt of the refusal says which claim was another one. A parameter that is not known is refused, against
//! RFC 6749 §3.2 and with promise P10: a misspelt `scope` must not give more than was asked for.

use super::Refusal;
use super::outgoing::Doubt;
use crate::app::App;
use crate::control::PLATFORM;
use crate::issue::Act;
use crate::problem::Failure;
use crate::routes::{Answer, Call, body, json};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use cos_api as api;
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::ids::Tenant;
use cos_sign::jwt::{self, Expected, Jws, LONGEST, Said};
use cos_state::{
    Assertion, BindingInfo, ExchangeTx, NewIssuer, Purpose, Record, Scope, Shown, Token,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS: &str = "urn:ietf:params:oauth:token-type:access_token";
/// What a job may call its token.
const SUBJECTS: [&str; 2] =
    ["urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:id_token"];
const PARAMETERS: [&str; 5] =
    ["grant_type", "subject_token", "subject_token_type", "requested_token_type", "scope"];
/// The longest form: the longest token, and what goes with it.
const LONGEST_FORM: usize = LONGEST + (4 << 10);
/// How much of a reason goes into a receipt, in characters.
const LONGEST_REASON: usize = 500;

/// A credential that was given for a token.
pub(super) struct Given {
    pub(super) token: Token,
    pub(super) expires_at: Timestamp,
    pub(super) scopes: BTreeSet<Scope>,
}

/// A token that holds, and what it is for.
pub(super) struct Claimed<'a> {
    pub(super) issuer: &'a NewIssuer,
    pub(super) said: &'a Said,
    /// The scopes that were asked for; none for all that there are.
    pub(super) scopes: Option<BTreeSet<Scope>>,
    pub(super) action: &'static str,
    /// What a refusal is called.
    pub(super) refused: fn(Refusal) -> Failure,
}

/// Something that was shown for the first time, and the binding that is for it; whoever holds it says what follows.
struct Settled<'a> {
    tx: ExchangeTx<'a>,
    home: Tenant,
    binding: BindingInfo,
}

pub(crate) fn exchange(call: Call) -> Answer {
    Box::pin(async move {
        let app = call.app;
        let (token, scopes) = asked(call.request).await?;
        let jws = Jws::read(&token).map_err(refused)?;
        let url = jwt::issuer(&jws).map_err(refused)?;
        let issuer = app.state.issuer_of(&url, Purpose::Exchange).await?;
        let issuer = issuer.ok_or_else(|| refused(jwt::Refusal::Issuer))?.issuer;
        let said = believe(&app, &issuer, &jws, None).await?;
        let action = "token.exchange";
        let claimed = Claimed { issuer: &issuer, said: &said, scopes, action, refused };
        Ok(answer(&app, &give(&app, &claimed).await?))
    })
}

/// A credential as OAuth 2 answers one.
pub(super) fn answer(app: &App, given: &Given) -> Response {
    let scopes: Vec<_> = given.scopes.iter().map(|scope| scope.as_str()).collect();
    let mut response = json(
        200,
        &api::Exchanged {
            access_token: given.token.expose().to_owned(),
            issued_token_type: ACCESS.to_owned(),
            token_type: "Bearer".to_owned(),
            expires_in: given.expires_at.0 - app.now().0,
            scope: scopes.join(" "),
        },
    );
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Reads the form: the token, and the scopes that are asked for.
async fn asked(
    request: axum::extract::Request,
) -> Result<(String, Option<BTreeSet<Scope>>), Failure> {
    let wrong = |text: String| Failure::bad_request(text).oauth("invalid_request");
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let kind = kind.and_then(|it| it.split(';').next()).unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(wrong("send a form: `Content-Type: application/x-www-form-urlencoded`".into()));
    }
    let bytes = body(request, LONGEST_FORM).await?;
    let mut form = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(&bytes) {
        if !PARAMETERS.contains(&&*name) {
            let all = PARAMETERS.join(", ");
            let name: String = name.chars().take(80).collect();
            return Err(wrong(format!(
                "there is no parameter `{}`; there are {all}",
                name.escape_debug()
            )));
        }
        if form.insert(name.to_string(), value.into_owned()).is_some() {
            return Err(wrong(format!("`{name}` is there twice")));
        }
    }
    let is = |name: &str, all: &[&str]| form.get(name).is_some_and(|it| all.contains(&it.as_str()));
    if !is("grant_type", &[GRANT]) {
        return Err(Failure::bad_request(format!("`grant_type` has to be `{GRANT}`"))
            .oauth("unsupported_grant_type"));
    }
    if !is("subject_token_type", &SUBJECTS) {
        return Err(wrong(format!("`subject_token_type` has to be `{}`", SUBJECTS.join("` or `"))));
    }
    if form.contains_key("requested_token_type") && !is("requested_token_type", &[ACCESS]) {
        return Err(wrong(format!("`requested_token_type` can be `{ACCESS}` only")));
    }
    let scopes = form.get("scope").map(|text| text.split(' ').map(str::parse).collect());
    let scopes = scopes
        .transpose()
        .map_err(|text: String| Failure::bad_request(text).oauth("invalid_scope"))?;
    let token = form.remove("subject_token").filter(|it| !it.is_empty());
    Ok((token.ok_or_else(|| wrong("`subject_token` is missing".into()))?, scopes))
}

/// Checks a token of this issuer: its signature, and what it says whoever it is for.
pub(super) async fn believe(
    app: &App,
    issuer: &NewIssuer,
    jws: &Jws<'_>,
    nonce: Option<&str>,
) -> Result<Said, Failure> {
    let now = app.now();
    app.outgoing.verify(issuer, jws, now).await.map_err(|doubt| match doubt {
        Doubt::Refused(refusal) => refused(refusal),
        Doubt::Unreachable(reason) => unreachable(&issuer.name, &reason),
    })?;
    let expected = Expected { issuer: &issuer.url, audience: &issuer.audience, nonce, now };
    jwt::check(jws, issuer.kind.matched(), &expected).map_err(refused)
}

/// Gives the credential of the binding that fits, once. Of several that fit it is the one that asks for most, and then the oldest.
pub(super) async fn give(app: &App, claimed: &Claimed<'_>) -> Result<Given, Failure> {
    let found = choose(app.state.bindings_in_force(&claimed.issuer.name).await?, claimed);
    settle(app, claimed, found).await?.issue(app, claimed).await
}

/// Counts a token once and says which binding fits, whose credential is given later.
pub(super) async fn promise(app: &App, claimed: &Claimed<'_>) -> Result<BindingInfo, Failure> {
    let found = choose(app.state.bindings_in_force(&claimed.issuer.name).await?, claimed);
    let settled = settle(app, claimed, found).await?;
    settled.tx.commit().await?;
    Ok(settled.binding)
}

/// Gives the credential of a binding that was promised, once.
pub(super) async fn keep(
    app: &App,
    claimed: &Claimed<'_>,
    binding: BindingInfo,
) -> Result<Given, Failure> {
    settle(app, claimed, (Some(binding), String::new())).await?.issue(app, claimed).await
}

/// Remembers what was shown; goes on only the first time, and with a binding.
///
/// A token that holds leaves a receipt of what became of it, and another one when it is tried again; then no more, however often.
async fn settle<'a>(
    app: &'a App,
    claimed: &Claimed<'_>,
    (fitting, misfits): (Option<BindingInfo>, String),
) -> Result<Settled<'a>, Failure> {
    let home: Tenant = match fitting.as_ref().and_then(|it| it.binding.only_tenant()) {
        Some(tenant) => tenant.clone(),
        None => PLATFORM.parse()?,
    };
    let now = app.now();
    let mut tx = app.state.exchange(&home).await?;
    let Said { identity: digest, until: expires_at, .. } = *claimed.said;
    let shown = tx.show(&Assertion { digest, expires_at }).await?;
    let refusal = match (shown, fitting) {
        (Shown::First, Some(binding)) => return Ok(Settled { tx, home, binding }),
        (Shown::First, None) => (Refusal::NoBinding, misfits),
        (Shown::Again | Shown::Often, _) => (Refusal::Replayed, String::new()),
    };
    let mut failure = (claimed.refused)(refusal.0.clone());
    if shown != Shown::Often {
        let record = receipt(app, claimed, &home, Err(&refusal))?;
        tx.record(&record, now).await?;
        failure = failure.recorded(record.jti);
    }
    tx.commit().await?;
    app.changed(&home);
    Err(failure)
}

impl Settled<'_> {
    /// Gives what the binding gives, or those of its scopes that were asked for.
    async fn issue(self, app: &App, claimed: &Claimed<'_>) -> Result<Given, Failure> {
        let Self { mut tx, home, binding } = self;
        let scopes = claimed.scopes.clone().unwrap_or_else(|| binding.binding.scopes.clone());
        let record = receipt(app, claimed, &home, Ok(&binding))?;
        let (token, expires_at) = tx.issue(&binding, &scopes, &record, app.now()).await?;
        tx.commit().await?;
        app.changed(&home);
        Ok(Given { token, expires_at, scopes })
    }
}

/// The binding that fits; where there is none, why each one does not.
fn choose(bindings: Vec<BindingInfo>, claimed: &Claimed<'_>) -> (Option<BindingInfo>, String) {
    let (mut found, mut misfits): (Option<BindingInfo>, _) = (None, Vec::new());
    for binding in bindings {
        let given = &binding.binding;
        let lacks = claimed.scopes.as_ref().is_some_and(|asked| !asked.is_subset(&given.scopes));
        if let Err(reason) = claimed.said.fits(&given.claims) {
            misfits.push(format!("{}: {reason}", binding.id));
        } else if lacks {
            misfits.push(format!("{}: it gives less than was asked for", binding.id));
        } else if found.as_ref().is_none_or(|it| given.claims.len() > it.binding.claims.len()) {
            found = Some(binding);
        }
    }
    (found, misfits.join("; "))
}

/// The receipt of an exchange, or of its refusal.
fn receipt(
    app: &App,
    claimed: &Claimed<'_>,
    home: &Tenant,
    outcome: Result<&BindingInfo, &(Refusal, String)>,
) -> Result<Record, Failure> {
    let Claimed { issuer, said, action, .. } = claimed;
    let rationale = plain(&format!("issuer `{}` says `{}`", issuer.url, said.subject));
    let (actor, resource, fields) = match outcome {
        Ok(binding) => (
            binding.binding.identity.clone(),
            format!("binding {}", binding.id),
            json!({ "rationale": rationale }),
        ),
        Err((refusal, more)) => {
            let is_replay = *refusal == Refusal::Replayed;
            let code = if is_replay { "cos.exchange.replayed" } else { "cos.exchange.no_binding" };
            let reason =
                if more.is_empty() { refusal.to_string() } else { format!("{refusal}: {more}") };
            let fields = json!({
                "rationale": rationale, "decision": "deny", "denial_code": code, "denial_reason": plain(&reason),
            });
            (plain(&said.subject), format!("issuer {}", issuer.name), fields)
        }
    };
    let act = Act { fields, ..Act::new("operator", action, &actor, &resource) };
    app.notary.record(&app.origin(&app.region, home), &act, app.now())
}

/// A token that is not believed: one status, one code, and what is wrong with it.
pub(super) fn refused(refusal: impl Into<Refusal>) -> Failure {
    let refusal = refusal.into();
    let code = const { Code::new("COS-AUT-0008") };
    let text = format!("the token is not accepted: {refusal}");
    let remedy = match refusal {
        Refusal::NoBinding => "ask an operator; the receipt of this refusal says what does not fit",
        Refusal::Token(jwt::Refusal::Issuer) => {
            "ask an operator to add its issuer, with `cos token issuer add`"
        }
        Refusal::Token(jwt::Refusal::Audience(_)) => {
            "ask the issuer for a token with that audience"
        }
        _ => "ask the issuer for a new token",
    };
    Failure::new(StatusCode::UNAUTHORIZED, code, text)
        .because("cos.exchange", &refusal.to_string(), remedy)
        .oauth("invalid_grant")
}

/// Nobody can tell whether the token is good.
pub(super) fn unreachable(issuer: &str, reason: &str) -> Failure {
    let code = const { Code::new("COS-AUT-0009") };
    let text = format!("the keys of the issuer `{issuer}` cannot be had: {reason}");
    Failure::new(StatusCode::SERVICE_UNAVAILABLE, code, text).retry_after(30)
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_REASON).collect()
}
