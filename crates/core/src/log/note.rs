//! Signed notes (c2sp.org/signed-note): a text, a blank line, and signature lines that name their keys.
//!
//! A note is worth nothing until [`SignedNote::verify`] has named the trusted keys that signed it. What the text says is for
//! others: see [`super::checkpoint`].

use super::LogError;
use super::text;
use crate::clock::Timestamp;
use crate::ed25519::{Sign, Signature};

mod key;

pub use key::{KeyHash, KeyKind, KeyName, VerifierKey};

/// Longest note that is read or made, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;

/// Most signature lines that a note may carry.
pub const MAX_SIGNATURES: usize = 100;

/// A parsed note; nothing in it is verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNote<'a> {
    text: &'a str,
    signatures: Vec<NoteSignature<'a>>,
}

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature<'a> {
    /// The name that the line gives to its key.
    pub name: &'a str,
    /// The id that the line gives to its key.
    pub hash: KeyHash,
    /// What the key made of the text, in the key's own format.
    pub payload: Vec<u8>,
}

/// A trusted key whose signature on a note was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified<'k> {
    /// The key.
    pub key: &'k VerifierKey,
    /// When it signed, where its signatures say so (cosignatures only).
    pub time: Option<Timestamp>,
}

impl<'a> SignedNote<'a> {
    /// Parses a note of at most [`MAX_BYTES`] with 1 to [`MAX_SIGNATURES`] signature lines.
    pub fn parse(note: &'a str) -> Result<Self, LogError> {
        if note.len() > MAX_BYTES {
            return Err(LogError::Note("it is longer than 64 KiB"));
        }
        if !text::is_lines(note) {
            return Err(LogError::Note("it has a control character or its last line does not end"));
        }
        let Some((before, lines)) = note.rsplit_once("\n\n") else {
            return Err(LogError::Note("no blank line separates the text from its signatures"));
        };
        let count = lines.lines().count();
        if !(1..=MAX_SIGNATURES).contains(&count) {
            return Err(LogError::Note("it has no signature or more than 100"));
        }
        let signatures = lines.lines().map(NoteSignature::parse).collect::<Option<_>>();
        let signatures = signatures.ok_or(LogError::Note(
            "a signature line is not `— <key name> <base64 of id and signature>`",
        ))?;
        Ok(Self { text: &note[..=before.len()], signatures })
    }

    /// Returns the signed text, including its last newline.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Returns the signature lines in their order.
    pub fn signatures(&self) -> &[NoteSignature<'a>] {
        &self.signatures
    }

    /// Verifies every signature that names one of `keys` and returns the keys that signed, each once.
    ///
    /// Signatures of other keys are ignored. Fails with [`LogError::WrongSignature`] when a signature that names one of `keys`
    /// is not that key's, and with [`LogError::NoTrustedSignature`] when none of `keys` signed.
    pub fn verify<'k>(&self, keys: &'k [VerifierKey]) -> Result<Vec<Verified<'k>>, LogError> {
        let verified = self.verify_known(keys)?;
        if verified.is_empty() {
            let signers: Vec<_> =
                self.signatures.iter().take(5).map(|line| format!("`{}`", line.id())).collect();
            return Err(LogError::NoTrustedSignature { signers: signers.join(", ") });
        }
        Ok(verified)
    }

    /// As [`Self::verify`], but an empty answer is no error. Of several signatures by one key the latest counts.
    pub(super) fn verify_known<'k>(
        &self,
        keys: &'k [VerifierKey],
    ) -> Result<Vec<Verified<'k>>, LogError> {
        let mut verified: Vec<Verified<'k>> = Vec::new();
        for line in &self.signatures {
            let mut known = keys
                .iter()
                .filter(|key| key.name().as_str() == line.name && key.hash() == line.hash)
                .peekable();
            if known.peek().is_none() {
                continue;
            }
            let signed = known.find_map(|key| key.check(self.text, &line.payload));
            let signed = signed.ok_or_else(|| LogError::WrongSignature { key: line.id() })?;
            match verified.iter_mut().find(|earlier| earlier.key == signed.key) {
                Some(earlier) => earlier.time = earlier.time.max(signed.time),
                None => verified.push(signed),
            }
        }
        Ok(verified)
    }
}

impl<'a> NoteSignature<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let (name, base64) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = text::from_base64(base64)?;
        let (hash, payload) = bytes.split_first_chunk()?;
        let well_formed = key::is_name(name) && !payload.is_empty();
        well_formed.then(|| Self { name, hash: KeyHash(*hash), payload: payload.to_vec() })
    }

    /// Returns the key's name and id as [`VerifierKey::id`] prints them, unverified.
    pub fn id(&self) -> String {
        format!("{}+{}", self.name, self.hash)
    }
}

/// Signs `text`, which must consist of whole lines, and returns the note.
pub fn sign_note(text: &str, name: &KeyName, signer: &dyn Sign) -> Result<String, LogError> {
    if !text::is_lines(text) {
        return Err(LogError::Note("it has a control character or its last line does not end"));
    }
    let Signature(signature) = signer.sign(text.as_bytes())?;
    let hash = KeyHash::of(name, KeyKind::Ed25519, &signer.public_key());
    append(format!("{text}\n"), name, hash, &signature)
}

/// Adds a signature to a note and returns the longer note.
pub fn add_signature(note: &str, name: &KeyName, signer: &dyn Sign) -> Result<String, LogError> {
    let text = SignedNote::parse(note)?.text();
    let Signature(signature) = signer.sign(text.as_bytes())?;
    let hash = KeyHash::of(name, KeyKind::Ed25519, &signer.public_key());
    append(note.to_owned(), name, hash, &signature)
}

/// Appends a signature line and checks that the result is still a note.
pub(super) fn append(
    mut note: String,
    name: &KeyName,
    hash: KeyHash,
    payload: &[u8],
) -> Result<String, LogError> {
    note.push_str("— ");
    note.push_str(name.as_str());
    note.push(' ');
    note.push_str(&text::to_base64([&hash.0, payload].concat()));
    note.push('\n');
    SignedNote::parse(&note)?;
    Ok(note)
}

#[cfg(test)]
mod tests;
