//! What happened during an evaluation: which bodies were tried, which fired, which failed.
//!
//! Lowered text calls two extensions (see `lowering`); they note into a table that the evaluation's owner reads afterwards.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The table, shared with the extensions of one program.
#[derive(Clone, Debug, Default)]
pub(crate) struct Probes(Arc<Mutex<Table>>);

#[derive(Debug, Default)]
struct Table {
    /// By body.
    states: Vec<State>,
    /// Bodies whose state is not the default.
    touched: Vec<u32>,
    /// A failure that must not be taken for undefined.
    fatal: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one body")]
struct State {
    /// Tried, and neither fired nor tried again since.
    open: bool,
    tried: bool,
    fired: bool,
    failed: bool,
}

/// The bodies that did something, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trace {
    pub(crate) tried: Vec<u32>,
    pub(crate) fired: Vec<u32>,
    pub(crate) failed: Vec<u32>,
}

impl Probes {
    fn table(&self) -> MutexGuard<'_, Table> {
        // A panic inside an extension leaves the table as it was; the evaluation is reported as failed anyway.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tried(&self, body: u32) {
        let mut table = self.table();
        let state = table.state(body);
        state.failed |= state.open;
        state.tried = true;
        state.open = true;
    }

    pub(crate) fn fired(&self, body: u32) {
        let mut table = self.table();
        let state = table.state(body);
        state.fired = true;
        state.open = false;
    }

    pub(crate) fn fatal(&self, message: String) {
        self.table().fatal.get_or_insert(message);
    }

    /// Empties the table and returns what it held.
    pub(crate) fn take(&self) -> (Trace, Option<String>) {
        let mut table = self.table();
        let mut trace = Trace::default();
        let mut touched = std::mem::take(&mut table.touched);
        touched.sort_unstable();
        for body in touched {
            let state = std::mem::take(&mut table.states[body as usize]);
            if state.tried {
                trace.tried.push(body);
            }
            if state.fired {
                trace.fired.push(body);
            }
            if state.failed || (state.open && !state.fired) {
                trace.failed.push(body);
            }
        }
        (trace, table.fatal.take())
    }
}

impl Table {
    fn state(&mut self, body: u32) -> &mut State {
        let at = body as usize;
        if self.states.len() <= at {
            self.states.resize(at + 1, State::default());
        }
        if self.states[at] == State::default() {
            self.touched.push(body);
        }
        &mut self.states[at]
    }
}
