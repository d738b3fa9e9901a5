//! Tiles and entry bundles (c2sp.org/tlog-tiles): their names, their contents, and the tree nodes inside them.
//!
//! A tile holds up to 256 consecutive hashes of every eighth tree level; the levels between are rehashed on demand by
//! [`TileNodes`]. Nothing here opens a file, and a tile is not believed: what is read from it only counts once it leads
//! to a signed root.

use super::LogError;
use super::text;
use crate::digest::Digest;
use std::fmt::Write as _;

mod nodes;

pub use nodes::TileNodes;

/// Hashes in a full tile, and entries in a full bundle.
pub const FULL_WIDTH: u16 = 256;

/// Tree levels that one tile spans.
pub const HEIGHT: u8 = 8;

/// The name of one hash tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// Tile level, 0 to 63; level `l` holds tree level `8·l`.
    pub level: u8,
    /// Position among the tiles of its level.
    pub index: u64,
    /// Number of hashes, 1 to 256; below 256 the tile is partial.
    pub width: u16,
}

/// The name of one entry bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntriesId {
    /// Position among the bundles.
    pub index: u64,
    /// Number of entries, 1 to 256; below 256 the bundle is partial.
    pub width: u16,
}

impl TileId {
    /// Returns the tile that holds the root of the complete subtree `index` of tree level `8·level`, as it is in a tree
    /// of `size` entries; `None` when that tree has no such subtree.
    pub fn holding(level: u8, index: u64, size: u64) -> Option<Self> {
        let hashes = size.checked_shr(u32::from(level) * u32::from(HEIGHT)).unwrap_or(0);
        (index < hashes).then(|| {
            let (index, width) = chunk(index, hashes);
            Self { level, index, width }
        })
    }

    /// Returns the path below the log's directory: `tile/<L>/<N>[.p/<W>]`.
    pub fn path(&self) -> String {
        let mut path = format!("tile/{}/", self.level);
        push_position(&mut path, self.index, self.width);
        path
    }

    /// Parses a path as [`TileId::path`] prints it, and no other spelling.
    pub fn parse(path: &str) -> Result<Self, LogError> {
        let parse = || {
            let (level, position) = path.strip_prefix("tile/")?.split_once('/')?;
            let level = text::decimal(level).filter(|&level| level < 64)?;
            let (index, width) = parse_position(position)?;
            Some(Self { level: level as u8, index, width })
        };
        parse().ok_or_else(|| LogError::TilePath(text::excerpt(path)))
    }

    /// Decodes the tile's bytes, which must be exactly `width` hashes of 32 bytes.
    pub fn decode(&self, bytes: &[u8]) -> Result<Vec<Digest>, LogError> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        if hashes.len() != usize::from(self.width) || !rest.is_empty() {
            return Err(self.damaged("its length is not 32 bytes for each hash"));
        }
        Ok(hashes.iter().copied().map(Digest).collect())
    }

    fn damaged(&self, reason: &'static str) -> LogError {
        LogError::Tile { path: self.path(), reason }
    }
}

impl EntriesId {
    /// Returns the bundle that holds entry `index` in a log of `size` entries; `None` when there is no such entry.
    pub fn holding(index: u64, size: u64) -> Option<Self> {
        (index < size).then(|| {
            let (index, width) = chunk(index, size);
            Self { index, width }
        })
    }

    /// Returns the path below the log's directory: `tile/entries/<N>[.p/<W>]`.
    pub fn path(&self) -> String {
        let mut path = "tile/entries/".to_owned();
        push_position(&mut path, self.index, self.width);
        path
    }

    /// Parses a path as [`EntriesId::path`] prints it, and no other spelling.
    pub fn parse(path: &str) -> Result<Self, LogError> {
        let position = path.strip_prefix("tile/entries/").and_then(parse_position);
        let (index, width) = position.ok_or_else(|| LogError::TilePath(text::excerpt(path)))?;
        Ok(Self { index, width })
    }

    /// Decodes the bundle's bytes, which must be exactly `width` entries.
    pub fn decode<'a>(&self, bytes: &'a [u8]) -> Result<Vec<&'a [u8]>, LogError> {
        let mut entries = Vec::with_capacity(usize::from(self.width));
        let mut rest = bytes;
        for _ in 0..self.width {
            let entry = rest
                .split_first_chunk()
                .and_then(|(len, rest)| rest.split_at_checked(u16::from_be_bytes(*len).into()));
            let Some((entry, after)) = entry else {
                return Err(self.damaged("it ends within an entry"));
            };
            entries.push(entry);
            rest = after;
        }
        if rest.is_empty() { Ok(entries) } else { Err(self.damaged("bytes follow its last entry")) }
    }

    fn damaged(&self, reason: &'static str) -> LogError {
        LogError::Tile { path: self.path(), reason }
    }
}

/// Encodes the hashes of a tile: 32 bytes each.
pub fn encode_hashes(hashes: &[Digest]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Appends one entry to a bundle: its length as two big-endian bytes, then its bytes; refuses more than 65,535.
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), LogError> {
    let len: u16 =
        entry.len().try_into().map_err(|_| LogError::Leaf("an entry has at most 65535 bytes"))?;
    bundle.extend_from_slice(&len.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The chunk of 256 that position `index` falls into, and how much of it a row of `len > index` items fills.
fn chunk(index: u64, len: u64) -> (u64, u16) {
    let full = u64::from(FULL_WIDTH);
    let chunk = index / full;
    (chunk, (len - chunk * full).min(full) as u16)
}

/// Appends `N` in groups of three digits, all but the last marked with `x`, and `.p/<W>` for a partial width.
fn push_position(path: &mut String, index: u64, width: u16) {
    let digits = index.to_string();
    let padded = format!("{digits:0>width$}", width = digits.len().next_multiple_of(3));
    let groups = padded.len() / 3;
    for group in 0..groups {
        path.push_str(if group + 1 < groups { "x" } else { "" });
        path.push_str(&padded[group * 3..][..3]);
        path.push_str(if group + 1 < groups { "/" } else { "" });
    }
    if width < FULL_WIDTH {
        // Writing to a string cannot fail.
        let _ = write!(path, ".p/{width}");
    }
}

fn parse_position(position: &str) -> Option<(u64, u16)> {
    let (groups, width) = match position.split_once(".p/") {
        Some((groups, width)) => {
            (groups, text::decimal(width).filter(|width| (1..256).contains(width))? as u16)
        }
        None => (position, FULL_WIDTH),
    };
    // 2⁶⁴ has seven groups; a longer path cannot be one of ours.
    let mut index: u64 = 0;
    for group in groups.split('/').take(8) {
        let digits = group.strip_prefix('x').unwrap_or(group);
        if digits.len() != 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
    }
    let mut canonical = String::with_capacity(position.len());
    push_position(&mut canonical, index, width);
    (canonical == position).then_some((index, width))
}

#[cfg(test)]
mod tests;
