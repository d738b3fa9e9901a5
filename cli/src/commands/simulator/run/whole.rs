//! Runs of all of a matrix once more, for a report that says what came of it.

use super::choices::{EngineArg, MIN_COVERAGE, MIN_MUTATION, MutateArg};
use super::{CROSS_CHECK, options, simulate};
use crate::commands::simulator::changed;
use crate::commands::simulator::conformance::{self, About};
use crate::commands::simulator::inputs::Inputs;
use crate::commands::simulator::sinks::Listeners;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::progress::Bar;
use cos_core::code::Code;
use cos_report::model::Conformance;
use cos_simulator::gates::{Gate, Thresholds, gates};
use cos_simulator::repeat::Repeat;

/// Runs what a report was made from again, as it was run then.
pub(in crate::commands::simulator) fn again(
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
    let options = options(inputs, mutate, None, CROSS_CHECK);
    let gate = |id: &str| report.gates.iter().find(|gate| gate.id == id);
    let times = gate("flaky").and_then(|gate| gate.actual.split_whitespace().nth(3)?.parse().ok());
    let repeat = times.map(|times| Repeat { times, seed: 0 });
    let run = simulate(inputs, &mut *engine, options, repeat, &mut listeners)?;
    listeners.finish()?;
    let required = |id: &str, otherwise: f64| {
        gate(id)
            .and_then(|gate| gate.required.trim_start_matches("≥ ").parse().ok())
            .unwrap_or(otherwise)
    };
    let thresholds = Thresholds {
        coverage: Some(required("coverage", MIN_COVERAGE)),
        mutation: required("mutation", MIN_MUTATION),
        today: inputs.today,
        repeats: times.unwrap_or(0),
    };
    let mut gates = gates(&inputs.matrix, &run, &thresholds);
    // What it was compared with is not part of the report.
    gates.extend([changed::SELECTION, changed::REGRESSIONS].into_iter().filter_map(
        |(id, title)| {
            let known = gate(id)?;
            Some(Gate {
                id,
                title,
                passed: known.passed,
                actual: known.actual.clone(),
                required: known.required.clone(),
                details: known.details.clone(),
            })
        },
    ));
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
