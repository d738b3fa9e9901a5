//! `cos simulator run`.

use super::conformance::{self, About};
use super::inputs::Inputs;
use super::outputs::{self, OutputArgs};
use super::sinks::Listeners;
use super::terminal;
use crate::commands::policy::engine::supplied;
use crate::commands::policy::load::BundleArgs;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::progress::Bar;
use crate::ui::{Answer, Human, Render};
use clap::ValueEnum;
use cos_core::code::Code;
use cos_policy::engine::{Engine, InProcess, supported};
use cos_report::model::Conformance;
use cos_simulator::event::{Event, Sink, closing};
use cos_simulator::filter::Filter;
use cos_simulator::gates::{Gate, Thresholds, gates};
use cos_simulator::results::Run;
use cos_simulator::run::{self, MutateMode, Options};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;
use std::time::Instant;

const EXAMPLES: &str = "Examples:
  cos simulator run --matrix matrices/privileged.yaml --bundle dist/opa-1.9.0.tar.gz \\
      --verification-key policy.pub.pem --report artifacts/conformance.json
  cos simulator run --matrix matrices/privileged.yaml --bundle examples/policies/companyos \\
      --unsigned --report out.json --html out.html --junit out.xml --sarif out.sarif
  cos simulator run --matrix m.yaml --bundle b.tar.gz --unsigned --filter 'flow(tenant.*)' --mutate off

Exit codes: 0 every gate passes · 1 a gate does not · 2 the filter matches nothing · 3 bad matrix or
policy · 4 the bundle is not signed as asked · 5 the policy broke a limit.";

/// How many failures of a flow are described in full.
const MAX_FAILURES: usize = 200;

/// Run a scenario matrix against a policy bundle and write the conformance report.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The scenario matrix.
    #[arg(long, value_name = "FILE")]
    pub(crate) matrix: PathBuf,
    #[command(flatten)]
    pub(crate) bundle: BundleArgs,
    #[command(flatten)]
    pub(crate) outputs: OutputArgs,
    #[command(flatten)]
    pub(crate) gates: GateArgs,
    /// Run only scenarios that match, such as `flow(tenant.*) & dim(mfa=off)`.
    #[arg(long, value_name = "EXPR")]
    filter: Option<String>,
    /// Which changes to the policy are tried.
    #[arg(long, value_enum, default_value_t = MutateArg::All)]
    mutate: MutateArg,
    /// Also write every event as JSON, one a line; `cos simulator replay` shows it again.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Ask the policy as a whole about every so many scenarios and compare; 1 asks about all, 0 about none but the cases.
    #[arg(long, value_name = "N", default_value_t = 200)]
    cross_check: u64,
    /// Where the policy is evaluated.
    #[arg(long, value_enum, default_value_t = EngineArg::Worker)]
    pub(crate) engine: EngineArg,
}

/// What must hold.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Gates")]
pub(crate) struct GateArgs {
    /// The least share of privileged flows that are covered.
    #[arg(long, value_name = "RATIO", default_value_t = 0.95, value_parser = ratio)]
    min_coverage: f64,
    /// The least share of changes to the policy that are noticed.
    #[arg(long, value_name = "RATIO", default_value_t = 0.9, value_parser = ratio)]
    min_mutation: f64,
}

impl GateArgs {
    pub(super) fn thresholds(&self, inputs: &Inputs) -> Thresholds {
        Thresholds {
            coverage: Some(self.min_coverage),
            mutation: self.min_mutation,
            today: inputs.today,
            repeats: 0,
        }
    }
}

fn ratio(text: &str) -> Result<f64, String> {
    let ratio = text.parse().ok().filter(|ratio| (0.0..=1.0).contains(ratio));
    ratio.ok_or_else(|| "write a number from 0 to 1".to_owned())
}

/// Which changes to the policy are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MutateArg {
    /// All of them.
    All,
    /// None; then no flow can be covered, since nothing shows that conditions matter.
    Off,
}

impl MutateArg {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Off => "off",
        }
    }
}

/// Where the policy is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineArg {
    /// In this process: only for policies that you wrote.
    InProcess,
    /// In a process of its own, under limits of memory and time.
    Worker,
}

impl EngineArg {
    /// Loads the policy.
    pub(super) fn load(self, inputs: &Inputs) -> Result<Box<dyn Engine>, CommandError> {
        let setup = inputs.setup()?;
        let engine: Box<dyn Engine> = match self {
            Self::InProcess => Box::new(InProcess::load(setup)?),
            Self::Worker => Box::new(supplied(&setup)?),
        };
        supported(engine.outline())?;
        Ok(engine)
    }
}

