//! `cos simulator diff`.

use super::against::{self, Against, to_report};
use super::inputs::Inputs;
use super::outputs::file;
use super::run::EngineArg;
use crate::commands::policy::load::BundleArgs;
use crate::commands::policy::signers::SignerArgs;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::ui::{Answer, Human, Render, counted, grouped};
use cos_core::code::Code;
use cos_report::{ReportError, markdown, text};
use cos_simulator::diff::{self, Cause, Class, Diff, Flip, Group, Side};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos simulator diff main.tar.gz branch.tar.gz --matrix matrices/privileged.yaml \\
      --verification-key policy.pub.pem --exit-code
  cos simulator diff old/ new/ --matrix m.yaml --unsigned --markdown comment.md
  cos simulator diff last.json conformance.json --format json

Exit codes: 0 compared · 1 decisions differ, with --exit-code · 2 bundles without a matrix · 3 bad
matrix, policy or report · 4 a bundle is not signed as asked.";

/// How many scenarios of a cause are shown.
const SHOWN: usize = 3;

/// Show which decisions two policies give differently, and the rule that each begins to differ in.
///
/// Both sides are bundles, which are run against a matrix, or both are reports of `cos simulator run --report`.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy as it was: a bundle, or a report in JSON.
    before: PathBuf,
    /// The policy as it is to be.
    after: PathBuf,
    /// The scenario matrix; for bundles.
    #[arg(long, value_name = "FILE")]
    matrix: Option<PathBuf>,
    /// Also write the differences as Markdown, as for a comment on a pull request.
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// Exit with 1 when a decision differs.
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    signer: SignerArgs,
    /// Where the policies are evaluated.
    #[arg(long, value_enum, default_value_t = EngineArg::Worker)]
    engine: EngineArg,
}

/// Compares two policies.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let compared = match (is_report(&args.before), is_report(&args.after)) {
        (true, true) => reports(args)?,
        (false, false) => bundles(ctx, args)?,
        _ => {
            let message = "a report cannot be compared with a bundle; give two of the same kind";
            return Err(usage(message));
        }
    };
    if let Some(path) = &args.markdown {
        file(path, &compared.comment()?)?;
    }
    let differs = !compared.diff.flips.is_empty();
    let exit = if args.exit_code && differs { Exit::No } else { Exit::Done };
    Ok(Answer::with(exit, compared))
}

fn usage(message: &str) -> CommandError {
    CommandError::new(Exit::Usage, const { Code::new("COS-SIM-0009") }, message)
}

fn is_report(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json") && !path.is_dir()
}

fn bundles(ctx: &Ctx<'_>, args: &Args) -> Result<Compared, CommandError> {
    let Some(matrix) = &args.matrix else {
        return Err(usage(
            "bundles are compared by the decisions of a matrix; add `--matrix FILE`",
        ));
    };
    let load = |bundle: &Path| {
        let bundle = BundleArgs { bundle: bundle.to_owned(), signer: args.signer.clone() };
        Inputs::read(ctx, matrix, &bundle)
    };
    let (before, after) = (load(&args.before)?, load(&args.after)?);
    let prepare = |side: &Inputs, bundle: &Path| {
        let of_bundle = format!("this is in the bundle `{}`", bundle.display());
        args.engine.load(side).map_err(|error| error.hint(of_bundle))
    };
    let (mut old, mut new) = (prepare(&before, &args.before)?, prepare(&after, &args.after)?);
    let diff = diff::diff(&before.matrix, &mut *old, &mut *new, None)?;
    let digest = before.bundle_info().digest;
    Ok(Compared { diff, against: args.before.display().to_string(), digest })
}

fn reports(args: &Args) -> Result<Compared, CommandError> {
    let (_, old) = crate::commands::report::read(&args.before)?;
    let (_, new) = crate::commands::report::read(&args.after)?;
    against::same_matrix(&old, &new)?;
    let mut before = Against::report(&args.before, args.engine)?;
    let inputs = Inputs::of_report(&args.after, &new)?;
    let mut engine = args.engine.load(&inputs)?;
    let diff = before.compare(&inputs, &mut *engine, &against::scenarios(&new))?;
    Ok(Compared { diff, against: before.name, digest: before.digest })
}

/// What differs.
struct Compared {
    diff: Diff,
    against: String,
    digest: String,
}

impl Compared {
    fn comment(&self) -> Result<String, ReportError> {
        markdown::diff(&to_report(&self.diff, &self.against, &self.digest))
    }

    fn totals(&self) -> String {
        let count = |class| grouped(self.diff.count(class));
        format!(
            "{} newly allowed, {} newly denied, {} with other reasons, {} new, {} gone, {} unchanged",
            count(Class::NewlyAllowed),
            count(Class::NewlyDenied),
            count(Class::ReasonChanged),
            count(Class::New),
            count(Class::Gone),
            grouped(self.diff.unchanged)
        )
    }
}

impl Render for Compared {
    fn markdown(&self) -> io::Result<String> {
        self.comment().map_err(io::Error::other)
    }

    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        for Group { class, cause, flips } in self.diff.groups() {
            let title = format!(
                "{}: {}{}",
                heading(class),
                counted(flips.len() as u64, "scenario"),
                cause.map(|cause| format!(" by {}", because(cause))).unwrap_or_default()
            );
            match class {
                Class::NewlyAllowed => out.bad(&title)?,
                _ => out.warning(&title)?,
            }
            for flip in flips.iter().take(SHOWN) {
                out.line(format!("    {}", change(flip)))?;
            }
            if flips.len() > SHOWN {
                out.line(format!("    and {} more", grouped((flips.len() - SHOWN) as u64)))?;
            }
        }
        let totals = self.totals();
        match self.diff.count(Class::NewlyAllowed) {
            0 if self.diff.flips.is_empty() => out.good(&format!("the same decisions: {totals}")),
            0 => out.line(totals),
            _ => out.bad(&totals),
        }
    }

    fn json(&self) -> Value {
        let group = |Group { class, cause, flips }: Group<'_>| {
            json!({
                "class": class.as_str(),
                "cause": cause.map(|cause| json!({
                    "rule": cause.rule,
                    "place": cause.place.to_string(),
                    "policy": match cause.side { Side::After => "after", Side::Before => "before" },
                })),
                "count": flips.len(),
            })
        };
        json!({
            "schema": "cos.simulator-diff/v1",
            "groups": self.diff.groups().into_iter().map(group).collect::<Vec<_>>(),
            "diff": to_report(&self.diff, &self.against, &self.digest),
        })
    }
}

fn heading(class: Class) -> &'static str {
    match class {
        Class::Gone => text::flip(cos_report::model::FlipClass::Gone),
        Class::New => text::flip(cos_report::model::FlipClass::New),
        Class::NewlyAllowed => text::flip(cos_report::model::FlipClass::NewlyAllowed),
        Class::NewlyDenied => text::flip(cos_report::model::FlipClass::NewlyDenied),
        Class::ReasonChanged => text::flip(cos_report::model::FlipClass::ReasonChanged),
    }
}

fn because(cause: &Cause) -> String {
    let gone = if cause.side == Side::Before { ", which is gone" } else { "" };
    format!("{} at {}{gone}", cause.rule, cause.place)
}

fn change(flip: &Flip) -> String {
    let said = |decision: &Option<_>| match decision {
        Some(decision) => format!("{decision}"),
        None::<cos_simulator::decision::Decision> => "–".to_owned(),
    };
    format!("{}: {} → {}", flip.scenario, said(&flip.before), said(&flip.after))
}
