//! The scenario matrix: what people write about flows and their decisions, as types that cannot be wrong any more.
//!
//! [`parse`] reads a file in one way or refuses it, with every fault at once and each at its line, column and field. Names are
//! resolved and conditions compiled here, so that later stages only compare numbers. Nothing here opens a file, expands a row
//! or knows the date: whether a quarantine has expired is asked elsewhere, of a `today` that is passed in.

pub mod condition;
pub mod date;
pub mod edit;
pub mod merge;
pub mod model;
pub mod names;
pub mod pointer;

mod error;
mod fields;
mod read;
mod selector;

pub use condition::Condition;
pub use cos_core::glob::Glob;
pub use cos_core::yaml::spot::{Fault as MatrixError, MOST_FAULTS};
pub use date::{Date, Instant};
pub use model::*;
pub use names::{CaseId, DimensionName, FlowId, Tag, ValueId};
pub use pointer::Pointer;

use cos_core::yaml::{Limits, spot};

/// The JSON Schema (2020-12) of the file, for editors and `cos simulator schema`.
pub const SCHEMA: &str = include_str!("../schemas/matrix.v1.json");

/// What the file says its version is.
pub const API_VERSION: &str = "cos.dev/simulator/v1";

/// What the file says it is.
pub const KIND: &str = "ScenarioMatrix";

/// How large a matrix file may be.
pub const LIMITS: Limits =
    Limits { max_bytes: 8 << 20, max_depth: 64, max_nodes: 200_000, max_aliases: 1_000 };

/// Reads a matrix; refuses with every fault it has, in the order of the text (at most [`MOST_FAULTS`] of them).
pub fn parse(text: &[u8]) -> Result<Matrix, Vec<MatrixError>> {
    spot::document(text, &LIMITS, &error::CODES, read::matrix)
}

#[cfg(test)]
mod tests;
