//! Whole matrices against whole policies.

#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

mod opa_suite;
mod third_party;
