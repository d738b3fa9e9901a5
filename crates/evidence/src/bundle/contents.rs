//! The predicate of a bundle's statement: what the release is, where each file came from, what was asked for and what is missing.
//!
//! These structs are the wire format and nothing else; the JSON Schema is `schemas/evidence-bundle.v1.json`. A statement has no clock,
//! host name or user in it: the same inputs give the same bytes wherever they are bundled.

use super::manifest::{Manifest, Period};
use super::role::Role;
use crate::report::Report;
use cos_core::clock::Timestamp;
use cos_core::intoto::Statement;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the predicate means.
pub const PREDICATE_TYPE: &str = "https://companyos.example/cos/evidence-bundle/v1";

/// The JSON Schema (2020-12) of the predicate.
pub const SCHEMA: &str = include_str!("../../schemas/evidence-bundle.v1.json");

/// The predicate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// The version of the release.
    pub version: String,
    /// The time that the evidence covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<PeriodText>,
    /// Where the files came from, in the order of the manifest's fields.
    pub sources: Vec<SourceInfo>,
    /// The released files, by name.
    pub artifacts: Vec<Artifact>,
    /// What was asked for, and what came of it.
    pub contract: BTreeMap<String, RequirementInfo>,
    /// What there is to say about the receipts; absent without any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipts: Option<ReceiptsInfo>,
    /// SHA-256 of the statement of the release before, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// SHA-256 of the statement that this bundle shows a part of, and what part that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclosed_from: Option<DisclosedFrom>,
}

/// A period, as RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodText {
    /// The first second.
    pub from: String,
    /// The last second.
    pub to: String,
}

/// One field of the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceInfo {
    /// Its name; see [`Role::field`].
    pub field: String,
    /// The patterns, as they were written.
    pub patterns: Vec<String>,
    /// What they matched, by path in the bundle; empty when there is an index.
    pub files: Vec<FileInfo>,
    /// The file that lists what they matched, where that is more than the statement may name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<IndexInfo>,
}

/// A file and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileInfo {
    /// Its path in the bundle.
    pub path: String,
    /// Where it was read.
    pub uri: String,
    /// Bytes.
    pub size: u64,
    /// Its version, where the store keeps versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// An index: one [`IndexLine`] a line, by path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexInfo {
    /// Its path in the bundle.
    pub path: String,
    /// How many files it lists.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// The Merkle tree hash (RFC 6962) over its lines, without their line ends, in hexadecimal.
    pub root: String,
}

/// A line of an index, in canonical JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexLine {
    /// Its path in the bundle.
    pub path: String,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Where it was read.
    pub uri: String,
    /// Its version, where the store keeps versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// A released file; it is not in the bundle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Artifact {
    /// Its name, without folders.
    pub name: String,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// A requirement of the contract and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequirementInfo {
    /// Which files count.
    pub field: String,
    /// How many there have to be.
    pub at_least: u64,
    /// Why, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// How many there are.
    pub found: u64,
    /// Who answers for it when there are fewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<WaiverInfo>,
}

/// Who answers for what is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaiverInfo {
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
    /// The receipt that records it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// The receipts of a bundle, counted when it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptsInfo {
    /// Those that files hold one a line. One that two files hold counts in both.
    pub files: Counts,
    /// Those in audit packs: copies with proofs, drawn from logs, of which any may be in a file as well.
    pub samples: Counts,
    /// When the first was issued, RFC 3339; absent without any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// When the last was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// The logs whose signed checkpoints are in the bundle, by origin.
    pub logs: BTreeMap<String, LogInfo>,
}

impl ReceiptsInfo {
    /// The tenants that any receipt is about, as `<region>/<tenant>`.
    pub fn tenants(&self) -> BTreeSet<&String> {
        self.files.tenants.keys().chain(self.samples.tenants.keys()).collect()
    }

    /// How many receipts are to be verified, copies included.
    pub fn copies(&self) -> u64 {
        self.files.count + self.samples.count
    }
}

