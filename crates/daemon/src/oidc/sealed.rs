//! Text that only this server can read or make, for what it lays down elsewhere: encrypted under a key that follows from the pepper, and bound
//! to what it is about.

use crate::problem::Failure;
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hmac;

/// The key for one purpose.
#[derive(Debug)]
pub(crate) struct Seal(RandomizedNonceKey);

impl Seal {
    /// What one purpose seals, no other one opens.
    pub(crate) fn new(pepper: &[u8; 32], purpose: &str) -> Self {
        let key = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, pepper), purpose.as_bytes());
        Self(RandomizedNonceKey::new(&AES_256_GCM, key.as_ref()).expect("the key has 32 bytes"))
    }

    /// Encrypts a text; it opens only with the same `about`.
    pub(crate) fn close(&self, about: &str, text: &[u8]) -> Result<Vec<u8>, Failure> {
        let mut bytes = text.to_vec();
        let nonce = self.0.seal_in_place_append_tag(Aad::from(about), &mut bytes);
        let nonce = nonce.map_err(|_| Failure::busy("nothing can be encrypted; try again"))?;
        Ok([&nonce.as_ref()[..], &bytes].concat())
    }

    /// Decrypts what was sealed here for that; `None` for everything else.
    pub(crate) fn open(&self, about: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, bytes) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut bytes = bytes.to_vec();
        let text = self.0.open_in_place(nonce, Aad::from(about), &mut bytes).ok()?;
        Some(text.to_vec())
    }
}

#[cfg(test)]
mod tests;
