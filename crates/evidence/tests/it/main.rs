//! Verification from the outside: real ledgers, files and packs, whole and tampered with.

#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

mod support;

mod bundle;
mod flips;
mod happy;
mod history;
mod interop;
mod lines;
mod live;
mod packs;
mod rotation;
mod tamper;
mod witnesses;
