//! Tree nodes read out of tiles that the caller fetches.
//!
//! Trusts nothing it reads beyond its length: a wrong hash leads to a proof that does not verify.

use super::{FULL_WIDTH, HEIGHT, TileId};
use crate::digest::Digest;
use crate::log::LogError;
use crate::log::merkle::node_hash;
use crate::log::proof::NodeReader;
use std::cell::RefCell;

/// Tiles kept: the path to an entry and the right edge in each of the at most eight tile levels.
const CACHED: usize = 16;

/// Reads the nodes of a tree of fixed size from its tiles; keeps the last 16 tiles used (at most 256 KiB).
///
/// `fetch` gets the tile as it was at that size. It may answer with a later, wider form of the same tile, since a log deletes
/// partial tiles once the full one exists; only the first `width` hashes are used.
#[derive(Debug)]
pub struct TileNodes<F> {
    size: u64,
    fetch: F,
    cache: RefCell<Vec<Cached>>,
}

/// A tile with the tree levels between its hashes and its root: all complete nodes, lowest level first.
#[derive(Debug)]
struct Cached {
    id: TileId,
    nodes: Vec<Digest>,
}

impl<F> TileNodes<F> {
    /// Creates a reader for the tree of `size` entries.
    pub fn new(size: u64, fetch: F) -> Self {
        Self { size, fetch, cache: RefCell::new(Vec::with_capacity(CACHED + 1)) }
    }

    /// Returns the number of entries in the tree.
    pub fn size(&self) -> u64 {
        self.size
    }
}

impl<F, B, E> NodeReader for TileNodes<F>
where
    F: Fn(TileId) -> Result<B, E>,
    B: AsRef<[u8]>,
    E: From<LogError>,
{
    type Error = E;

    fn node(&self, level: u8, index: u64) -> Result<Digest, E> {
        let inner = level % HEIGHT;
        let beyond = || LogError::Position {
            index: index.checked_shl(level.into()).unwrap_or(index),
            size: self.size,
        };
        // The last hash below the node: the tile that holds it must be wide enough for the whole node.
        let last =
            index.checked_add(1).and_then(|end| end.checked_mul(1 << inner)).ok_or_else(beyond)?
                - 1;
        let id = TileId::holding(level / HEIGHT, last, self.size).ok_or_else(beyond)?;
        let within = index as usize % (usize::from(FULL_WIDTH) >> inner);
        if let Some(node) = self.cached(id, inner, within) {
            return Ok(node);
        }
        let tile = Cached::new(id, (self.fetch)(id)?.as_ref())?;
        let node = tile.node(inner, within);
        let mut cache = self.cache.borrow_mut();
        cache.insert(0, tile);
        cache.truncate(CACHED);
        Ok(node)
    }
}

impl<F> TileNodes<F> {
    fn cached(&self, id: TileId, inner: u8, within: usize) -> Option<Digest> {
        let mut cache = self.cache.borrow_mut();
        let position = cache.iter().position(|tile| tile.id == id)?;
        cache[..=position].rotate_right(1);
        Some(cache[0].node(inner, within))
    }
}

impl Cached {
    fn new(id: TileId, bytes: &[u8]) -> Result<Self, LogError> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        let width = usize::from(id.width);
        if !rest.is_empty() || !(width..=usize::from(FULL_WIDTH)).contains(&hashes.len()) {
            return Err(id.damaged("its length is not 32 bytes for each hash"));
        }
        let mut nodes = Vec::with_capacity(2 * width);
        nodes.extend(hashes[..width].iter().copied().map(Digest));
        let mut start = 0;
        for inner in 1..HEIGHT {
            let end = nodes.len();
            for pair in 0..width >> inner {
                nodes.push(node_hash(&nodes[start + 2 * pair], &nodes[start + 2 * pair + 1]));
            }
            start = end;
        }
        Ok(Self { id, nodes })
    }

    fn node(&self, inner: u8, within: usize) -> Digest {
        let below: usize = (0..inner).map(|level| usize::from(self.id.width) >> level).sum();
        self.nodes[below + within]
    }
}

#[cfg(test)]
mod tests;
