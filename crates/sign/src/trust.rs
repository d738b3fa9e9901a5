//! The trust file, `trust.json`: which keys of an organisation sign what, from when, until which log index.
//!
//! It is all that an auditor has to obtain and believe. [`Trust`] can be made only from a file that passed every check
//! (strict JSON, one version, ids that belong to their keys, nothing listed twice), so later code does not look again.
//! Reading and writing the JSON is `wire`'s; whether a signature is right is `cos-core`'s; which times and positions a
//! key may sign for is decided here.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::ed25519::VerifyingKey;
use cos_core::ids::{Org, Origin};
use cos_core::log::LogError;
use cos_core::log::checkpoint::{self, Checkpoint};
use cos_core::log::cosignature::Quorum;
use cos_core::log::note::{KeyKind, VerifierKey};

use crate::name::{KeyId, Purpose};

mod error;
mod explain;
mod origins;
mod wire;

pub use error::{Place, TrustError, TrustProblem};
pub use explain::Section;
pub use origins::Origins;

/// The version of the file, in its field `schema`.
pub const SCHEMA_ID: &str = "cos.trust/v1";

/// The JSON Schema of the file. It describes the shape; this module checks that and more.
pub const SCHEMA: &str = include_str!("../schemas/trust.v1.json");

/// The longest trust file that is read, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// What a trust file says, as plain data, not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustFile {
    /// Whose keys these are.
    pub org: Org,
    /// The keys that sign receipts, checkpoints, reports and policies, in use and retired.
    pub keys: Vec<TrustedKey>,
    /// Which log keys sign for which logs.
    pub logs: Vec<LogRule>,
    /// How many distinct witnesses must cosign a checkpoint; 0 asks for none.
    pub quorum: u64,
    /// The witnesses whose cosignatures count.
    pub witnesses: Vec<VerifierKey>,
}

/// A public key and what its signatures are worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey {
    /// Its id, from which its purpose follows.
    pub id: KeyId,
    /// The key itself.
    pub verifying_key: VerifyingKey,
    /// The first second in which it may sign.
    pub not_before: Timestamp,
    /// The last second in which it may sign; `None` for no end.
    pub not_after: Option<Timestamp>,
    /// Set when it was replaced.
    pub retired: Option<Retired>,
}

/// How far the signatures of a retired key still count.
///
/// By position, not by time: whoever holds an old key can write any time into a receipt, but not insert it into a log. Documents stand in
/// no log, so for keys that sign them it is the time; see [`TrustedKey::accepts_document`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    /// When the key was taken out of use; for receipts and checkpoints no check depends on it.
    pub at: Timestamp,
    /// Per log, the size it had then: signatures count below it. A log that is not listed counts as empty.
    pub logs: BTreeMap<Origin, u64>,
}

/// The keys that sign the checkpoints of some logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRule {
    /// The logs.
    pub origin: Origins,
    /// The keys, all of purpose [`Purpose::Log`].
    pub keys: Vec<KeyId>,
}

/// What a key's signature is worth for one receipt or checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyVerdict {
    /// The key may sign this.
    Accepted,
    /// Issued after the key's last day.
    Expired,
    /// Issued before the key's first day.
    NotYetValid,
    /// The key is retired, so its signature counts by position in a log, and the position is not known.
    PositionUnknown,
    /// The key was retired before this position.
    RetiredBefore {
        /// The first position at which its signatures no longer count.
        limit: u64,
    },
}

/// The time of a document lies outside the period in which its key may sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutsidePeriod {
    /// After the key's last second.
    #[error("it may sign until {last}")]
    Expired {
        /// The last second.
        last: Timestamp,
    },
    /// Before the key's first second.
    #[error("it may sign from {first} on")]
    NotYetValid {
        /// The first second.
        first: Timestamp,
    },
    /// After the key was taken out of use.
    #[error("it was retired at {at}")]
    Retired {
        /// When it was retired.
        at: Timestamp,
    },
}

/// A trust file that passed every check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    file: TrustFile,
    digest: Digest,
}

