//! A store on an S3 server, through aws-sdk-s3.
//!
//! Every request has a deadline, and is sent again, after a pause of random length, only where that cannot do anything twice. A write
//! carries its SHA-256 for the server to check, and a random id: when the answer to it is lost, that id tells whether what is there now was
//! written by this call. What is larger than [`Tuning::part`] goes up in parts, a few at a time, each kept until it has arrived.
//!
//! All of that trusts the server to honour its conditions. Whether it does is what [`doctor`] finds out.

mod calls;
mod connect;
pub mod doctor;

mod failure;
mod list;
mod location;
mod parts;
mod read;
mod retain;
mod unfinished;
mod write;

use crate::content::Content;
use crate::error::ObjectError;
use crate::key::{Key, Prefix};
use crate::store::{Condition, Listing, Meta, Object, Store, Version};
use calls::Calls;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use location::Location;

/// A bucket on a server.
#[derive(Clone)]
pub struct S3 {
    calls: Arc<Calls>,
}

/// Where the server is and who asks it; everything that is not said here is found as other AWS tools find it: environment, profiles,
/// roles, web identity, instance metadata.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The server's address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile's, else AWS].
    pub endpoint: Option<String>,
    /// The region [default: the environment's or the profile's].
    pub region: Option<String>,
    /// How the bucket is named in a request.
    pub addressing: Addressing,
    /// Whose credentials are sent.
    pub credentials: Credentials,
    /// Deadlines and sizes.
    pub tuning: Tuning,
}

/// How the bucket is named in a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Addressing {
    /// In the path for every endpoint that was set, in the host name for AWS.
    #[default]
    Auto,
    /// In the path.
    Path,
    /// In the host name.
    VirtualHost,
}

/// Whose credentials are sent.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Credentials {
    /// None.
    Anonymous,
    /// Those that are found.
    #[default]
    Found,
    /// These.
    Given {
        /// The access key's id.
        id: String,
        /// The secret key.
        secret: String,
    },
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Anonymous => "Anonymous",
            Self::Found => "Found",
            Self::Given { .. } => "Given",
        })
    }
}

/// What a new bucket keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BucketKind {
    /// Every version, each protected for as long as asked.
    Locking,
    /// The last version of each object.
    Plain,
}

/// Deadlines and sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tuning {
    /// How long a connection may take.
    pub connect: Duration,
    /// How long one attempt at a request may take, without the body of its answer.
    pub attempt: Duration,
    /// How long a body may bring less than 1 KiB a second before it is asked for again.
    pub stall: Duration,
    /// How often a request is sent at most.
    pub attempts: u32,
    /// The longest pause before the second attempt; it doubles with each, up to 5 s.
    pub pause: Duration,
    /// How many requests are under way at once.
    pub requests: usize,
    /// Content longer than this goes up in parts of this size, in bytes; at least 5 MiB, which is S3's limit. Parts grow where
    /// ten thousand of them would not be enough.
    pub part: usize,
    /// How many parts of one object are under way at once; each is held in memory.
    pub parts: usize,
    /// How many entries a page of a listing has, at most 1,000.
    pub page: i32,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            attempt: Duration::from_mins(1),
            stall: Duration::from_secs(20),
            attempts: 5,
            pause: Duration::from_millis(200),
            requests: 16,
            part: 8 << 20,
            parts: 4,
            page: 1_000,
        }
    }
}

impl S3 {
    /// Makes ready to speak with the server about `bucket`; asks it nothing yet.
    ///
    /// Fails with [`ObjectError::Setup`] where region or endpoint are missing or wrong.
    pub fn open(bucket: &str, options: &Options) -> Result<Self, ObjectError> {
        Ok(Self { calls: Arc::new(Calls::new(bucket, options)?) })
    }

    /// Makes the bucket, with versions and object lock where asked: a lock can hardly be had later.
    ///
    /// Fails with [`ObjectError::Denied`] where it exists.
    pub fn make_bucket(&self, kind: BucketKind) -> Result<(), ObjectError> {
        let calls = &self.calls;
        let request = calls.client.create_bucket().bucket(&calls.bucket);
        let locks = kind == BucketKind::Locking;
        let request = request.set_object_lock_enabled_for_bucket(locks.then_some(true));
        let made = calls.block_on(calls.once(request.send()));
        made.map(drop).map_err(|failure| failure.named("make the bucket", &calls.bucket))
    }

    /// The keys below `prefix` to which an upload in parts was begun and neither finished nor ended, sorted; one for each upload.
    pub fn unfinished(&self, prefix: &Prefix) -> Result<Vec<String>, ObjectError> {
        let uploads = self.calls.block_on(unfinished::list(&self.calls, prefix))?;
        Ok(uploads.into_iter().map(|upload| upload.key).collect())
    }

    /// The bucket.
    pub fn bucket(&self) -> &str {
        &self.calls.bucket
    }
}

impl Store for S3 {
    fn head(&self, key: &Key) -> Result<Meta, ObjectError> {
        self.calls.block_on(self.calls.head(key))
    }

    fn get(&self, key: &Key, version: Option<&Version>) -> Result<Object, ObjectError> {
        read::get(&self.calls, key, version)
    }

    fn put(
        &self,
        key: &Key,
        content: Content<'_>,
        condition: Condition<'_>,
    ) -> Result<Meta, ObjectError> {
        write::put(&self.calls, key, content, condition, None)
    }

    fn list(&self, prefix: &Prefix) -> Result<Listing, ObjectError> {
        self.calls.block_on(self.calls.list(prefix))
    }

    fn delete(&self, key: &Key) -> Result<(), ObjectError> {
        self.calls.block_on(self.calls.delete(key, None))
    }

    fn end_unfinished(&self, prefix: &Prefix) -> Result<(), ObjectError> {
        self.calls.block_on(unfinished::end(&self.calls, prefix))
    }
}

impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3").field("bucket", &self.calls.bucket).finish_non_exhaustive()
    }
}
