//! `cos receipts`: from an event to a verdict.

pub(crate) mod append;
mod disclose;
pub(crate) mod find;
#[cfg(feature = "server")]
pub(crate) mod ingest;
pub(crate) mod issue;
mod sample;
mod show;
pub(crate) mod verify;

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use clap::Subcommand;
use cos_sign::Trust;
use std::path::Path;

/// Issue, append, verify, sample, disclose and show receipts.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Append receipts to a ledger, durably and once.
    Append(append::Args),
    /// Copy receipts with only some claims shown; they stay valid.
    Disclose(disclose::Args),
    /// Report events to a server, and wait until each has its durable receipt.
    #[cfg(feature = "server")]
    Ingest(ingest::Args),
    /// Issue a signed receipt for each event.
    Issue(issue::Args),
    /// Draw a sample that its subject cannot choose, into one portable file.
    Sample(sample::Args),
    /// Show one receipt with its claims.
    Show(show::Args),
    /// Verify receipts: signature, disclosures, inclusion, consistency, witnesses.
    Verify(verify::Args),
}

/// Runs one of them.
pub(crate) fn run(ctx: &Ctx<'_>, command: Command) -> Result<Answer, CommandError> {
    match command {
        Command::Append(args) => append::run(ctx, &args),
        Command::Disclose(args) => disclose::run(ctx, &args),
        #[cfg(feature = "server")]
        Command::Ingest(args) => ingest::run(ctx, &args),
        Command::Issue(args) => issue::run(ctx, &args),
        Command::Sample(args) => sample::run(ctx, &args),
        Command::Show(args) => show::run(&args),
        Command::Verify(args) => verify::run(ctx, &args),
    }
}

/// Reads a trust file, given itself or the directory it is in.
pub(crate) fn trust_from(path: &Path) -> Result<Trust, CommandError> {
    let file = if path.is_dir() { path.join("trust.json") } else { path.to_owned() };
    Ok(Trust::read(&file)?)
}
