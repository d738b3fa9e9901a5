//! Days and moments as the file writes them: RFC 3339 full-date, and date-time down to the nanosecond.

use cos_core::clock::Timestamp;
use std::fmt;
use std::str::FromStr;

const DAY: i64 = 86_400;

/// A calendar day, counted from 1970-01-01; prints as `2026-11-24`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// Text that is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not a day; write it as `2026-11-24`", .0.escape_debug())]
pub struct DateError(String);

impl Date {
    /// The day in UTC on which `time` lies.
    pub fn of(time: Timestamp) -> Self {
        Self(time.0.div_euclid(DAY) as i32)
    }

    /// How many days this lies after `earlier`; negative when it lies before.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The day `days` later.
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let wrong = || DateError(text.chars().take(40).collect());
        if text.len() != 10 {
            return Err(wrong());
        }
        Timestamp::parse(&format!("{text}T00:00:00Z")).map(Self::of).ok_or_else(wrong)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Timestamp(i64::from(self.0) * DAY).to_string();
        f.write_str(text.split('T').next().unwrap_or(&text))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A moment in nanoseconds since 1970-01-01T00:00:00Z, which is what `time.now_ns` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// Text that is no moment, or one that 64 bits of nanoseconds do not reach.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{}` is not a time between 1678 and 2262 with offset; write it as `2026-11-14T10:00:00-07:00`",
    .0.escape_debug()
)]
pub struct InstantError(String);

impl FromStr for Instant {
    type Err = InstantError;

    fn from_str(text: &str) -> Result<Self, InstantError> {
        let wrong = || InstantError(text.chars().take(60).collect());
        let seconds = Timestamp::parse(text).ok_or_else(wrong)?.0;
        let nanos = fraction(text).ok_or_else(wrong)?;
        seconds
            .checked_mul(1_000_000_000)
            .and_then(|whole| whole.checked_add(nanos))
            .map(Self)
            .ok_or_else(wrong)
    }
}

/// The digits behind the seconds as nanoseconds; `None` when there are more than nine.
fn fraction(text: &str) -> Option<i64> {
    let Some((_, rest)) = text.split_once('.') else { return Some(0) };
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    if digits.len() > 9 {
        return None;
    }
    format!("{digits:0<9}").parse().ok()
}
