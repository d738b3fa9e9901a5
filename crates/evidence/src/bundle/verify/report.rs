//! The conformance report and the policy bundle.

use super::{Options, PolicyFacts, files_of};
use crate::bundle::area::Area;
use crate::bundle::check::Checks;
use crate::bundle::contents::Contents;
use crate::bundle::error::BundleError;
use crate::bundle::role::Role;
use crate::conformance;
use cos_core::digest::Digest;
use cos_objects::Key;
use cos_report::model::Conformance;

/// The longest report and policy bundle that are read, in bytes.
const MAX_DOCUMENT: u64 = 256 << 20;
/// The share of privileged flows that has to be covered.
const MIN_COVERAGE: f64 = 0.95;

/// What reports and policy bundles say about each other.
#[derive(Default)]
pub(super) struct Facts {
    /// By path.
    pub(super) reports: Vec<(String, Conformance)>,
    /// By path, with the digest of the archive.
    pub(super) policies: Vec<(String, Digest, PolicyFacts)>,
}

pub(super) fn check(
    area: &Area,
    contents: &Contents,
    options: &Options<'_>,
    checks: &mut Checks,
) -> Result<Facts, BundleError> {
    let mut facts = Facts::default();
    for path in files_of(area, contents, Role::Report)? {
        if Role::Report.counts(&path)
            && let Some(report) = report(area, &path, options, checks)?
        {
            facts.reports.push((path.to_string(), report));
        }
    }
    for path in files_of(area, contents, Role::Policy)? {
        let Some(bytes) = area.read(&path, MAX_DOCUMENT)? else { continue };
        match options.policies.read(&bytes) {
            Ok(policy) => {
                let detail = format!("revision {}", policy.revision);
                checks.pass("policy.valid", path.as_str(), detail);
                checks.result("policy.signed", path.as_str(), policy.signed.clone());
                facts.policies.push((path.to_string(), Digest::of(&bytes), policy));
            }
            Err(reason) => checks.fail("policy.valid", path.as_str(), reason),
        }
    }
    Ok(facts)
}

fn report(
    area: &Area,
    path: &Key,
    options: &Options<'_>,
    checks: &mut Checks,
) -> Result<Option<Conformance>, BundleError> {
    let Some(bytes) = area.read(path, MAX_DOCUMENT)? else { return Ok(None) };
    let report = match cos_report::json::read(&bytes) {
        Ok(report) => report,
        Err(error) => {
            checks.fail("report.valid", path.as_str(), error.to_string());
            return Ok(None);
        }
    };
    let detail = format!("{} scenarios of `{}`", report.summary.scenarios, report.matrix.name);
    checks.pass("report.valid", path.as_str(), detail);
    let envelope = Key::new(format!("{path}.dsse.json")).ok();
    let envelope = envelope.map(|path| area.read(&path, MAX_DOCUMENT)).transpose()?.flatten();
    let signed = match envelope {
        None => Err(format!("there is no `{path}.dsse.json`")),
        Some(envelope) => conformance::verify(&report, &bytes, &envelope, options.trust)
            .map(|signed| format!("{}, at {} by its own word", signed.key(), signed.created()))
            .map_err(|error| error.to_string()),
    };
    checks.result("report.signed", path.as_str(), signed);
    let failed = report.gates.iter().filter(|gate| !gate.passed).map(|gate| &*gate.title);
    let failed: Vec<_> = failed.collect();
    let passed = if report.passed && failed.is_empty() {
        Ok(format!("{} gates", report.gates.len()))
    } else {
        Err(format!("these do not hold: {}", failed.join("; ")))
    };
    checks.result("report.passed", path.as_str(), passed);
    let ratio = report.summary.coverage_ratio;
    let covered = match &*report.provenance.selection {
        "full" if ratio >= MIN_COVERAGE => Ok(format!("{ratio:.3}")),
        "full" => Err(format!("{ratio:.3} is less than {MIN_COVERAGE}")),
        _ => Err("only some scenarios were run; this is no evidence of the whole".into()),
    };
    checks.result("report.coverage", path.as_str(), covered);
    Ok(Some(report))
}
