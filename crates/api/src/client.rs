//! The client: blocking, with a time limit on everything, and problems as errors.

use crate::problem::Problem;
use crate::wire::{
    IngestLine, NewTenant, NewToken, Receipt, Tenant, Tenants, Token, TokenCreated, Tokens, Whoami,
};
use reqwest::blocking::{RequestBuilder, Response};
use reqwest::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// How long a connection, and a whole request, may take.
const CONNECT: Duration = Duration::from_secs(5);
const REQUEST: Duration = Duration::from_mins(1);

/// A connection to one server with one credential.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::blocking::Client,
    base: String,
    token: String,
}

/// Why a call gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The server is not reachable, or broke off.
    #[error("`{base}` does not answer: {source}")]
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

impl Client {
    /// Makes a client of the server at `base`, such as `http://127.0.0.1:7070`.
    pub fn new(base: &str, token: &str) -> Result<Self, ClientError> {
        let base = base.trim_end_matches('/').to_owned();
        let http = reqwest::blocking::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(REQUEST)
            .user_agent(concat!("cos/", env!("CARGO_PKG_VERSION")))
            .build();
        match http {
            Ok(http) => Ok(Self { http, base, token: token.to_owned() }),
            Err(source) => Err(ClientError::Unreachable { base, source }),
        }
    }

    /// Who the credential belongs to.
    pub fn whoami(&self) -> Result<Whoami, ClientError> {
        self.get("/v1/whoami")
    }

    /// Creates a tenant.
    pub fn create_tenant(&self, tenant: &NewTenant) -> Result<Tenant, ClientError> {
        self.send(Method::POST, "/v1/tenants", Some(tenant))
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
        self.send(Method::POST, &path, None::<&()>)
    }

    /// Issues a credential.
    pub fn create_token(&self, token: &NewToken) -> Result<TokenCreated, ClientError> {
        self.send(Method::POST, "/v1/tokens", Some(token))
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
        ClientError::Unreachable { base: self.base.clone(), source: source.without_url() }
    }

    fn foreign(&self, status: StatusCode) -> ClientError {
        ClientError::Foreign { base: self.base.clone(), status }
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
