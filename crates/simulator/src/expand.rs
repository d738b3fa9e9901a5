//! From a flow to its scenarios: rows of values, their ids, and the inputs they stand for.
//!
//! Rows are produced one at a time, so that a million of them take no memory. A row is a value index for each slot of its flow.
//! Nothing here evaluates a policy or chooses between scenarios.

mod covering;
mod id;
mod input;
mod product;

pub use id::{IdWriter, ScenarioId, ScenarioIdError, whole};
pub use input::{InputBuilder, Sweep, sweep};

use crate::matrix::{Flow, FlowId, Matrix, Mode};
use cos_core::code::Code;
use covering::Failure;
use product::Product;

/// Why a flow cannot be expanded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpandError {
    /// The exclusions leave nothing.
    #[error(
        "flow `{flow}` has no scenario left: `exclude` takes every row; drop the flow or an exclusion"
    )]
    NoRows {
        /// The flow.
        flow: FlowId,
    },
    /// Whether a combination is possible at all takes too long to find out.
    #[error(
        "the exclusions of flow `{flow}` are too entangled for this mode; use `mode: cartesian`, or fewer of them"
    )]
    TooEntangled {
        /// The flow.
        flow: FlowId,
    },
    /// One flow has too many rows.
    #[error(
        "flow `{flow}` expands to more than {max} scenarios; raise `max`, or use `mode: pairwise`"
    )]
    TooMany {
        /// The flow.
        flow: FlowId,
        /// How many it may have.
        max: u64,
    },
    /// All flows together have too many rows.
    #[error(
        "the matrix expands to {total} scenarios, more than {max}; raise `limits.max_scenarios`, or use `mode: pairwise`"
    )]
    TooManyInAll {
        /// How many there are.
        total: u64,
        /// How many there may be.
        max: u64,
    },
}

impl ExpandError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::NoRows { .. } => const { Code::new("COS-MTX-0005") },
            Self::TooEntangled { .. } | Self::TooMany { .. } | Self::TooManyInAll { .. } => {
                const { Code::new("COS-MTX-0008") }
            }
        }
    }
}

/// The rows of one flow, one after the other, each once and none that is excluded.
#[derive(Clone, Debug)]
pub struct Rows<'m> {
    width: usize,
    source: Source<'m>,
}

#[derive(Clone, Debug)]
enum Source<'m> {
    Explicit(std::slice::Iter<'m, Box<[u16]>>),
    Listed(std::vec::IntoIter<Box<[u16]>>),
    Product(Product<'m>),
}

impl Rows<'_> {
    /// How many values a row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Writes the next row into `row`, which must be [`Self::width`] long; `false` when there is none.
    ///
    /// # Panics
    /// When `row` has another length.
    pub fn next_into(&mut self, row: &mut [u16]) -> bool {
        let mut write = |next: &[u16]| row.copy_from_slice(next);
        match &mut self.source {
            Source::Explicit(rows) => rows.next().map(|next| write(next)).is_some(),
            Source::Listed(rows) => rows.next().map(|next| write(&next)).is_some(),
            Source::Product(product) => product.next().map(write).is_some(),
        }
    }

    /// Counts the rows that are left, and gives up beyond `most`.
    fn count_up_to(mut self, most: u64) -> Option<u64> {
        let mut count = 0;
        match &mut self.source {
            Source::Explicit(rows) => count = rows.len() as u64,
            Source::Listed(rows) => count = rows.len() as u64,
            Source::Product(product) => {
                // An excluded region is one step; so many of them make a flow that nobody can oversee.
                let steps = most.saturating_mul(4).saturating_add(1_000_000);
                while product.next().is_some() {
                    count += 1;
                    if count > most || product.steps() > steps {
                        return None;
                    }
                }
                if product.steps() > steps {
                    return None;
                }
            }
        }
        Some(count).filter(|&count| count <= most)
    }
}

/// Expands one flow.
///
/// # Panics
/// When the matrix has no flow of that index.
pub fn rows(matrix: &Matrix, flow: usize) -> Result<Rows<'_>, ExpandError> {
    let flow = &matrix.flows[flow];
    let (rows, most) = unbounded(matrix, flow)?;
    if let Source::Product(product) = &rows.source
        && product.bound() <= most
    {
        let any = !product.excludes() || product.clone().next().is_some();
        return if any { Ok(rows) } else { Err(ExpandError::NoRows { flow: flow.id.clone() }) };
    }
    counted(&rows, flow, most)?;
    Ok(rows)
}

/// Counts the scenarios of one flow.
///
/// # Panics
/// When the matrix has no flow of that index.
pub fn count(matrix: &Matrix, flow: usize) -> Result<u64, ExpandError> {
    let flow = &matrix.flows[flow];
    let (rows, most) = unbounded(matrix, flow)?;
    counted(&rows, flow, most)
}

/// Counts the scenarios of all flows, and the cases; an error when they are more than the matrix may have.
pub fn total(matrix: &Matrix) -> Result<u64, ExpandError> {
    let mut total = matrix.cases.len() as u64;
    for flow in 0..matrix.flows.len() {
        total = total.saturating_add(count(matrix, flow)?);
        if total > matrix.max_scenarios {
            return Err(ExpandError::TooManyInAll { total, max: matrix.max_scenarios });
        }
    }
    Ok(total)
}

fn counted(rows: &Rows<'_>, flow: &Flow, most: u64) -> Result<u64, ExpandError> {
    let flow = || flow.id.clone();
    match rows.clone().count_up_to(most) {
        // Whoever lists rows and lists none has a flow of cases alone.
        Some(0) if !matches!(rows.source, Source::Explicit(_)) => {
            Err(ExpandError::NoRows { flow: flow() })
        }
        Some(count) => Ok(count),
        None => Err(ExpandError::TooMany { flow: flow(), max: most }),
    }
}

/// The rows, and how many there may be; not counted yet.
fn unbounded<'m>(matrix: &'m Matrix, flow: &'m Flow) -> Result<(Rows<'m>, u64), ExpandError> {
    let most = flow.expand.max.unwrap_or(matrix.max_scenarios).min(matrix.max_scenarios);
    let sizes: Vec<u16> =
        flow.dimensions.iter().map(|&d| matrix.dimensions[d].values.len() as u16).collect();
    let width = sizes.len();
    let source = match &flow.expand.mode {
        Mode::Cartesian => Source::Product(Product::new(sizes, &flow.exclude)),
        Mode::Explicit(rows) => Source::Explicit(rows.iter()),
        mode @ (Mode::Each | Mode::Wise(_)) => {
            let strength = if let Mode::Wise(strength) = mode { usize::from(*strength) } else { 1 };
            let task = covering::Task { sizes: &sizes, strength, exclude: &flow.exclude, most };
            let id = || flow.id.clone();
            let rows = task.rows(matrix.seed).map_err(|failure| match failure {
                Failure::TooEntangled => ExpandError::TooEntangled { flow: id() },
                Failure::TooMany => ExpandError::TooMany { flow: id(), max: most },
            })?;
            Source::Listed(rows.into_iter())
        }
    };
    Ok((Rows { width, source }, most))
}

#[cfg(test)]
mod tests;
