//! `cos state check`.

use super::tables;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_daemon::{Installation, TableDigest};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos state check --data data
  cos state check --data data --format json

Two states with the same rows have the same digests, wherever they are. A server may run meanwhile;
then the figures of different tenants are of slightly different moments.

Exit codes: 0 sound · 3 no data directory, or state of a later version · 6 damaged.")]
pub(crate) struct Args {
    /// The directory that `cos init` made.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Checks the state of a data directory.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let installation = Installation::open(&args.data)?;
    Ok(Answer::done(Checked { tables: installation.state_digests()? }))
}

struct Checked {
    tables: Vec<TableDigest>,
}

impl Render for Checked {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let tables: Vec<_> = self.tables.iter().collect();
        tables::write(out, &tables)?;
        out.good(&format!("{}: sound", tables::summary(&tables)))
    }

    fn json(&self) -> Value {
        let tables: Vec<_> = self.tables.iter().map(tables::json).collect();
        json!({ "schema": "cos.state-check/v1", "tables": tables })
    }
}
