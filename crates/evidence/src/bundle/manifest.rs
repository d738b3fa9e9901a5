//! The manifest: what people write about a release, and where its evidence lies.
//!
//! ```yaml
//! bundle:
//!   version: 0.23.0
//!   receipts_prefix: s3://evidence/pilot/*/2025-11-14/
//!   conformance_report: s3://evidence/reports/policy-conformance-2025-11-14.json
//!   sbom: s3://artifacts/sbom/*-0.23.0.spdx.json
//!   attestations: s3://artifacts/slsa/*-0.23.0.intoto.jsonl
//!   policy_bundle: s3://policies/companyos/1.9.0.tgz
//! ```
//!
//! These fields suffice. The others name more evidence, what has to be there, what may be missing and who answers for that.

use super::pattern::Pattern;
use super::role::Role;
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::yaml::spot::{self, Codes, Fault, Fields, Spot};
use cos_core::yaml::{Limits, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The JSON Schema (2020-12) of the file.
pub const SCHEMA: &str = include_str!("../../schemas/evidence-manifest.v1.json");

/// How large a manifest may be.
const LIMITS: Limits =
    Limits { max_bytes: 1 << 20, max_depth: 16, max_nodes: 20_000, max_aliases: 100 };

const CODES: Codes = Codes {
    unknown_field: Code::new("COS-EVM-0001"),
    wrong_shape: Code::new("COS-EVM-0002"),
    malformed: Code::new("COS-EVM-0003"),
    unknown_name: Code::new("COS-EVM-0004"),
    contradiction: Code::new("COS-EVM-0005"),
};

const BUNDLE: &[&str] = &[
    "version",
    "receipts_prefix",
    "conformance_report",
    "sbom",
    "attestations",
    "policy_bundle",
    "slo",
    "isolation",
    "residency",
    "rollback",
    "screenshots",
    "release_notes",
    "other",
    "artifacts",
    "period",
    "contract",
    "waivers",
    "retain",
];

/// What a release is and where its evidence lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The version of the release.
    pub version: String,
    /// What to collect, by role.
    pub sources: BTreeMap<Role, Source>,
    /// The released files themselves; they are hashed, not collected.
    pub artifacts: Vec<Pattern>,
    /// The time that the evidence covers.
    pub period: Option<Period>,
    /// What has to be there, by id.
    pub contract: BTreeMap<String, Requirement>,
    /// What may be missing, by the id of the requirement.
    pub waivers: BTreeMap<String, Waiver>,
    /// How long to keep the bundle where the store can be told to.
    pub retain: Option<Retain>,
}

/// Where the files of one role come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The patterns, in the order of the file.
    pub patterns: Vec<Pattern>,
    /// Whether a pattern may match nothing.
    pub optional: bool,
}

/// From one second to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first second.
    pub from: Timestamp,
    /// The last second.
    pub to: Timestamp,
}

/// Something that has to be in the bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Which files count.
    pub role: Role,
    /// How many of them there have to be at least; 1 or more.
    pub at_least: u64,
    /// Why, for people.
    pub because: Option<String>,
}

/// Somebody who answers for something that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
    /// The receipt that records it: its `jti`.
    pub receipt: Option<String>,
}

/// How long to keep a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retain {
    /// How many days from the day of bundling.
    pub days: u32,
    /// Whether nobody may shorten it.
    pub compliance: bool,
}

/// The roles of which every release needs something, unless its manifest has a contract of its own.
pub const DEFAULT_CONTRACT: [Role; 5] =
    [Role::Receipts, Role::Report, Role::Sbom, Role::Attestations, Role::Policy];

impl Manifest {
    /// Reads a manifest; refuses with every fault it has, in the order of the text.
    pub fn parse(text: &[u8]) -> Result<Self, Vec<Fault>> {
        spot::document(text, &LIMITS, &CODES, manifest)
    }
}

fn manifest(root: &Spot<'_>) -> Option<Manifest> {
    let fields = root.fields(&["bundle"])?.need("bundle")?.fields(BUNDLE)?;
    let version = fields.need("version").and_then(|spot| version(&spot));
    let sources = Role::ALL.into_iter().filter_map(|role| {
        let spot = fields.find(role.field())?;
        Some((role, source(&spot)?))
    });
    let sources: BTreeMap<_, _> = sources.collect();
    let artifacts = fields.find("artifacts").map_or_else(Vec::new, |spot| patterns(&spot));
    let period = fields.find("period").and_then(|spot| period(&spot));
    let contract = contract(&fields);
    let waivers = waivers(&fields, &contract);
    let retain = fields.find("retain").and_then(|spot| retain(&spot));
    Some(Manifest { version: version?, sources, artifacts, period, contract, waivers, retain })
}

/// YAML reads `1.0` as a number; a version has to be text, or say so.
fn version(spot: &Spot<'_>) -> Option<String> {
    if matches!(spot.node.value, Value::Integer(_) | Value::Float(_)) {
        spot.malformed("a number, which loses zeros; put quotes around it");
        return None;
    }
    let text = spot.text()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b".-+_".contains(&b);
    if text.len() > 100 || !text.bytes().all(plain) {
        spot.malformed("a version has at most 100 letters, digits, `.`, `-`, `+` and `_`");
        return None;
    }
    Some(text.to_owned())
}

