//! The newest checkpoint that enough witnesses cosigned, kept beside the newest one.
//!
//! Witnesses take longer than a log needs to grow: what they have seen is a checkpoint of some seconds ago. The log's own checkpoint is
//! left as it was signed; an auditor who asks for witnesses reads this one, and proves that the log continues it.

use crate::disk::{self, Directory, Durability, Stage};
use crate::error::LedgerError;
use crate::layout::{Layout, WITNESS_TMP};
use crate::tiles::{self, Unread};
use cos_core::digest::Digest;
use cos_core::ids::Origin;
use cos_core::log::LogError;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::note::SignedNote;
use cos_core::log::proof::{consistency_proof, root_at};
use std::path::Path;

/// A checkpoint as a file holds it, with what it says; its signatures are unverified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The signed note.
    pub text: String,
    /// What was signed.
    pub checkpoint: Checkpoint,
}

impl Note {
    /// Reads a note; the reason says why it is no checkpoint of the log.
    fn parse(text: String, origin: &Origin) -> Result<Self, String> {
        let checkpoint =
            SignedNote::parse(&text).and_then(|note| note.text().parse::<Checkpoint>());
        let checkpoint = checkpoint.map_err(|error| error.to_string())?;
        if checkpoint.origin != origin.to_string() {
            return Err(format!("it is of `{}`", checkpoint.origin.escape_debug()));
        }
        Ok(Self { text, checkpoint })
    }

    fn read(path: &Path, origin: &Origin) -> Result<Option<Self>, LedgerError> {
        let Some(bytes) = disk::read_optional(path)? else { return Ok(None) };
        let text = String::from_utf8(bytes).map_err(|_| wrong(origin, "it is not text"))?;
        Self::parse(text, origin).map(Some).map_err(|reason| wrong(origin, reason))
    }

    /// The log's checkpoint, if it has one.
    pub(crate) fn published(layout: &Layout, origin: &Origin) -> Result<Option<Self>, LedgerError> {
        Self::read(&layout.checkpoint(), origin)
    }

    /// The newest checkpoint that was kept as witnessed.
    pub(crate) fn witnessed(layout: &Layout, origin: &Origin) -> Result<Option<Self>, LedgerError> {
        Self::read(&layout.witnessed(), origin)
    }
}

/// Reads the checkpoint of the log `origin` in the ledger in `root`; `None` when nothing was published.
pub fn checkpoint(root: &Path, origin: &Origin) -> Result<Option<Note>, LedgerError> {
    Note::published(&Layout::new(root, origin), origin)
}

/// Reads the newest checkpoint that was kept as witnessed; `None` when there is none.
pub fn witnessed(root: &Path, origin: &Origin) -> Result<Option<Note>, LedgerError> {
    Note::witnessed(&Layout::new(root, origin), origin)
}

/// Proves that the log at the size of the checkpoint `now`, which is one of its own, extends the log at the size `old` (RFC 9162 §2.1.4).
pub fn prove_growth(
    root: &Path,
    origin: &Origin,
    old: u64,
    now: &Checkpoint,
) -> Result<Vec<Digest>, LedgerError> {
    if old == 0 || old == now.size {
        return Ok(Vec::new());
    }
    let layout = Layout::new(root, origin);
    let published = Note::published(&layout, origin)?.map_or(0, |note| note.checkpoint.size);
    let nodes = tiles::nodes(&layout.root, published.max(now.size));
    let proof: Result<Vec<Digest>, Unread> = consistency_proof(old, now.size, &nodes);
    proof.map_err(|error| error.or(|reason| wrong(origin, reason)))
}

/// Keeps `text`, a checkpoint of the log with its cosignatures, as the newest that is witnessed. An older one than is kept changes nothing.
pub(crate) fn keep(layout: &Layout, origin: &Origin, text: &str) -> Result<(), LedgerError> {
    let note = Note::parse(text.to_owned(), origin).map_err(|reason| wrong(origin, reason))?;
    let Checkpoint { size, root, .. } = note.checkpoint;
    let published = Note::published(layout, origin)?.map_or(0, |note| note.checkpoint.size);
    if size > published {
        return Err(wrong(
            origin,
            format!("{size} receipts are witnessed, {published} are published"),
        ));
    }
    let kept = Note::witnessed(layout, origin)?.map_or(0, |note| note.checkpoint.size);
    if size < kept {
        return Ok(());
    }
    let tree: Result<Digest, Unread> = root_at(size, &tiles::nodes(&layout.root, published));
    if tree.map_err(|error| error.or(|reason| wrong(origin, reason)))? != root {
        let other = LogError::Consistency { old: size, new: published };
        return Err(wrong(origin, other.to_string()));
    }
    let stage = Stage::new(&layout.root, WITNESS_TMP);
    stage.replace(&layout.witnessed(), text.as_bytes(), Durability::Synced)?;
    Directory::open(&layout.root)?.sync()
}

fn wrong(origin: &Origin, reason: impl Into<String>) -> LedgerError {
    LedgerError::Checkpoint { log: origin.clone(), reason: reason.into() }
}
