//! The policy simulator: a matrix of scenarios against a policy, and what that proves.
//!
//! Pure: a matrix, a policy behind [`cos_policy::engine::Engine`] and a day go in, results and events come out. Files, terminals and
//! reports are others' work.

mod decide;
pub mod decision;
pub mod diff;
pub mod event;
pub mod expand;
pub mod explain;
pub mod filter;
pub mod gates;
mod idset;
pub mod import;
pub mod matrix;
mod mutation;
mod obligations;
pub mod repeat;
pub mod rerun;
pub mod results;
pub mod run;
pub mod select;
mod slice;
mod touched;
