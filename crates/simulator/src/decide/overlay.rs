//! Answers of a mutant in the place of those of the unchanged policy, asked for only when a row needs them.

use super::shared::{EntryId, Numbers, Shared, ValueId};
use super::units::UnitId;
use cos_policy::engine::{EngineError, Outcome};
use std::collections::{BTreeSet, HashMap};

/// Values by key.
type Answers = HashMap<Box<[u32]>, ValueId, Numbers>;

/// What the mutant that is selected answers.
pub(crate) struct Overlay {
    /// Units that the change is in.
    pub(crate) units: Vec<UnitId>,
    /// By rule: whether its value can depend on the change.
    pub(crate) above: Vec<bool>,
    /// By evaluation of the unchanged policy: what the mutant gives instead.
    values: HashMap<EntryId, ValueId, Numbers>,
    /// By unit and key: answers of the mutant that the unchanged policy never gave.
    extra: Vec<(UnitId, Answers)>,
    /// By rule: its value for the row at hand.
    row: Vec<(u32, ValueId)>,
    /// Whether the changed policy cannot be evaluated: what a compiler would have refused.
    pub(crate) is_invalid: bool,
}

impl Overlay {
    /// For a change to a definition.
    pub(crate) fn of(shared: &Shared<'_>, definition: u32) -> Self {
        let units = shared.units.changed_by(&shared.outline, definition);
        let rules: BTreeSet<u32> =
            units.iter().map(|unit| shared.units.all[*unit as usize].rule).collect();
        let above = shared.units.below.iter().map(|below| !rules.is_disjoint(below)).collect();
        Self {
            units,
            above,
            values: HashMap::default(),
            extra: Vec::new(),
            row: Vec::new(),
            is_invalid: false,
        }
    }

    /// What the mutant gives in the place of an evaluation of a changed unit.
    pub(super) fn value(
        &mut self,
        shared: &mut Shared<'_>,
        entry: EntryId,
    ) -> Result<ValueId, EngineError> {
        if let Some(value) = self.values.get(&entry) {
            return Ok(*value);
        }
        let known = &shared.entries[entry as usize];
        let (unit, key, input) = (known.unit, known.key.clone(), known.input.clone());
        let value = shared.ask_mutant(unit, &key, &input)?;
        if let Outcome::Error(message) = shared.value(value)
            && message.contains("undefined variable")
        {
            self.is_invalid = true;
        }
        self.values.insert(entry, value);
        Ok(value)
    }

    /// Whether the mutant gives another value.
    pub(super) fn changed(
        &mut self,
        shared: &mut Shared<'_>,
        entry: EntryId,
    ) -> Result<bool, EngineError> {
        Ok(self.value(shared, entry)? != shared.entries[entry as usize].value)
    }

    /// What is known of what the mutant gives where the unchanged policy never was.
    pub(super) fn known_extra(&self, unit: UnitId, key: &[u32]) -> Option<ValueId> {
        self.extra[self.place(unit)?].1.get(key).copied()
    }

    /// Asks for it.
    pub(super) fn extra(
        &mut self,
        shared: &mut Shared<'_>,
        unit: UnitId,
        key: &[u32],
        input: &str,
    ) -> Result<ValueId, EngineError> {
        let value = shared.ask_mutant(unit, key, input)?;
        let place = self.place(unit).unwrap_or_else(|| {
            self.extra.push((unit, HashMap::default()));
            self.extra.len() - 1
        });
        self.extra[place].1.insert(key.into(), value);
        Ok(value)
    }

    fn place(&self, unit: UnitId) -> Option<usize> {
        self.extra.iter().position(|(own, _)| *own == unit)
    }

    pub(super) fn forget_row(&mut self) {
        self.row.clear();
    }

    pub(super) fn of_row(&self, rule: u32) -> Option<ValueId> {
        self.row.iter().find(|(own, _)| *own == rule).map(|(_, value)| *value)
    }

    pub(super) fn note_row(&mut self, rule: u32, value: ValueId) {
        self.row.push((rule, value));
    }
}
