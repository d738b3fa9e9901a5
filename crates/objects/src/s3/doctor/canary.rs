//! The doctor's own objects: each request sent once, each key noted, all of it removed at the end.

use crate::error::ObjectError;
use crate::key::{Key, Prefix};
use crate::s3::S3;
use crate::s3::calls::{Calls, WRITE};
use crate::s3::failure::{Failure, Kind};
use crate::s3::write;
use crate::store::Hold;
use crate::store::{Retain as _, Store as _, Version};
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::primitives::{ByteStream, DateTime, DateTimeFormat};
use cos_core::clock::{Clock, Timestamp};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

/// Objects below a prefix that nobody else uses.
pub(super) struct Canaries<'a> {
    pub(super) store: &'a S3,
    pub(super) prefix: Prefix,
}

/// What the server says about itself.
pub(super) struct Server {
    pub(super) name: Option<String>,
    /// Its clock when it was asked; ours where it does not tell.
    asked: (Timestamp, Instant),
    /// By how many seconds its clock is ahead of ours; `None` where it does not tell.
    pub(super) skew: Option<i64>,
}

impl Server {
    /// Its clock now.
    pub(super) fn now(&self) -> Timestamp {
        let (then, since) = self.asked;
        Timestamp(then.0 + since.elapsed().as_secs().cast_signed())
    }
}

/// An answer to a write.
pub(super) struct Put {
    pub(super) etag: Option<String>,
    pub(super) version: Option<String>,
}

/// When a canary may be written.
#[derive(Clone)]
pub(super) enum When {
    Absent,
    Always,
    Match(String),
}

impl<'a> Canaries<'a> {
    pub(super) fn new(store: &'a S3, prefix: &Prefix) -> Result<Self, ObjectError> {
        let prefix = prefix.folder(&format!("cos-doctor-{}", write::id()?))?;
        Ok(Self { store, prefix })
    }

