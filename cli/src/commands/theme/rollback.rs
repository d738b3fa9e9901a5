//! `cos theme rollback`.

use super::activate::Step;
use super::served::{KeyArgs, TenantArgs, target};
use crate::error::CommandError;
use crate::ui::Answer;
use cos_api::Rollback;

const EXAMPLES: &str = "Examples:
  cos theme rollback --tenant pilot-a --reason 'links are hard to see'
  cos theme rollback --tenant pilot-a --to default --reason 'partner left'

Without --to the theme before the present comes back, and again the one before that.

Exit codes: 0 done · 3 no such theme · 4 refused, or nothing to go back to · 5 unavailable, try again.";

/// Bring the theme back into force that was before.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A theme that was in force: NAME, NAME@VERSION, its digest, or `default`.
    #[arg(long, value_name = "THEME")]
    to: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    whose: TenantArgs,
}

/// Rolls back.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let tenant = args.whose.tenant.clone();
    let client = args.key.client(&args.whose.server)?;
    let to = args.to.as_ref().map(|to| target(&client, &tenant, to)).transpose()?;
    let asked = Rollback { to, reason: args.reason.clone() };
    let step = client.roll_back_theme(&tenant, &asked)?;
    Ok(Answer::done(Step { tenant, step }))
}
