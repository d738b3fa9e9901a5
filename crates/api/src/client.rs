//! The client: blocking, with a time limit on everything, and problems as errors. Changes carry an idempotency key, and are sent again when
//! their answer is lost.

mod connect;
mod trust;

use crate::problem::Problem;
use crate::status::Status;
use crate::themes::{Activate, Rollback, Theme, ThemeActivation, ThemeReport, Themes};
use crate::wire::{
    IngestLine, NewTenant, NewToken, Receipt, Tenant, Tenants, Token, TokenCreated, Tokens, Whoami,
};
use connect::{distrust, innermost};
use reqwest::blocking::{RequestBuilder, Response};
use reqwest::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A connection to one server with one credential.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::blocking::Client,
    base: String,
    /// The server as its users name it.
    name: String,
    token: String,
    /// The key of the first change, and how many changes there were.
    key: Option<String>,
    changes: Arc<AtomicU64>,
}

/// How long a change is sent again whose answer was lost.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a call gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The address is none.
    #[error(
        "`{0}` is no address of a server: write `https://NAME`, `http://127.0.0.1:PORT` or `unix:/PATH`"
    )]
    Address(String),
    /// What should be the certificates of an authority is not.
    #[error("the certificates of the authority cannot be read: {reason}")]
    Authority {
        /// What is wrong.
        reason: String,
    },
    /// Who answers does not prove to be the server.
    #[error("`{base}` does not prove to be that server: {reason}")]
    Untrusted {
        /// The address.
        base: String,
        /// What is wrong with its certificate.
        reason: String,
    },
    /// The server is not reachable, or broke off.
    #[error("`{base}` does not answer: {}", innermost(source))]
    Unreachable {
        /// The address.
        base: String,
        /// Why.
        source: reqwest::Error,
    },
    /// The server refused, with a reason.
    #[error("{}", .0.detail)]
    Problem(Box<Problem>),
    /// The server is busy; it says when to come back.
    #[error("{}", .problem.detail)]
    Busy {
        /// What it said.
        problem: Box<Problem>,
        /// When to come back.
        retry_after: Duration,
    },
    /// The answer is none of ours: another server, or something in between.
    #[error("`{base}` answers {status}, and not as cos does")]
    Foreign {
        /// The address.
        base: String,
        /// The status.
        status: StatusCode,
    },
}

/// An answer as it came, whatever it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The status.
    pub status: u16,
    /// The header lines.
    pub head: String,
    /// The body; of a stream of events nothing, for it does not end.
    pub body: String,
}

impl Client {
    /// The same server for another caller; nobody where the token is empty.
    #[must_use]
    pub fn as_caller(&self, token: &str) -> Self {
        Self { token: token.to_owned(), key: None, changes: Arc::default(), ..self.clone() }
    }

    /// Sends a request once and gives its answer as it came. A body is JSON.
    pub fn exchange(
        &self,
        (method, path): (&str, &str),
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Exchange, ClientError> {
        let method = Method::from_bytes(method.as_bytes()).unwrap_or(Method::GET);
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_empty() {
            request = request.header("content-type", "application/json").body(body.to_owned());
        }
        let answer = request.send().map_err(|source| self.unreachable(source))?;
        let status = answer.status().as_u16();
        let text = |value: &reqwest::header::HeaderValue| {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        let lines = answer.headers().iter();
        let head: String =
            lines.map(|(name, value)| format!("{name}: {}\n", text(value))).collect();
        let body = if head.contains("text/event-stream") {
            String::new()
        } else {
            let bytes = answer.bytes().map_err(|source| self.unreachable(source))?;
            String::from_utf8_lossy(&bytes).into_owned()
        };
        Ok(Exchange { status, head, body })
    }

    /// Names changes with an idempotency key, which nobody else has: the first with the key itself, the second with `/2` after it. The same
    /// changes in the same order under the same key are done once, also by another process, and are sent again when an answer is lost.
    #[must_use]
    pub fn with_key(&self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), changes: Arc::default(), ..self.clone() }
    }

    /// Who the credential belongs to.
    pub fn whoami(&self) -> Result<Whoami, ClientError> {
        self.get("/v1/whoami")
    }

