//! Proofs over an RFC 6962 tree: making them from stored nodes, and checking them against a root.
//!
//! Checking needs no tree, only hashes, and never trusts a count that came with the proof: sizes and positions decide how
//! many nodes there must be, and every node is used exactly once. Which root to believe is not decided here.

use super::LogError;
use super::frontier::Frontier;
use super::merkle::{empty_root, node_hash};
use crate::digest::Digest;
use std::slice;

/// Where the nodes of a tree are read from.
pub trait NodeReader {
    /// Why a node could not be read, or why a proof could not be made from nodes.
    type Error: From<LogError>;

    /// Reads the root of the complete subtree over the entries `index·2^level .. (index + 1)·2^level`.
    fn node(&self, level: u8, index: u64) -> Result<Digest, Self::Error>;
}

/// Returns the root of the tree of the first `size` entries.
pub fn root_at<R: NodeReader>(size: u64, nodes: &R) -> Result<Digest, R::Error> {
    range(0, size, nodes)
}

/// Returns the frontier of the tree of the first `size` entries, ready to append to.
pub fn frontier_at<R: NodeReader>(size: u64, nodes: &R) -> Result<Frontier, R::Error> {
    let mut peaks = Vec::with_capacity(size.count_ones() as usize);
    for (level, index) in peaks_from_right(0, size) {
        peaks.push(nodes.node(level, index)?);
    }
    peaks.reverse();
    Ok(Frontier::from_nodes(size, &peaks).expect("there is one peak for each bit of the size"))
}

/// Makes the proof that entry `index` is in the tree of the first `size` entries (RFC 9162 §2.1.3.1): the sibling hashes
/// from the leaf up.
pub fn inclusion_proof<R: NodeReader>(
    index: u64,
    size: u64,
    nodes: &R,
) -> Result<Vec<Digest>, R::Error> {
    if index >= size {
        return Err(LogError::Position { index, size }.into());
    }
    let mut proof = Vec::new();
    path(0, index, size, nodes, &mut proof)?;
    Ok(proof)
}

/// Makes the proof that the tree of the first `new` entries extends that of the first `old` (RFC 9162 §2.1.4.1).
///
/// The proof from the empty tree and between equal trees is empty.
pub fn consistency_proof<R: NodeReader>(
    old: u64,
    new: u64,
    nodes: &R,
) -> Result<Vec<Digest>, R::Error> {
    if old > new {
        return Err(LogError::Position { index: old, size: new }.into());
    }
    let mut proof = Vec::new();
    if old == 0 || old == new {
        return Ok(proof);
    }
    // The proof starts at the old tree's last complete subtree; where that is the whole tree, the verifier has its root.
    let level = old.trailing_zeros() as u8;
    if !old.is_power_of_two() {
        proof.push(nodes.node(level, (old - 1) >> level)?);
    }
    path(level, old - 1, new, nodes, &mut proof)?;
    Ok(proof)
}

/// Makes one proof for many entries of the tree of the first `size`: the roots of the largest subtrees that hold none of
/// them, from left to right. The proof for no entry is the root.
///
/// `indexes` ascend without repetition.
pub fn multiproof<R: NodeReader>(
    indexes: &[u64],
    size: u64,
    nodes: &R,
) -> Result<Vec<Digest>, R::Error> {
    if !indexes.is_sorted_by(|a, b| a < b) {
        return Err(LogError::Proof("the positions to prove do not ascend").into());
    }
    if let Some(&index) = indexes.last().filter(|&&index| index >= size) {
        return Err(LogError::Position { index, size }.into());
    }
    let mut proof = Vec::new();
    collect(0, size, indexes, nodes, &mut proof)?;
    Ok(proof)
}

/// Checks that the entry with the hash `leaf` is entry `index` of the tree of `size` entries with the root `root`.
///
/// Size and root must come from one checkpoint: a proof binds neither to the other.
pub fn verify_inclusion(
    leaf: &Digest,
    index: u64,
    size: u64,
    proof: &[Digest],
    root: &Digest,
) -> Result<(), LogError> {
    let computed = || {
        let mut hash = *leaf;
        let mut proof = proof.iter();
        for side in sides(0, index, size)? {
            hash = side.join(&hash, proof.next()?);
        }
        proof.next().is_none().then_some(hash)
    };
    if computed() == Some(*root) { Ok(()) } else { Err(LogError::Inclusion { index, size }) }
}

/// Checks that the tree of `new` entries with the root `new_root` begins with the tree of `old` entries with the root `old_root`.
pub fn verify_consistency(
    old: u64,
    old_root: &Digest,
    new: u64,
    new_root: &Digest,
    proof: &[Digest],
) -> Result<(), LogError> {
    let consistent = if old == new {
        proof.is_empty() && old_root == new_root
    } else if old == 0 {
        proof.is_empty() && *old_root == empty_root()
    } else {
        rebuild_both(old, old_root, new, proof) == Some((*old_root, *new_root))
    };
    if consistent { Ok(()) } else { Err(LogError::Consistency { old, new }) }
}

