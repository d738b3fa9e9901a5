//! `cos evidence verify`.

use super::places::PlaceArgs;
use super::policies::PolicyKeyArgs;
use crate::commands::receipts::trust_from;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::files::Output;
use crate::progress::Bar;
use crate::ui::{Answer, Human, Render};
use clap::ValueEnum;
use cos_evidence::bundle::carrier::{Location, Opened};
use cos_evidence::bundle::check::{Check, Outcome, Verdict, describe};
use cos_evidence::bundle::verify::{self, Level, Options, Verification};
use serde_json::{Value, json};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos evidence verify release-0.23.0 --trust trust.json
  cos evidence verify release-0.23.0.tar.zst --trust trust.json --format json
  cos evidence verify s3://evidence/bundles/0.23.0 --trust trust.json --level fast

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
    /// How much to verify.
    #[arg(long, value_enum, default_value_t = LevelArg::Full)]
    level: LevelArg,
    /// Believe a signature though nothing proves when it was made; the verdict says so.
    #[arg(long)]
    allow_untimestamped: bool,
    /// Also write the result to this file, as JSON.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    policy_keys: PolicyKeyArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LevelArg {
    /// Everything but signatures and proofs of the receipts.
    Fast,
    /// Everything.
    Full,
}

/// Verifies a bundle.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let trust = trust_from(&args.trust)?;
    let policies = args.policy_keys.reader()?;
    let places = args.places.places(Path::new("."))?;
    let opened = Opened::open(&Location::parse(&args.bundle), &places)?;
    let bar = Bar::new(ctx.ui, "verifying");
    let options = Options {
        trust: &trust,
        level: match args.level {
            LevelArg::Fast => Level::Fast,
            LevelArg::Full => Level::Full,
        },
        allow_untimestamped: args.allow_untimestamped,
        policies: &policies,
        threads: ctx.threads,
        progress: &bar,
    };
    let found = verify::verify(&opened.area, &options)?;
    bar.finish();
    let answer = Found(found);
    if let Some(path) = &args.report {
        let mut out = Output::create(path, true)?;
        serde_json::to_writer_pretty(&mut out, &answer.json()).map_err(io::Error::from)?;
        writeln!(out)?;
        out.finish()?;
    }
    let exit = if answer.0.verdict() == Verdict::Verified { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, answer))
}

struct Found(Verification);

impl Render for Found {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let found = &self.0;
        for check in &found.checks {
            let text = line(check);
            match check.outcome {
                Outcome::Pass => out.good(&text)?,
                Outcome::Skip => out.line(format!("- {text}"))?,
                Outcome::Warn => out.warning(&text)?,
                Outcome::Fail => out.bad(&text)?,
            }
        }
        let verdict = found.verdict();
        if let Some(digest) = found.statement {
            out.line(format!("  sha256 {digest}"))?;
        }
        let text = format!("{}: {verdict}", found.place);
        if verdict == Verdict::Verified { out.good(&text) } else { out.bad(&text) }
    }

    fn json(&self) -> Value {
        let found = &self.0;
        let check = |check: &Check| {
            json!({
                "id": check.id,
                "title": describe(check.id).title,
                "spec": describe(check.id).spec,
                "subject": check.subject,
                "outcome": check.outcome,
                "detail": check.detail,
            })
        };
        let signed = found.sealed.as_ref().map(|sealed| {
            let time = |time: &cos_sign::sigstore::ProvenTime| {
                json!({"at": time.at.to_string(), "clock": time.clock.to_string()})
            };
            json!({
                "signer": sealed.signer().to_string(),
                "times": sealed.times().iter().map(time).collect::<Vec<_>>(),
                "warnings": sealed.warnings().iter().map(|one| one.as_str()).collect::<Vec<_>>(),
            })
        });
        json!({
            "schema": "cos.evidence-verify/v1",
            "bundle": found.place,
            "verdict": found.verdict(),
            "statement": found.statement.map(|digest| digest.to_string()),
            "signed": signed,
            "contents": found.contents,
            "checks": found.checks.iter().map(check).collect::<Vec<_>>(),
        })
    }
}

/// A check in one line.
fn line(check: &Check) -> String {
    let mut text = check.id.to_owned();
    for part in [&check.subject, &check.detail] {
        if !part.is_empty() {
            text.push_str(if text.len() == check.id.len() { "  " } else { ": " });
            text.push_str(part);
        }
    }
    text
}
