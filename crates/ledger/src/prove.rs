//! One receipt's proof of inclusion, as a portable text.

use crate::disk;
use crate::error::LedgerError;
use crate::layout::{Layout, TILE};
use crate::tiles::{self, Unread};
use cos_core::ids::Origin;
use cos_core::log::LogError;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::note::SignedNote;
use cos_core::log::proof::{inclusion_proof, verify_inclusion};
use cos_core::log::tile::{EntriesId, FULL_WIDTH};
use cos_core::log::tlog_proof::TlogProof;
use std::path::Path;

/// Proves that the receipt `index` of the log `origin` is under the log's checkpoint, in the ledger in `root`.
///
/// The proof is checked before it is handed out; the checkpoint's signature is left to whoever receives it.
pub fn prove(root: &Path, origin: &Origin, index: u64) -> Result<TlogProof, LedgerError> {
    let layout = Layout::new(root, origin);
    let wrong = |reason: String| LedgerError::Checkpoint { log: origin.clone(), reason };
    let note = disk::read_optional(&layout.checkpoint())?;
    let note = note.ok_or_else(|| LedgerError::OtherLedger {
        path: layout.root.clone(),
        reason: format!("it has no log `{origin}`"),
    })?;
    let note = String::from_utf8(note).map_err(|_| wrong("it is not text".into()))?;
    let checkpoint = SignedNote::parse(&note).and_then(|note| note.text().parse::<Checkpoint>());
    let Checkpoint { size, root: signed_root, .. } =
        checkpoint.map_err(|error| wrong(error.to_string()))?;
    let id = EntriesId::holding(index, size)
        .ok_or_else(|| LedgerError::Unacceptable(LogError::Position { index, size }.to_string()))?;

    let read = || -> Result<_, Unread> {
        let leaves = tiles::leaves(&layout.root, id)?;
        let leaf = leaves[(index % u64::from(FULL_WIDTH)) as usize].hash();
        let hashes = inclusion_proof(index, size, &tiles::nodes(&layout.root, size))?;
        verify_inclusion(&leaf, index, size, &hashes, &signed_root)?;
        Ok(hashes)
    };
    let hashes = read().map_err(|error| {
        error.or(|reason| LedgerError::Derived { path: layout.root.join(TILE), reason })
    })?;
    Ok(TlogProof { extra: None, index, hashes, checkpoint: note })
}
