//! Opening the index of a log: as it is where it fits the log, made anew from the stored receipts where not.

use super::{Log, wrong};
use crate::disk;
use crate::entry::jti_of;
use crate::error::{Context as _, LedgerError};
use crate::index::{Covered, Index};
use crate::layout::BodiesName;
use crate::tiles;
use cos_core::bodies::Bodies;
use cos_core::digest::Digest;
use cos_core::ids::Jti;
use cos_core::log::frontier::Frontier;
use cos_core::log::leaf::Leaf;
use cos_core::log::merkle::empty_root;
use cos_core::log::proof::root_at;
use std::fs;
use std::path::Path;

impl Log<'_> {
    /// Opens the index, or makes it anew from the stored receipts at any doubt. Returns how many receipts it covers.
    pub(super) fn open_index(
        &self,
        sealed: &Frontier,
        tail: &[(Jti, Digest)],
    ) -> Result<(Index, u64), LedgerError> {
        let path = self.layout.index();
        if let Ok((index, covered)) = Index::open(&path, self.origin)
            && covered.size <= self.published.size
            && self.root_at(covered.size, sealed, tail)? == covered.root
            && let Ok(covered) = self.catch_up(&index, covered.size, sealed)
        {
            return Ok((index, covered));
        }
        let index = Index::create(&path, self.origin, empty_root())?;
        let covered = self.catch_up(&index, 0, sealed)?;
        Ok((index, covered))
    }

    /// The root of the log's first `size` receipts.
    fn root_at(
        &self,
        size: u64,
        sealed: &Frontier,
        tail: &[(Jti, Digest)],
    ) -> Result<Digest, LedgerError> {
        if let Some(more) = size.checked_sub(sealed.size()) {
            let mut tree = sealed.clone();
            tree.extend(
                tail[..more as usize].iter().map(|(_, digest)| Leaf::Receipt(*digest).hash()),
            );
            return Ok(tree.root());
        }
        let root = root_at(size, &tiles::nodes(&self.layout.root, sealed.size()));
        root.map_err(|error| error.or(|reason| wrong(self.origin, reason)))
    }

    /// Adds the sealed receipts from `covered` on to the index; returns how many it covers then.
    fn catch_up(
        &self,
        index: &Index,
        mut covered: u64,
        sealed: &Frontier,
    ) -> Result<u64, LedgerError> {
        let directory = self.layout.bodies();
        if covered >= sealed.size() {
            return Ok(covered);
        }
        for name in BodiesName::sorted(&disk::names(&directory)?) {
            if name.end() <= covered {
                continue;
            }
            let ids = read_ids(&directory.join(name.to_string()), name)?;
            let new = ids.into_iter().zip(name.first..).filter(|&(_, at)| at >= covered);
            let root = self.root_at(name.end(), sealed, &[])?;
            index.extend(self.origin, new, Covered { size: name.end(), root })?;
            covered = name.end();
        }
        Ok(covered)
    }
}

/// The ids of the receipts in a file of sealed receipts.
fn read_ids(path: &Path, name: BodiesName) -> Result<Vec<Jti>, LedgerError> {
    let damaged =
        |index, reason: String| LedgerError::Receipts { path: path.into(), index, reason };
    let bytes = fs::read(path).context("read", path)?;
    let bodies = Bodies::parse(&bytes).map_err(|error| damaged(name.first, error.to_string()))?;
    if (bodies.first_index(), bodies.len() as u64) != (name.first, name.count) {
        return Err(damaged(name.first, "it holds other receipts than its name says".into()));
    }
    let mut reader = bodies.reader();
    let mut receipt = Vec::new();
    let mut read = |position, index| {
        receipt.clear();
        reader
            .receipt(position, &mut receipt)
            .map_err(|error| damaged(index, error.to_string()))?;
        jti_of(&receipt).ok_or_else(|| damaged(index, "the receipt has no id".into()))
    };
    (0..bodies.len()).zip(name.first..).map(|(position, index)| read(position, index)).collect()
}
