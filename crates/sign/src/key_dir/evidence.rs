//! The part of a key directory that seals evidence: its keys, and the key that stamps the time.
//!
//! Stamping keys have no number. The trust file names them by certificate, and the file is named after the key.

use std::path::{Path, PathBuf};

use cos_core::clock::Timestamp;
use cos_core::digest::Digest;

use super::{KEYS, KeyDir, newest, retire};
use crate::key::{KeyError, NewKey, SigningKey};
use crate::name::{KeyId, KeyName, Purpose};
use crate::p256::{NewP256, P256Pair};
use crate::sigstore::key::{EvidenceKey, Secret};
use crate::sigstore::{KeySealer, NewTimeStamper, SigstoreRoot, TimeStamper, x509};
use crate::spki::{P256Key, SpkiKey};
use crate::trust::{Trust, TrustFile, TrustedKey};

/// What a key for evidence signs with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// As all other keys of ours.
    Ed25519,
    /// What every Sigstore client reads.
    P256,
}

/// Private keys that are not yet on disk, but in a trust file that is to be.
pub(super) struct NewEvidence {
    name: KeyName,
    key: NewSecret,
    clock: Option<NewTimeStamper>,
}

enum NewSecret {
    Ed25519(NewKey),
    P256(NewP256),
}

impl NewEvidence {
    /// Makes a key, and a time stamper where `file` has none, and lists them from `now` on.
    pub(super) fn generate(
        name: KeyName,
        algorithm: Algorithm,
        file: &mut TrustFile,
        now: Timestamp,
    ) -> Result<Self, KeyError> {
        let key = match algorithm {
            Algorithm::Ed25519 => NewSecret::Ed25519(NewKey::generate(name.clone())?),
            Algorithm::P256 => NewSecret::P256(NewP256::generate()?),
        };
        let verifying_key = match &key {
            NewSecret::Ed25519(new) => new.key.verifying_key().into(),
            NewSecret::P256(new) => SpkiKey::P256(new.key.public().clone()),
        };
        let id = verifying_key.id(name.clone());
        file.evidence.push(TrustedKey {
            id,
            verifying_key,
            not_before: now,
            not_after: None,
            retired: None,
        });
        let clock = add_clock(file, now)?;
        Ok(Self { name, key, clock })
    }

    /// Writes the private keys into `directory`, whose lock is held.
    pub(super) fn write(&self, directory: &KeyDir) -> Result<(), KeyError> {
        let path = directory.key_path(&self.name);
        match &self.key {
            NewSecret::Ed25519(new) => new.write(&path)?,
            NewSecret::P256(new) => new.write(&path)?,
        }
        if let Some(clock) = &self.clock {
            let key = &clock.key;
            key.write(&directory.authority_path("tsa", key.key.public()))?;
        }
        Ok(())
    }
}

/// Makes a time-stamping authority and lists it, where `file` has none.
pub(super) fn add_clock(
    file: &mut TrustFile,
    now: Timestamp,
) -> Result<Option<NewTimeStamper>, KeyError> {
    if file.sigstore.as_ref().is_some_and(|root| root.tsa_chain().is_some()) {
        return Ok(None);
    }
    let new = NewTimeStamper::generate(file.org.as_str(), now)?;
    let root = file.sigstore.get_or_insert_with(SigstoreRoot::empty);
    root.add_tsa(file.org.as_str(), &new.chain, now);
    Ok(Some(new))
}

impl KeyDir {
    /// Reads the private key that seals evidence now, and the one that stamps the time.
    pub fn sealer(&self) -> Result<KeySealer, KeyError> {
        Ok(KeySealer::new(self.evidence()?, self.time_stamper()?))
    }

    fn evidence(&self) -> Result<EvidenceKey, KeyError> {
        let trusted =
            newest(self.trust.evidence_keys()).ok_or_else(|| self.no_key(Purpose::Evidence))?;
        let name = trusted.id.name().clone();
        let path = self.key_path(&name);
        let (found, secret) = match &trusted.verifying_key {
            SpkiKey::Ed25519(_) => {
                let key = SigningKey::read(name, &path)?;
                (key.id().clone(), Secret::Ed25519(key))
            }
            SpkiKey::P256(_) => {
                let key = P256Pair::read(&path)?;
                (KeyId::of_p256(name, key.public().as_der()), Secret::P256(key))
            }
        };
        if found == trusted.id {
            return Ok(EvidenceKey { id: found, secret });
        }
        Err(KeyError::Mismatch { path, expected: trusted.id.clone(), found })
    }

    pub(super) fn time_stamper(&self) -> Result<TimeStamper, KeyError> {
        let missing =
            || KeyError::NoAuthority { path: self.root.clone(), what: "time-stamping key" };
        let chain = self.trust.sigstore().and_then(SigstoreRoot::tsa_chain).ok_or_else(missing)?;
        let leaf = chain.first().ok_or_else(missing)?;
        let public = x509::public_key(leaf).ok_or_else(missing)?;
        let key = self.read_authority("tsa", &public)?;
        TimeStamper::new(key, leaf).ok_or_else(missing)
    }

    /// Makes a new key for evidence and retires those in use; what they signed until `now` keeps counting.
    ///
    /// A directory from before there was evidence gets its first key so, and a key that stamps time.
    pub fn rotate_evidence(
        &mut self,
        algorithm: Algorithm,
        now: Timestamp,
    ) -> Result<KeyId, KeyError> {
        let _lock = self.lock()?;
        let mut file = Trust::read(&self.trust_path())?.file().clone();
        let at = retire(&mut file.evidence, now);
        let name = self.next_name(&file, Purpose::Evidence)?;
        let new = NewEvidence::generate(name, algorithm, &mut file, at)?;
        let id = file.evidence.last().map(|key| key.id.clone()).expect("one was added");
        self.replace(&file, |next| new.write(next))?;
        Ok(id)
    }

    /// Where the private key of an authority is: `tsa-`, `ca-`, … and the first eight digits of the key's digest.
    pub(super) fn authority_path(&self, kind: &str, key: &P256Key) -> PathBuf {
        let digest = Digest::of(key.as_der()).to_string();
        self.root.join(KEYS).join(format!("{kind}-{}.pem", &digest[..8]))
    }

    pub(super) fn read_authority(&self, kind: &str, key: &P256Key) -> Result<P256Pair, KeyError> {
        let path = self.authority_path(kind, key);
        let pair = P256Pair::read(&path)?;
        if pair.public() == key { Ok(pair) } else { Err(other_key(&path)) }
    }
}

fn other_key(path: &Path) -> KeyError {
    let reason = "it holds another key than the one that it is named after";
    KeyError::Malformed { path: path.into(), reason }
}
