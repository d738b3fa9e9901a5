//! Who uses a data directory: many at a time, or one alone that changes what the others take for granted.
//!
//! A lock is the open file's, so it ends with its holder however that ends. Writers of a log have locks of their own (promise P5); these
//! are about state, which several processes may share, and about the server, of which there is one.

use crate::error::DaemonError;
use cos_ledger::LogStatus;
use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

const LOCK: &str = "lock";
const SERVER: &str = "server.lock";

/// The right to use a data directory, or to be its server, until it is dropped.
#[derive(Debug)]
pub(crate) struct Hold(File);

impl Hold {
    /// With others: a server, and what is done beside it.
    pub(crate) fn shared(root: &Path) -> Result<Self, DaemonError> {
        let file = open(root, LOCK)?;
        match file.try_lock_shared() {
            Ok(()) => Ok(Self(file)),
            Err(error) => {
                Err(refused(root, error, "its state is being moved; wait until that ends"))
            }
        }
    }

    /// Alone.
    pub(crate) fn alone(root: &Path) -> Result<Self, DaemonError> {
        Self::exclusive(root, LOCK)
    }

    /// As its only server: another one could write no log, and would be what `cos status` finds.
    pub(crate) fn server(root: &Path) -> Result<Self, DaemonError> {
        Self::exclusive(root, SERVER)
    }

    fn exclusive(root: &Path, name: &str) -> Result<Self, DaemonError> {
        let file = open(root, name)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(error) => Err(refused(root, error, "a server runs on it; stop it first")),
        }
    }
}

impl Drop for Hold {
    /// Unlocks at once: a process being started elsewhere in this one may hold a copy of the handle for a moment.
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// Refuses a directory in which somebody writes a log, such as a server that knows nothing of the lock.
pub(crate) fn refuse_writers(root: &Path, ledger: &Path) -> Result<(), DaemonError> {
    if !ledger.exists() {
        return Ok(());
    }
    let status = cos_ledger::status(ledger)?;
    let holder = |log: LogStatus| log.holder.map(|holder| (log.origin, holder));
    match status.logs.into_iter().find_map(holder) {
        None => Ok(()),
        Some((log, holder)) => {
            let reason = format!("{holder} writes the log `{log}`; stop it first");
            Err(DaemonError::InUse { path: root.to_owned(), reason })
        }
    }
}

fn open(root: &Path, name: &str) -> Result<File, DaemonError> {
    let path = root.join(name);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    options.open(&path).map_err(DaemonError::io("open", &path))
}

fn refused(root: &Path, error: TryLockError, reason: &str) -> DaemonError {
    match error {
        TryLockError::WouldBlock => {
            DaemonError::InUse { path: root.to_owned(), reason: reason.to_owned() }
        }
        TryLockError::Error(source) => DaemonError::io("lock", root.join(LOCK))(source),
    }
}
