//! Tests of the crate through its public face; what needs a process of its own is here, too.

#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

mod child;
mod engines;
mod hostile;
