//! Conditions over the dimensions of one flow, compiled so that a row is matched by looking up bits.

use std::sync::Arc;

/// Which rows of a flow are meant: for each slot named, a set of values.
///
/// A slot is the place of a dimension within its flow; a row holds the index of one value for each slot. The condition without
/// clauses holds for every row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    clauses: Vec<Clause>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Clause {
    slot: usize,
    values: Values,
}

/// A set of value indexes; copies share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values(Arc<[u64]>);

impl Values {
    /// Collects value indexes.
    pub fn of(values: &[u16]) -> Self {
        let len = values.iter().max().map_or(0, |&most| usize::from(most) / 64 + 1);
        let mut words = vec![0; len];
        for &value in values {
            words[usize::from(value) / 64] |= 1 << (value % 64);
        }
        Self(words.into())
    }

    /// Tells whether `value` is among them.
    pub fn has(&self, value: u16) -> bool {
        let word = self.0.get(usize::from(value) / 64);
        word.is_some_and(|word| word >> (value % 64) & 1 == 1)
    }

    fn is_within(&self, other: &Self) -> bool {
        let wider = |index| other.0.get(index).copied().unwrap_or(0);
        self.0.iter().enumerate().all(|(index, word)| word & !wider(index) == 0)
    }
}

impl Condition {
    /// Builds a condition from slots and the values allowed in each; a slot named twice must satisfy both.
    pub fn new(clauses: impl IntoIterator<Item = (usize, Values)>) -> Self {
        let clause = |(slot, values)| Clause { slot, values };
        let mut clauses: Vec<_> = clauses.into_iter().map(clause).collect();
        clauses.sort_by_key(|clause| clause.slot);
        Self { clauses }
    }

    /// Tells whether `row` is meant.
    pub fn matches(&self, row: &[u16]) -> bool {
        self.clauses
            .iter()
            .all(|clause| row.get(clause.slot).is_some_and(|&v| clause.values.has(v)))
    }

    /// Tells whether `value` in `slot` is compatible with the condition.
    pub fn allows(&self, slot: usize, value: u16) -> bool {
        self.clauses.iter().all(|clause| clause.slot != slot || clause.values.has(value))
    }

    /// Tells whether every row that `other` means is meant by this one too, as far as can be seen slot by slot.
    pub fn covers(&self, other: &Self) -> bool {
        self.clauses.iter().all(|clause| {
            other
                .clauses
                .iter()
                .any(|o| o.slot == clause.slot && o.values.is_within(&clause.values))
        })
    }

    /// Tells whether the condition holds for every row.
    pub fn is_always(&self) -> bool {
        self.clauses.is_empty()
    }

    /// The slots that decide, in ascending order.
    pub fn slots(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.clauses.iter().map(|clause| clause.slot)
    }
}
