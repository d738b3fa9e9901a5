//! The right edge of a growing tree: the roots of its complete subtrees, enough to append and to name the root.
//!
//! It keeps no leaves and proves nothing; proofs need the nodes that [`super::tile`] stores.

use super::merkle::{empty_root, node_hash};
use crate::digest::Digest;
use std::fmt;

/// The roots of a tree's maximal complete subtrees, largest and leftmost first: one for each bit set in its size.
///
/// Has a fixed size (2 KiB) and never allocates.
#[derive(Clone)]
pub struct Frontier {
    size: u64,
    nodes: [Digest; u64::BITS as usize],
}

impl Frontier {
    /// Creates the frontier of the empty tree.
    pub fn new() -> Self {
        Self { size: 0, nodes: [Digest([0; 32]); u64::BITS as usize] }
    }

    /// Restores the frontier of a tree of `size` entries; `None` when the number of nodes does not fit the size.
    pub fn from_nodes(size: u64, nodes: &[Digest]) -> Option<Self> {
        if nodes.len() != size.count_ones() as usize {
            return None;
        }
        let mut frontier = Self { size, ..Self::new() };
        frontier.nodes[..nodes.len()].copy_from_slice(nodes);
        Some(frontier)
    }

    /// Appends the leaf with the hash `leaf`; amortised one node hash.
    ///
    /// # Panics
    /// When the tree has 2⁶⁴ − 1 entries.
    pub fn push(&mut self, leaf: Digest) {
        let size = self.size.checked_add(1).expect("no log reaches 2⁶⁴ entries");
        let mut hash = leaf;
        let mut top = self.nodes().len();
        // As in adding one to a binary number: each trailing one bit is a subtree as large as the one carried.
        for _ in 0..self.size.trailing_ones() {
            top -= 1;
            hash = node_hash(&self.nodes[top], &hash);
        }
        self.nodes[top] = hash;
        self.size = size;
    }

    /// Returns the number of entries in the tree.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the root of the tree (RFC 6962 §2.1).
    pub fn root(&self) -> Digest {
        let right_to_left = self.nodes().iter().rev().copied();
        right_to_left.reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
    }

    /// Returns the roots of the complete subtrees, largest first.
    pub fn nodes(&self) -> &[Digest] {
        &self.nodes[..self.size.count_ones() as usize]
    }
}

impl Default for Frontier {
    fn default() -> Self {
        Self::new()
    }
}

impl Extend<Digest> for Frontier {
    fn extend<I: IntoIterator<Item = Digest>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

impl FromIterator<Digest> for Frontier {
    fn from_iter<I: IntoIterator<Item = Digest>>(leaves: I) -> Self {
        let mut frontier = Self::new();
        frontier.extend(leaves);
        frontier
    }
}

impl PartialEq for Frontier {
    fn eq(&self, other: &Self) -> bool {
        self.size == other.size && self.nodes() == other.nodes()
    }
}

impl Eq for Frontier {}

impl fmt::Debug for Frontier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frontier").field("size", &self.size).field("nodes", &self.nodes()).finish()
    }
}

#[cfg(test)]
mod tests;
