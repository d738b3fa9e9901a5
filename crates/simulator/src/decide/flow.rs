//! The rows of one flow: which slots matter to which unit, and the answers by those slots.

use super::shared::{EntryId, Shared, ValueId};
use super::units::UnitId;
use crate::expand::{InputBuilder, Sweep};
use crate::matrix::{Pointer, pointer};
use cos_policy::engine::EngineError;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Larger tables than this are not kept; such units are looked up row by row.
const MAX_TABLE: usize = 1 << 16;
const EMPTY: u32 = u32::MAX;

/// How a row is turned into an input.
pub(crate) trait Inputs {
    /// How many values each slot has. The last slot is the field that is missing or null; its value 0 changes nothing.
    fn sizes(&self) -> Vec<usize>;

    /// What the values of a slot change.
    fn touched(&self, slot: usize) -> Vec<Pointer>;

    /// The input of a row.
    fn build(&self, row: &[u16]) -> Value;
}

/// The inputs of a flow of a matrix, and of fields swept.
pub(crate) struct FlowInputs<'m> {
    pub(crate) builder: InputBuilder<'m>,
    pub(crate) sizes: Vec<usize>,
    pub(crate) fields: Vec<Pointer>,
}

impl Inputs for FlowInputs<'_> {
    fn sizes(&self) -> Vec<usize> {
        let mut sizes = self.sizes.clone();
        sizes.push(1 + 2 * self.fields.len());
        sizes
    }

    fn touched(&self, slot: usize) -> Vec<Pointer> {
        if slot < self.sizes.len() {
            self.builder.touched(slot).to_vec()
        } else {
            self.fields.clone()
        }
    }

    fn build(&self, row: &[u16]) -> Value {
        let (values, swept) = row.split_at(self.sizes.len());
        let swept = usize::from(swept[0]);
        let sweep = match swept.checked_sub(1) {
            None => Sweep::None,
            Some(at) if at % 2 == 0 => Sweep::Missing(&self.fields[at / 2]),
            Some(at) => Sweep::Null(&self.fields[at / 2]),
        };
        self.builder.build_with(values, sweep)
    }
}

/// A single input.
pub(crate) struct OneInput(pub(crate) Value);

impl Inputs for OneInput {
    fn sizes(&self) -> Vec<usize> {
        vec![1]
    }

    fn touched(&self, _: usize) -> Vec<Pointer> {
        Vec::new()
    }

    fn build(&self, _: &[u16]) -> Value {
        self.0.clone()
    }
}

/// Answers by the values of some slots.
#[derive(Debug)]
struct Table {
    /// Slot and stride.
    slots: Vec<(usize, usize)>,
    /// Empty when the table would be too large.
    cells: Vec<u32>,
}

impl Table {
    fn over(slots: &[usize], sizes: &[usize]) -> Self {
        let mut stride = 1_usize;
        let mut with_stride = Vec::with_capacity(slots.len());
        for slot in slots {
            with_stride.push((*slot, stride));
            stride = stride.saturating_mul(sizes[*slot]);
        }
        let cells = if stride <= MAX_TABLE { vec![EMPTY; stride] } else { Vec::new() };
        Self { slots: with_stride, cells }
    }

    fn cell(&self, row: &[u16]) -> usize {
        self.slots.iter().map(|(slot, stride)| usize::from(row[*slot]) * stride).sum()
    }

    fn get(&self, row: &[u16]) -> Option<u32> {
        if self.cells.is_empty() {
            return None;
        }
        let found = self.cells[self.cell(row)];
        (found != EMPTY).then_some(found)
    }

    fn set(&mut self, row: &[u16], value: u32) {
        if !self.cells.is_empty() {
            let cell = self.cell(row);
            self.cells[cell] = value;
        }
    }
}

/// Decides the rows of one flow.
pub(crate) struct FlowDecider<'a, 'e> {
    pub(crate) shared: &'a mut Shared<'e>,
    inputs: &'a dyn Inputs,
    /// By unit: the class of what it reads of the input.
    classes: Vec<Table>,
    /// By unit: its evaluation.
    evaluations: Vec<Table>,
    /// By rule: its value.
    rules: Vec<Table>,
    /// Answers that are in no table, for the row that is being decided.
    row: Vec<u16>,
    row_units: HashMap<UnitId, EntryId>,
    row_rules: HashMap<u32, ValueId>,
    row_input: Option<(Value, Arc<str>)>,
    /// By rule, the row's number of the walk that saw it last.
    visited: Vec<u32>,
    walk: u32,
}

