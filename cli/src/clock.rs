//! The only place that reads the wall clock.

use cos_core::clock::{Clock, Timestamp};
use std::time::{SystemTime, UNIX_EPOCH};

/// The clock of the machine.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everybody else is handed"
    )]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Timestamp(since.map_or(0, |since| since.as_secs().cast_signed()))
    }
}
