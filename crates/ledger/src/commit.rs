//! The committer: takes what waits, decides what is new, writes it as one WAL frame, syncs once, answers everybody.
//!
//! Groups form by themselves, while the group before them is being synced; there is no timer. One thread owns the WAL file and
//! decides all indexes, so an index follows from the order of arrival and from nothing else (promise P21).

use crate::disk::{self, Directory, Stage};
use crate::entry::Entry;
use crate::error::{Context as _, LedgerError};
use crate::index::{Index, View};
use crate::layout::Layout;
use crate::lock::Lock;
use crate::shared::{Alarm, Appended, Committed, Pending, Shared, Stop};
use crate::tiles;
use cos_core::digest::Digest;
use cos_core::ids::{Jti, Origin};
use cos_core::log::leaf::Leaf;
use cos_core::log::tile::{EntriesId, FULL_WIDTH};
use cos_core::wal::{Encoder, FileName};
use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// The WAL file that is being written.
#[derive(Debug)]
pub(crate) struct WalFile {
    pub(crate) name: FileName,
    pub(crate) path: PathBuf,
    pub(crate) file: File,
    pub(crate) encoder: Encoder,
    pub(crate) bytes: u64,
    pub(crate) since: Instant,
}

impl WalFile {
    /// Makes the file `name`, empty but for its header, on disk under its name before anything is written to it.
    pub(crate) fn create(
        origin: &Origin,
        name: FileName,
        directory: &Directory,
        stage: &Stage,
    ) -> Result<Self, LedgerError> {
        let mut header = Vec::new();
        let encoder = Encoder::begin(origin, name, &mut header);
        let path = directory.path.join(name.to_string());
        let file = stage.create(&path, &header)?;
        directory.sync()?;
        Ok(Self { name, path, file, encoder, bytes: header.len() as u64, since: Instant::now() })
    }

    fn append(&mut self, frame: &[u8]) -> Result<(), LedgerError> {
        disk::write_once(&mut self.file, frame).context("write", &self.path)?;
        self.file.sync_data().context("sync", &self.path)?;
        self.bytes += frame.len() as u64;
        Ok(())
    }

    fn receipts(&self) -> u64 {
        self.encoder.next_index() - self.name.first
    }
}

/// The receipts that the index file does not cover yet, by id.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    by_id: HashMap<Jti, (u64, Digest)>,
    in_order: VecDeque<(u64, Jti)>,
}

impl Recent {
    /// Adds a receipt; `false` when its id is there already.
    pub(crate) fn add(&mut self, jti: Jti, index: u64, digest: Digest) -> bool {
        let new = self.by_id.insert(jti, (index, digest)).is_none();
        self.in_order.push_back((index, jti));
        new
    }

    pub(crate) fn get(&self, jti: Jti) -> Option<(u64, Digest)> {
        self.by_id.get(&jti).copied()
    }

    fn forget_below(&mut self, index: u64) {
        while let Some((_, jti)) = self.in_order.pop_front_if(|(first, _)| *first < index) {
            self.by_id.remove(&jti);
        }
    }
}

/// What is to become of a receipt.
enum Verdict {
    Append(u64),
    Replay(u64),
    Refuse(LedgerError),
}

/// The state that the committing thread owns.
pub(crate) struct Committer {
    pub(crate) shared: Arc<Shared>,
    pub(crate) layout: Layout,
    pub(crate) lock: Arc<Lock>,
    pub(crate) wal: WalFile,
    pub(crate) wal_directory: Directory,
    pub(crate) stage: Stage,
    /// Shared with whoever looks receipts up; see [`crate::LogWriter::find`].
    pub(crate) recent: Arc<Mutex<Recent>>,
    pub(crate) index: Arc<Index>,
    /// The frame being written; kept to be filled again.
    pub(crate) frame: Vec<u8>,
}

impl Committer {
    /// Runs until the log is closed or stops.
    pub(crate) fn run(mut self) {
        let shared = Arc::clone(&self.shared);
        let _alarm = Alarm(&shared);
        let mut bundle = None;
        while let Some(group) = shared.take_group() {
            let verdicts = self.judge(&group, &mut bundle);
            let written = self.write(&group, &verdicts);
            let stop = written.as_ref().err().cloned();
            if let Some(error) = &stop {
                shared.poison(error.clone());
            }
            for (pending, verdict) in group.iter().zip(verdicts) {
                let answer = match (verdict, &stop) {
                    (_, Some(_)) => Err(shared.closed()),
                    (Verdict::Append(index), None) => Ok(Appended { index, replayed: false }),
                    (Verdict::Replay(index), None) => Ok(Appended { index, replayed: true }),
                    (Verdict::Refuse(error), None) => Err(error),
                };
                let _ = pending.answer.set(answer);
            }
            shared.settle();
            if stop.is_some() {
                break;
            }
            if let Err(error) = self.rotate_if_due() {
                shared.poison(error);
                break;
            }
            shared.wait_for_others(group.len() as u32);
        }
        let stop = shared.refuse_rest();
        if stop == Stop::Finish && self.wal.receipts() > 0 {
            let end = self.wal.encoder.next_index();
            shared.hand_over(Committed::Rotated { name: self.wal.name, end });
        }
        shared.stop_integrator(stop);
    }

