//! Log proofs (c2sp.org/tlog-proof): that one entry is in a log, as a text that can be checked offline.
//!
//! The proof carries no entry: whoever checks it has the entry and knows the log's keys. Its extra data is not signed.

use super::LogError;
use super::checkpoint::{self, Checkpoint, Opened};
use super::note::{self, SignedNote, VerifierKey};
use super::proof::verify_inclusion;
use super::text;
use crate::digest::Digest;
use crate::ids::Origin;
use std::fmt;
use std::str::FromStr;

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// Longest proof text that is read, in bytes: a note and as much again for hashes and extra data.
pub const MAX_BYTES: usize = 2 * note::MAX_BYTES;

/// Most hashes of one inclusion proof: one for each level of the largest tree.
pub const MAX_HASHES: usize = 64;

/// One entry's proof of inclusion with the signed checkpoint that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// Data for the application, not covered by any signature; `None` when empty.
    pub extra: Option<Vec<u8>>,
    /// Position of the entry.
    pub index: u64,
    /// Sibling hashes from the leaf up.
    pub hashes: Vec<Digest>,
    /// The checkpoint as the log and its witnesses signed it.
    pub checkpoint: String,
}

impl TlogProof {
    /// Verifies that the entry with the hash `leaf` is in the log `origin`, at this index of a checkpoint signed by one of the
    /// log's keys, and returns the checkpoint. The quorum of witnesses is checked apart, on [`Self::checkpoint`].
    pub fn verify<'k>(
        &self,
        leaf: &Digest,
        log_keys: &'k [VerifierKey],
        origin: &Origin,
    ) -> Result<Opened<'k>, LogError> {
        let opened = checkpoint::open(&self.checkpoint, log_keys, origin)?;
        let Checkpoint { size, root, .. } = &opened.checkpoint;
        verify_inclusion(leaf, self.index, *size, &self.hashes, root)?;
        Ok(opened)
    }
}

impl FromStr for TlogProof {
    type Err = LogError;

    fn from_str(proof: &str) -> Result<Self, LogError> {
        if proof.len() > MAX_BYTES {
            return Err(LogError::Proof("it is longer than 128 KiB"));
        }
        let Some((head, checkpoint)) = proof.split_once("\n\n") else {
            return Err(LogError::Proof("no blank line comes before its checkpoint"));
        };
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(LogError::Proof("its first line is not `c2sp.org/tlog-proof@v1`"));
        }
        let extra = lines.next_if(|line| line.starts_with("extra "));
        let extra =
            extra.map(|line| text::from_base64(&line[6..]).filter(|extra| !extra.is_empty()));
        if extra == Some(None) {
            return Err(LogError::Proof("its extra data is not base64, or empty"));
        }
        let index =
            lines.next().and_then(|line| line.strip_prefix("index ")).and_then(text::decimal);
        let index = index.ok_or(LogError::Proof("it has no line `index <decimal>`"))?;
        let hashes: Option<Vec<_>> = lines.take(MAX_HASHES + 1).map(text::digest).collect();
        let hashes =
            hashes.ok_or(LogError::Proof("one of its hashes is not the base64 of 32 bytes"))?;
        if hashes.len() > MAX_HASHES {
            return Err(LogError::Proof("it has more than 64 hashes"));
        }
        SignedNote::parse(checkpoint)?.text().parse::<Checkpoint>()?;
        Ok(Self { extra: extra.flatten(), index, hashes, checkpoint: checkpoint.to_owned() })
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = self.extra.as_ref().filter(|extra| !extra.is_empty()) {
            writeln!(f, "extra {}", text::to_base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{}", text::to_base64(hash)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

#[cfg(test)]
mod tests;
