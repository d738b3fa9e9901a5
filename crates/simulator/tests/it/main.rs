//! Whole matrices against whole policies.

mod third_party;
