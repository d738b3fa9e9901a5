//! What stops a bundle from being made, read or copied; a check that fails is a finding, not an error.

use crate::error::EvidenceError;
use cos_core::code::Code;
use cos_core::intoto::IntotoError;
use cos_objects::{Class, KeyError, ObjectError};
use std::io;

/// Why a bundle could not be made, read or copied.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// An archive is damaged, or holds what no bundle has.
    #[error("`{place}`: {reason}")]
    Archive {
        /// The archive.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A source was changed, added or removed while it was read.
    #[error("`{uri}` changed while the evidence was collected; run again when nobody writes there")]
    Changed {
        /// What changed.
        uri: String,
    },
    /// The bundle to make a part of is not what was signed, or not signed by whom it should be.
    #[error("`{place}` is not what somebody who is trusted signed: {reason}")]
    Broken {
        /// The bundle.
        place: String,
        /// What does not hold.
        reason: String,
    },
    /// Two sources would be the same file of the bundle.
    #[error("`{first}` and `{second}` would both be `{path}` in the bundle")]
    Collision {
        /// The path in the bundle.
        path: String,
        /// One source.
        first: String,
        /// The other one.
        second: String,
    },
    /// The contract asks for what is not there.
    #[error("the contract is not met: {}", list(.0))]
    Contract(Vec<String>),
    /// Files on this machine could not be read or written.
    #[error("cannot {action} `{place}`: {source}")]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// Where.
        place: String,
        /// What the system said.
        source: io::Error,
    },
    /// An audit pack holds receipts of several tenants, and cannot be cut.
    #[error(
        "`{path}` is an audit pack of several tenants; a sample cannot be cut without becoming another one: draw one for each tenant, or leave such packs out with `--without-mixed-packs`"
    )]
    MixedPack {
        /// The file in the bundle.
        path: String,
    },
    /// A file has a name that no bundle may have.
    #[error("`{uri}` cannot be part of a bundle: {reason}")]
    Name {
        /// The file.
        uri: String,
        /// What is wrong with its name.
        reason: String,
    },
    /// A pattern matches nothing.
    #[error("`{field}`: nothing matches `{pattern}`; if it may be missing, write `optional: true`")]
    NoMatch {
        /// The field of the manifest.
        field: &'static str,
        /// The pattern.
        pattern: String,
    },
    /// What was named is no bundle.
    #[error("`{place}` is no evidence bundle: {reason}")]
    NotABundle {
        /// What was named.
        place: String,
        /// What is missing or wrong.
        reason: String,
    },
    /// A store refused.
    #[error("`{place}`: {source}")]
    Objects {
        /// Which store.
        place: String,
        /// What it said.
        source: ObjectError,
    },
    /// The target has a file of this name with other content.
    #[error("`{place}` holds another `{path}` already; choose another target")]
    Occupied {
        /// The target.
        place: String,
        /// The file.
        path: String,
    },
    /// The receipts do not hold, so nothing is sealed.
    #[error("`{path}`: {reason}")]
    Receipts {
        /// The file in the bundle.
        path: String,
        /// The first thing that is wrong.
        reason: String,
    },
    /// Receipts could not be read.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// The statement cannot be written.
    #[error(transparent)]
    Statement(#[from] IntotoError),
    /// A bundle has no form of that name.
    #[error(
        "`{name}` looks like an archive, and is of no form that a bundle has: write a directory, `*.tar.zst`, `*.zip`, `oci:DIR` or `s3://BUCKET/PREFIX`"
    )]
    NoForm {
        /// What was asked for.
        name: String,
    },
    /// The bundle has no receipt of the tenant.
    #[error("the bundle has no receipt of `{tenant}`{}", suggestion(.nearest.as_deref()))]
    UnknownTenant {
        /// Who was asked for.
        tenant: String,
        /// Who may be meant.
        nearest: Option<String>,
    },
    /// The bundle has neither a requirement nor a check of that name.
    #[error("`{name}` is neither a requirement of the bundle nor a check{}", suggestion(.nearest.as_deref()))]
    UnknownName {
        /// What was asked for.
        name: String,
        /// What may be meant.
        nearest: Option<String>,
    },
    /// Nobody can tell whose receipt this is.
    #[error("`{path}`, line {line}: nobody can tell whose receipt this is: {reason}")]
    Whose {
        /// The file in the bundle.
        path: String,
        /// The line, from 1.
        line: u64,
        /// Why it cannot be read.
        reason: String,
    },
    /// There is more than a bundle can hold.
    #[error("{0}")]
    TooMuch(String),
}

fn list(items: &[String]) -> String {
    items.join("; ")
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default()
}

impl BundleError {
    /// The stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::NoMatch { .. } => const { Code::new("COS-EVB-0001") },
            Self::Collision { .. } => const { Code::new("COS-EVB-0002") },
            Self::Name { .. } => const { Code::new("COS-EVB-0003") },
            Self::Changed { .. } => const { Code::new("COS-EVB-0004") },
            Self::TooMuch(_) => const { Code::new("COS-EVB-0005") },
            Self::Contract(_) => const { Code::new("COS-EVB-0006") },
            Self::Occupied { .. } => const { Code::new("COS-EVB-0007") },
            Self::NotABundle { .. } => const { Code::new("COS-EVB-0008") },
            Self::Archive { .. } => const { Code::new("COS-EVB-0009") },
            Self::Receipts { .. } => const { Code::new("COS-EVB-0010") },
            Self::UnknownName { .. } => const { Code::new("COS-EVB-0012") },
            Self::UnknownTenant { .. } => const { Code::new("COS-EVB-0013") },
            Self::MixedPack { .. } => const { Code::new("COS-EVB-0014") },
            Self::Whose { .. } => const { Code::new("COS-EVB-0015") },
            Self::Broken { .. } => const { Code::new("COS-EVB-0016") },
            Self::NoForm { .. } => const { Code::new("COS-EVB-0017") },
            Self::Io { .. } => const { Code::new("COS-IOE-0001") },
            Self::Objects { source, .. } => source.code(),
            Self::Evidence(error) => error.code(),
            Self::Statement(error) => error.code(),
        }
    }

    /// What its reader can do about it.
    pub fn class(&self) -> Class {
        match self {
            Self::Changed { .. } => Class::Unavailable,
            Self::Io { source, .. } if source.kind() != io::ErrorKind::NotFound => {
                Class::Unavailable
            }
            Self::Objects { source, .. } => source.class(),
            Self::Occupied { .. } => Class::Refused,
            _ => Class::Input,
        }
    }

    /// Whether the input was read and the answer is no, rather than that it could not be read.
    pub fn is_verdict(&self) -> bool {
        matches!(self, Self::Broken { .. } | Self::Contract(_) | Self::Receipts { .. })
    }

    pub(crate) fn name(uri: &str, error: &KeyError) -> Self {
        Self::Name { uri: uri.to_owned(), reason: error.reason.to_owned() }
    }

    pub(crate) fn io(
        action: &'static str,
        place: impl Into<String>,
    ) -> impl FnOnce(io::Error) -> Self {
        let place = place.into();
        move |source| Self::Io { action, place, source }
    }
}
