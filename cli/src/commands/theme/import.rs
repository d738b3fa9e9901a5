//! `cos theme import`.

use super::read::{self, Found};
use super::refused;
use super::served::{KeyArgs, TenantArgs, plan_json, show_plan, show_step};
use crate::error::CommandError;
use crate::files;
use crate::ui::{Answer, Human, Render};
use cos_api::{Theme, ThemeActivation, ThemeReport};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos theme import white-label/themes/partner-a.json --tenant pilot-a --dry-run
  cos theme import harbour.zip --tenant pilot-a
  cos theme import harbour.zip --tenant pilot-a --activate --reason 'new brand'

The server judges it by the rules of `cos theme validate`, and refuses it with everything that is
wrong. Importing the same theme again changes nothing.

Exit codes: 0 done · 3 bad theme · 4 refused · 5 unavailable, try again.";

/// Bring a theme to a tenant, and see first what it would change.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The theme: a directory, a zip archive, or a plain theme in one JSON file.
    path: PathBuf,
    /// Bring it into force, too.
    #[arg(long, requires = "reason")]
    activate: bool,
    /// Why it is brought into force.
    #[arg(long, value_name = "TEXT", requires = "activate")]
    reason: Option<String>,
    /// Only show what would change.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    whose: TenantArgs,
}

/// Imports a theme.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let pack = match read::find(&args.path)? {
        Found::Pack(pack) => pack,
        Found::Faulty(faults) => return Err(refused(&files::name(&args.path), &faults)),
    };
    let (tenant, archive) = (args.whose.tenant.clone(), pack.to_zip());
    let client = args.key.client(&args.whose.server)?;
    if args.dry_run {
        let report = client.try_theme(&tenant, &archive)?;
        return Ok(Answer::done(Plan { tenant, report }));
    }
    let mut theme = client.import_theme(&tenant, &archive)?;
    let activation = match &args.reason {
        Some(reason) => {
            let step = client.activate_theme(&tenant, &theme.digest, reason)?;
            theme.active = true;
            Some(step)
        }
        None => None,
    };
    Ok(Answer::done(Imported { tenant, theme, activation }))
}

/// What would change.
pub(super) struct Plan {
    pub(super) tenant: String,
    pub(super) report: ThemeReport,
}

impl Render for Plan {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        show_plan(out, &self.tenant, &self.report)
    }

    fn json(&self) -> Value {
        plan_json(&self.tenant, &self.report)
    }
}

struct Imported {
    tenant: String,
    theme: Theme,
    activation: Option<ThemeActivation>,
}

impl Render for Imported {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Theme { name, version, digest, .. } = &self.theme;
        out.good(&format!("{name} {version} is imported for {}", self.tenant))?;
        out.line(format!("  content  {digest}"))?;
        match &self.activation {
            Some(step) => show_step(out, &self.tenant, step),
            None => Ok(()),
        }
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.theme-import/v1",
            "tenant": self.tenant,
            "theme": self.theme,
            "activation": self.activation,
        })
    }
}