/// Checks that every `(index, leaf hash)` is in the tree of `size` entries with the root `root`; `leaves` ascend by index
/// without repetition and `nodes` are as [`multiproof`] makes them.
pub fn verify_multiproof(
    leaves: &[(u64, Digest)],
    size: u64,
    nodes: &[Digest],
    root: &Digest,
) -> Result<(), LogError> {
    let ascending = leaves.is_sorted_by(|a, b| a.0 < b.0);
    let within = leaves.last().is_none_or(|last| last.0 < size);
    let computed = || {
        let mut nodes = nodes.iter();
        let root = rebuild(0, size, leaves, &mut nodes)?;
        nodes.next().is_none().then_some(root)
    };
    if ascending && within && computed() == Some(*root) {
        Ok(())
    } else {
        Err(LogError::SharedInclusion { count: leaves.len(), size })
    }
}

/// On which side of a path its next proof node lies.
enum Side {
    Left,
    Right,
}

impl Side {
    fn join(&self, hash: &Digest, sibling: &Digest) -> Digest {
        match self {
            Self::Left => node_hash(sibling, hash),
            Self::Right => node_hash(hash, sibling),
        }
    }
}

/// The siblings met on the way from the node over entry `index` at `level` to the root, as `(level, sibling)`.
///
/// A node without a sibling at its level is the tree's last and moves up unchanged.
fn siblings(level: u8, index: u64, size: u64) -> impl Iterator<Item = (u8, u64)> {
    let last = size.saturating_sub(1);
    let height = (u64::BITS - last.leading_zeros()) as u8;
    (level..height)
        .map(move |level| (level, (index >> level) ^ 1))
        .filter(move |&(level, sibling)| sibling <= last >> level)
}

/// The sides of [`siblings`]; `None` when the tree has no such entry.
fn sides(level: u8, index: u64, size: u64) -> Option<impl Iterator<Item = Side>> {
    let side = |(_, sibling)| if sibling & 1 == 0 { Side::Left } else { Side::Right };
    (index < size).then(|| siblings(level, index, size).map(side))
}

fn path<R: NodeReader>(
    level: u8,
    index: u64,
    size: u64,
    nodes: &R,
    proof: &mut Vec<Digest>,
) -> Result<(), R::Error> {
    for (level, sibling) in siblings(level, index, size) {
        let start = sibling << level;
        proof.push(range(start, (size - start).min(1 << level), nodes)?);
    }
    Ok(())
}

/// Rebuilds the old and the new root from a consistency proof; `0 < old`.
fn rebuild_both(
    old: u64,
    old_root: &Digest,
    new: u64,
    proof: &[Digest],
) -> Option<(Digest, Digest)> {
    let mut proof = proof.iter();
    let seed = if old.is_power_of_two() { old_root } else { proof.next()? };
    let (mut old_hash, mut new_hash) = (*seed, *seed);
    for side in sides(old.trailing_zeros() as u8, old - 1, new)? {
        let sibling = proof.next()?;
        // What lies to the right of the old tree's last entry is not in the old tree.
        if let Side::Left = side {
            old_hash = side.join(&old_hash, sibling);
        }
        new_hash = side.join(&new_hash, sibling);
    }
    proof.next().is_none().then_some((old_hash, new_hash))
}

/// Hashes the entries `start .. start + len`, where `start` is a multiple of a power of two ≥ `len`.
fn range<R: NodeReader>(start: u64, len: u64, nodes: &R) -> Result<Digest, R::Error> {
    let mut root = None;
    for (level, index) in peaks_from_right(start, len) {
        let left = nodes.node(level, index)?;
        root = Some(root.map_or(left, |right| node_hash(&left, &right)));
    }
    Ok(root.unwrap_or_else(empty_root))
}

/// The maximal complete subtrees of [`range`] as `(level, index)`, smallest and rightmost first.
fn peaks_from_right(start: u64, len: u64) -> impl Iterator<Item = (u8, u64)> {
    let mut rest = len;
    std::iter::from_fn(move || {
        let level = rest.trailing_zeros();
        rest &= rest.checked_sub(1)?;
        Some((level as u8, (start + rest) >> level))
    })
}

/// RFC 6962's recursion: a tree of more than one entry splits at the largest power of two below its size.
fn split(len: u64) -> u64 {
    1 << (len - 1).ilog2()
}

fn collect<R: NodeReader>(
    start: u64,
    len: u64,
    wanted: &[u64],
    nodes: &R,
    proof: &mut Vec<Digest>,
) -> Result<(), R::Error> {
    if wanted.is_empty() {
        proof.push(range(start, len, nodes)?);
    } else if len > 1 {
        let half = split(len);
        let (left, right) = wanted.split_at(wanted.partition_point(|&index| index < start + half));
        collect(start, half, left, nodes, proof)?;
        collect(start + half, len - half, right, nodes, proof)?;
    }
    Ok(())
}

fn rebuild(
    start: u64,
    len: u64,
    leaves: &[(u64, Digest)],
    nodes: &mut slice::Iter<'_, Digest>,
) -> Option<Digest> {
    match leaves {
        [] => nodes.next().copied(),
        [(_, leaf)] if len == 1 => Some(*leaf),
        _ => {
            let half = split(len);
            let (left, right) =
                leaves.split_at(leaves.partition_point(|leaf| leaf.0 < start + half));
            let left = rebuild(start, half, left, nodes)?;
            let right = rebuild(start + half, len - half, right, nodes)?;
            Some(node_hash(&left, &right))
        }
    }
}

#[cfg(test)]
mod tests;
