//! The integrator: puts committed receipts into the tree and publishes a signed checkpoint.
//!
//! The order is the promise. Tiles are visible before the checkpoint that commits to them (P6); a checkpoint is signed only for a
//! tree that extends the one before, by a writer that still holds the log (P5). Tiles are not synced before their receipts are
//! sealed: until then the WAL can rebuild them.

use crate::disk::{self, Directory, Durability, Stage};
use crate::error::LedgerError;
use crate::index::{Covered, Index};
use crate::layout::Layout;
use crate::ledger::LogSigner;
use crate::lock::Lock;
use crate::seal::Job;
use crate::shared::{Alarm, Committed, Shared, Stop};
use crate::tiles::{self, Edge, TileFiles, Unread};
use cos_core::digest::Digest;
use cos_core::ids::Jti;
use cos_core::log::LogError;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::frontier::Frontier;
use cos_core::log::leaf::Leaf;
use cos_core::log::proof::{consistency_proof, root_at, verify_consistency};
use cos_core::wal::FileName;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Instant;

/// The checkpoint that is out.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    pub(crate) size: u64,
    pub(crate) root: Digest,
    pub(crate) note: Vec<u8>,
}

/// The state that the integrating thread owns.
pub(crate) struct Integrator {
    pub(crate) shared: Arc<Shared>,
    pub(crate) layout: Layout,
    pub(crate) lock: Arc<Lock>,
    pub(crate) signer: Arc<LogSigner>,
    pub(crate) index: Arc<Index>,
    pub(crate) stage: Stage,
    pub(crate) log_directory: Directory,
    pub(crate) edge: Edge,
    pub(crate) frontier: Frontier,
    pub(crate) files: TileFiles,
    pub(crate) published: Published,
    /// The size of the checkpoint before, whose partial tiles a reader may still want.
    pub(crate) previous: u64,
    /// Sizes at which the log is or may soon be sealed.
    pub(crate) anchors: Vec<u64>,
    /// The index covered receipts below this one when the log was opened.
    pub(crate) indexed: u64,
    /// Integrated, but not in the index yet.
    pub(crate) unindexed: Vec<(Jti, u64)>,
    /// A WAL file with its last receipt integrated, and the index after it.
    pub(crate) rotated: Option<(FileName, u64)>,
    pub(crate) sealer: Sender<Job>,
}

impl Integrator {
    /// Runs until the log is closed or stops; an error is a close that could not finish.
    pub(crate) fn run(mut self) -> Result<(), LedgerError> {
        let shared = Arc::clone(&self.shared);
        let _alarm = Alarm(&shared);
        let mut due = Instant::now();
        let mut behind = self.edge.size() > self.published.size;
        loop {
            let work = shared.take_committed(due, behind);
            if work.stop == Some(Stop::Abandon) {
                return shared.stopped().map_or(Ok(()), Err);
            }
            due = Instant::now() + shared.options.publish_every;
            match self.step(work.items) {
                Ok(()) => behind = false,
                Err(error @ LedgerError::Sign { .. }) => {
                    behind = true;
                    shared.publishing_failed(error.clone());
                    if work.stop.is_some() {
                        return Err(error);
                    }
                    continue;
                }
                Err(error) => {
                    shared.poison(error);
                    return shared.stopped().map_or(Ok(()), Err);
                }
            }
            if work.stop.is_some() && work.is_last {
                return self.hand_to_sealer(Job::RemoveWal);
            }
        }
    }

    fn step(&mut self, items: Vec<Committed>) -> Result<(), LedgerError> {
        for item in items {
            match item {
                Committed::Receipts { first, receipts } => self.integrate(first, &receipts)?,
                Committed::Rotated { name, end } => self.rotated = Some((name, end)),
            }
        }
        self.publish()?;
        let Some((name, end)) = self.rotated.take() else { return Ok(()) };
        // Opening the log at this size needs the tiles and the index up to it, so they go to disk before the receipts are sealed.
        self.files.sync(end)?;
        let covered = Covered { size: end, root: self.frontier.root() };
        self.index.extend(&self.shared.origin, self.unindexed.drain(..), covered)?;
        self.shared.set_indexed(end);
        self.anchors.push(end);
        self.hand_to_sealer(Job::Seal { name, end })
    }

