//! The conformance report as plain data: what a run of the policy simulator found, and what is needed to find it again.
//!
//! Field names are the wire format `cos.conformance/v1`; the JSON Schema is in `schemas/conformance.v1.json`. Values are
//! filled in by the caller; nothing here decides whether a gate passes.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod columns;
pub use columns::{Column, Dimension, OUTCOMES, Scenarios, Touch, TouchDefinition};

/// The version of the format, in the field `schema`.
pub const SCHEMA_ID: &str = "cos.conformance/v1";

/// A conformance report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conformance {
    /// [`SCHEMA_ID`].
    pub schema: String,
    pub matrix: MatrixInfo,
    /// Whether every gate passed.
    pub passed: bool,
    /// What had to hold, and whether it did.
    pub gates: Vec<Gate>,
    pub summary: Summary,
    /// Sorted by id.
    pub flows: Vec<Flow>,
    /// Every definition of every rule that the entry point reaches, in file order.
    pub rules: Vec<Rule>,
    pub mutation: Mutation,
    /// Present when two bundles or a baseline were compared.
    pub diff: Option<Diff>,
    /// What the lints say about the policy.
    pub findings: Vec<Finding>,
    pub quarantine: Vec<Quarantine>,
    pub waivers: Vec<Waiver>,
    pub provenance: Provenance,
    /// The scenarios, by column.
    pub scenarios: Scenarios,
    /// What their decisions looked at, for later runs that are aware of changes.
    pub touch: Option<Touch>,
    /// Failing scenarios in full, the first few hundred.
    pub failures: Vec<Failure>,
    /// What a stranger needs to run this again.
    pub material: Material,
}

/// Which matrix was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixInfo {
    pub name: String,
    pub owner: String,
    /// Controls that the matrix gives evidence for, such as `AC-3`.
    pub controls: Vec<String>,
}

/// One gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Stable: `assertions`, `coverage`, `mutation`, `quarantine`, `waivers`, `inventory`, `flaky`, `selection`, `regressions`.
    pub id: String,
    pub title: String,
    pub passed: bool,
    /// What was found, for people: `0.958` or `3 failed`.
    pub actual: String,
    /// What is asked for: `≥ 0.95`.
    pub required: String,
    /// Details, one a line; empty when it passed.
    pub details: Vec<String>,
}

/// The figures of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    pub scenarios: u64,
    pub passed: u64,
    pub failed: u64,
    /// The engine could not decide.
    pub errors: u64,
    pub quarantined: u64,
    pub flaky: u64,
    /// No expectation says what is right.
    pub unasserted: u64,
    /// Scenarios with a field removed or set to null, made for the fail-closed invariant; not in `scenarios`.
    pub sweeps: u64,
    pub sweeps_failed: u64,
    /// Pairs compared for invariants.
    pub invariant_checks: u64,
    pub invariants_failed: u64,
    /// The inventory: privileged flows.
    pub privileged_flows: u64,
    pub covered_flows: u64,
    /// `policy_privileged_coverage_ratio`: covered privileged flows over the inventory, 0 to 1.
    pub coverage_ratio: f64,
    pub obligations: u64,
    pub obligations_met: u64,
    /// How long it took, in seconds; not part of what is signed as reproducible.
    pub elapsed_seconds: f64,
    /// Evaluations by the policy engine that the run needed.
    pub evaluations: u64,
}

/// A flow and how far it is covered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    pub id: String,
    pub privileged: bool,
    pub covered: bool,
    pub tags: Vec<String>,
    pub scenarios: u64,
    pub passed: u64,
    pub failed: u64,
    /// Scenarios that count as evidence: passing, asserted, not quarantined.
    pub counted: u64,
    pub allowed: u64,
    pub denied: u64,
    /// `O1` to `O7`, in order.
    pub obligations: Vec<Obligation>,
}

/// How an obligation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All of it was shown.
    Met,
    /// Something is not shown.
    Missing,
    /// There is nothing to show in this flow.
    NotApplicable,
    /// Not shown, and somebody answers for it until a date.
    Waived,
}

/// One coverage obligation of a flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// `O1` … `O7`.
    pub id: String,
    /// `allow-witness`, `deny-witness`, `reasons`, `rule-outcomes`, `decisive-conditions`, `fail-closed`, `isolation`.
    pub name: String,
    pub status: Status,
    pub met: u64,
    pub total: u64,
    /// What is not shown, each with what would show it.
    pub missing: Vec<Missing>,
}

/// Something that no counted scenario shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// `rule data.authz.allow never fails`.
    pub what: String,
    /// Where in the policy, if it has a place.
    pub place: Option<Place>,
    /// Which scenario would show it.
    pub hint: String,
}

/// A place in a file, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub file: String,
    pub line: u32,
    pub column: u32,
}

/// A definition of a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `data.companyos.authz.allow`.
    pub path: String,
    pub place: Place,
    /// Last line of the definition.
    pub end_line: u32,
    /// In how many evaluations it was tried, and fired.
    pub tried: u64,
    pub fired: u64,
    /// In how many it was tried and did not fire.
    pub failed: u64,
    /// How many scenarios reach it.
    pub scenarios: u64,
}

