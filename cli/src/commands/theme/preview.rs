//! `cos theme preview`.

use super::{read, write_beside};
use crate::error::{CommandError, Exit};
use crate::files;
use crate::ui::{Answer, Human, Render, bytes};
use cos_core::code::Code;
use cos_switchboard::theme::preview;
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos theme preview white-label/themes/default.json --out preview.html
  cos theme preview examples/themes/harbour --out harbour.html --force

The page stands alone: it asks nobody for anything, runs no script, and says so in its policy.";

/// Write a page that shows every colour, font and pair in each mode.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The theme: a directory, a zip archive, or a plain theme in one JSON file.
    path: PathBuf,
    /// The page to write.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Replace the page if it is there.
    #[arg(long)]
    force: bool,
}

/// Renders a theme.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let (pack, theme) = read::sound(&args.path)?;
    let page = preview::render(&pack, &theme).map_err(|error| {
        let message = format!("the page cannot be written: {error}");
        CommandError::new(Exit::Bug, const { Code::new("COS-THM-0016") }, message)
    })?;
    write_beside(&args.path, &args.out, page.as_bytes(), args.force)?;
    let modes = theme.modes.into_iter().map(|mode| mode.name).collect();
    Ok(Answer::done(Written { out: files::name(&args.out), bytes: page.len() as u64, modes }))
}

struct Written {
    out: String,
    bytes: u64,
    modes: Vec<String>,
}

impl Render for Written {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let modes = self.modes.join(", ");
        out.good(&format!("{}: {modes}, {}", self.out, bytes(self.bytes)))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.theme-preview/v1",
            "out": self.out,
            "bytes": self.bytes,
            "modes": self.modes,
        })
    }
}
