//! What a file in a bundle is for.

use cos_objects::Key;
use std::fmt;
use std::str::FromStr;

/// What a file in a bundle is for: the field of the manifest that brought it, and the folder it lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// `receipts_prefix`: files of receipts, audit packs, checkpoints.
    Receipts,
    /// `conformance_report`: what the policy simulator found, and the signature beside it.
    Report,
    /// `sbom`: SPDX documents of the released artifacts.
    Sbom,
    /// `attestations`: SLSA provenance of the released artifacts.
    Attestations,
    /// `policy_bundle`: the OPA bundle that decides.
    Policy,
    /// `slo`: exports of service level objectives.
    Slo,
    /// `isolation`: results of the isolation audit.
    Isolation,
    /// `residency`: evidence for data residency.
    Residency,
    /// `rollback`: the recorded rehearsal of the rollback.
    Rollback,
    /// `screenshots`: pictures of dashboards.
    Screenshots,
    /// `release_notes`: the notes of the release.
    ReleaseNotes,
    /// `other`: anything else worth keeping; no check reads it.
    Other,
}

impl Role {
    /// Every role, in the order in which a manifest lists them.
    pub const ALL: [Self; 12] = [
        Self::Receipts,
        Self::Report,
        Self::Sbom,
        Self::Attestations,
        Self::Policy,
        Self::Slo,
        Self::Isolation,
        Self::Residency,
        Self::Rollback,
        Self::Screenshots,
        Self::ReleaseNotes,
        Self::Other,
    ];

    /// The field of the manifest.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Receipts => "receipts_prefix",
            Self::Report => "conformance_report",
            Self::Sbom => "sbom",
            Self::Attestations => "attestations",
            Self::Policy => "policy_bundle",
            Self::Slo => "slo",
            Self::Isolation => "isolation",
            Self::Residency => "residency",
            Self::Rollback => "rollback",
            Self::Screenshots => "screenshots",
            Self::ReleaseNotes => "release_notes",
            Self::Other => "other",
        }
    }

    /// The folder of the bundle.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Receipts => "receipts",
            Self::Report => "reports",
            Self::Policy => "policy",
            Self::ReleaseNotes => "release-notes",
            _ => self.field(),
        }
    }

    /// Tells whether the file at `path`, of this role, is one that a contract counts and checks read: pages and signatures lie beside the
    /// reports that they belong to.
    pub fn counts(self, path: &Key) -> bool {
        let is_report = |path: &str| {
            path.strip_suffix(".json").is_some_and(|name| name.strip_suffix(".dsse").is_none())
        };
        self != Self::Report || is_report(path.as_str())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|role| role.field() == text);
        found.ok_or_else(|| format!("`{}` is no field of a manifest", text.escape_debug()))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field())
    }
}