/// Other answers for some units, as a mutant would give.
pub(crate) struct Overlay {
    /// By evaluation of the unchanged policy.
    pub(crate) changed: BTreeMap<EntryId, ValueId>,
    /// Units that the change is in.
    pub(crate) units: Vec<UnitId>,
    /// By unit and key: answers of the mutant that the unchanged policy never gave.
    pub(crate) extra: HashMap<(UnitId, Box<[u32]>), ValueId>,
}

impl<'a, 'e> FlowDecider<'a, 'e> {
    pub(crate) fn new(shared: &'a mut Shared<'e>, inputs: &'a dyn Inputs) -> Self {
        let sizes = inputs.sizes();
        let touched: Vec<Vec<Pointer>> =
            (0..sizes.len()).map(|slot| inputs.touched(slot)).collect();
        let direct: Vec<Vec<usize>> = shared
            .units
            .all
            .iter()
            .map(|unit| (0..sizes.len()).filter(|s| meets(&unit.inputs, &touched[*s])).collect())
            .collect();
        let below = |rule: u32| {
            let rules = &shared.units.below[rule as usize];
            let units = rules.iter().flat_map(|rule| &shared.units.of_rule[*rule as usize]);
            let mut slots: Vec<usize> =
                units.flat_map(|unit| direct[*unit as usize].iter().copied()).collect();
            slots.sort_unstable();
            slots.dedup();
            slots
        };
        let of_rule: Vec<Vec<usize>> =
            (0..shared.outline.rules.len()).map(|rule| below(rule as u32)).collect();
        let of_unit = |unit: usize| {
            let mut slots = direct[unit].clone();
            for rule in &shared.units.all[unit].rules {
                slots.extend(&of_rule[*rule as usize]);
            }
            slots.sort_unstable();
            slots.dedup();
            slots
        };
        let units = 0..shared.units.all.len();
        Self {
            classes: direct.iter().map(|slots| Table::over(slots, &sizes)).collect(),
            evaluations: units.map(|unit| Table::over(&of_unit(unit), &sizes)).collect(),
            rules: of_rule.iter().map(|slots| Table::over(slots, &sizes)).collect(),
            row: Vec::new(),
            row_units: HashMap::new(),
            row_rules: HashMap::new(),
            row_input: None,
            visited: vec![0; shared.outline.rules.len()],
            walk: 0,
            shared,
            inputs,
        }
    }

    /// The decision for a row.
    pub(crate) fn decide(&mut self, row: &[u16]) -> Result<ValueId, EngineError> {
        self.enter(row);
        self.rule(self.shared.entrypoint())
    }

    /// The input of the row that was decided last.
    pub(crate) fn input(&mut self) -> Arc<str> {
        self.build().1.clone()
    }

    fn enter(&mut self, row: &[u16]) {
        if self.row != row {
            self.row.clear();
            self.row.extend_from_slice(row);
            self.row_units.clear();
            self.row_rules.clear();
            self.row_input = None;
        }
    }

    fn build(&mut self) -> &(Value, Arc<str>) {
        let (inputs, row) = (self.inputs, &self.row);
        self.row_input.get_or_insert_with(|| {
            let value = inputs.build(row);
            let text = value.to_string().into();
            (value, text)
        })
    }

    fn rule(&mut self, rule: u32) -> Result<ValueId, EngineError> {
        if let Some(value) = self.rules[rule as usize].get(&self.row) {
            return Ok(value);
        }
        if let Some(value) = self.row_rules.get(&rule) {
            return Ok(*value);
        }
        let units = self.shared.units.of_rule[rule as usize].clone();
        let mut parts = Vec::with_capacity(units.len());
        for unit in units {
            let entry = self.unit(unit)?;
            parts.push(self.shared.entries[entry as usize].value);
        }
        let value = self.shared.compose(rule, &parts);
        if self.rules[rule as usize].cells.is_empty() {
            self.row_rules.insert(rule, value);
        } else {
            self.rules[rule as usize].set(&self.row, value);
        }
        Ok(value)
    }

    /// The evaluation of a unit for the row.
    fn unit(&mut self, unit: UnitId) -> Result<EntryId, EngineError> {
        if let Some(entry) = self.evaluations[unit as usize].get(&self.row) {
            return Ok(entry);
        }
        if let Some(entry) = self.row_units.get(&unit) {
            return Ok(*entry);
        }
        let mut key = vec![self.class(unit)];
        for rule in self.shared.units.all[unit as usize].rules.clone() {
            key.push(self.rule(rule)?);
        }
        let entry = match self.shared.answered(unit, &key) {
            Some(entry) => entry,
            None => {
                let input = self.input();
                self.shared.ask(unit, &key, input)?
            }
        };
        if self.evaluations[unit as usize].cells.is_empty() {
            self.row_units.insert(unit, entry);
        } else {
            self.evaluations[unit as usize].set(&self.row, entry);
        }
        Ok(entry)
    }

