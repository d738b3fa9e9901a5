//! Transparency logs: RFC 6962 trees, proofs over them and the C2SP texts that sign them, as pure functions over bytes.
//!
//! | module | what it holds | specification |
//! | --- | --- | --- |
//! | [`merkle`] | leaf and node hashes | RFC 6962 §2.1 |
//! | [`frontier`] | the right edge of a growing tree | RFC 9162 §2.1 |
//! | [`proof`] | inclusion, consistency and shared-node proofs | RFC 9162 §2.1.3, §2.1.4 |
//! | [`leaf`] | what cos writes into a log: a kind and a digest | – |
//! | [`tile`] | names and contents of tiles and entry bundles | c2sp.org/tlog-tiles |
//! | [`note`] | signed texts and the keys that verify them | c2sp.org/signed-note |
//! | [`checkpoint`] | the signed statement of a log's size and root | c2sp.org/tlog-checkpoint |
//! | [`cosignature`] | witnesses' signatures over checkpoints | c2sp.org/tlog-cosignature |
//! | [`witness`] | how a witness is asked for its signature | c2sp.org/tlog-witness |
//! | [`tlog_proof`] | one entry's proof as a portable text | c2sp.org/tlog-proof |
//!
//! Every parser accepts exactly one spelling of a value and bounds its input before it allocates (promise P16). Nothing
//! here stores a tile, asks a witness or remembers an earlier checkpoint: the ledger writes, the auditor's side pins.

pub mod checkpoint;
pub mod cosignature;
pub mod frontier;
pub mod leaf;
pub mod merkle;
pub mod note;
pub mod proof;
pub mod tile;
pub mod tlog_proof;
pub mod witness;

mod error;
#[cfg(test)]
mod fixtures;
mod text;

pub use error::LogError;
