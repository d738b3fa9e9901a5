//! The part of a key directory that signs policy bundles.
//!
//! OPA knows no Ed25519 for bundles, so these keys are of P-256, and `ES256` is what they sign with (RFC 7518 §3.4).

use cos_core::clock::Timestamp;
use std::fmt;
use zeroize::Zeroizing;

use super::{KeyDir, newest, retire};
use crate::key::{KeyError, read_private};
use crate::name::{KeyId, KeyName, Purpose};
use crate::p256::{NewP256, P256Pair};
use crate::trust::{Trust, TrustFile, TrustedKey};

/// A private key that is not yet on disk, but in a trust file that is to be.
pub(super) struct NewPolicyKey {
    name: KeyName,
    key: NewP256,
}

/// The private key for policies, in a form for whoever writes OPA's signatures.
pub struct PolicyKey {
    /// The id by which verifiers know it, the `keyid` of signatures.
    pub id: KeyId,
    /// PKCS#8 in PEM.
    pub pem: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for PolicyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PolicyKey({})", self.id)
    }
}

impl NewPolicyKey {
    /// Makes a key and lists it in `file` from `now` on.
    pub(super) fn generate(
        name: KeyName,
        file: &mut TrustFile,
        now: Timestamp,
    ) -> Result<Self, KeyError> {
        let key = NewP256::generate()?;
        let verifying_key = key.key.public().clone();
        file.policies.push(TrustedKey {
            id: KeyId::of_p256(name.clone(), verifying_key.as_der()),
            verifying_key,
            not_before: now,
            not_after: None,
            retired: None,
        });
        Ok(Self { name, key })
    }

    /// Writes the private key into `directory`, whose lock is held.
    pub(super) fn write(&self, directory: &KeyDir) -> Result<(), KeyError> {
        self.key.write(&directory.key_path(&self.name))
    }
}

impl KeyDir {
    /// Reads the private key that signs policy bundles now.
    pub fn policy(&self) -> Result<PolicyKey, KeyError> {
        let trusted =
            newest(self.trust.policy_keys()).ok_or_else(|| self.no_key(Purpose::Policy))?;
        let name = trusted.id.name().clone();
        let path = self.key_path(&name);
        let pem = read_private(&path)?;
        let pair = P256Pair::from_pem(&pem, &path)?;
        let found = KeyId::of_p256(name, pair.public().as_der());
        if found == trusted.id {
            return Ok(PolicyKey { id: found, pem });
        }
        Err(KeyError::Mismatch { path, expected: trusted.id.clone(), found })
    }

    /// Makes a new key for policies and retires those in use; what they signed until `now` keeps counting.
    pub(super) fn rotate_policy(&mut self, now: Timestamp) -> Result<KeyId, KeyError> {
        let _lock = self.lock()?;
        let mut file = Trust::read(&self.trust_path())?.file().clone();
        let at = retire(&mut file.policies, now);
        let name = self.next_name(&file, Purpose::Policy)?;
        let new = NewPolicyKey::generate(name, &mut file, at)?;
        let id = file.policies.last().map(|key| key.id.clone()).expect("one was added");
        self.replace(&file, |next| new.write(next))?;
        Ok(id)
    }
}
