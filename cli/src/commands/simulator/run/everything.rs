//! Runs of all of a matrix without a command line, for the demo.

use super::choices::{EngineArg, MIN_COVERAGE, MIN_MUTATION, MutateArg};
use super::{CROSS_CHECK, options, simulate};
use crate::commands::policy::load::BundleArgs;
use crate::commands::simulator::conformance::{self, About};
use crate::commands::simulator::inputs::Inputs;
use crate::commands::simulator::sinks::Listeners;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::progress::Bar;
use cos_report::model::Conformance;
use cos_simulator::gates::{Thresholds, gates};
use std::path::Path;
use std::time::Instant;

/// Runs all of a matrix under the usual gates.
pub(crate) fn everything(
    ctx: &Ctx<'_>,
    matrix: &Path,
    bundle: &BundleArgs,
    mutate: MutateArg,
) -> Result<Conformance, CommandError> {
    let started = Instant::now();
    let inputs = Inputs::read(ctx, matrix, bundle)?;
    let mut engine = EngineArg::Worker.load(&inputs)?;
    let lints = engine.lints()?;
    let mut listeners = Listeners::new(Bar::new(ctx.ui, "simulating"), None)?;
    let options = options(&inputs, mutate, None, CROSS_CHECK);
    let run = simulate(&inputs, &mut *engine, options, None, &mut listeners)?;
    listeners.finish()?;
    let thresholds = Thresholds {
        coverage: Some(MIN_COVERAGE),
        mutation: MIN_MUTATION,
        today: inputs.today,
        repeats: 0,
    };
    let gates = gates(&inputs.matrix, &run, &thresholds);
    let about = About {
        inputs: &inputs,
        gates: &gates,
        lints: &lints,
        mutate: mutate.name(),
        selection: "full",
        baseline_digest: None,
        diff: None,
        created: ctx.now().to_string(),
        elapsed_seconds: started.elapsed().as_secs_f64(),
    };
    conformance::report(&run, &about)
}
