//! The check of a whole ledger: every file accounted for, every receipt, tile and signature recomputed.
//!
//! It reports and, if asked, rebuilds what follows from the receipts: tiles, the index, left-over files. It never touches a
//! receipt or a checkpoint, believes no cache, and needs memory for one file at a time. What cannot be told from the ledger
//! alone is left to the auditor's side: whether receipts are well signed, and whether the log is the one that was seen before.

mod ids;
mod log;
mod receipts;
mod repair;
mod tree;

use crate::disk;
use crate::error::{Context as _, LedgerError};
use crate::layout::LEDGER_FILE;
use crate::ledger::read_ledger_file;
use cos_core::code::Code;
use cos_core::ids::{Org, Origin};
use cos_core::log::note::VerifierKey;
use std::fs;
use std::path::{Path, PathBuf};

/// Findings kept for one log; further ones are only counted.
const MAX_FINDINGS: usize = 1000;

/// Whether a check may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Only report.
    Nothing,
    /// Rebuild tiles and indexes from the receipts and remove what an interrupted write left behind.
    Derived,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Left by an interrupted write; harmless, and gone after the next opening or repair.
    LeftOver,
    /// Follows from the receipts and is missing or wrong; a repair rebuilds it.
    Derived,
    /// Receipts, checkpoint or the directory itself are not as they must be.
    Damage,
}

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// The stable code, with a page of its own.
    pub code: Code,
    /// The file or directory, below the ledger's directory.
    pub path: PathBuf,
    /// The receipt concerned, or the first of several.
    pub index: Option<u64>,
    /// What is wrong.
    pub reason: String,
}

/// What the check found out about one log.
#[derive(Clone, Debug)]
pub struct LogReport {
    /// The log.
    pub origin: Origin,
    /// Receipts found, sealed or not.
    pub receipts: u64,
    /// Size of the checkpoint; `None` without a valid one.
    pub published: Option<u64>,
    /// What was found, in the order of the files; at most 1,000.
    pub findings: Vec<Finding>,
    /// Findings beyond those.
    pub further_findings: u64,
    /// Files that were rebuilt or removed.
    pub repaired: u64,
}

/// What the check found out about a ledger.
#[derive(Clone, Debug)]
pub struct FsckReport {
    /// Whose ledger it is.
    pub org: Org,
    /// The logs, in the order of region and tenant.
    pub logs: Vec<LogReport>,
    /// Findings that belong to no log.
    pub findings: Vec<Finding>,
}

impl LogReport {
    /// Tells whether nothing is wrong; left-over files of an interrupted write are not.
    pub fn is_clean(&self) -> bool {
        self.further_findings == 0 && is_clean(&self.findings)
    }
}

impl FsckReport {
    /// Tells whether nothing is wrong; left-over files of an interrupted write are not.
    pub fn is_clean(&self) -> bool {
        is_clean(&self.findings) && self.logs.iter().all(LogReport::is_clean)
    }

    /// All findings that were kept.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(self.logs.iter().flat_map(|log| &log.findings))
    }
}

fn is_clean(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.severity == Severity::LeftOver)
}

/// Checks the ledger in `root`; `keys` names the keys that may sign checkpoints of a log.
///
/// An error means that the check could not be done: there is no ledger, a log is being written, a disk does not answer.
pub fn fsck(
    root: &Path,
    keys: &dyn Fn(&Origin) -> Vec<VerifierKey>,
    repair: Repair,
) -> Result<FsckReport, LedgerError> {
    let Some(org) = read_ledger_file(root)? else {
        let reason = format!("it has no `{LEDGER_FILE}`");
        return Err(LedgerError::OtherLedger { path: root.into(), reason });
    };
    let mut report = FsckReport { org, logs: Vec::new(), findings: Vec::new() };
    for origin in origins(root, &report.org, &mut report.findings)? {
        report.logs.push(log::check(root, &origin, &keys(&origin), repair)?);
    }
    Ok(report)
}

/// The logs of the ledger in `root`, in the order of region and tenant; what is no log becomes a finding.
pub(crate) fn origins(
    root: &Path,
    org: &Org,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Origin>, LedgerError> {
    let mut origins = Vec::new();
    let mut stray = |path: PathBuf| {
        let left = path.extension().is_some_and(|extension| extension == "tmp");
        findings.push(Finding {
            severity: if left { Severity::LeftOver } else { Severity::Damage },
            code: code::DERIVED,
            path,
            index: None,
            reason: "it is no part of a ledger".into(),
        });
    };
    for region in sorted_names(root)? {
        let (parsed, path) = (region.parse(), PathBuf::from(&region));
        match parsed {
            _ if region == LEDGER_FILE => {}
            Ok(parsed) if is_directory(&root.join(&path))? => {
                for tenant in sorted_names(&root.join(&path))? {
                    let (parsed_tenant, path) = (tenant.parse(), path.join(&tenant));
                    match parsed_tenant {
                        Ok(tenant) if is_directory(&root.join(&path))? => {
                            let (org, region) = (org.clone(), Clone::clone(&parsed));
                            origins.push(Origin { org, region, tenant });
                        }
                        _ => stray(path),
                    }
                }
            }
            _ => stray(path),
        }
    }
    Ok(origins)
}

fn sorted_names(path: &Path) -> Result<Vec<String>, LedgerError> {
    let mut names = disk::names(path)?;
    names.sort_unstable();
    Ok(names)
}

fn is_directory(path: &Path) -> Result<bool, LedgerError> {
    Ok(fs::symlink_metadata(path).context("look at", path)?.is_dir())
}

/// The codes of findings; each is also that of an error with the same meaning.
mod code {
    use cos_core::code::Code;

    pub(super) const RECEIPTS: Code = Code::new("COS-LED-0009");
    pub(super) const CHECKPOINT: Code = Code::new("COS-LED-0010");
    pub(super) const DERIVED: Code = Code::new("COS-LED-0011");
    pub(super) const DUPLICATE: Code = Code::new("COS-LED-0014");
}

/// The findings about one log, with their number bounded.
struct Findings {
    /// The log's directory below the ledger's.
    below: PathBuf,
    kept: Vec<Finding>,
    further: u64,
}

impl Findings {
    fn new(origin: &Origin) -> Self {
        let below = PathBuf::from(origin.region.as_str()).join(origin.tenant.as_str());
        Self { below, kept: Vec::new(), further: 0 }
    }

    fn add(
        &mut self,
        severity: Severity,
        code: Code,
        path: &str,
        index: Option<u64>,
        reason: impl Into<String>,
    ) {
        if self.kept.len() == MAX_FINDINGS {
            self.further += 1;
            return;
        }
        let path = self.below.join(path);
        self.kept.push(Finding { severity, code, path, index, reason: reason.into() });
    }

    fn receipts(&mut self, path: &str, index: u64, reason: impl Into<String>) {
        self.add(Severity::Damage, code::RECEIPTS, path, Some(index), reason);
    }

    fn checkpoint(&mut self, reason: impl Into<String>) {
        self.add(Severity::Damage, code::CHECKPOINT, crate::layout::CHECKPOINT, None, reason);
    }

    fn derived(&mut self, path: &str, index: Option<u64>, reason: impl Into<String>) {
        self.add(Severity::Derived, code::DERIVED, path, index, reason);
    }

    fn left_over(&mut self, path: &str, reason: impl Into<String>) {
        self.add(Severity::LeftOver, code::DERIVED, path, None, reason);
    }

    fn stray(&mut self, path: &str) {
        self.add(Severity::Damage, code::DERIVED, path, None, "it is no part of a log");
    }
}
