//! A receipt on its way into a log: its id, its identity and its bytes.
//!
//! Signatures and disclosures are not checked here: the ledger keeps what it is given, byte for byte, and whoever verifies
//! decides what it is worth. Only what would break the log's own promises is refused.

use crate::error::LedgerError;
use cos_core::base64url;
use cos_core::digest::Digest;
use cos_core::ids::{Jti, Origin};
use cos_core::json::{Tape, Value};
use cos_core::log::leaf::Leaf;
use cos_core::receipt::signed_part;
use cos_core::wal::MAX_RECEIPT;

/// One receipt to append.
#[derive(Clone, Debug)]
pub struct Entry {
    jti: Jti,
    log: Option<String>,
    digest: Digest,
    compact: Vec<u8>,
}

impl Entry {
    /// Takes the compact receipt with the id `jti`.
    ///
    /// Refuses an empty or overlong text, one without a signed part that ends in `~`, and one whose payload names another id: the
    /// id must follow from the stored bytes, or the index could not be rebuilt from them.
    pub fn new(jti: Jti, compact: Vec<u8>) -> Result<Self, LedgerError> {
        let unacceptable = |reason: String| Err(LedgerError::Unacceptable(reason));
        if compact.len() > MAX_RECEIPT {
            return unacceptable(format!(
                "it has {} bytes, more than {MAX_RECEIPT}",
                compact.len()
            ));
        }
        let signed = signed_part(&compact);
        if signed.is_empty() || signed.len() == compact.len() {
            return unacceptable("it is not `<header>.<payload>.<signature>~…`".into());
        }
        let Some(claims) = Claims::read(&compact) else {
            return unacceptable("its payload has no receipt id `jti`".into());
        };
        if claims.jti != jti {
            return unacceptable(format!("its payload has the id `{}`, not `{jti}`", claims.jti));
        }
        let digest = Digest::of(signed);
        Ok(Self { jti, log: claims.log, digest, compact })
    }

    /// Returns the receipt's id.
    pub fn jti(&self) -> Jti {
        self.jti
    }

    /// Returns the compact receipt.
    pub fn compact(&self) -> &[u8] {
        &self.compact
    }

    /// Returns the identity of the receipt: SHA-256 of its signed part, so that disclosures do not change it.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Refuses a receipt that was issued for another log.
    pub(crate) fn check_log(&self, origin: &Origin) -> Result<(), LedgerError> {
        match &self.log {
            Some(log) if *log != origin.to_string() => Err(LedgerError::Unacceptable(format!(
                "it was issued for log `{}`, this is `{origin}`",
                log.escape_debug()
            ))),
            _ => Ok(()),
        }
    }
}

/// The log entry for a stored receipt.
pub(crate) fn leaf_of(compact: &[u8]) -> Leaf {
    Leaf::Receipt(Digest::of(signed_part(compact)))
}

/// The id of a stored receipt; `None` when its payload has none.
pub(crate) fn jti_of(compact: &[u8]) -> Option<Jti> {
    Claims::read(compact).map(|claims| claims.jti)
}

/// The two claims of a payload that decide where a receipt belongs.
struct Claims {
    jti: Jti,
    log: Option<String>,
}

impl Claims {
    fn read(compact: &[u8]) -> Option<Self> {
        let payload = signed_part(compact).split(|&byte| byte == b'.').nth(1)?;
        let payload = base64url::decode(payload)?;
        let mut tape = Tape::default();
        let root = tape.read(&payload, 0).ok()?;
        let claims = tape.value(&payload, root);
        let text = |name| claims.get(name).and_then(Value::string);
        Some(Self { jti: text("jti")?.parse().ok()?, log: text("log").map(Into::into) })
    }
}

#[cfg(test)]
mod tests;
