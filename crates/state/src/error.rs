//! What can go wrong with state, and what its caller can do about it.

use crate::scope::Scope;
use crate::token::TokenError;
use cos_core::code::Code;
use cos_core::ids::IdError;
use std::path::PathBuf;

/// Why a call did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The database failed, or is not reachable. Nothing was changed.
    #[error("the database cannot {action}: {source}")]
    Database {
        /// What was tried.
        action: &'static str,
        /// What it said.
        source: sqlx::Error,
    },
    /// A file or directory could not be made or read.
    #[error("cannot {action} `{}`: {source}", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The state was written by a later version (promise P28).
    #[error(
        "the state has format {found}, and this program knows up to {known}; run the newer `cos`"
    )]
    Newer {
        /// The format of the state.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The state is in another database now; this copy of it is old.
    #[error(
        "the state was moved to `{place}`, and these files are what it was then; \
         let `config.json` name that database, or finish with `cos state migrate-to`"
    )]
    Moved {
        /// Where it is, without a password.
        place: String,
    },
    /// What was given is no address of a database.
    #[error("the address of the database does not begin with `postgres://`")]
    Address,
    /// Somebody else moves state into the same database.
    #[error("another `cos state migrate-to` writes to this database; wait for it")]
    OtherMove,
    /// The database that state is moved to has rows that are not of this state.
    #[error(
        "the database holds other rows already ({rows} in {what}); \
         name one of its own, made by `createdb` and `cos state prepare`"
    )]
    OtherRows {
        /// Where.
        what: String,
        /// How many.
        rows: u64,
    },
    /// What was copied is not what there was.
    #[error(
        "{what} was copied and is another there: {copied_rows} rows of {source_rows}, or with another digest; \
         the old state is still in use"
    )]
    Copy {
        /// What.
        what: String,
        /// How many rows there were.
        source_rows: u64,
        /// How many there are.
        copied_rows: u64,
    },
    /// The database would let this program see every tenant's rows.
    #[error(
        "the role `{role}` {reason}; connect with a role of its own, as docs/guide/operate.md shows"
    )]
    Role {
        /// The role.
        role: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// What was read makes no sense.
    #[error("the state is damaged: {0}")]
    Damaged(String),
    /// The credential is none.
    #[error("the token is none of ours: {0}")]
    Token(#[from] TokenError),
    /// The credential is unknown, revoked, expired or not valid yet; which of them is told to nobody.
    #[error("the token is not valid")]
    Unauthenticated,
    /// The credential may not do that.
    #[error("the token of `{identity}` lacks the scope `{scope}`")]
    Scope {
        /// Whose credential it is.
        identity: String,
        /// What it would need.
        scope: Scope,
    },
    /// There is no such tenant, as far as this credential may know.
    #[error("there is no tenant `{0}`")]
    NoTenant(String),
    /// The tenant is suspended.
    #[error("the tenant `{0}` is suspended")]
    Suspended(String),
    /// There is one already.
    #[error("{0} exists already")]
    Exists(String),
    /// There is no such thing.
    #[error("there is no {0}")]
    Missing(String),
    /// A name is none.
    #[error(transparent)]
    Id(#[from] IdError),
    /// The idempotency key was used for another request (promise P4).
    #[error("the idempotency key `{0}` was used for another request")]
    Conflict(String),
    /// What is to be believed of an issuer's tokens is not what can be.
    #[error("{0}")]
    Binding(String),
    /// It takes two persons, and this is one (promise P24).
    #[error("{0}")]
    OnePerson(String),
    /// There is no randomness.
    #[error("the operating system gives no randomness: {0}")]
    Random(getrandom::Error),
}

impl StateError {
    /// The stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Database { .. } => const { Code::new("COS-STA-0001") },
            Self::Io { .. } => const { Code::new("COS-IOE-0001") },
            Self::Newer { .. } => const { Code::new("COS-STA-0002") },
            Self::Role { .. } => const { Code::new("COS-STA-0003") },
            Self::Damaged(_) => const { Code::new("COS-STA-0004") },
            Self::Exists(_) => const { Code::new("COS-STA-0005") },
            Self::Missing(_) => const { Code::new("COS-STA-0006") },
            Self::Conflict(_) => const { Code::new("COS-STA-0007") },
            Self::OtherRows { .. } => const { Code::new("COS-STA-0008") },
            Self::Moved { .. } => const { Code::new("COS-STA-0009") },
            Self::Copy { .. } => const { Code::new("COS-STA-0010") },
            Self::OtherMove => const { Code::new("COS-STA-0011") },
            Self::Address => const { Code::new("COS-STA-0012") },
            Self::Random(_) => const { Code::new("COS-KEY-0008") },
            Self::Id(_) => IdError::CODE,
            Self::Token(_) | Self::Unauthenticated => const { Code::new("COS-AUT-0001") },
            Self::Scope { .. } => const { Code::new("COS-AUT-0002") },
            Self::NoTenant(_) => const { Code::new("COS-AUT-0003") },
            Self::Suspended(_) => const { Code::new("COS-AUT-0004") },
            Self::Binding(_) => const { Code::new("COS-AUT-0006") },
            Self::OnePerson(_) => const { Code::new("COS-AUT-0007") },
        }
    }

    pub(crate) fn database(action: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Database { action, source }
    }
}