    /// How the server fares, as far as the credential reaches.
    pub fn status(&self) -> Result<Status, ClientError> {
        self.get("/v1/status")
    }

    /// Creates a tenant.
    pub fn create_tenant(&self, tenant: &NewTenant) -> Result<Tenant, ClientError> {
        self.change("/v1/tenants", Some(tenant))
    }

    /// The tenants that the credential reaches.
    pub fn tenants(&self) -> Result<Tenants, ClientError> {
        self.get("/v1/tenants")
    }

    /// One tenant.
    pub fn tenant(&self, name: &str) -> Result<Tenant, ClientError> {
        self.get(&format!("/v1/tenants/{}", segment(name)))
    }

    /// Stops or resumes serving a tenant.
    pub fn set_tenant_status(&self, name: &str, verb: &str) -> Result<Tenant, ClientError> {
        let path = format!("/v1/tenants/{}/{}", segment(name), segment(verb));
        self.change(&path, None::<&()>)
    }

    /// Issues a credential.
    pub fn create_token(&self, token: &NewToken) -> Result<TokenCreated, ClientError> {
        self.change("/v1/tokens", Some(token))
    }

    /// The credentials that reach no further than this one.
    pub fn tokens(&self) -> Result<Tokens, ClientError> {
        self.get("/v1/tokens")
    }

    /// Revokes a credential.
    pub fn revoke_token(&self, id: &str) -> Result<Token, ClientError> {
        self.send(Method::DELETE, &format!("/v1/tokens/{}", segment(id)), None::<&()>)
    }

    /// Reports events, one JSON object a line, and says what became of each. All or a first part is done; sending it again is harmless
    /// for events that carry an `id`.
    pub fn ingest(
        &self,
        tenant: &str,
        events: Vec<u8>,
        wait: &str,
    ) -> Result<Vec<IngestLine>, ClientError> {
        let path = format!("/v1/tenants/{}/receipts?wait={}", segment(tenant), segment(wait));
        let request = self.request(Method::POST, &path);
        let request = request.header("content-type", "application/x-ndjson").body(events);
        let answer = self.answered(request)?;
        let status = answer.status();
        let text = answer.text().map_err(|source| self.unreachable(source))?;
        let lines = text.lines().map(serde_json::from_str).collect::<Result<_, _>>();
        lines.map_err(|_| self.foreign(status))
    }

    /// A receipt with its proof.
    pub fn receipt(&self, tenant: &str, jti: &str) -> Result<Receipt, ClientError> {
        self.get(&format!("/v1/tenants/{}/receipts/{}", segment(tenant), segment(jti)))
    }

    /// Imports a theme, an archive or a plain theme in JSON.
    pub fn import_theme(&self, tenant: &str, pack: &[u8]) -> Result<Theme, ClientError> {
        let path = format!("/v1/tenants/{}/themes", segment(tenant));
        self.changed(&path, |request| request.body(pack.to_vec()))
    }

    /// Tells what importing and activating a theme would change; changes nothing.
    pub fn try_theme(&self, tenant: &str, pack: &[u8]) -> Result<ThemeReport, ClientError> {
        let path = format!("/v1/tenants/{}/themes?dry_run=true", segment(tenant));
        self.changed(&path, |request| request.body(pack.to_vec()))
    }

    /// The themes of a tenant.
    pub fn themes(&self, tenant: &str) -> Result<Themes, ClientError> {
        self.get(&format!("/v1/tenants/{}/themes", segment(tenant)))
    }

    /// What is known of a theme, and what activating it would change.
    pub fn theme(&self, tenant: &str, digest: &str) -> Result<ThemeReport, ClientError> {
        self.get(&format!("/v1/tenants/{}/themes/{}", segment(tenant), segment(digest)))
    }

    /// The archive of a theme.
    pub fn theme_pack(&self, tenant: &str, digest: &str) -> Result<Vec<u8>, ClientError> {
        let (tenant, digest) = (segment(tenant), segment(digest));
        let path = format!("/v1/tenants/{tenant}/themes/{digest}/pack");
        let answer = self.answered(self.request(Method::GET, &path))?;
        Ok(answer.bytes().map_err(|source| self.unreachable(source))?.into())
    }

