//! Deciding the rows of one flow: what is known is looked up, what is not is asked for, many questions at a time.

use super::overlay::Overlay;
use super::shared::{EntryId, Known, Pending, Shared, ValueId};
use super::tables::{FlowTables, Inputs};
use super::units::UnitId;
use cos_policy::engine::EngineError;
use serde_json::Value;
use std::sync::Arc;

/// How many questions are worth putting at once.
const ENOUGH: usize = 32;

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
    /// By rule: the look in which something it takes was found pending.
    stuck: Vec<u64>,
    look: u64,
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
        let stuck = vec![0; shared.outline.rules.len()];
        let (row, queue) = (Vec::new(), Vec::new());
        Self {
            shared,
            tables,
            inputs,
            row,
            row_input: None,
            visited,
            walk: 0,
            queue,
            stuck,
            look: 0,
        }
    }

    /// The decision for a row.
    pub(crate) fn decide(&mut self, row: &[u16]) -> Result<ValueId, EngineError> {
        self.value_of(row, self.shared.entrypoint())
    }

    /// The decisions for rows, in their order: asks for what several of them need at once.
    pub(crate) fn decide_all(&mut self, rows: &[Vec<u16>]) -> Result<Vec<ValueId>, EngineError> {
        let rule = self.shared.entrypoint();
        let mut values = vec![None; rows.len()];
        let mut waiting: Vec<usize> = Vec::new();
        let mut next = 0;
        loop {
            let mut pending = Pending::default();
            let mut decide = |at: usize, pending: &mut Pending| {
                self.enter(&rows[at]);
                self.look += 1;
                values[at] = self.rule(rule, pending);
                values[at].is_none()
            };
            waiting.retain(|at| decide(*at, &mut pending));
            // Rows need much the same: a few of them have questions enough, and more would only have to be looked at again.
            while next < rows.len() && pending.len() < ENOUGH && waiting.len() < ENOUGH {
                if decide(next, &mut pending) {
                    waiting.push(next);
                }
                next += 1;
            }
            if pending.len() == 0 {
                return Ok(values.into_iter().flatten().collect());
            }
            self.shared.ask_all(&pending)?;
        }
    }

    /// The value of any rule that is no function, for a row.
    pub(crate) fn value_of(&mut self, row: &[u16], rule: u32) -> Result<ValueId, EngineError> {
        self.enter(row);
        self.settle(|this, pending| this.rule(rule, pending))
    }

    /// Looks for an answer, asking for what it takes until there is one.
    fn settle<T>(
        &mut self,
        mut look: impl FnMut(&mut Self, &mut Pending) -> Option<T>,
    ) -> Result<T, EngineError> {
        loop {
            let mut pending = Pending::default();
            self.look += 1;
            if let Some(found) = look(self, &mut pending) {
                return Ok(found);
            }
            self.shared.ask_all(&pending)?;
        }
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

    /// The value of a rule for the row; nothing while something is pending that it takes.
    fn rule(&mut self, rule: u32, pending: &mut Pending) -> Option<ValueId> {
        let number = self.tables.number;
        if let Some(value) = self.tables.rules[rule as usize].get(&self.row, number) {
            return Some(value);
        }
        if self.stuck[rule as usize] == self.look {
            return None;
        }
        let (mut parts, mut is_whole) = (Parts::new(), true);
        for unit in self.shared.units.of_rule[rule as usize].clone() {
            // After the first that is pending, too: the others are asked for together with it.
            match self.unit(unit, pending) {
                Some(entry) => parts.push(self.shared.entries[entry as usize].value),
                None => is_whole = false,
            }
        }
        if !is_whole {
            self.stuck[rule as usize] = self.look;
            return None;
        }
        let value = self.shared.compose(rule, parts.as_slice());
        self.tables.rules[rule as usize].set(&self.row, number, value);
        Some(value)
    }

    /// The evaluation of a unit for the row; nothing while it is pending.
    fn unit(&mut self, unit: UnitId, pending: &mut Pending) -> Option<EntryId> {
        let number = self.tables.number;
        if let Some(entry) = self.tables.evaluations[unit as usize].get(&self.row, number) {
            return Some(entry);
        }
        let (mut key, mut is_whole) = (Parts::new(), true);
        key.push(self.class(unit));
        for at in 0..self.shared.units.all[unit as usize].rules.len() {
            match self.rule(self.shared.units.all[unit as usize].rules[at], pending) {
                Some(value) => key.push(value),
                None => is_whole = false,
            }
        }
        if !is_whole {
            return None;
        }
        match self.shared.known(unit, key.as_slice()) {
            Known::Answered(entry) => {
                self.tables.evaluations[unit as usize].set(&self.row, number, entry);
                Some(entry)
            }
            Known::Pending => None,
            Known::Unknown => {
                let input = self.input();
                self.shared.expect(unit, key.as_slice(), input, pending);
                None
            }
        }
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
            for unit in self.shared.units.of_rule[rule as usize].clone() {
                let entry = self.settle(|this, pending| this.unit(unit, pending))?;
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
            let unit = overlay.units[at];
            let entry = self.settle(|this, pending| this.unit(unit, pending))?;
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
            return self.settle(|this, pending| this.rule(rule, pending));
        }
        if let Some(value) = overlay.of_row(rule) {
            return Ok(value);
        }
        let mut parts = Parts::new();
        for unit in self.shared.units.of_rule[rule as usize].clone() {
            parts.push(self.mutant_unit(unit, overlay)?);
        }
        let value = self.shared.compose(rule, parts.as_slice());
        overlay.note_row(rule, value);
        Ok(value)
    }

    fn mutant_unit(&mut self, unit: UnitId, overlay: &mut Overlay) -> Result<ValueId, EngineError> {
        let mut key = Parts::new();
        key.push(self.class(unit));
        for at in 0..self.shared.units.all[unit as usize].rules.len() {
            let rule = self.shared.units.all[unit as usize].rules[at];
            key.push(self.mutant_rule(rule, overlay)?);
        }
        if let Known::Answered(entry) = self.shared.known(unit, key.as_slice()) {
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
