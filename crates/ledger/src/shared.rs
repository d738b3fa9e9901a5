//! What the threads of one log share: the queue of receipts to commit, the queue of committed ones to integrate, how far both
//! have come, and the error that stopped them.
//!
//! Submitters → intake → committer → outbox → integrator. Each queue is bounded; a full one makes the sender wait, so a disk that
//! is too slow is felt by whoever submits and not by the memory.

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
use std::time::{Duration, Instant};

/// Finished WAL files that may wait to be sealed before the committer slows down.
const UNSEALED_FILES: usize = 2;

/// The longest pause between two groups while the sealer is behind.
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

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

/// What the integrator is to do next.
pub(crate) struct Work {
    /// What was committed, in order, up to and with the first rotation.
    pub(crate) items: Vec<Committed>,
    /// How the log is to end, once that is asked for.
    pub(crate) stop: Option<Stop>,
    /// Nothing more is waiting.
    pub(crate) is_last: bool,
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

    // === Stopping ===

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

    // === Submitters → committer ===

    /// Queues as many of `entries` as there is room for now, from the front; waits for room for the first when `patient`.
    pub(crate) fn enqueue(
        &self,
        entries: &mut VecDeque<Pending>,
        patient: bool,
    ) -> Result<(), LedgerError> {
        let mut intake = lock(&self.intake);
        loop {
            self.check_alive()?;
            if intake.stop.is_some() {
                return Err(self.closed());
            }
            let before = intake.queue.len();
            while intake.queue.len() < self.options.queue_receipts
                && intake.bytes < self.options.queue_bytes
                && let Some(pending) = entries.pop_front()
            {
                intake.bytes += pending.entry.compact().len();
                intake.queue.push_back(pending);
            }
            if intake.queue.len() > before {
                self.arrived.notify_one();
                return Ok(());
            }
            if !patient {
                return Ok(());
            }
            intake = wait(&self.room, intake);
        }
    }

    /// How many receipts and bytes wait to be committed.
    pub(crate) fn queued(&self) -> (usize, usize) {
        let intake = lock(&self.intake);
        (intake.queue.len(), intake.bytes)
    }

    /// Takes the next group to commit: all that waits, up to the size of a group. `None` when the log is to end.
    pub(crate) fn take_group(&self) -> Option<Vec<Pending>> {
        let mut intake = lock(&self.intake);
        loop {
            if self.poison.get().is_some() || intake.stop == Some(Stop::Abandon) {
                return None;
            }
            if !intake.queue.is_empty() {
                break;
            }
            if intake.stop.is_some() {
                return None;
            }
            intake = wait(&self.arrived, intake);
        }
        let mut bytes = 0;
        let within = intake.queue.iter().take(self.options.group_receipts).take_while(|pending| {
            bytes += pending.entry.compact().len();
            bytes <= self.options.group_bytes
        });
        let count = within.count().max(1);
        let group: Vec<_> = intake.queue.drain(..count).collect();
        intake.bytes -= group.iter().map(|pending| pending.entry.compact().len()).sum::<usize>();
        self.room.notify_all();
        Some(group)
    }

    /// Answers everything that still waits in the queue: nothing of it was written.
    pub(crate) fn refuse_rest(&self) -> Stop {
        let mut intake = lock(&self.intake);
        let rest = std::mem::take(&mut intake.queue);
        intake.bytes = 0;
        let stop = *intake.stop.get_or_insert(Stop::Abandon);
        drop(intake);
        for pending in rest {
            let _ = pending.answer.set(Err(self.closed()));
        }
        self.ended.store(true, Ordering::Release);
        self.settle();
        stop
    }

    /// Wakes whoever waits for an answer; called once for a whole group.
    pub(crate) fn settle(&self) {
        drop(lock(&self.answers));
        self.answered.notify_all();
    }

    /// Waits for an answer.
    pub(crate) fn wait_for(
        &self,
        answer: &OnceLock<Result<Appended, LedgerError>>,
    ) -> Result<Appended, LedgerError> {
        if let Some(answer) = answer.get() {
            return answer.clone();
        }
        let mut answers = lock(&self.answers);
        loop {
            if let Some(answer) = answer.get() {
                return answer.clone();
            }
            if self.ended.load(Ordering::Acquire) {
                return Err(self.closed());
            }
            answers = wait(&self.answered, answers);
        }
    }

    // === Committer → integrator ===

