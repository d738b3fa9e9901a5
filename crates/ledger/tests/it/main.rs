//! The ledger from the outside: against a model, under kill -9, under faults, under damage.

#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

mod append;
mod child;
mod copy;
mod damage;
mod faults;
mod kill;
mod model;
mod power;
mod pressure;
mod support;
mod writers;
