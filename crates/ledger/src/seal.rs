//! The sealer: turns finished WAL files into compressed files of receipts.
//!
//! A thread of its own, because compressing takes far longer than committing or publishing. What is sealed is published, in the
//! index, and under tiles that are on disk; the WAL file goes only when its successor is on disk and reads back byte for byte.

use crate::disk::{self, Directory, Durability, Stage};
use crate::error::{Context as _, LedgerError};
use crate::layout::BodiesName;
use crate::lock::Lock;
use crate::shared::{Alarm, Shared};
use crate::turns::Turns;
use cos_core::bodies::{self, Bodies};
use cos_core::wal::{FileName, Tail, Wal};
use std::fs;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Instant;

/// What the sealer is to do next.
pub(crate) enum Job {
    /// Everything is sealed: remove what is left of the WAL.
    RemoveWal,
    /// Seal this file, whose last receipt is the one before `end`.
    Seal { name: FileName, end: u64 },
}

/// The state that the sealing thread owns.
pub(crate) struct Sealer {
    pub(crate) shared: Arc<Shared>,
    /// Held until the last file is sealed, whoever ends first.
    pub(crate) lock: Arc<Lock>,
    pub(crate) stage: Stage,
    pub(crate) bodies_directory: Directory,
    pub(crate) wal_directory: Directory,
    /// Receipts below this index are sealed.
    pub(crate) sealed: u64,
    /// Those of all sealers of the ledger.
    pub(crate) turns: Arc<Turns>,
}

impl Sealer {
    /// Runs until the integrator hangs up, or the log stops.
    pub(crate) fn run(mut self, jobs: &Receiver<Job>) {
        let shared = Arc::clone(&self.shared);
        let _alarm = Alarm(&shared);
        let turns = Arc::clone(&self.turns);
        for job in jobs {
            // Committers are held back by how long sealing takes, waiting included.
            let start = Instant::now();
            let _turn = turns.take();
            if shared.is_abandoned() {
                return;
            }
            let done = match job {
                Job::RemoveWal => self.remove_wal(),
                Job::Seal { name, end } => self.seal(name, end, start),
            };
            if let Err(error) = done {
                shared.poison(error);
                return;
            }
        }
    }

    fn seal(&mut self, name: FileName, end: u64, start: Instant) -> Result<(), LedgerError> {
        let path = self.wal_directory.path.join(name.to_string());
        let bytes = fs::read(&path).context("read", &path)?;
        let wal = Wal::parse(&bytes, &self.shared.origin, name)
            .map_err(|error| LedgerError::wal(&path, &error))?;
        if wal.end() != end || wal.tail() != Tail::Whole {
            let reason = format!("it ends at receipt {}, not {end}", wal.end());
            return Err(LedgerError::Receipts { path, index: wal.end(), reason });
        }
        let receipts =
            wal.receipts().get((self.sealed - wal.first()) as usize..).unwrap_or_default();
        self.write(receipts)?;
        disk::remove(&path)?;
        self.shared.set_sealed(end, start.elapsed() / (receipts.len() as u32).max(1));
        Ok(())
    }

    fn write(&mut self, receipts: &[&[u8]]) -> Result<(), LedgerError> {
        let name = BodiesName { first: self.sealed, count: receipts.len() as u64 };
        let path = self.bodies_directory.path.join(name.to_string());
        let bytes = bodies::encode(name.first, receipts);
        if !reads_back(&bytes, receipts) {
            let reason = "its receipts do not read back as they were".into();
            return Err(LedgerError::Receipts { path, index: name.first, reason });
        }
        self.lock.check()?;
        self.stage.replace(&path, &bytes, Durability::Synced)?;
        self.bodies_directory.sync()?;
        self.sealed = name.end();
        Ok(())
    }

    fn remove_wal(&self) -> Result<(), LedgerError> {
        for name in self.wal_directory.names()? {
            if FileName::parse(&name).is_some() {
                disk::remove(&self.wal_directory.path.join(name))?;
            }
        }
        self.wal_directory.sync()
    }
}

fn reads_back(file: &[u8], receipts: &[&[u8]]) -> bool {
    let Ok(bodies) = Bodies::parse(file) else { return false };
    let mut reader = bodies.reader();
    let mut text = Vec::new();
    bodies.len() == receipts.len()
        && receipts.iter().enumerate().all(|(position, receipt)| {
            text.clear();
            reader.receipt(position, &mut text).is_ok() && text == *receipt
        })
}
