//! The vocabulary of cos: identifiers, receipts, transparency logs and strict parsers, as pure functions over bytes.
//!
//! Nothing here opens a file, reads a clock, draws randomness from the operating system, starts a thread or talks
//! to a network: callers pass bytes, a [`clock::Clock`] and a random number generator in, and get values out. That is what
//! lets the same code run in the ledger, in the auditor's offline check and under a fuzzer.
#![warn(missing_docs)]

pub mod base64url;
pub mod bodies;
pub mod clock;
pub mod code;
pub mod digest;
pub mod dsse;
pub mod ed25519;
pub mod glob;
pub mod ids;
pub mod intoto;
pub mod jcs;
pub mod json;
pub mod log;
pub mod receipt;
pub mod residency;
pub mod suggest;
pub mod text;
pub mod wal;
pub mod yaml;

#[cfg(test)]
mod fixture;
