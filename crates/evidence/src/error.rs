//! What stops a verification from being carried out at all; a receipt that fails a check is a finding, not an error.

use cos_core::code::Code;
use cos_core::ids::IdError;
use cos_core::log::LogError;
use cos_sign::trust::CheckpointError;
use std::io;
use std::path::PathBuf;

/// Why a source could not be verified, sampled or written.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The operating system refused.
    #[error("cannot {action} `{}`: {source}", .path.display())]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// On which file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The path holds none of the things that can be verified.
    #[error("`{}` is {found}; a ledger, a file of receipts or an audit pack was expected", .path.display())]
    Source {
        /// The path.
        path: PathBuf,
        /// What it is instead.
        found: &'static str,
    },
    /// The ledger's own description or layout is broken.
    #[error("`{}`: {reason}", .path.display())]
    Layout {
        /// The file or directory.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A directory of a ledger is not named after a region or tenant.
    #[error("`{}`: {source}", .path.display())]
    Name {
        /// The directory.
        path: PathBuf,
        /// What is wrong with its name.
        source: IdError,
    },
    /// An audit pack cannot be read.
    #[error("audit pack, line {line}: {reason}")]
    Pack {
        /// Line number, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The auditor's nonce is not one.
    #[error("the nonce is not 16 to 64 bytes in hexadecimal")]
    Nonce,
    /// A sample was asked for that cannot be drawn.
    #[error("cannot draw the sample: {0}")]
    Sample(String),
    /// The checkpoint given with `--since`, or a pinned one, is not a checkpoint of a trusted log.
    #[error("`{}`: {source}", .path.display())]
    Checkpoint {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: CheckpointError,
    },
    /// A proof could not be made from the ledger's tiles.
    #[error("cannot prove inclusion: {0}")]
    Proof(#[from] LogError),
}

/// What kind of answer an error is; the command line turns it into an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Bad input or configuration.
    Input,
    /// Our own state is not what it should be.
    Integrity,
    /// Try again later, or with other permissions.
    Unavailable,
}

impl EvidenceError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Io { .. } => const { Code::new("COS-IOE-0001") },
            Self::Source { .. } => const { Code::new("COS-VER-0001") },
            Self::Layout { .. } | Self::Name { .. } => const { Code::new("COS-VER-0002") },
            Self::Pack { .. } => const { Code::new("COS-PCK-0001") },
            Self::Nonce => const { Code::new("COS-PCK-0002") },
            Self::Sample(_) => const { Code::new("COS-PCK-0003") },
            Self::Checkpoint { .. } => const { Code::new("COS-VER-0003") },
            Self::Proof(error) => error.code(),
        }
    }

    /// Returns what kind of answer this is.
    pub fn class(&self) -> Class {
        match self {
            Self::Io { source, .. }
                if !matches!(
                    source.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Class::Unavailable
            }
            Self::Proof(_) => Class::Integrity,
            _ => Class::Input,
        }
    }

    pub(crate) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }
}
