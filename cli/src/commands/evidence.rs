//! `cos evidence`: everything that speaks for a release, in one signed set.

mod bundle;
mod copy;
mod diff;
mod disclose;
mod explain;
#[cfg(feature = "network")]
mod keyless;
mod level;
pub(crate) mod places;
pub(crate) mod policies;
mod reports;
mod show;
mod summary;
mod verify;

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use clap::Subcommand;

/// Bundle the evidence of a release, and verify it offline.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Collect what a manifest names into one signed bundle.
    Bundle(bundle::Args),
    /// Copy a bundle into another form; it stays the same bundle.
    Copy(copy::Args),
    /// Show what differs between two bundles: who signed and built, what is shown less, and the rest.
    Diff(diff::Args),
    /// Make a bundle of the part that concerns one tenant.
    Disclose(disclose::Args),
    /// Show what a requirement of a bundle, or a check, rests on.
    Explain(explain::Args),
    /// Show what a bundle says it holds, unverified.
    Show(show::Args),
    /// Verify a bundle: who signed it, when, and everything in it.
    Verify(Box<verify::Args>),
}

/// Runs one of them.
pub(crate) fn run(ctx: &Ctx<'_>, command: Command) -> Result<Answer, CommandError> {
    match command {
        Command::Bundle(args) => bundle::run(ctx, &args),
        Command::Copy(args) => copy::run(ctx, &args),
        Command::Diff(args) => diff::run(ctx, &args),
        Command::Disclose(args) => disclose::run(ctx, &args),
        Command::Explain(args) => explain::run(ctx, &args),
        Command::Show(args) => show::run(&args),
        Command::Verify(args) => verify::run(ctx, &args),
    }
}
