//! `cos ledger`: looking after the logs on disk.

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use clap::Subcommand;

/// Look after a ledger: check it, show its state, prove an entry.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {}

/// Runs one of them.
pub(crate) fn run(_: &Ctx<'_>, command: Command) -> Result<Answer, CommandError> {
    match command {}
}
