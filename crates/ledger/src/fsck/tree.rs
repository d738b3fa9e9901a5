//! The tree over the stored receipts, recomputed and compared with every tile, bundle and the checkpoint.
//!
//! Where receipt, bundle and tile disagree about one entry, the two that agree outvote the third; that only decides which file is
//! named. What counts in the end is the signed root.

use super::Findings;
use crate::disk;
use crate::entry::leaf_of;
use crate::error::LedgerError;
use crate::layout::Layout;
use crate::tiles::{Edge, TileFile, partials_of};
use cos_core::digest::Digest;
use cos_core::log::frontier::Frontier;
use cos_core::log::leaf::Leaf;
use cos_core::log::tile::{EntriesId, FULL_WIDTH, TileId};
use std::collections::{BTreeMap, BTreeSet};

const WIDTH: u64 = FULL_WIDTH as u64;

/// The tree of one log, growing receipt by receipt.
pub(super) struct TreeCheck {
    layout: Layout,
    published: u64,
    /// From the receipts; where one cannot be read, from bundle or tile.
    frontier: Frontier,
    edge: Edge,
    /// With the outvoted receipts replaced; kept from the first such receipt on.
    voted: Option<Frontier>,
    voted_root: Option<Digest>,
    /// Neither receipt nor bundle nor tile say what is at this index.
    unknown: Option<u64>,
    /// Where bundle and tile agree on another receipt than the one stored.
    outvoted: Vec<u64>,
    stored: StoredTiles,
    /// The files there are or must be and were not compared yet, by the full tile they are part of.
    expected: BTreeMap<TileFile, BTreeMap<TileFile, Presence>>,
    wrong_tiles: Vec<(TileFile, String)>,
    roots: BTreeMap<u64, Option<Digest>>,
}

/// The bundle and the lowest tile over the entries now looked at, as they are on disk.
#[derive(Default)]
struct StoredTiles {
    chunk: Option<u64>,
    entries: Vec<Vec<u8>>,
    hashes: Vec<Digest>,
}

impl TreeCheck {
    /// Begins a check of a log whose checkpoint has the size `published`, whose first `sealed` receipts are sealed, and in which
    /// the files `tiles` were found. The root at `other` is wanted as well.
    pub(super) fn new(
        layout: &Layout,
        published: u64,
        sealed: u64,
        tiles: &[TileFile],
        other: Option<u64>,
    ) -> Self {
        let wanted: BTreeSet<_> = partials_of(published).chain(partials_of(sealed)).collect();
        let mut expected: BTreeMap<TileFile, BTreeMap<TileFile, Presence>> = BTreeMap::new();
        for &file in tiles {
            expected.entry(file.full()).or_default().insert(file, Presence::Possible);
        }
        for file in wanted {
            expected.entry(file.full()).or_default().insert(file, Presence::Needed);
        }
        let mut check = Self {
            layout: layout.clone(),
            published,
            frontier: Frontier::new(),
            edge: Edge::default(),
            voted: None,
            voted_root: None,
            unknown: None,
            outvoted: Vec::new(),
            stored: StoredTiles::default(),
            expected,
            wrong_tiles: Vec::new(),
            roots: [published].into_iter().chain(other).map(|size| (size, None)).collect(),
        };
        check.note_root();
        check
    }

    /// Adds the receipt at `index`, or that there is none.
    pub(super) fn push(&mut self, index: u64, receipt: Option<&[u8]>) -> Result<(), LedgerError> {
        if self.unknown.is_some() {
            return Ok(());
        }
        self.stored.load(&self.layout, index, self.published)?;
        let position = (index % WIDTH) as usize;
        let entry = self.stored.entries.get(position);
        let bundle = entry.and_then(|entry| Leaf::parse(entry).ok());
        let tile = self.stored.hashes.get(position).copied();
        let own = receipt.map(leaf_of);
        // Without any leaf, a tile's hash still lets the tree go on; the bundle below it is wrong anyway.
        let Some(hash) = own.or(bundle).map(Leaf::hash).or(tile) else {
            self.unknown = Some(index);
            return Ok(());
        };
        let outvoted = own.is_some_and(|own| {
            bundle.is_some_and(|bundle| bundle != own && tile == Some(bundle.hash()))
        });
        if outvoted {
            self.voted.get_or_insert_with(|| self.frontier.clone());
            if self.outvoted.len() <= super::MAX_FINDINGS {
                self.outvoted.push(index);
            }
        }
        if let Some(voted) = &mut self.voted {
            voted.push(if outvoted { bundle.map_or(hash, Leaf::hash) } else { hash });
            if voted.size() == self.published {
                self.voted_root = Some(voted.root());
            }
        }
        let best = if outvoted { bundle } else { own.or(bundle) };
        self.frontier.push(hash);
        self.note_root();
        self.grow(best, best.map_or(hash, Leaf::hash))
    }

    fn note_root(&mut self) {
        if let Some(root) = self.roots.get_mut(&self.frontier.size()) {
            *root = Some(self.frontier.root());
        }
    }

