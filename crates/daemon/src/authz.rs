//! Authorisation: a policy in Rego decides about every request that brings a credential, and says why when it refuses.
//!
//! What lies below it no policy can switch off: a foreign tenant does not exist, a token does nothing beyond its scopes, data stays in its
//! region. So a policy can only refuse more. It runs in a process of its own, under limits, and when that is down, slow or answers anything
//! but a decision, the request is refused too (promise P12).
//!
//! A decision depends on the question alone, for the policy sees neither clock nor network; one that was made is kept.

mod engine;

use crate::app::App;
use crate::control::PLATFORM;
use crate::issue::Act;
use crate::problem::Failure;
use crate::routes::Route;
use axum::http::StatusCode;
use cos_api::Reason;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::ids::Jti;
use cos_policy::bundle::{self, Bundle, Files};
use cos_policy::engine::EngineError;
use cos_policy::setup::Setup;
use cos_policy::worker::WorkerCommand;
use cos_state::{Credential, Scope, TenantInfo};
use engine::Engine;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a request waits for a decision.
const PATIENCE: Duration = Duration::from_millis(250);
/// How many decisions are kept.
const KEPT: usize = 16 << 10;
/// How much of a policy's words goes into a receipt, in characters.
const LONGEST_RULE: usize = 64;
const LONGEST_TEXT: usize = 500;
/// The rule that decides.
pub const ENTRYPOINT: &str = "data.cos.authz.decision";
/// The policy that decides when the operator names no other, and its manifest. Receipts name both by one digest: it stays the same from
/// version to version of the program until a rule changes, and the revision with it.
const DEFAULT: &str = include_str!("../policy/authz.rego");
const MANIFEST: &str = r#"{"revision":"default-1","roots":["cos/authz"],"rego_version":1}"#;

/// The policy that decides who may do what.
#[derive(Clone, Debug)]
pub struct AuthzPolicy {
    /// It, with [`ENTRYPOINT`] as the rule that decides.
    pub setup: Setup,
    /// What its bundle says, as [`Files::content_digest`] has it: receipts of the server's own acts name it.
    pub digest: Digest,
    /// The revision of the bundle, or the digest where it has none.
    pub version: String,
}

impl AuthzPolicy {
    /// The policy of a bundle, whose signature the caller has verified.
    pub fn new(bundle: &Bundle) -> Self {
        let setup = Setup {
            modules: bundle.module_texts(),
            data: bundle.data.clone(),
            numbers: bundle.numbers.clone(),
            entrypoint: ENTRYPOINT.to_owned(),
            ..Setup::default()
        };
        let (digest, revision) = (bundle.content_digest, &bundle.manifest.revision);
        let version = if revision.is_empty() { digest.to_string() } else { revision.clone() };
        Self { setup, digest, version }
    }

    /// The files of the bundle that decides when the operator names no other, not signed.
    pub fn default_files() -> Files {
        let files = [(".manifest", MANIFEST), ("authz.rego", DEFAULT)];
        Files::from_texts(files).expect("names and sizes are within all limits")
    }
}

impl Default for AuthzPolicy {
    fn default() -> Self {
        Self::new(&bundle::load(&Self::default_files()).expect("it is a bundle"))
    }
}

/// A request, as far as it is decided about.
pub(crate) struct Asked<'a> {
    pub(crate) route: &'a Route,
    pub(crate) scope: Scope,
    /// What it is about, for the receipt of a refusal; empty where it names nothing.
    pub(crate) about: &'a str,
}

/// What the policy is asked: who, what, for which tenant.
#[derive(Debug, Serialize)]
struct Question<'a> {
    credential: Caller<'a>,
    route: Which<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<About<'a>>,
}

#[derive(Debug, Serialize)]
struct Caller<'a> {
    identity: &'a str,
    person: &'a str,
    token: &'a str,
    scopes: Vec<&'static str>,
    reaches_all_tenants: bool,
}

#[derive(Debug, Serialize)]
struct Which<'a> {
    name: &'a str,
    method: &'a str,
    scope: &'a str,
}

#[derive(Debug, Serialize)]
struct About<'a> {
    name: &'a str,
    region: &'a str,
    residency: &'a str,
    status: &'a str,
}

impl<'a> Question<'a> {
    fn new(by: &'a Credential, asked: &'a Asked<'_>, tenant: Option<&'a TenantInfo>) -> Self {
        let Asked { route, scope, .. } = asked;
        Self {
            credential: Caller {
                identity: by.identity(),
                person: by.person(),
                token: by.token(),
                scopes: by.scopes().iter().map(|scope| scope.as_str()).collect(),
                reaches_all_tenants: by.reaches_all(),
            },
            route: Which { name: route.name, method: route.method, scope: scope.as_str() },
            tenant: tenant.map(|info| About {
                name: info.tenant.as_str(),
                region: info.region.as_str(),
                residency: &info.residency,
                status: info.status.as_str(),
            }),
        }
    }
}

/// What the policy answered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    allow: bool,
    #[serde(default)]
    reasons: Vec<Reason>,
}

