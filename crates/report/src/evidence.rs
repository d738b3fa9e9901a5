//! What a verification of an evidence bundle found: the model, and one renderer for each format in which people and programs read it.
//!
//! The model is filled in by who verified; nothing is decided here. As JSON it is `cos.evidence-verify/v1`, which is the model itself.

pub mod diff;
pub mod html;
pub mod junit;
pub mod sarif;

use crate::error::ReportError;
use serde::Serialize;
use serde_json::Value;

/// The JSON Schema (2020-12) of [`Verification`].
pub const SCHEMA: &str = include_str!("../schemas/evidence-verify.v1.json");

/// The `schema` of [`Verification`].
pub const SCHEMA_ID: &str = "cos.evidence-verify/v1";

/// A verification of a bundle.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verification {
    /// [`SCHEMA_ID`].
    pub schema: &'static str,
    /// Where the bundle lies.
    pub bundle: String,
    /// What it comes to.
    pub verdict: Verdict,
    /// How much was verified: `fast`, `full` or `sample`.
    pub level: &'static str,
    /// When, by the clock of the machine that verified; RFC 3339.
    pub verified_at: String,
    /// Who verified: the name of the program.
    pub tool: String,
    /// Its version.
    pub tool_version: String,
    /// The trust file that was believed.
    pub trust: Trust,
    /// SHA-256 of the statement, in hexadecimal; absent when nobody who counts signed it.
    pub statement: Option<String>,
    /// Who signed it, and when; absent with it.
    pub signed: Option<Signed>,
    /// What came of the checks, in the order in which they ran.
    pub checks: Vec<Check>,
    /// What nobody may read into the verdict, a sentence each.
    pub not_proven: Vec<String>,
    /// The receipts that were drawn, where only a sample was verified.
    pub sample: Option<Sample>,
    /// The predicate of the statement, as it was signed.
    pub contents: Option<Value>,
    /// The same for people.
    #[serde(skip)]
    pub release: Option<Release>,
}

/// What a verification comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Everything holds.
    Verified,
    /// Everything that is there holds, and something is missing.
    Incomplete,
    /// Something does not hold.
    Failed,
    /// Nobody who is trusted signed it, or nobody knows when.
    Untrusted,
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It was not asked for, or there is nothing to check.
    Skip,
    /// It does not hold, and that does not count against the bundle.
    Warn,
    /// It does not hold.
    Fail,
}

/// The trust file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trust {
    /// Whose it is.
    pub org: String,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// A signature that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signed {
    /// The id of the key, or the identity.
    pub signer: String,
    /// How the trust file comes to believe the signer, for people.
    pub because: String,
    /// When it was signed at the latest.
    pub times: Vec<Time>,
    /// The transparency log that lists the signature.
    pub log: Option<String>,
    /// What is not proven about it.
    pub warnings: Vec<String>,
}

/// A proven time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Time {
    /// RFC 3339.
    pub at: String,
    /// Whose clock says so.
    pub clock: String,
    /// `tsa` for a time stamp, `log` for a transparency log.
    pub kind: &'static str,
}

/// A check of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Its id, such as `files.digest`.
    pub id: String,
    /// What holds when it passes.
    pub title: String,
    /// Where that is asked for.
    pub spec: String,
    /// The file or requirement that it is about; empty for the bundle.
    pub subject: String,
    /// What came of it.
    pub outcome: Outcome,
    /// What was found.
    pub detail: String,
}

/// A sample of the receipts, which anyone can draw again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sample {
    /// The method.
    pub method: String,
    /// The auditor's nonce, in hexadecimal.
    pub nonce: String,
    /// SHA-256 of the nonce and of the statement's digest, in hexadecimal.
    pub seed: String,
    /// How many receipts were asked for.
    pub requested: u64,
    /// How many there are to draw from.
    pub population: u64,
    /// How many were drawn.
    pub drawn: u64,
    /// How many of those do not hold.
    pub deviations: u64,
    /// With 95 % confidence at most this share of the population deviates.
    pub upper_bound_95: f64,
    /// Which were drawn, by file.
    pub files: Vec<Drawn>,
}

/// The drawn receipts of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drawn {
    /// The file.
    pub path: String,
    /// The lines of the receipts, from 1.
    pub lines: Vec<u64>,
}

/// What a statement says, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Release {
    /// The version of the release.
    pub version: String,
    /// The time that the evidence covers, from and to.
    pub period: Option<(String, String)>,
    /// SHA-256 of the statement of the release before.
    pub previous: Option<String>,
    /// SHA-256 of the statement that this bundle shows a part of, and the tenant whose part it is.
    pub disclosed_from: Option<(String, String)>,
    /// The released files.
    pub artifacts: Vec<Artifact>,
    /// What was asked for.
    pub contract: Vec<Requirement>,
    /// The receipts, counted.
    pub receipts: Option<Receipts>,
    /// The files that the statement names.
    pub files: Vec<File>,
    /// How many more an index lists.
    pub indexed: u64,
}