fn source(spot: &Spot<'_>) -> Option<Source> {
    if !matches!(spot.node.value, Value::Mapping(_)) {
        return Some(Source { patterns: patterns(spot), optional: false });
    }
    let fields = spot.fields(&["from", "optional"])?;
    Some(Source {
        patterns: patterns(&fields.need("from")?),
        optional: fields.find("optional").and_then(|spot| spot.flag()).unwrap_or_default(),
    })
}

fn patterns(spot: &Spot<'_>) -> Vec<Pattern> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for one in spot.one_or_more() {
        let Some(pattern) = one.parsed::<Pattern>() else { continue };
        if seen.insert(pattern.as_str().to_owned()) {
            all.push(pattern);
        } else {
            one.refuse(CODES.contradiction, "stands there twice");
        }
    }
    all
}

fn period(spot: &Spot<'_>) -> Option<Period> {
    let fields = spot.fields(&["from", "to"])?;
    let time = |key| -> Option<Timestamp> {
        let spot = fields.need(key)?;
        let time = Timestamp::parse(spot.text()?);
        if time.is_none() {
            spot.malformed("not a time with an offset, such as `2025-11-03T00:00:00Z`");
        }
        time
    };
    let (from, to) = (time("from"), time("to"));
    let period = Period { from: from?, to: to? };
    if period.from > period.to {
        spot.refuse(CODES.contradiction, "ends before it begins");
        return None;
    }
    Some(period)
}

fn contract(fields: &Fields<'_>) -> BTreeMap<String, Requirement> {
    let Some(spot) = fields.find("contract") else {
        let default = |role: Role| {
            (role.field().to_owned(), Requirement { role, at_least: 1, because: None })
        };
        return DEFAULT_CONTRACT.into_iter().map(default).collect();
    };
    let mut all = BTreeMap::new();
    for one in spot.items() {
        let Some((id, requirement)) = requirement(&one) else { continue };
        if all.insert(id, requirement).is_some() {
            one.refuse(CODES.contradiction, "a second requirement with this id");
        }
    }
    all
}

fn requirement(spot: &Spot<'_>) -> Option<(String, Requirement)> {
    let fields = spot.fields(&["id", "field", "at_least", "because"])?;
    let role = fields.need("field").and_then(|spot| role(&spot));
    let id = match fields.find("id") {
        Some(spot) => name(&spot),
        None => role.map(|role| role.field().to_owned()),
    };
    let at_least = fields.find("at_least").map_or(Some(1), |spot| spot.number(1, 1_000_000));
    let because = fields.find("because").and_then(|spot| spot.text()).map(str::to_owned);
    Some((id?, Requirement { role: role?, at_least: at_least?, because }))
}

fn role(spot: &Spot<'_>) -> Option<Role> {
    let words: Vec<_> = Role::ALL.into_iter().map(|role| (role.field(), role)).collect();
    spot.word(&words)
}

fn name(spot: &Spot<'_>) -> Option<String> {
    let text = spot.text()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    if text.len() > 100 || !text.bytes().all(plain) {
        spot.malformed("an id has at most 100 letters, digits, `-`, `_` and `.`");
        return None;
    }
    Some(text.to_owned())
}

fn waivers(
    fields: &Fields<'_>,
    contract: &BTreeMap<String, Requirement>,
) -> BTreeMap<String, Waiver> {
    let mut all = BTreeMap::new();
    for one in fields.list("waivers") {
        let Some((id, waiver)) = waiver(&one, contract) else { continue };
        if all.insert(id, waiver).is_some() {
            one.refuse(CODES.contradiction, "a second waiver of this requirement");
        }
    }
    all
}

fn waiver(spot: &Spot<'_>, contract: &BTreeMap<String, Requirement>) -> Option<(String, Waiver)> {
    let fields = spot.fields(&["requirement", "by", "why", "receipt"])?;
    let text = |key| fields.need(key).and_then(|spot| spot.text().map(str::to_owned));
    let (id, by, why) = (fields.need("requirement"), text("by"), text("why"));
    let receipt = fields.find("receipt").and_then(|spot| spot.text()).map(str::to_owned);
    let spot = id?;
    let id = spot.text()?;
    if !contract.contains_key(id) {
        let message = format!("`{}` is no requirement of the contract", id.escape_debug());
        spot.unknown(None, message, (id, contract.keys().map(String::as_str)));
        return None;
    }
    Some((id.to_owned(), Waiver { by: by?, why: why?, receipt }))
}

fn retain(spot: &Spot<'_>) -> Option<Retain> {
    let fields = spot.fields(&["for", "mode"])?;
    let days = fields.need("for").and_then(|spot| {
        let days = parse_days(spot.text()?);
        if days.is_none() {
            spot.malformed("not a time such as `90d` or `7y`, of at most 100 years");
        }
        days
    });
    let mode = fields
        .find("mode")
        .map_or(Some(false), |spot| spot.word(&[("governance", false), ("compliance", true)]));
    Some(Retain { days: days?, compliance: mode? })
}

/// Reads `90d` or `7y` as days; a year has 365 days and a leap day in four.
pub fn parse_days(text: &str) -> Option<u32> {
    let number = |digits: &str| digits.parse::<u32>().ok().filter(|n| (1..=36_525).contains(n));
    let days = match text.strip_suffix('y') {
        Some(years) => number(years)?.checked_mul(1461)?.div_ceil(4),
        None => number(text.strip_suffix('d')?)?,
    };
    (days <= 36_525).then_some(days)
}

#[cfg(test)]
mod tests;
