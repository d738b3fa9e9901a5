//! Puts a backup back: into a new directory, which appears when every file has the digest that the manifest names, and never before.

use super::manifest::{MANIFEST, Manifest, damaged};
use super::stage::{Stage, names};
use crate::error::DaemonError;
use crate::installation::Installation;
use crate::serve::block_on;
use cos_core::digest::Digest;
use cos_sign::KeyDir;
use cos_state::State;
use std::path::Path;

/// What was put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Files.
    pub files: u64,
    /// Bytes in them.
    pub bytes: u64,
    /// When the backup was made.
    pub created_at: String,
    /// Where the state is, if it is no part of the backup.
    pub place: Option<String>,
}

impl Installation {
    /// Puts a backup back into `to`, which must not exist or be empty. Where `expected` is given, the manifest has to have that digest.
    pub fn restore(
        backup: &Path,
        to: &Path,
        expected: Option<Digest>,
    ) -> Result<Restored, DaemonError> {
        let (manifest, digest) = Manifest::read(backup)?;
        if expected.is_some_and(|expected| expected != digest) {
            return Err(damaged(backup, format!("the SHA-256 of its `{MANIFEST}` is {digest}")));
        }
        let mut there = names(backup)?;
        there.retain(|name| name != MANIFEST);
        let is_listed =
            |name: &str| manifest.files.binary_search_by(|file| (*file.path).cmp(name)).is_ok();
        if let Some(stray) = there.iter().find(|name| !is_listed(name)) {
            let stray = stray.escape_debug();
            return Err(damaged(backup, format!("`{stray}` is not in its `{MANIFEST}`")));
        }
        let is_missing = |path: &String| there.binary_search(path).is_err();
        if let Some(missing) = manifest.files.iter().find(|file| is_missing(&file.path)) {
            return Err(damaged(backup, format!("`{}` is missing", missing.path)));
        }
        let stage = Stage::begin(to)?;
        for file in &manifest.files {
            let copied = stage.copy(&backup.join(&file.path), &file.path)?;
            if copied != *file {
                let (path, found) = (&file.path, copied.sha256);
                let text =
                    format!("`{path}` has the SHA-256 {found}, and not the one that was written");
                return Err(damaged(backup, text));
            }
        }
        let place = usable(&stage)?;
        stage.finish()?;
        Ok(Restored {
            files: manifest.files.len() as u64,
            bytes: manifest.files.iter().map(|file| file.bytes).sum(),
            created_at: manifest.created_at,
            place,
        })
    }
}

/// Checks that a server could start on it, as far as that goes without starting one; says where the state is, if not in it.
fn usable(stage: &Stage) -> Result<Option<String>, DaemonError> {
    let installation = Installation::open(stage.path())?;
    KeyDir::open(&installation.keys())?;
    let place = installation.place();
    if place.is_none() {
        let files = stage.path().join("state");
        block_on(async { Ok(State::check_files(&files).await?) })?;
    }
    Ok(place)
}