    pub(super) fn calls(&self) -> &'a Arc<Calls> {
        &self.store.calls
    }

    pub(super) fn key(&self, name: &str) -> Key {
        self.prefix.key(name).expect("the names of canaries are segments")
    }

    /// Asks for the bucket first: some servers make one for whoever writes to it.
    fn prove_bucket(&self) -> Result<(), ObjectError> {
        let calls = self.calls();
        let request = || calls.client.head_bucket().bucket(&calls.bucket).send();
        match calls.block_on(calls.repeat(request)) {
            Ok(_) => Ok(()),
            Err(failure) if failure.kind == Kind::Missing => {
                Err(ObjectError::Setup(format!("there is no bucket `{}`", calls.bucket)))
            }
            Err(failure) => Err(failure.named("look at the bucket", &calls.bucket)),
        }
    }

    /// Writes and reads one object, and asks for one that is not there: an error carries the server's clock.
    pub(super) fn prove_access(&self, clock: &dyn Clock) -> Result<Server, ObjectError> {
        self.prove_bucket()?;
        let key = self.key("access");
        let failed = |action, failure: Failure| failure.about(action, &key);
        self.put("access", b"canary", When::Always).map_err(|failure| failed("write", failure))?;
        self.store.get(&key, None)?.bytes(1 << 10)?;
        let calls = self.calls();
        let missing = self.key("missing");
        let request = calls.client.head_object().bucket(&calls.bucket).key(missing.as_str());
        let (answer, ours) = (calls.block_on(request.send()), clock.now());
        let headers = match &answer {
            Err(SdkError::ServiceError(service)) => Some(service.raw().headers()),
            _ => None,
        };
        let header = |name| headers.and_then(|headers| headers.get(name));
        let date =
            header("date").and_then(|date| DateTime::from_str(date, DateTimeFormat::HttpDate).ok());
        let theirs = date.map(|date| Timestamp(date.secs()));
        Ok(Server {
            name: header("server").map(|name| name.chars().take(100).collect()),
            asked: (theirs.unwrap_or(ours), Instant::now()),
            skew: theirs.map(|theirs| theirs.0 - ours.0),
        })
    }

    /// Writes a canary, once.
    pub(super) fn put(&self, name: &str, bytes: &[u8], when: When) -> Result<Put, Failure> {
        self.put_as(name, bytes, when, |input| input)
    }

    /// The same, with what `shape` adds.
    pub(super) fn put_as(
        &self,
        name: &str,
        bytes: &[u8],
        when: When,
        shape: impl FnOnce(PutRequest) -> PutRequest,
    ) -> Result<Put, Failure> {
        let request = shape(request(self.calls(), &self.key(name), when));
        self.calls().block_on(send(self.calls(), request, bytes.to_vec()))
    }

    /// Writes the same canary `count` times at once, each with content of its own; answers in no order.
    pub(super) fn race(
        &self,
        name: &str,
        count: usize,
        when: &When,
    ) -> Vec<(usize, Result<Put, Failure>)> {
        let calls = self.calls();
        let (start, mut racers) = (Arc::new(Barrier::new(count)), JoinSet::new());
        for number in 0..count {
            let (start, calls) = (start.clone(), calls.clone());
            let request = request(&calls, &self.key(name), when.clone());
            let racer = async move {
                start.wait().await;
                (number, send(&calls, request, number.to_string().into_bytes()).await)
            };
            racers.spawn_on(racer, self.calls().runtime().handle());
        }
        calls.block_on(racers.join_all())
    }

    /// What is stored as a canary now.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, ObjectError> {
        self.store.get(&self.key(name), None)?.bytes(1 << 20)
    }

    /// Removes every version of every canary; answers with those that stay.
    pub(super) fn remove(&self, on_hold: &[(Key, Version)]) -> Vec<String> {
        for (key, version) in on_hold {
            let _ = self.store.hold(key, version, Hold::Off);
        }
        match self.versions() {
            Ok(versions) => versions
                .into_iter()
                .filter(|(key, version)| self.store.delete_version(key, version).is_err())
                .map(|(key, version)| format!("{key} (version {})", version.as_str()))
                .collect(),
            // A server without versions.
            Err(_) => self.remove_plain(),
        }
    }

    fn remove_plain(&self) -> Vec<String> {
        let Ok(listing) = self.store.list(&self.prefix) else {
            return vec![self.prefix.to_string()];
        };
        let keys = listing.objects.into_iter().map(|object| object.key);
        let left = keys.filter(|key| self.store.delete(key).is_err());
        left.map(|key| key.to_string()).collect()
    }

    /// All versions and deletion marks.
    fn versions(&self) -> Result<Vec<(Key, Version)>, ObjectError> {
        let calls = self.calls();
        let request = || {
            let request = calls.client.list_object_versions().bucket(&calls.bucket);
            request.prefix(self.prefix.as_str()).send()
        };
        let answer = calls.block_on(calls.repeat(request));
        let answer = answer.map_err(|failure| failure.named("list", self.prefix.as_str()))?;
        let versions = answer.versions().iter().map(|one| (one.key(), one.version_id()));
        let marks = answer.delete_markers().iter().map(|one| (one.key(), one.version_id()));
        let named = versions.chain(marks).filter_map(|(key, version)| {
            Some((Key::new(key?).ok()?, Version::new(version.unwrap_or("null"))))
        });
        Ok(named.collect())
    }
}

pub(super) type PutRequest = aws_sdk_s3::operation::put_object::builders::PutObjectFluentBuilder;

fn request(calls: &Calls, key: &Key, when: When) -> PutRequest {
    let request = calls.client.put_object().bucket(&calls.bucket).key(key.as_str());
    let request = request.metadata(WRITE, "canary");
    match when {
        When::Absent => request.if_none_match("*"),
        When::Always => request,
        When::Match(etag) => request.if_match(etag),
    }
}

async fn send(calls: &Calls, request: PutRequest, bytes: Vec<u8>) -> Result<Put, Failure> {
    let request = request.body(ByteStream::from(bytes));
    let answer = Box::pin(calls.once(request.send())).await?;
    Ok(Put { etag: answer.e_tag, version: answer.version_id })
}

/// Whether a failure says that somebody else was first.
pub(super) fn lost_race(failure: &Failure) -> bool {
    matches!(failure.kind, Kind::Precondition | Kind::Conflict)
}
