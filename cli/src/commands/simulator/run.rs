//! `cos simulator run`.

mod choices;
#[cfg(feature = "server")]
mod everything;
mod scope;
mod verdict;
mod whole;

pub(super) use choices::ratio;
pub(crate) use choices::{EngineArg, GateArgs, MutateArg};
#[cfg(feature = "server")]
pub(crate) use everything::everything;
pub(super) use whole::again;

use super::against::Against;
use super::changed;
use super::conformance::{self, About};
use super::inputs::Inputs;
use super::outputs::{self, OutputArgs};
use super::sinks::Listeners;
use crate::commands::policy::load::BundleArgs;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::progress::Bar;
use crate::ui::Answer;
use cos_core::code::Code;
use cos_policy::engine::Engine;
use cos_simulator::event::{Sink, closing};
use cos_simulator::filter::Filter;
use cos_simulator::gates::{Gate, gates};
use cos_simulator::repeat::{self, Repeat};
use cos_simulator::results::Run;
use cos_simulator::run::{self, Options};
use cos_simulator::select::Plan;
use scope::Scope;
use std::path::PathBuf;
use std::time::Instant;
use verdict::Verdict;

const EXAMPLES: &str = "Examples:
  cos simulator run --matrix matrices/privileged.yaml --bundle dist/opa-1.9.0.tar.gz \\
      --verification-key policy.pub.pem --report artifacts/conformance.json
  cos simulator run --matrix matrices/privileged.yaml --bundle examples/policies/companyos \\
      --unsigned --report out.json --html out.html --junit out.xml --sarif out.sarif
  cos simulator run --matrix m.yaml --bundle b.tar.gz --unsigned --mutate off \\
      --filter 'flow(tenant.*)'
  cos simulator run --matrix m.yaml --bundle new.tar.gz --unsigned --baseline last.json --changed
  cos simulator run --matrix m.yaml --bundle b.tar.gz --unsigned --repeat 5 --shuffle 7

Exit codes: 0 every gate passes · 1 a gate does not · 2 the filter matches nothing · 3 bad matrix or
policy · 4 the bundle is not signed as asked · 5 the policy broke a limit.";

/// Of so many scenarios, one is also decided by the policy as a whole.
const CROSS_CHECK: u64 = 200;

/// How many failures of a flow are described in full.
const MAX_FAILURES: usize = 200;

/// Run a scenario matrix against a policy bundle and write the conformance report.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
#[command(group = clap::ArgGroup::new("compared").args(["baseline", "against"]))]
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
    /// Compare with this former report; its decisions must not turn into permissions that nobody asserts.
    #[arg(long, value_name = "FILE", help_heading = "Comparison")]
    baseline: Option<PathBuf>,
    /// The same with another bundle, which is run against the same matrix; it is verified as `--bundle` is.
    #[arg(long, value_name = "BUNDLE", conflicts_with = "baseline", help_heading = "Comparison")]
    against: Option<PathBuf>,
    /// Run only scenarios that the changes since then can decide otherwise, and a few others to test that. Invariants of what is left
    /// out are not looked at again; such a report is no evidence.
    #[arg(long, requires = "compared", help_heading = "Comparison")]
    changed: bool,
    /// Decide every scenario so many times more, by the policy as a whole; what is not decided the same every time fails.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1000))]
    repeat: Option<u64>,
    /// What the order of those decisions is drawn with [default: 0].
    #[arg(long, value_name = "SEED", requires = "repeat")]
    shuffle: Option<u64>,
    /// Also write every event as JSON, one a line; `cos simulator replay` shows it again.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Ask the policy as a whole about every so many scenarios and compare; 1 asks about all, 0 about none but the cases.
    #[arg(long, value_name = "N", default_value_t = CROSS_CHECK)]
    cross_check: u64,
    /// Where the policy is evaluated.
    #[arg(long, value_enum, default_value_t = EngineArg::Worker)]
    pub(crate) engine: EngineArg,
}

impl Args {
    /// The other side of the comparison, if one is asked for.
    fn against(&self, ctx: &Ctx<'_>) -> Result<Option<Against>, CommandError> {
        match (&self.baseline, &self.against) {
            (Some(report), _) => Against::report(report, self.engine).map(Some),
            (None, Some(bundle)) => {
                let bundle = BundleArgs { bundle: bundle.clone(), ..self.bundle.clone() };
                Against::bundle(ctx, &self.matrix, &bundle, self.engine).map(Some)
            }
            (None, None) => Ok(None),
        }
    }
}

