//! What is in a backup: each file with its length and digest.

use crate::error::DaemonError;
use cos_core::digest::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SCHEMA: &str = "cos.backup/v1";

/// The longest manifest that is read: half a million files.
const MAX_BYTES: u64 = 64 << 20;
/// What a data directory has; nothing else is put back.
const PLACES: &[&str] = &["config.json", "ledger", "pepper", "state", "trust"];
/// Without these it is none.
const NEEDED: &[&str] = &["config.json", "pepper", "trust/trust.json"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    pub(super) schema: String,
    /// Which program made it.
    pub(super) cos_version: String,
    pub(super) created_at: String,
    /// The formats of the state.
    pub(super) formats: BTreeMap<String, i64>,
    /// In the order of their paths.
    pub(super) files: Vec<BackupFile>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BackupFile {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

impl Manifest {
    pub(super) fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).expect("texts and numbers are JSON") + "\n"
    }

    /// Reads the manifest of a backup, and its digest.
    pub(super) fn read(backup: &Path) -> Result<(Self, Digest), DaemonError> {
        let path = backup.join(MANIFEST);
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes));
        read.map_err(|error| damaged(backup, format!("`{MANIFEST}`: {error}")))?;
        let manifest = Self::parse(&bytes).map_err(|reason| damaged(backup, reason))?;
        Ok((manifest, Digest::of(&bytes)))
    }

    /// Takes a manifest whose every path is one that a backup can have.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|error| format!("`{MANIFEST}`: {error}"))?;
        if manifest.schema != SCHEMA {
            let schema = manifest.schema.escape_debug();
            return Err(format!(
                "`{MANIFEST}` has the schema `{schema}`, this program knows `{SCHEMA}`"
            ));
        }
        for (at, file) in manifest.files.iter().enumerate() {
            let shown = file.path.escape_debug();
            if !is_plain(&file.path) {
                return Err(format!("`{MANIFEST}` names `{shown}`, which is no file of a backup"));
            }
            if at > 0 && manifest.files[at - 1].path >= file.path {
                return Err(format!("`{MANIFEST}` names `{shown}` out of order or twice"));
            }
            if Digest::from_hex(&file.sha256).is_none() {
                return Err(format!("`{MANIFEST}` has no digest for `{shown}`"));
            }
        }
        let has = |name: &&&str| manifest.files.iter().any(|file| file.path == **name);
        match NEEDED.iter().find(|name| !has(name)) {
            Some(missing) => Err(format!("`{MANIFEST}` does not name `{missing}`")),
            None => Ok(manifest),
        }
    }
}

/// Whether a path leads to where a backup has files, and nowhere else.
fn is_plain(path: &str) -> bool {
    let is_name = |part: &str| {
        let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
        !part.is_empty() && part != "." && part != ".." && part.bytes().all(plain)
    };
    let first = path.split('/').next().unwrap_or_default();
    path.len() <= 1024 && path.split('/').all(is_name) && PLACES.contains(&first)
}

pub(super) fn damaged(path: &Path, reason: impl Into<String>) -> DaemonError {
    DaemonError::Backup { path: path.to_owned(), reason: reason.into() }
}

#[cfg(test)]
mod tests;
