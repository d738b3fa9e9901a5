//! Failures as answers: problem details with the code, the status that fits, and what the client can do.

use crate::trace::TraceId;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cos_api::{Problem, Reason};
use cos_core::code::Code;
use cos_core::ids::{IdError, Jti};
use cos_core::receipt::event::EventError;
use cos_core::receipt::issue::IssueError;
use cos_evidence::EvidenceError;
use cos_ledger::{ErrorKind, LedgerError};
use cos_state::StateError;
use cos_switchboard::theme::{self, Fault, Severity};
use std::time::Duration;

/// A failure on its way to the client.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    code: Code,
    detail: String,
    reasons: Vec<Reason>,
    /// The receipt of the refusal.
    receipt: Option<String>,
    /// Seconds after which trying again may work.
    pub(crate) retry_after: Option<u32>,
    /// What OAuth 2 calls it.
    oauth: Option<&'static str>,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, code: Code, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            reasons: Vec::new(),
            receipt: None,
            retry_after: None,
            oauth: None,
        }
    }

    pub(crate) fn code(&self) -> Code {
        self.code
    }

    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, const { Code::new("COS-SRV-0004") }, detail)
    }

    pub(crate) fn not_found(what: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, const { Code::new("COS-SRV-0005") }, what)
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        let detail = format!("the body is longer than {limit} bytes; send less at a time");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, const { Code::new("COS-SRV-0006") }, detail)
    }

    /// The body did not come in time.
    pub(crate) fn slow(limit: Duration) -> Self {
        let detail =
            format!("the body was not there within {} s; send less at a time", limit.as_secs());
        Self::new(StatusCode::REQUEST_TIMEOUT, const { Code::new("COS-SRV-0023") }, detail)
    }

    /// Too much waits already.
    pub(crate) fn busy(detail: impl Into<String>) -> Self {
        let code = const { Code::new("COS-SRV-0007") };
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code, detail).retry_after(1)
    }

    /// Trying again may work after so many seconds.
    pub(crate) fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// By its name in OAuth 2.
    pub(crate) fn oauth(self, error: &'static str) -> Self {
        Self { oauth: Some(error), ..self }
    }

    /// With the receipt that the refusal left.
    pub(crate) fn recorded(self, receipt: Jti) -> Self {
        Self { receipt: Some(receipt.to_string()), ..self }
    }

    /// For these reasons.
    pub(crate) fn for_reasons(self, reasons: Vec<Reason>) -> Self {
        Self { reasons, ..self }
    }

    /// With one more reason.
    pub(crate) fn because(mut self, rule: &str, message: &str, remedy: &str) -> Self {
        self.reasons.push(Reason {
            rule: rule.to_owned(),
            message: message.to_owned(),
            remedy: remedy.to_owned(),
            pointer: None,
        });
        self
    }

    /// All that is wrong with a theme, at once.
    pub(crate) fn faults(faults: &[Fault]) -> Self {
        let errors = || faults.iter().filter(|fault| fault.severity == Severity::Error);
        let code = errors().next().map_or(theme::codes::MANIFEST, |fault| fault.code);
        let count = errors().count();
        let detail = match errors().next() {
            Some(fault) if count == 1 => fault.to_string(),
            _ => format!("the theme has {count} faults"),
        };
        let reason = |fault: &Fault| Reason {
            rule: fault.code.to_string(),
            message: placed(fault),
            remedy: fault.remedy.clone(),
            pointer: Some(format!("{}#{}", fault.file, fault.pointer)),
        };
        let reasons = errors().map(reason).collect();
        Self { reasons, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail) }
    }

    pub(crate) fn problem(&self) -> Problem {
        Problem {
            kind: format!("https://companyos.example/cos/errors/{}", self.code),
            title: self.status.canonical_reason().unwrap_or("failure").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            code: self.code.to_string(),
            reasons: self.reasons.clone(),
            receipt: self.receipt.clone(),
            error: self.oauth.map(str::to_owned),
            trace_id: TraceId::current().map(|id| id.to_string()),
        }
    }
}

/// A fault and its place, without its remedy, which has a field of its own.
fn placed(fault: &Fault) -> String {
    let text = fault.to_string();
    let end = format!("; {}", fault.remedy);
    text.strip_suffix(&end).unwrap_or(&text).to_owned()
}

/// A problem as an answer.
pub(crate) fn answer(problem: &Problem) -> Response {
    let text = serde_json::to_string(problem).expect("texts are JSON");
    let mut response = Response::new(Body::from(text));
    *response.status_mut() =
        StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = answer(&self.problem());
        let headers = response.headers_mut();
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl From<StateError> for Failure {
    fn from(error: StateError) -> Self {
        let status = match &error {
            StateError::Database { .. } => return Self::busy(error.to_string()),
            StateError::Token(_) | StateError::Unauthenticated => StatusCode::UNAUTHORIZED,
            StateError::Scope { .. } | StateError::Suspended(_) | StateError::OnePerson(_) => {
                StatusCode::FORBIDDEN
            }
            StateError::NoTenant(_) | StateError::Missing(_) => StatusCode::NOT_FOUND,
            StateError::Exists(_) | StateError::Conflict(_) => StatusCode::CONFLICT,
            StateError::Id(_) | StateError::Binding(_) => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let failure = Self::new(status, error.code(), error.to_string());
        match &error {
            StateError::Scope { scope, .. } => failure.because(
                "cos.scope",
                &format!("this needs the scope `{scope}`"),
                "ask an operator for a token that has it",
            ),
            StateError::OnePerson(text) => failure.because(
                "cos.dual_control",
                text,
                "have another person approve it, with a token that names them",
            ),
            StateError::Suspended(_) => failure.because(
                "cos.tenant.suspended",
                "nothing is written for a suspended tenant",
                "ask an operator to resume it",
            ),
            _ => failure,
        }
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        let status = match error.kind() {
            _ if matches!(error, LedgerError::Conflict { .. }) => StatusCode::CONFLICT,
            _ if matches!(error, LedgerError::DiskFull { .. }) => StatusCode::INSUFFICIENT_STORAGE,
            ErrorKind::Input => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorKind::Refused | ErrorKind::Unavailable => return Self::busy(error.to_string()),
            ErrorKind::Integrity => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, error.code(), error.to_string())
    }
}

impl From<EvidenceError> for Failure {
    fn from(error: EvidenceError) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.code(), error.to_string())
    }
}

impl From<EventError> for Failure {
    fn from(error: EventError) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.code(), error.to_string())
    }
}

impl From<IssueError> for Failure {
    fn from(error: IssueError) -> Self {
        let status = match error {
            IssueError::Sign(_) => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, error.code(), error.to_string())
    }
}

impl From<IdError> for Failure {
    fn from(error: IdError) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, IdError::CODE, error.to_string())
    }
}
