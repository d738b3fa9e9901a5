//! What a verification found, in the form in which it is written to a file: `cos.verify-report/v1`.
//!
//! These structs are the wire format and nothing else; the JSON Schema in `schemas/verify-report.v1.json` describes them.

use crate::check::{Fault, Item};
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::receipt::Receipt;
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// The JSON Schema (2020-12) of a report.
pub const SCHEMA: &str = include_str!("../schemas/verify-report.v1.json");

/// The most failures that a report lists; the rest are counted.
pub const MAX_FAILURES: usize = 10_000;

/// The most policy bundles that a report counts receipts of; those of more are not counted.
pub const MAX_POLICIES: usize = 1_000;

/// The result of verifying one source.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// `cos.verify-report/v1`
    pub schema: &'static str,
    /// What was verified, as the caller named it.
    pub source: String,
    /// How the receipts were counted.
    #[serde(flatten)]
    pub counts: Counts,
    /// The criterion that signatures had to satisfy.
    pub criterion: &'static str,
    /// What was checked, by level: `signature`, `disclosure`, `inclusion` (receipts),
    /// `consistency` (checkpoints seen earlier), `witness` (logs).
    pub levels: BTreeMap<&'static str, LevelCounts>,
    /// Wall time in seconds.
    pub elapsed_seconds: f64,
    /// Receipts a second of wall time.
    pub receipts_per_second: f64,
    /// The same counts for each tenant, as `<region>/<tenant>`; `-` where a receipt could not be read far enough to tell.
    pub by_tenant: BTreeMap<String, Counts>,
    /// When the genuine receipts were issued; absent when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Issued>,
    /// How many genuine receipts name which policy bundle, by `sha256:` and hexadecimal digits; at most [`MAX_POLICIES`].
    pub policy_bundles: BTreeMap<String, u64>,
    /// The logs whose checkpoints were used.
    pub logs: Vec<LogReport>,
    /// How the sample was drawn and what it says about the rest, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<SampleReport>,
    /// What failed or could not be decided, in order; at most [`MAX_FAILURES`].
    pub failures: Vec<Failure>,
    /// How many failures are not listed.
    pub failures_omitted: u64,
    /// What is not as it should be without making a receipt invalid.
    pub warnings: Vec<String>,
    /// Whether a log forked or shrank since it was last seen.
    pub log_identity_broken: bool,
}

/// Verdicts, counted. Every receipt has exactly one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// How many receipts there were.
    pub total: u64,
    /// Every check asked for holds, and the claims that every act has are shown.
    pub valid: u64,
    /// A check failed.
    pub invalid: u64,
    /// Something needed for a decision is missing.
    pub unverifiable: u64,
    /// Every check asked for holds; `actor` or `resource` is withheld from this copy.
    pub withheld: u64,
}

/// How often a level was checked, and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LevelCounts {
    /// Receipts, or logs, that passed.
    pub passed: u64,
    /// Receipts, or logs, that failed or could not be decided.
    pub failed: u64,
}

/// The first and the last time that a notary issued one of the receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Issued {
    /// RFC 3339.
    #[serde(serialize_with = "as_text")]
    pub first: Timestamp,
    /// RFC 3339.
    #[serde(serialize_with = "as_text")]
    pub last: Timestamp,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn as_text<S: serde::Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(time)
}

/// A log that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogReport {
    /// The log's origin.
    pub origin: String,
    /// How many entries the checkpoint commits to.
    pub size: u64,
    /// The root hash of that tree, in hexadecimal.
    pub root: String,
    /// Who cosigned the checkpoint, and when they say they did; only with `--level witness`.
    pub witnesses: Vec<String>,
    /// How many entries the checkpoint commits to that they cosigned; less than `size` while they have not seen the newest.
    pub witnessed: Option<u64>,
}

