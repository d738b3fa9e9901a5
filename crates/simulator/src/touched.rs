//! Which definitions decisions looked at: few different sets for many scenarios.

use crate::decide::Numbers;
use crate::idset::IdSet;
use std::collections::HashMap;

/// Sets of definitions, each once.
#[derive(Debug, Default)]
pub(crate) struct TouchedSets {
    sets: Vec<Vec<u32>>,
    by_set: HashMap<IdSet, u32, Numbers>,
}

impl TouchedSets {
    /// The number of a set.
    pub(crate) fn number(&mut self, definitions: &IdSet) -> u32 {
        if let Some(number) = self.by_set.get(definitions) {
            return *number;
        }
        let number = self.sets.len() as u32;
        self.sets.push(definitions.iter().collect());
        self.by_set.insert(definitions.clone(), number);
        number
    }

    pub(crate) fn into_sets(self) -> Vec<Vec<u32>> {
        self.sets
    }
}
