//! `cos isolation`: whether one tenant can reach another.

pub(crate) mod audit;

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use clap::Subcommand;

/// Ask a running server for what it must refuse, and sign what came of it.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Ask for every operation as every kind of caller, about two tenants.
    Audit(audit::Args),
}

/// Runs one of them.
pub(crate) fn run(ctx: &Ctx<'_>, command: &Command) -> Result<Answer, CommandError> {
    match command {
        Command::Audit(args) => audit::run(ctx, args),
    }
}