/// How a sample was drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SampleReport {
    /// The method's name.
    pub method: &'static str,
    /// The auditor's nonce, in hexadecimal.
    pub nonce: String,
    /// How many receipts the sample was drawn from.
    pub population: u64,
    /// How many were drawn.
    pub drawn: u64,
    /// How many of them the pack does not show to be genuine: invalid, unverifiable or not there.
    pub deviations: u64,
    /// With 95 % confidence at most this share of the population deviates (exact binomial bound).
    pub upper_bound_95: f64,
}

/// One thing that failed or could not be decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The receipt's index in its log, or its line number in a file; `null` for a whole log.
    pub index: Option<u64>,
    /// The receipt's id, as far as it could be read; not to be trusted when the receipt is invalid.
    pub jti: Option<String>,
    /// `<region>/<tenant>`, as far as known.
    pub tenant: Option<String>,
    /// The check that failed.
    pub check: &'static str,
    /// The stable code; `cos explain CODE` says more.
    pub code: String,
    /// What was found, for people.
    pub reason: String,
}

impl Report {
    /// Whether every receipt is valid or withheld, and every log is what it was.
    pub fn is_clean(&self) -> bool {
        self.counts.invalid == 0 && self.counts.unverifiable == 0 && self.failures.is_empty()
    }
}

/// Collects a report while the checks run.
pub(crate) struct Tally {
    pub(crate) report: Report,
    policies: BTreeMap<Digest, u64>,
}

/// The verdict on one receipt once everything about it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Invalid,
    Unverifiable,
    Valid,
    Withheld,
}

impl Tally {
    pub(crate) fn new(source: &str, criterion: &'static str) -> Self {
        let levels = ["signature", "disclosure"].map(|level| (level, LevelCounts::default()));
        let report = Report {
            schema: "cos.verify-report/v1",
            source: source.to_owned(),
            counts: Counts::default(),
            criterion,
            levels: levels.into_iter().collect(),
            elapsed_seconds: 0.0,
            receipts_per_second: 0.0,
            by_tenant: BTreeMap::new(),
            issued: None,
            policy_bundles: BTreeMap::new(),
            logs: Vec::new(),
            sample: None,
            failures: Vec::new(),
            failures_omitted: 0,
            warnings: Vec::new(),
            log_identity_broken: false,
        };
        Self { report, policies: BTreeMap::new() }
    }

    /// Notes what a genuine receipt says about its time and its policy.
    pub(crate) fn see(&mut self, receipt: &Receipt) {
        let (first, last) = match self.report.issued {
            Some(issued) => (issued.first.min(receipt.iat), issued.last.max(receipt.iat)),
            None => (receipt.iat, receipt.iat),
        };
        self.report.issued = Some(Issued { first, last });
        let Some(policy) = receipt.policy_bundle else { return };
        if self.policies.len() < MAX_POLICIES || self.policies.contains_key(&policy) {
            *self.policies.entry(policy).or_default() += 1;
        }
    }

    pub(crate) fn level(&mut self, level: &'static str, passed: u64, failed: u64) {
        let counts = self.report.levels.entry(level).or_default();
        counts.passed = counts.passed.saturating_add(passed);
        counts.failed = counts.failed.saturating_add(failed);
    }

    /// Counts `n` receipts of one tenant with one verdict.
    pub(crate) fn count(&mut self, tenant: &str, verdict: Verdict, n: u64) {
        if n == 0 {
            return;
        }
        if !self.report.by_tenant.contains_key(tenant) {
            self.report.by_tenant.insert(tenant.to_owned(), Counts::default());
        }
        let by_tenant = self.report.by_tenant.get_mut(tenant);
        for counts in by_tenant.into_iter().chain([&mut self.report.counts]) {
            let verdict = match verdict {
                Verdict::Invalid => &mut counts.invalid,
                Verdict::Unverifiable => &mut counts.unverifiable,
                Verdict::Valid => &mut counts.valid,
                Verdict::Withheld => &mut counts.withheld,
            };
            // A checkpoint may claim any number of entries.
            *verdict = verdict.saturating_add(n);
            counts.total = counts.total.saturating_add(n);
        }
    }