/// Runs a matrix.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let started = Instant::now();
    let key = args.outputs.key()?;
    let inputs = Inputs::read(ctx, &args.matrix, &args.bundle)?;
    let filter = args.filter.as_deref().map(|text| read_filter(text, &inputs)).transpose()?;
    let mut engine = args.engine.load(&inputs)?;
    let lints = engine.lints()?;
    let mut against = args.against(ctx)?;
    if args.mutate == MutateArg::Changed && against.is_none() {
        let message = "`--mutate changed` needs something to compare with";
        return Err(CommandError::new(Exit::Usage, const { Code::new("COS-SIM-0009") }, message)
            .hint("add `--baseline REPORT` or `--against BUNDLE`"));
    }
    let plan = match &against {
        Some(against) => changed::plan(against, &inputs, engine.outline())?,
        None => Plan::Full(String::new()),
    };
    let scope = Scope::of(ctx, args, &plan, filter.is_some());
    let mut listeners = Listeners::new(Bar::new(ctx.ui, "simulating"), args.record.as_deref())?;
    let mut options =
        options(&inputs, args.mutate.of(&scope, false), filter.as_ref(), args.cross_check);
    options.unchanged = changed::unchanged(&plan);
    options.selected = scope.selected();
    let repeat = args.repeat.map(|times| Repeat { times, seed: args.shuffle.unwrap_or_default() });
    let mut found = simulate(&inputs, &mut *engine, options, repeat, &mut listeners)?;
    // What was left out must decide as before; where it does not, nothing of this counts and everything is run.
    let unsound = match (&against, scope.selection()) {
        (Some(against), Some(selection)) => {
            changed::audit(selection, against, &inputs, &found).err()
        }
        _ => None,
    };
    if unsound.is_some() {
        let mut all = options;
        (all.selected, all.unchanged) = (None, None);
        all.mutate = args.mutate.of(&scope, true).mode();
        found = simulate(&inputs, &mut *engine, all, repeat, &mut listeners)?;
    }
    refuse_nothing(&found, filter.is_some())?;
    let mut thresholds = args.gates.thresholds(&inputs);
    thresholds.repeats = args.repeat.unwrap_or(0);
    if scope.is_partial() && unsound.is_none() {
        thresholds.coverage = None;
    }
    let mut gates = gates(&inputs.matrix, &found, &thresholds);
    gates.extend(scope.selection().map(|selection| changed::gate(selection, unsound.as_ref())));
    let mut diff = None;
    if let Some(against) = &mut against {
        let (compared, regressions) = changed::compare(against, &inputs, &mut *engine, &found)?;
        gates.push(regressions);
        diff = Some(compared);
    }
    changed::suggest_release(ctx, against.as_ref(), thresholds.repeats, &inputs, &found);
    if scope.is_empty() && unsound.is_none() {
        // Nothing was to be run: what else is open is the business of a run of everything.
        gates.retain(|gate| changed::of_nothing(gate.id));
    }
    let events = closing(&found, &gates);
    for event in &events {
        listeners.event(event);
    }
    listeners.finish()?;
    let about = About {
        inputs: &inputs,
        gates: &gates,
        lints: &lints,
        mutate: args.mutate.of(&scope, unsound.is_some()).name(),
        selection: scope.name(filter.is_some(), unsound.is_some()),
        baseline_digest: against.as_ref().map(|against| against.digest.clone()),
        diff,
        created: ctx.now().to_string(),
        elapsed_seconds: started.elapsed().as_secs_f64(),
    };
    let report = conformance::report(&found, &about)?;
    outputs::write(ctx, &report, &args.outputs, key.as_ref())?;
    match unsound {
        Some(error) => Err(CommandError::from(error).hint(
            "everything was run instead; the report, where one was asked for, is of that run",
        )),
        None => Ok(Answer::with(exit(&gates), Verdict { events, report: Box::new(report) })),
    }
}

/// Runs what the options select, after repeating it where that is asked for.
fn simulate(
    inputs: &Inputs,
    engine: &mut dyn Engine,
    options: Options<'_>,
    repeat: Option<Repeat>,
    listeners: &mut Listeners,
) -> Result<Run, CommandError> {
    let matrix = &inputs.matrix;
    let repeated = repeat.map(|how| repeat::repeat(matrix, engine, &options, how)).transpose()?;
    let options = Options { repeated: repeated.as_ref(), ..options };
    Ok(run::run(matrix, &inputs.inventory()?, engine, &options, listeners)?)
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
        mutate: mutate.mode(),
        unchanged: None,
        today: inputs.today,
        audit_every,
        max_failures: MAX_FAILURES,
    }
}

fn exit(gates: &[Gate]) -> Exit {
    if gates.iter().all(|gate| gate.passed) { Exit::Done } else { Exit::No }
}

pub(super) fn read_filter(text: &str, inputs: &Inputs) -> Result<Filter, CommandError> {
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
