//! `cos simulator`: matrices against policies.

mod conformance;
mod inputs;
mod lint;
pub(crate) mod outputs;
mod quarantine;
mod replay;
pub(crate) mod run;
mod sinks;
mod terminal;
mod verify;

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use clap::Subcommand;

/// Run scenario matrices against policy bundles.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find what a policy gets wrong without running a scenario.
    Lint(lint::Args),
    /// Look after scenarios whose failure is known.
    #[command(subcommand)]
    Quarantine(quarantine::Command),
    /// Show a recorded run again.
    Replay(replay::Args),
    /// Run a scenario matrix against a policy bundle and write the conformance report.
    Run(Box<run::Args>),
    /// Derive a report again from itself, and compare.
    Verify(verify::Args),
}

/// Runs one of them.
pub(crate) fn run(ctx: &Ctx<'_>, command: Command) -> Result<Answer, CommandError> {
    match command {
        Command::Lint(args) => lint::run(&args),
        Command::Quarantine(command) => quarantine::run(ctx, command),
        Command::Replay(args) => replay::run(&args),
        Command::Run(args) => run::run(ctx, &args),
        Command::Verify(args) => verify::run(ctx, &args),
    }
}