/// A checkpoint that the trust file does not vouch for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The checkpoint is malformed, of another log or not signed by a key of the log.
    #[error(transparent)]
    Log(#[from] LogError),
    /// Every key that signed the checkpoint was retired when the log was smaller.
    #[error("`{key}` signed a checkpoint of size {size}, but was retired at size {limit}")]
    Retired {
        /// The key.
        key: KeyId,
        /// The largest size that it may sign.
        limit: u64,
        /// The size that it signed.
        size: u64,
    },
}

impl TrustFile {
    /// Reads and checks a trust file.
    pub fn parse(bytes: &[u8]) -> Result<Trust, TrustError> {
        Ok(Trust { file: wire::parse(bytes)?, digest: Digest::of(bytes) })
    }

    /// Checks the file by writing and parsing it, so that what is made and what is read obey the same rules.
    pub fn check(&self) -> Result<Trust, TrustError> {
        Self::parse(self.to_json().as_bytes())
    }

    /// Writes the file: two spaces of indent, a fixed order of fields, a newline at the end.
    pub fn to_json(&self) -> String {
        wire::to_json(self)
    }
}

impl Trust {
    /// Reads and checks the trust file at `path`.
    pub fn read(path: &Path) -> Result<Self, TrustError> {
        let mut bytes = Vec::new();
        let read =
            File::open(path).and_then(|f| f.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes));
        let parsed = match read {
            Ok(_) => TrustFile::parse(&bytes),
            Err(error) => Err(TrustError::of_file(TrustProblem::Read(error))),
        };
        parsed.map_err(|error| error.in_file(path))
    }

    /// SHA-256 of the file's bytes, which reports name.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// What the file says.
    pub fn file(&self) -> &TrustFile {
        &self.file
    }

    /// The organisation whose keys these are.
    pub fn org(&self) -> &Org {
        &self.file.org
    }

    /// Writes the file; parsing the text gives an equal file.
    pub fn to_json(&self) -> String {
        self.file.to_json()
    }

    /// The keys of `purpose`, in use and retired, in the order of the file.
    pub fn keys(&self, purpose: Purpose) -> impl Iterator<Item = &TrustedKey> {
        self.file.keys.iter().filter(move |key| key.purpose() == purpose)
    }

    /// The keys that sign receipts. A log key never signs receipts, nor the other way round.
    pub fn notary_keys(&self) -> Vec<&TrustedKey> {
        self.keys(Purpose::Notary).collect()
    }

    /// Looks up the notary key that a receipt's `kid` names.
    pub fn notary(&self, kid: &str) -> Option<&TrustedKey> {
        self.keys(Purpose::Notary).find(|key| key.id.as_str() == kid)
    }

    /// Looks up the key that a report or statement names; a key of another purpose is not found.
    pub fn report(&self, kid: &str) -> Option<&TrustedKey> {
        self.keys(Purpose::Report).find(|key| key.id.as_str() == kid)
    }

    /// Looks up the key that a policy bundle names; a key of another purpose is not found.
    pub fn policy(&self, kid: &str) -> Option<&TrustedKey> {
        self.keys(Purpose::Policy).find(|key| key.id.as_str() == kid)
    }

    /// Looks up a key of whatever purpose, for messages that say why it does not count.
    pub fn key(&self, kid: &str) -> Option<&TrustedKey> {
        self.file.keys.iter().find(|key| key.id.as_str() == kid)
    }

    /// The keys that sign checkpoints of the log `origin`, retired ones included; empty when the file knows no such log.
    ///
    /// [`Trust::open_checkpoint`] also checks how far a retired key counts.
    pub fn log_keys(&self, origin: &Origin) -> Vec<VerifierKey> {
        self.trusted_log_keys(origin).map(TrustedKey::verifier_key).collect()
    }

    /// Opens a checkpoint of the log `origin`: signed by at least one key of that log which may sign for its size.
    ///
    /// Witnesses are a separate question, answered by [`Trust::quorum`].
    pub fn open_checkpoint(
        &self,
        note: &str,
        origin: &Origin,
    ) -> Result<Checkpoint, CheckpointError> {
        let verifiers = self.log_keys(origin);
        let opened = checkpoint::open(note, &verifiers, origin)?;
        let size = opened.checkpoint.size;
        let mut retired = None;
        for key in self.trusted_log_keys(origin) {
            if !opened.signers.iter().any(|signer| signer.id() == key.id.as_str()) {
                continue;
            }
            match key.accepts_checkpoint(origin, size) {
                KeyVerdict::RetiredBefore { limit } => retired = Some((key, limit)),
                _ => return Ok(opened.checkpoint),
            }
        }
        Err(match retired {
            Some((key, limit)) => CheckpointError::Retired { key: key.id.clone(), limit, size },
            None => LogError::NoTrustedSignature { signers: "nobody".into() }.into(),
        })
    }

    /// The witnesses and how many of them must cosign a checkpoint.
    pub fn quorum(&self) -> Quorum {
        Quorum { keys: self.file.witnesses.clone(), threshold: self.file.quorum as usize }
    }

    fn trusted_log_keys(&self, origin: &Origin) -> impl Iterator<Item = &TrustedKey> {
        let rules: Vec<_> =
            self.file.logs.iter().filter(|rule| rule.origin.covers(origin)).collect();
        self.keys(Purpose::Log)
            .filter(move |key| rules.iter().any(|rule| rule.keys.contains(&key.id)))
    }
}

