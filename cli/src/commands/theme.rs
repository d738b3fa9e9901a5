//! `cos theme`: white label. What looks at files needs no server; what a tenant sees is changed through it.

#[cfg(feature = "server")]
mod activate;
mod contrast;
mod diff;
mod export;
#[cfg(feature = "server")]
mod import;
#[cfg(feature = "server")]
mod list;
mod preview;
mod read;
#[cfg(feature = "server")]
mod rollback;
#[cfg(feature = "server")]
mod served;
mod validate;

use crate::error::{CommandError, Exit, Fault};
use crate::files::Output;
use crate::ui::Answer;
use clap::Subcommand;
use cos_switchboard::theme;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;

/// Validate, compare, preview and export theme packs; bring them to tenants.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find everything that is wrong with themes, at once.
    Validate(validate::Args),
    /// Show whether colours can be told apart, and what would pass.
    Contrast(contrast::Args),
    /// Show what differs between two themes.
    Diff(diff::Args),
    /// Pack a theme into an archive, the same bytes each time.
    Export(export::Args),
    /// Bring a theme to a tenant, and see first what it would change.
    #[cfg(feature = "server")]
    Import(import::Args),
    /// Bring a theme that was imported into force.
    #[cfg(feature = "server")]
    Activate(activate::Args),
    /// Bring the theme back into force that was before.
    #[cfg(feature = "server")]
    Rollback(rollback::Args),
    /// List a tenant's themes, and which was in force when.
    #[cfg(feature = "server")]
    List(list::Args),
    /// Write a page that shows every colour, font and pair in each mode.
    Preview(preview::Args),
}

/// Runs one of them.
pub(crate) fn run(command: &Command) -> Result<Answer, CommandError> {
    match command {
        Command::Validate(args) => validate::run(args),
        Command::Contrast(args) => contrast::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Export(args) => export::run(args),
        #[cfg(feature = "server")]
        Command::Activate(args) => activate::run(args),
        #[cfg(feature = "server")]
        Command::Import(args) => import::run(args),
        #[cfg(feature = "server")]
        Command::List(args) => list::run(args),
        Command::Preview(args) => preview::run(args),
        #[cfg(feature = "server")]
        Command::Rollback(args) => rollback::run(args),
    }
}

/// A theme that has to be sound for what is asked; all that is wrong with it otherwise.
fn refused(name: &str, faults: &[theme::Fault]) -> CommandError {
    let errors = faults.iter().filter(|it| it.severity == theme::Severity::Error);
    let fault = |it: &theme::Fault| Fault { code: it.code, message: it.to_string() };
    CommandError::faults(&format!("`{name}`"), theme::codes::MANIFEST, errors.map(fault).collect())
        .hint("`cos theme validate` lists warnings, too")
}

/// Writes a file; not into the directory of the theme, of which it would become a part.
fn write_beside(dir: &Path, out: &Path, bytes: &[u8], replace: bool) -> Result<(), CommandError> {
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    // Where a path does not resolve, writing to it says so.
    if dir.is_dir()
        && let (Ok(theme_at), Ok(parent)) = (dir.canonicalize(), parent.canonicalize())
        && parent.starts_with(theme_at)
    {
        let message = format!("`{}` lies within the theme `{}`", out.display(), dir.display());
        let code = theme::codes::ARCHIVE;
        return Err(CommandError::new(Exit::Usage, code, message)
            .hint("choose a file outside of it with `--out`"));
    }
    let mut file = Output::create(out, replace)?;
    file.write_all(bytes).map_err(|error| CommandError::io("write", out, &error))?;
    file.finish()
}

fn fault_json(fault: &theme::Fault) -> Value {
    let severity = match fault.severity {
        theme::Severity::Error => "error",
        theme::Severity::Warning => "warning",
    };
    json!({
        "code": fault.code.as_str(),
        "severity": severity,
        "file": fault.file,
        "pointer": fault.pointer,
        "line": fault.line,
        "column": fault.column,
        "message": fault.message,
        "remedy": fault.remedy,
    })
}

/// Two decimals, rounded down: what is shown as enough is enough.
fn ratio(value: f64) -> f64 {
    (value * 100.0).floor() / 100.0
}
