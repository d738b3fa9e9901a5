//! Which definitions decisions looked at: few different sets for many scenarios.

use std::collections::HashMap;

/// Sets of definitions, each once.
#[derive(Debug, Default)]
pub(crate) struct TouchedSets {
    sets: Vec<Vec<u32>>,
    by_set: HashMap<Vec<u32>, u32>,
}

impl TouchedSets {
    /// The number of a set; `definitions` need not be sorted.
    pub(crate) fn number(&mut self, mut definitions: Vec<u32>) -> u32 {
        definitions.sort_unstable();
        definitions.dedup();
        let next = self.sets.len() as u32;
        let number = *self.by_set.entry(definitions).or_insert_with_key(|set| {
            self.sets.push(set.clone());
            next
        });
        number
    }

    pub(crate) fn into_sets(self) -> Vec<Vec<u32>> {
        self.sets
    }
}
