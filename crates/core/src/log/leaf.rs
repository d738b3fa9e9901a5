//! What cos writes into a log: one byte for the kind of record and the record's digest, 33 bytes in all.
//!
//! Only hashes enter a log, so a mirror abroad receives no data and erasing a record breaks no proof (promise P8). What
//! the digest is taken of is stated here; taking it belongs to whoever holds the record.

use super::LogError;
use super::merkle::leaf_hash;
use crate::digest::Digest;

/// One log entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Leaf {
    /// `0x01`: a receipt, by the digest of its issuer-signed JWT (`header.payload.signature`, without disclosures).
    Receipt(Digest),
    /// `0x02`: a receipt imported from an older system, by the digest of its original bytes.
    LegacyReceipt(Digest),
    /// `0x03`: the erasure of receipts, by the digest of its record.
    Erasure(Digest),
    /// `0x04`: a sealed segment of receipts, by the digest of its manifest.
    SegmentManifest(Digest),
}

impl Leaf {
    /// Length of every entry in bytes.
    pub const LEN: usize = 33;

    /// Returns the entry's bytes: the kind, then the digest.
    pub fn to_bytes(self) -> [u8; Self::LEN] {
        let (kind, digest) = match self {
            Self::Receipt(digest) => (1, digest),
            Self::LegacyReceipt(digest) => (2, digest),
            Self::Erasure(digest) => (3, digest),
            Self::SegmentManifest(digest) => (4, digest),
        };
        let mut bytes = [kind; Self::LEN];
        bytes[1..].copy_from_slice(&digest.0);
        bytes
    }

    /// Parses an entry; refuses other lengths and unknown kinds.
    pub fn parse(bytes: &[u8]) -> Result<Self, LogError> {
        let bytes: &[u8; Self::LEN] =
            bytes.try_into().map_err(|_| LogError::Leaf("an entry has 33 bytes"))?;
        let [kind, digest @ ..] = *bytes;
        let digest = Digest(digest);
        match kind {
            1 => Ok(Self::Receipt(digest)),
            2 => Ok(Self::LegacyReceipt(digest)),
            3 => Ok(Self::Erasure(digest)),
            4 => Ok(Self::SegmentManifest(digest)),
            _ => Err(LogError::Leaf(
                "its first byte names no kind of record; a newer cos may know it",
            )),
        }
    }

    /// Returns the leaf hash of the entry, as the tree holds it.
    pub fn hash(self) -> Digest {
        leaf_hash(&self.to_bytes())
    }
}

#[cfg(test)]
mod tests;
