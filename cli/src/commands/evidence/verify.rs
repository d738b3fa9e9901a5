//! `cos evidence verify`.

use super::level::LevelArgs;
use super::places::PlaceArgs;
use super::policies::PolicyKeyArgs;
use super::reports::ReportArgs;
use super::summary::SummaryArgs;
use crate::commands::receipts::trust_from;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::progress::Bar;
use crate::ui::{Answer, Human, Render, grouped};
use cos_core::clock::Timestamp;
use cos_evidence::bundle::carrier::{Location, Opened};
use cos_evidence::bundle::result::{Verifier, result};
use cos_evidence::bundle::verify::{self, Options};
use cos_report::evidence::{Check, Outcome, Verdict, Verification};
use cos_sign::Trust;
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos evidence verify release-0.23.0 --trust trust.json
  cos evidence verify release-0.23.0.tar.zst --trust trust.json --report evidence.html
  cos evidence verify s3://evidence/bundles/0.23.0 --trust trust.json --level fast
  cos evidence verify release-0.23.0 --trust trust.json --vsa release.vsa.dsse.json --keys trust/
  cos evidence verify release-0.23.0 --trust trust.json --level sample=500 \\
      --nonce 00112233445566778899aabbccddeeff

The form of a report follows its name: *.json, *.sarif, *.xml (JUnit), *.html; --report-format says
it for other names.

Exit codes: 0 verified · 1 it does not hold, lacks something, or is not signed by whom it should be
· 2 usage · 3 no bundle, or bad input · 5 unavailable.";

/// Verify a bundle: who signed it, when, and everything in it.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The bundle: a directory, *.tar.zst, *.zip, oci:DIR or s3://BUCKET/PREFIX.
    bundle: String,
    /// The trust file.
    #[arg(long, value_name = "FILE")]
    trust: PathBuf,
    #[command(flatten)]
    level: LevelArgs,
    /// Believe a signature though nothing proves when it was made; the verdict says so.
    #[arg(long)]
    allow_untimestamped: bool,
    #[command(flatten)]
    reports: ReportArgs,
    #[command(flatten)]
    summary: SummaryArgs,
    #[command(flatten)]
    policy_keys: PolicyKeyArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Verifies a bundle.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let forms = args.reports.forms()?;
    let level = args.level.level()?;
    let summary = args.summary.open(&level)?;
    let trust = trust_from(&args.trust)?;
    let policies = args.policy_keys.reader(Some(&trust))?;
    let places = args.places.places(Path::new("."))?;
    let opened = Opened::open(&Location::parse(&args.bundle), &places)?;
    let bar = Bar::new(ctx.ui, "verifying");
    let options = Options {
        trust: &trust,
        level,
        allow_untimestamped: args.allow_untimestamped,
        policies: &policies,
        threads: ctx.threads,
        progress: &bar,
    };
    let found = verify::verify(&opened.area, &options)?;
    bar.finish();
    summary.write(ctx, &opened.area, &found, &trust)?;
    let found = result(&found, verifier(&trust, ctx.now()));
    forms.write(&found)?;
    let exit = if found.verdict == Verdict::Verified { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, Found(found)))
}

/// This program, as reports name it.
pub(super) fn verifier(trust: &Trust, at: Timestamp) -> Verifier<'_> {
    Verifier { trust, at, tool: "cos", tool_version: env!("CARGO_PKG_VERSION") }
}

struct Found(Verification);

impl Render for Found {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let found = &self.0;
        signed(found, out)?;
        for part in found.parts() {
            out.marked(mark(part.outcome), part.title)?;
            for check in part.checks {
                out.indented(1, mark(check.outcome), &line(check))?;
            }
        }
        if let Some(sample) = &found.sample {
            out.line(format!(
                "sample: {} of {} receipts drawn with nonce {}; {} deviate, so with 95 % confidence at most {:.4} % of all do",
                grouped(sample.drawn),
                grouped(sample.population),
                sample.nonce,
                sample.deviations,
                sample.upper_bound_95 * 100.0
            ))?;
        }
        out.heading("not proven")?;
        found.not_proven.iter().try_for_each(|sentence| out.line(format!("  · {sentence}")))?;
        let text = format!("{}: {}", found.bundle, found.verdict.as_str());
        match (found.verdict, found.level) {
            (Verdict::Verified, "full") => out.good(&text),
            (Verdict::Verified, level) => out.good(&format!("{text}, at level {level}")),
            _ => out.bad(&text),
        }
    }

    fn json(&self) -> Value {
        serde_json::to_value(&self.0).unwrap_or_default()
    }

    /// The checks one by one, then the rest.
    fn jsonl(&self) -> Vec<Value> {
        let mut lines: Vec<_> =
            self.0.checks.iter().map(|check| json!({ "check": check })).collect();
        let mut rest = self.json();
        rest["checks"] = Value::Array(Vec::new());
        lines.push(json!({ "result": rest }));
        lines
    }
}

/// Who signed, when, and what.
fn signed(found: &Verification, out: &mut Human<'_>) -> io::Result<()> {
    let Some(signed) = &found.signed else { return Ok(()) };
    out.line(format!("signed by {}", signed.signer))?;
    out.line(format!("  {}", signed.because))?;
    for time in &signed.times {
        out.line(format!("  before {}, by the clock of {}", time.at, time.clock))?;
    }
    if let Some(digest) = &found.statement {
        out.line(format!("  sha256 {digest}"))?;
    }
    Ok(())
}

fn mark(outcome: Outcome) -> crate::ui::Mark {
    match outcome {
        Outcome::Pass => crate::ui::Mark::Good,
        Outcome::Skip => crate::ui::Mark::None,
        Outcome::Warn => crate::ui::Mark::Warning,
        Outcome::Fail => crate::ui::Mark::Bad,
    }
}

/// A check in one line.
fn line(check: &Check) -> String {
    let mut text = check.id.clone();
    for part in [&check.subject, &check.detail] {
        if !part.is_empty() {
            text.push_str(if text.len() == check.id.len() { "  " } else { ": " });
            text.push_str(part);
        }
    }
    text
}
