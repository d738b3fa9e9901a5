//! Witness cosignatures (c2sp.org/tlog-cosignature, `cosignature/v1`): "at this time, this was the largest consistent tree
//! of this log that I had seen".
//!
//! Whether a witness may sign, because it checked consistency with what it saw before, is the witness's business.

use super::LogError;
use super::checkpoint::Checkpoint;
use super::note::{self, KeyHash, KeyKind, KeyName, SignedNote, VerifierKey};
use crate::clock::Timestamp;
use crate::ed25519::Sign;

/// Witnesses that are believed, and how many of them must have seen a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quorum {
    /// The witnesses' keys, of kind [`KeyKind::Cosignature`]; others never count.
    pub keys: Vec<VerifierKey>,
    /// How many distinct keys must sign.
    pub threshold: usize,
}

impl Quorum {
    /// Verifies the witnesses' cosignatures on a checkpoint and returns who signed and when.
    ///
    /// Distinct public keys count, not names: the signed message does not carry the witness's name, so one key under two names
    /// could pass one signature off as two.
    pub fn check(&self, note: &SignedNote<'_>) -> Result<Vec<(KeyName, Timestamp)>, LogError> {
        note.text().parse::<Checkpoint>()?;
        let verified = note.verify_known(&self.keys)?;
        let mut seen = Vec::new();
        let mut witnesses = Vec::new();
        for signed in verified {
            let key = signed.key.public_key();
            if let Some(time) = signed.time.filter(|_| !seen.contains(&key)) {
                seen.push(key);
                witnesses.push((signed.key.name().clone(), time));
            }
        }
        if witnesses.len() < self.threshold {
            return Err(LogError::Quorum { needed: self.threshold, found: witnesses.len() });
        }
        Ok(witnesses)
    }
}

/// Adds a witness's cosignature, made at `time`, to a checkpoint and returns the longer note.
///
/// # Errors
/// When the note is not a checkpoint, `time` is before 1970 or the signer fails.
pub fn cosign(
    note: &str,
    name: &KeyName,
    signer: &dyn Sign,
    time: Timestamp,
) -> Result<String, LogError> {
    let text = SignedNote::parse(note)?.text();
    text.parse::<Checkpoint>()?;
    let seconds = u64::try_from(time.0)
        .map_err(|_| LogError::Note("a cosignature cannot be made before 1970"))?;
    let signature = signer.sign(message(time, text).as_bytes())?;
    let payload = [seconds.to_be_bytes().as_slice(), &signature.0].concat();
    let hash = KeyHash::of(name, KeyKind::Cosignature, &signer.public_key());
    note::append(note.to_owned(), name, hash, &payload)
}

/// Verifies one witness's cosignature on a checkpoint and returns its time.
pub fn verify(note: &SignedNote<'_>, witness: &VerifierKey) -> Result<Timestamp, LogError> {
    note.text().parse::<Checkpoint>()?;
    let verified = note.verify(std::slice::from_ref(witness))?;
    let time = verified.iter().find_map(|signed| signed.time);
    time.ok_or(LogError::Quorum { needed: 1, found: 0 })
}

/// The bytes that a witness signs.
pub(super) fn message(time: Timestamp, text: &str) -> String {
    format!("cosignature/v1\ntime {}\n{text}", time.0)
}

/// Takes a signature line's payload apart: 8-byte big-endian time, at most 2⁶³ − 1, and the signature.
pub(super) fn split(payload: &[u8]) -> Option<(Timestamp, &[u8])> {
    let (time, signature) = payload.split_first_chunk()?;
    let seconds = i64::try_from(u64::from_be_bytes(*time)).ok()?;
    Some((Timestamp(seconds), signature))
}

#[cfg(test)]
mod tests;
