//! `cos evidence diff`.

use super::places::{PlaceArgs, Places};
use super::policies::{Policies, PolicyKeyArgs};
use crate::commands::receipts::trust_from;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::files::Output;
use crate::ui::{Answer, Human, Mark, Render, counted};
use cos_evidence::bundle::carrier::{Location, Opened};
use cos_evidence::bundle::diff::{Facts, diff};
use cos_evidence::bundle::verify::{self, Level, Options};
use cos_report::evidence::Verdict;
use cos_report::evidence::diff::{Change, Diff, Gravity, Side, markdown};
use cos_sign::Trust;
use serde_json::{Value, json};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos evidence diff release-0.22.0 release-0.23.0.zip --trust trust.json
  cos evidence diff old new --markdown notes.md --exit-code
  cos evidence diff old new --format markdown

With --trust both bundles are verified, all but the signatures of their receipts. Without, nothing
is verified, and what is shown is what the bundles say of themselves.

Exit codes: 0 compared · 1 they differ, or one of them does not verify, with --exit-code · 3 no
bundle, or bad input · 5 unavailable.";

/// Show what differs between two bundles: who signed and built, what is shown less, and the rest.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The bundle as it was: a directory, *.tar.zst, *.zip, oci:DIR or s3://BUCKET/PREFIX.
    before: String,
    /// The bundle as it is, in the same forms.
    after: String,
    /// The trust file to verify both with.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// Also write the differences as Markdown, as for release notes.
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// Exit with 1 when something differs.
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    policy_keys: PolicyKeyArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Compares two bundles.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let trust = args.trust.as_deref().map(trust_from).transpose()?;
    let policies = args.policy_keys.reader(trust.as_ref())?;
    let places = args.places.places(Path::new("."))?;
    let read = |bundle: &str| facts(ctx, bundle, (trust.as_ref(), &policies), &places);
    let found = Compared(diff(&read(&args.before)?, &read(&args.after)?));
    if let Some(path) = &args.markdown {
        let mut out = Output::create(path, true)?;
        out.write_all(markdown(&found.0)?.as_bytes())
            .map_err(|error| CommandError::io("write", path, &error))?;
        out.finish()?;
    }
    let exit = if args.exit_code && !found.is_same() { Exit::No } else { Exit::Done };
    Ok(Answer::with(exit, found))
}

fn facts(
    ctx: &Ctx<'_>,
    bundle: &str,
    (trust, policies): (Option<&Trust>, &Policies),
    places: &Places,
) -> Result<Facts, CommandError> {
    let opened = Opened::open(&Location::parse(bundle), places)?;
    let verified = match trust {
        None => None,
        Some(trust) => {
            let options = Options {
                trust,
                level: Level::Fast,
                allow_untimestamped: false,
                policies,
                threads: ctx.threads,
                progress: &(),
            };
            Some(verify::verify(&opened.area, &options)?)
        }
    };
    Ok(Facts::read(&opened.area, policies, verified.as_ref())?)
}

struct Compared(Diff);

impl Compared {
    /// Whether nothing differs, and neither side failed to verify.
    fn is_same(&self) -> bool {
        let holds = |side: &Side| side.verdict.is_none_or(|verdict| verdict == Verdict::Verified);
        self.0.is_empty() && holds(&self.0.before) && holds(&self.0.after)
    }
}

impl Render for Compared {
    fn markdown(&self) -> io::Result<String> {
        markdown(&self.0).map_err(io::Error::other)
    }

    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Diff { before, after, continues, sections, .. } = &self.0;
        side("before", before, out)?;
        side("after", after, out)?;
        if !continues {
            out.warning("the second bundle does not name the first as the release before")?;
        }
        for section in sections {
            out.heading(section.title)?;
            section.changes.iter().try_for_each(|one| change(one, out))?;
        }
        let regressions = self.0.count(Gravity::Regression) as u64;
        let all = sections.iter().map(|section| section.changes.len() as u64).sum();
        match (all, regressions) {
            (0, _) => out.good("nothing differs"),
            (all, 0) => out.line(counted(all, "difference")),
            (all, some) => out.bad(&format!(
                "{}, {} of which show less than before",
                counted(all, "difference"),
                some
            )),
        }
    }

    fn json(&self) -> Value {
        serde_json::to_value(&self.0).unwrap_or_default()
    }

    /// The differences one by one, then the rest.
    fn jsonl(&self) -> Vec<Value> {
        let mut lines = Vec::new();
        for section in &self.0.sections {
            let line = |change| json!({ "section": section.id, "change": change });
            lines.extend(section.changes.iter().map(line));
        }
        let mut rest = self.json();
        rest["sections"] = Value::Array(Vec::new());
        lines.push(json!({ "diff": rest }));
        lines
    }
}

fn side(name: &str, side: &Side, out: &mut Human<'_>) -> io::Result<()> {
    let text = format!("{name}: {}, release {}", side.bundle, side.version);
    match side.verdict {
        None => out.warning(&format!("{text}: nothing of it is verified"))?,
        Some(Verdict::Verified) => out.good(&format!("{text}: verified, at level fast"))?,
        Some(verdict) => out.bad(&format!("{text}: {}", verdict.as_str()))?,
    }
    out.line(format!("    sha256 {}", side.statement))
}

fn change(change: &Change, out: &mut Human<'_>) -> io::Result<()> {
    let mark = match change.gravity {
        Gravity::Regression => Mark::Bad,
        Gravity::Notice => Mark::Warning,
        Gravity::Plain => Mark::None,
    };
    let text = match (&change.before, &change.after) {
        (Some(was), Some(is)) => format!("{}: {was} → {is}", change.what),
        (Some(was), None) => format!("{}: gone, was {was}", change.what),
        (None, Some(is)) => format!("{}: {is}", change.what),
        (None, None) => change.what.clone(),
    };
    out.indented(1, mark, &text)
}
