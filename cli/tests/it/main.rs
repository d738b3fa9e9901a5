//! The `cos` binary from outside: what it prints, how it exits. What the libraries decide is tested in their own crates.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so at once")]

mod authz;
mod backup;
mod contract;
mod doors;
mod env;
mod events;
#[cfg(feature = "s3")]
mod evidence;
mod happy;
mod help;
mod import;
mod isolation;
#[cfg(feature = "s3")]
mod killed;
mod login;
mod moving;
mod offline;
mod oidc;
mod ops;
#[cfg(feature = "s3")]
mod otlp;
mod own_release;
mod policy;
#[cfg(feature = "s3")]
mod s3;
mod server;
mod simulator;
mod theme;
mod verdict;
mod white_label;
mod witness;
mod wrong;
