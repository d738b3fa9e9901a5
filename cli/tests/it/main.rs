//! The `cos` binary from outside: what it prints, how it exits. What the libraries decide is tested in their own crates.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so at once")]

mod env;
mod events;

mod happy;
mod help;
mod import;
mod policy;
mod simulator;
mod verdict;
mod wrong;
