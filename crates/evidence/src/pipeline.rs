//! Work on all cores, results in order, memory bounded.
//!
//! One thread produces pieces of work, as many threads as there are cores work on them, and the calling thread takes the results in
//! the order of production. At most three pieces a worker are under way, however fast the producer is.

use std::collections::BTreeMap;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

/// Pieces of work under way for each worker.
const AHEAD: usize = 3;

/// Runs `produce`, which hands pieces to the function it is given until that returns `false`; `worker` makes the work function of one thread;
/// `collect` takes the results in order and ends everything early by returning `false`.
pub fn ordered<I, O, E, W>(
    threads: usize,
    produce: impl FnOnce(&mut dyn FnMut(I) -> bool) -> Result<(), E> + Send,
    worker: impl Fn() -> W + Sync,
    mut collect: impl FnMut(O) -> bool,
) -> Result<(), E>
where
    I: Send,
    O: Send,
    E: Send,
    W: FnMut(I) -> O,
{
    let threads = threads.max(1);
    let room = Arc::new(Room::new(threads * AHEAD));
    let (to_workers, work) = sync_channel::<(u64, I)>(threads * AHEAD);
    let (done, results) = sync_channel::<(u64, O)>(threads * AHEAD);
    let work = Mutex::new(work);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (work, done, worker) = (&work, done.clone(), &worker);
            let guard = CloseOnPanic(Arc::clone(&room));
            scope.spawn(move || {
                let _guard = guard;
                let mut run = worker();
                loop {
                    let next = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, piece)) = next else { return };
                    if done.send((number, run(piece))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let producer_room = Arc::clone(&room);
        let producer = scope.spawn(move || {
            let mut number = 0;
            let mut hand_over = |piece| {
                let open = producer_room.enter() && to_workers.send((number, piece)).is_ok();
                number += 1;
                open
            };
            produce(&mut hand_over)
        });
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        'collecting: for (number, result) in results {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                room.leave();
                if !collect(result) {
                    break 'collecting;
                }
            }
        }
        room.close();
        match producer.join() {
            Ok(outcome) => outcome,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Counts the pieces between producer and collector.
struct Room {
    state: Mutex<(usize, bool)>,
    freed: Condvar,
    capacity: usize,
}

impl Room {
    fn new(capacity: usize) -> Self {
        Self { state: Mutex::new((0, true)), freed: Condvar::new(), capacity }
    }

    /// Waits for room; `false` once closed.
    fn enter(&self) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |state: &mut (usize, bool)| state.1 && state.0 >= self.capacity;
        let mut state = self.freed.wait_while(state, full).unwrap_or_else(PoisonError::into_inner);
        state.0 += 1;
        state.1
    }

    fn leave(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0 -= 1;
        self.freed.notify_one();
    }

    fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 = false;
        self.freed.notify_all();
    }
}

/// A worker that panics never hands over its result; nobody may wait for it.
struct CloseOnPanic(Arc<Room>);

impl Drop for CloseOnPanic {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

#[cfg(test)]
mod tests;
