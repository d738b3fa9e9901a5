//! `cos trust`: keys and the trust file.

mod add_builder;
mod add_ca;
mod export;
mod init;
mod rotate;
mod show;

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use clap::Subcommand;

/// Make and explain keys and the trust file.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say whose provenance counts: which builder, how it signs, and what it may build.
    AddBuilder(add_builder::Args),
    /// Add a certificate authority to a trust directory, for evidence that other Sigstore clients verify.
    AddCa(add_ca::Args),
    /// Write what other Sigstore clients need to verify our evidence.
    Export(export::Args),
    /// Make the first keys of an organisation and the trust file that names them.
    Init(init::Args),
    /// Replace a key; what the old one signed stays valid.
    Rotate(rotate::Args),
    /// Say in words what a trust file makes an auditor believe.
    Show(show::Args),
}

/// Runs one of them.
pub(crate) fn run(ctx: &Ctx<'_>, command: Command) -> Result<Answer, CommandError> {
    match command {
        Command::AddBuilder(args) => add_builder::run(ctx, &args),
        Command::AddCa(args) => add_ca::run(ctx, &args),
        Command::Export(args) => export::run(ctx, &args),
        Command::Init(args) => init::run(ctx, &args),
        Command::Rotate(args) => rotate::run(ctx, &args),
        Command::Show(args) => show::run(ctx, &args),
    }
}