    /// Hands over what became durable.
    pub(crate) fn hand_over(&self, item: Committed) {
        if let Committed::Receipts { first, receipts } = &item {
            self.durable.store(first + receipts.len() as u64, Ordering::Release);
        }
        let mut outbox = lock(&self.outbox);
        outbox.unsealed += usize::from(matches!(item, Committed::Rotated { .. }));
        outbox.queue.push_back(item);
        self.committed.notify_all();
    }

    /// Says that receipts below `end` are sealed and their WAL file is gone, and what sealing took for each of them.
    pub(crate) fn set_sealed(&self, end: u64, pace: Duration) {
        let mut outbox = lock(&self.outbox);
        outbox.unsealed -= 1;
        outbox.sealed = end;
        outbox.pace = pace;
        self.progressed.notify_all();
    }

    /// How many finished WAL files wait to be sealed.
    pub(crate) fn unsealed_files(&self) -> usize {
        lock(&self.outbox).unsealed
    }

    /// Receipts below this index are sealed.
    pub(crate) fn sealed(&self) -> u64 {
        lock(&self.outbox).sealed
    }

    /// Holds the committer back where the others cannot keep up, so that what a recovery has to read is bounded (promise P18):
    /// gently, at the pace of the sealer, while there is room for one more WAL file, then until there is room again.
    pub(crate) fn wait_for_others(&self, committed: u32) {
        let behind = |outbox: &Outbox| {
            self.durable() - outbox.published >= self.options.unpublished_receipts
                || outbox.unsealed > UNSEALED_FILES
        };
        let mut outbox = lock(&self.outbox);
        if outbox.unsealed == UNSEALED_FILES {
            let pause = (outbox.pace * committed).min(LONGEST_PAUSE);
            drop(outbox);
            thread::sleep(pause);
            outbox = lock(&self.outbox);
        }
        while behind(&outbox)
            && self.poison.get().is_none()
            && !self.stopping.load(Ordering::Acquire)
        {
            outbox = wait(&self.progressed, outbox);
        }
    }

    /// Waits for work: something committed and `due` passed, or somebody asking for it, or a file to seal, or the end.
    ///
    /// `behind` says that there is something left to publish from before; then nothing more is taken.
    pub(crate) fn take_committed(&self, due: Instant, behind: bool) -> Work {
        let is_rotation = |item: &Committed| matches!(item, Committed::Rotated { .. });
        let mut outbox = lock(&self.outbox);
        loop {
            let rotated = !behind && outbox.queue.iter().any(is_rotation);
            let wanted = outbox.wanted > outbox.published;
            let pressing =
                wanted || rotated || outbox.stop.is_some() || self.poison.get().is_some();
            if pressing {
                break;
            }
            if outbox.queue.is_empty() && !behind {
                outbox = wait(&self.committed, outbox);
                continue;
            }
            let left = due.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let waited = self.committed.wait_timeout(outbox, left);
            outbox = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        if self.poison.get().is_some() || outbox.stop == Some(Stop::Abandon) {
            return Work { items: Vec::new(), stop: Some(Stop::Abandon), is_last: true };
        }
        let rotation = outbox.queue.iter().position(is_rotation);
        let count = if behind { 0 } else { rotation.map_or(outbox.queue.len(), |at| at + 1) };
        let items = outbox.queue.drain(..count).collect();
        Work { items, stop: outbox.stop, is_last: outbox.queue.is_empty() }
    }

    /// Says that a checkpoint of `size` is out.
    pub(crate) fn set_published(&self, size: u64) {
        let mut outbox = lock(&self.outbox);
        outbox.published = size;
        outbox.failure = None;
        self.progressed.notify_all();
    }

    /// Says that publishing failed for now.
    pub(crate) fn publishing_failed(&self, error: LedgerError) {
        let mut outbox = lock(&self.outbox);
        outbox.failures += 1;
        outbox.failure = Some(error);
        // Whoever waits is told and may ask again; the integrator tries again when it is due.
        outbox.wanted = 0;
        self.progressed.notify_all();
    }

    /// Asks for a checkpoint of at least `size` and waits for it.
    pub(crate) fn want(&self, size: u64) -> Result<u64, LedgerError> {
        let mut outbox = lock(&self.outbox);
        let failures = outbox.failures;
        outbox.wanted = outbox.wanted.max(size);
        self.committed.notify_all();
        loop {
            if outbox.published >= size {
                return Ok(outbox.published);
            }
            self.check_alive()?;
            if outbox.failures > failures {
                return Err(outbox.failure.clone().unwrap_or_else(|| self.closed()));
            }
            if outbox.stop == Some(Stop::Abandon) {
                return Err(self.closed());
            }
            outbox = wait(&self.progressed, outbox);
        }
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
