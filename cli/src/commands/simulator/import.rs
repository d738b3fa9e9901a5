//! `cos simulator import`: matrices from tests that people already have.
//!
//! The library converts; here files are read, and what came of them is written, all of it or nothing. No policy is run: that is
//! `cos simulator run`, on the matrix.

mod sources;
mod written;

use super::inputs::read_matrix;
use crate::commands::policy::load::BundleArgs;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use clap::Subcommand;
use cos_simulator::import::{About, Files, decision_log, gator, kyverno, opa_test};
use cos_simulator::matrix::Pointer;
use sources::{Log, Suite};
use std::collections::BTreeSet;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos simulator import gator library/allowedrepos/suite.yaml \\
      --name allowed-repos --owner sre --out repos.yaml --bundle-out repos/
  cos simulator import kyverno kyverno-test.yaml --entrypoint data.kubernetes.decision \\
      --name pods --owner sre --out pods.yaml
  cos simulator import opa-test results.json --bundle policies/ --unsigned \\
      --name authz --owner sre --out authz.yaml --bundle-out authz-tests/
  cos simulator import decision-log decisions.ndjson --entrypoint data.companyos.authz.decision \\
      --flow /flow --name production --owner sre --out production.yaml

Exit codes: 0 written · 3 bad input, and nothing is written · 4 the bundle is not signed as asked.";

/// Make a scenario matrix of tests that you have.
///
/// What cannot be expressed is said on stderr with its place. Imported flows are not privileged: run the matrix with
/// `--min-coverage 0`, or mark the flows that are.
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Command {
    /// From OPA's decision log: what was decided then is expected from now on.
    DecisionLog(DecisionLog),
    /// From a Gatekeeper suite: templates, constraints and the objects they are tried on.
    Gator(Gator),
    /// From a Kyverno test: what each resource is expected to come to, for a policy in Rego.
    Kyverno(Kyverno),
    /// From the report of `opa test --format json` and the bundle that it is about.
    OpaTest(OpaTest),
}

/// Who the matrix is, and where it goes.
#[derive(clap::Args, Debug)]
struct Target {
    /// What the matrix is called.
    #[arg(long)]
    name: String,
    /// Who answers for the matrix.
    #[arg(long)]
    owner: String,
    /// Where to write the matrix.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Replace what exists; of folders, only a bundle that an import wrote.
    #[arg(long)]
    force: bool,
}

impl Target {
    fn about(&self) -> About {
        About { name: self.name.clone(), owner: self.owner.clone() }
    }
}

/// A decision log.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DecisionLog {
    /// The log: JSON, one event a line or a list of events; `-` is stdin.
    log: PathBuf,
    /// The rule of which decisions are taken, such as `data.companyos.authz.decision`.
    #[arg(long, value_name = "RULE")]
    entrypoint: String,
    /// Where in the input the name of the flow stands: a JSON pointer.
    #[arg(long, value_name = "POINTER", default_value = "/flow")]
    flow: Pointer,
    /// Where in the result true or false stands; an empty one takes the result itself.
    #[arg(long, value_name = "POINTER", default_value = "/allow")]
    allow: Pointer,
    /// Where in the result the reasons stand.
    #[arg(long, value_name = "POINTER", default_value = "/reasons")]
    reasons: Pointer,
    /// How many different inputs are taken.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    most: usize,
    /// A matrix that has every flow there is: one that only the log has is a finding.
    #[arg(long, value_name = "MATRIX")]
    inventory: Option<PathBuf>,
    #[command(flatten)]
    target: Target,
}

/// A Gatekeeper suite.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Gator {
    /// The suite, as `gator verify` runs it.
    suite: PathBuf,
    /// The folder that the files named in the suite may be in [default: the suite's own].
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Where to write the bundle: the templates' Rego, and a rule that turns violations into a decision.
    #[arg(long, value_name = "DIR")]
    bundle_out: PathBuf,
    #[command(flatten)]
    target: Target,
}

/// A Kyverno test.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Kyverno {
    /// The test, usually called `kyverno-test.yaml`.
    test: PathBuf,
    /// The rule in Rego that is to decide the same, such as `data.kubernetes.decision`; its input has `policy`, `rule` and `resource`.
    #[arg(long, value_name = "RULE")]
    entrypoint: String,
    /// The folder that the resources may be in [default: the test's own].
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    #[command(flatten)]
    target: Target,
}

/// A report of `opa test`.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct OpaTest {
    /// The output of `opa test --format json`.
    report: PathBuf,
    #[command(flatten)]
    bundle: BundleArgs,
    /// Where to write the bundle again, with its tests and a rule that asks them.
    #[arg(long, value_name = "DIR")]
    bundle_out: PathBuf,
    #[command(flatten)]
    target: Target,
}

/// Imports.
pub(crate) fn run(ctx: &Ctx<'_>, command: &Command) -> Result<Answer, CommandError> {
    match command {
        Command::DecisionLog(args) => from_log(ctx, args),
        Command::Gator(args) => from_gator(ctx, args),
        Command::Kyverno(args) => from_kyverno(ctx, args),
        Command::OpaTest(args) => from_opa_test(ctx, args),
    }
}

fn from_log(ctx: &Ctx<'_>, args: &DecisionLog) -> Result<Answer, CommandError> {
    let places = written::places(&args.target, None)?;
    let inventory = args.inventory.as_deref().map(read_matrix).transpose()?;
    let inventory: Option<BTreeSet<String>> =
        inventory.map(|(_, matrix)| matrix.flows.iter().map(|flow| flow.id.to_string()).collect());
    let log = Log::read(&args.log)?;
    let options = decision_log::Options {
        entrypoint: &args.entrypoint,
        flow: args.flow.clone(),
        allow: args.allow.clone(),
        reasons: args.reasons.clone(),
        most: args.most,
        inventory: inventory.as_ref(),
    };
    let imported = decision_log::import((&log.name, &log.bytes), &options, &args.target.about());
    written::write(ctx, &places, &log.shown, log.shown.accepted(&log.name, imported)?)
}

fn from_gator(ctx: &Ctx<'_>, args: &Gator) -> Result<Answer, CommandError> {
    let places = written::places(&args.target, Some(&args.bundle_out))?;
    let suite = Suite::read(&args.suite, args.root.as_deref(), gator::names)?;
    let imported = gator::import(&suite.files, &suite.name, &args.target.about());
    written::write(ctx, &places, &suite.shown, suite.shown.accepted(&suite.name, imported)?)
}

fn from_kyverno(ctx: &Ctx<'_>, args: &Kyverno) -> Result<Answer, CommandError> {
    let places = written::places(&args.target, None)?;
    let suite = Suite::read(&args.test, args.root.as_deref(), kyverno::names)?;
    let about = args.target.about();
    let imported = kyverno::import(&suite.files, &suite.name, &args.entrypoint, &about);
    written::write(ctx, &places, &suite.shown, suite.shown.accepted(&suite.name, imported)?)
}

fn from_opa_test(ctx: &Ctx<'_>, args: &OpaTest) -> Result<Answer, CommandError> {
    let places = written::places(&args.target, Some(&args.bundle_out))?;
    let report = Log::read(&args.report)?;
    let loaded = args.bundle.load()?;
    let files = loaded.files.iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
    let files: Files = files.collect();
    let imported = opa_test::import((&report.name, &report.bytes), &files, &args.target.about());
    written::write(ctx, &places, &report.shown, report.shown.accepted(&report.name, imported)?)
}
