//! What a run found, as plain data; the report is filled from it.

use crate::decision::Decision;
use crate::event::Outcome;
use cos_policy::engine::Outcome as Value;
use cos_policy::mutate::Mutant;
use cos_policy::outline::Outline;

/// A run.
#[derive(Debug)]
pub struct Run {
    /// The policy that was run, taken apart.
    pub outline: Outline,
    /// The flows of the matrix, in its order.
    pub flows: Vec<FlowRun>,
    /// The cases of the matrix, in its order.
    pub cases: Vec<CaseRun>,
    /// Decisions that rows and cases refer to.
    pub decisions: Vec<Decision>,
    /// Scenarios and invariants that do not hold, the first of each flow; counts are in the flows.
    pub failures: Vec<Failure>,
    /// By body of the outline: what became of it over all counted scenarios.
    pub bodies: Vec<BodyRun>,
    /// What mutation testing found.
    pub mutation: Mutation,
    /// Ids of the privileged flows, sorted: the denominator.
    pub inventory: Vec<String>,
    /// What became of each quarantine of the matrix.
    pub quarantine: Vec<Selected>,
    /// By waiver of the matrix: whether it was needed.
    pub waivers_used: Vec<bool>,
    /// How the shortcut was checked against the policy as a whole.
    pub audit: Audit,
    /// How often the engine was asked.
    pub evaluations: u64,
    /// Sets of definitions that rows refer to: what a decision looked at.
    pub touched: Vec<Vec<u32>>,
}

/// A flow.
#[derive(Debug, Default)]
pub struct FlowRun {
    /// Its rows, one after the other, each as long as the flow has dimensions.
    pub rows: Vec<u16>,
    /// How many rows there are; a flow without dimensions has rows without values.
    pub count: usize,
    /// By row: the number of the decision.
    pub decisions: Vec<u32>,
    /// By row: 1 + the index of the expectation; 0 for none.
    pub expectations: Vec<u16>,
    /// By row.
    pub outcomes: Vec<Outcome>,
    /// By row: the number of the set of definitions that were looked at, see [`Run::touched`].
    pub touched: Vec<u32>,
    /// How it stands.
    pub counts: Counts,
    /// O1 to O7; empty for a flow outside of the inventory.
    pub obligations: Vec<Obligation>,
}

/// A case.
#[derive(Clone, Debug)]
pub struct CaseRun {
    /// The number of the decision.
    pub decision: u32,
    /// What became of it.
    pub outcome: Outcome,
    /// The number of the set of definitions that were looked at.
    pub touched: u32,
}

/// How many scenarios of a flow did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// As expected.
    pub passed: u64,
    /// Not as expected.
    pub failed: u64,
    /// The policy failed.
    pub errors: u64,
    /// Known not to be as expected.
    pub quarantined: u64,
    /// Sometimes as expected.
    pub flaky: u64,
    /// Nothing expected.
    pub unasserted: u64,
    /// Outside of what was selected.
    pub not_selected: u64,
    /// Passed, asserted and not quarantined: evidence.
    pub counted: u64,
    /// Counted ones that allow.
    pub allowed: u64,
    /// Counted ones that deny.
    pub denied: u64,
    /// Rows decided again with a field missing or null.
    pub sweeps: u64,
    /// Of these, those that an invariant forbids.
    pub sweeps_failed: u64,
    /// Pairs of rows compared.
    pub pairs: u64,
    /// Of these, those that an invariant forbids.
    pub pairs_failed: u64,
}

impl Counts {
    /// Adds those of another flow.
    pub fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.passed, other.passed),
            (&mut self.failed, other.failed),
            (&mut self.errors, other.errors),
            (&mut self.quarantined, other.quarantined),
            (&mut self.flaky, other.flaky),
            (&mut self.unasserted, other.unasserted),
            (&mut self.not_selected, other.not_selected),
            (&mut self.counted, other.counted),
            (&mut self.allowed, other.allowed),
            (&mut self.denied, other.denied),
            (&mut self.sweeps, other.sweeps),
            (&mut self.sweeps_failed, other.sweeps_failed),
            (&mut self.pairs, other.pairs),
            (&mut self.pairs_failed, other.pairs_failed),
        ];
        for (own, more) in pairs {
            *own += more;
        }
    }

    /// Counts a scenario.
    pub(crate) fn note(&mut self, outcome: Outcome, decision: &Decision) {
        let count = match outcome {
            Outcome::Error => &mut self.errors,
            Outcome::Failed => &mut self.failed,
            Outcome::Flaky => &mut self.flaky,
            Outcome::NotSelected => &mut self.not_selected,
            Outcome::Passed => &mut self.passed,
            Outcome::Quarantined => &mut self.quarantined,
            Outcome::Unasserted => &mut self.unasserted,
        };
        *count += 1;
        if outcome == Outcome::Passed {
            self.counted += 1;
            self.allowed += u64::from(decision.allows());
            self.denied += u64::from(decision.denies());
        }
    }

    /// Whether everything that was run did as it should.
    pub fn is_clean(&self) -> bool {
        let Self { failed, errors, flaky, sweeps_failed, pairs_failed, .. } = self;
        failed + errors + flaky + sweeps_failed + pairs_failed == 0
    }
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The id of the scenario or case.
    pub scenario: String,
    /// Index of its flow.
    pub flow: usize,
    /// What kind.
    pub kind: FailureKind,
    /// What was expected.
    pub expected: String,
    /// What was decided.
    pub decision: Decision,
    /// The definition that decided, as far as can be told.
    pub definition: Option<u32>,
    /// The id of a passing scenario that differs in the fewest values.
    pub nearest: Option<String>,
    /// How that one differs: `mfa: off → on`.
    pub difference: Vec<String>,
    /// Receipts that the case names.
    pub receipts: Vec<String>,
    /// Whether it is known.
    pub quarantined: bool,
}