    /// Brings a theme into force.
    pub fn activate_theme(
        &self,
        tenant: &str,
        digest: &str,
        reason: &str,
    ) -> Result<ThemeActivation, ClientError> {
        let (tenant, digest) = (segment(tenant), segment(digest));
        let path = format!("/v1/tenants/{tenant}/themes/{digest}/activate");
        self.change(&path, Some(&Activate { reason: reason.to_owned() }))
    }

    /// Brings a theme back into force that was.
    pub fn roll_back_theme(
        &self,
        tenant: &str,
        asked: &Rollback,
    ) -> Result<ThemeActivation, ClientError> {
        let path = format!("/v1/tenants/{}/themes/rollback", segment(tenant));
        self.change(&path, Some(asked))
    }

    /// A change with a body of JSON.
    fn change<T: DeserializeOwned>(
        &self,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<T, ClientError> {
        self.changed(path, |request| match body {
            Some(body) => request.json(body),
            None => request,
        })
    }

    /// A change under a key: where its answer is lost it is sent again, and done once. A server that never answered is not waited for.
    fn changed<T: DeserializeOwned>(
        &self,
        path: &str,
        fill: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<T, ClientError> {
        let key = self.next_key();
        let (started, mut pause, mut reached) = (Instant::now(), Duration::from_millis(50), false);
        loop {
            let mut request = fill(self.request(Method::POST, path));
            if let Some(key) = &key {
                request = request.header("idempotency-key", key);
            }
            let error = match self.read(request) {
                Err(error) if key.is_some() => error,
                done => return done,
            };
            let wait = match &error {
                ClientError::Busy { retry_after, .. } => Some(*retry_after),
                ClientError::Unreachable { source, .. } => {
                    reached |= !source.is_connect();
                    pause = (pause * 2).min(Duration::from_secs(2));
                    reached.then_some(pause)
                }
                ClientError::Address(_)
                | ClientError::Authority { .. }
                | ClientError::Foreign { .. }
                | ClientError::Problem(_)
                | ClientError::Untrusted { .. } => None,
            };
            match wait.filter(|wait| started.elapsed() + *wait < PATIENCE) {
                Some(wait) => std::thread::sleep(wait),
                None => return Err(error),
            }
        }
    }

    fn next_key(&self) -> Option<String> {
        let key = self.key.as_ref()?;
        Some(match self.changes.fetch_add(1, Ordering::Relaxed) {
            0 => key.clone(),
            before => format!("{key}/{}", before + 1),
        })
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        self.send(Method::GET, path, None::<&()>)
    }

    fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<T, ClientError> {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(body);
        }
        self.read(request)
    }

    fn read<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, ClientError> {
        let answer = self.answered(request)?;
        let status = answer.status();
        answer.json().map_err(|error| {
            if error.is_decode() { self.foreign(status) } else { self.unreachable(error) }
        })
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token)
    }

    fn answered(&self, request: RequestBuilder) -> Result<Response, ClientError> {
        let answer = request.send().map_err(|source| self.unreachable(source))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let seconds =
            answer.headers().get("retry-after").and_then(|it| it.to_str().ok()?.parse().ok());
        let problem: Problem = answer.json().map_err(|_| self.foreign(status))?;
        let problem = Box::new(problem);
        Err(match seconds {
            Some(seconds) => {
                ClientError::Busy { problem, retry_after: Duration::from_secs(seconds) }
            }
            None => ClientError::Problem(problem),
        })
    }

    fn unreachable(&self, source: reqwest::Error) -> ClientError {
        let base = self.name.clone();
        match distrust(&source) {
            Some(reason) => ClientError::Untrusted { base, reason },
            None => ClientError::Unreachable { base, source: source.without_url() },
        }
    }

    fn foreign(&self, status: StatusCode) -> ClientError {
        ClientError::Foreign { base: self.name.clone(), status }
    }
}

/// One segment of a path, whatever is in it.
fn segment(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = |byte: u8| {
        if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(encoded).collect()
}