impl Decision {
    /// Reads the value of the rule. A refusal has a reason, even if its policy names none.
    fn read(value: serde_json::Value) -> Result<Self, String> {
        let mut decision: Self = serde_json::from_value(value)
            .map_err(|error| format!("`{ENTRYPOINT}` is no decision: {error}"))?;
        if decision.allow && !decision.reasons.is_empty() {
            return Err(format!("`{ENTRYPOINT}` allows, and has reasons not to"));
        }
        if decision.reasons.iter().any(|reason| reason.rule.is_empty()) {
            return Err(format!("`{ENTRYPOINT}` has a reason without a rule"));
        }
        if !decision.allow && decision.reasons.is_empty() {
            decision.reasons.push(Reason {
                rule: ENTRYPOINT.trim_start_matches("data.").to_owned(),
                message: "the policy refuses, and does not say why".to_owned(),
                remedy: "ask whoever keeps the policy".to_owned(),
                pointer: None,
            });
        }
        Ok(decision)
    }
}

/// Answers questions with decisions.
pub(crate) struct Authorizer {
    engine: Engine,
    kept: Mutex<HashMap<String, Arc<Decision>>>,
}

impl Authorizer {
    /// Loads the policy; one that does not load, or gives no decision, is refused here and not at the first request.
    pub(crate) fn start(command: WorkerCommand, setup: Setup) -> Result<Self, EngineError> {
        Ok(Self { engine: Engine::start(command, setup)?, kept: Mutex::default() })
    }

    /// Decides; every failure to decide is a refusal.
    async fn decide(&self, question: &Question<'_>) -> Result<Arc<Decision>, Failure> {
        let text = serde_json::to_string(question).expect("plain data is JSON");
        if let Some(decision) = self.kept().get(&text) {
            return Ok(Arc::clone(decision));
        }
        let answer = tokio::time::timeout(PATIENCE, self.engine.ask(text.clone())).await;
        let late = || format!("it did not decide within {} ms", PATIENCE.as_millis());
        let value = answer.map_err(|_| late()).and_then(|answer| answer);
        let decision = value.and_then(Decision::read).map_err(|reason| unavailable(&reason))?;
        let decision = Arc::new(decision);
        let mut kept = self.kept();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(text, Arc::clone(&decision));
        Ok(decision)
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<String, Arc<Decision>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// No decision is no permission.
fn unavailable(reason: &str) -> Failure {
    let text = format!("the policy cannot be asked, and nothing is done without it: {reason}");
    let code = const { Code::new("COS-SRV-0021") };
    Failure::new(StatusCode::SERVICE_UNAVAILABLE, code, text).retry_after(1)
}

/// Lets a request pass, or says why not. What would have changed something leaves a receipt of the refusal (promise P14).
pub(crate) async fn check(
    app: &App,
    by: &Credential,
    asked: &Asked<'_>,
    tenant: Option<&TenantInfo>,
) -> Result<(), Failure> {
    let decision = app.authorizer.decide(&Question::new(by, asked, tenant)).await?;
    if decision.allow {
        return Ok(());
    }
    let failure = refused(&decision);
    if asked.route.method == "GET" {
        return Err(failure);
    }
    Err(failure.recorded(record(app, by, asked, (&decision, tenant)).await?))
}

/// Writes the receipt of a refusal, into the log of the tenant that the request was for.
async fn record(
    app: &App,
    by: &Credential,
    asked: &Asked<'_>,
    (decision, tenant): (&Decision, Option<&TenantInfo>),
) -> Result<Jti, Failure> {
    let home = tenant.map_or_else(|| PLATFORM.parse(), |info| Ok(info.tenant.clone()))?;
    let first = decision.reasons.first().map_or("cos.authz", |reason| &reason.rule);
    let fields = serde_json::json!({
        "decision": "deny", "denial_code": token(first), "denial_reason": texts(decision),
    });
    let about = plain(if asked.about.is_empty() { asked.route.path } else { asked.about });
    let act = Act { fields, ..Act::new("operator", asked.route.name, by.identity(), &about) };
    let now = app.now();
    let record = app.notary.record(&app.origin(&app.region, &home), &act, now)?;
    let mut tx = app.state.operate(by, &home).await?;
    tx.refuse(&record, now).await?;
    tx.commit().await?;
    app.recorded.notify_one();
    Ok(record.jti)
}

/// The name of a rule as receipts can bear it.
fn token(rule: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || ".:/-".contains(c) { c } else { '_' };
    rule.chars().take(LONGEST_RULE).map(plain).collect()
}

/// All that the policy says, cut to what a receipt can bear.
fn texts(decision: &Decision) -> String {
    let messages = decision.reasons.iter().map(|reason| reason.message.as_str());
    plain(&messages.collect::<Vec<_>>().join("; "))
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_TEXT).collect()
}

/// A refusal by the policy.
fn refused(decision: &Decision) -> Failure {
    let text = texts(decision);
    let code = const { Code::new("COS-SRV-0020") };
    Failure::new(StatusCode::FORBIDDEN, code, text).for_reasons(decision.reasons.clone())
}

#[cfg(test)]
mod tests;
