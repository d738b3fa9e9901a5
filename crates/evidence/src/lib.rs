//! The auditor's side of cos: verify receipts, ledgers and audit packs offline, with one trust file.
//!
//! Everything here reads. Nothing prints, opens a socket, writes into a ledger, or believes a ledger's own tools: the log's tree is computed
//! again from the receipts and compared with the signed checkpoint.
//!
//! - [`source`] tells what a path holds; [`store`] reads a ledger's files, [`lines`] a file of receipts, [`pack`] an audit pack.
//! - [`verify`] runs the checks on all cores in bounded memory and returns a [`report::Report`].
//! - [`sample`] draws a sample that anyone can draw again from the auditor's nonce and the checkpoint.
//! - [`pins`] remembers on the auditor's disk which checkpoint of a log was seen last.

pub mod admit;
pub mod bundle;
mod check;
pub mod conformance;
mod error;
pub mod isolation;
pub mod lines;
pub mod pack;
pub mod pins;
pub mod pipeline;
pub mod report;
pub mod sample;
pub mod source;
pub mod store;
pub mod verify;

pub use error::{Class, EvidenceError};
pub use report::Report;
pub use verify::{Level, Options, Progress};
