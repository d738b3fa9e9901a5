//! What can go wrong with a ledger, and what its caller can do about it.
//!
//! Findings of a check are [`crate::fsck::Finding`]s with the same codes; this enum is for operations that stop.

use cos_core::code::Code;
use cos_core::ids::{Jti, Origin};
use cos_core::log::LogError;
use cos_core::wal::WalError;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a ledger refused or stopped. Cheap to clone: every receipt of a failed group gets its own copy.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LedgerError {
    /// The signed checkpoint, or what leads to it, is not what it must be.
    #[error("the checkpoint of log `{log}` is wrong: {reason}")]
    Checkpoint {
        /// The log.
        log: Origin,
        /// What is wrong.
        reason: String,
    },
    /// The log was sealed so often that no copy of it belonged together.
    #[error(
        "log `{log}` changed while it was copied, again and again; try again when less is written"
    )]
    Changing {
        /// The log.
        log: Origin,
    },
    /// The log was closed while the request waited.
    #[error("log `{log}` was closed")]
    Closed {
        /// The log.
        log: Origin,
    },
    /// A receipt with this id and another body is in the log already.
    #[error("receipt `{jti}` is in the log already, at index {index}, with another body")]
    Conflict {
        /// The id that both receipts carry.
        jti: Jti,
        /// The index of the receipt that came first.
        index: u64,
    },
    /// A file that can be rebuilt from receipts and checkpoint is missing or wrong.
    #[error("`{path}` does not fit the receipts: {reason}; `cos ledger fsck --repair` rebuilds it")]
    Derived {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file system has no room left.
    #[error("no room left to {action} `{path}`; free some and open the ledger again")]
    DiskFull {
        /// What was being done.
        action: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// Two receipts of the log carry the same id.
    #[error("receipt `{jti}` is in log `{log}` twice, at index {first} and {second}")]
    Duplicate {
        /// The log.
        log: Origin,
        /// The id.
        jti: Jti,
        /// The lower index.
        first: u64,
        /// The higher index.
        second: u64,
    },
    /// The ledger's directory can be read or written by others than its owner.
    #[error("`{path}` is open to others (mode {mode:03o}); run `chmod 700 {path}`")]
    Exposed {
        /// The directory.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Another writer has taken this log over.
    #[error("log `{log}` was taken over: {reason}")]
    Fenced {
        /// The log.
        log: Origin,
        /// How that shows.
        reason: String,
    },
    /// The file system failed.
    #[error("cannot {action} `{path}`: {source}")]
    Io {
        /// What was being done.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: Arc<io::Error>,
    },
    /// Another process holds the log.
    #[error("log `{log}` is held by {holder}")]
    Locked {
        /// The log.
        log: Origin,
        /// Who holds it, as its lock file says.
        holder: String,
    },
    /// The directory is no ledger, or not this organisation's.
    #[error("`{path}` is not the ledger you mean: {reason}")]
    OtherLedger {
        /// The directory or file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The writer stopped after an error that left it unsure of what is on disk; it never tries again (promise P2).
    #[error("log `{log}` has stopped: {cause}")]
    Poisoned {
        /// The log.
        log: Origin,
        /// The error that stopped it.
        cause: Box<Self>,
    },
    /// Stored receipts are damaged or missing.
    #[error("`{path}` is damaged from receipt {index} on: {reason}")]
    Receipts {
        /// The file, or the directory that lacks one.
        path: PathBuf,
        /// The first receipt that cannot be trusted.
        index: u64,
        /// What is wrong.
        reason: String,
    },
    /// The checkpoint could not be signed; receipts stay durable and are published once signing works again.
    #[error("cannot sign a checkpoint of log `{log}`: {source}")]
    Sign {
        /// The log.
        log: Origin,
        /// What the signer said.
        source: LogError,
    },
    /// The receipt cannot enter this log.
    #[error("not a receipt for this log: {0}")]
    Unacceptable(String),
}

/// What a caller can do about an error; the command line's exit codes follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The input or the configuration is wrong.
    Input,
    /// Our own state fails its check, or cannot be trusted any more.
    Integrity,
    /// A rule or another holder forbids it.
    Refused,
    /// It may work later.
    Unavailable,
}

impl LedgerError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Locked { .. } => const { Code::new("COS-LED-0001") },
            Self::Io { .. } => const { Code::new("COS-LED-0002") },
            Self::Closed { .. } => const { Code::new("COS-LED-0003") },
            Self::DiskFull { .. } => const { Code::new("COS-LED-0004") },
            Self::Conflict { .. } => const { Code::new("COS-LED-0005") },
            Self::Unacceptable(_) => const { Code::new("COS-LED-0006") },
            Self::OtherLedger { .. } => const { Code::new("COS-LED-0007") },
            Self::Exposed { .. } => const { Code::new("COS-LED-0008") },
            Self::Receipts { .. } => const { Code::new("COS-LED-0009") },
            Self::Checkpoint { .. } => const { Code::new("COS-LED-0010") },
            Self::Derived { .. } => const { Code::new("COS-LED-0011") },
            Self::Fenced { .. } => const { Code::new("COS-LED-0012") },
            Self::Sign { .. } => const { Code::new("COS-LED-0013") },
            Self::Duplicate { .. } => const { Code::new("COS-LED-0014") },
            Self::Changing { .. } => const { Code::new("COS-LED-0015") },
            // What stopped the writer says more than that it stopped, unless it was an everyday error.
            Self::Poisoned { cause, .. } => match **cause {
                Self::Io { .. } => const { Code::new("COS-LED-0003") },
                ref cause => cause.code(),
            },
        }
    }

    /// Tells what a caller can do about it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Conflict { .. } | Self::OtherLedger { .. } | Self::Unacceptable(_) => {
                ErrorKind::Input
            }
            // The path leads through a file: waiting does not help, naming the right one does.
            Self::Io { source, .. } if source.kind() == io::ErrorKind::NotADirectory => {
                ErrorKind::Input
            }
            Self::Exposed { .. } | Self::Locked { .. } => ErrorKind::Refused,
            Self::Changing { .. }
            | Self::Closed { .. }
            | Self::DiskFull { .. }
            | Self::Io { .. }
            | Self::Sign { .. } => ErrorKind::Unavailable,
            Self::Poisoned { cause, .. } if matches!(**cause, Self::DiskFull { .. }) => {
                ErrorKind::Unavailable
            }
            Self::Checkpoint { .. }
            | Self::Derived { .. }
            | Self::Duplicate { .. }
            | Self::Fenced { .. }
            | Self::Poisoned { .. }
            | Self::Receipts { .. } => ErrorKind::Integrity,
        }
    }

    /// Tells whether our own state failed its check (exit code 6).
    pub fn is_integrity(&self) -> bool {
        self.kind() == ErrorKind::Integrity
    }

    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::DiskFull { action, path: path.into() },
            _ => Self::Io { action, path: path.into(), source: Arc::new(source) },
        }
    }

    pub(crate) fn wal(path: &Path, error: &WalError) -> Self {
        let reason = format!("{} at byte {}", error.reason, error.offset);
        Self::Receipts { path: path.into(), index: error.index, reason }
    }
}

/// Names the action and the file of a failed call.
pub(crate) trait Context<T> {
    fn context(self, action: &'static str, path: &Path) -> Result<T, LedgerError>;
}

impl<T> Context<T> for io::Result<T> {
    fn context(self, action: &'static str, path: &Path) -> Result<T, LedgerError> {
        self.map_err(|error| LedgerError::io(action, path, error))
    }
}
