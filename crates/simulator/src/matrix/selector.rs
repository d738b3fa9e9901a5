//! Which scenarios a quarantine is for.

use super::condition::{Condition, Values};
use super::model::{Matrix, Selector};
use super::names::{FlowId, Tag};

impl Selector {
    /// The rows of a flow that are meant, before [`Self::fits_id`] is asked of each; `None` when the flow is not meant.
    ///
    /// # Panics
    /// When the matrix has no flow of that index.
    pub fn rows(&self, matrix: &Matrix, flow: usize) -> Option<Condition> {
        let flow = &matrix.flows[flow];
        if !self.fits(&flow.id, &[&flow.tags]) {
            return None;
        }
        let clause = |(name, ids): &(super::DimensionName, Vec<super::ValueId>)| {
            let slot = flow.dimensions.iter().position(|&d| matrix.dimensions[d].name == *name)?;
            let dimension = &matrix.dimensions[flow.dimensions[slot]];
            let values: Vec<_> =
                ids.iter().filter_map(|id| dimension.position(id.as_str())).collect();
            Some((slot, Values::of(&values)))
        };
        Some(Condition::new(self.values.iter().map(clause).collect::<Option<Vec<_>>>()?))
    }

    /// Tells whether a single case is meant; cases have no dimensions.
    ///
    /// # Panics
    /// When the matrix has no case of that index.
    pub fn fits_case(&self, matrix: &Matrix, case: usize) -> bool {
        let case = &matrix.cases[case];
        let flow = &matrix.flows[case.flow];
        self.values.is_empty()
            && self.fits_id(case.id.as_str())
            && self.fits(&flow.id, &[&flow.tags, &case.tags])
    }

    /// Tells whether the id of a scenario or case fits.
    pub fn fits_id(&self, id: &str) -> bool {
        self.id.as_ref().is_none_or(|pattern| pattern.matches(id))
    }

    fn fits(&self, flow: &FlowId, tags: &[&[Tag]]) -> bool {
        self.flow.as_ref().is_none_or(|pattern| pattern.matches(flow.as_str()))
            && self.tags.iter().all(|tag| tags.iter().any(|tags| tags.contains(tag)))
    }
}
