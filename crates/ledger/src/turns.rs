//! Turns at what takes a processor for long, so that the logs of a ledger do not all take one at once.
//!
//! Logs that grow alike become worth sealing at the same moment. Sixteen sealers beside the committers of a machine with two processors kept
//! answers waiting for a second; one at a time does not, and seals as much.

use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::available_parallelism;

/// How many more may begin.
#[derive(Debug)]
pub(crate) struct Turns {
    free: Mutex<usize>,
    freed: Condvar,
}

/// A turn, until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn<'a>(&'a Turns);

impl Default for Turns {
    /// Half of the processors.
    fn default() -> Self {
        Self::new(available_parallelism().map_or(1, usize::from) / 2)
    }
}

impl Turns {
    fn new(count: usize) -> Self {
        Self { free: Mutex::new(count.max(1)), freed: Condvar::new() }
    }

    /// Waits for a turn.
    pub(crate) fn take(&self) -> Turn<'_> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let free = self.freed.wait_while(free, |free| *free == 0);
        *free.unwrap_or_else(PoisonError::into_inner) -= 1;
        Turn(self)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;
    use std::sync::atomic::{AtomicUsize, Ordering};
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
    fn there_is_always_one() {
        drop(Turns::new(0).take());
    }
}
