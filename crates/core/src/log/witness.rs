//! Asking a witness for its cosignature (c2sp.org/tlog-witness, `add-checkpoint`): the request, and what an answer means.
//!
//! Sending it, and remembering which checkpoint a witness saw last, is left to the log's writer.

use super::LogError;
use super::cosignature::{self, Quorum};
use super::note::SignedNote;
use super::text;
use crate::digest::Digest;
use std::fmt::Write as _;

/// Longest answer that is one, in bytes: as many signature lines as a note may have.
pub const MAX_ANSWER: usize = 16 << 10;

/// What a witness answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It cosigned: signature lines to be added to the checkpoint, unverified.
    Cosigned(String),
    /// The checkpoint that it saw last has so many entries, not as many as was said.
    Saw(u64),
    /// It cosigns nothing: it does not know the log or its key, or the proof does not convince it. The status says which.
    Refused(u16),
}

/// The body of the request to cosign the checkpoint `note`, of which `proof` shows that it extends the one with `old` entries.
pub fn add_checkpoint(old: u64, proof: &[Digest], note: &str) -> String {
    let mut body = format!("old {old}\n");
    for hash in proof {
        let _ = writeln!(body, "{}", text::to_base64(hash.0));
    }
    body.push('\n');
    body.push_str(note);
    body
}

/// Reads the answer with this HTTP status.
pub fn answer(status: u16, body: &[u8]) -> Result<Answer, LogError> {
    let said =
        || str::from_utf8(body).map_err(|_| LogError::Note("the witness's answer is no text"));
    match status {
        200 => Ok(Answer::Cosigned(said()?.to_owned())),
        409 => {
            let said = said()?;
            let size = text::decimal(said.strip_suffix('\n').unwrap_or(said));
            size.map(Answer::Saw)
                .ok_or(LogError::Note("the witness does not say which size it saw"))
        }
        _ => Ok(Answer::Refused(status)),
    }
}

impl Quorum {
    /// Adds to a checkpoint those of the signature `lines` that are cosignatures of known witnesses.
    ///
    /// Lines of others are left out, and so is a second line of one key. A line that names a known witness and is not its signature is an
    /// error, as is an answer without a line of any.
    pub fn add(&self, note: &str, lines: &str) -> Result<String, LogError> {
        let mut longer = note.to_owned();
        let mut added = false;
        for line in lines.lines() {
            let alone = format!("{}\n{line}\n", SignedNote::parse(note)?.text());
            let alone = SignedNote::parse(&alone)?;
            let named =
                self.keys.iter().find(|key| alone.verify(std::slice::from_ref(key)).is_ok());
            let Some(key) = named else {
                self.check_unknown(&alone)?;
                continue;
            };
            added = true;
            if cosignature::verify(&SignedNote::parse(&longer)?, key).is_err() {
                longer = format!("{longer}{line}\n");
            }
        }
        if added { Ok(longer) } else { Err(LogError::Quorum { needed: 1, found: 0 }) }
    }

    /// Fails when a signature names one of the witnesses.
    fn check_unknown(&self, note: &SignedNote<'_>) -> Result<(), LogError> {
        match note.verify(&self.keys) {
            Err(error @ LogError::WrongSignature { .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