/// A released file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Artifact {
    /// Its name.
    pub name: String,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// A requirement of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// Its id.
    pub id: String,
    /// Which files count.
    pub field: String,
    /// Why it is asked for.
    pub because: Option<String>,
    /// How many files there have to be.
    pub at_least: u64,
    /// How many there are.
    pub found: u64,
    /// How it stands.
    pub standing: Standing,
    /// Who answers for what is missing, and why.
    pub waived: Option<String>,
}

/// How a requirement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Enough files are there.
    Satisfied,
    /// Too few, and somebody answers for that.
    Waived,
    /// Too few.
    Missing,
}

/// The receipts, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipts {
    /// How many are in files that hold one a line.
    pub count: u64,
    /// How many are in audit packs, which any of the others may be among.
    pub sampled: u64,
    /// When the first was issued.
    pub first: Option<String>,
    /// When the last was issued.
    pub last: Option<String>,
    /// How many of each tenant are in files, and how many in audit packs.
    pub tenants: Vec<(String, u64, u64)>,
}

/// A file of the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// Its path.
    pub path: String,
    /// What it is for; empty for what the bundle brings along.
    pub field: String,
    /// Where it was read.
    pub uri: String,
    /// Bytes, where the statement says them.
    pub size: Option<u64>,
    /// SHA-256 as the statement lists it, in hexadecimal.
    pub sha256: String,
    /// Whether it is there and as listed.
    pub outcome: Outcome,
}

/// Checks that belong together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part<'a> {
    /// The beginning of their ids.
    pub id: &'a str,
    /// What they are about.
    pub title: &'static str,
    /// The worst of them; a skip counts only where there is nothing else.
    pub outcome: Outcome,
    /// The checks.
    pub checks: Vec<&'a Check>,
}

/// The parts of a bundle, in the order in which they are told.
const PARTS: &[(&str, &str)] = &[
    ("signature", "Signature and time"),
    ("statement", "Statement"),
    ("carrier", "Names of files"),
    ("files", "Files"),
    ("contract", "Contract"),
    ("receipts", "Receipts"),
    ("report", "Conformance report"),
    ("policy", "Policy bundle"),
    ("sbom", "Bill of materials"),
    ("slsa", "Provenance"),
    ("link", "What the parts say about each other"),
];

/// Writes a verification as JSON, fields in one order.
pub fn json(found: &Verification) -> Result<String, ReportError> {
    let failed = |error: serde_json::Error| ReportError::render("JSON", &error);
    let mut value = serde_json::to_value(found).map_err(failed)?;
    value.sort_all_objects();
    Ok(serde_json::to_string_pretty(&value).map_err(failed)? + "\n")
}

impl Verification {
    /// The checks by what they are about; parts of which no check ran are left out.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let prefix = |check: &&Check| check.id.split('.').next().unwrap_or_default().to_owned();
        let known = PARTS.iter().map(|(id, title)| {
            let mine = self.checks.iter().filter(|check| prefix(check) == *id);
            Part::of(id, title, mine.collect())
        });
        let others = self.checks.iter();
        let others = others.filter(|check| !PARTS.iter().any(|(id, _)| prefix(check) == *id));
        known
            .chain([Part::of("other", "Other checks", others.collect())])
            .filter(|part| !part.checks.is_empty())
            .collect()
    }

    /// How many checks came out as `outcome`.
    pub fn count(&self, outcome: Outcome) -> u64 {
        self.checks.iter().filter(|check| check.outcome == outcome).count() as u64
    }
}

impl<'a> Part<'a> {
    fn of(id: &'a str, title: &'static str, checks: Vec<&'a Check>) -> Self {
        let worst = checks.iter().map(|check| check.outcome).max().unwrap_or(Outcome::Skip);
        let passed = checks.iter().any(|check| check.outcome == Outcome::Pass);
        let outcome = if worst == Outcome::Skip && passed { Outcome::Pass } else { worst };
        Self { id, title, outcome, checks }
    }
}

impl Verdict {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Incomplete => "incomplete",
            Self::Failed => "failed",
            Self::Untrusted => "untrusted",
        }
    }

    /// What it means, in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Verified => "Everything that was checked holds.",
            Self::Incomplete => "What is there holds, and something that was asked for is missing.",
            Self::Failed => "Something does not hold.",
            Self::Untrusted => {
                "Nobody who is trusted for evidence signed this, or nobody knows when."
            }
        }
    }
}

#[cfg(test)]
mod tests;
