//! `cos evidence explain`.

use super::level::LevelArgs;
use super::places::PlaceArgs;
use super::policies::PolicyKeyArgs;
use crate::commands::receipts::trust_from;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::progress::Bar;
use crate::ui::{Answer, Human, Mark, Render};
use cos_evidence::bundle::carrier::{Location, Opened};
use cos_evidence::bundle::explain::{Chain, Link, State, explain};
use cos_evidence::bundle::verify::{self, Options};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos evidence explain release-0.23.0 sbom --trust trust.json
  cos evidence explain release-0.23.0.zip slsa.signed --trust trust.json --format json

The chain leads from the requirement to the files, their digests, the statement, its signature, the
key, what the key is for, and the time. What is missing in it is shown as missing.

Exit codes: 0 the chain is whole · 1 something in it is missing or does not hold · 3 no such
requirement or check, or no bundle.";

/// Show what a requirement of a bundle, or a check, rests on.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The bundle: a directory, *.tar.zst, *.zip, oci:DIR or s3://BUCKET/PREFIX.
    bundle: String,
    /// A requirement of the bundle's contract, or the id of a check.
    requirement: String,
    /// The trust file.
    #[arg(long, value_name = "FILE")]
    trust: PathBuf,
    #[command(flatten)]
    level: LevelArgs,
    /// Believe a signature though nothing proves when it was made.
    #[arg(long)]
    allow_untimestamped: bool,
    #[command(flatten)]
    policy_keys: PolicyKeyArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Explains a requirement or a check.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let trust = trust_from(&args.trust)?;
    let policies = args.policy_keys.reader(Some(&trust))?;
    let places = args.places.places(Path::new("."))?;
    let opened = Opened::open(&Location::parse(&args.bundle), &places)?;
    let bar = Bar::new(ctx.ui, "verifying");
    let options = Options {
        trust: &trust,
        level: args.level.level()?,
        allow_untimestamped: args.allow_untimestamped,
        policies: &policies,
        threads: ctx.threads,
        progress: &bar,
    };
    let found = verify::verify(&opened.area, &options)?;
    bar.finish();
    let chain = explain(&opened.area, &found, &trust, &args.requirement)?;
    let exit = if chain.is_whole() { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, Explained { bundle: args.bundle.clone(), chain }))
}

struct Explained {
    bundle: String,
    chain: Chain,
}

impl Render for Explained {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Chain { name, kind, title, links } = &self.chain;
        out.heading(&format!("{kind} {name}: {title}"))?;
        links.iter().try_for_each(|one| link(one, 1, out))?;
        if self.chain.is_whole() {
            out.good(&format!("{name}: the chain is whole"))
        } else {
            out.bad(&format!("{name}: the chain is broken"))
        }
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.evidence-explain/v1",
            "bundle": self.bundle,
            "whole": self.chain.is_whole(),
            "chain": self.chain,
        })
    }
}

fn link(link: &Link, depth: usize, out: &mut Human<'_>) -> io::Result<()> {
    let (mark, missing) = match link.state {
        State::Fails => (Mark::Bad, ""),
        State::Holds => (Mark::Good, ""),
        State::Missing => (Mark::Bad, "missing: "),
        State::Skipped => (Mark::None, ""),
        State::Warning => (Mark::Warning, ""),
    };
    out.indented(depth, mark, &format!("{}  {missing}{}", link.edge, link.text))?;
    link.below.iter().try_for_each(|below| self::link(below, depth + 1, out))
}
