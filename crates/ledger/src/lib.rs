//! The write side of receipts: durable append, integration into the tree, checkpoints, recovery, checks.
//!
//! [`Ledger`] is a directory with one log for each (region, tenant); [`LogWriter`] appends to one of them. Two threads serve each
//! log: the committer makes groups of receipts durable and answers, the integrator follows with tiles and checkpoint, and seals.
//! What lies where is told in `docs/guide/ledger-format.md`.
//!
//! Deliberately absent: checking signatures and disclosures (`cos-evidence` does), object storage, and any server.
#![warn(missing_docs)]

mod commit;
mod copy;
mod disk;
mod entry;
mod error;
mod fsck;
mod index;
mod integrate;
mod layout;
mod ledger;
mod lock;
mod options;
mod prove;
mod recover;
mod seal;
mod shared;
mod status;
mod tiles;
mod turns;
mod witnessed;
mod writer;

pub use copy::copy;
pub use entry::Entry;
pub use error::{ErrorKind, LedgerError};
pub use fsck::{Finding, FsckReport, LogReport, Repair, Severity, fsck};
pub use ledger::{Ledger, LogSigner, Setup};
pub use lock::Holder;
pub use options::LedgerOptions;
pub use prove::prove;
pub use shared::Appended;
pub use status::{DiskUse, Head, LedgerStatus, LogStatus, Room, heads, room, status};
pub use witnessed::{Note, checkpoint, prove_growth, witnessed};
pub use writer::{LogWriter, Pushback, Ticket};
