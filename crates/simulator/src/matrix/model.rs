//! What a matrix says, with every name resolved: the value that the rest of the simulator works on.
//!
//! These are domain types; what a report or a digest says about them is written elsewhere.

use super::condition::Condition;
use super::date::{Date, Instant};
use super::names::{CaseId, DimensionName, FlowId, Tag, ValueId};
use super::pointer::Pointer;
use cos_core::glob::Glob;
use cos_core::yaml::Position;
use serde_json::{Map, Value};
use std::fmt;

/// Scenarios of one matrix when the file sets no limit of its own.
pub const MAX_SCENARIOS: u64 = 1_000_000;

/// How many days a quarantine may last.
pub const QUARANTINE_DAYS: i32 = 14;

/// A scenario matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// What it is called and who answers for it.
    pub metadata: Metadata,
    /// Which decision of a bundle it is about.
    pub bundle: Bundle,
    /// Where the decision stands in the result.
    pub decision: Decision,
    /// Where the bundle lists its privileged flows.
    pub inventory: Vec<Inventory>,
    /// What `time.now_ns` answers; `None` leaves it unpinned.
    pub clock: Option<Instant>,
    /// The seed of everything random.
    pub seed: u64,
    /// Files with data and stubs.
    pub fixtures: Fixtures,
    /// The dimensions, in the order of the file.
    pub dimensions: Vec<Dimension>,
    /// The flows, in the order of the file.
    pub flows: Vec<Flow>,
    /// Single cases.
    pub cases: Vec<Case>,
    /// Scenarios whose failure is known and does not count, for a while.
    pub quarantine: Vec<Quarantine>,
    /// Obligations that somebody waived, for a while.
    pub waivers: Vec<Waiver>,
    /// Scenarios that all flows together may expand to.
    pub max_scenarios: u64,
}

/// What a matrix is called and who answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// Its name.
    pub name: String,
    /// Who answers for it.
    pub owner: String,
    /// Controls that all its flows are evidence for.
    pub controls: Vec<String>,
    /// What it is about.
    pub description: Option<String>,
}

/// Which decision of a bundle is simulated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The rule that decides, such as `data.companyos.authz.decision`.
    pub entrypoint: String,
    /// Whose reading of the language counts.
    pub semantics: Semantics,
}

/// Whose reading of Rego counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Semantics {
    /// As OPA evaluates it.
    Opa,
    /// As regorus evaluates it.
    Regorus,
}

/// Where the decision stands in the result of the entrypoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Leads to true or false.
    pub allow: Pointer,
    /// Leads to the list of reasons.
    pub reasons: Pointer,
}

/// A place in the bundle that lists privileged flows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inventory {
    /// Metadata blocks whose dotted path is true, such as `custom.privileged`.
    Annotations(Vec<String>),
    /// Every key of the object there whose value has `privileged: true`; relative to the root of the data, without the `/*`.
    Data(Pointer),
}

/// Files that come with a matrix, as it names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixtures {
    /// A document laid over the data of the bundle.
    pub base: Option<String>,
    /// Files or patterns of files with stubs for `http.send`.
    pub http: Vec<String>,
}

/// Something that varies between scenarios.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// Its name.
    pub name: DimensionName,
    /// What it can be.
    pub values: Vec<DimensionValue>,
}

impl Dimension {
    /// Returns the index of the value called `id`.
    pub fn position(&self, id: &str) -> Option<u16> {
        self.values.iter().position(|value| value.id.as_str() == id).map(|index| index as u16)
    }
}

/// One value of a dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct DimensionValue {
    /// Its id.
    pub id: ValueId,
    /// What it changes in the input, in order.
    pub patches: Vec<Patch>,
}

/// One change of an input.
#[derive(Clone, Debug, PartialEq)]
pub enum Patch {
    /// Takes a member away.
    Remove(Pointer),
    /// Sets a member, and the objects above it where they are not there.
    Set(Pointer, Value),
}

impl Patch {
    /// The place it changes.
    pub fn pointer(&self) -> &Pointer {
        match self {
            Self::Remove(pointer) | Self::Set(pointer, _) => pointer,
        }
    }
}

/// Something people or machines do that the policy decides about.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Its id.
    pub id: FlowId,
    /// Where it stands in the file.
    pub at: Position,
    /// Whether it is privileged even if the bundle does not say so.
    pub privileged: bool,
    /// The input before any dimension changes it: the file's, with the flow's laid over it.
    pub input: Map<String, Value>,
    /// The dimensions that vary, as indexes into [`Matrix::dimensions`]; the place in this list is the slot of a row.
    pub dimensions: Vec<usize>,
    /// How rows are chosen.
    pub expand: Expand,
    /// Rows that are left out.
    pub exclude: Vec<Condition>,
    /// What the decision must be; the first that matches counts.
    pub expect: Vec<Expectation>,
    /// What must hold over all rows.
    pub invariants: Vec<Invariant>,
    /// Rows that reach into another tenant, where the flow has the dimensions to tell.
    pub cross_tenant: Option<Condition>,
    /// Rows that reach out of the region, likewise.
    pub out_of_region: Option<Condition>,
    /// Words that group it.
    pub tags: Vec<Tag>,
    /// Controls that it is evidence for.
    pub controls: Vec<String>,
}

