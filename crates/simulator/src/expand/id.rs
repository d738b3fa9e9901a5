//! Scenario ids: `tenant.delete{mfa=off,tenant=other}#1f9c03ab`.
//!
//! The flow, the values by name of their dimensions, and a checksum of that text. Baselines and quarantine key on it, so it does
//! not change when a file is reordered; the checksum finds ids that were cut or edited by hand.

use crate::matrix::{DimensionName, FlowId, Matrix, ValueId};
use cos_core::digest::Digest;
use std::fmt::{self, Write as _};
use std::str::FromStr;

/// The id of a scenario, in parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScenarioId {
    flow: FlowId,
    values: Box<[(DimensionName, ValueId)]>,
}

/// Text that is no scenario id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioIdError {
    /// The checksum belongs to another text.
    #[error("the checksum of the scenario id is wrong; copy the id whole")]
    Checksum,
    /// It has another form.
    #[error(
        "not a scenario id; they look like `flow{{dimension=value,…}}#1f9c03ab`, dimensions sorted by name"
    )]
    Form,
}

impl ScenarioId {
    /// Names the scenario of a row.
    ///
    /// # Panics
    /// When the flow or the row is not of this matrix.
    pub fn of(matrix: &Matrix, flow: usize, row: &[u16]) -> Self {
        let flow = &matrix.flows[flow];
        let mut values: Box<[_]> = flow
            .dimensions
            .iter()
            .zip(row)
            .map(|(&dimension, &value)| {
                let dimension = &matrix.dimensions[dimension];
                (dimension.name.clone(), dimension.values[usize::from(value)].id.clone())
            })
            .collect();
        values.sort();
        Self { flow: flow.id.clone(), values }
    }

    /// Reads an id; the same as its `FromStr`.
    pub fn parse(text: &str) -> Result<Self, ScenarioIdError> {
        text.parse()
    }

    /// The flow.
    pub fn flow(&self) -> &FlowId {
        &self.flow
    }

    /// The values, sorted by the name of their dimension.
    pub fn values(&self) -> &[(DimensionName, ValueId)] {
        &self.values
    }
}

impl fmt::Display for ScenarioId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.values.iter().map(|(name, id)| (name.as_str(), id.as_str()));
        let mut text = String::new();
        write(&mut text, self.flow.as_str(), values);
        f.write_str(&text)
    }
}

impl FromStr for ScenarioId {
    type Err = ScenarioIdError;

    fn from_str(text: &str) -> Result<Self, ScenarioIdError> {
        let form = ScenarioIdError::Form;
        let (named, sum) = text.rsplit_once('#').ok_or(form)?;
        let (flow, values) = named.strip_suffix('}').and_then(|s| s.split_once('{')).ok_or(form)?;
        let pair = |pair: &str| {
            let (name, id) = pair.split_once('=')?;
            Some((name.parse().ok()?, id.parse().ok()?))
        };
        let values: Option<Box<[(DimensionName, ValueId)]>> = if values.is_empty() {
            Some(Box::default())
        } else {
            values.split(',').map(pair).collect()
        };
        let values = values.filter(|values| values.is_sorted_by(|a, b| a.0 < b.0)).ok_or(form)?;
        let flow = flow.parse().map_err(|_| form)?;
        if sum.len() != 8 || !sum.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(form);
        }
        if sum != checksum(named) {
            return Err(ScenarioIdError::Checksum);
        }
        Ok(Self { flow, values })
    }
}

/// Puts the checksum behind an id that was written without it; what is a case's name stays as it is.
pub fn whole(named: &str) -> String {
    if named.ends_with('}') { format!("{named}#{}", checksum(named)) } else { named.to_owned() }
}

/// Writes the ids of many rows of one flow without looking names up again.
#[derive(Clone, Debug)]
pub struct IdWriter<'m> {
    matrix: &'m Matrix,
    flow: &'m str,
    /// Slots with their dimensions, sorted by name.
    order: Vec<(usize, usize)>,
}

impl<'m> IdWriter<'m> {
    /// Prepares the ids of a flow.
    ///
    /// # Panics
    /// When the matrix has no flow of that index.
    pub fn new(matrix: &'m Matrix, flow: usize) -> Self {
        let flow = &matrix.flows[flow];
        let mut order: Vec<_> = flow.dimensions.iter().copied().enumerate().collect();
        order.sort_by_key(|&(_, dimension)| &matrix.dimensions[dimension].name);
        Self { matrix, flow: flow.id.as_str(), order }
    }

    /// Writes the id of `row` into `text`, in place of what was there.
    ///
    /// # Panics
    /// When `row` is not of this flow.
    pub fn write(&self, row: &[u16], text: &mut String) {
        let values = self.order.iter().map(|&(slot, dimension)| {
            let dimension = &self.matrix.dimensions[dimension];
            (dimension.name.as_str(), dimension.values[usize::from(row[slot])].id.as_str())
        });
        write(text, self.flow, values);
    }

    /// The id of `row`.
    ///
    /// # Panics
    /// When `row` is not of this flow.
    pub fn id(&self, row: &[u16]) -> String {
        let mut id = String::new();
        self.write(row, &mut id);
        id
    }
}

fn write<'t>(text: &mut String, flow: &str, values: impl Iterator<Item = (&'t str, &'t str)>) {
    text.clear();
    text.push_str(flow);
    text.push('{');
    for (index, (name, id)) in values.enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(name);
        text.push('=');
        text.push_str(id);
    }
    text.push('}');
    let sum = checksum(text);
    text.push('#');
    text.push_str(&sum);
}

fn checksum(text: &str) -> String {
    let digest = Digest::of(text.as_bytes());
    digest.0[..4].iter().fold(String::with_capacity(8), |mut out, byte| {
        // Writing into a `String` cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
