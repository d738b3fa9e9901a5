//! Rebuilding what follows from the receipts, and removing what an interrupted write left behind.
//!
//! Only where the receipts lead to the signed root: otherwise tiles, index and left-overs may be the better witnesses.

use super::receipts::Stored;
use crate::disk::{self, Stage};
use crate::entry::{jti_of, leaf_of};
use crate::error::LedgerError;
use crate::index::{Covered, Index};
use crate::layout::{ALL_TMP, INTEGRATE_TMP, Layout};
use crate::tiles::{Edge, TileFile, TileFiles, partials_of};
use cos_core::ids::{Jti, Origin};
use cos_core::log::frontier::Frontier;
use cos_core::log::merkle::empty_root;
use cos_core::wal::{FileName, newest};
use std::collections::BTreeSet;

/// Ids added to the index at a time.
const IDS_AT_ONCE: usize = 64 * 1024;

/// A log whose receipts lead to its signed root.
pub(super) struct Confirmed<'a> {
    pub(super) layout: &'a Layout,
    pub(super) origin: &'a Origin,
    pub(super) stored: &'a Stored,
    pub(super) published: u64,
    /// The tile files there are.
    pub(super) tiles: &'a [TileFile],
}

impl Confirmed<'_> {
    /// Brings everything that follows from the receipts into order and returns how many files it touched.
    pub(super) fn repair(&self, rebuild_index: bool) -> Result<u64, LedgerError> {
        let mut touched = self.remove_left_overs()?;
        touched += self.rebuild_tiles()?;
        if rebuild_index {
            self.rebuild_index()?;
            touched += 1;
        }
        Ok(touched)
    }

    fn remove_left_overs(&self) -> Result<u64, LedgerError> {
        let Self { layout, stored, published, tiles, .. } = *self;
        let mut left: Vec<_> = ALL_TMP.map(|tmp| layout.root.join(tmp)).into();
        let names = disk::names_if_any(&layout.wal())?;
        let names: Vec<_> = names.iter().filter_map(|name| FileName::parse(name)).collect();
        let counting = newest(names.iter().copied());
        let older = names.iter().filter(|name| !counting.contains(name));
        left.extend(older.map(|name| layout.wal().join(name.to_string())));
        let keep: BTreeSet<_> = partials_of(published).chain(partials_of(stored.sealed)).collect();
        let stays = |tile: &TileFile| {
            let within = tile.end().is_some_and(|end| end <= published);
            within && (!tile.is_partial() || keep.contains(tile))
        };
        left.extend(
            tiles.iter().filter(|tile| !stays(tile)).map(|tile| layout.root.join(tile.path())),
        );
        left.retain(|path| path.exists());
        left.iter().try_for_each(|path| disk::remove(path))?;
        Ok(left.len() as u64)
    }

    fn rebuild_tiles(&self) -> Result<u64, LedgerError> {
        let stage = Stage::new(&self.layout.root, INTEGRATE_TMP);
        let mut files = TileFiles::new(&self.layout.root, stage);
        let mut edge = Edge::default();
        let mut rewritten = 0;
        let mut put = |file: TileFile, bytes: Vec<u8>| {
            let path = self.layout.root.join(file.path());
            if disk::read_optional(&path)?.is_none_or(|there| there != bytes) {
                files.write(file, &bytes)?;
                rewritten += 1;
            }
            Ok::<_, LedgerError>(())
        };
        self.visit(|index, receipt| {
            if index >= self.published {
                return Ok(());
            }
            let leaf = leaf_of(receipt);
            edge.push(leaf, leaf.hash(), &mut put)?;
            if edge.size() == self.stored.sealed { edge.partials(&mut put) } else { Ok(()) }
        })?;
        edge.partials(&mut put)?;
        files.sync(self.published)?;
        Ok(rewritten)
    }

    fn rebuild_index(&self) -> Result<(), LedgerError> {
        let index = Index::create(&self.layout.index(), self.origin, empty_root())?;
        let mut tree = Frontier::new();
        let mut ids: Vec<(Jti, u64)> = Vec::new();
        self.visit(|at, receipt| {
            let Some(jti) = jti_of(receipt).filter(|_| at < self.published) else { return Ok(()) };
            ids.push((jti, at));
            tree.push(leaf_of(receipt).hash());
            if ids.len() < IDS_AT_ONCE && tree.size() < self.published {
                return Ok(());
            }
            let covered = Covered { size: tree.size(), root: tree.root() };
            index.extend(self.origin, ids.drain(..), covered)
        })
    }

    /// Visits every receipt; all can be read, or the log would not be confirmed.
    fn visit(
        &self,
        mut visit: impl FnMut(u64, &[u8]) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let mut findings = super::Findings::new(self.origin);
        self.stored.visit(self.stored.end, &mut findings, |_, index, receipt| {
            receipt.map_or(Ok(()), |receipt| visit(index, receipt))
        })
    }
}
