//! The three hashes of an RFC 6962 §2.1 tree: leaf, node and nothing.
//!
//! The prefix byte keeps a leaf from passing as a node. Nothing here allocates.

use crate::digest::Digest;

/// Hashes one log entry: `SHA-256(0x00 ‖ entry)`.
pub fn leaf_hash(entry: &[u8]) -> Digest {
    Digest::of_parts(&[&[0], entry])
}

/// Hashes two subtrees into their parent: `SHA-256(0x01 ‖ left ‖ right)`.
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut message = [1; 65];
    message[1..33].copy_from_slice(&left.0);
    message[33..].copy_from_slice(&right.0);
    Digest::of(&message)
}

/// Returns the root of the tree without entries: `SHA-256("")`.
pub fn empty_root() -> Digest {
    Digest::of(&[])
}

#[cfg(test)]
mod tests;
