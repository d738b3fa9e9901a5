//! State, in both databases for real.

#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

mod bound;
mod closed;
mod downgrade;
mod isolation;
mod suite;
mod transfer;
mod upgrade;
mod world;
