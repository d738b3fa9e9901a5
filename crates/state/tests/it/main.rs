//! State, in both databases for real.

#![allow(clippy::unwrap_used)]

mod closed;
mod isolation;
mod suite;
mod world;
