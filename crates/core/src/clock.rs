//! Time as a value that callers pass in.
//!
//! Nothing in the libraries reads the wall clock: the CLI passes a system clock, tests pass a frozen one. Ordering never
//! depends on it (promise P21); times are statements, not sequence numbers.

use std::fmt;
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// A point in time in whole seconds since 1970-01-01T00:00:00Z; prints as RFC 3339 in UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Parses an RFC 3339 time; the offset is required, a fraction of a second is cut off. `None` also for a time that
    /// lies outside the years 0 to 9999 in UTC and so has no RFC 3339 text there.
    pub fn parse(text: &str) -> Option<Self> {
        // The parser takes any byte for the `T` between date and time.
        let separated = matches!(text.as_bytes().get(10), Some(b'T' | b't'));
        let time = OffsetDateTime::parse(text, &Rfc3339).ok().filter(|_| separated)?;
        let utc = time.checked_to_offset(UtcOffset::UTC)?;
        (0..=9999).contains(&utc.year()).then(|| Self(utc.unix_timestamp()))
    }

    /// Seconds since the Unix epoch, or 0 for a time before it.
    pub fn unix(self) -> u64 {
        self.0.max(0).cast_unsigned()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = OffsetDateTime::from_unix_timestamp(self.0).ok();
        match time.and_then(|time| time.format(&Rfc3339).ok()) {
            Some(text) => f.write_str(&text),
            // An error would make `to_string` panic; this spelling is not RFC 3339, and no parser here takes it for one.
            None => write!(f, "@{}", self.0),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The present time.
    fn now(&self) -> Timestamp;
}

/// A clock that always shows the same time.
#[derive(Clone, Copy, Debug)]
pub struct FrozenClock(pub Timestamp);

impl Clock for FrozenClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[cfg(test)]
mod tests;
