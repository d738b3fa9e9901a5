//! Waiting for the other side of a conversation that usually answers at once.
//!
//! Waking a sleeping process on another processor costs some 20 µs each way, more than a small evaluation. So both sides look again for
//! a moment, giving way to whoever else wants to run, before they sleep.

use std::io;
use std::time::{Duration, Instant};

/// How long to look before sleeping; about what it costs to fall asleep and wake.
const PATIENCE: Duration = Duration::from_micros(50);

/// Repeats a call that does not block until it has an answer, for a moment. The last answer counts.
pub(super) fn spin<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let start = Instant::now();
    loop {
        let answer = call();
        let waits = matches!(&answer, Err(error) if error.kind() == io::ErrorKind::WouldBlock);
        if !waits || start.elapsed() >= PATIENCE {
            return answer;
        }
        std::thread::yield_now();
    }
}
