//! The fields that each mapping of the file may have, which the published schema lists too (a test compares them).

pub(super) const MATRIX: &[&str] = &[
    "apiVersion",
    "kind",
    "metadata",
    "bundle",
    "decision",
    "inventory",
    "clock",
    "seed",
    "fixtures",
    "input",
    "defaults",
    "dimensions",
    "isolation",
    "flows",
    "cases",
    "quarantine",
    "waivers",
    "limits",
];
pub(super) const METADATA: &[&str] = &["name", "owner", "controls", "description"];
pub(super) const BUNDLE: &[&str] = &["entrypoint", "semantics"];
pub(super) const DECISION: &[&str] = &["allow", "reasons"];
pub(super) const INVENTORY: &[&str] = &["data", "annotations"];
pub(super) const FIXTURES: &[&str] = &["base", "http"];
pub(super) const DEFAULTS: &[&str] = &["expand", "expect", "invariants", "exclude", "dimensions"];
pub(super) const VALUE: &[&str] = &["id", "patch", "remove"];
pub(super) const ISOLATION: &[&str] = &["cross_tenant", "out_of_region"];
pub(super) const FLOW: &[&str] = &[
    "id",
    "privileged",
    "input",
    "dimensions",
    "expand",
    "exclude",
    "expect",
    "invariants",
    "tags",
    "controls",
];
pub(super) const EXPAND: &[&str] = &["mode", "strength", "t-wise", "max", "rows"];
pub(super) const EXPECT: &[&str] = &["when", "else", "allow", "reasons", "error"];
pub(super) const CASE_EXPECT: &[&str] = &["allow", "reasons", "error"];
pub(super) const REASONS: &[&str] = &["contains", "exactly", "none_of"];
pub(super) const INVARIANT: &[&str] = &["monotone", "in", "from", "to", "fail_closed"];
pub(super) const CASE: &[&str] = &["id", "flow", "input", "expect", "receipts", "tags", "data"];
pub(super) const QUARANTINE: &[&str] = &["match", "reason", "ticket", "owner", "added", "expires"];
pub(super) const MATCH: &[&str] = &["flow", "tags", "id", "where"];
pub(super) const WAIVER: &[&str] = &["flow", "obligation", "approver", "reason", "expires"];
pub(super) const LIMITS: &[&str] = &["max_scenarios"];
