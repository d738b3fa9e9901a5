//! The policy simulator: a matrix of scenarios against a policy, and what that proves.
//!
//! Pure: a matrix, a policy behind [`cos_policy::engine::Engine`] and a day go in, results and events come out. Files, terminals and
//! reports are others' work.

mod decide;
pub mod decision;
pub mod event;
pub mod expand;
mod explain;
pub mod filter;
pub mod gates;
mod idset;
pub mod import;
pub mod matrix;
mod mutation;
mod obligations;
pub mod rerun;
pub mod results;
pub mod run;
mod slice;
mod touched;