    /// Decides about each receipt of a group, in order, and gives the new ones their indexes.
    fn judge(&mut self, group: &[Pending], bundle: &mut Option<Bundle>) -> Vec<Verdict> {
        // First forget, then open the view: what was forgotten is in every later view.
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.forget_below(self.shared.indexed());
        let mut view = None;
        let mut next = self.wal.encoder.next_index();
        let older = Older { shared: &self.shared, layout: &self.layout, index: &self.index };
        let mut judge = |pending: &Pending| {
            let (jti, digest) = (pending.entry.jti(), pending.entry.digest());
            let before = match recent.get(jti) {
                Some(before) => Some(before),
                None => older.look_up(jti, &mut view, bundle)?,
            };
            Ok(match before {
                Some((index, known)) if known == digest => Verdict::Replay(index),
                Some((index, _)) => Verdict::Refuse(LedgerError::Conflict { jti, index }),
                None => {
                    recent.add(jti, next, digest);
                    next += 1;
                    Verdict::Append(next - 1)
                }
            })
        };
        group.iter().map(|pending| judge(pending).unwrap_or_else(Verdict::Refuse)).collect()
    }

    /// Writes the new receipts of a group as one frame and makes them durable.
    fn write(&mut self, group: &[Pending], verdicts: &[Verdict]) -> Result<(), LedgerError> {
        let new = || {
            let both = group.iter().zip(verdicts);
            both.filter(|(_, verdict)| matches!(verdict, Verdict::Append(_))).map(|(p, _)| &p.entry)
        };
        let first = self.wal.encoder.next_index();
        self.frame.clear();
        self.wal.encoder.frame(new().map(Entry::compact), &mut self.frame);
        if self.frame.is_empty() {
            return Ok(());
        }
        self.wal.append(&self.frame)?;
        // Whoever took the log over after this check finds the group on disk; whoever did so before it makes us stop here.
        self.lock.check()?;
        let receipts = new().map(|entry| (entry.jti(), entry.digest())).collect();
        self.shared.hand_over(Committed::Receipts { first, receipts });
        Ok(())
    }

    /// Begins a new WAL file once the present one is worth sealing and the sealer has nothing else to do, or once it is long.
    fn rotate_if_due(&mut self) -> Result<(), LedgerError> {
        let options = &self.shared.options;
        let due = self.wal.receipts() >= options.seal_receipts
            && self.wal.since.elapsed() >= options.publish_every
            && self.shared.unsealed_files() == 0;
        let long = self.wal.bytes >= options.wal_bytes;
        if self.wal.receipts() == 0 || !(due || long) {
            return Ok(());
        }
        let end = self.wal.encoder.next_index();
        let name = FileName { first: end, ..self.wal.name };
        let next = WalFile::create(&self.shared.origin, name, &self.wal_directory, &self.stage)?;
        let old = std::mem::replace(&mut self.wal, next);
        self.shared.hand_over(Committed::Rotated { name: old.name, end });
        Ok(())
    }
}

/// Where receipts that are no longer recent are looked up.
struct Older<'a> {
    shared: &'a Shared,
    layout: &'a Layout,
    index: &'a Index,
}

impl Older<'_> {
    /// Looks for an older receipt with this id: its index and identity.
    fn look_up(
        &self,
        jti: Jti,
        view: &mut Option<View>,
        bundle: &mut Option<Bundle>,
    ) -> Result<Option<(u64, Digest)>, LedgerError> {
        if view.is_none() {
            *view = Some(self.index.view()?);
        }
        let Some(index) = view.as_ref().expect("opened above").get(jti)? else { return Ok(None) };
        let bundle = match bundle.take().filter(|bundle| bundle.holds(index)) {
            Some(held) => bundle.insert(held),
            None => bundle.insert(Bundle::read(self.layout, index, self.shared)?),
        };
        match bundle.leaf(index) {
            Some(Leaf::Receipt(digest)) => Ok(Some((index, digest))),
            _ => Err(LedgerError::Derived {
                path: self.layout.index(),
                reason: format!("it names index {index} for receipt `{jti}`, which is none"),
            }),
        }
    }
}

/// The entry bundle read last; receipts that come again mostly come in order.
struct Bundle {
    first: u64,
    leaves: Vec<Leaf>,
}

impl Bundle {
    /// Reads the bundle that holds the published entry `index`.
    fn read(layout: &Layout, index: u64, shared: &Shared) -> Result<Self, LedgerError> {
        loop {
            let size = shared.published();
            let read = Self::read_at(layout, index, size);
            // A partial bundle may be cleared away while we look for it; then there is a newer one.
            if read.is_ok() || shared.published() == size {
                return read;
            }
        }
    }

    fn read_at(layout: &Layout, index: u64, size: u64) -> Result<Self, LedgerError> {
        let beyond = || LedgerError::Derived {
            path: layout.index(),
            reason: format!("it names index {index}, beyond the log's end"),
        };
        let id = EntriesId::holding(index, size).ok_or_else(beyond)?;
        let leaves = tiles::leaves(&layout.root, id)?;
        Ok(Self { first: id.index * u64::from(FULL_WIDTH), leaves })
    }

    fn holds(&self, index: u64) -> bool {
        self.leaf(index).is_some()
    }

    fn leaf(&self, index: u64) -> Option<Leaf> {
        let position = usize::try_from(index.checked_sub(self.first)?).ok()?;
        self.leaves.get(position).copied()
    }
}
