//! Who listens to a run: the bar on the terminal, the recorder.

use crate::error::CommandError;
use crate::files::Output;
use crate::progress::Bar;
use cos_evidence::Progress as _;
use cos_simulator::event::{Event, Sink};
use std::io::Write as _;
use std::path::Path;

/// Everyone who listens.
pub(super) struct Listeners {
    bar: Bar,
    recorder: Option<Output>,
    failure: Option<std::io::Error>,
}

impl Listeners {
    pub(super) fn new(bar: Bar, record: Option<&Path>) -> Result<Self, CommandError> {
        let recorder = record.map(|path| Output::create(path, true)).transpose()?;
        Ok(Self { bar, recorder, failure: None })
    }

    /// Ends the bar and gives the recording its name.
    pub(super) fn finish(self) -> Result<(), CommandError> {
        self.bar.finish();
        if let Some(error) = self.failure {
            return Err(error.into());
        }
        self.recorder.map_or(Ok(()), Output::finish)
    }
}

impl Sink for Listeners {
    fn event(&mut self, event: &Event) {
        match event {
            Event::FlowStarted { scenarios, .. } => self.bar.expect(*scenarios),
            Event::FlowFinished { passed, failed, .. } => self.bar.advance(passed + failed),
            Event::MutationStarted { mutants } => self.bar.expect(*mutants),
            Event::MutantFinished { .. } => self.bar.advance(1),
            _ => {}
        }
        if let (Some(recorder), None) = (&mut self.recorder, &self.failure) {
            let written = serde_json::to_writer(&mut *recorder, event)
                .map_err(std::io::Error::from)
                .and_then(|()| writeln!(recorder));
            self.failure = written.err();
        }
    }

    fn wants_passed(&self) -> bool {
        self.recorder.is_some()
    }
}
