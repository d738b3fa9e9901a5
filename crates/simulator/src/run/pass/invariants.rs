//! What must hold over all rows of a flow: invariants, and that no field can be left out.

use super::Pass;
use crate::event::{Event, Outcome, Sink};
use crate::matrix::{Invariant, Outcome as Expected};
use crate::results::FailureKind;
use crate::run::flow::FailClosed;
use crate::run::options::RunError;

impl Pass<'_, '_, '_> {
    /// Checks what must hold over all rows.
    pub(super) fn invariants(&mut self, sink: &mut dyn Sink) -> Result<(), RunError> {
        for invariant in &self.flow.invariants {
            match invariant {
                Invariant::Monotone { keeps, slot, from, to } => {
                    self.monotone(*keeps, *slot, (*from, *to), sink)?;
                }
                Invariant::FailClosed(pointers) => {
                    for pointer in pointers {
                        let field = self.inputs.fields.iter().position(|field| field == pointer);
                        if let Some(field) = field {
                            self.stays_closed(field, sink)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn monotone(
        &mut self,
        keeps: Expected,
        slot: usize,
        (from, to): (u16, u16),
        sink: &mut dyn Sink,
    ) -> Result<(), RunError> {
        for block in self.blocks() {
            let moved = |at: usize| {
                let mut row = self.row(at, 0);
                let starts = self.run.outcomes[at] != Outcome::NotSelected && row[slot] == from;
                row[slot] = to;
                (starts && !self.flow.excludes(&row[..row.len() - 1])).then_some((at, row))
            };
            let (starts, rows): (Vec<_>, Vec<_>) = block.filter_map(moved).unzip();
            for (at, number) in starts.into_iter().zip(self.numbers(&rows)?) {
                self.keeps(keeps, slot, (from, to), at, number, sink);
            }
        }
        Ok(())
    }

    /// Whether a decision is kept where one value becomes another.
    fn keeps(
        &mut self,
        keeps: Expected,
        slot: usize,
        (from, to): (u16, u16),
        at: usize,
        number: u32,
        sink: &mut dyn Sink,
    ) {
        let (before, after) =
            (self.decisions.get(self.run.decisions[at]), self.decisions.get(number));
        let keeps_to = match keeps {
            Expected::Allow => !before.allows() || after.allows(),
            _ => !before.denies() || !after.allows(),
        };
        self.run.counts.pairs += 1;
        if !keeps_to {
            let dimension = &self.matrix.dimensions[self.flow.dimensions[slot]];
            let name = |value: u16| dimension.values[usize::from(value)].id.as_str();
            let message = format!(
                "{}: {} → {} turns `{before}` into `{after}`",
                dimension.name,
                name(from),
                name(to)
            );
            self.run.counts.pairs_failed += 1;
            self.broken(at, FailureKind::Monotone, message, number, sink);
        }
    }

    /// A field that is missing or null may not turn a denial into an allowance.
    fn stays_closed(&mut self, field: usize, sink: &mut dyn Sink) -> Result<(), RunError> {
        for block in self.blocks() {
            let denied = |at: &usize| {
                self.run.outcomes[*at] != Outcome::NotSelected
                    && self.decisions.get(self.run.decisions[*at]).denies()
            };
            let (places, rows) = self.swept(block.filter(denied), field);
            for ((at, how), number) in places.into_iter().zip(self.numbers(&rows)?) {
                self.run.counts.sweeps += 1;
                if self.decisions.get(number).allows() {
                    let message = format!("`{}` {how}: allowed", self.inputs.fields[field]);
                    self.run.counts.sweeps_failed += 1;
                    self.broken(at, FailureKind::FailClosed, message, number, sink);
                }
            }
        }
        Ok(())
    }

    /// The rows at some places with a field taken away: first missing, then null.
    fn swept(
        &self,
        places: impl Iterator<Item = usize>,
        field: usize,
    ) -> (Vec<(usize, &'static str)>, Vec<Vec<u16>>) {
        let both = |at: usize| {
            sweeps(field).into_iter().map(move |(swept, how)| ((at, how), self.row(at, swept)))
        };
        places.flat_map(both).unzip()
    }

    fn broken(
        &mut self,
        at: usize,
        kind: FailureKind,
        message: String,
        number: u32,
        sink: &mut dyn Sink,
    ) {
        sink.event(&Event::InvariantBroken {
            flow: self.flow.id.to_string(),
            scenario: self.id(at),
            kind: kind.as_str().to_owned(),
            message: message.clone(),
        });
        self.describe(at, kind, message, number, false);
    }

    /// Tries every counted row that is allowed without each of the fields that the slice reads.
    pub(super) fn required_fields(&mut self) -> Result<(), RunError> {
        for (field, pointer) in self.inputs.fields.iter().enumerate() {
            let text = pointer.to_string();
            if !self.slice.inputs.contains(&text) {
                continue;
            }
            let mut state = FailClosed { field: text, tried: 0, open: None };
            for block in self.blocks() {
                let allowed = |at: &usize| {
                    self.run.outcomes[*at] == Outcome::Passed
                        && self.decisions.get(self.run.decisions[*at]).allows()
                };
                let (places, rows) = self.swept(block.filter(allowed), field);
                let numbers = self.numbers(&rows)?;
                for (places, numbers) in places.chunks(2).zip(numbers.chunks(2)) {
                    if state.open.is_some() {
                        break;
                    }
                    state.tried += 1;
                    self.run.counts.sweeps += 2;
                    for ((at, how), number) in places.iter().zip(numbers) {
                        if self.decisions.get(*number).allows() {
                            state.open = Some(format!("{} with it {how}", self.id(*at)));
                        }
                    }
                }
                if state.open.is_some() {
                    break;
                }
            }
            self.fail_closed.push(state);
        }
        Ok(())
    }
}

/// The values of the last slot that take a field away, and how.
fn sweeps(field: usize) -> [(u16, &'static str); 2] {
    let first = 1 + 2 * field as u16;
    [(first, "missing"), (first + 1, "null")]
}
