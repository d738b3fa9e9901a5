//! The public keys of signed notes and their one-line text, the vkey.
//!
//! Private keys and files of keys belong to `cos-sign`.

use super::Verified;
use crate::digest::{Digest, decode_hex};
use crate::ed25519::{PublicKey, Signature, VerifyingKey};
use crate::log::{LogError, cosignature, text};
use std::fmt;
use std::str::FromStr;

/// The name of a key: 1 to 255 bytes of UTF-8 without white space, control characters and `+`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(Box<str>);

/// A key's id: a short hash over name, kind and key; an identifier, not a fingerprint. Prints as 8 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyHash(pub [u8; 4]);

/// What a key's signatures are made over, and so their format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// `0x01`: Ed25519 over the note's text.
    Ed25519 = 0x01,
    /// `0x04`: timestamped Ed25519 cosignature of a witness ([`cosignature`]).
    Cosignature = 0x04,
}

/// A public key with its name and kind; its text is `<name>+<id>+<base64 of kind and key>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    kind: KeyKind,
    hash: KeyHash,
    key: VerifyingKey,
}

impl KeyName {
    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = LogError;

    fn from_str(name: &str) -> Result<Self, LogError> {
        if is_name(name) {
            Ok(Self(name.into()))
        } else {
            Err(LogError::KeyName(text::excerpt(name)))
        }
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn is_name(name: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    (1..=255).contains(&name.len()) && !name.contains(forbidden)
}

impl KeyHash {
    /// Computes the id: the first four bytes of `SHA-256(name ‖ 0x0A ‖ kind ‖ public key)`.
    pub fn of(name: &KeyName, kind: KeyKind, key: &PublicKey) -> Self {
        let [a, b, c, d, ..] =
            Digest::of_parts(&[name.0.as_bytes(), &[b'\n', kind as u8], &key.0]).0;
        Self([a, b, c, d])
    }
}

impl fmt::Display for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl VerifierKey {
    /// Creates a verifier key; refuses a public key that is not a point of large order.
    pub fn new(name: KeyName, kind: KeyKind, key: PublicKey) -> Result<Self, LogError> {
        let hash = KeyHash::of(&name, kind, &key);
        let key = VerifyingKey::new(key).ok_or_else(|| LogError::VerifierKey {
            text: format!("{name}+{hash}"),
            reason: "its public key is not a valid Ed25519 point",
        })?;
        Ok(Self { name, kind, hash, key })
    }

    /// Returns the key's name.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// Returns what the key signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Returns the key's id.
    pub fn hash(&self) -> KeyHash {
        self.hash
    }

    /// Returns the Ed25519 public key.
    pub fn public_key(&self) -> PublicKey {
        self.key.public_key()
    }

    /// Returns name and id as `<name>+<8 hexadecimal digits>`.
    pub fn id(&self) -> String {
        format!("{}+{}", self.name, self.hash)
    }

    /// Verifies a signature line's payload over a note's text.
    pub(super) fn check(&self, note_text: &str, payload: &[u8]) -> Option<Verified<'_>> {
        let (time, message, signature) = match self.kind {
            KeyKind::Ed25519 => (None, None, payload),
            KeyKind::Cosignature => {
                let (time, signature) = cosignature::split(payload)?;
                (Some(time), Some(cosignature::message(time, note_text)), signature)
            }
        };
        let message = message.as_deref().unwrap_or(note_text);
        let signature = Signature(signature.try_into().ok()?);
        let valid = self.key.verify_strict(message.as_bytes(), &signature);
        valid.then_some(Verified { key: self, time })
    }
}

impl FromStr for VerifierKey {
    type Err = LogError;

    fn from_str(vkey: &str) -> Result<Self, LogError> {
        let wrong = |reason| LogError::VerifierKey { text: text::excerpt(vkey), reason };
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(hash), Some(base64)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong("write `<name>+<id>+<key>`"));
        };
        let name = name.parse()?;
        // 33 bytes; the length is checked first so that a long text is not decoded.
        let bytes = Some(base64).filter(|text| text.len() == 44).and_then(text::from_base64);
        let Some([kind, key @ ..]) = bytes.and_then(|bytes| <[u8; 33]>::try_from(bytes).ok())
        else {
            return Err(wrong("its key is not the base64 of 33 bytes"));
        };
        let kind = match kind {
            0x01 => KeyKind::Ed25519,
            0x04 => KeyKind::Cosignature,
            _ => return Err(wrong("only Ed25519 keys (kinds 0x01 and 0x04) are supported")),
        };
        let mut stated = KeyHash([0; 4]);
        let verifier = Self::new(name, kind, PublicKey(key))?;
        if !decode_hex(hash, &mut stated.0) || stated != verifier.hash {
            return Err(wrong("its id does not belong to its name and key"));
        }
        Ok(verifier)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = text::to_base64([&[self.kind as u8], self.public_key().0.as_slice()].concat());
        write!(f, "{}+{}+{key}", self.name, self.hash)
    }
}