impl Flow {
    /// Returns the expectation that counts for `row`, with its index; `None` when the file does not say.
    pub fn expectation(&self, row: &[u16]) -> Option<(usize, &Expectation)> {
        self.expect.iter().enumerate().find(|(_, expectation)| expectation.when.matches(row))
    }

    /// Tells whether `row` is left out.
    pub fn excludes(&self, row: &[u16]) -> bool {
        self.exclude.iter().any(|condition| condition.matches(row))
    }
}

/// How the rows of a flow are chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expand {
    /// The way.
    pub mode: Mode,
    /// Rows it may come to.
    pub max: Option<u64>,
}

/// A way to choose rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// All of them.
    Cartesian,
    /// As few as show every value of each dimension.
    Each,
    /// These, each a value index for every slot.
    Explicit(Vec<Box<[u16]>>),
    /// As few as show every combination of values of any this many dimensions.
    Wise(u8),
}

/// What a decision must be, and for which rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// Where it stands in the file.
    pub at: Position,
    /// The rows it is for.
    pub when: Condition,
    /// What it asserts.
    pub assertion: Assertion,
}

/// What a decision must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// How it must end.
    pub outcome: Outcome,
    /// Which reasons it must give.
    pub reasons: Reasons,
}

/// How an evaluation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The decision is to allow.
    Allow,
    /// The decision is not to allow.
    Deny,
    /// There is no decision, because the evaluation fails.
    Error,
}

/// Which reasons a decision must give; nothing set asserts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons {
    /// All of these.
    pub contains: Vec<String>,
    /// These and no others, in any order.
    pub exactly: Option<Vec<String>>,
    /// None of these.
    pub none_of: Vec<String>,
}

/// What must hold over all rows of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invariant {
    /// Taking away any of these fields may not turn a denial into an allowance.
    FailClosed(Vec<Pointer>),
    /// Going from one value to another may not turn `keeps` into its opposite.
    Monotone {
        /// The outcome that must stay: allow or deny.
        keeps: Outcome,
        /// The slot of the dimension.
        slot: usize,
        /// The value one comes from.
        from: u16,
        /// The value one goes to.
        to: u16,
    },
}

/// A single input with its expected decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Where it stands in the file.
    pub at: Position,
    /// Index of its flow.
    pub flow: usize,
    /// The whole input: the flow's, with the case's laid over it.
    pub input: Map<String, Value>,
    /// What the decision must be.
    pub expect: Assertion,
    /// Receipts of the decision in production.
    pub receipts: Vec<String>,
    /// Words that group it, beside those of its flow.
    pub tags: Vec<Tag>,
}

/// Scenarios whose failure is known and does not count until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantine {
    /// Which scenarios.
    pub matches: Selector,
    /// Why.
    pub reason: String,
    /// Where the repair is tracked.
    pub ticket: String,
    /// Who repairs.
    pub owner: String,
    /// Since when.
    pub added: Date,
    /// The last day on which it counts.
    pub expires: Date,
}

/// Which scenarios a quarantine is for; all that is set must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    /// The flow's id.
    pub flow: Option<Glob>,
    /// Tags that flow or case must all have.
    pub tags: Vec<Tag>,
    /// The id of the scenario or case.
    pub id: Option<Glob>,
    /// Dimensions and the values meant of each.
    pub values: Vec<(DimensionName, Vec<ValueId>)>,
}

/// An obligation that somebody waived until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The flow.
    pub flow: FlowId,
    /// What is waived.
    pub obligation: Obligation,
    /// Who waived it.
    pub approver: String,
    /// Why.
    pub reason: String,
    /// The last day on which it counts.
    pub expires: Date,
}

/// An obligation of a privileged flow, as a waiver names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obligation {
    /// A scenario that is allowed.
    AllowWitness,
    /// Conditions that change the decision.
    DecisiveConditions,
    /// A scenario that is denied.
    DenyWitness,
    /// Fields that must not be left out; one of them, or all.
    FailClosed(Option<Pointer>),
    /// Denials across tenants and regions.
    Isolation,
    /// One mutant that is equivalent.
    Mutant(String),
    /// Reasons that occur and are asserted; one of them, or all.
    Reasons(Option<String>),
    /// Rules that both fire and fail.
    RuleOutcomes,
}

impl fmt::Display for Obligation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllowWitness => f.write_str("allow-witness"),
            Self::DecisiveConditions => f.write_str("decisive-conditions"),
            Self::DenyWitness => f.write_str("deny-witness"),
            Self::FailClosed(None) => f.write_str("fail-closed"),
            Self::FailClosed(Some(pointer)) => write!(f, "fail-closed:{pointer}"),
            Self::Isolation => f.write_str("isolation"),
            Self::Mutant(id) => write!(f, "mutant:{id}"),
            Self::Reasons(None) => f.write_str("reasons"),
            Self::Reasons(Some(name)) => write!(f, "reasons:{name}"),
            Self::RuleOutcomes => f.write_str("rule-outcomes"),
        }
    }
}
