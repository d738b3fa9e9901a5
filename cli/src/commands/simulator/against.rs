//! What a run is compared with: a former report, or another bundle that is run for the purpose.

use super::conformance::place;
use super::inputs::Inputs;
use super::run::EngineArg;
use crate::commands::policy::load::BundleArgs;
use crate::commands::report;
use crate::ctx::Ctx;
use crate::error::CommandError;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_policy::engine::Engine;
use cos_report::model::{self, Conformance, OUTCOMES, Touch};
use cos_simulator::decision::Decision;
use cos_simulator::diff::{self, Class, Diff};
use cos_simulator::event::{Nobody, Outcome};
use cos_simulator::expand::whole;
use cos_simulator::run::{self, MutateMode, Options};
use cos_simulator::select::{Earlier, Known, KnownScenarios};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// How many flips a report names.
const MAX_FLIPS: usize = 1_000;

/// The other side of a comparison.
pub(super) struct Against {
    /// What it is called.
    pub(super) name: String,
    pub(super) digest: String,
    pub(super) inputs: Inputs,
    pub(super) engine: Box<dyn Engine>,
    /// Tickets of quarantines of which everything passed in the former report.
    pub(super) released: BTreeSet<String>,
    data: Value,
    sets: Vec<Vec<u32>>,
    scenarios: KnownScenarios,
    /// Why it cannot say which scenarios need not be run.
    unusable: Option<String>,
}

impl Against {
    /// Reads a former report.
    pub(super) fn report(path: &Path, engine: EngineArg) -> Result<Self, CommandError> {
        let (bytes, report) = report::read(path)?;
        let inputs = Inputs::of_report(path, &report)?;
        let engine = engine.load(&inputs)?;
        let scenarios = scenarios(&report);
        let sets = report.touch.as_ref().and_then(Touch::decoded);
        let passing = report.quarantine.iter().filter(|one| one.scenarios > 0 && one.failing == 0);
        Ok(Self {
            name: path.display().to_string(),
            digest: Digest::of(&bytes).to_string(),
            data: inputs.setup()?.data,
            released: passing.map(|one| one.ticket.clone()).collect(),
            unusable: unusable(&report, &*engine, sets.is_some()),
            sets: sets.unwrap_or_default(),
            scenarios,
            inputs,
            engine,
        })
    }

    /// Reads another bundle and runs the matrix against it, decisions only.
    pub(super) fn bundle(
        ctx: &Ctx<'_>,
        matrix: &Path,
        bundle: &BundleArgs,
        engine: EngineArg,
    ) -> Result<Self, CommandError> {
        let inputs = Inputs::read(ctx, matrix, bundle)?;
        let mut engine = engine.load(&inputs)?;
        let options = Options {
            filter: None,
            selected: None,
            repeated: None,
            mutate: MutateMode::Off,
            unchanged: None,
            today: inputs.today,
            audit_every: 0,
            max_failures: 0,
        };
        let nothing = BTreeSet::new();
        let mut run = run::run(&inputs.matrix, &nothing, &mut *engine, &options, &mut Nobody)?;
        let data = inputs.setup()?.data;
        let scenarios =
            Earlier::of(&inputs.matrix, &run.outline, &data, &run).scenarios.into_owned();
        let info = inputs.bundle_info();
        Ok(Self {
            name: bundle.bundle.display().to_string(),
            digest: info.digest,
            data,
            sets: std::mem::take(&mut run.touched),
            scenarios,
            released: BTreeSet::new(),
            unusable: None,
            inputs,
            engine,
        })
    }

    /// What it says about which scenarios need not be run now; otherwise why it cannot say that.
    pub(super) fn earlier(&self, now: &Inputs) -> Result<Earlier<'_>, String> {
        if let Some(reason) = &self.unusable {
            return Err(reason.clone());
        }
        if self.inputs.fixtures != now.fixtures {
            return Err("a fixture changed".to_owned());
        }
        Ok(Earlier {
            matrix: &self.inputs.matrix,
            outline: self.engine.outline(),
            data: &self.data,
            sets: &self.sets,
            scenarios: Cow::Borrowed(&self.scenarios),
        })
    }

    /// Compares what was decided, and looks for causes.
    pub(super) fn compare(
        &mut self,
        inputs: &Inputs,
        engine: &mut dyn Engine,
        now: &KnownScenarios,
    ) -> Result<Diff, CommandError> {
        let mut diff = diff::compare(&self.scenarios, now);
        let both = |class: Class| !matches!(class, Class::New | Class::Gone);
        let flipped = diff.flips.iter().filter(|flip| both(flip.class)).map(|flip| &flip.scenario);
        let flipped: BTreeSet<String> = flipped.cloned().collect();
        // A cause is a difference between policies: it can be told where they were given the same.
        if !flipped.is_empty()
            && self.inputs.matrix_text == inputs.matrix_text
            && self.inputs.fixtures == inputs.fixtures
        {
            let found = diff::diff(&inputs.matrix, &mut *self.engine, engine, Some(&flipped))?;
            let causes = found.flips.into_iter().map(|flip| (flip.scenario, flip.cause));
            let mut causes: HashMap<_, _> = causes.collect();
            for flip in &mut diff.flips {
                flip.cause = causes.remove(&flip.scenario).flatten();
            }
        }
        Ok(diff)
    }
}

