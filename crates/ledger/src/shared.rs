//! What the threads of one log share: the queue of receipts to commit, the queue of committed ones to integrate, how far both
//! have come, and the error that stopped them.
//!
//! Submitters → intake → committer → outbox → integrator. Each queue is bounded; a full one makes the sender wait, so a disk that
//! is too slow is felt by whoever submits and not by the memory.

mod intake;
mod outbox;

use crate::entry::Entry;
use crate::error::LedgerError;
use crate::options::LedgerOptions;
use cos_core::digest::Digest;
use cos_core::ids::{Jti, Origin};
use cos_core::wal::FileName;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

/// Where a receipt stands in its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The receipt's index.
    pub index: u64,
    /// Whether the log had the receipt before.
    pub replayed: bool,
}

/// A receipt in the queue, and where its answer goes.
pub(crate) struct Pending {
    pub(crate) entry: Entry,
    pub(crate) answer: Arc<OnceLock<Result<Appended, LedgerError>>>,
}

/// What the committer hands to the integrator, in order.
pub(crate) enum Committed {
    /// These receipts became durable.
    Receipts { first: u64, receipts: Vec<(Jti, Digest)> },
    /// This WAL file got its last receipt; the next one has the index `end`.
    Rotated { name: FileName, end: u64 },
}

/// How the threads are to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// As a crash would: commit nothing more, publish nothing more.
    Abandon,
    /// Commit, publish and seal everything first.
    Finish,
}

#[derive(Default)]
struct Intake {
    queue: VecDeque<Pending>,
    bytes: usize,
    stop: Option<Stop>,
}

/// What is durable but not yet published, and how far publishing has come.
#[derive(Default)]
struct Outbox {
    queue: VecDeque<Committed>,
    stop: Option<Stop>,
    /// WAL files that got their last receipt and are not sealed yet.
    unsealed: usize,
    /// Receipts below this index are sealed.
    sealed: u64,
    /// What sealing took lately for each receipt.
    pace: Duration,
    published: u64,
    /// Somebody waits for a checkpoint of at least this size.
    wanted: u64,
    /// Failed attempts to publish, so that whoever waits hears of them.
    failures: u64,
    failure: Option<LedgerError>,
}

/// The state that the threads of one log share.
pub(crate) struct Shared {
    pub(crate) origin: Origin,
    pub(crate) options: LedgerOptions,
    intake: Mutex<Intake>,
    arrived: Condvar,
    room: Condvar,
    answers: Mutex<()>,
    answered: Condvar,
    outbox: Mutex<Outbox>,
    committed: Condvar,
    progressed: Condvar,
    durable: AtomicU64,
    indexed: AtomicU64,
    /// The log is to end: the committer no longer waits for the integrator.
    stopping: AtomicBool,
    /// The committer has ended: what has no answer gets none.
    ended: AtomicBool,
    poison: OnceLock<LedgerError>,
}

/// Every lock guards plain data that is consistent between statements, so a panic elsewhere does not spoil it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait<'a, T>(condvar: &Condvar, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
    condvar.wait(guard).unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new(origin: Origin, options: LedgerOptions) -> Self {
        Self {
            origin,
            options,
            intake: Mutex::default(),
            arrived: Condvar::new(),
            room: Condvar::new(),
            answers: Mutex::default(),
            answered: Condvar::new(),
            outbox: Mutex::default(),
            committed: Condvar::new(),
            progressed: Condvar::new(),
            durable: AtomicU64::new(0),
            indexed: AtomicU64::new(0),
            stopping: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            poison: OnceLock::new(),
        }
    }

    /// Says how far the log had come when it was opened.
    pub(crate) fn begin(&self, sealed: u64, durable: u64, published: u64, indexed: u64) {
        self.durable.store(durable, Ordering::Release);
        self.set_indexed(indexed);
        let mut outbox = lock(&self.outbox);
        outbox.sealed = sealed;
        outbox.published = published;
    }

    /// The number of durable receipts.
    pub(crate) fn durable(&self) -> u64 {
        self.durable.load(Ordering::Acquire)
    }

    /// Every receipt below this index is in the index file.
    pub(crate) fn indexed(&self) -> u64 {
        self.indexed.load(Ordering::Acquire)
    }

    pub(crate) fn set_indexed(&self, size: u64) {
        self.indexed.store(size, Ordering::Release);
    }

    /// The size of the last checkpoint.
    pub(crate) fn published(&self) -> u64 {
        lock(&self.outbox).published
    }

    /// Stops the log for good: all that waits, and all that comes, gets `cause`.
    pub(crate) fn poison(&self, cause: LedgerError) {
        let _ = self.poison.set(cause);
        self.wake_all();
    }

    /// The error to give to whoever asks for anything, once the log has stopped.
    pub(crate) fn stopped(&self) -> Option<LedgerError> {
        let cause = self.poison.get()?;
        Some(LedgerError::Poisoned { log: self.origin.clone(), cause: Box::new(cause.clone()) })
    }

    fn check_alive(&self) -> Result<(), LedgerError> {
        self.stopped().map_or(Ok(()), Err)
    }

    pub(crate) fn closed(&self) -> LedgerError {
        self.stopped().unwrap_or_else(|| LedgerError::Closed { log: self.origin.clone() })
    }

    /// Whether the log ends as a crash would.
    pub(crate) fn is_abandoned(&self) -> bool {
        self.poison.get().is_some() || lock(&self.outbox).stop == Some(Stop::Abandon)
    }

    /// Asks the committer to end; it passes the request on.
    pub(crate) fn stop(&self, stop: Stop) {
        lock(&self.intake).stop.get_or_insert(stop);
        self.stopping.store(true, Ordering::Release);
        if stop == Stop::Abandon {
            lock(&self.outbox).stop.get_or_insert(stop);
        }
        self.wake_all();
    }

    /// Ends the integrator after what is in the outbox.
    pub(crate) fn stop_integrator(&self, stop: Stop) {
        lock(&self.outbox).stop.get_or_insert(stop);
        self.wake_all();
    }

    /// Wakes every waiter. Each lock is taken in turn, so that nobody can be between looking and going to sleep.
    fn wake_all(&self) {
        drop(lock(&self.intake));
        self.arrived.notify_all();
        self.room.notify_all();
        drop(lock(&self.outbox));
        self.committed.notify_all();
        self.progressed.notify_all();
        self.settle();
    }
}

/// Stops the log if the thread that holds this ends by a panic, so that nobody waits for it for ever.
pub(crate) struct Alarm<'a>(pub(crate) &'a Shared);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            let log = self.0.origin.clone();
            self.0.poison(LedgerError::Closed { log });
            self.0.refuse_rest();
        }
    }
}
