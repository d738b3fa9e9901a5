//! Opening a log: the same path after a clean close, a crash and a power cut (promise P17).
//!
//! Sealed receipts are taken as they are and not read (P18): the root they lead to must be the one the signed checkpoint, or the
//! WAL on the way to it, commits to. The unsealed tail is read from the disk and not from memory, and written to a new file
//! of the new epoch before anything else happens (P3). A torn end of the WAL goes only where nothing was acknowledged.

mod index;

use crate::commit::{Recent, WalFile};
use crate::disk::{self, Directory, Durability, Stage};
use crate::entry::{jti_of, leaf_of};
use crate::error::{Context as _, LedgerError};
use crate::index::Index;
use crate::integrate::Published;
use crate::layout::{ALL_TMP, BodiesName, COMMIT_TMP, INTEGRATE_TMP, Layout, SEAL_TMP, TILE};
use crate::ledger::LogSigner;
use crate::lock::{Holder, Lock};
use crate::tiles::{self, Edge, TileFiles};
use cos_core::digest::Digest;
use cos_core::ids::{Jti, Origin};
use cos_core::log::checkpoint::{self, Checkpoint};
use cos_core::log::frontier::Frontier;
use cos_core::log::leaf::Leaf;
use cos_core::log::merkle::empty_root;
use cos_core::log::proof::frontier_at;
use cos_core::wal::{Encoder, FileName, Tail, Wal, newest};
use std::time::Instant;

/// A log that is ready to go on.
pub(crate) struct Recovered {
    pub(crate) lock: Lock,
    pub(crate) wal: WalFile,
    pub(crate) wal_directories: (Directory, Directory),
    pub(crate) log_directory: Directory,
    pub(crate) bodies_directory: Directory,
    pub(crate) commit_stage: Stage,
    pub(crate) integrate_stage: Stage,
    pub(crate) seal_stage: Stage,
    pub(crate) files: TileFiles,
    pub(crate) index: Index,
    pub(crate) indexed: u64,
    pub(crate) recent: Recent,
    pub(crate) published: Published,
    /// How many receipts are sealed.
    pub(crate) sealed: u64,
    /// The tree over the sealed receipts.
    pub(crate) edge: Edge,
    pub(crate) frontier: Frontier,
    /// Ids and identities of the receipts after them.
    pub(crate) tail: Vec<(Jti, Digest)>,
}

/// Takes the lock of a log, made first if it is missing, and brings it into order.
pub(crate) fn recover(
    layout: &Layout,
    origin: &Origin,
    signer: &LogSigner,
    mut holder: Holder,
) -> Result<Recovered, LedgerError> {
    let region = layout.root.parent().expect("a log lies below its region");
    Directory::ensure(region)?;
    let log_directory = Directory::ensure(&layout.root)?;
    let mut lock = Lock::acquire(layout, origin)?;
    let bodies_directory = Directory::ensure(&layout.bodies())?;
    let wal_directory = Directory::ensure(&layout.wal())?;
    Directory::ensure(&layout.cache())?;
    for tmp in ALL_TMP {
        disk::remove(&layout.root.join(tmp))?;
    }

    let names = wal_directory.names()?;
    let wal_names: Vec<_> = names.iter().filter_map(|name| FileName::parse(name)).collect();
    let last_epoch = wal_names.iter().map(|name| name.epoch).max().unwrap_or(0);
    holder.epoch = lock.previous_epoch().max(last_epoch) + 1;
    let epoch = holder.epoch;
    lock.sign_in(holder)?;

    let commit_stage = Stage::new(&layout.root, COMMIT_TMP);
    let integrate_stage = Stage::new(&layout.root, INTEGRATE_TMP);
    let sealed = sealed_receipts(&bodies_directory)?;
    let is_new = sealed == 0 && wal_names.is_empty() && !layout.root.join(TILE).exists();
    let published = match read_checkpoint(layout, origin, signer)? {
        Some(published) => published,
        None if is_new => {
            let published = first_checkpoint(origin, signer)?;
            let path = layout.checkpoint();
            integrate_stage.replace(&path, &published.note, Durability::Synced)?;
            log_directory.sync()?;
            published
        }
        None => return Err(wrong(origin, "it is missing".into())),
    };

    let log = Log { layout, origin, published: &published };
    let old = read_wal(layout, &wal_names)?;
    let parsed = log.parse_wal(&old)?;
    let unsealed = log.unsealed(sealed, &parsed)?;
    let mut files = TileFiles::new(&layout.root, integrate_stage.clone());
    let (edge, frontier) = log.sealed_tree(sealed, &files)?;
    let tail = log.check_tail(&frontier, unsealed)?;
    files.find_partials(sealed, sealed + tail.len() as u64)?;
    let (index, indexed) = log.open_index(&frontier, &tail)?;
    let recent = log.recent(indexed, sealed, &tail)?;

    let name = FileName { epoch, first: sealed };
    let wal = log.rewrite(name, unsealed, &wal_directory, &commit_stage)?;
    for name in &wal_names {
        disk::remove(&wal_directory.path.join(name.to_string()))?;
    }
    wal_directory.sync()?;
    Ok(Recovered {
        lock,
        wal,
        wal_directories: (Directory::open(&layout.wal())?, wal_directory),
        seal_stage: Stage::new(&layout.root, SEAL_TMP),
        log_directory,
        bodies_directory,
        commit_stage,
        integrate_stage,
        files,
        index,
        indexed,
        recent,
        sealed,
        edge,
        frontier,
        tail,
        published,
    })
}