/// Runs a matrix.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let started = Instant::now();
    let inputs = Inputs::read(ctx, &args.matrix, &args.bundle)?;
    let filter = args.filter.as_deref().map(|text| read_filter(text, &inputs)).transpose()?;
    let mut engine = args.engine.load(&inputs)?;
    let lints = engine.lints()?;
    let mut listeners = Listeners::new(Bar::new(ctx.ui, "simulating"), args.record.as_deref())?;
    let options = options(&inputs, args.mutate, filter.as_ref(), args.cross_check);
    let run =
        run::run(&inputs.matrix, &inputs.inventory(), &mut *engine, &options, &mut listeners)?;
    refuse_nothing(&run, filter.is_some())?;
    let gates = gates(&inputs.matrix, &run, &args.gates.thresholds(&inputs));
    let events = closing(&run, &gates);
    events.iter().for_each(|event| listeners.event(event));
    listeners.finish()?;
    let about = About {
        inputs: &inputs,
        gates: &gates,
        lints: &lints,
        mutate: args.mutate.name(),
        selection: if filter.is_some() { "changed" } else { "full" },
        baseline_digest: None,
        diff: None,
        created: ctx.now().to_string(),
        elapsed_seconds: started.elapsed().as_secs_f64(),
    };
    let report = conformance::report(&run, &about)?;
    outputs::write(ctx, &report, &args.outputs)?;
    Ok(Answer::with(exit(&gates), Verdict { events, report: Box::new(report) }))
}

/// Runs what a report was made from again, as it was run then.
pub(super) fn again(
    ctx: &Ctx<'_>,
    report: &Conformance,
    inputs: &Inputs,
) -> Result<Conformance, CommandError> {
    if report.provenance.selection != "full" {
        let message = "only some scenarios of this report were run; use `--sample`";
        return Err(CommandError::input(const { Code::new("COS-SIM-0006") }, message));
    }
    let mut engine = EngineArg::Worker.load(inputs)?;
    let lints = engine.lints()?;
    let mutate = if report.mutation.mode == "off" { MutateArg::Off } else { MutateArg::All };
    let mut listeners = Listeners::new(Bar::new(ctx.ui, "simulating"), None)?;
    let options = options(inputs, mutate, None, 200);
    let run =
        run::run(&inputs.matrix, &inputs.inventory(), &mut *engine, &options, &mut listeners)?;
    listeners.finish()?;
    let required = |id: &str, otherwise: f64| {
        let gate = report.gates.iter().find(|gate| gate.id == id);
        gate.and_then(|gate| gate.required.trim_start_matches("≥ ").parse().ok())
            .unwrap_or(otherwise)
    };
    let thresholds = Thresholds {
        coverage: Some(required("coverage", 0.95)),
        mutation: required("mutation", 0.9),
        today: inputs.today,
        repeats: 0,
    };
    let gates = gates(&inputs.matrix, &run, &thresholds);
    let about = About {
        inputs,
        gates: &gates,
        lints: &lints,
        mutate: mutate.name(),
        selection: "full",
        baseline_digest: report.provenance.baseline_digest.clone(),
        diff: report.diff.clone(),
        created: report.provenance.created.clone(),
        elapsed_seconds: 0.0,
    };
    conformance::report(&run, &about)
}

fn options<'a>(
    inputs: &Inputs,
    mutate: MutateArg,
    filter: Option<&'a Filter>,
    audit_every: u64,
) -> Options<'a> {
    Options {
        filter,
        selected: None,
        repeated: None,
        mutate: match mutate {
            MutateArg::All => MutateMode::All,
            MutateArg::Off => MutateMode::Off,
        },
        unchanged: None,
        today: inputs.today,
        audit_every,
        max_failures: MAX_FAILURES,
    }
}

fn exit(gates: &[Gate]) -> Exit {
    if gates.iter().all(|gate| gate.passed) { Exit::Done } else { Exit::No }
}

fn read_filter(text: &str, inputs: &Inputs) -> Result<Filter, CommandError> {
    let failed = |error: cos_simulator::filter::FilterError| {
        CommandError::new(Exit::Usage, cos_simulator::filter::FilterError::CODE, error.to_string())
    };
    let filter: Filter = text.parse().map_err(failed)?;
    filter.check(&[&inputs.matrix]).map_err(failed)?;
    Ok(filter)
}

/// A filter that matches nothing is a mistake in the filter.
fn refuse_nothing(run: &Run, filtered: bool) -> Result<(), CommandError> {
    let ran = run.flows.iter().any(|flow| flow.outcomes.len() as u64 > flow.counts.not_selected)
        || run.cases.iter().any(|case| case.outcome != cos_simulator::event::Outcome::NotSelected);
    if filtered && !ran {
        let code = const { Code::new("COS-MTX-0009") };
        return Err(CommandError::new(Exit::Usage, code, "the filter matches no scenario"));
    }
    Ok(())
}

/// What a run found, to be shown.
struct Verdict {
    events: Vec<Event>,
    report: Box<Conformance>,
}

impl Render for Verdict {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        terminal::closing(&self.events, out)
    }

    /// Summary and gates; the report has the rest.
    fn json(&self) -> Value {
        let report = &self.report;
        json!({
            "schema": "cos.simulator-run/v1",
            "passed": report.passed,
            "summary": report.summary,
            "gates": report.gates,
            "failures": report.failures,
        })
    }

    /// The events that end the run.
    fn jsonl(&self) -> Vec<Value> {
        self.events.iter().map(|event| serde_json::to_value(event).unwrap_or_default()).collect()
    }
}
