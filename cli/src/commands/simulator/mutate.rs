//! `cos simulator mutate`.

use super::conformance;
use super::inputs::Inputs;
use super::run::{EngineArg, ratio, read_filter};
use super::sinks::Listeners;
use crate::commands::policy::load::BundleArgs;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::progress::Bar;
use crate::ui::{Answer, Human, Render, counted, grouped};
use cos_report::{model, text};
use cos_simulator::run::{self, MutateMode, Options};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos simulator mutate --matrix matrices/quick.yaml --bundle examples/policies/companyos --unsigned
  cos simulator mutate --matrix m.yaml --bundle b.tar.gz --verification-key policy.pub.pem \\
      --min-mutation 0.95 --format json

Exit codes: 0 enough changes are noticed · 1 too few are · 3 bad matrix or policy · 4 the bundle is
not signed as asked.";

/// Change the policy a little, again and again, and list the changes that no assertion notices.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The scenario matrix.
    #[arg(long, value_name = "FILE")]
    matrix: PathBuf,
    #[command(flatten)]
    bundle: BundleArgs,
    /// Only scenarios that match, such as `flow(tenant.*) & dim(mfa=off)`.
    #[arg(long, value_name = "EXPR")]
    filter: Option<String>,
    /// The least share of changes that are noticed.
    #[arg(long, value_name = "RATIO", default_value_t = 0.9, value_parser = ratio)]
    min_mutation: f64,
    /// Where the policy is evaluated.
    #[arg(long, value_enum, default_value_t = EngineArg::Worker)]
    engine: EngineArg,
}

/// Tries every change.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let inputs = Inputs::read(ctx, &args.matrix, &args.bundle)?;
    let filter = args.filter.as_deref().map(|text| read_filter(text, &inputs)).transpose()?;
    let mut engine = args.engine.load(&inputs)?;
    let options = Options {
        filter: filter.as_ref(),
        selected: None,
        repeated: None,
        mutate: MutateMode::All,
        unchanged: None,
        today: inputs.today,
        audit_every: 200,
        max_failures: 0,
    };
    let mut listeners = Listeners::new(Bar::new(ctx.ui, "changing the policy"), None)?;
    let inventory = inputs.inventory()?;
    let run = run::run(&inputs.matrix, &inventory, &mut *engine, &options, &mut listeners)?;
    listeners.finish()?;
    let found = conformance::mutation(&run, &inputs.matrix, "all");
    let exit = if found.score >= args.min_mutation { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, Found { found, required: args.min_mutation }))
}

struct Found {
    found: model::Mutation,
    required: f64,
}

impl Render for Found {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let found = &self.found;
        for survivor in &found.survivors {
            out.bad(&format!(
                "{} {}: {} of `{}` unnoticed",
                text::place(&survivor.place),
                survivor.rule,
                survivor.operator,
                survivor.before
            ))?;
            if !survivor.after.is_empty() {
                out.line(format!("    becomes `{}`", survivor.after))?;
            }
            out.line(format!("    {}", survivor.hint))?;
            out.line(format!("    id {}", survivor.id))?;
        }
        let text = format!(
            "{} of {} noticed: {:.3} (asked: ≥ {})",
            grouped(found.killed),
            counted(found.total, "change"),
            found.score,
            self.required
        );
        if found.score >= self.required { out.good(&text) } else { out.bad(&text) }
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.simulator-mutate/v1",
            "required": self.required,
            "passed": self.found.score >= self.required,
            "mutation": self.found,
        })
    }
}
