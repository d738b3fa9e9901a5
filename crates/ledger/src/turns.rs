//! Turns at what takes a processor for long, so that the logs of a ledger do not all take one at once.
//!
//! Logs that grow alike become worth sealing at the same moment. Sixteen sealers beside the committers of a machine with two processors kept
//! answers waiting for a second; one at a time does not, and seals as much.

use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::available_parallelism;

/// Who comes first is first: a log that always has something to seal does not keep the others from it.
#[derive(Debug)]
pub(crate) struct Turns {
    count: u64,
    line: Mutex<Line>,
    moved: Condvar,
}

#[derive(Debug, Default)]
struct Line {
    /// The number of whoever comes next.
    next: u64,
    /// How many turns have ended.
    ended: u64,
}

/// A turn, until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn<'a>(&'a Turns);

impl Default for Turns {
    /// Half of the processors.
    fn default() -> Self {
        Self::new(available_parallelism().map_or(1, usize::from) as u64 / 2)
    }
}

impl Turns {
    fn new(count: u64) -> Self {
        Self { count: count.max(1), line: Mutex::default(), moved: Condvar::new() }
    }

    /// Waits for a turn.
    pub(crate) fn take(&self) -> Turn<'_> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let number = line.next;
        line.next += 1;
        let waited = self.moved.wait_while(line, |line| number >= line.ended + self.count);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
        Turn(self)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.line.lock().unwrap_or_else(PoisonError::into_inner).ended += 1;
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::thread;

    #[test]
    fn no_more_than_so_many_have_one_and_everybody_gets_one() {
        let (turns, now, most, had) =
            (Turns::new(2), AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    let _turn = turns.take();
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    thread::yield_now();
                    now.fetch_sub(1, Ordering::SeqCst);
                    had.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        assert_eq!(had.into_inner(), 16);
        assert!((1..=2).contains(&most.into_inner()));
    }

    #[test]
    fn whoever_comes_again_comes_after_those_who_wait() {
        let (turns, had) = (Turns::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            let first = turns.take();
            scope.spawn(|| {
                let _turn = turns.take();
                had.store(true, Ordering::SeqCst);
            });
            while turns.line.lock().unwrap().next < 2 {
                thread::yield_now();
            }
            drop(first);
            let _again = turns.take();
            assert!(had.load(Ordering::SeqCst), "it was overtaken");
        });
    }
}
