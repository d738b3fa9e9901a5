//! `cos theme activate`.

use super::import::Plan;
use super::served::{KeyArgs, TenantArgs, find, show_step};
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_api::ThemeActivation;
use serde_json::{Value, json};
use std::io;

const EXAMPLES: &str = "Examples:
  cos theme activate harbour --tenant pilot-a --dry-run
  cos theme activate harbour@1.2.0 --tenant pilot-a --reason 'new brand, CHG-1204'

Pages that are open change at once. `cos theme rollback` takes it back.

Exit codes: 0 done · 3 no such theme, or colours that cannot be told apart · 4 refused · 5 unavailable,
try again.";

/// Bring a theme that was imported into force.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The theme: NAME, NAME@VERSION, or its digest.
    theme: String,
    /// Why.
    #[arg(long, value_name = "TEXT", required_unless_present = "dry_run")]
    reason: Option<String>,
    /// Only show what would change.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    whose: TenantArgs,
}

/// Activates a theme.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let tenant = args.whose.tenant.clone();
    let client = args.key.client(&args.whose.server)?;
    let digest = find(&client, &tenant, &args.theme)?.digest;
    let Some(reason) = args.reason.as_ref().filter(|_| !args.dry_run) else {
        let report = client.theme(&tenant, &digest)?;
        return Ok(Answer::done(Plan { tenant, report }));
    };
    let step = client.activate_theme(&tenant, &digest, reason)?;
    Ok(Answer::done(Step { tenant, step }))
}

/// What came into force.
pub(super) struct Step {
    pub(super) tenant: String,
    pub(super) step: ThemeActivation,
}

impl Render for Step {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        show_step(out, &self.tenant, &self.step)
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.theme-activation/v1", "tenant": self.tenant, "activation": self.step })
    }
}