impl TrustedKey {
    /// What the key signs.
    pub fn purpose(&self) -> Purpose {
        self.id.name().purpose
    }

    /// The key as the verifier of a signed note.
    pub fn verifier_key(&self) -> VerifierKey {
        let name = self.id.name().to_note();
        VerifierKey::new(name, KeyKind::Ed25519, self.verifying_key.public_key())
            .expect("the key was decoded before")
    }

    /// Tells whether the key may have signed a receipt issued at `iat` that stands at `position` of a log.
    ///
    /// `position` is `None` for a receipt that was met outside a log; that suffices unless the key is retired.
    pub fn accepts(&self, iat: Timestamp, position: Option<(&Origin, u64)>) -> KeyVerdict {
        if iat < self.not_before {
            return KeyVerdict::NotYetValid;
        }
        if self.not_after.is_some_and(|last| iat > last) {
            return KeyVerdict::Expired;
        }
        match (&self.retired, position) {
            (None, _) => KeyVerdict::Accepted,
            (Some(_), None) => KeyVerdict::PositionUnknown,
            (Some(retired), Some((origin, index))) => match retired.limit(origin) {
                limit if index < limit => KeyVerdict::Accepted,
                limit => KeyVerdict::RetiredBefore { limit },
            },
        }
    }

    /// Tells whether the key may have signed a document, such as a report or a policy bundle, that says it was made at `created`.
    ///
    /// That time is the signer's word: whoever stole a key can write a time before its retirement. Take the key of a thief out of the trust
    /// file altogether.
    pub fn accepts_document(&self, created: Timestamp) -> Result<(), OutsidePeriod> {
        if created < self.not_before {
            return Err(OutsidePeriod::NotYetValid { first: self.not_before });
        }
        if let Some(last) = self.not_after.filter(|&last| created > last) {
            return Err(OutsidePeriod::Expired { last });
        }
        match &self.retired {
            Some(retired) if created > retired.at => Err(OutsidePeriod::Retired { at: retired.at }),
            _ => Ok(()),
        }
    }

    /// Tells whether the key may have signed a checkpoint of the log `origin` with `size` entries.
    ///
    /// A checkpoint carries no time of its own, so the key's period is not looked at.
    pub fn accepts_checkpoint(&self, origin: &Origin, size: u64) -> KeyVerdict {
        match self.retired.as_ref().map(|retired| retired.limit(origin)) {
            Some(limit) if size > limit => KeyVerdict::RetiredBefore { limit },
            _ => KeyVerdict::Accepted,
        }
    }
}

impl Retired {
    /// The size of the log `origin` when the key was retired.
    pub fn limit(&self, origin: &Origin) -> u64 {
        self.logs.get(origin).copied().unwrap_or(0)
    }
}

impl CheckpointError {
    /// The stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Log(error) => error.code(),
            Self::Retired { .. } => const { Code::new("COS-TRU-0012") },
        }
    }
}

#[cfg(test)]
mod tests;