/// Checks that the sealed receipts are there from 0 on without a gap, and counts them.
fn sealed_receipts(directory: &Directory) -> Result<u64, LedgerError> {
    let mut end = 0;
    for name in BodiesName::sorted(&directory.names()?) {
        if name.first != end {
            let reason = format!("the next file of sealed receipts begins at {}", name.first);
            return Err(LedgerError::Receipts { path: directory.path.clone(), index: end, reason });
        }
        end = name.end();
    }
    Ok(end)
}

fn read_checkpoint(
    layout: &Layout,
    origin: &Origin,
    signer: &LogSigner,
) -> Result<Option<Published>, LedgerError> {
    let Some(note) = disk::read_optional(&layout.checkpoint())? else { return Ok(None) };
    let text = str::from_utf8(&note).map_err(|_| wrong(origin, "it is not text".into()))?;
    let keys = signer.verifier_keys()?;
    let opened = checkpoint::open(text, &keys, origin);
    let Checkpoint { size, root, .. } =
        opened.map_err(|error| wrong(origin, error.to_string()))?.checkpoint;
    Ok(Some(Published { size, root, note }))
}

/// Signs the checkpoint of an empty log, so that a log without a checkpoint is always one that lost it.
fn first_checkpoint(origin: &Origin, signer: &LogSigner) -> Result<Published, LedgerError> {
    let root = empty_root();
    let note = Checkpoint::new(origin, 0, root)
        .sign(&signer.name, &*signer.key)
        .map_err(|source| LedgerError::Sign { log: origin.clone(), source })?;
    Ok(Published { size: 0, root, note: note.into_bytes() })
}

/// Reads the WAL files that count, from the disk.
fn read_wal(layout: &Layout, names: &[FileName]) -> Result<Vec<(FileName, Vec<u8>)>, LedgerError> {
    let read =
        |name: FileName| Ok((name, disk::read_uncached(&layout.wal().join(name.to_string()))?));
    newest(names.iter().copied()).into_iter().map(read).collect()
}

fn wrong(origin: &Origin, reason: String) -> LedgerError {
    LedgerError::Checkpoint { log: origin.clone(), reason }
}

/// What is known about the log while it is being opened.
struct Log<'a> {
    layout: &'a Layout,
    origin: &'a Origin,
    published: &'a Published,
}

