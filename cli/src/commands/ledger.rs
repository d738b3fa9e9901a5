//! `cos ledger`: looking after the logs on disk.

mod fsck;
mod prove;
mod status;

use crate::commands::receipts::trust_from;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use clap::Subcommand;
use cos_sign::Trust;
use std::path::Path;

/// Look after a ledger: check it, show its state, prove an entry.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check every file of a ledger: receipts, tree, checkpoint, leftovers.
    Fsck(fsck::Args),
    /// Prove that a receipt stands in its log.
    Prove(prove::Args),
    /// Show how large the logs are, how far published, and who writes them.
    Status(status::Args),
}

/// Runs one of them.
pub(crate) fn run(ctx: &Ctx<'_>, command: Command) -> Result<Answer, CommandError> {
    match command {
        Command::Fsck(args) => fsck::run(ctx, &args),
        Command::Prove(args) => prove::run(&args),
        Command::Status(args) => status::run(&args),
    }
}

/// The trust file as told, or `trust/trust.json` beside the ledger.
pub(crate) fn trust_beside(told: Option<&Path>, ledger: &Path) -> Result<Trust, CommandError> {
    match told {
        Some(path) => trust_from(path),
        None => trust_from(&ledger.join("../trust/trust.json")).map_err(|error| {
            error.hint("without `--trust`, `trust/trust.json` beside the ledger is used")
        }),
    }
}
