//! The seam: what every store does, and what some do besides.

use crate::content::Content;
use crate::error::ObjectError;
use crate::key::{Key, Prefix};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use std::fmt;
use std::io::Read;

/// A place for objects. Every call blocks until it is done; each may be made from many threads.
pub trait Store: Send + Sync {
    /// What is stored under `key`, without its content.
    ///
    /// Fails with [`ObjectError::Missing`] when there is nothing.
    fn head(&self, key: &Key) -> Result<Meta, ObjectError>;

    /// Opens what is stored under `key`, in one version where one is named.
    ///
    /// Fails with [`ObjectError::Missing`] when there is nothing.
    fn get(&self, key: &Key, version: Option<&Version>) -> Result<Object, ObjectError>;

    /// Stores `content` under `key`, durably and as a whole, if `condition` holds at that moment.
    ///
    /// Fails with [`ObjectError::Exists`] or [`ObjectError::Changed`] when it does not hold, and with [`ObjectError::Unknown`] when
    /// an answer was lost and nobody can tell any more. No other failure leaves anything under `key`.
    fn put(
        &self,
        key: &Key,
        content: Content<'_>,
        condition: Condition<'_>,
    ) -> Result<Meta, ObjectError>;

    /// What lies directly below `prefix`, sorted by bytes: objects, and the prefixes of what lies deeper.
    ///
    /// A listing is a hint. What a store forgets to list cannot be told from what is not there, and a prefix may be listed for a while
    /// after the last object below it was deleted.
    fn list(&self, prefix: &Prefix) -> Result<Listing, ObjectError>;

    /// Deletes what is stored under `key`; that there is nothing is as good. A store with versions keeps the old ones.
    fn delete(&self, key: &Key) -> Result<(), ObjectError>;

    /// Removes what writers left unfinished of keys below `prefix` that are taken, which nobody can read and somebody pays for.
    ///
    /// For where nothing is replaced: a write that is still under way to a taken key fails, as it would have in the end. What is stored
    /// stays.
    fn end_unfinished(&self, prefix: &Prefix) -> Result<(), ObjectError>;
}

/// A store that keeps every version of an object, and can be told to keep one unchanged.
pub trait Retain: Store {
    /// Stores `content` under `key` if there is nothing, protected from the first moment. The answer names the version.
    fn put_retained(
        &self,
        key: &Key,
        content: Content<'_>,
        retention: Retention,
    ) -> Result<Meta, ObjectError>;

    /// What protects a version.
    fn protection(&self, key: &Key, version: &Version) -> Result<Protection, ObjectError>;

    /// Protects a version, or protects it for longer.
    ///
    /// Fails with [`ObjectError::Locked`] rather than shorten a retention or change its mode, also where the store would allow that.
    fn retain(&self, key: &Key, version: &Version, retention: Retention)
    -> Result<(), ObjectError>;

    /// Places or lifts a legal hold.
    fn hold(&self, key: &Key, version: &Version, hold: Hold) -> Result<(), ObjectError>;

    /// Deletes one version for good.
    ///
    /// Fails with [`ObjectError::Locked`] while it is protected.
    fn delete_version(&self, key: &Key, version: &Version) -> Result<(), ObjectError>;
}

/// When a write may happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition<'a> {
    /// Nothing is stored under the key.
    Absent,
    /// What is stored under the key is what this tag names.
    Match(&'a Etag),
}

/// Names the present content of a key, for [`Condition::Match`]; opaque, and not a digest.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Etag(pub(crate) String);

impl Etag {
    /// A tag as a store once named it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Etag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names one version of an object; opaque.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Version(String);

impl Version {
    /// A version as a store once named it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The version as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a store says about an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// How long it is, in bytes.
    pub length: u64,
    /// Names its content until it is replaced.
    pub etag: Etag,
    /// Its SHA-256, where it is known without reading all of it: always after a write by this crate.
    pub sha256: Option<Digest>,
    /// Its version, where the store keeps versions.
    pub version: Option<Version>,
}

/// An object that is being read.
pub struct Object {
    /// What the store says about it.
    pub meta: Meta,
    /// Its content. The last read fails unless all of it came; where `meta` has a digest, also unless it is unchanged.
    pub body: Box<dyn Read + Send>,
    pub(crate) key: Key,
}

impl Object {
    /// Reads all of it into memory.
    ///
    /// Fails with [`ObjectError::TooLarge`] when it is longer than `limit` bytes, before it reads any.
    pub fn bytes(self, limit: u64) -> Result<Vec<u8>, ObjectError> {
        let (name, length) = (self.key.as_str(), self.meta.length);
        if length > limit {
            let reason = format!("is {length} bytes long; the limit is {limit}");
            return Err(ObjectError::TooLarge { name: name.into(), reason });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        let mut body = self.body;
        body.read_to_end(&mut bytes).map_err(|error| ObjectError::from_read(name, error))?;
        Ok(bytes)
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object")
            .field("key", &self.key)
            .field("meta", &self.meta)
            .finish_non_exhaustive()
    }
}

/// What lies directly below a prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Objects, sorted by the bytes of their keys, each once.
    pub objects: Vec<Listed>,
    /// Prefixes of what lies deeper, sorted by bytes, each once.
    pub prefixes: Vec<Prefix>,
    /// Names that are there and that this crate does not accept, sorted: keys that are none of ours, links, special files.
    pub strange: Vec<String>,
}

/// An object in a listing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Its key.
    pub key: Key,
    /// How long it is, in bytes.
    pub length: u64,
}

/// Keeps a version from being deleted or replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Who may end it early.
    pub mode: Mode,
    /// Until when, by the store's clock.
    pub until: Timestamp,
}

/// Who may end a retention early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nobody.
    Compliance,
    /// Whoever has a special right. This crate never makes use of it.
    Governance,
}

/// Whether a version is under legal hold, which has no end of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// It may be deleted, unless a retention forbids it.
    Off,
    /// It may not be deleted.
    On,
}

/// What protects a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Protection {
    /// Its retention, past or present.
    pub retention: Option<Retention>,
    /// Its legal hold.
    pub hold: Hold,
}

impl Retention {
    /// Refuses to protect `key` for a shorter time than `present` does, or in another mode.
    pub(crate) fn may_replace(self, present: Option<Self>, key: &Key) -> Result<(), ObjectError> {
        match present {
            Some(present) if self.mode != present.mode || self.until < present.until => {
                let mode = match present.mode {
                    Mode::Compliance => "compliance",
                    Mode::Governance => "governance",
                };
                let reason = format!("it is retained in {mode} mode until {}", present.until);
                Err(ObjectError::Locked { key: key.clone(), reason })
            }
            _ => Ok(()),
        }
    }
}
