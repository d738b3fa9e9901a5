//! Which request something belongs to: an id that came with it, or is made for it, and stands in its answer, its line in the log and the receipts
//! of what it did.
//!
//! The id travels with the task and not through every signature: whatever is recorded while a request is answered belongs to it.

use axum::http::HeaderMap;
use std::fmt;

/// The header of W3C Trace Context.
const HEADER: &str = "traceparent";

tokio::task_local! {
    static CURRENT: TraceId;
}

/// The id of a trace: 16 bytes, not all of them zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TraceId([u8; 16]);

/// What a caller says of its own part of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The id of its span.
    pub(crate) span: u64,
    /// Whether it keeps the trace; who does not is not sent the rest of it.
    pub(crate) is_sampled: bool,
}

impl TraceId {
    /// Takes the id from a request, if it has one that is well formed, or makes one.
    pub(crate) fn of(headers: &HeaderMap) -> (Self, Option<Caller>) {
        let given = headers.get(HEADER).and_then(|value| value.to_str().ok());
        if let Some((id, caller)) = given.and_then(Self::parse) {
            return (id, Some(caller));
        }
        let mut id = [0; 16];
        // Whoever has no randomness has no unique ids; requests are answered all the same.
        let _ = getrandom::fill(&mut id);
        (Self(id), None)
    }

    /// The id as the number that its digits are.
    pub(crate) fn number(self) -> u128 {
        u128::from_be_bytes(self.0)
    }

    /// Reads `00-<trace>-<parent>-<flags>`; later versions may say more behind it.
    fn parse(text: &str) -> Option<(Self, Caller)> {
        let mut parts = text.split('-');
        let (version, trace) = (parts.next()?, parts.next()?);
        let (parent, flags) = (parts.next()?, parts.next()?);
        let is_hex = |text: &str, length: usize| {
            text.len() == length
                && text.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c))
        };
        let is_right = is_hex(version, 2) && is_hex(trace, 32) && is_hex(parent, 16);
        if !is_right || !is_hex(flags, 2) || version == "ff" {
            return None;
        }
        if version == "00" && parts.next().is_some() {
            return None;
        }
        let id = u128::from_str_radix(trace, 16).ok().filter(|id| *id != 0)?;
        let span = u64::from_str_radix(parent, 16).ok()?;
        let is_sampled = u8::from_str_radix(flags, 16).ok()? & 1 == 1;
        Some((Self(id.to_be_bytes()), Caller { span, is_sampled }))
    }

    /// The id of the request that this task answers, if it does.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.try_with(|id| *id).ok()
    }

    /// Answers a request: what is recorded meanwhile belongs to it.
    pub(crate) async fn during<T>(self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests;
