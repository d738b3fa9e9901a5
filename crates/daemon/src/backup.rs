//! A backup of a data directory, made while its server runs.
//!
//! The order is what makes it one: state first, then the ledger, then keys. What the copied state calls delivered is in the ledger that is
//! copied after it, and what it calls undelivered is delivered again and known there by its id: no change is without its receipt (promise P14),
//! and no acknowledged receipt is missing (promise P1). The ledger may have receipts of changes that the state has not: they happened after
//! the moment that the backup is of. Keys come last, so that they are those of every checkpoint in it.
//!
//! It is a directory, since it has what a data directory has, the keys included, and a manifest besides. Other carriers are for other programs.

mod manifest;
mod restore;
mod stage;

pub use restore::Restored;

use crate::error::DaemonError;
use crate::installation::{CONFIG, Installation, PEPPER};
use crate::serve::block_on;
use cos_core::clock::Clock;
use cos_core::digest::Digest;
use cos_state::State;
use manifest::{MANIFEST, Manifest, SCHEMA};
use stage::Stage;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Whether the database is part of a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// It is, which takes SQLite files.
    Included,
    /// It was backed up by other means, before.
    LeftOut,
}

/// What was backed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackedUp {
    /// Files, the manifest not counted.
    pub files: u64,
    /// Bytes in them.
    pub bytes: u64,
    /// SHA-256 of the manifest: whoever keeps it elsewhere knows the backup again.
    pub manifest: Digest,
}

impl Installation {
    /// Backs the directory up into `to`, which must not exist or be empty; a server may run meanwhile.
    pub fn back_up(
        &self,
        to: &Path,
        database: Database,
        clock: &dyn Clock,
    ) -> Result<BackedUp, DaemonError> {
        let root = self.root();
        let _hold = self.hold()?;
        let stage = Stage::begin(to)?;
        let formats = match (database, self.place()) {
            (Database::LeftOut, _) => BTreeMap::new(),
            (Database::Included, Some(place)) => return Err(DaemonError::Elsewhere { place }),
            (Database::Included, None) => block_on(async {
                let copy = stage.path().join("state");
                State::copy_files(&root.join("state"), &copy).await?;
                Ok(State::check_files(&copy).await?)
            })?,
        };
        if self.ledger().exists() {
            cos_ledger::copy(&self.ledger(), &stage.path().join("ledger"))?;
        }
        for name in [CONFIG, PEPPER] {
            stage.copy(&root.join(name), name)?;
        }
        copy_keys(&self.keys(), &stage)?;
        let files = stage.files()?;
        let (count, bytes) = (files.len() as u64, files.iter().map(|file| file.bytes).sum());
        let manifest = Manifest {
            schema: SCHEMA.to_owned(),
            cos_version: env!("CARGO_PKG_VERSION").to_owned(),
            created_at: clock.now().to_string(),
            formats,
            files,
        };
        let text = manifest.to_text();
        stage.write(MANIFEST, text.as_bytes())?;
        stage.finish()?;
        Ok(BackedUp { files: count, bytes, manifest: Digest::of(text.as_bytes()) })
    }
}

/// Copies the keys, which must be the same before and after: a rotation in between would leave half of it.
fn copy_keys(keys: &Path, stage: &Stage) -> Result<(), DaemonError> {
    let read = || -> Result<BTreeMap<String, Vec<u8>>, DaemonError> {
        let mut found = BTreeMap::new();
        for name in stage::names(keys)? {
            let bytes =
                fs::read(keys.join(&name)).map_err(DaemonError::io("read", keys.join(&name)))?;
            found.insert(name, bytes);
        }
        Ok(found)
    };
    let before = read()?;
    for (name, bytes) in &before {
        stage.write(&format!("trust/{name}"), bytes)?;
    }
    if read()? == before {
        return Ok(());
    }
    let reason = "keys are being replaced; back it up again when that has ended".to_owned();
    Err(DaemonError::InUse { path: keys.to_owned(), reason })
}
