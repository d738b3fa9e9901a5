//! The checks of a bundle: what each is called, what it means, and what came of it.

use serde::Serialize;
use std::fmt;

/// One check that `cos evidence verify` knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckInfo {
    /// Its id, which never changes and is never given to another check.
    pub id: &'static str,
    /// What holds when it passes.
    pub title: &'static str,
    /// Where that is asked for.
    pub spec: &'static str,
}

/// Every check, in the order in which they run.
pub const CATALOGUE: &[CheckInfo] = &[
    info(
        "carrier.names",
        "Every name is a plain file's, the same on every system",
        "evidence-bundle.md",
    ),
    info(
        "signature.valid",
        "A key or identity that is trusted for evidence signed the statement",
        "DSSE 1.0; Sigstore bundle 0.3",
    ),
    info(
        "signature.time",
        "When it was signed is proven, and the key was in use then",
        "RFC 3161; RFC 6962",
    ),
    info(
        "statement.form",
        "The statement is a canonical in-toto statement about an evidence bundle",
        "in-toto Statement 1; RFC 8785",
    ),
    info(
        "statement.copy",
        "The readable copy is what was signed, byte for byte",
        "evidence-bundle.md",
    ),
    info("files.present", "Every listed file is there", "evidence-bundle.md"),
    info("files.digest", "Every file has the listed digest and size", "in-toto Statement 1"),
    info("files.extra", "There is no file that is not listed", "evidence-bundle.md"),
    info("files.index", "An index lists what the statement says it lists", "RFC 6962, section 2.1"),
    info("files.sums", "SHA256SUMS says the same as the statement", "evidence-bundle.md"),
    info(
        "contract.met",
        "What the contract asks for is there, or somebody answers for it",
        "evidence-bundle.md",
    ),
    info("receipts.valid", "Every receipt is what a notary signed", "RFC 9901"),
    info(
        "receipts.included",
        "Receipts are in a log that a trusted key signed",
        "C2SP tlog-tiles; tlog-checkpoint",
    ),
    info(
        "receipts.counted",
        "The receipts are those that the statement counted",
        "evidence-bundle.md",
    ),
    info("report.valid", "The conformance report can be read", "conformance-report.md"),
    info("report.signed", "A report key signed the conformance report", "DSSE 1.0"),
    info("report.passed", "Every gate of the conformance report passed", "conformance-report.md"),
    info(
        "report.coverage",
        "At least 95 % of the privileged flows are covered, by a full run",
        "simulator.md",
    ),
    info("policy.valid", "The policy bundle can be read", "OPA bundles"),
    info("policy.signed", "A policy key signed the policy bundle", "OPA bundles, signing"),
    info("isolation.valid", "The isolation audit can be read", "isolation-audit.md"),
    info("isolation.signed", "A report key signed the isolation audit", "DSSE 1.0"),
    info(
        "isolation.passed",
        "Nothing crossed from one tenant to another, and no write left its region",
        "isolation-audit.md",
    ),
    info("sbom.valid", "The SBOM is valid SPDX", "SPDX 2.3; SPDX 3.0"),
    info("sbom.bound", "The SBOM describes a released artifact, by its digest", "SPDX 2.3, 7.10"),
    info(
        "slsa.valid",
        "The provenance is an in-toto statement with SLSA provenance",
        "SLSA 0.2; SLSA 1.0",
    ),
    info("slsa.signed", "A trusted builder signed the provenance", "SLSA 1.0, verifying artifacts"),
    info(
        "slsa.expected",
        "Build type, source and parameters are those that are trusted",
        "SLSA 1.0, verifying artifacts",
    ),
    info(
        "slsa.bound",
        "The provenance is about a released artifact",
        "SLSA 1.0, verifying artifacts",
    ),
    info(
        "link.artifacts",
        "Every released artifact has an SBOM and provenance",
        "evidence-bundle.md",
    ),
    info("link.version", "SBOM and provenance speak of the released version", "evidence-bundle.md"),
    info(
        "link.policy-report",
        "The report is about the policy bundle that is here",
        "evidence-bundle.md",
    ),
    info(
        "link.policy-receipts",
        "The receipts were decided by the policy bundle that is here",
        "evidence-bundle.md",
    ),
    info(
        "link.period",
        "The receipts were issued within the period of the bundle",
        "evidence-bundle.md",
    ),
];

const fn info(id: &'static str, title: &'static str, spec: &'static str) -> CheckInfo {
    CheckInfo { id, title, spec }
}

/// What came of a check of one thing.
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

/// A check of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// See [`CATALOGUE`].
    pub id: &'static str,
    /// The file or requirement it is about; empty for the bundle.
    pub subject: String,
    /// What came of it.
    pub outcome: Outcome,
    /// What was found, for people.
    pub detail: String,
}

/// What a verification comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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

impl Verdict {
    /// The worst of some checks.
    pub fn of(checks: &[Check]) -> Self {
        let of = |check: &Check| match check.id.split_once('.') {
            Some(("signature", _)) => Self::Untrusted,
            Some(("contract", _)) => Self::Incomplete,
            _ => Self::Failed,
        };
        let failed = checks.iter().filter(|check| check.outcome == Outcome::Fail);
        failed.map(of).max().unwrap_or(Self::Verified)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Verified => "verified",
            Self::Incomplete => "incomplete",
            Self::Failed => "failed",
            Self::Untrusted => "untrusted",
        })
    }
}

/// What is known of a check; ids that are not in the catalogue are a mistake of this crate.
pub fn describe(id: &str) -> &'static CheckInfo {
    CATALOGUE.iter().find(|info| info.id == id).expect("every check is in the catalogue")
}

/// Collects what comes of the checks.
#[derive(Default)]
pub(super) struct Checks(pub(super) Vec<Check>);

impl Checks {
    pub(super) fn note(
        &mut self,
        id: &'static str,
        subject: impl Into<String>,
        outcome: Outcome,
        detail: impl Into<String>,
    ) {
        debug_assert_eq!(describe(id).id, id);
        self.0.push(Check { id, subject: subject.into(), outcome, detail: detail.into() });
    }

    pub(super) fn pass(
        &mut self,
        id: &'static str,
        subject: impl Into<String>,
        detail: impl Into<String>,
    ) {
        self.note(id, subject, Outcome::Pass, detail);
    }

    pub(super) fn fail(
        &mut self,
        id: &'static str,
        subject: impl Into<String>,
        detail: impl Into<String>,
    ) {
        self.note(id, subject, Outcome::Fail, detail);
    }

    /// Notes one result for a result.
    pub(super) fn result(
        &mut self,
        id: &'static str,
        subject: impl Into<String>,
        result: Result<String, String>,
    ) -> bool {
        let passed = result.is_ok();
        let outcome = if passed { Outcome::Pass } else { Outcome::Fail };
        let (Ok(detail) | Err(detail)) = result;
        self.note(id, subject, outcome, detail);
        passed
    }

    /// Notes each fault, or that there is none.
    pub(super) fn faults(
        &mut self,
        id: &'static str,
        faults: Vec<(String, String)>,
        passed: impl FnOnce() -> String,
    ) {
        if faults.is_empty() {
            self.pass(id, "", passed());
        }
        for (subject, detail) in faults {
            self.fail(id, subject, detail);
        }
    }
}