    pub(crate) fn fail(&mut self, failure: Failure) {
        if self.report.failures.len() < MAX_FAILURES {
            self.report.failures.push(failure);
        } else {
            self.report.failures_omitted += 1;
        }
    }

    /// Notes a failure of a whole log.
    pub(crate) fn fail_log(
        &mut self,
        tenant: &str,
        check: &'static str,
        code: Code,
        reason: impl Into<String>,
    ) {
        self.fail(Failure {
            index: None,
            jti: None,
            tenant: (tenant != "-").then(|| tenant.to_owned()),
            check,
            code: code.to_string(),
            reason: reason.into(),
        });
    }

    /// Counts and lists a receipt that failed on its own.
    pub(crate) fn fail_item(&mut self, tenant: &str, item: &Item, fault: &Fault) {
        let verdict = if fault.undecided { Verdict::Unverifiable } else { Verdict::Invalid };
        match fault.check {
            // Disclosures are looked at before the signature.
            "disclosure" => self.level("disclosure", 0, 1),
            "inclusion" => {
                self.level("signature", 1, 0);
                self.level("disclosure", 1, 0);
                self.level("inclusion", 0, 1);
            }
            _ => self.level("signature", 0, 1),
        }
        self.count(tenant, verdict, 1);
        self.list(tenant, item, fault);
    }

    /// Counts receipts that are not worth a line each: they lack in bulk.
    pub(crate) fn fail_unlisted(&mut self, tenant: &str, verdict: Verdict, n: u64) {
        self.level("signature", 0, n);
        self.count(tenant, verdict, n);
        self.report.failures_omitted = self.report.failures_omitted.saturating_add(n);
    }

    pub(crate) fn list(&mut self, tenant: &str, item: &Item, fault: &Fault) {
        self.fail(Failure {
            index: Some(item.index),
            jti: item.jti.map(|jti| jti.to_string()),
            tenant: (tenant != "-").then(|| tenant.to_owned()),
            check: fault.check,
            code: fault.code.to_string(),
            reason: fault.reason.clone(),
        });
    }

    /// Counts the receipts of a chunk that was met outside a log. `needs_proof` makes those without one unverifiable.
    pub(crate) fn take_lines(&mut self, items: &[Item], needs_proof: Option<&Fault>) {
        for item in items {
            let tenant = item.log.as_ref().map_or_else(|| "-".into(), |log| tenant(log));
            let receipt = match &item.outcome {
                Ok(receipt) => receipt,
                Err(fault) => {
                    self.fail_item(&tenant, item, fault);
                    continue;
                }
            };
            self.see(receipt);
            self.level("signature", 1, 0);
            self.level("disclosure", 1, 0);
            if item.proven {
                self.level("inclusion", 1, 0);
            } else if let Some(fault) = needs_proof {
                self.level(fault.check, 0, 1);
                self.count(&tenant, Verdict::Unverifiable, 1);
                self.list(&tenant, item, fault);
                continue;
            }
            self.count(
                &tenant,
                if receipt.withheld { Verdict::Withheld } else { Verdict::Valid },
                1,
            );
        }
    }

    pub(crate) fn finish(mut self, elapsed: Duration) -> Report {
        let named = self.policies.iter().map(|(policy, n)| (format!("sha256:{policy}"), *n));
        self.report.policy_bundles = named.collect();
        self.report.elapsed_seconds = elapsed.as_secs_f64();
        let rate = self.report.counts.total as f64 / self.report.elapsed_seconds.max(1e-9);
        self.report.receipts_per_second = rate.round();
        self.report
    }
}

/// How reports name a tenant.
pub(crate) fn tenant(log: &cos_core::ids::Origin) -> String {
    format!("{}/{}", log.region, log.tenant)
}
