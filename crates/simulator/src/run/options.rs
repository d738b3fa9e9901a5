//! How to run, and what can stand in the way.

use crate::expand::ExpandError;
use crate::filter::Filter;
use crate::matrix::Date;
use crate::repeat::Repeated;
use cos_core::code::Code;
use cos_policy::engine::EngineError;
use std::collections::BTreeSet;

/// How a matrix is run.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Only scenarios that it matches.
    pub filter: Option<&'a Filter>,
    /// Only these scenarios, by id; see `select`.
    pub selected: Option<&'a BTreeSet<String>>,
    /// What the policy as a whole decided, asked again and again; see `repeat`.
    pub repeated: Option<&'a Repeated>,
    /// Which changes to the policy are tried.
    pub mutate: MutateMode,
    /// For [`MutateMode::Changed`]: digests of the definitions that did not change.
    pub unchanged: Option<&'a BTreeSet<String>>,
    /// The day for which quarantines and waivers are judged.
    pub today: Date,
    /// Every how many scenarios the policy as a whole is asked for comparison; 0 for never.
    pub audit_every: u64,
    /// How many failures are described in full.
    pub max_failures: usize,
}

/// Which changes to the policy are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MutateMode {
    /// All of them.
    All,
    /// Those in definitions that changed.
    Changed,
    /// None.
    Off,
}

/// A run cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The policy cannot be asked.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A flow cannot be expanded.
    #[error(transparent)]
    Expand(#[from] ExpandError),
    /// A scenario that need not be run decides otherwise: the selection is wrong, and so is what rests on it.
    #[error(
        "scenario `{scenario}` was not selected and changed from `{before}` to `{after}`: the selection is unsound; report this, and run without `--changed`"
    )]
    Selection {
        /// The scenario.
        scenario: String,
        /// What the earlier run decided.
        before: String,
        /// What is decided now.
        after: String,
    },
    /// The shortcut and the policy as a whole disagree: a bug, and no result.
    #[error(
        "scenario `{scenario}` is decided as `{shortcut}` rule by rule and as `{reference}` as a whole; report this with the bundle and the matrix"
    )]
    Unsound {
        /// The scenario.
        scenario: String,
        /// Rule by rule.
        shortcut: String,
        /// As a whole.
        reference: String,
    },
}

impl RunError {
    /// The stable code.
    pub fn code(&self) -> Code {
        match self {
            Self::Engine(_) => const { Code::new("COS-SIM-0001") },
            Self::Expand(error) => error.code(),
            Self::Selection { .. } => const { Code::new("COS-SIM-0008") },
            Self::Unsound { .. } => const { Code::new("COS-SIM-0002") },
        }
    }
}
