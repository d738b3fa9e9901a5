//! The server: the one door for changes. Every change leaves a receipt in the ledger of the tenant that it concerns.
//!
//! [`Installation`] is a data directory: keys and trust file, ledger, state, a secret for hashes. [`serve`] serves one
//! until the process is told to end, [`Embedded`] until the program stops it. Routes stand in
//! one table: what a route asks of its caller is part of its entry, so there is none without, and the OpenAPI document is
//! made from the same table. A tenant comes out of the credential and nowhere else.
#![warn(missing_docs)]

mod app;
mod authz;
mod backup;
mod budget;
mod console;
mod control;
mod drain;
mod embedded;
mod error;
mod events;
mod host;
mod idempotency;
mod installation;
mod interrupt;
mod issue;
mod lanes;
mod listen;
mod log;
mod metrics;
mod oidc;
mod openapi;
mod operate;
mod outbox;
mod patrol;
mod problem;
mod receipts;
mod residency;
mod roles;
mod routes;
mod serve;
mod serving;
mod spans;
mod status;
mod supervisor;
mod themes;
mod trace;
mod web;
mod witness;

pub use authz::{AuthzPolicy, ENTRYPOINT};
pub use backup::{BackedUp, Database, Restored};
pub use budget::Budget;
pub use cos_state::{Extent, MovedTable, Passage, StateError, TableDigest};
pub use embedded::Embedded;
pub use error::DaemonError;
pub use installation::{Config, FirstToken, Installation, Move, Plan, prepare_state};
pub use interrupt::on_interrupt;
pub use listen::{Listen, Place, TlsError, TlsFiles};
pub use metrics::Coverage;
pub use roles::{Role, Roles};
pub use serve::{Service, serve};
pub use spans::Collector;
pub use supervisor::Supervisor;
pub use witness::Witness;
