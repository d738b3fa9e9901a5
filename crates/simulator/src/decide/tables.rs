//! How the rows of one flow become inputs: which slots matter to which unit, and the answers by those slots.

use super::shared::Shared;
use crate::expand::{InputBuilder, Sweep};
use crate::matrix::{Pointer, pointer};
use serde_json::Value;

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
pub(super) struct Table {
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
    pub(super) fn get(&self, row: &[u16], number: u64) -> Option<u32> {
        let found = if self.cells.is_empty() {
            if self.row == number { self.of_row } else { EMPTY }
        } else {
            self.cells[self.cell(row)]
        };
        (found != EMPTY).then_some(found)
    }

    pub(super) fn set(&mut self, row: &[u16], number: u64, value: u32) {
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
    pub(super) classes: Vec<Table>,
    /// By unit: its evaluation.
    pub(super) evaluations: Vec<Table>,
    /// By rule: its value.
    pub(super) rules: Vec<Table>,
    /// The number of the row at hand; 0 for none.
    pub(super) number: u64,
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
            let units = rules.iter().flat_map(|rule| shared.units.of_rule[*rule as usize].clone());
            distinct(units.flat_map(|unit| direct[unit as usize].iter().copied()).collect())
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

/// Whether something read lies on the path of something changed, or below it.
fn meets(read: &[Pointer], changed: &[Pointer]) -> bool {
    read.iter().any(|read| changed.iter().any(|changed| pointer::overlaps(read, changed)))
}
