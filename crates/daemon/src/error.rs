//! Why the server does not start, or stopped.

use crate::listen::TlsError;
use cos_core::code::Code;
use cos_ledger::LedgerError;
use cos_policy::engine::EngineError;
use cos_sign::KeyError;
use cos_state::StateError;
use std::io;
use std::path::PathBuf;

/// Why the server does not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum DaemonError {
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The ledger cannot be used.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The state cannot be used.
    #[error(transparent)]
    State(#[from] StateError),
    /// The policy that decides who may do what does not load.
    #[error("the policy for authorisation: {0}")]
    Authz(#[from] EngineError),
    /// Nothing can be asked of others.
    #[error("no HTTP client can be made: {0}")]
    Outgoing(reqwest::Error),
    /// A file cannot be used.
    #[error("cannot {action} `{}`: {source}", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// The directory is not one that `cos init` made.
    #[error("`{}` is no data directory: {reason}", .path.display())]
    NoInstallation {
        /// The directory.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Somebody else uses the directory.
    #[error("`{}` is in use: {reason}", .path.display())]
    InUse {
        /// The directory.
        path: PathBuf,
        /// By whom, and what to do.
        reason: String,
    },
    /// The state is no longer in the files of the directory.
    #[error("the state is in `{place}`, and not in the files of the directory")]
    Elsewhere {
        /// Where, without a password.
        place: String,
    },
    /// A backup is not what was written.
    #[error("`{}` is no sound backup: {reason}", .path.display())]
    Backup {
        /// The backup.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A new directory was asked for, and there is one that has something in it.
    #[error("`{}` is not empty, or has no name; name a new directory", .path.display())]
    Occupied {
        /// The directory.
        path: PathBuf,
    },
    /// Anyone on the network could talk to it, in clear.
    #[error(
        "`{0}` is reachable from other machines, and nothing would be secret on the way; give it a certificate and its key, or listen on a loopback address or a Unix socket"
    )]
    Exposed(String),
    /// A witness cannot be asked.
    #[error("the witness `{}`: {reason}", .address.escape_debug())]
    Witness {
        /// Where it was to be asked.
        address: String,
        /// Why not.
        reason: String,
    },
    /// Spans cannot be sent to a collector.
    #[error("the collector `{}`: {reason}", .address.escape_debug())]
    Collector {
        /// Where it was to be.
        address: String,
        /// Why not.
        reason: String,
    },
    /// There is no safe place for a Unix socket.
    #[error("no socket can be made at `{}`: {reason}", .path.display())]
    Socket {
        /// Where it was to be.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// systemd was to hand over sockets, and did not.
    #[error(
        "no socket was handed over: `systemd` as an address is for a service that a socket unit starts"
    )]
    NotActivated,
    /// Certificate or key cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// It was told a second time to end, and did not finish what had begun.
    #[error(
        "told twice to end: what had begun was not finished; nothing that was answered is lost"
    )]
    ToldTwice,
    /// The address cannot be listened on.
    #[error("cannot listen on `{address}`: {source}")]
    Listen {
        /// The address.
        address: String,
        /// Why.
        source: io::Error,
    },
}

impl DaemonError {
    /// The stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Keys(error) => error.code(),
            Self::Ledger(error) => error.code(),
            Self::State(error) => error.code(),
            Self::Authz(error) => error.code(),
            Self::Outgoing(_) => const { Code::new("COS-SRV-0011") },
            Self::Io { .. } => const { Code::new("COS-IOE-0001") },
            Self::NoInstallation { .. } => const { Code::new("COS-SRV-0001") },
            Self::Backup { .. } => const { Code::new("COS-BAK-0001") },
            Self::Occupied { .. } => const { Code::new("COS-BAK-0002") },
            Self::InUse { .. } => const { Code::new("COS-SRV-0012") },
            Self::Elsewhere { .. } => const { Code::new("COS-SRV-0013") },
            Self::Exposed(_) => const { Code::new("COS-SRV-0002") },
            Self::Witness { .. } => const { Code::new("COS-SRV-0060") },
            Self::Collector { .. } => const { Code::new("COS-SRV-0014") },
            Self::Socket { .. } => const { Code::new("COS-SRV-0040") },
            Self::NotActivated => const { Code::new("COS-SRV-0041") },
            Self::ToldTwice => const { Code::new("COS-SRV-0042") },
            Self::Tls(error) => error.code(),
            Self::Listen { .. } => const { Code::new("COS-SRV-0003") },
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
