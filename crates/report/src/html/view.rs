//! What the template prints: the report in words, cut to what a page can hold. Decides no colours and no markup.

use crate::model::{
    Conformance, Failure, Finding, Flip, Flow, Gate, MatrixInfo, Obligation, Provenance,
    Quarantine, Rule, Status, Summary, Survivor, Waiver,
};
use crate::ranking::{By, Gravity, Group, groups};
use crate::text;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Rows of a table; what is beyond is counted. The table of all scenarios has everything.
const ROWS: usize = 200;
/// Flows in the grid of obligations.
const FLOWS: usize = 1000;
/// Scenarios shown of one cause.
const EXAMPLES: usize = 4;
/// Scenarios shown of all causes.
const ALL_EXAMPLES: usize = 120;

#[derive(Serialize)]
pub(super) struct View<'a> {
    passed: bool,
    verdict: String,
    matrix: &'a MatrixInfo,
    gates: &'a [Gate],
    summary: &'a Summary,
    /// The gate on coverage, and where it lies between 0 and 100.
    required: Option<&'a str>,
    required_percent: Option<f64>,
    coverage_percent: f64,
    obligations: Vec<Question>,
    flows: List<FlowView<'a>>,
    causes: List<Cause<'a>>,
    mutation: MutationView<'a>,
    diff: Option<DiffView<'a>>,
    findings: List<&'a Finding>,
    quarantine: List<&'a Quarantine>,
    waivers: List<&'a Waiver>,
    rules: List<&'a Rule>,
    provenance: &'a Provenance,
    receipts: List<Receipt<'a>>,
    rows: u64,
}

/// The first items, and how many more there are.
#[derive(Serialize)]
struct List<T> {
    items: Vec<T>,
    all: usize,
    more: usize,
}

impl<T> List<T> {
    fn of(items: impl IntoIterator<Item = T>, longest: usize) -> Self {
        let mut items: Vec<T> = items.into_iter().collect();
        let all = items.len();
        items.truncate(longest);
        Self { all, more: all - items.len(), items }
    }
}

#[derive(Serialize)]
struct Question {
    id: String,
    name: String,
    question: &'static str,
}

#[derive(Serialize)]
struct FlowView<'a> {
    flow: &'a Flow,
    cells: Vec<Cell>,
    missing: Vec<MissingView<'a>>,
}

#[derive(Serialize)]
struct Cell {
    /// A class of the style sheet.
    state: &'static str,
    mark: &'static str,
    word: &'static str,
    share: String,
}

#[derive(Serialize)]
struct MissingView<'a> {
    obligation: &'a str,
    name: &'a str,
    waived: bool,
    what: &'a str,
    place: Option<String>,
    hint: &'a str,
}

#[derive(Serialize)]
struct Cause<'a> {
    gravity: &'static str,
    state: &'static str,
    headline: String,
    decided_by: Option<String>,
    count: u64,
    examples: Vec<Example<'a>>,
    more: usize,
}

#[derive(Serialize)]
struct Example<'a> {
    anchor: String,
    scenario: &'a str,
    actual: String,
    nearest: Option<&'a str>,
    difference: &'a [String],
    receipts: &'a [String],
}

#[derive(Serialize)]
struct MutationView<'a> {
    mode: &'a str,
    total: u64,
    killed: u64,
    survived: u64,
    invalid: u64,
    score: f64,
    survivors: List<SurvivorView<'a>>,
}

#[derive(Serialize)]
struct SurvivorView<'a> {
    survivor: &'a Survivor,
    place: String,
}

#[derive(Serialize)]
struct DiffView<'a> {
    against: &'a str,
    against_digest: &'a str,
    figures: Vec<(&'static str, u64)>,
    flips: List<FlipView<'a>>,
}

#[derive(Serialize)]
struct FlipView<'a> {
    flip: &'a Flip,
    word: &'static str,
    before: String,
    after: String,
    place: Option<String>,
}

#[derive(Serialize)]
struct Receipt<'a> {
    id: &'a str,
    failures: Vec<String>,
}

impl<'a> View<'a> {
    pub(super) fn of(report: &'a Conformance) -> Self {
        let failed = report.gates.iter().filter(|gate| !gate.passed).count() as u64;
        let gates = text::count(report.gates.len() as u64, "gate");
        let coverage = report.gates.iter().find(|gate| gate.id == "coverage");
        let causes = causes(report);
        Self {
            passed: report.passed,
            verdict: match (report.passed, failed) {
                (true, _) => format!("Conforms. All {gates} passed."),
                (false, 0) => "Does not conform.".to_owned(),
                (false, failed) => format!("Does not conform. {failed} of {gates} failed."),
            },
            matrix: &report.matrix,
            gates: &report.gates,
            summary: &report.summary,
            required: coverage.map(|gate| gate.required.as_str()),
            required_percent: coverage.and_then(|gate| percent(&gate.required)),
            coverage_percent: report.summary.coverage_ratio * 100.0,
            obligations: questions(&report.flows),
            flows: List::of(report.flows.iter().map(FlowView::of), FLOWS),
            receipts: receipts(report, &causes),
            causes,
            mutation: mutation(report),
            diff: report.diff.as_ref().map(|diff| DiffView {
                against: &diff.against,
                against_digest: &diff.against_digest,
                figures: vec![
                    ("newly allowed", diff.newly_allowed),
                    ("newly denied", diff.newly_denied),
                    ("other reasons", diff.reason_changed),
                    ("new", diff.added),
                    ("gone", diff.gone),
                    ("unchanged", diff.unchanged),
                ],
                flips: List::of(diff.flips.iter().map(FlipView::of), ROWS),
            }),
            findings: List::of(&report.findings, ROWS),
            quarantine: List::of(&report.quarantine, ROWS),
            waivers: List::of(&report.waivers, ROWS),
            rules: List::of(&report.rules, ROWS),
            provenance: &report.provenance,
            rows: report.scenarios.rows,
        }
    }
}