impl Log<'_> {
    fn parse_wal<'b>(&self, files: &'b [(FileName, Vec<u8>)]) -> Result<Vec<Wal<'b>>, LedgerError> {
        let mut end = None;
        let mut parsed = Vec::new();
        for (position, (name, bytes)) in files.iter().enumerate() {
            let path = || self.layout.wal().join(name.to_string());
            let wal = Wal::parse(bytes, self.origin, *name)
                .map_err(|error| LedgerError::wal(&path(), &error))?;
            let damaged = |index, reason: &str| {
                Err(LedgerError::Receipts { path: path(), index, reason: reason.into() })
            };
            if end.is_some_and(|end| end != wal.first()) {
                return damaged(end.unwrap_or(0), "receipts are missing before it");
            }
            if wal.tail() != Tail::Whole && position + 1 < files.len() {
                return damaged(wal.end(), "it is torn, though another file follows");
            }
            end = Some(wal.end());
            parsed.push(wal);
        }
        Ok(parsed)
    }

    /// The receipts after the sealed ones; the checkpoint must not go beyond them.
    fn unsealed<'b, 'w>(
        &self,
        sealed: u64,
        wal: &'w [Wal<'b>],
    ) -> Result<Unsealed<'b, 'w>, LedgerError> {
        let first = wal.first().map_or(sealed, Wal::first);
        let end = wal.last().map_or(sealed, Wal::end);
        let missing = |index, reason: &str| {
            Err(LedgerError::Receipts { path: self.layout.wal(), index, reason: reason.into() })
        };
        if first > sealed {
            return missing(sealed, "receipts between the sealed ones and the WAL are missing");
        }
        if end.max(sealed) < self.published.size {
            return missing(end.max(sealed), "the checkpoint covers more receipts than there are");
        }
        if sealed > self.published.size {
            let reason = format!(
                "it covers {} receipts, but {sealed} are sealed: an older one was put in its place",
                self.published.size
            );
            return Err(wrong(self.origin, reason));
        }
        Ok(Unsealed { wal, skip: (sealed - first) as usize })
    }

    /// The tree over the sealed receipts, from its tiles.
    fn sealed_tree(&self, sealed: u64, files: &TileFiles) -> Result<(Edge, Frontier), LedgerError> {
        let edge = Edge::restore(sealed, files)?;
        let frontier = frontier_at(sealed, &tiles::nodes(&self.layout.root, sealed));
        let frontier = frontier.map_err(|error| error.or(|reason| wrong(self.origin, reason)))?;
        Ok((edge, frontier))
    }

    /// Adds the tail to the tree and checks that the tree goes through the root of the checkpoint.
    fn check_tail(
        &self,
        sealed: &Frontier,
        tail: Unsealed<'_, '_>,
    ) -> Result<Vec<(Jti, Digest)>, LedgerError> {
        let Published { size, root, .. } = self.published;
        let mut tree = sealed.clone();
        let mut matches = tree.size() == *size && tree.root() == *root;
        let mut receipts = Vec::new();
        for receipt in tail.receipts() {
            let index = tree.size();
            let leaf = leaf_of(receipt);
            let (Leaf::Receipt(digest), Some(jti)) = (leaf, jti_of(receipt)) else {
                let reason = "the receipt has no id".into();
                return Err(LedgerError::Receipts { path: self.layout.wal(), index, reason });
            };
            receipts.push((jti, digest));
            tree.push(leaf.hash());
            matches |= tree.size() == *size && tree.root() == *root;
        }
        if matches {
            return Ok(receipts);
        }
        Err(wrong(
            self.origin,
            format!(
                "the stored receipts do not lead to its root at size {size}; `cos ledger fsck` says where"
            ),
        ))
    }

    /// The receipts that the index does not cover.
    fn recent(
        &self,
        indexed: u64,
        sealed: u64,
        tail: &[(Jti, Digest)],
    ) -> Result<Recent, LedgerError> {
        let mut recent = Recent::default();
        for (&(jti, digest), index) in tail.iter().zip(sealed..) {
            let before = recent.get(jti).map(|(first, _)| first);
            if let Some(first) = before {
                let log = self.origin.clone();
                return Err(LedgerError::Duplicate { log, jti, first, second: index });
            }
            if index >= indexed {
                recent.add(jti, index, digest);
            }
        }
        Ok(recent)
    }

    /// Writes the tail into the WAL file of the new epoch; it has its name once it is whole and on disk.
    fn rewrite(
        &self,
        name: FileName,
        tail: Unsealed<'_, '_>,
        directory: &Directory,
        stage: &Stage,
    ) -> Result<WalFile, LedgerError> {
        let path = directory.path.join(name.to_string());
        let mut file = stage.begin()?;
        let mut bytes = Vec::new();
        let mut encoder = Encoder::begin(self.origin, name, &mut bytes);
        let mut receipts = tail.receipts().peekable();
        let mut written = 0;
        loop {
            disk::write_once(&mut file, &bytes).context("write", &path)?;
            written += bytes.len() as u64;
            bytes.clear();
            if receipts.peek().is_none() {
                break;
            }
            encoder.frame(receipts.by_ref().take(RECOVERY_GROUP), &mut bytes);
        }
        file.sync_all().context("sync", &path)?;
        stage.finish(&path)?;
        directory.sync()?;
        Ok(WalFile { name, path, file, encoder, bytes: written, since: Instant::now() })
    }
}

/// Receipts in one frame of a rewritten WAL file; at most 32 MiB.
const RECOVERY_GROUP: usize = 512;

/// The receipts of the WAL that are not sealed.
#[derive(Clone, Copy)]
struct Unsealed<'b, 'w> {
    wal: &'w [Wal<'b>],
    skip: usize,
}

impl<'b> Unsealed<'b, '_> {
    fn receipts(&self) -> impl Iterator<Item = &'b [u8]> {
        self.wal.iter().flat_map(|wal| wal.receipts().iter().copied()).skip(self.skip)
    }
}
