//! What can go wrong with a store, and what its caller can do about it.

use crate::key::{Key, KeyError};
use cos_core::code::Code;
use std::io;

/// Why a call did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// A folder stands where an object should go, or an object where a folder should.
    #[error("`{key}` cannot be stored: {reason}")]
    Blocked {
        /// The key.
        key: Key,
        /// What is in the way.
        reason: String,
    },
    /// The object is no longer the one that was named: it was replaced or deleted. This call wrote nothing.
    #[error("`{key}` was changed by somebody else in the meantime")]
    Changed {
        /// The key.
        key: Key,
    },
    /// What was to be stored is not what the caller said it is. Nothing was stored.
    #[error("what was to be stored as `{key}` is not what was announced: {reason}")]
    Content {
        /// The key.
        key: Key,
        /// What differs.
        reason: String,
    },
    /// What came back is not what was stored, or makes no sense.
    #[error("`{name}` came back damaged: {reason}")]
    Damaged {
        /// The key or prefix.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// The credentials are missing or wrong, or do not allow it.
    #[error("the store refuses to {action} `{name}`: {reason}")]
    Denied {
        /// What was tried.
        action: &'static str,
        /// The key, prefix or bucket.
        name: String,
        /// What the store said.
        reason: String,
    },
    /// The key holds an object already. This call wrote nothing.
    #[error("`{key}` exists already")]
    Exists {
        /// The key.
        key: Key,
    },
    /// The name is none, or a listing is too long.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Retention or a legal hold protects the object.
    #[error("`{key}` is protected: {reason}")]
    Locked {
        /// The key.
        key: Key,
        /// What protects it.
        reason: String,
    },
    /// There is no such object, or no such version.
    #[error("there is no object `{key}`")]
    Missing {
        /// The key.
        key: Key,
    },
    /// There is no such bucket, or the configuration leads to no server.
    #[error("{0}")]
    Setup(String),
    /// More than can be held at once.
    #[error("`{name}` {reason}")]
    TooLarge {
        /// The key or prefix.
        name: String,
        /// What is too large, and the limit.
        reason: String,
    },
    /// The store cannot be reached, or does not answer as it should. Nothing was changed by this call.
    #[error("cannot {action} `{name}`: {reason}")]
    Unavailable {
        /// What was tried.
        action: &'static str,
        /// The key or prefix.
        name: String,
        /// The last thing that went wrong.
        reason: String,
    },
    /// Whether the object was written cannot be told: read it before going on.
    #[error("whether `{key}` was written is not known: {reason}")]
    Unknown {
        /// The key.
        key: Key,
        /// What went wrong.
        reason: String,
    },
    /// The store has no such feature.
    #[error("the store cannot {0}")]
    Unsupported(String),
}

/// What a caller can do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Change what was asked for.
    Input,
    /// Look for who damaged what is stored.
    Integrity,
    /// Obtain the right, or wait until protection ends.
    Refused,
    /// Try again.
    Unavailable,
}

impl ObjectError {
    /// The stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Key(_) | Self::Blocked { .. } => const { Code::new("COS-OBJ-0001") },
            Self::Missing { .. } => const { Code::new("COS-OBJ-0002") },
            Self::Exists { .. } => const { Code::new("COS-OBJ-0003") },
            Self::Changed { .. } => const { Code::new("COS-OBJ-0004") },
            Self::Content { .. } => const { Code::new("COS-OBJ-0005") },
            Self::Damaged { .. } => const { Code::new("COS-OBJ-0006") },
            Self::Denied { .. } => const { Code::new("COS-OBJ-0007") },
            Self::Locked { .. } => const { Code::new("COS-OBJ-0008") },
            Self::Unavailable { .. } => const { Code::new("COS-OBJ-0009") },
            Self::Unknown { .. } => const { Code::new("COS-OBJ-0010") },
            Self::Unsupported(_) => const { Code::new("COS-OBJ-0011") },
            Self::TooLarge { .. } => const { Code::new("COS-OBJ-0012") },
            Self::Setup(_) => const { Code::new("COS-OBJ-0013") },
        }
    }

    /// What the caller can do.
    pub fn class(&self) -> Class {
        match self {
            Self::Blocked { .. }
            | Self::Content { .. }
            | Self::Key(_)
            | Self::Missing { .. }
            | Self::Setup(_)
            | Self::TooLarge { .. }
            | Self::Unsupported(_) => Class::Input,
            Self::Changed { .. } | Self::Unavailable { .. } | Self::Unknown { .. } => {
                Class::Unavailable
            }
            Self::Damaged { .. } => Class::Integrity,
            Self::Denied { .. } | Self::Exists { .. } | Self::Locked { .. } => Class::Refused,
        }
    }

    /// Gets the error back out of a reader of [`crate::Object::body`].
    pub(crate) fn from_read(name: &str, error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(error) => error,
            Err(error) => {
                Self::Unavailable { action: "read", name: name.into(), reason: error.to_string() }
            }
        }
    }
}
