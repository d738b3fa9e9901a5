//! What must hold for a run to pass.

use crate::matrix::{Date, Matrix};
use crate::results::{Fate, Run};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// The least share of privileged flows that are covered, 0 to 1; `None` for a run of some scenarios, which covers nothing.
    pub coverage: Option<f64>,
    /// The least share of changes that are noticed, 0 to 1.
    pub mutation: f64,
    /// The day for which quarantines and waivers are judged.
    pub today: Date,
    /// How often every scenario was decided again.
    pub repeats: u64,
}

/// The greatest share of all scenarios that may be quarantined.
const QUARANTINED: f64 = 0.05;
/// The same for the scenarios of privileged flows.
const QUARANTINED_PRIVILEGED: f64 = 0.01;

/// Something that must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Stable.
    pub id: &'static str,
    /// For people.
    pub title: &'static str,
    /// Whether it does.
    pub passed: bool,
    /// What was found.
    pub actual: String,
    /// What is asked for.
    pub required: String,
    /// What is in the way, one a line.
    pub details: Vec<String>,
}

/// Judges a run.
pub fn gates(matrix: &Matrix, run: &Run, thresholds: &Thresholds) -> Vec<Gate> {
    let mut gates = vec![
        assertions(matrix, run),
        quarantine(matrix, run, thresholds.today),
        waivers(matrix, thresholds.today),
    ];
    if !run.mutation.mutants.is_empty() {
        gates.insert(1, mutation(run, thresholds.mutation));
    }
    if let Some(least) = thresholds.coverage {
        let at = gates.len() - 2;
        gates.insert(at, inventory(matrix, run, least));
        gates.insert(1, coverage(matrix, run, least));
    }
    if thresholds.repeats > 0 {
        gates.push(flaky(matrix, run, thresholds.repeats));
    }
    gates
}

fn gate(
    id: &'static str,
    title: &'static str,
    actual: String,
    required: String,
    details: Vec<String>,
) -> Gate {
    Gate { id, title, passed: details.is_empty(), actual, required, details }
}

fn assertions(matrix: &Matrix, run: &Run) -> Gate {
    let counts = run.counts();
    let broken =
        counts.failed + counts.errors + counts.flaky + counts.sweeps_failed + counts.pairs_failed;
    let flows = run.flows.iter().zip(&matrix.flows).filter(|(flow, _)| !flow.counts.is_clean());
    let details = flows.map(|(flow, known)| {
        let counts = &flow.counts;
        format!(
            "{}: {} failed, {} errors, {} invariants broken",
            known.id,
            counts.failed,
            counts.errors,
            counts.sweeps_failed + counts.pairs_failed
        )
    });
    let actual = format!("{broken} of {} do not hold", counts.passed + broken);
    gate("assertions", "Every assertion holds", actual, "0".to_owned(), details.collect())
}

fn coverage(matrix: &Matrix, run: &Run, least: f64) -> Gate {
    let ratio = run.coverage_ratio();
    let mut details = Vec::new();
    if ratio < least {
        for (flow, known) in run.flows.iter().zip(&matrix.flows) {
            if flow.obligations.is_empty() || flow.is_covered() {
                continue;
            }
            let open = flow.obligations.iter().filter(|one| one.is_open());
            let names: Vec<_> =
                open.map(|one| format!("{} {}", one.kind.id(), one.kind.as_str())).collect();
            details.push(format!("{}: {}", known.id, names.join(", ")));
        }
        if details.is_empty() {
            details.push("the inventory has flows that the matrix lacks".to_owned());
        }
    }
    let (actual, required) = (format!("{ratio:.3}"), format!("≥ {least}"));
    gate("coverage", "Privileged flows are covered", actual, required, details)
}

fn mutation(run: &Run, least: f64) -> Gate {
    let score = run.mutation.score();
    let survivors = run.mutation.mutants.iter().filter(|mutant| mutant.fate == Fate::Survived);
    let line = |run: &crate::results::MutantRun| {
        let mutant = &run.mutant;
        format!("{}: {} of `{}` unnoticed", mutant.place, mutant.operator.as_str(), mutant.before)
    };
    let details = if score < least { survivors.map(line).collect() } else { Vec::new() };
    let (actual, required) = (format!("{score:.3}"), format!("≥ {least}"));
    gate("mutation", "Changes to the policy are noticed", actual, required, details)
}

/// Every privileged flow of the bundle must be in the matrix. That there are any is asked only where coverage is: a matrix that was
/// imported has none.
fn inventory(matrix: &Matrix, run: &Run, least: f64) -> Gate {
    let known = |id: &String| matrix.flows.iter().any(|flow| flow.id.as_str() == id);
    let missing: Vec<_> = run.inventory.iter().filter(|id| !known(id)).collect();
    let mut details: Vec<_> =
        missing.iter().map(|id| format!("{id}: privileged, and not in the matrix")).collect();
    if run.inventory.is_empty() && least > 0.0 {
        details.push("no flow is privileged; name where the bundle lists them".to_owned());
    }
    let found = run.inventory.len() - missing.len();
    let (actual, required) = (found.to_string(), run.inventory.len().to_string());
    gate("inventory", "The matrix has every privileged flow", actual, required, details)
}

fn quarantine(matrix: &Matrix, run: &Run, today: Date) -> Gate {
    let counts = run.counts();
    let all: u64 = run.flows.iter().map(|flow| flow.count as u64).sum();
    let share = |part: u64, of: u64| if of == 0 { 0.0 } else { part as f64 / of as f64 };
    let mut details = Vec::new();
    for one in matrix.quarantine.iter().filter(|one| one.expires < today) {
        details.push(format!("{}: expired on {}, owner {}", one.ticket, one.expires, one.owner));
    }
    if share(counts.quarantined, all) > QUARANTINED {
        details.push(format!("{} of {all} scenarios, more than 5 %", counts.quarantined));
    }
    let privileged = run.flows.iter().filter(|flow| !flow.obligations.is_empty());
    let (mut own, mut of) = (0, 0);
    for flow in privileged {
        own += flow.counts.quarantined;
        of += flow.count as u64;
    }
    if share(own, of) > QUARANTINED_PRIVILEGED {
        details.push(format!("{own} of {of} scenarios of privileged flows, more than 1 %"));
    }
    let actual = format!("{} of {all}", counts.quarantined);
    let required = "≤ 5 %, ≤ 1 % of privileged flows, none expired".to_owned();
    gate("quarantine", "Quarantine is small and current", actual, required, details)
}

fn flaky(matrix: &Matrix, run: &Run, repeats: u64) -> Gate {
    let flows = run.flows.iter().zip(&matrix.flows).filter(|(flow, _)| flow.counts.flaky > 0);
    let details = flows.map(|(flow, known)| format!("{}: {} flaky", known.id, flow.counts.flaky));
    let actual = format!("{} flaky in {repeats} more runs", run.counts().flaky);
    gate("flaky", "Decisions are the same every time", actual, "0".to_owned(), details.collect())
}

fn waivers(matrix: &Matrix, today: Date) -> Gate {
    let expired = matrix.waivers.iter().filter(|waiver| waiver.expires < today);
    let details: Vec<_> = expired
        .map(|waiver| {
            format!("{} {}: expired on {}", waiver.flow, waiver.obligation, waiver.expires)
        })
        .collect();
    let actual = format!("{} expired", details.len());
    gate("waivers", "Waivers are current", actual, "0 expired".to_owned(), details)
}
