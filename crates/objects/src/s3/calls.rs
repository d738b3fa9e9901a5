//! Requests: how many at once, how often, with which pauses; and the small ones themselves.

use super::connect::{self, Connection};
use super::failure::{Failure, Kind};
use super::{Options, Tuning};
use crate::error::ObjectError;
use crate::key::Key;
use crate::store::{Etag, Meta, Version};
use aws_sdk_s3::Client;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::operation::head_object::{HeadObjectError, HeadObjectOutput};
use cos_core::digest::Digest;
use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::time::sleep;

/// The metadata that holds the SHA-256 of an object, in hexadecimal: the checksum that S3 keeps of an object in parts is another.
pub(super) const SHA256: &str = "cos-sha256";

/// The metadata that holds the id of the write.
pub(super) const WRITE: &str = "cos-write";

/// The longest pause, whatever a server asks for.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A client with what bounds its use.
pub(super) struct Calls {
    pub(super) client: Client,
    /// The server's address; none for AWS.
    pub(super) endpoint: Option<String>,
    pub(super) region: String,
    pub(super) bucket: String,
    pub(super) tuning: Tuning,
    permits: Semaphore,
    runtime: Workers,
}

/// A runtime that is left to end by itself: waiting for it would panic within another.
struct Workers(Option<Runtime>);

impl Drop for Workers {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Calls {
    pub(super) fn new(bucket: &str, options: &Options) -> Result<Self, ObjectError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("s3")
            .enable_all()
            .build()
            .map_err(|error| ObjectError::Setup(format!("cannot start threads: {error}")))?;
        let Connection { client, endpoint, region } = runtime.block_on(connect::client(options))?;
        Ok(Self {
            client,
            endpoint,
            region,
            bucket: bucket.into(),
            tuning: options.tuning,
            permits: Semaphore::new(options.tuning.requests.max(1)),
            runtime: Workers(Some(runtime)),
        })
    }

    pub(super) fn runtime(&self) -> &Runtime {
        self.runtime.0.as_ref().expect("it is taken out only when this is dropped")
    }

    pub(super) fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime().block_on(future)
    }

    /// Sends one request, when it is its turn.
    pub(super) async fn once<T, E>(
        &self,
        request: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Failure>
    where
        Failure: From<E>,
    {
        let _permit = self.permits.acquire().await;
        request.await.map_err(Failure::from)
    }

    /// Sends a request that does no harm when it is done twice, until it is answered or there were enough attempts.
    pub(super) async fn repeat<T, E, F>(&self, request: impl Fn() -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, E>>,
        Failure: From<E>,
    {
        let mut attempt = 1;
        loop {
            match self.once(request()).await {
                Err(failure) if failure.may_pass() && attempt < self.tuning.attempts => {
                    self.pause(attempt, failure.wait).await;
                    attempt += 1;
                }
                settled => return settled,
            }
        }
    }

    /// Waits before the attempt after `attempt`: a random part of a span that doubles, or at least what the server asks for.
    pub(super) async fn pause(&self, attempt: u32, asked: Option<Duration>) {
        let span = self.tuning.pause.saturating_mul(1 << (attempt - 1).min(16)).min(LONGEST_PAUSE);
        let pause = span.mul_f64(random_fraction());
        sleep(asked.map_or(pause, |asked| asked.min(LONGEST_PAUSE).max(pause))).await;
    }

    pub(super) async fn head(&self, key: &Key) -> Result<Meta, ObjectError> {
        match self.stored(key).await {
            Ok(Some(stored)) => stored.meta(key),
            Ok(None) => Err(ObjectError::Missing { key: key.clone() }),
            Err(failure) => Err(failure.about("look at", key)),
        }
    }

    /// What is stored under `key` now.
    pub(super) async fn stored(&self, key: &Key) -> Result<Option<Stored>, Failure> {
        found(self.repeat(|| self.head_request(key)).await)
    }

    /// The same, asked only once.
    pub(super) async fn stored_once(&self, key: &Key) -> Result<Option<Stored>, Failure> {
        found(self.once(self.head_request(key)).await)
    }

    fn head_request(
        &self,
        key: &Key,
    ) -> impl Future<Output = Result<HeadObjectOutput, SdkError<HeadObjectError>>> {
        self.client.head_object().bucket(&self.bucket).key(key.as_str()).send()
    }

    pub(super) async fn delete(
        &self,
        key: &Key,
        version: Option<&Version>,
    ) -> Result<(), ObjectError> {
        let request = || {
            let version = version.map(|version| version.as_str().to_owned());
            let request = self.client.delete_object().bucket(&self.bucket).key(key.as_str());
            request.set_version_id(version).send()
        };
        match self.repeat(request).await {
            Ok(_) => Ok(()),
            Err(failure) if failure.kind == Kind::Missing => Ok(()),
            Err(failure) => Err(failure.about("delete", key)),
        }
    }
}

fn found(answer: Result<HeadObjectOutput, Failure>) -> Result<Option<Stored>, Failure> {
    match answer {
        Ok(answer) => Ok(Some(Stored {
            length: answer.content_length(),
            etag: answer.e_tag().map(str::to_owned),
            version: answer.version_id().map(str::to_owned),
            metadata: answer.metadata().cloned().unwrap_or_default(),
        })),
        Err(failure) if failure.kind == Kind::Missing => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// What a server says about an object.
pub(super) struct Stored {
    pub(super) length: Option<i64>,
    pub(super) etag: Option<String>,
    pub(super) version: Option<String>,
    pub(super) metadata: HashMap<String, String>,
}

impl Stored {
    /// The id of the write that made it; `None` when that was not one of this crate.
    pub(super) fn write(&self) -> Option<&str> {
        self.metadata.get(WRITE).map(String::as_str)
    }

    pub(super) fn meta(&self, key: &Key) -> Result<Meta, ObjectError> {
        let damaged = |reason: &str| ObjectError::Damaged {
            name: key.as_str().into(),
            reason: reason.into(),
        };
        let length = self.length.and_then(|length| u64::try_from(length).ok());
        let sha256 = match self.metadata.get(SHA256) {
            Some(text) => {
                Some(Digest::from_hex(text).ok_or_else(|| damaged("its SHA-256 is malformed"))?)
            }
            None => None,
        };
        Ok(Meta {
            length: length.ok_or_else(|| damaged("its length is missing"))?,
            etag: Etag(self.etag.clone().ok_or_else(|| damaged("its tag is missing"))?),
            sha256,
            version: version(self.version.as_deref()),
        })
    }
}

/// The version of an answer; a bucket that keeps none calls it `null`.
pub(super) fn version(text: Option<&str>) -> Option<Version> {
    text.filter(|text| !text.is_empty() && *text != "null").map(Version::new)
}

/// A number from 0 to 1. Where the system gives no random numbers the pause is the full one.
fn random_fraction() -> f64 {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes)
        .map_or(1.0, |()| f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}