/// What mutation testing found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mutation {
    /// `off`, `changed` or `all`.
    pub mode: String,
    pub total: u64,
    pub killed: u64,
    pub survived: u64,
    /// Does not compile or cannot be reached; not in `total`.
    pub invalid: u64,
    /// Killed over total; 1 when there is nothing to kill.
    pub score: f64,
    pub survivors: Vec<Survivor>,
}

/// A change to the policy that no assertion noticed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survivor {
    /// Stable: rule path, operator and a short hash.
    pub id: String,
    /// `delete-condition`, `negate-condition`, `delete-rule`, `drop-not`, `comparison`, `boolean`, `integer`.
    pub operator: String,
    pub rule: String,
    pub place: Place,
    pub before: String,
    pub after: String,
    /// Which scenario would kill it.
    pub hint: String,
    /// Flows in which the condition stands.
    pub flows: Vec<String>,
}

/// The decisions that two runs give differently.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diff {
    /// What was compared with: a bundle revision or a baseline report.
    pub against: String,
    pub against_digest: String,
    pub newly_allowed: u64,
    pub newly_denied: u64,
    pub reason_changed: u64,
    pub added: u64,
    pub gone: u64,
    pub unchanged: u64,
    /// The first thousand or so, newly allowed first.
    pub flips: Vec<Flip>,
}

/// How a decision changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlipClass {
    NewlyAllowed,
    NewlyDenied,
    ReasonChanged,
    New,
    Gone,
}

/// One decision that changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flip {
    pub scenario: String,
    pub class: FlipClass,
    pub before: Option<Decision>,
    pub after: Option<Decision>,
    /// The first rule, from the leaves up, whose value differs: `data.companyos.authz.reasons`.
    pub cause: Option<String>,
    pub place: Option<Place>,
}

/// What the policy said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// `None` when the decision is undefined or the engine failed.
    pub allow: Option<bool>,
    /// Sorted.
    pub reasons: Vec<String>,
    /// Why there is no decision.
    pub error: Option<String>,
}

/// A finding of a lint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// `fail-open-negation`, `unreachable-rule`, `unpinned-builtin`, …
    pub rule: String,
    /// `error`, `warning` or `note`.
    pub level: String,
    pub message: String,
    pub place: Place,
    pub remedy: String,
}

/// A quarantine entry, as the matrix has it, and what it covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quarantine {
    /// The expression that selects scenarios.
    pub matches: String,
    pub reason: String,
    pub ticket: String,
    pub owner: String,
    /// RFC 3339 dates.
    pub added: String,
    pub expires: String,
    pub expired: bool,
    pub scenarios: u64,
    /// How many of them fail now.
    pub failing: u64,
}

/// A waiver, as the matrix has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    pub flow: String,
    /// The obligation's name, or `mutant:<id>`.
    pub obligation: String,
    pub approver: String,
    pub reason: String,
    pub expires: String,
    pub expired: bool,
    /// Whether it was needed.
    pub used: bool,
}

/// Where everything came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    pub bundle: BundleInfo,
    /// SHA-256 of the matrix file, hexadecimal.
    pub matrix_digest: String,
    /// Fixture file to SHA-256.
    pub fixtures: BTreeMap<String, String>,
    /// `opa` or `regorus`.
    pub semantics: String,
    pub engine: String,
    pub engine_version: String,
    pub tool: String,
    pub tool_version: String,
    /// RFC 3339: what the policy saw as now.
    pub clock: String,
    /// Of 63 bits.
    pub seed: u64,
    /// `full` or `changed`; only `full` may be pinned as evidence.
    pub selection: String,
    pub baseline_digest: Option<String>,
    /// Ids of receipts that cases name.
    pub receipts: Vec<String>,
    /// When the report was made, RFC 3339.
    pub created: String,
}

/// The bundle that was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundleInfo {
    pub name: String,
    /// SHA-256 of the file; of the canonical content for a directory.
    pub digest: String,
    /// SHA-256 over the sorted file names and their hashes; the same for every carrier.
    pub content_digest: String,
    pub revision: String,
    pub roots: Vec<String>,
    pub rego_version: u8,
    /// `verified`, `unsigned` (asked for).
    pub signature: String,
    pub signer: Option<String>,
    pub algorithm: Option<String>,
}

/// A scenario that did not do as expected, in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    pub scenario: String,
    pub flow: String,
    /// `assertion`, `monotone`, `fail_closed`, `error`, `unspecified`, `flaky`.
    pub kind: String,
    pub expected: String,
    pub actual: Decision,
    /// The rule that decided: its path and place.
    pub rule: Option<String>,
    pub place: Option<Place>,
    /// A passing scenario that differs in the fewest values, and how it differs.
    pub nearest_passing: Option<String>,
    pub difference: Vec<String>,
    pub receipts: Vec<String>,
    pub quarantined: bool,
}

/// The inputs themselves, so that the report can be re-derived from itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// The bundle as a gzipped tar archive, base64.
    pub bundle: String,
    /// The matrix file, as it stands.
    pub matrix: String,
    /// Fixture file to text.
    pub fixtures: BTreeMap<String, String>,
}