/// What does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailureKind {
    /// The expectation.
    Assertion,
    /// The policy failed.
    Error,
    /// A field that is missing or null turned a denial into an allowance.
    FailClosed,
    /// Repeated runs differ.
    Flaky,
    /// Going from one value to another turned the decision round.
    Monotone,
}

impl FailureKind {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assertion => "assertion",
            Self::Error => "error",
            Self::FailClosed => "fail_closed",
            Self::Flaky => "flaky",
            Self::Monotone => "monotone",
        }
    }
}

/// What became of a body, in numbers of distinct evaluations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BodyRun {
    /// Tried.
    pub tried: u64,
    /// Held.
    pub fired: u64,
    /// Tried without holding.
    pub failed: u64,
}

/// How an obligation of a privileged flow stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// Which.
    pub kind: ObligationKind,
    /// How.
    pub status: Status,
    /// How much of it is shown.
    pub met: u64,
    /// How much there is to show.
    pub total: u64,
    /// What is not shown.
    pub missing: Vec<Missing>,
}

/// The obligations, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObligationKind {
    /// O1: something is allowed.
    AllowWitness,
    /// O2: something is denied.
    DenyWitness,
    /// O3: every reason occurs and is asserted by name.
    Reasons,
    /// O4: every body holds once and fails once.
    RuleOutcomes,
    /// O5: changing a condition changes an asserted decision.
    DecisiveConditions,
    /// O6: a field that is missing or null is no reason to allow.
    FailClosed,
    /// O7: other tenants and other regions are denied.
    Isolation,
}

impl ObligationKind {
    /// `O1` … `O7`.
    pub fn id(self) -> &'static str {
        match self {
            Self::AllowWitness => "O1",
            Self::DenyWitness => "O2",
            Self::Reasons => "O3",
            Self::RuleOutcomes => "O4",
            Self::DecisiveConditions => "O5",
            Self::FailClosed => "O6",
            Self::Isolation => "O7",
        }
    }

    /// The name in matrices and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AllowWitness => "allow-witness",
            Self::DenyWitness => "deny-witness",
            Self::Reasons => "reasons",
            Self::RuleOutcomes => "rule-outcomes",
            Self::DecisiveConditions => "decisive-conditions",
            Self::FailClosed => "fail-closed",
            Self::Isolation => "isolation",
        }
    }
}

/// How far an obligation is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Shown.
    Met,
    /// Not shown.
    Missing,
    /// Nothing to show.
    NotApplicable,
    /// Not shown, and somebody answers for it.
    Waived,
}

/// Something that no counted scenario shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What.
    pub what: String,
    /// The body of the policy that it is about.
    pub body: Option<u32>,
    /// The condition that it is about.
    pub condition: Option<u32>,
    /// What would show it.
    pub hint: String,
    /// Whether somebody answers for it.
    pub waived: bool,
}

impl Obligation {
    /// Whether something of it is not shown.
    pub fn is_open(&self) -> bool {
        !matches!(self.status, Status::Met | Status::NotApplicable)
    }
}

impl FlowRun {
    /// Whether every obligation is met in full, waivers not counted.
    pub fn is_covered(&self) -> bool {
        !self.obligations.is_empty() && !self.obligations.iter().any(Obligation::is_open)
    }

    /// The values of a row.
    pub fn row(&self, index: usize) -> &[u16] {
        let width = self.rows.len() / self.count.max(1);
        &self.rows[index * width..(index + 1) * width]
    }
}

/// What mutation testing found.
#[derive(Debug, Default)]
pub struct Mutation {
    /// Every change that was tried.
    pub mutants: Vec<MutantRun>,
}

/// A change that was tried.
#[derive(Debug)]
pub struct MutantRun {
    /// The change.
    pub mutant: Mutant,
    /// What became of it.
    pub fate: Fate,
    /// The flows in which an assertion noticed, by index.
    pub killed_in: Vec<usize>,
    /// What would notice.
    pub hint: String,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It does not compile.
    Invalid,
    /// An assertion noticed.
    Killed,
    /// Nothing noticed.
    Survived,
    /// Nothing noticed, and somebody says that nothing can.
    Waived,
}

impl Mutation {
    /// How many changes had this fate.
    pub fn count(&self, fate: Fate) -> u64 {
        self.mutants.iter().filter(|mutant| mutant.fate == fate).count() as u64
    }

    /// Killed over tried, 0 to 1; 1 when nothing was tried.
    pub fn score(&self) -> f64 {
        let (killed, survived) = (self.count(Fate::Killed), self.count(Fate::Survived));
        if killed + survived == 0 { 1.0 } else { killed as f64 / (killed + survived) as f64 }
    }
}

/// What a quarantine selects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selected {
    /// Scenarios.
    pub scenarios: u64,
    /// Of these, those that are not as expected.
    pub failing: u64,
}

/// How the shortcut was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Scenarios that the policy as a whole was asked about.
    pub checked: u64,
    /// The first that differed: scenario, shortcut, reference.
    pub difference: Option<(String, Value, Value)>,
}

impl Run {
    /// All counts together.
    pub fn counts(&self) -> Counts {
        let mut all = Counts::default();
        self.flows.iter().for_each(|flow| all.add(&flow.counts));
        all
    }

    /// Covered privileged flows over the inventory, 0 to 1: `policy_privileged_coverage_ratio`.
    pub fn coverage_ratio(&self) -> f64 {
        let covered = self.flows.iter().filter(|flow| flow.is_covered()).count();
        if self.inventory.is_empty() { 0.0 } else { covered as f64 / self.inventory.len() as f64 }
    }
}
