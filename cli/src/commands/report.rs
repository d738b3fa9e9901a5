//! `cos report`: reports in other forms, and whether they are authentic.

pub(crate) mod audits;
mod render;
pub(crate) mod signed;
mod verify;

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use clap::Subcommand;
use cos_report::model::Conformance;
use std::path::Path;

/// Render and verify conformance reports, and render isolation audits.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a report in other forms.
    Render(render::Args),
    /// Check who signed a report, and that it is unchanged.
    Verify(verify::Args),
}

/// Runs one of them.
pub(crate) fn run(ctx: &Ctx<'_>, command: Command) -> Result<Answer, CommandError> {
    match command {
        Command::Render(args) => render::run(ctx, &args),
        Command::Verify(args) => verify::run(&args),
    }
}

/// Reads a report, and returns its bytes with it.
pub(crate) fn read(path: &Path) -> Result<(Vec<u8>, Conformance), CommandError> {
    let bytes = std::fs::read(path).map_err(|error| CommandError::io("read", path, &error))?;
    let report = cos_report::json::read(&bytes).map_err(|error| {
        CommandError::input(error.code(), format!("`{}`: {error}", path.display()))
    })?;
    Ok((bytes, report))
}