/// The form of a comparison that reports have.
pub(super) fn to_report(diff: &Diff, against: &str, against_digest: &str) -> model::Diff {
    let class = |class: Class| match class {
        Class::Gone => model::FlipClass::Gone,
        Class::New => model::FlipClass::New,
        Class::NewlyAllowed => model::FlipClass::NewlyAllowed,
        Class::NewlyDenied => model::FlipClass::NewlyDenied,
        Class::ReasonChanged => model::FlipClass::ReasonChanged,
    };
    let flip = |flip: &diff::Flip| model::Flip {
        scenario: flip.scenario.clone(),
        class: class(flip.class),
        before: flip.before.as_ref().map(super::conformance::decision),
        after: flip.after.as_ref().map(super::conformance::decision),
        cause: flip.cause.as_ref().map(|cause| cause.rule.clone()),
        place: flip.cause.as_ref().map(|cause| place(&cause.place)),
    };
    model::Diff {
        against: against.to_owned(),
        against_digest: against_digest.to_owned(),
        newly_allowed: diff.count(Class::NewlyAllowed),
        newly_denied: diff.count(Class::NewlyDenied),
        reason_changed: diff.count(Class::ReasonChanged),
        added: diff.count(Class::New),
        gone: diff.count(Class::Gone),
        unchanged: diff.unchanged,
        flips: diff.flips.iter().take(MAX_FLIPS).map(flip).collect(),
    }
}

/// The scenarios of a report by the ids that the simulator gives them.
pub(super) fn scenarios(report: &Conformance) -> KnownScenarios {
    let rows = report.scenarios.iter().enumerate().map(|(index, row)| {
        let decision = row.decision.clone();
        let known = Known {
            touched: report.touch.as_ref().and_then(|touch| touch.set(index)),
            outcome: outcome(row.outcome),
            decision: Decision {
                allow: decision.allow,
                reasons: decision.reasons,
                error: decision.error,
            },
        };
        (whole(&row.id()), known)
    });
    rows.collect()
}

fn outcome(name: &str) -> Outcome {
    let all = [
        Outcome::Passed,
        Outcome::Failed,
        Outcome::Error,
        Outcome::Quarantined,
        Outcome::Flaky,
        Outcome::Unasserted,
    ];
    let at = OUTCOMES.iter().position(|known| *known == name);
    at.and_then(|at| all.get(at)).copied().unwrap_or(Outcome::NotSelected)
}

/// Why a report cannot say which scenarios need not be run.
fn unusable(report: &Conformance, engine: &dyn Engine, has_sets: bool) -> Option<String> {
    let from = &report.provenance;
    if from.selection != "full" {
        return Some("the baseline itself is a run of some scenarios only".to_owned());
    }
    if (from.engine_version.as_str(), from.tool_version.as_str())
        != (cos_policy::ENGINE_VERSION, env!("CARGO_PKG_VERSION"))
    {
        return Some("the baseline was made by another version".to_owned());
    }
    let touch = report.touch.as_ref().filter(|_| has_sets);
    let Some(touch) = touch else {
        return Some("the baseline does not say what its decisions looked at".to_owned());
    };
    let outline = engine.outline();
    let same = touch.definitions.len() == outline.definitions.len()
        && touch.definitions.iter().zip(&outline.definitions).all(|(known, own)| {
            known.digest == own.digest && known.rule == outline.rules[own.rule as usize].path
        });
    (!same).then(|| "the definitions of the baseline are not those of its own policy".to_owned())
}

/// Refuses reports of different things: there is nothing to compare.
pub(super) fn same_matrix(before: &Conformance, after: &Conformance) -> Result<(), CommandError> {
    if before.matrix.name == after.matrix.name {
        return Ok(());
    }
    let message = format!(
        "the reports are of different matrices, `{}` and `{}`",
        before.matrix.name, after.matrix.name
    );
    Err(CommandError::input(const { Code::new("COS-SIM-0009") }, message))
}
