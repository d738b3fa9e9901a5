//! Moves the state of a data directory from SQLite files into PostgreSQL, and looks whether it is whole.
//!
//! The order makes every moment safe to be killed at: rows are copied and compared; the files are marked as moved, so that no server starts
//! on them any more; then the configuration names the new database. Whatever was left undone, the same command does.

use super::hold::{Hold, refuse_writers};
use super::{CONFIG, Config, Installation};
use crate::control::PLATFORM;
use crate::error::DaemonError;
use crate::serve::block_on;
use cos_core::clock::Clock;
use cos_state::{Extent, MovedTable, Pepper, State, StateError, TableDigest, Target};
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// The configuration before the move.
const BEFORE: &str = "config.json.before-move";

/// What a move did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Where the state goes, without a password.
    pub place: String,
    /// Every table, with what became of it.
    pub tables: Vec<MovedTable>,
}

impl Installation {
    /// Copies the state into a prepared PostgreSQL database, compares every table, and has the server use it from then on.
    ///
    /// Nobody may use the directory meanwhile. A move that was interrupted is finished by the same call.
    pub fn move_state(
        &self,
        url: &str,
        extent: Extent,
        clock: &dyn Clock,
    ) -> Result<Move, DaemonError> {
        block_on(async {
            let place = without_password(url);
            let _hold = Hold::alone(&self.root)?;
            refuse_writers(&self.root, &self.ledger())?;
            let files = self.root.join("state");
            if let Some(present) = self.config.state.as_deref().filter(|present| *present != url) {
                let place = without_password(present);
                return Err(DaemonError::Elsewhere { place });
            }
            let pepper = self.pepper()?;
            let (state, moved) = State::open_files(&files, Pepper::new(&pepper)).await?;
            if let Some(other) = moved.as_ref().filter(|other| **other != place) {
                return Err(StateError::Moved { place: other.clone() }.into());
            }
            let is_in_use = self.config.state.is_some();
            let target = Target::Postgres(url.to_owned());
            let target = State::open(&target, Pepper::new(&pepper)).await?;
            // Once it is in use it has rows of its own, and there is nothing left to compare.
            if is_in_use {
                return Ok(Move { place, tables: Vec::new() });
            }
            let tables = state.copy_to(&target, extent).await?;
            if extent == Extent::Whole {
                state.mark_moved(&place, clock.now()).await?;
            }
            target.close().await;
            state.close().await;
            if extent == Extent::Whole {
                self.use_state(url)?;
            }
            Ok(Move { place, tables })
        })
    }

    /// Checks that the files of the state are sound, where it is in files, and counts and hashes every table.
    pub fn state_digests(&self) -> Result<Vec<TableDigest>, DaemonError> {
        block_on(async {
            let _hold = Hold::shared(&self.root)?;
            if self.config.state.is_none() {
                State::check_files(&self.root.join("state")).await?;
            }
            let state = self.open_state().await?;
            let tables = state.digests(&[PLATFORM.parse().expect("it is a name")]).await?;
            state.close().await;
            Ok(tables)
        })
    }

    /// Writes the configuration anew, and keeps the old one beside it.
    fn use_state(&self, url: &str) -> Result<(), DaemonError> {
        let path = self.root.join(CONFIG);
        let old = fs::read(&path).map_err(DaemonError::io("read", &path))?;
        replace(&self.root.join(BEFORE), &old)?;
        let config = Config { state: Some(url.to_owned()), ..self.config.clone() };
        replace(&path, config.to_text().as_bytes())
    }
}

/// Puts a whole file in place, closed to others, on disk with its name.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), DaemonError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    let temporary = PathBuf::from(name);
    let write = || {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        let above = File::open(path.parent().unwrap_or(Path::new(".")))?;
        fs::rename(&temporary, path)?;
        above.sync_all()
    };
    write().map_err(DaemonError::io("write", path))
}

/// The address of a database as it may be shown: without a password, and without settings, of which one may be a password.
pub(crate) fn without_password(url: &str) -> String {
    let url = url.split_once('?').map_or(url, |(url, _)| url);
    let Some((scheme, rest)) = url.split_once("://") else { return "(no address)".into() };
    let (authority, path) =
        rest.split_once('/').map_or((rest, ""), |(authority, path)| (authority, path));
    let authority = match authority.rsplit_once('@') {
        Some((user, host)) => {
            format!("{}@{host}", user.split_once(':').map_or(user, |(user, _)| user))
        }
        None => authority.to_owned(),
    };
    format!("{scheme}://{authority}/{path}")
}

#[cfg(test)]
mod tests;
