//! One receipt's proof of inclusion, as a portable text.

use crate::error::LedgerError;
use crate::layout::{Layout, TILE};
use crate::tiles::{self, Unread};
use crate::witnessed::Note;
use cos_core::ids::Origin;
use cos_core::log::LogError;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::proof::{inclusion_proof, verify_inclusion};
use cos_core::log::tile::{EntriesId, FULL_WIDTH};
use cos_core::log::tlog_proof::TlogProof;
use std::path::Path;

/// Proves that the receipt `index` of the log `origin` is under a checkpoint of the log in the ledger in `root`: under the newest that
/// witnesses cosigned, where that covers the receipt, and otherwise under the newest.
///
/// The proof is checked before it is handed out; the checkpoint's signatures are left to whoever receives it.
pub fn prove(root: &Path, origin: &Origin, index: u64) -> Result<TlogProof, LedgerError> {
    let layout = Layout::new(root, origin);
    let published = Note::published(&layout, origin)?.ok_or_else(|| LedgerError::OtherLedger {
        path: layout.root.clone(),
        reason: format!("it has no log `{origin}`"),
    })?;
    let newest = published.checkpoint.size;
    let covers = |note: &Note| index < note.checkpoint.size && note.checkpoint.size <= newest;
    let witnessed = Note::witnessed(&layout, origin)?.filter(covers);
    let Note { text: note, checkpoint } = witnessed.unwrap_or(published);
    let Checkpoint { size, root: signed_root, .. } = checkpoint;
    let id = EntriesId::holding(index, newest)
        .ok_or_else(|| LedgerError::Unacceptable(LogError::Position { index, size }.to_string()))?;

    let read = || -> Result<_, Unread> {
        let leaves = tiles::leaves(&layout.root, id)?;
        let leaf = leaves[(index % u64::from(FULL_WIDTH)) as usize].hash();
        let hashes = inclusion_proof(index, size, &tiles::nodes(&layout.root, newest))?;
        verify_inclusion(&leaf, index, size, &hashes, &signed_root)?;
        Ok(hashes)
    };
    let hashes = read().map_err(|error| {
        error.or(|reason| LedgerError::Derived { path: layout.root.join(TILE), reason })
    })?;
    Ok(TlogProof { extra: None, index, hashes, checkpoint: note })
}
