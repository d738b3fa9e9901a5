//! What an answer that is none means: whether the server did it, whether to ask again, what to tell the caller.

use crate::error::ObjectError;
use crate::key::Key;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use std::error::Error;
use std::time::Duration;

/// Why a request failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) kind: Kind,
    /// What the server or the connection said.
    pub(super) reason: String,
    /// How long the server asks to wait.
    pub(super) wait: Option<Duration>,
}

/// What a failure means for the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Other requests for the same key are in the way; nothing was done.
    Conflict,
    /// The credentials do not allow it; nothing was done.
    Denied,
    /// The answer was lost, late or an error of the server's own: it may have been done.
    Lost,
    /// There is no such object, version or upload; nothing was done.
    Missing,
    /// There is no such bucket, or it is elsewhere; nothing was done.
    NoBucket,
    /// The condition does not hold; nothing was done.
    Precondition,
    /// The server refuses the request as it is; nothing was done.
    Rejected,
    /// What arrived is not what was sent; nothing was done.
    Spoilt,
    /// The version has no retention or legal hold.
    Unprotected,
    /// The server or the bucket cannot do that; nothing was done.
    Unsupported,
}

impl Failure {
    pub(super) fn lost(reason: impl Into<String>) -> Self {
        Self { kind: Kind::Lost, reason: reason.into(), wait: None }
    }

    /// Whether the same request may succeed later.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self.kind, Kind::Conflict | Kind::Lost | Kind::Spoilt)
    }

    /// The error for who asked about `key`; not for a condition, which only the caller knows.
    pub(super) fn about(self, action: &'static str, key: &Key) -> ObjectError {
        match self.kind {
            Kind::Missing => ObjectError::Missing { key: key.clone() },
            _ => self.named(action, key.as_str()),
        }
    }

    /// The error for who asked about the key or prefix `name`.
    pub(super) fn named(self, action: &'static str, name: &str) -> ObjectError {
        let (name, reason) = (name.to_owned(), self.reason);
        match self.kind {
            Kind::Denied | Kind::Rejected => ObjectError::Denied { action, name, reason },
            Kind::NoBucket => ObjectError::Setup(reason),
            Kind::Unsupported => ObjectError::Unsupported(format!("{action} `{name}`: {reason}")),
            _ => ObjectError::Unavailable { action, name, reason },
        }
    }
}

impl<E> From<SdkError<E>> for Failure
where
    E: Error + ProvideErrorMetadata + 'static,
{
    fn from(error: SdkError<E>) -> Self {
        let SdkError::ServiceError(service) = &error else {
            return match &error {
                SdkError::ResponseError(_) => Self::lost(chain(&error)),
                SdkError::TimeoutError(_) => Self::lost("no answer in time"),
                _ => without_answer(chain(&error)),
            };
        };
        let status = service.raw().status().as_u16();
        let header = service.raw().headers().get("retry-after");
        let wait = header.and_then(|value| value.parse().ok()).map(Duration::from_secs);
        let code = service.err().code().unwrap_or_default();
        let message = service.err().message().unwrap_or_default();
        let kind = match kind(status, code) {
            // How servers say that the bucket was made without it.
            Kind::Rejected if message.to_lowercase().replace(' ', "").contains("objectlock") => {
                Kind::Unsupported
            }
            kind => kind,
        };
        let reason = match (code, message) {
            ("", "") => format!("the server answers {status}"),
            (code, "") => format!("the server answers {status} {code}"),
            (code, message) => format!("the server answers {status} {code}: {message}"),
        };
        Self { kind, reason: reason.chars().take(400).collect(), wait }
    }
}

fn kind(status: u16, code: &str) -> Kind {
    match (status, code) {
        (_, "NoSuchBucket" | "PermanentRedirect" | "InvalidBucketName") => Kind::NoBucket,
        // An upload that was aborted, or put together already.
        (_, "NoSuchUpload") => Kind::Rejected,
        // What AWS says of either; what SeaweedFS says of a hold, and of a retention.
        (
            404,
            "NoSuchObjectLockConfiguration"
            | "NoSuchObjectLegalHold"
            | "ObjectLockConfigurationNotFoundError",
        ) => Kind::Unprotected,
        (_, "BadDigest" | "XAmzContentSHA256Mismatch" | "XAmzContentChecksumMismatch") => {
            Kind::Spoilt
        }
        // A request that the server gave up waiting for, or of which it got a part.
        (400, "RequestTimeout" | "IncompleteBody") | (408, _) => Kind::Lost,
        (501, _) | (_, "NotImplemented") => Kind::Unsupported,
        // Of success: an answer that could not be read as one.
        (200..=299 | 429 | 500..=599, _) => Kind::Lost,
        (401 | 403, _) => Kind::Denied,
        (404, _) => Kind::Missing,
        (409, _) => Kind::Conflict,
        (412, _) => Kind::Precondition,
        (301 | 307, _) => Kind::NoBucket,
        _ => Kind::Rejected,
    }
}

/// No answer came: the connection, or nothing was sent at all for want of credentials.
fn without_answer(reason: String) -> Failure {
    let lower = reason.to_lowercase();
    if lower.contains("credential") || lower.contains("no auth") {
        return Failure { kind: Kind::Denied, reason, wait: None };
    }
    Failure::lost(reason)
}

/// An error with what caused it, once each.
pub(super) fn chain(error: &dyn Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if !parts.iter().any(|part| part.contains(&text)) {
            parts.push(text);
        }
        next = error.source();
    }
    parts.join(": ").chars().take(400).collect()
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};

    #[test]
    fn what_may_have_been_done_is_never_taken_for_not_done() {
        for status in 0..=1_000 {
            let done_or_not = matches!(status, 200..=299 | 408 | 429 | 500 | 502..=599);
            let is_lost = kind(status, "") == Kind::Lost;
            assert_eq!(is_lost, done_or_not, "{status}");
        }
        assert_eq!(kind(400, "RequestTimeout"), Kind::Lost);
        assert_eq!(kind(503, "SlowDown"), Kind::Lost);
        assert_eq!(kind(200, "InternalError"), Kind::Lost);
        assert_eq!(kind(404, "NoSuchBucket"), Kind::NoBucket);
        assert_eq!(kind(400, "BadDigest"), Kind::Spoilt);
    }
}
