//! `cos policy`: bundles, and who answers for them.

mod build;
#[cfg(feature = "server")]
mod default;
pub(crate) mod engine;
mod inspect;
pub(crate) mod key;
pub(crate) mod load;
pub(crate) mod output;
mod sign;
pub(crate) mod signers;
mod verify;

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use clap::Subcommand;

/// Build, inspect, sign and verify policy bundles.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Pack a policy into a bundle archive, the same bytes each time.
    Build(build::Args),
    /// Write the policy by which a server decides when it is given no other.
    #[cfg(feature = "server")]
    Default(default::Args),
    /// Show what is in a bundle, without verifying it.
    Inspect(inspect::Args),
    /// Sign a bundle as OPA does.
    Sign(sign::Args),
    /// Verify that a bundle is exactly what a key signed.
    Verify(verify::Args),
}

/// Runs one of them.
pub(crate) fn run(ctx: &Ctx<'_>, command: &Command) -> Result<Answer, CommandError> {
    match command {
        Command::Build(args) => build::run(args),
        #[cfg(feature = "server")]
        Command::Default(args) => default::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::Sign(args) => sign::run(ctx, args),
        Command::Verify(args) => verify::run(args),
    }
}

/// A package as policies write it; parts that are no words stand in brackets.
fn package(parts: &[String]) -> String {
    let is_word = |part: &str| part.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    let part = |(at, part): (usize, &String)| match (at, is_word(part)) {
        (0, true) => part.clone(),
        (_, true) => format!(".{part}"),
        (_, false) => format!("[{part:?}]"),
    };
    parts.iter().enumerate().map(part).collect()
}
