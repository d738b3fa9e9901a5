//! `cos simulator lint`.

use crate::commands::policy::engine::supplied;
use crate::commands::policy::load::BundleArgs;
use crate::error::{CommandError, Exit};
use crate::ui::{Answer, Human, Render, counted};
use cos_policy::engine::Engine as _;
use cos_policy::lint::{Level, Lint};
use cos_policy::setup::Setup;
use serde_json::{Value, json};
use std::io;

const EXAMPLES: &str = "Examples:
  cos simulator lint --bundle policies/ --unsigned --entrypoint data.companyos.authz.decision
  cos simulator lint --bundle b.tar.gz --verification-key policy.pub.pem \\
      --entrypoint data.companyos.authz.decision --format json

Exit codes: 0 nothing but notes · 1 something to look at · 3 bad policy · 4 not signed as asked.";

/// Find what a policy gets wrong without running a scenario.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    bundle: BundleArgs,
    /// The rule that decides; what it does not reach is named.
    #[arg(long, value_name = "RULE")]
    entrypoint: String,
}

/// Lints a bundle.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let loaded = args.bundle.load()?;
    let setup = Setup {
        modules: loaded.bundle.module_texts(),
        data: loaded.bundle.data,
        entrypoint: args.entrypoint.clone(),
        ..Setup::default()
    };
    let lints = supplied(&setup)?.lints()?;
    let clean = lints.iter().all(|lint| lint.level == Level::Note);
    let exit = if clean { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, Lints(lints)))
}

struct Lints(Vec<Lint>);

impl Render for Lints {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        for lint in &self.0 {
            let text = format!("{} {}: {}", lint.place, lint.rule.as_str(), lint.message);
            match lint.level {
                Level::Error => out.bad(&text)?,
                Level::Note => out.line(format!("- {text}"))?,
                Level::Warning => out.warning(&text)?,
            }
            out.line(format!("    {}", lint.remedy))?;
        }
        if self.0.is_empty() {
            return out.good("nothing found");
        }
        out.line(counted(self.0.len() as u64, "finding"))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.simulator-lint/v1", "findings": self.0 })
    }
}
