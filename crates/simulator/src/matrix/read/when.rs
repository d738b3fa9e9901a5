//! Names that are known while a matrix is read, and the conditions that use them.

use super::super::condition::{Condition, Values};
use super::super::model::{Dimension, Flow};
use cos_core::yaml::spot::Spot;
use cos_core::yaml::{Entry, Position};
use std::collections::HashMap;

/// The dimensions and values that the file declares.
pub(super) struct Names<'d> {
    pub(super) dimensions: &'d [Dimension],
    index: HashMap<&'d str, usize>,
    values: Vec<HashMap<&'d str, u16>>,
}

impl<'d> Names<'d> {
    pub(super) fn new(dimensions: &'d [Dimension]) -> Self {
        let index = dimensions.iter().enumerate().map(|(i, d)| (d.name.as_str(), i)).collect();
        let values = |dimension: &'d Dimension| {
            let ids = dimension.values.iter().map(|value| value.id.as_str());
            ids.zip(0..).collect()
        };
        Self { dimensions, index, values: dimensions.iter().map(values).collect() }
    }

    /// Finds the dimension that the key of `spot` names.
    fn dimension_key(&self, (entry_key, spot): (&Entry, &Spot<'_>)) -> Option<usize> {
        let found = self.index.get(entry_key.key.as_str()).copied();
        if found.is_none() {
            self.unknown_dimension(spot, Some(entry_key.key_at), &entry_key.key);
        }
        found
    }

    /// Finds the dimension that the text at `spot` names.
    pub(super) fn dimension(&self, spot: &Spot<'_>) -> Option<usize> {
        let name = spot.text()?;
        let found = self.index.get(name).copied();
        if found.is_none() {
            self.unknown_dimension(spot, None, name);
        }
        found
    }

    fn unknown_dimension(&self, spot: &Spot<'_>, key_at: Option<Position>, name: &str) {
        let known = self.dimensions.iter().map(|dimension| dimension.name.as_str());
        let message = format!("unknown dimension `{}`", name.escape_debug());
        spot.unknown(key_at, message, (name, known));
    }

    /// Notes that a flow does not have `dimension`.
    pub(super) fn foreign(
        &self,
        dimension: usize,
        slots: &Slots,
        (spot, key_at): (&Spot<'_>, Option<Position>),
    ) {
        let name = self.dimensions[dimension].name.as_str();
        let message = format!("dimension `{name}` is not among those of this flow");
        let own = slots.list.iter().map(|&own| self.dimensions[own].name.as_str());
        spot.unknown(key_at, message, (name, own));
    }

    /// Finds the value of `dimension` that `spot` names.
    pub(super) fn value(&self, dimension: usize, spot: &Spot<'_>) -> Option<u16> {
        let id = spot.scalar()?;
        let found = self.values[dimension].get(id.as_str()).copied();
        if found.is_none() {
            let dimension = &self.dimensions[dimension];
            let known = dimension.values.iter().map(|value| value.id.as_str());
            let shown = id.escape_debug();
            let message = format!("unknown value `{shown}` of dimension `{}`", dimension.name);
            spot.unknown(None, message, (&id, known));
        }
        found
    }

    /// Reads `{dimension: value or [values]}`; at least one dimension.
    pub(super) fn when<'a>(&self, spot: &Spot<'a>) -> Option<When<'a>> {
        let entries = spot.entries()?;
        if entries.is_empty() {
            spot.refuse(super::error::CONTRADICTION, "empty condition, which matches everything");
        }
        let mut clauses = Vec::new();
        let mut complete = !entries.is_empty();
        for (entry, child) in entries {
            let Some(dimension) = self.dimension_key((entry, &child)) else {
                complete = false;
                continue;
            };
            let items = child.one_or_more();
            let values: Vec<_> =
                items.iter().filter_map(|item| self.value(dimension, item)).collect();
            complete &= !items.is_empty() && values.len() == items.len();
            clauses.push(Clause {
                dimension,
                set: Values::of(&values),
                values,
                at: entry.key_at,
                spot: child,
            });
        }
        complete.then_some(When { clauses })
    }

    /// Reads `{dimension: value}`.
    pub(super) fn row<'a>(&self, spot: &Spot<'a>) -> Option<Vec<(usize, u16, Spot<'a>)>> {
        let entries = spot.entries()?;
        let wanted = entries.len();
        let mut row = Vec::with_capacity(wanted);
        for (entry, child) in entries {
            if let Some(dimension) = self.dimension_key((entry, &child))
                && let Some(value) = self.value(dimension, &child)
            {
                row.push((dimension, value, child));
            }
        }
        (row.len() == wanted).then_some(row)
    }
}

/// A condition over the dimensions of the file.
pub(super) struct When<'a> {
    pub(super) clauses: Vec<Clause<'a>>,
}

/// One dimension of a condition.
pub(super) struct Clause<'a> {
    pub(super) dimension: usize,
    pub(super) values: Vec<u16>,
    set: Values,
    at: Position,
    spot: Spot<'a>,
}

impl When<'_> {
    /// Compiles the condition for the dimensions of one flow; `None` when it names one that the flow does not have.
    pub(super) fn bind(&self, slots: &Slots) -> Option<Condition> {
        let clause = |clause: &Clause<'_>| Some((slots.of(clause.dimension)?, clause.set.clone()));
        Some(Condition::new(self.clauses.iter().map(clause).collect::<Option<Vec<_>>>()?))
    }

    /// Like [`Self::bind`], and notes the dimensions that the flow does not have.
    pub(super) fn bind_own(&self, slots: &Slots, names: &Names<'_>) -> Option<Condition> {
        for clause in &self.clauses {
            if slots.of(clause.dimension).is_none() {
                names.foreign(clause.dimension, slots, (&clause.spot, Some(clause.at)));
            }
        }
        self.bind(slots)
    }
}

/// The dimensions of one flow, and the slot of each.
pub(super) struct Slots {
    pub(super) list: Vec<usize>,
    of: Vec<Option<usize>>,
}

impl Slots {
    pub(super) fn new(list: Vec<usize>, dimensions: usize) -> Self {
        let mut of = vec![None; dimensions];
        for (slot, &dimension) in list.iter().enumerate() {
            of[dimension] = Some(slot);
        }
        Self { list, of }
    }

    pub(super) fn of(&self, dimension: usize) -> Option<usize> {
        self.of.get(dimension).copied().flatten()
    }
}

/// The flows that the file declares.
pub(super) struct FlowNames<'f> {
    pub(super) flows: &'f [Flow],
    index: HashMap<&'f str, usize>,
}

impl<'f> FlowNames<'f> {
    pub(super) fn new(flows: &'f [Flow]) -> Self {
        let index = flows.iter().enumerate().map(|(i, flow)| (flow.id.as_str(), i)).collect();
        Self { flows, index }
    }

    /// Finds the flow that the text at `spot` names.
    pub(super) fn find(&self, spot: &Spot<'_>) -> Option<usize> {
        let name = spot.text()?;
        let found = self.index.get(name).copied();
        if found.is_none() {
            self.unknown(spot, format!("unknown flow `{}`", name.escape_debug()), name);
        }
        found
    }

    /// Notes that nothing of that name is known.
    pub(super) fn unknown(&self, spot: &Spot<'_>, message: String, name: &str) {
        spot.unknown(None, message, (name, self.flows.iter().map(|flow| flow.id.as_str())));
    }
}