    fn class(&mut self, unit: UnitId) -> u32 {
        if let Some(class) = self.classes[unit as usize].get(&self.row) {
            return class;
        }
        self.build();
        let input = self.row_input.as_ref().map(|(value, _)| value).unwrap_or(&Value::Null);
        let mut projection = String::new();
        for pointer in &self.shared.units.all[unit as usize].inputs {
            match pointer.find(input) {
                Some(value) => projection += &value.to_string(),
                None => projection.push('-'),
            }
            projection.push('\n');
        }
        let class = self.shared.class(unit, projection);
        self.classes[unit as usize].set(&self.row, class);
        class
    }

    /// Calls `seen` with every evaluation that the decision for the row looked at.
    pub(crate) fn walk(
        &mut self,
        row: &[u16],
        seen: &mut dyn FnMut(EntryId),
    ) -> Result<(), EngineError> {
        self.enter(row);
        self.walk += 1;
        let mut queue = vec![self.shared.entrypoint()];
        while let Some(rule) = queue.pop() {
            if std::mem::replace(&mut self.visited[rule as usize], self.walk) == self.walk {
                continue;
            }
            for unit in self.shared.units.of_rule[rule as usize].clone() {
                let entry = self.unit(unit)?;
                seen(entry);
                queue.extend(&self.shared.entries[entry as usize].reads);
            }
        }
        Ok(())
    }

    /// Whether a row's decision rests on an evaluation that the overlay changes.
    pub(crate) fn is_affected(
        &mut self,
        row: &[u16],
        overlay: &Overlay,
    ) -> Result<bool, EngineError> {
        self.enter(row);
        for unit in &overlay.units {
            let entry = self.unit(*unit)?;
            if overlay.changed.contains_key(&entry) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The decision for a row as the mutant that is selected would give it.
    pub(crate) fn decide_mutant(
        &mut self,
        row: &[u16],
        overlay: &mut Overlay,
        above: &[bool],
    ) -> Result<ValueId, EngineError> {
        self.enter(row);
        let mut memo = HashMap::new();
        self.mutant_rule(self.shared.entrypoint(), overlay, above, &mut memo)
    }

    fn mutant_rule(
        &mut self,
        rule: u32,
        overlay: &mut Overlay,
        above: &[bool],
        memo: &mut HashMap<u32, ValueId>,
    ) -> Result<ValueId, EngineError> {
        if !above[rule as usize] {
            return self.rule(rule);
        }
        if let Some(value) = memo.get(&rule) {
            return Ok(*value);
        }
        let units = self.shared.units.of_rule[rule as usize].clone();
        let mut parts = Vec::with_capacity(units.len());
        for unit in units {
            parts.push(self.mutant_unit(unit, overlay, above, memo)?);
        }
        let value = self.shared.compose(rule, &parts);
        memo.insert(rule, value);
        Ok(value)
    }

    fn mutant_unit(
        &mut self,
        unit: UnitId,
        overlay: &mut Overlay,
        above: &[bool],
        memo: &mut HashMap<u32, ValueId>,
    ) -> Result<ValueId, EngineError> {
        let mut key = vec![self.class(unit)];
        let mut reads_changed = false;
        for rule in self.shared.units.all[unit as usize].rules.clone() {
            let value = self.mutant_rule(rule, overlay, above, memo)?;
            reads_changed |= above[rule as usize];
            key.push(value);
        }
        let is_changed = overlay.units.contains(&unit);
        if !is_changed {
            if !reads_changed {
                let entry = self.unit(unit)?;
                return Ok(self.shared.entries[entry as usize].value);
            }
            if let Some(entry) = self.shared.answered(unit, &key) {
                return Ok(self.shared.entries[entry as usize].value);
            }
        } else if let Some(entry) = self.shared.answered(unit, &key)
            && let Some(value) = overlay.changed.get(&entry)
        {
            return Ok(*value);
        } else if let Some(entry) = self.shared.answered(unit, &key) {
            return Ok(self.shared.entries[entry as usize].value);
        }
        let key: Box<[u32]> = key.into();
        if let Some(value) = overlay.extra.get(&(unit, key.clone())) {
            return Ok(*value);
        }
        let input = self.input();
        let value = self.shared.ask_mutant(unit, &key, &input)?;
        overlay.extra.insert((unit, key), value);
        Ok(value)
    }
}

/// Whether something read lies on the path of something changed, or below it.
fn meets(read: &[Pointer], changed: &[Pointer]) -> bool {
    read.iter().any(|read| changed.iter().any(|changed| pointer::overlaps(read, changed)))
}
