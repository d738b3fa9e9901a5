//! From submitters to the committer and back: the bounded queue of receipts, and their answers.

use super::{Appended, Pending, Shared, Stop, lock, wait};
use crate::error::LedgerError;
use std::collections::VecDeque;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;

impl Shared {
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
}
