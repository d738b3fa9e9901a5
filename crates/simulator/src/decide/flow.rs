//! The rows of one flow: which slots matter to which unit, and the answers by those slots.

use super::overlay::Overlay;
use super::shared::{EntryId, Shared, ValueId};
use super::units::UnitId;
use crate::expand::{InputBuilder, Sweep};
use crate::matrix::{Pointer, pointer};
use cos_policy::engine::EngineError;
use serde_json::Value;
use std::sync::Arc;

/// Larger tables than this are not kept; such units are looked up row by row.
const MAX_TABLE: usize = 1 << 14;
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
    /// In that case: the answer for the row that was asked about last, and the number of that row.
    of_row: u32,
    row: u64,
}

impl Table {
    fn over(slots: &[usize], sizes: &[usize]) -> Self {
        let mut stride = 1_usize;
        let mut with_stride = Vec::with_capacity(slots.len());
        for slot in slots {
            with_stride.push((*slot, stride));
            stride = stride.saturating_mul(sizes[*slot]);
        }
        // The last cell is for the row at hand, where there are too many for a table.
        let cells = if stride <= MAX_TABLE { vec![EMPTY; stride] } else { Vec::new() };
        Self { slots: with_stride, cells, of_row: EMPTY, row: 0 }
    }

    fn cell(&self, row: &[u16]) -> usize {
        self.slots.iter().map(|(slot, stride)| usize::from(row[*slot]) * stride).sum()
    }

    /// The answer for a row; `number` tells rows apart.
    fn get(&self, row: &[u16], number: u64) -> Option<u32> {
        let found = if self.cells.is_empty() {
            if self.row == number { self.of_row } else { EMPTY }
        } else {
            self.cells[self.cell(row)]
        };
        (found != EMPTY).then_some(found)
    }

    fn set(&mut self, row: &[u16], number: u64, value: u32) {
        if self.cells.is_empty() {
            (self.of_row, self.row) = (value, number);
        } else {
            let cell = self.cell(row);
            self.cells[cell] = value;
        }
    }
}

/// What is known about the rows of one flow. Kept between passes.
#[derive(Debug, Default)]
pub(crate) struct FlowTables {
    /// By unit: the class of what it reads of the input.
    classes: Vec<Table>,
    /// By unit: its evaluation.
    evaluations: Vec<Table>,
    /// By rule: its value.
    rules: Vec<Table>,
    /// The number of the row at hand; 0 for none.
    number: u64,
}

impl FlowTables {
    pub(crate) fn new(shared: &Shared<'_>, inputs: &dyn Inputs) -> Self {
        let sizes = inputs.sizes();
        let touched: Vec<Vec<Pointer>> =
            (0..sizes.len()).map(|slot| inputs.touched(slot)).collect();
        let direct: Vec<Vec<usize>> = shared
            .units
            .all
            .iter()
            .map(|unit| (0..sizes.len()).filter(|s| meets(&unit.inputs, &touched[*s])).collect())
            .collect();
        let below = |rule: usize| {
            let rules = &shared.units.below[rule];
            let units = rules.iter().flat_map(|rule| shared.units.of_rule[*rule as usize].iter());
            distinct(units.flat_map(|unit| direct[*unit as usize].iter().copied()).collect())
        };
        let of_rule: Vec<Vec<usize>> = (0..shared.outline.rules.len()).map(below).collect();
        let of_unit = |unit: usize| {
            let rules = shared.units.all[unit].rules.iter();
            let inherited = rules.flat_map(|rule| of_rule[*rule as usize].iter().copied());
            distinct(direct[unit].iter().copied().chain(inherited).collect())
        };
        let units = 0..shared.units.all.len();
        Self {
            classes: direct.iter().map(|slots| Table::over(slots, &sizes)).collect(),
            evaluations: units.map(|unit| Table::over(&of_unit(unit), &sizes)).collect(),
            rules: of_rule.iter().map(|slots| Table::over(slots, &sizes)).collect(),
            number: 0,
        }
    }
}

fn distinct(mut slots: Vec<usize>) -> Vec<usize> {
    slots.sort_unstable();
    slots.dedup();
    slots
}

/// Decides the rows of one flow.
pub(crate) struct FlowDecider<'a, 'e> {
    pub(crate) shared: &'a mut Shared<'e>,
    tables: &'a mut FlowTables,
    inputs: &'a dyn Inputs,
    row: Vec<u16>,
    row_input: Option<(Value, Arc<str>)>,
    /// By rule: the walk that saw it last.
    visited: Vec<u32>,
    walk: u32,
    queue: Vec<u32>,
}

impl<'a, 'e> FlowDecider<'a, 'e> {
    pub(crate) fn new(
        shared: &'a mut Shared<'e>,
        tables: &'a mut FlowTables,
        inputs: &'a dyn Inputs,
    ) -> Self {
        // Rows of an earlier pass are other rows.
        tables.number += 1;
        let visited = vec![0; shared.outline.rules.len()];
        let (row, queue) = (Vec::new(), Vec::new());
        Self { shared, tables, inputs, row, row_input: None, visited, walk: 0, queue }
    }

    /// The decision for a row.
    pub(crate) fn decide(&mut self, row: &[u16]) -> Result<ValueId, EngineError> {
        self.value_of(row, self.shared.entrypoint())
    }

    /// The value of any rule that is no function, for a row.
    pub(crate) fn value_of(&mut self, row: &[u16], rule: u32) -> Result<ValueId, EngineError> {
        self.enter(row);
        self.rule(rule)
    }

    /// The input of the row that was decided last.
    pub(crate) fn input(&mut self) -> Arc<str> {
        self.build().1.clone()
    }

