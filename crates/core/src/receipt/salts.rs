//! Salts and decoys from one seed a receipt.
//!
//! RFC 9901 §9.3 wants salts that nobody can guess, one per claim. Twelve random ones are 192 bytes that no store can compress. Here a
//! receipt has one random seed of 128 bits, salts and decoys are SHA-256 of the seed and a number, and the seed itself is a claim
//! that only complete copies disclose. Who holds a complete copy learns nothing new from it; who holds a partial copy does
//! not have the seed, and finding it from salts means inverting SHA-256. In return a complete copy can be stored without salts and
//! decoys, and proves that nothing was withheld from it.

use crate::base64url;
use crate::digest::Digest;

/// The seed of one receipt's salts and decoys.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seed(pub(crate) [u8; 16]);

impl Seed {
    /// The salt of the disclosure at this position (from 0) in the complete receipt.
    pub(crate) fn salt(self, position: u16) -> [u8; 16] {
        let hash = Digest::of_parts(&[b"cos salt v1\0", &self.0, &position.to_be_bytes()]);
        std::array::from_fn(|i| hash.0[i])
    }

    /// The decoy at this position in a list of digests: `0` is `_sd`, `1` is `approvers`.
    pub(crate) fn decoy(self, list: u8, position: u16) -> Digest {
        let [high, low] = position.to_be_bytes();
        Digest::of_parts(&[b"cos decoy v1\0", &self.0, &[list, high, low]])
    }
}

/// The text of a digest as `_sd` holds it: 43 base64url characters.
pub(crate) fn digest_text(digest: &Digest) -> [u8; 43] {
    let mut text = Vec::with_capacity(43);
    base64url::encode_into(&digest.0, &mut text);
    let mut out = [0; 43];
    out.copy_from_slice(&text);
    out
}
