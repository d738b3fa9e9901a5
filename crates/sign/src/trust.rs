//! The trust file, `trust.json`: which keys of an organisation sign what, from when, until which log index.
//!
//! It is all that an auditor has to obtain and believe. [`Trust`] can be made only from a file that passed every check
//! (strict JSON, one version, ids that belong to their keys, nothing listed twice), so later code does not look again.
//! Reading and writing the JSON is `wire`'s; whether a signature is right is `cos-core`'s; which times and positions a
//! key may sign for is decided here.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::ids::{Org, Origin};
use cos_core::log::LogError;
use cos_core::log::checkpoint::{self, Checkpoint};
use cos_core::log::cosignature::Quorum;
use cos_core::log::note::VerifierKey;

use crate::name::{KeyId, Purpose};
use crate::sigstore::SigstoreRoot;
use crate::spki::{P256Key, SpkiKey};

mod error;
mod explain;
mod origins;
mod signers;
mod trusted_key;
mod wire;

pub use error::{Place, TrustError, TrustProblem};
pub use explain::Section;
pub use origins::Origins;
pub use signers::{Builder, BuilderSigner, IdentityRule, Pattern};
pub use trusted_key::{KeyVerdict, OutsidePeriod, Retired, TrustedKey};

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
    /// The keys that sign receipts, checkpoints and reports, in use and retired.
    pub keys: Vec<TrustedKey>,
    /// Which log keys sign for which logs.
    pub logs: Vec<LogRule>,
    /// How many distinct witnesses must cosign a checkpoint; 0 asks for none.
    pub quorum: u64,
    /// The witnesses whose cosignatures count.
    pub witnesses: Vec<VerifierKey>,
    /// The keys that sign policy bundles, in use and retired; all of P-256, because OPA knows no Ed25519.
    pub policies: Vec<TrustedKey<P256Key>>,
    /// The keys that sign evidence, in use and retired.
    pub evidence: Vec<TrustedKey<SpkiKey>>,
    /// The authorities for certificates, time stamps and transparency logs.
    pub sigstore: Option<SigstoreRoot>,
    /// Who may sign with a certificate instead of a key.
    pub identities: Vec<IdentityRule>,
    /// Which builders' provenance counts.
    pub builders: Vec<Builder>,
}

/// The keys that sign the checkpoints of some logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRule {
    /// The logs.
    pub origin: Origins,
    /// The keys, all of purpose [`Purpose::Log`].
    pub keys: Vec<KeyId>,
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
    /// A file of `org` that makes nobody believe anything, to add to.
    pub fn empty(org: Org) -> Self {
        Self {
            org,
            keys: Vec::new(),
            logs: Vec::new(),
            quorum: 0,
            witnesses: Vec::new(),
            policies: Vec::new(),
            evidence: Vec::new(),
            sigstore: None,
            identities: Vec::new(),
            builders: Vec::new(),
        }
    }

    /// Reads and checks a trust file.
    pub fn parse(bytes: &[u8]) -> Result<Trust, TrustError> {
        Ok(Trust { file: wire::parse(bytes)?, digest: Digest::of(bytes) })
    }

    /// Checks the file by writing and parsing it, so that what is made and what is read obey the same rules.
    pub fn check(&self) -> Result<Trust, TrustError> {
        Self::parse(self.to_json().as_bytes())
    }

    /// The ids of all keys but those of witnesses, in the order of the file.
    pub fn key_ids(&self) -> impl Iterator<Item = &KeyId> {
        let others = self.policies.iter().map(|key| &key.id);
        let others = others.chain(self.evidence.iter().map(|key| &key.id));
        self.keys.iter().map(|key| &key.id).chain(others)
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

    /// The keys of `purpose`, in use and retired, in the order of the file; those for evidence and policies are in
    /// [`Self::evidence_keys`] and [`Self::policy_keys`].
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
    pub fn policy(&self, kid: &str) -> Option<&TrustedKey<P256Key>> {
        self.file.policies.iter().find(|key| key.id.as_str() == kid)
    }

    /// The keys that sign policy bundles, in use and retired, in the order of the file.
    pub fn policy_keys(&self) -> &[TrustedKey<P256Key>] {
        &self.file.policies
    }

    /// The keys that sign evidence, in use and retired, in the order of the file.
    pub fn evidence_keys(&self) -> &[TrustedKey<SpkiKey>] {
        &self.file.evidence
    }

    /// Looks up the evidence key with the id `kid`.
    pub fn evidence(&self, kid: &str) -> Option<&TrustedKey<SpkiKey>> {
        self.file.evidence.iter().find(|key| key.id.as_str() == kid)
    }

    /// Which provenance of which builders counts.
    pub fn builders(&self) -> &[Builder] {
        &self.file.builders
    }

    /// The identities that may sign for `purpose` with a certificate.
    pub fn identities(&self, purpose: Purpose) -> impl Iterator<Item = &IdentityRule> {
        self.file.identities.iter().filter(move |rule| rule.purposes.contains(&purpose))
    }

    /// The authorities for certificates, time stamps and transparency logs, where the file has any.
    pub fn sigstore(&self) -> Option<&SigstoreRoot> {
        self.file.sigstore.as_ref()
    }

    /// Looks up an Ed25519 key of whatever purpose, for messages that say why it does not count.
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
