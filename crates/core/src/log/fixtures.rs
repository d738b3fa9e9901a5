//! Trees, keys and signers that the log's tests share.

use super::LogError;
use super::merkle::{leaf_hash, node_hash};
use super::note::{KeyKind, KeyName, VerifierKey};
use super::proof::NodeReader;
use crate::digest::Digest;
use crate::ed25519::{PublicKey, Sign, SignError, Signature};
use ed25519_dalek::{Signer as _, SigningKey};

/// The eight entries that the implementations of RFC 6962 have tested with from the beginning.
pub(super) const CT_ENTRIES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];

/// The roots of the trees of the first one to eight of [`CT_ENTRIES`].
pub(super) const CT_ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

pub(super) fn hex(digest: &str) -> Digest {
    Digest::from_hex(digest).unwrap()
}

/// The bytes of entry `index` in a tree of distinct entries.
pub(super) fn entry(index: u64) -> [u8; 8] {
    index.to_be_bytes()
}

/// A whole tree in memory.
pub(super) struct Tree {
    levels: Vec<Vec<Digest>>,
}

impl Tree {
    pub(super) fn new(leaves: impl IntoIterator<Item = Digest>) -> Self {
        let mut levels = vec![leaves.into_iter().collect::<Vec<_>>()];
        while let Some(above) = levels.last().filter(|level| level.len() > 1) {
            let pairs = above.as_chunks::<2>().0;
            levels.push(pairs.iter().map(|[left, right]| node_hash(left, right)).collect());
        }
        Self { levels }
    }

    /// The tree of `size` distinct entries.
    pub(super) fn of_size(size: u64) -> Self {
        Self::new((0..size).map(|index| leaf_hash(&entry(index))))
    }

    pub(super) fn ct() -> Self {
        Self::new(CT_ENTRIES.map(leaf_hash))
    }

    pub(super) fn leaf(&self, index: u64) -> Digest {
        self.levels[0][index as usize]
    }

    /// All complete nodes of a level.
    pub(super) fn level(&self, level: u8) -> &[Digest] {
        self.levels.get(usize::from(level)).map_or(&[], Vec::as_slice)
    }
}

impl NodeReader for Tree {
    type Error = LogError;

    fn node(&self, level: u8, index: u64) -> Result<Digest, LogError> {
        let node = self.level(level).get(index as usize);
        node.copied().ok_or(LogError::Position { index, size: self.levels[0].len() as u64 })
    }
}

/// A signer with a key made from a small number.
pub(super) struct TestSigner(SigningKey);

impl TestSigner {
    pub(super) fn new(seed: u8) -> Self {
        Self(SigningKey::from_bytes(&[seed; 32]))
    }

    pub(super) fn verifier(&self, name: &str, kind: KeyKind) -> VerifierKey {
        VerifierKey::new(key_name(name), kind, self.public_key()).unwrap()
    }
}

impl Sign for TestSigner {
    fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    fn sign(&self, message: &[u8]) -> Result<Signature, SignError> {
        Ok(Signature(self.0.sign(message).to_bytes()))
    }
}

/// A signer that cannot reach its key.
pub(super) struct BrokenSigner;

impl Sign for BrokenSigner {
    fn public_key(&self) -> PublicKey {
        TestSigner::new(1).public_key()
    }

    fn sign(&self, _: &[u8]) -> Result<Signature, SignError> {
        Err(SignError { key: "acme/log-1".into(), reason: "no key".into() })
    }
}

pub(super) fn key_name(name: &str) -> KeyName {
    name.parse().unwrap()
}
