//! From the committer to the integrator and the sealer, and how far they have come.

use super::{Committed, Outbox, Shared, Stop, lock, wait};
use crate::error::LedgerError;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

/// Finished WAL files that may wait to be sealed before the committer slows down.
const UNSEALED_FILES: usize = 2;

/// The longest pause between two groups while the sealer is behind.
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

/// What the integrator is to do next.
pub(crate) struct Work {
    /// What was committed, in order, up to and with the first rotation.
    pub(crate) items: Vec<Committed>,
    /// How the log is to end, once that is asked for.
    pub(crate) stop: Option<Stop>,
    /// Nothing more is waiting.
    pub(crate) is_last: bool,
}

impl Shared {
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