    /// The root of the first `size` receipts, one of the sizes asked for at the beginning.
    pub(super) fn root(&self, size: u64) -> Option<Digest> {
        self.roots.get(&size).copied().flatten()
    }

    fn grow(&mut self, leaf: Option<Leaf>, hash: Digest) -> Result<(), LedgerError> {
        let Self { edge, layout, expected, published, wrong_tiles, .. } = self;
        // An unknown leaf stands in the bundle as zeros, which no leaf is; its hash in the tiles is right.
        let leaf = leaf.unwrap_or(Leaf::Receipt(Digest([0; 32])));
        edge.push(leaf, hash, |file, bytes| {
            let mut parts = expected.remove(&file).unwrap_or_default();
            if file.end().is_some_and(|end| end <= *published) {
                parts.insert(file, Presence::Needed);
            }
            compare(layout, parts, &bytes, wrong_tiles)
        })
    }

    /// Ends the check: compares what is left to compare, and the root with the checkpoint's, and names what is wrong. Tells whether
    /// the receipts lead to the signed root.
    pub(super) fn finish(
        mut self,
        root: Option<Digest>,
        path_of: impl Fn(u64) -> String,
        findings: &mut Findings,
    ) -> Result<bool, LedgerError> {
        if let Some(index) = self.unknown {
            let reason = "neither receipt nor bundle nor tile say what was logged here";
            findings.receipts(&path_of(index), index, reason);
            return Ok(false);
        }
        self.compare_edge()?;
        let confirmed = root.is_some() && self.root(self.published) == root;
        for &index in &self.outvoted {
            if confirmed && let Some(bundle) = EntriesId::holding(index, self.published) {
                let reason = "it names another receipt than the signed one";
                findings.derived(&bundle.path(), Some(index), reason);
            } else {
                findings.receipts(&path_of(index), index, "it is not the receipt that was logged");
            }
        }
        let explained = self.voted_root.is_some() && self.voted_root == root;
        if root.is_some() && !confirmed && !explained {
            findings.checkpoint("the stored receipts do not lead to its root");
        }
        for (file, reason) in self.wrong_tiles {
            findings.derived(&file.path(), None, reason);
        }
        Ok(confirmed)
    }

    fn compare_edge(&mut self) -> Result<(), LedgerError> {
        let Self { edge, layout, expected, wrong_tiles, .. } = self;
        edge.partials(|file, bytes| {
            let parts = expected.remove(&file.full()).unwrap_or_default();
            let (within, beyond) =
                parts.into_iter().partition(|(part, _)| part.width() <= file.width());
            expected.insert(file.full(), beyond);
            compare(layout, within, &bytes, wrong_tiles)
        })?;
        let beyond = std::mem::take(expected).into_values().flatten();
        wrong_tiles.extend(beyond.map(|(file, _)| (file, "it goes beyond the log's end".into())));
        Ok(())
    }
}

/// Whether a tile file must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Needed,
    Possible,
}

impl StoredTiles {
    fn load(&mut self, layout: &Layout, index: u64, published: u64) -> Result<(), LedgerError> {
        let chunk = index / WIDTH;
        if self.chunk == Some(chunk) {
            return Ok(());
        }
        *self = Self { chunk: Some(chunk), ..Self::default() };
        // The widest there should be; a tile of the wrong length says nothing, and is found to be wrong when it is compared.
        let width = published.saturating_sub(chunk * WIDTH).min(WIDTH) as u16;
        if width == 0 {
            return Ok(());
        }
        let id = EntriesId { index: chunk, width };
        if let Some(bytes) = disk::read_optional(&layout.root.join(id.path()))? {
            let entries = id.decode(&bytes).unwrap_or_default();
            self.entries = entries.into_iter().map(<[u8]>::to_vec).collect();
        }
        let id = TileId { level: 0, index: chunk, width };
        if let Some(bytes) = disk::read_optional(&layout.root.join(id.path()))? {
            self.hashes = id.decode(&bytes).unwrap_or_default();
        }
        Ok(())
    }
}

/// Compares tile files with what they should begin with, each up to its width.
fn compare(
    layout: &Layout,
    files: BTreeMap<TileFile, Presence>,
    computed: &[u8],
    wrong: &mut Vec<(TileFile, String)>,
) -> Result<(), LedgerError> {
    for (file, presence) in files {
        let item = match file {
            TileFile::Entries(_) => 2 + Leaf::LEN,
            TileFile::Hashes(_) => 32,
        };
        let computed = &computed[..item * usize::from(file.width())];
        let reason = match disk::read_optional(&layout.root.join(file.path()))? {
            None if presence == Presence::Needed => "it is missing".into(),
            None => continue,
            Some(bytes) if bytes == computed => continue,
            Some(bytes) if bytes.len() != computed.len() => {
                format!("it has {} bytes instead of {}", bytes.len(), computed.len())
            }
            Some(bytes) => {
                let at = bytes.iter().zip(computed).position(|(a, b)| a != b).unwrap_or_default();
                format!("it does not fit the receipts at byte {at}, entry {}", at / item)
            }
        };
        if wrong.len() <= super::MAX_FINDINGS {
            wrong.push((file, reason));
        }
    }
    Ok(())
}
