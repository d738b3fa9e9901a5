//! State, in both databases for real.

mod closed;
mod isolation;
mod suite;
mod world;
