//! The scenarios of a report, by column: what makes 100,000 of them fit into two megabytes of text.

use super::Decision;
use serde::{Deserialize, Serialize};

/// The scenarios by column, in the order of expansion. Column `k` of row `i` is an index into a dictionary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenarios {
    pub rows: u64,
    /// Names of the dimensions, and the names of the values of each.
    pub dimensions: Vec<Dimension>,
    pub flow_names: Vec<String>,
    /// Ids of rows that do not come from an expansion (cases); `case` indexes it from 1.
    pub case_names: Vec<String>,
    pub decisions: Vec<Decision>,
    /// Texts of expectations, such as `deny, reasons ⊇ {mfa_required}`.
    pub expectations: Vec<String>,
    /// Index into `flow_names`.
    pub flow: Column,
    /// 0 for an expanded row, else 1 + index into `case_names`.
    pub case: Column,
    /// For each dimension: 0 where the row has none, else 1 + index of its value.
    pub values: Vec<Column>,
    /// Index into `decisions`.
    pub decision: Column,
    /// 0 for none, else 1 + index into `expectations`.
    pub expectation: Column,
    /// Index into [`OUTCOMES`].
    pub outcome: Column,
    /// 0 for none, else 1 + index into the report's `quarantine`: the entry that covers the row.
    pub quarantine: Column,
}

/// What can become of a scenario; a row's `outcome` is an index into this list.
pub const OUTCOMES: [&str; 7] =
    ["passed", "failed", "error", "quarantined", "flaky", "unasserted", "not_selected"];

/// A dimension of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    pub name: String,
    pub values: Vec<String>,
}

/// Which definitions of the policy each decision looked at: few different sets of them for many scenarios.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touch {
    /// Every definition of the policy, in file order.
    pub definitions: Vec<TouchDefinition>,
    /// Each set as indexes into `definitions`.
    pub sets: Vec<Column>,
    /// By row of the scenarios: 0 where it was not decided, else 1 + index into `sets`.
    pub touched: Column,
}

/// A definition of a rule, by what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TouchDefinition {
    /// The path of its rule.
    pub rule: String,
    /// SHA-256 of its tokens, hexadecimal.
    pub digest: String,
    /// JSON pointers below `data` where documents lie that it reads.
    pub data: Vec<String>,
}

/// Small numbers in text: each takes `width` digits of the base64url alphabet, most significant first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub width: u8,
    pub digits: String,
}
