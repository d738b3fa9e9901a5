//! `cos simulator`: matrices against policies.

mod against;
mod changed;
mod conformance;
mod diff;
mod explain;
mod import;
mod inputs;
mod lint;
mod mutate;
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
    /// Show which decisions two policies give differently, and the rule that each begins to differ in.
    Diff(Box<diff::Args>),
    /// Show why one scenario is decided as it is.
    Explain(explain::Args),
    /// Make a scenario matrix of tests that you have.
    #[command(subcommand)]
    Import(import::Command),
    /// Find what a policy gets wrong without running a scenario.
    Lint(lint::Args),
    /// Change the policy a little, again and again, and list the changes that no assertion notices.
    Mutate(mutate::Args),
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
        Command::Diff(args) => diff::run(ctx, &args),
        Command::Explain(args) => explain::run(ctx, &args),
        Command::Import(command) => import::run(ctx, &command),
        Command::Lint(args) => lint::run(&args),
        Command::Mutate(args) => mutate::run(ctx, &args),
        Command::Quarantine(command) => quarantine::run(ctx, command),
        Command::Replay(args) => replay::run(&args),
        Command::Run(args) => run::run(ctx, &args),
        Command::Verify(args) => verify::run(ctx, &args),
    }
}
