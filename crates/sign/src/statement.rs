//! Signed statements: an in-toto statement in a DSSE envelope, signed by a key for reports.
//!
//! [`verify`] is the way from bytes to something believed: envelope, key, purpose, signature, statement, period, in this order, and what comes
//! out was parsed from the very bytes that were verified. What a predicate means is for its reader.

use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::dsse::{self, DsseError, Envelope};
use cos_core::ed25519::SignError;
use cos_core::intoto::{IntotoError, PAYLOAD_TYPE, Statement};
use std::ops::Deref;

use crate::key::SigningKey;
use crate::name::{KeyId, Purpose};
use crate::trust::{OutsidePeriod, Trust};

/// Why a statement is not signed or not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// The statement does not say when it was made, so the key's period cannot be checked.
    #[error("the statement does not say when it was made")]
    NoTime,
    /// The envelope does not hold exactly one signature.
    #[error("{0} signatures; a statement has exactly one")]
    NotOneSignature(usize),
    /// The statement was made when its key may not sign.
    #[error("`{key}` signed a statement made at {created}, but {period}")]
    OutsidePeriod {
        /// The key.
        key: KeyId,
        /// When the statement says it was made.
        created: Timestamp,
        /// Why that does not count.
        period: OutsidePeriod,
    },
    /// The key is trusted for something else.
    #[error("`{key}` is a {} key; statements are signed by report keys", key.name().purpose)]
    Purpose {
        /// The key.
        key: KeyId,
    },
    /// The trust file has no such key.
    #[error("signed by `{}`, which is not a trusted report key", .0.escape_debug())]
    UnknownKey(String),
    /// The envelope is malformed, or its signature is wrong.
    #[error(transparent)]
    Envelope(#[from] DsseError),
    /// The payload is not a statement.
    #[error(transparent)]
    Payload(#[from] IntotoError),
    /// The key did not sign.
    #[error(transparent)]
    Sign(#[from] SignError),
}

impl StatementError {
    /// The stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::UnknownKey(_) => const { Code::new("COS-STM-0001") },
            Self::Purpose { .. } => const { Code::new("COS-STM-0002") },
            Self::OutsidePeriod { .. } => const { Code::new("COS-STM-0003") },
            Self::NoTime => const { Code::new("COS-STM-0004") },
            Self::NotOneSignature(_) => const { Code::new("COS-STM-0005") },
            Self::Envelope(error) => error.code(),
            Self::Payload(error) => error.code(),
            Self::Sign(_) => const { Code::new("COS-KEY-0009") },
        }
    }
}

/// A statement that a trusted report key signed within its period.
///
/// Only [`verify`] makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedStatement {
    statement: Statement,
    bytes: Vec<u8>,
    key: KeyId,
    created: Timestamp,
}

impl VerifiedStatement {
    /// The key that signed.
    pub fn key(&self) -> &KeyId {
        &self.key
    }

    /// When the statement says it was made.
    pub fn created(&self) -> Timestamp {
        self.created
    }

    /// The bytes that were signed.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the bytes that were signed, which identifies the statement.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes)
    }
}

impl Deref for VerifiedStatement {
    type Target = Statement;

    fn deref(&self) -> &Statement {
        &self.statement
    }
}

/// Signs the bytes of a statement, as [`Statement::to_canonical`] writes them; answers with the envelope.
pub fn sign(statement: &[u8], key: &SigningKey) -> Result<String, StatementError> {
    if key.name().purpose != Purpose::Report {
        return Err(StatementError::Purpose { key: key.id().clone() });
    }
    Statement::parse(statement)?;
    Ok(dsse::sign(PAYLOAD_TYPE, statement, &[(key.id().as_str(), key)])?)
}

/// Verifies an envelope against the report keys of `trust`.
///
/// `created` finds the time at which the statement says it was made, for instance [`created`]. It is called after the signature was
/// verified; `None` is an error.
pub fn verify(
    envelope: &[u8],
    trust: &Trust,
    created: impl FnOnce(&Statement) -> Option<Timestamp>,
) -> Result<VerifiedStatement, StatementError> {
    let envelope = Envelope::parse(envelope, PAYLOAD_TYPE)?;
    let count = envelope.key_ids().count();
    if count != 1 {
        return Err(StatementError::NotOneSignature(count));
    }
    let kid = envelope.key_ids().flatten().next().unwrap_or_default();
    let unknown = || StatementError::UnknownKey(kid.chars().take(120).collect());
    let trusted = trust.key(kid).ok_or_else(unknown)?;
    let key = trusted.id.clone();
    if trusted.purpose() != Purpose::Report {
        return Err(StatementError::Purpose { key });
    }
    let payload =
        envelope.verify(|id| (id == key.as_str()).then(|| trusted.verifying_key.clone()))?;
    let statement = Statement::parse(&payload)?;
    let created = created(&statement).ok_or(StatementError::NoTime)?;
    match trusted.accepts_document(created) {
        Ok(()) => Ok(VerifiedStatement { statement, bytes: payload.into_bytes(), key, created }),
        Err(period) => Err(StatementError::OutsidePeriod { key, created, period }),
    }
}

/// Reads the member `created` of a predicate, an RFC 3339 time; `None` when there is none.
pub fn created(statement: &Statement) -> Option<Timestamp> {
    Timestamp::parse(statement.predicate.get("created")?.as_str()?)
}

#[cfg(test)]
mod tests;
