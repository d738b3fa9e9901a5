//! `cos simulator replay`.

use super::terminal;
use crate::error::{CommandError, Exit};
use crate::ui::{Answer, Human, Render};
use cos_core::code::Code;
use cos_simulator::event::Event;
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos simulator run --matrix m.yaml --bundle b.tar.gz --unsigned --record run.jsonl
  cos simulator replay run.jsonl

Exit codes: those of the run · 3 no recording.";

/// Show a recorded run again, as it was shown then.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The recording, as `cos simulator run --record` wrote it.
    recording: PathBuf,
}

/// Shows a recording.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let path = &args.recording;
    let text =
        std::fs::read_to_string(path).map_err(|error| CommandError::io("read", path, &error))?;
    let mut events = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let event: Event = serde_json::from_str(line).map_err(|error| {
            let message = format!("`{}` line {}: {error}", path.display(), index + 1);
            CommandError::input(const { Code::new("COS-SIM-0005") }, message)
        })?;
        events.push(event);
    }
    let Some(Event::RunFinished { passed, .. }) = events.last() else {
        let message = format!("`{}` does not end with the end of a run", path.display());
        return Err(CommandError::input(const { Code::new("COS-SIM-0005") }, message));
    };
    let exit = if *passed { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, Recording(events)))
}

struct Recording(Vec<Event>);

impl Render for Recording {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        terminal::closing(&self.0, out)
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.simulator-replay/v1", "events": self.0 })
    }

    fn jsonl(&self) -> Vec<Value> {
        self.0.iter().map(|event| serde_json::to_value(event).unwrap_or_default()).collect()
    }
}