    fn hand_to_sealer(&self, job: Job) -> Result<(), LedgerError> {
        self.sealer.send(job).map_err(|_| self.shared.closed())
    }

    /// Puts receipts into the tree, of which the first has the index `first`.
    pub(crate) fn integrate(
        &mut self,
        first: u64,
        receipts: &[(Jti, Digest)],
    ) -> Result<(), LedgerError> {
        debug_assert_eq!(first, self.edge.size());
        for (&(jti, digest), index) in receipts.iter().zip(first..) {
            let leaf = Leaf::Receipt(digest);
            let hash = leaf.hash();
            self.frontier.push(hash);
            self.edge.push(leaf, hash, |file, bytes| self.files.write(file, &bytes))?;
            if index >= self.indexed {
                self.unindexed.push((jti, index));
            }
            // Only in a recovery: a power cut may have spared the checkpoint and not the tiles it was made with.
            if self.edge.size() == self.published.size {
                self.edge.partials(|file, bytes| self.files.write(file, &bytes))?;
            }
        }
        Ok(())
    }

    fn publish(&mut self) -> Result<(), LedgerError> {
        self.edge.partials(|file, bytes| self.files.write(file, &bytes))?;
        let size = self.edge.size();
        if size > self.published.size {
            let root = self.frontier.root();
            self.check_extends(size, root)?;
            let note = self.sign(size, root)?;
            self.lock.check_text()?;
            self.check_own_checkpoint()?;
            self.stage.replace(&self.layout.checkpoint(), &note, Durability::Synced)?;
            self.log_directory.sync()?;
            self.previous = self.published.size;
            self.published = Published { size, root, note };
            self.shared.set_published(size);
        }
        self.clear_partials()
    }

    fn sign(&self, size: u64, root: Digest) -> Result<Vec<u8>, LedgerError> {
        let checkpoint = Checkpoint::new(&self.shared.origin, size, root);
        let signed = checkpoint.sign(&self.signer.name, &*self.signer.key);
        let log = self.shared.origin.clone();
        signed.map(String::into_bytes).map_err(|source| LedgerError::Sign { log, source })
    }

    /// Checks that the tiles on disk make the root that is to be signed, and that it extends the one signed last.
    fn check_extends(&self, size: u64, root: Digest) -> Result<(), LedgerError> {
        let nodes = tiles::nodes(&self.layout.root, size);
        let check = || -> Result<(), Unread> {
            if root_at(size, &nodes)? != root {
                return Err(LogError::Consistency { old: size, new: size }.into());
            }
            let proof = consistency_proof(self.published.size, size, &nodes)?;
            let Published { size: old, root: old_root, .. } = &self.published;
            Ok(verify_consistency(*old, old_root, size, &root, &proof)?)
        };
        check().map_err(|error| error.or(|reason| self.wrong_checkpoint(reason)))
    }

    /// Checks that the checkpoint on disk is the one we know: nobody else publishes.
    fn check_own_checkpoint(&self) -> Result<(), LedgerError> {
        let there = disk::read_optional(&self.layout.checkpoint())?;
        if there.as_deref() == Some(&*self.published.note) {
            return Ok(());
        }
        Err(self.wrong_checkpoint("it was replaced while this writer held the log".into()))
    }

    fn wrong_checkpoint(&self, reason: String) -> LedgerError {
        LedgerError::Checkpoint { log: self.shared.origin.clone(), reason }
    }

    /// Keeps the partial tiles of this checkpoint, of the one before, and of the sizes from which a recovery may start.
    fn clear_partials(&mut self) -> Result<(), LedgerError> {
        let sealed = self.shared.sealed();
        self.anchors.retain(|&size| size >= sealed);
        self.anchors.push(self.edge.size());
        let keep = [&*self.anchors, &[self.published.size, self.previous]].concat();
        self.anchors.pop();
        self.files.clear(&keep)
    }
}
