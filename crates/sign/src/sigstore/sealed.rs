//! What a seal proves, once it is believed. Only `verify` makes one.

use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::intoto::Statement;
use std::ops::Deref;

use crate::name::KeyId;

/// Bytes that a trusted signer signed, with all that is proven about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attested {
    pub(super) payload: Vec<u8>,
    pub(super) signer: Signer,
    pub(super) times: Vec<ProvenTime>,
    pub(super) log: Option<LogProof>,
    pub(super) warnings: Vec<Warning>,
}

/// A statement that a trusted signer sealed.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealed {
    pub(super) attested: Attested,
    pub(super) statement: Statement,
}

/// Who signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signer {
    /// A key that the trust file names.
    Key(KeyId),
    /// A builder's key, by the hint that the trust file gives it.
    BuilderKey(String),
    /// Somebody for whom a trusted authority made out a certificate.
    Identity {
        /// The name in the certificate.
        san: String,
        /// Who told the authority: the OpenID Connect issuer.
        issuer: String,
    },
}

/// A time at which the signature existed already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenTime {
    /// The time.
    pub at: Timestamp,
    /// Who says so.
    pub clock: WhoseClock,
}

/// Who vouches for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhoseClock {
    /// A time-stamping authority, by its name in the trusted root.
    Tsa(String),
    /// A transparency log, by its URL in the trusted root.
    Log(String),
}

/// A transparency log lists the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogProof {
    /// The log, by its URL in the trusted root.
    pub log: String,
    /// The position of the entry in its tree.
    pub index: u64,
    /// The size of the tree for which inclusion is proven.
    pub size: u64,
}

/// What is not proven, though the seal is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Nothing proves when it was signed, and the caller said that is enough.
    Untimestamped,
}

impl Attested {
    /// The bytes that were signed.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// SHA-256 of the bytes that were signed, which identifies the statement.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.payload)
    }

    /// Who signed.
    pub fn signer(&self) -> &Signer {
        &self.signer
    }

    /// When it was signed at the latest, and by whose clock; empty only with [`Warning::Untimestamped`].
    pub fn times(&self) -> &[ProvenTime] {
        &self.times
    }

    /// The earliest of the proven times.
    pub fn earliest(&self) -> Option<&ProvenTime> {
        self.times.iter().min_by_key(|time| time.at)
    }

    /// The log that lists the signature, if any does.
    pub fn log(&self) -> Option<&LogProof> {
        self.log.as_ref()
    }

    /// What is not proven.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

impl Sealed {
    /// What was said.
    pub fn statement(&self) -> &Statement {
        &self.statement
    }
}

impl Deref for Sealed {
    type Target = Attested;

    fn deref(&self) -> &Attested {
        &self.attested
    }
}

impl std::fmt::Display for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(id) => write!(f, "{id}"),
            Self::BuilderKey(hint) => f.write_str(hint),
            Self::Identity { san, issuer } => write!(f, "{san} (says {issuer})"),
        }
    }
}

impl std::fmt::Display for WhoseClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Tsa(name) | Self::Log(name) => f.write_str(name),
        }
    }
}

impl Warning {
    /// The warning in a sentence.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Untimestamped => "nothing proves when this was signed",
        }
    }
}
