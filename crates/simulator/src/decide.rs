//! Decisions for many scenarios from few evaluations.
//!
//! A definition is a function of the inputs it reads and of the rules it reads. Scenarios that agree on both share one evaluation, done
//! for the first of them; what contributions combine to is computed here. Ten thousand scenarios need a few thousand evaluations
//! of single definitions this way, and a changed definition needs only its own again. That the result is what the policy as a whole
//! decides is checked by asking the reference about a sample (`crate::audit`).
//!
//! The bookkeeping is exact about what was looked at: for each scenario, which definitions were tried, and what became of their bodies.

mod compose;
mod flow;
mod overlay;
mod shared;
mod tables;
mod units;

pub(crate) use flow::FlowDecider;
pub(crate) use overlay::Overlay;
pub(crate) use shared::{Numbers, Shared, ValueId};
pub(crate) use tables::{FlowInputs, FlowTables, OneInput};

/// How many rows are decided together.
pub(crate) const BLOCK: usize = 1024;
