//! Where a bundle lies: a store and the prefix of its files there, whatever the carrier.

use super::error::BundleError;
use cos_objects::{
    Condition, Content, Key, Listed, Meta, Object, ObjectError, Prefix, Retain, Retention, Store,
};
use std::sync::Arc;

/// The most files of a bundle.
pub const MAX_FILES: usize = 1_000_000;

/// Files with their sizes in bytes.
pub type Sizes = Vec<(Key, u64)>;

/// The files of a bundle, and the names there that no bundle may have.
pub type Listing = (Sizes, Vec<String>);

/// A store and a prefix in it.
#[derive(Clone)]
pub struct Area {
    /// How messages call it.
    pub name: String,
    store: Arc<dyn Store>,
    prefix: Prefix,
    retain: Option<(Arc<dyn Retain>, Retention)>,
}

impl Area {
    /// The part of `store` below `prefix`; messages call it `name`.
    pub fn new(name: impl Into<String>, store: Arc<dyn Store>, prefix: Prefix) -> Self {
        Self { name: name.into(), store, prefix, retain: None }
    }

    /// Protects what is stored from now on: from the first moment, and in each file.
    pub fn retaining(self, store: Arc<dyn Retain>, retention: Retention) -> Self {
        Self { retain: Some((store, retention)), ..self }
    }

    /// Opens a file; `None` when there is none, or something on its path is neither file nor folder.
    pub fn open(&self, path: &Key) -> Result<Option<Object>, BundleError> {
        match self.store.get(&self.key(path)?, None) {
            Ok(object) => Ok(Some(object)),
            Err(ObjectError::Damaged { .. } | ObjectError::Missing { .. }) => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Reads a file of at most `limit` bytes; `None` when there is none.
    pub fn read(&self, path: &Key, limit: u64) -> Result<Option<Vec<u8>>, BundleError> {
        let object = self.open(path)?;
        object.map(|object| object.bytes(limit).map_err(|error| self.failed(error))).transpose()
    }

    /// Stores a file unless it is there already; another content under its name is an error.
    pub fn put(&self, path: &Key, content: Content<'_>) -> Result<(), BundleError> {
        let (length, sha256) = (content.length(), content.sha256());
        let key = self.key(path)?;
        let stored = match &self.retain {
            Some((store, retention)) => store.put_retained(&key, content, *retention),
            None => self.store.put(&key, content, Condition::Absent),
        };
        match stored {
            Ok(_) => Ok(()),
            Err(ObjectError::Exists { .. }) if self.holds(&key, length, sha256)? => Ok(()),
            Err(ObjectError::Exists { .. }) => {
                Err(BundleError::Occupied { place: self.name.clone(), path: path.to_string() })
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Whether the file is there with this content already.
    pub fn has(
        &self,
        path: &Key,
        length: u64,
        sha256: cos_core::digest::Digest,
    ) -> Result<bool, BundleError> {
        self.holds(&self.key(path)?, length, sha256)
    }

    fn holds(
        &self,
        key: &Key,
        length: u64,
        sha256: cos_core::digest::Digest,
    ) -> Result<bool, BundleError> {
        let meta = match self.store.head(key) {
            Ok(meta) => meta,
            Err(ObjectError::Missing { .. }) => return Ok(false),
            Err(error) => return Err(self.failed(error)),
        };
        match meta {
            Meta { length: found, .. } if found != length => Ok(false),
            Meta { sha256: Some(found), .. } => Ok(found == sha256),
            _ => {
                let object = self.store.get(key, None).map_err(|error| self.failed(error))?;
                let found = super::hash::digests(object.body)
                    .map_err(BundleError::io("read", key.as_str()))?;
                Ok(found.sha256 == sha256)
            }
        }
    }

    /// Every file below the prefix, sorted by path, and the names that no bundle may have.
    pub fn list(&self) -> Result<Listing, BundleError> {
        let (mut files, mut strange) = (Vec::new(), Vec::new());
        let mut open = vec![self.prefix.clone()];
        while let Some(prefix) = open.pop() {
            let listing = self.store.list(&prefix).map_err(|error| self.failed(error))?;
            for Listed { key, length } in listing.objects {
                let path = &key.as_str()[self.prefix.as_str().len()..];
                match Key::new(path) {
                    Ok(path) => files.push((path, length)),
                    Err(error) => strange.push(error.text),
                }
            }
            strange.extend(listing.strange);
            open.extend(listing.prefixes);
            if files.len() > MAX_FILES {
                let message = format!("`{}` holds more than {MAX_FILES} files", self.name);
                return Err(BundleError::TooMuch(message));
            }
        }
        files.sort();
        strange.sort();
        Ok((files, strange))
    }

    /// Removes what interrupted runs left unfinished.
    pub fn end_unfinished(&self) -> Result<(), BundleError> {
        self.store.end_unfinished(&self.prefix).map_err(|error| self.failed(error))
    }

    fn key(&self, path: &Key) -> Result<Key, BundleError> {
        self.prefix.key(path.as_str()).map_err(|error| BundleError::name(path.as_str(), &error))
    }

    fn failed(&self, source: ObjectError) -> BundleError {
        BundleError::Objects { place: self.name.clone(), source }
    }
}
