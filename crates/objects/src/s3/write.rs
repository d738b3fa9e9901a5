//! Writes: sent with their condition, and settled when the answer is lost.

use super::calls::{Calls, SHA256, Stored, WRITE, version};
use super::failure::{Failure, Kind};
use super::{parts, retain};
use crate::content::Content;
use crate::error::ObjectError;
use crate::key::Key;
use crate::store::{Condition, Etag, Meta, Retention};
use aws_sdk_s3::primitives::{ByteStream, SdkBody};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::digest::Digest;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::future::Future;
use std::sync::Arc;

/// A write under way.
pub(super) struct Writing<'a> {
    pub(super) calls: &'a Arc<Calls>,
    pub(super) key: &'a Key,
    pub(super) condition: Condition<'a>,
    pub(super) retention: Option<Retention>,
    pub(super) length: u64,
    pub(super) sha256: Digest,
    /// Names this write among all others.
    id: String,
}

/// What an answer to the last request of a write says.
pub(super) struct Written {
    pub(super) etag: Option<String>,
    pub(super) version: Option<String>,
}

pub(super) fn put(
    calls: &Arc<Calls>,
    key: &Key,
    content: Content<'_>,
    condition: Condition<'_>,
    retention: Option<Retention>,
) -> Result<Meta, ObjectError> {
    let (length, sha256, id) = (content.length(), content.sha256(), id()?);
    let writing = Writing { calls, key, condition, retention, length, sha256, id };
    let incoming = content.begin(key);
    if length > calls.tuning.part as u64 {
        return parts::put(&writing, incoming);
    }
    let body = SdkBody::from(incoming.whole()?);
    calls.block_on(writing.settle(|| writing.send(&body)))
}

impl Writing<'_> {
    /// What is stored beside the content.
    pub(super) fn metadata(&self) -> HashMap<String, String> {
        let sha256 = (SHA256.to_owned(), self.sha256.to_string());
        HashMap::from([sha256, (WRITE.to_owned(), self.id.clone())])
    }

    /// The headers `If-None-Match` and `If-Match`.
    pub(super) fn conditions(&self) -> (Option<String>, Option<String>) {
        match self.condition {
            Condition::Absent => (Some("*".into()), None),
            Condition::Match(etag) => (None, Some(etag.0.clone())),
        }
    }

    async fn send(&self, body: &SdkBody) -> Result<Written, Failure> {
        let body = body.try_clone().expect("a body made of bytes can be sent again");
        let (absent, matching) = self.conditions();
        let calls = self.calls;
        let request = calls.client.put_object().bucket(&calls.bucket).key(self.key.as_str());
        let request = request
            .set_metadata(Some(self.metadata()))
            .set_if_none_match(absent)
            .set_if_match(matching)
            .checksum_sha256(STANDARD.encode(self.sha256))
            .set_object_lock_mode(self.retention.map(retain::mode))
            .set_object_lock_retain_until_date(self.retention.map(retain::date))
            .body(ByteStream::new(body));
        let answer = Box::pin(calls.once(request.send())).await?;
        Ok(Written { etag: answer.e_tag, version: answer.version_id })
    }

    /// Sends the request that makes the write happen, as often as needed, and finds out whether it did.
    ///
    /// The condition makes that safe: once the write has happened, sending it again fails. So a failed condition means that somebody
    /// else was first only as long as every request before it was answered.
    pub(super) async fn settle<F>(&self, request: impl Fn() -> F) -> Result<Meta, ObjectError>
    where
        F: Future<Output = Result<Written, Failure>>,
    {
        let mut lost: Option<String> = None;
        let mut attempt = 1;
        loop {
            let failure = match request().await {
                Ok(written) => return self.written(written).await,
                Err(failure) => failure,
            };
            if lost.is_none() && self.is_condition(failure.kind) {
                return Err(self.refused());
            }
            if failure.kind == Kind::Lost {
                lost = Some(failure.reason.clone());
            }
            let is_end = attempt >= self.calls.tuning.attempts || !failure.may_pass();
            match &lost {
                // Every answer so far said that nothing was done.
                None if is_end => return Err(failure.about("write", self.key)),
                None => {}
                Some(reason) => match self.look(is_end).await {
                    Look::Ours(stored) => return stored.meta(self.key),
                    Look::Theirs => return Err(self.unknown(reason)),
                    // What was sent may still arrive.
                    Look::Before | Look::Dark if is_end => return Err(self.unknown(reason)),
                    Look::Before | Look::Dark => {}
                },
            }
            self.calls.pause(attempt, failure.wait).await;
            attempt += 1;
        }
    }

    /// Whether a failure says that the condition does not hold; where there is no object, there is none to match.
    fn is_condition(&self, kind: Kind) -> bool {
        match self.condition {
            Condition::Absent => kind == Kind::Precondition,
            Condition::Match(_) => matches!(kind, Kind::Precondition | Kind::Missing),
        }
    }

    /// Looks at what is there after an answer was lost.
    async fn look(&self, is_end: bool) -> Look {
        let stored = if is_end {
            self.calls.stored(self.key).await
        } else {
            self.calls.stored_once(self.key).await
        };
        match (stored, self.condition) {
            (Ok(Some(stored)), _) if stored.write() == Some(&self.id) => Look::Ours(stored),
            (Ok(Some(stored)), Condition::Match(Etag(etag)))
                if stored.etag.as_ref() == Some(etag) =>
            {
                Look::Before
            }
            (Ok(None), Condition::Absent) => Look::Before,
            (Ok(_), _) => Look::Theirs,
            (Err(_), _) => Look::Dark,
        }
    }

    async fn written(&self, written: Written) -> Result<Meta, ObjectError> {
        let Some(etag) = written.etag else {
            return match self.look(true).await {
                Look::Ours(stored) => stored.meta(self.key),
                _ => Err(self.unknown("the server names no tag")),
            };
        };
        Ok(Meta {
            length: self.length,
            etag: Etag(etag),
            sha256: Some(self.sha256),
            version: version(written.version.as_deref()),
        })
    }

    pub(super) fn refused(&self) -> ObjectError {
        let key = self.key.clone();
        match self.condition {
            Condition::Absent => ObjectError::Exists { key },
            Condition::Match(_) => ObjectError::Changed { key },
        }
    }

    fn unknown(&self, reason: &str) -> ObjectError {
        ObjectError::Unknown { key: self.key.clone(), reason: reason.into() }
    }
}

/// What is there after an answer was lost.
enum Look {
    /// What was there before; the write may still arrive.
    Before,
    /// Nobody can tell.
    Dark,
    /// What was written.
    Ours(Stored),
    /// Something else. It was there before, or it replaced what was written.
    Theirs,
}

/// A random id, 32 hexadecimal digits.
pub(super) fn id() -> Result<String, ObjectError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        ObjectError::Setup(format!("the system gives no random numbers: {error}"))
    })?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
