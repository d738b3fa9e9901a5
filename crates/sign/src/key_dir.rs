//! The directory that `cos trust init` makes: `trust.json` for everyone, private keys under `keys/` for their owner.
//!
//! ```text
//! trust/trust.json          public, mode 0644
//! trust/keys/notary-1.pem   private, mode 0600, in a directory of mode 0700
//! trust/keys/log-1.pem
//! trust/keys/report-1.pem
//! trust/keys/policy-1.pem
//! trust/keys/evidence-1.pem
//! trust/keys/tsa-0123abcd.pem   stamps the time; named after its key, because it is found through its certificate
//! ```
//!
//! With a certificate authority there are `keys/ca-….pem`, `keys/ct-….pem` and `keys/tlog-….pem`, and beside them its identity `ca.json` and its
//! transparency log, `log/`.
//!
//! `trust.json` is always replaced as a whole, after the keys that it names are on disk: a crash at any moment leaves a
//! directory that works. A private key is read only when it is asked for, so that what signs checkpoints need not hold the
//! key that signs receipts. Nothing here deletes a key.

use std::collections::BTreeMap;
use std::fs::{DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use cos_core::clock::{Clock, Timestamp};
use cos_core::ids::{Org, Origin};

use crate::durable;
use crate::key::{KeyError, NewKey, SigningKey};
use crate::name::{KeyId, KeyName, Purpose};
use crate::trust::{LogRule, Origins, Retired, Trust, TrustFile, TrustedKey};

mod authority;
mod builders;
mod evidence;
mod policy;

pub use evidence::Algorithm;
pub use policy::PolicyKey;

const TRUST_FILE: &str = "trust.json";
const KEYS: &str = "keys";

/// A trust directory with private keys.
#[derive(Debug)]
pub struct KeyDir {
    root: PathBuf,
    trust: Trust,
}

impl KeyDir {
    /// What there are keys for in a new directory, in the order of the trust file.
    pub const PURPOSES: [Purpose; 5] =
        [Purpose::Notary, Purpose::Log, Purpose::Report, Purpose::Policy, Purpose::Evidence];

    /// Makes the first key of `org` for receipts, checkpoints, reports, policies and evidence, valid from now on, a key that stamps time, and
    /// the trust file that names them.
    ///
    /// `root` is created where it does not exist. Fails with [`KeyError::Exists`] rather than touch keys or a trust file that are
    /// there; what it made is removed again when it cannot finish.
    pub fn create(root: &Path, org: Org, clock: &dyn Clock) -> Result<Self, KeyError> {
        let failed = |path: &Path, error| KeyError::io("create", path, error);
        std::fs::create_dir_all(root).map_err(|error| failed(root, error))?;
        if root.join(TRUST_FILE).symlink_metadata().is_ok() {
            return Err(KeyError::Exists { path: root.join(TRUST_FILE) });
        }
        let keys = root.join(KEYS);
        DirBuilder::new().mode(0o700).create(&keys).map_err(|error| failed(&keys, error))?;
        Self::fill(root, org, clock.now()).inspect_err(|_| {
            // The first error is the one to report; `keys` and `trust.json` were not there before.
            let _ = std::fs::remove_dir_all(&keys);
            let _ = std::fs::remove_file(root.join(TRUST_FILE));
        })
    }

    fn fill(root: &Path, org: Org, now: Timestamp) -> Result<Self, KeyError> {
        let first = |purpose| KeyName { org: org.clone(), purpose, number: 1 };
        let keys = [Purpose::Notary, Purpose::Log, Purpose::Report]
            .map(|purpose| NewKey::generate(first(purpose)))
            .into_iter()
            .collect::<Result<Vec<_>, _>>()?;
        let logs = keys.iter().map(|new| &new.key).filter(|key| key.name().purpose == Purpose::Log);
        let mut file = TrustFile {
            logs: vec![LogRule {
                origin: Origins::all(org.clone()),
                keys: logs.map(|key| key.id().clone()).collect(),
            }],
            keys: keys.iter().map(|new| trusted(&new.key, now)).collect(),
            ..TrustFile::empty(org.clone())
        };
        let policy = policy::NewPolicyKey::generate(first(Purpose::Policy), &mut file, now)?;
        let name = KeyName { org, purpose: Purpose::Evidence, number: 1 };
        let sealing = evidence::NewEvidence::generate(name, Algorithm::P256, &mut file, now)?;
        let directory = Self { root: root.into(), trust: file.check()? };
        let _lock = directory.lock()?;
        policy.write(&directory)?;
        sealing.write(&directory)?;
        directory.write_keys(&keys)?;
        directory.sync_keys()?;
        directory.write_trust()?;
        durable::sync_parent(root).map_err(|error| KeyError::io("sync", root, error))?;
        Ok(directory)
    }

    /// Opens a trust directory: reads `trust.json`, but no private key yet.
    pub fn open(root: &Path) -> Result<Self, KeyError> {
        Ok(Self { root: root.into(), trust: Trust::read(&root.join(TRUST_FILE))? })
    }

    /// The trust file.
    pub fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Where the trust file is.
    pub fn trust_path(&self) -> PathBuf {
        self.root.join(TRUST_FILE)
    }

    /// Where the private key called `name` is.
    pub fn key_path(&self, name: &KeyName) -> PathBuf {
        self.root.join(KEYS).join(format!("{}-{}.pem", name.purpose, name.number))
    }

    /// Reads the private key that signs receipts now.
    pub fn notary(&self) -> Result<SigningKey, KeyError> {
        self.current(Purpose::Notary)
    }

    /// Reads the private key that signs checkpoints now.
    pub fn log(&self) -> Result<SigningKey, KeyError> {
        self.current(Purpose::Log)
    }

    /// Reads the private key that signs reports now.
    pub fn report(&self) -> Result<SigningKey, KeyError> {
        self.current(Purpose::Report)
    }

    /// Makes a new key for `purpose` and retires those in use; answers with the id of the new key.
    ///
    /// A directory from before there were keys for reports and policies gets its first one so. These keys sign documents, which stand in no
    /// log: `logs` does not matter to them, and what the old key signed until `now` keeps counting.
    ///
    /// `logs` gives the present size of every log: signatures of the old keys keep counting below it, and nowhere in a log that
    /// is not given. Whatever the old key signed must therefore be in its log before. The old private key stays on disk.
    pub fn rotate(
        &mut self,
        purpose: Purpose,
        logs: &BTreeMap<Origin, u64>,
        now: Timestamp,
    ) -> Result<KeyId, KeyError> {
        match purpose {
            Purpose::Evidence => return self.rotate_evidence(Algorithm::P256, now),
            Purpose::Policy => return self.rotate_policy(now),
            _ => {}
        }
        let _lock = self.lock()?;
        // Someone else may have rotated since this was opened.
        let mut file = Trust::read(&self.trust_path())?.file().clone();
        let in_use = |key: &TrustedKey| key.purpose() == purpose && key.retired.is_none();
        // A clock that was set back must not make a period end before it began.
        let begins = file.keys.iter().filter(|key| in_use(key)).map(|key| key.not_before).max();
        let at = match begins {
            Some(begins) => begins.max(now),
            None if signs_documents(purpose) => now,
            None => return Err(self.no_key(purpose)),
        };
        let logs = if signs_documents(purpose) { &BTreeMap::new() } else { logs };

        let new = NewKey::generate(self.next_name(&file, purpose)?)?;
        let id = new.key.id().clone();
        let mut replaced = Vec::new();
        for key in file.keys.iter_mut().filter(|key| in_use(key)) {
            key.retired = Some(Retired { at, logs: logs.clone() });
            replaced.push(key.id.clone());
        }
        for rule in &mut file.logs {
            if rule.keys.iter().any(|key| replaced.contains(key)) {
                rule.keys.push(id.clone());
            }
        }
        file.keys.push(trusted(&new.key, at));
        self.replace(&file, |next| next.write_keys(&[new]))?;
        Ok(id)
    }

    fn current(&self, purpose: Purpose) -> Result<SigningKey, KeyError> {
        let in_use = self.trust.keys(purpose).filter(|key| key.retired.is_none());
        let newest = in_use.max_by_key(|key| key.id.name().number);
        let expected = &newest.ok_or_else(|| self.no_key(purpose))?.id;
        let path = self.key_path(expected.name());
        let key = SigningKey::read(expected.name().clone(), &path)?;
        if key.id() == expected {
            return Ok(key);
        }
        Err(KeyError::Mismatch { path, expected: expected.clone(), found: key.id().clone() })
    }

    fn no_key(&self, purpose: Purpose) -> KeyError {
        KeyError::NoKey { path: self.root.clone(), purpose }
    }

    /// The first number that neither the trust file nor a key file has; an interrupted rotation may have left the latter.
    fn next_name(&self, file: &TrustFile, purpose: Purpose) -> Result<KeyName, KeyError> {
        let names = file.key_ids().map(KeyId::name).filter(|name| name.purpose == purpose);
        let last = names.map(|name| name.number).max().unwrap_or(0);
        let mut name = KeyName { org: file.org.clone(), purpose, number: last };
        loop {
            let next = name.number.checked_add(1);
            name.number = next.ok_or_else(|| KeyError::Exists { path: self.key_path(&name) })?;
            if self.key_path(&name).symlink_metadata().is_err() {
                return Ok(name);
            }
        }
    }

    fn write_keys(&self, keys: &[NewKey]) -> Result<(), KeyError> {
        for key in keys {
            key.write(&self.key_path(key.key.name()))?;
        }
        Ok(())
    }

    fn sync_keys(&self) -> Result<(), KeyError> {
        let directory = self.root.join(KEYS);
        durable::sync_directory(&directory).map_err(|error| KeyError::io("sync", &directory, error))
    }

    /// Puts `file` in place of the trust file, after `write_keys` wrote the private keys that it names; the lock is held.
    fn replace(
        &mut self,
        file: &TrustFile,
        write_keys: impl FnOnce(&Self) -> Result<(), KeyError>,
    ) -> Result<(), KeyError> {
        let next = Self { root: self.root.clone(), trust: file.check()? };
        write_keys(&next)?;
        next.sync_keys()?;
        next.write_trust()?;
        self.trust = next.trust;
        Ok(())
    }

    fn write_trust(&self) -> Result<(), KeyError> {
        durable::replace(&self.root, TRUST_FILE, 0o644, self.trust.to_json().as_bytes())
            .map_err(|error| KeyError::io("write", &self.trust_path(), error))
    }

    /// Keeps other processes from changing the directory; held until dropped.
    fn lock(&self) -> Result<File, KeyError> {
        let path = self.root.join(KEYS);
        let locked = File::open(&path).map_err(TryLockError::Error).and_then(|directory| {
            directory.try_lock()?;
            Ok(directory)
        });
        locked.map_err(|error| match error {
            TryLockError::WouldBlock => KeyError::Busy { path },
            TryLockError::Error(error) => KeyError::io("lock", &path, error),
        })
    }
}

/// Retires those of `keys` that are in use, as keys for documents are; answers from when on their successor signs.
fn retire<K>(keys: &mut [TrustedKey<K>], now: Timestamp) -> Timestamp {
    let in_use = |key: &&mut TrustedKey<K>| key.retired.is_none();
    // A clock that was set back must not make a period end before it began.
    let begins = keys.iter_mut().filter(in_use).map(|key| key.not_before).max();
    let at = begins.map_or(now, |begins| begins.max(now));
    for key in keys.iter_mut().filter(in_use) {
        key.retired = Some(Retired { at, logs: BTreeMap::new() });
    }
    at
}

/// The key in use with the highest number.
fn newest<K>(keys: &[TrustedKey<K>]) -> Option<&TrustedKey<K>> {
    let in_use = keys.iter().filter(|key| key.retired.is_none());
    in_use.max_by_key(|key| key.id.name().number)
}

fn signs_documents(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Evidence | Purpose::Policy | Purpose::Report)
}

fn trusted(key: &SigningKey, not_before: Timestamp) -> TrustedKey {
    let (id, verifying_key) = (key.id().clone(), key.verifying_key());
    TrustedKey { id, verifying_key, not_before, not_after: None, retired: None }
}

#[cfg(test)]
mod tests;
