//! Sealing with a key of ours: the trust file names the key, and a time-stamping authority of ours says when.
//!
//! A signature without a time stamp is made only by [`KeySealer::untimestamped`]; whoever verifies it has to ask for that, too.

use cos_core::clock::Timestamp;
use cos_core::dsse::pae;
use cos_core::ed25519::Sign as _;
use cos_core::intoto::{PAYLOAD_TYPE, Statement};

use super::bundle::{self, Material};
use super::{Mode, SealError, Sealer, TimeStamper};
use crate::key::{KeyError, SigningKey};
use crate::name::KeyId;
use crate::p256::P256Pair;

/// The private key that signs evidence.
pub struct EvidenceKey {
    pub(crate) id: KeyId,
    pub(crate) secret: Secret,
}

/// A private key of either algorithm.
pub(crate) enum Secret {
    Ed25519(SigningKey),
    P256(P256Pair),
}

/// Seals with a key.
pub struct KeySealer {
    key: EvidenceKey,
    clock: Option<TimeStamper>,
}

impl EvidenceKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        match &self.secret {
            Secret::P256(pair) => pair.sign(message),
            Secret::Ed25519(key) => {
                let signature = key.sign(message);
                let signature = signature.map_err(|_| KeyError::Sign { what: "a signature" })?;
                Ok(signature.0.to_vec())
            }
        }
    }
}

impl KeySealer {
    pub(crate) fn new(key: EvidenceKey, clock: TimeStamper) -> Self {
        Self { key, clock: Some(clock) }
    }

    /// Leaves the time stamp out: verifiers refuse what is sealed so, unless they say that they do not care when.
    #[must_use]
    pub fn untimestamped(self) -> Self {
        Self { clock: None, ..self }
    }

    /// The id of the key.
    pub fn key_id(&self) -> &KeyId {
        &self.key.id
    }
}

impl Sealer for KeySealer {
    fn seal(&self, statement: &[u8], at: Timestamp) -> Result<Vec<u8>, SealError> {
        Statement::parse(statement)?;
        let signature = self.key.sign(&pae(PAYLOAD_TYPE, statement))?;
        let time_stamp =
            self.clock.as_ref().map(|clock| clock.stamp(&signature, at)).transpose()?;
        let material = Material {
            key_id: self.key.id.to_string(),
            certificate: None,
            signature,
            time_stamp,
            log_entry: None,
        };
        Ok(bundle::write(statement, &material))
    }

    fn mode(&self) -> Mode {
        Mode::Key
    }
}

#[cfg(test)]
mod tests;
