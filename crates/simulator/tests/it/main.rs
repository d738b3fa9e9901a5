//! Whole matrices against whole policies.

mod opa_suite;
mod third_party;
