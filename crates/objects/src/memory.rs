//! A store in memory: what the other drivers are compared with, and what tests use.
//!
//! It holds everything it is given, and is written to be read, not to be fast.

use crate::content::{Content, Outgoing};
use crate::error::ObjectError;
use crate::key::{Key, Prefix};
use crate::store::{
    Condition, Etag, Hold, Listed, Listing, Meta, Object, Protection, Retain, Retention, Store,
    Version,
};
use cos_core::clock::Clock;
use cos_core::digest::Digest;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A store that ends with its process. It keeps every version, and protects what it is told to.
pub struct Memory {
    objects: Mutex<Objects>,
    clock: Arc<dyn Clock>,
}

#[derive(Default)]
struct Objects {
    /// The versions of each key, oldest first; never empty.
    versions: BTreeMap<Key, Vec<Stored>>,
    written: u64,
}

struct Stored {
    meta: Meta,
    /// `None` marks a deletion.
    bytes: Option<Arc<[u8]>>,
    protection: Protection,
}

impl Memory {
    /// An empty store; `clock` says when a retention ends.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { objects: Mutex::default(), clock }
    }

    fn lock(&self) -> MutexGuard<'_, Objects> {
        // Every change is made in one step: what a panic left behind is whole.
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(
        &self,
        key: &Key,
        content: Content<'_>,
        condition: Condition<'_>,
        retention: Option<Retention>,
    ) -> Result<Meta, ObjectError> {
        let bytes = content.begin(key).whole()?;
        let mut objects = self.lock();
        match (condition, objects.current(key)) {
            (Condition::Absent, Some(_)) => return Err(ObjectError::Exists { key: key.clone() }),
            (Condition::Match(etag), Some(stored)) if stored.meta.etag == *etag => {}
            (Condition::Match(_), _) => return Err(ObjectError::Changed { key: key.clone() }),
            (Condition::Absent, None) => {}
        }
        let meta = objects.meta(&bytes);
        let protection = Protection { retention, hold: Hold::Off };
        let stored = Stored { meta: meta.clone(), bytes: Some(bytes.into()), protection };
        objects.versions.entry(key.clone()).or_default().push(stored);
        Ok(meta)
    }

    /// Why a version may not be deleted now.
    fn guard(&self, key: &Key, protection: &Protection) -> Result<(), ObjectError> {
        let reason = match protection {
            Protection { hold: Hold::On, .. } => "it is under legal hold".to_owned(),
            Protection { retention: Some(retention), .. } if retention.until > self.clock.now() => {
                format!("it is retained until {}", retention.until)
            }
            _ => return Ok(()),
        };
        Err(ObjectError::Locked { key: key.clone(), reason })
    }
}

impl Objects {
    fn current(&self, key: &Key) -> Option<&Stored> {
        self.versions.get(key)?.last().filter(|stored| stored.bytes.is_some())
    }

    fn version(&mut self, key: &Key, version: &Version) -> Result<&mut Stored, ObjectError> {
        let versions = self.versions.get_mut(key).into_iter().flatten();
        let mut found = versions.filter(|stored| stored.meta.version.as_ref() == Some(version));
        found.next().ok_or_else(|| ObjectError::Missing { key: key.clone() })
    }

    fn meta(&mut self, bytes: &[u8]) -> Meta {
        self.written += 1;
        Meta {
            length: bytes.len() as u64,
            etag: Etag(self.written.to_string()),
            sha256: Some(Digest::of(bytes)),
            version: Some(Version::new(self.written.to_string())),
        }
    }
}

impl Store for Memory {
    fn head(&self, key: &Key) -> Result<Meta, ObjectError> {
        let objects = self.lock();
        let missing = || ObjectError::Missing { key: key.clone() };
        objects.current(key).map(|stored| stored.meta.clone()).ok_or_else(missing)
    }

    fn get(&self, key: &Key, version: Option<&Version>) -> Result<Object, ObjectError> {
        let mut objects = self.lock();
        let stored = match version {
            Some(version) => Some(&*objects.version(key, version)?),
            None => objects.current(key),
        };
        let found = stored.and_then(|stored| Some((stored.meta.clone(), stored.bytes.clone()?)));
        let (meta, bytes) = found.ok_or_else(|| ObjectError::Missing { key: key.clone() })?;
        let body = Outgoing::new(Cursor::new(bytes), key, meta.length, meta.sha256);
        Ok(Object { meta, body: Box::new(body), key: key.clone() })
    }

    fn put(
        &self,
        key: &Key,
        content: Content<'_>,
        condition: Condition<'_>,
    ) -> Result<Meta, ObjectError> {
        self.write(key, content, condition, None)
    }

    fn list(&self, prefix: &Prefix) -> Result<Listing, ObjectError> {
        let objects = self.lock();
        let mut listing = Listing::default();
        for key in objects.versions.keys() {
            let Some(rest) = key.as_str().strip_prefix(prefix.as_str()) else { continue };
            let Some(stored) = objects.current(key) else { continue };
            match rest.split_once('/') {
                None => {
                    listing.objects.push(Listed { key: key.clone(), length: stored.meta.length });
                }
                Some((folder, _)) => listing.prefixes.push(prefix.folder(folder)?),
            }
        }
        listing.prefixes.sort();
        listing.prefixes.dedup();
        Ok(listing)
    }

    fn delete(&self, key: &Key) -> Result<(), ObjectError> {
        let mut objects = self.lock();
        if objects.current(key).is_some() {
            let meta = objects.meta(b"");
            let protection = Protection { retention: None, hold: Hold::Off };
            let marker = Stored { meta, bytes: None, protection };
            objects.versions.entry(key.clone()).or_default().push(marker);
        }
        Ok(())
    }

    /// A write is one step: nothing of it can be left.
    fn end_unfinished(&self, _: &Prefix) -> Result<(), ObjectError> {
        Ok(())
    }
}

impl Retain for Memory {
    fn put_retained(
        &self,
        key: &Key,
        content: Content<'_>,
        retention: Retention,
    ) -> Result<Meta, ObjectError> {
        self.write(key, content, Condition::Absent, Some(retention))
    }

    fn protection(&self, key: &Key, version: &Version) -> Result<Protection, ObjectError> {
        Ok(self.lock().version(key, version)?.protection)
    }

    fn retain(
        &self,
        key: &Key,
        version: &Version,
        retention: Retention,
    ) -> Result<(), ObjectError> {
        let mut objects = self.lock();
        let stored = objects.version(key, version)?;
        retention.may_replace(stored.protection.retention, key)?;
        stored.protection.retention = Some(retention);
        Ok(())
    }

    fn hold(&self, key: &Key, version: &Version, hold: Hold) -> Result<(), ObjectError> {
        self.lock().version(key, version)?.protection.hold = hold;
        Ok(())
    }

    fn delete_version(&self, key: &Key, version: &Version) -> Result<(), ObjectError> {
        let mut objects = self.lock();
        let protection = objects.version(key, version)?.protection;
        self.guard(key, &protection)?;
        if let Some(versions) = objects.versions.get_mut(key) {
            versions.retain(|stored| stored.meta.version.as_ref() != Some(version));
            if versions.is_empty() {
                objects.versions.remove(key);
            }
        }
        Ok(())
    }
}
