//! Checkpoints (c2sp.org/tlog-checkpoint): a log's signed statement of its size and root.
//!
//! Opening a checkpoint proves who said it, not that the log kept to it: consistency with an earlier one is
//! [`super::proof`]'s, and remembering the earlier one the caller's.

use super::LogError;
use super::note::{self, KeyName, SignedNote, VerifierKey};
use super::text;
use crate::digest::Digest;
use crate::ed25519::Sign;
use crate::ids::Origin;
use std::fmt;
use std::str::FromStr;

/// The text of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name. Text, not [`Origin`]: other people's logs are named otherwise.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the tree of that many entries.
    pub root: Digest,
    /// Further lines, signed but without meaning to us.
    pub extensions: Vec<String>,
}

/// A checkpoint that trusted keys of its log signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened<'k> {
    /// What was signed.
    pub checkpoint: Checkpoint,
    /// The trusted keys that signed it; at least one.
    pub signers: Vec<&'k VerifierKey>,
}

impl Checkpoint {
    /// Creates a checkpoint of one of our logs.
    pub fn new(origin: &Origin, size: u64, root: Digest) -> Self {
        Self { origin: origin.to_string(), size, root, extensions: Vec::new() }
    }

    /// Signs the checkpoint; refuses one whose fields do not make a checkpoint's text.
    pub fn sign(&self, name: &KeyName, signer: &dyn Sign) -> Result<String, LogError> {
        let text = self.to_string();
        if text.parse().as_ref() != Ok(self) {
            return Err(LogError::Checkpoint("its origin or an extension is not one line"));
        }
        note::sign_note(&text, name, signer)
    }
}

/// Verifies a checkpoint of the log `origin` with the keys trusted to sign for that log.
pub fn open<'k>(
    note: &str,
    log_keys: &'k [VerifierKey],
    origin: &Origin,
) -> Result<Opened<'k>, LogError> {
    let note = SignedNote::parse(note)?;
    let signers = note.verify(log_keys)?.into_iter().map(|verified| verified.key).collect();
    let checkpoint: Checkpoint = note.text().parse()?;
    let expected = origin.to_string();
    if checkpoint.origin != expected {
        return Err(LogError::OtherLog { expected, found: text::excerpt(&checkpoint.origin) });
    }
    Ok(Opened { checkpoint, signers })
}

impl FromStr for Checkpoint {
    type Err = LogError;

    /// Parses the text of a note: origin, size, root in base64 and any further lines, none of them empty.
    fn from_str(text: &str) -> Result<Self, LogError> {
        if text.len() > note::MAX_BYTES || !text::is_lines(text) {
            return Err(LogError::Checkpoint(
                "it is longer than 64 KiB, has a control character or a last line that does not end",
            ));
        }
        let mut lines = text.split_terminator('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(LogError::Checkpoint("it has fewer than three lines"));
        };
        let extensions: Vec<_> = lines.map(str::to_owned).collect();
        if origin.is_empty() || extensions.iter().any(String::is_empty) {
            return Err(LogError::Checkpoint("one of its lines is empty"));
        }
        let size =
            text::decimal(size).ok_or(LogError::Checkpoint("its size is not a plain decimal"))?;
        let root = text::digest(root)
            .ok_or(LogError::Checkpoint("its root is not the base64 of 32 bytes"))?;
        Ok(Self { origin: origin.to_owned(), size, root, extensions })
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, text::to_base64(self.root))?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

#[cfg(test)]
mod tests;
