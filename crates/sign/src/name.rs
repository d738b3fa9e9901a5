//! Names of keys: `acme/notary-1` for a key's place in an organisation, `acme/notary-1+ab12cd34` for the very key.
//!
//! The second form is the key id of a C2SP signed note, so that a receipt's `kid`, a checkpoint's signature line and a
//! `trust.json` entry all name a key with the same text. The eight digits are a fingerprint for people and for lookup,
//! never a proof: whoever looks a key up still verifies with the whole key.

use std::fmt;
use std::str::FromStr;

use cos_core::digest::Digest;
use cos_core::ed25519::PublicKey;
use cos_core::ids::Org;
use cos_core::log::note::{self, KeyHash, KeyKind};

use crate::key::KeyError;

/// What a key may sign; a key of one purpose is never accepted for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Evidence bundles.
    Evidence,
    /// Checkpoints of logs.
    Log,
    /// Receipts.
    Notary,
    /// Policy bundles.
    Policy,
    /// Reports and other statements about what was checked.
    Report,
    /// Cosignatures on the checkpoints of others' logs.
    Witness,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 6] =
        [Self::Evidence, Self::Log, Self::Notary, Self::Policy, Self::Report, Self::Witness];

    /// Returns the word used in key names and in `trust.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::Log => "log",
            Self::Notary => "notary",
            Self::Policy => "policy",
            Self::Report => "report",
            Self::Witness => "witness",
        }
    }
}

impl FromStr for Purpose {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let found = Self::ALL.into_iter().find(|purpose| purpose.as_str() == text);
        found.ok_or_else(|| {
            let rule = "write `notary`, `log`, `report`, `policy`, `evidence` or `witness`";
            KeyError::name(text, rule)
        })
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The name of a key, `<org>/<purpose>-<number>`, counted from 1 within its purpose.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName {
    /// Whose key it is.
    pub org: Org,
    /// What it signs.
    pub purpose: Purpose,
    /// Which of the organisation's keys for this purpose; 1 is the first.
    pub number: u32,
}

impl KeyName {
    /// Returns the name as the key name of a signed note.
    pub fn to_note(&self) -> note::KeyName {
        self.to_string().parse().expect("a key name has no space and no `+` and is short")
    }
}

impl FromStr for KeyName {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let parsed = (|| {
            let (org, place) = text.split_once('/')?;
            let (purpose, number) = place.split_once('-')?;
            let name = Self {
                org: org.parse().ok()?,
                purpose: purpose.parse().ok()?,
                number: number.parse().ok()?,
            };
            // Comparing the canonical spelling refuses `+1`, `01` and every other second way to write a number.
            (name.number > 0 && name.to_string() == text).then_some(name)
        })();
        parsed.ok_or_else(|| KeyError::name(text, "write `<org>/<purpose>-<number>`"))
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}-{}", self.org, self.purpose, self.number)
    }
}

/// The id of a key, `<name>+<8 hexadecimal digits>`: the `kid` of receipts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId {
    text: Box<str>,
    name: KeyName,
}

impl KeyId {
    /// Computes the id of `key` under `name` (C2SP signed-note, key ID of signature type 0x01).
    pub fn of(name: KeyName, key: &PublicKey) -> Self {
        let hash = KeyHash::of(&name.to_note(), KeyKind::Ed25519, key);
        Self { text: format!("{name}+{hash}").into(), name }
    }

    /// Computes the id of a P-256 key, given as SubjectPublicKeyInfo in DER (RFC 5480), under `name`.
    ///
    /// Signed notes have no key id for ECDSA; this is theirs with type 0x02, which C2SP keeps for it.
    pub fn of_p256(name: KeyName, spki: &[u8]) -> Self {
        let digest = Digest::of_parts(&[name.to_string().as_bytes(), b"\n\x02", spki]).to_string();
        Self { text: format!("{name}+{}", &digest[..8]).into(), name }
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The name of the key.
    pub fn name(&self) -> &KeyName {
        &self.name
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests;
