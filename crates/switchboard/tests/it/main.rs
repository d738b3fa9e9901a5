//! Themes against what others make of them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so at once")]

mod mutations;
mod peers;