impl<'a> FlowView<'a> {
    fn of(flow: &'a Flow) -> Self {
        let missing = flow.obligations.iter().flat_map(|obligation| {
            obligation.missing.iter().map(move |missing| MissingView {
                obligation: &obligation.id,
                name: &obligation.name,
                waived: obligation.status == Status::Waived,
                what: &missing.what,
                place: missing.place.as_ref().map(text::place),
                hint: &missing.hint,
            })
        });
        Self {
            flow,
            cells: flow.obligations.iter().map(Cell::of).collect(),
            missing: missing.take(ROWS).collect(),
        }
    }
}

impl Cell {
    fn of(obligation: &Obligation) -> Self {
        let (state, mark) = match obligation.status {
            Status::Met => ("met", "✓"),
            Status::Missing => ("missing", "✕"),
            Status::NotApplicable => ("none", "–"),
            Status::Waived => ("waived", "◷"),
        };
        let share = match obligation.status {
            Status::NotApplicable => String::new(),
            _ => format!("{}/{}", obligation.met, obligation.total),
        };
        Self { state, mark, word: text::status(obligation.status), share }
    }
}

impl<'a> FlipView<'a> {
    fn of(flip: &'a Flip) -> Self {
        let said = |decision: &Option<_>| decision.as_ref().map_or("–".to_owned(), text::decision);
        Self {
            flip,
            word: text::flip(flip.class),
            before: said(&flip.before),
            after: said(&flip.after),
            place: flip.place.as_ref().map(text::place),
        }
    }
}

/// The obligations that the flows have, in the order of the first flow that has them.
fn questions(flows: &[Flow]) -> Vec<Question> {
    let first = flows.iter().max_by_key(|flow| flow.obligations.len());
    let obligations = first.map_or(&[][..], |flow| &flow.obligations);
    let question = |obligation: &Obligation| Question {
        id: obligation.id.clone(),
        name: obligation.name.replace('-', " "),
        question: text::obligation(&obligation.id),
    };
    obligations.iter().take(20).map(question).collect()
}

fn causes(report: &Conformance) -> List<Cause<'_>> {
    let numbers: HashMap<_, _> = report.failures.iter().map(std::ptr::from_ref).zip(1..).collect();
    let mut left = ALL_EXAMPLES;
    let mut causes = Vec::new();
    for group in groups(&report.failures, By::Cause).into_iter().take(ROWS) {
        let shown = group.failures.len().min(EXAMPLES).min(left);
        left -= shown;
        causes.push(Cause::of(&group, shown, &numbers));
    }
    List { all: report.failures.len(), more: 0, items: causes }
}

impl<'a> Cause<'a> {
    fn of(group: &Group<'a>, shown: usize, numbers: &HashMap<*const Failure, usize>) -> Self {
        let first = group.failures.first();
        let example = |failure: &&'a Failure| Example {
            anchor: format!("failure-{}", numbers[&std::ptr::from_ref(*failure)]),
            scenario: &failure.scenario,
            actual: text::decision(&failure.actual),
            nearest: failure.nearest_passing.as_deref(),
            difference: &failure.difference,
            receipts: &failure.receipts,
        };
        let (gravity, state) = match group.gravity {
            Gravity::WronglyAllowed => ("wrongly allowed", "missing"),
            Gravity::Undecided => ("no decision", "missing"),
            Gravity::Different => ("not as expected", "missing"),
            Gravity::Quarantined => ("quarantined", "waived"),
        };
        Self {
            gravity,
            state,
            headline: first.map(|failure| text::headline(failure)).unwrap_or_default(),
            decided_by: first.and_then(|failure| text::decided_by(failure)),
            count: group.failures.len() as u64,
            examples: group.failures.iter().take(shown).map(example).collect(),
            more: group.failures.len() - shown,
        }
    }
}

fn mutation(report: &Conformance) -> MutationView<'_> {
    let mutation = &report.mutation;
    let survivors = mutation.survivors.iter();
    let view = |survivor| SurvivorView { survivor, place: text::place(&survivor.place) };
    MutationView {
        mode: &mutation.mode,
        total: mutation.total,
        killed: mutation.killed,
        survived: mutation.survived,
        invalid: mutation.invalid,
        score: mutation.score,
        survivors: List::of(survivors.map(view), ROWS),
    }
}

/// The receipts that cases name, each with the failures that name it too.
fn receipts<'a>(report: &'a Conformance, causes: &List<Cause<'a>>) -> List<Receipt<'a>> {
    let mut named: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for receipt in &report.provenance.receipts {
        named.entry(receipt).or_default();
    }
    for example in causes.items.iter().flat_map(|cause| &cause.examples) {
        for receipt in example.receipts {
            named.entry(receipt).or_default().push(example.anchor.clone());
        }
    }
    let receipts = named.into_iter().map(|(id, mut failures)| {
        failures.truncate(EXAMPLES);
        Receipt { id, failures }
    });
    List::of(receipts, ROWS)
}

/// The figure in `≥ 0.95`, as a percentage.
fn percent(required: &str) -> Option<f64> {
    let ratio: f64 = required.rsplit(' ').next()?.parse().ok()?;
    (0.0..=1.0).contains(&ratio).then_some(ratio * 100.0)
}
