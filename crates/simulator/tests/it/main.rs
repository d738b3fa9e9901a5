//! Whole matrices against whole policies.

#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

mod companyos;
mod evidence;
mod opa_suite;
mod published;
mod support;
mod third_party;
