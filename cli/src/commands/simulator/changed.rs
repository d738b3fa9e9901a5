//! Runs that know what they are compared with: what is selected, whether that was right, what regressed.

use super::against::{Against, to_report};
use super::inputs::Inputs;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{counted, grouped};
use cos_policy::engine::Engine;
use cos_policy::outline::Outline;
use cos_report::model;
use cos_simulator::diff::Class;
use cos_simulator::event::Outcome;
use cos_simulator::gates::Gate;
use cos_simulator::results::Run;
use cos_simulator::run::RunError;
use cos_simulator::select::{self, Earlier, Plan, Present, Selection};
use std::collections::BTreeSet;

/// Gates that are about another run, too: id and title.
pub(super) const SELECTION: (&str, &str) = ("selection", "What was left out decides as before");
pub(super) const REGRESSIONS: (&str, &str) =
    ("regressions", "Nothing is newly allowed that nobody asserts");

/// Whether a gate says something where no scenario had to be run.
pub(super) fn of_nothing(gate: &str) -> bool {
    ["assertions", SELECTION.0, REGRESSIONS.0].contains(&gate)
}

/// How many rules and scenarios are named.
const NAMED: usize = 5;

/// Chooses what the changes since then can decide otherwise.
pub(super) fn plan(
    against: &Against,
    inputs: &Inputs,
    outline: &Outline,
) -> Result<Plan, CommandError> {
    let earlier = match against.earlier(inputs) {
        Ok(earlier) => earlier,
        Err(reason) => return Ok(Plan::Full(reason)),
    };
    let data = inputs.setup()?.data;
    let present = Present { matrix: &inputs.matrix, outline, data: &data };
    // Another draw for each policy: what one audit leaves out, the next may find.
    let digest = inputs.bundle.content_digest.to_string();
    let drawn = u64::from_str_radix(digest.get(..15).unwrap_or_default(), 16).unwrap_or_default();
    let plan = select::select(&earlier, &present, inputs.matrix.seed ^ drawn);
    Ok(plan.map_err(RunError::from)?)
}

/// Digests of the definitions that are as they were; nothing when that is not known.
pub(super) fn unchanged(plan: &Plan) -> Option<&BTreeSet<String>> {
    match plan {
        Plan::Changed(selection) => Some(&selection.changes.unchanged),
        Plan::Full(_) => None,
    }
}

/// What is selected, in a line or two.
pub(super) fn summary(selection: &Selection) -> String {
    let changes = &selection.changes;
    let data = changes.data.iter().map(|pointer| format!("data{}", pointer.replace('/', ".")));
    let all: Vec<String> = changes.rules.iter().cloned().chain(data).collect();
    let more = match all.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {} more", grouped(more as u64)),
    };
    let named = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ") + &more;
    let of = counted(selection.total, "scenario");
    if selection.selected.is_empty() {
        let why =
            if all.is_empty() { "nothing changed".to_owned() } else { format!("changed: {named}") };
        return format!("none of {of} can decide otherwise ({why}); nothing is run");
    }
    let reasons =
        selection.reasons.iter().map(|(reason, count)| format!("{} {reason}", grouped(*count)));
    let reasons = reasons.collect::<Vec<_>>().join(", ");
    let changed = if all.is_empty() { "nothing".to_owned() } else { named };
    format!(
        "running {} of {of}: {reasons}; changed: {changed}",
        grouped(selection.selected.len() as u64)
    )
}

/// Compares what was run although it need not be.
pub(super) fn audit(
    selection: &Selection,
    against: &Against,
    inputs: &Inputs,
    run: &Run,
) -> Result<(), RunError> {
    match against.earlier(inputs) {
        Ok(earlier) => select::audit(selection, &earlier, &inputs.matrix, run),
        Err(_) => Ok(()),
    }
}

/// Whether the selection was right.
pub(super) fn gate(selection: &Selection, unsound: Option<&RunError>) -> Gate {
    let (id, title) = SELECTION;
    Gate {
        id,
        title,
        passed: unsound.is_none(),
        actual: format!(
            "{} of {} run, {} more to test the choice{}",
            grouped(selection.needed()),
            counted(selection.total, "scenario"),
            grouped(selection.audited.len() as u64),
            if unsound.is_some() { "; then everything" } else { "" }
        ),
        required: "no difference".to_owned(),
        details: unsound.iter().map(ToString::to_string).collect(),
    }
}

/// Compares decisions with those of then, and judges what is newly allowed.
pub(super) fn compare(
    against: &mut Against,
    inputs: &Inputs,
    engine: &mut dyn Engine,
    run: &Run,
) -> Result<(model::Diff, Gate), CommandError> {
    let nothing = serde_json::Value::Null;
    let now = Earlier::of(&inputs.matrix, &run.outline, &nothing, run).scenarios;
    let diff = against.compare(inputs, engine, &now)?;
    let is_asserted = |id: &String| {
        now.get(id)
            .is_some_and(|known| matches!(known.outcome, Outcome::Passed | Outcome::Quarantined))
    };
    let allowed = diff.flips.iter().filter(|flip| flip.class == Class::NewlyAllowed);
    let regressed: Vec<_> = allowed.filter(|flip| !is_asserted(&flip.scenario)).collect();
    let mut details: Vec<String> = regressed
        .iter()
        .take(NAMED)
        .map(|flip| {
            let cause = flip.cause.as_ref();
            let cause = cause.map(|cause| format!(", by {} at {}", cause.rule, cause.place));
            format!("{}{}", flip.scenario, cause.unwrap_or_default())
        })
        .collect();
    if regressed.len() > NAMED {
        details.push(format!("and {} more", grouped((regressed.len() - NAMED) as u64)));
    }
    let (id, title) = REGRESSIONS;
    let gate = Gate {
        id,
        title,
        passed: regressed.is_empty(),
        actual: format!(
            "{} of {} newly allowed",
            grouped(regressed.len() as u64),
            grouped(diff.count(Class::NewlyAllowed))
        ),
        required: "0".to_owned(),
        details,
    };
    Ok((to_report(&diff, &against.name, &against.digest), gate))
}

/// Suggests to end quarantines of which everything passes, now and in other runs.
pub(super) fn suggest_release(
    ctx: &Ctx<'_>,
    against: Option<&Against>,
    repeats: u64,
    inputs: &Inputs,
    run: &Run,
) {
    for (known, selected) in inputs.matrix.quarantine.iter().zip(&run.quarantine) {
        let passed_then = against.is_some_and(|against| against.released.contains(&known.ticket));
        let when = match (passed_then, repeats) {
            (true, 0) => "now and in the baseline".to_owned(),
            (true, _) => format!("now, in the baseline and in {repeats} more runs"),
            (false, 0) => continue,
            (false, _) => format!("now and in {repeats} more runs"),
        };
        if selected.scenarios > 0 && selected.failing == 0 {
            ctx.ui.hint(&format!(
                "quarantine {}: {} passed {when}; end it with `cos simulator quarantine release --matrix FILE --ticket {}`",
                known.ticket,
                counted(selected.scenarios, "scenario"),
                known.ticket
            ));
        }
    }
}