/// How many receipts there are, of whom and under which policies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// All.
    pub count: u64,
    /// Of each tenant, by `<region>/<tenant>`.
    pub tenants: BTreeMap<String, u64>,
    /// Those that name a policy bundle, by its digest.
    pub policy_bundles: BTreeMap<String, u64>,
}

impl Counts {
    /// Adds the receipts of a report.
    pub(super) fn add(&mut self, report: &Report) {
        self.count += report.counts.total;
        for (tenant, counts) in &report.by_tenant {
            *self.tenants.entry(tenant.clone()).or_default() += counts.total;
        }
        for (digest, count) in &report.policy_bundles {
            *self.policy_bundles.entry(digest.clone()).or_default() += count;
        }
    }
}

/// The state of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogInfo {
    /// Entries.
    pub size: u64,
    /// The root hash, in hexadecimal.
    pub root: String,
}

/// Which part of another bundle this is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosedFrom {
    /// SHA-256 of its statement, in hexadecimal.
    pub statement: String,
    /// The tenant whose part it is.
    pub tenant: String,
}

/// How a requirement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Enough files are there.
    Satisfied,
    /// Too few, and somebody answers for that.
    Waived,
    /// Too few.
    Missing,
}

impl RequirementInfo {
    /// How it stands.
    pub fn standing(&self) -> Standing {
        match &self.waived {
            _ if self.found >= self.at_least => Standing::Satisfied,
            Some(_) => Standing::Waived,
            None => Standing::Missing,
        }
    }
}

impl Contents {
    /// Reads the predicate of a statement; the error says what is wrong with it.
    pub fn of(statement: &Statement) -> Result<Self, String> {
        if statement.predicate_type != PREDICATE_TYPE {
            let found: String = statement.predicate_type.chars().take(120).collect();
            return Err(format!(
                "the statement is about something else: `{}`",
                found.escape_debug()
            ));
        }
        serde_json::from_value(serde_json::Value::Object(statement.predicate.clone()))
            .map_err(|error| error.to_string())
    }

    /// The files of one role that the statement itself names.
    pub fn files(&self, role: Role) -> impl Iterator<Item = &FileInfo> {
        let mine = self.sources.iter().filter(move |source| source.field == role.field());
        mine.flat_map(|source| &source.files)
    }

    /// The index of one role, where it has one.
    pub fn index(&self, role: Role) -> Option<&IndexInfo> {
        self.sources.iter().find(|source| source.field == role.field())?.index.as_ref()
    }
}

/// What `manifest` asks for, with the number of files that `found` tells for each role.
pub fn contract(
    manifest: &Manifest,
    found: impl Fn(Role) -> u64,
) -> BTreeMap<String, RequirementInfo> {
    let info = |(id, requirement): (&String, &super::manifest::Requirement)| {
        let found = found(requirement.role);
        let waiver = manifest.waivers.get(id).filter(|_| found < requirement.at_least);
        let waived = waiver.map(|waiver| WaiverInfo {
            by: waiver.by.clone(),
            why: waiver.why.clone(),
            receipt: waiver.receipt.clone(),
        });
        let info = RequirementInfo {
            field: requirement.role.field().to_owned(),
            at_least: requirement.at_least,
            because: requirement.because.clone(),
            found,
            waived,
        };
        (id.clone(), info)
    };
    manifest.contract.iter().map(info).collect()
}

impl From<Period> for PeriodText {
    fn from(period: Period) -> Self {
        Self { from: period.from.to_string(), to: period.to.to_string() }
    }
}

impl PeriodText {
    /// The period; `None` when a text is no time, or it ends before it begins.
    pub fn period(&self) -> Option<Period> {
        let time = |text: &str| Timestamp::parse(text);
        let period = Period { from: time(&self.from)?, to: time(&self.to)? };
        (period.from <= period.to).then_some(period)
    }
}