    fn enter(&mut self, row: &[u16]) {
        if self.row != row {
            self.row.clear();
            self.row.extend_from_slice(row);
            self.tables.number += 1;
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
        let number = self.tables.number;
        if let Some(value) = self.tables.rules[rule as usize].get(&self.row, number) {
            return Ok(value);
        }
        let units = self.shared.units.of_rule[rule as usize].clone();
        let mut parts = Parts::new();
        for unit in units.iter() {
            let entry = self.unit(*unit)?;
            parts.push(self.shared.entries[entry as usize].value);
        }
        let value = self.shared.compose(rule, parts.as_slice());
        self.tables.rules[rule as usize].set(&self.row, number, value);
        Ok(value)
    }

    /// The evaluation of a unit for the row.
    pub(super) fn unit(&mut self, unit: UnitId) -> Result<EntryId, EngineError> {
        let number = self.tables.number;
        if let Some(entry) = self.tables.evaluations[unit as usize].get(&self.row, number) {
            return Ok(entry);
        }
        let mut key = Parts::new();
        key.push(self.class(unit));
        let rules = self.shared.units.all[unit as usize].rules.clone();
        for rule in rules.iter() {
            key.push(self.rule(*rule)?);
        }
        let entry = if let Some(entry) = self.shared.answered(unit, key.as_slice()) {
            entry
        } else {
            let input = self.input();
            self.shared.ask(unit, key.as_slice(), input)?
        };
        self.tables.evaluations[unit as usize].set(&self.row, number, entry);
        Ok(entry)
    }

    fn class(&mut self, unit: UnitId) -> u32 {
        let number = self.tables.number;
        if let Some(class) = self.tables.classes[unit as usize].get(&self.row, number) {
            return class;
        }
        self.build();
        let input = self.row_input.as_ref().map_or(&Value::Null, |(value, _)| value);
        let mut projection = String::new();
        for pointer in &self.shared.units.all[unit as usize].inputs {
            match pointer.find(input) {
                Some(value) => projection += &value.to_string(),
                None => projection.push('-'),
            }
            projection.push('\n');
        }
        let class = self.shared.class(unit, projection);
        self.tables.classes[unit as usize].set(&self.row, number, class);
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
        let mut queue = std::mem::take(&mut self.queue);
        queue.push(self.shared.entrypoint());
        while let Some(rule) = queue.pop() {
            if std::mem::replace(&mut self.visited[rule as usize], self.walk) == self.walk {
                continue;
            }
            let units = self.shared.units.of_rule[rule as usize].clone();
            for unit in units.iter() {
                let entry = self.unit(*unit)?;
                seen(entry);
                queue.extend(&self.shared.entries[entry as usize].reads);
            }
        }
        self.queue = queue;
        Ok(())
    }

    /// Whether a row's decision rests on an evaluation that the mutant changes.
    pub(crate) fn is_affected(
        &mut self,
        row: &[u16],
        overlay: &mut Overlay,
    ) -> Result<bool, EngineError> {
        self.enter(row);
        for at in 0..overlay.units.len() {
            let entry = self.unit(overlay.units[at])?;
            if overlay.changed(self.shared, entry)? {
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
    ) -> Result<ValueId, EngineError> {
        self.enter(row);
        overlay.forget_row();
        self.mutant_rule(self.shared.entrypoint(), overlay)
    }

    fn mutant_rule(&mut self, rule: u32, overlay: &mut Overlay) -> Result<ValueId, EngineError> {
        if !overlay.above[rule as usize] {
            return self.rule(rule);
        }
        if let Some(value) = overlay.of_row(rule) {
            return Ok(value);
        }
        let units = self.shared.units.of_rule[rule as usize].clone();
        let mut parts = Parts::new();
        for unit in units.iter() {
            parts.push(self.mutant_unit(*unit, overlay)?);
        }
        let value = self.shared.compose(rule, parts.as_slice());
        overlay.note_row(rule, value);
        Ok(value)
    }

    fn mutant_unit(&mut self, unit: UnitId, overlay: &mut Overlay) -> Result<ValueId, EngineError> {
        let mut key = Parts::new();
        key.push(self.class(unit));
        let rules = self.shared.units.all[unit as usize].rules.clone();
        for rule in rules.iter() {
            key.push(self.mutant_rule(*rule, overlay)?);
        }
        if let Some(entry) = self.shared.answered(unit, key.as_slice()) {
            return if overlay.units.contains(&unit) {
                overlay.value(self.shared, entry)
            } else {
                Ok(self.shared.entries[entry as usize].value)
            };
        }
        if let Some(value) = overlay.known_extra(unit, key.as_slice()) {
            return Ok(value);
        }
        let input = self.input();
        overlay.extra(self.shared, unit, key.as_slice(), &input)
    }
}

/// A short list of numbers, on the stack where it is short.
struct Parts {
    few: [u32; 24],
    many: Vec<u32>,
    length: usize,
}

impl Parts {
    fn new() -> Self {
        Self { few: [0; 24], many: Vec::new(), length: 0 }
    }

    fn push(&mut self, number: u32) {
        if self.length == self.few.len() {
            self.many.extend_from_slice(&self.few);
        }
        if self.length < self.few.len() {
            self.few[self.length] = number;
        } else {
            self.many.push(number);
        }
        self.length += 1;
    }

    fn as_slice(&self) -> &[u32] {
        if self.many.is_empty() { &self.few[..self.length] } else { &self.many }
    }
}

/// Whether something read lies on the path of something changed, or below it.
fn meets(read: &[Pointer], changed: &[Pointer]) -> bool {
    read.iter().any(|read| changed.iter().any(|changed| pointer::overlaps(read, changed)))
}
