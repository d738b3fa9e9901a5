//! What the parts of a bundle say about each other.

use super::release::Release;
use super::report::Facts;
use crate::bundle::check::{Checks, Outcome};
use crate::bundle::contents::{Contents, ReceiptsInfo};
use crate::bundle::role::Role;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use std::collections::BTreeSet;

pub(super) fn check(
    contents: &Contents,
    receipts: Option<&ReceiptsInfo>,
    facts: &Facts,
    release: &Release,
    checks: &mut Checks,
) {
    artifacts(contents, release, checks);
    version(contents, release, checks);
    report(facts, checks);
    if let Some(receipts) = receipts {
        policies(receipts, facts, checks);
        period(contents, receipts, checks);
    }
}

fn artifacts(contents: &Contents, release: &Release, checks: &mut Checks) {
    if contents.artifacts.is_empty() {
        let detail = "the manifest names no `artifacts`";
        return checks.note("link.artifacts", "", Outcome::Skip, detail);
    }
    let described: BTreeSet<Digest> = release
        .sboms
        .iter()
        .flat_map(|(_, sbom)| sbom.roots.iter().flat_map(|root| root.sha256.iter().copied()))
        .collect();
    let built: BTreeSet<Digest> = release
        .provenance
        .iter()
        .flat_map(|(_, one)| one.subjects.iter().filter_map(|(_, digest)| *digest))
        .collect();
    for artifact in &contents.artifacts {
        let digest = Digest::from_hex(&artifact.sha256);
        let lacks = |set: &BTreeSet<Digest>| digest.is_none_or(|digest| !set.contains(&digest));
        let mut missing = Vec::new();
        if lacks(&described) {
            missing.push("no SBOM describes it by its digest");
        }
        if lacks(&built) {
            missing.push("no provenance is about it");
        }
        let answered = [(Role::Sbom, &described), (Role::Attestations, &built)];
        let answered =
            answered.into_iter().all(|(role, set)| !lacks(set) || waived(contents, role));
        let (outcome, detail) = match (missing.is_empty(), answered) {
            (true, _) => (Outcome::Pass, "SBOM and provenance".to_owned()),
            (false, true) => (Outcome::Warn, format!("{}; that is waived", missing.join("; "))),
            (false, false) => (Outcome::Fail, missing.join("; ")),
        };
        checks.note("link.artifacts", &*artifact.name, outcome, detail);
    }
}

/// Whether files of a role are missing, and somebody answers for that.
fn waived(contents: &Contents, role: Role) -> bool {
    let mine = contents.contract.values().filter(|one| one.field == role.field());
    contents.files(role).next().is_none()
        && contents.index(role).is_none()
        && mine.clone().next().is_some()
        && mine.clone().all(|one| one.waived.is_some())
}

fn version(contents: &Contents, release: &Release, checks: &mut Checks) {
    let mut compared = 0;
    let mut faults = Vec::new();
    for (path, sbom) in &release.sboms {
        for version in sbom.roots.iter().filter_map(|root| root.version.as_ref()) {
            compared += 1;
            // Tags are often written with a `v` before the version.
            if version.strip_prefix('v').unwrap_or(version) != contents.version {
                let detail = format!("describes version {version}, not {}", contents.version);
                faults.push((path.clone(), detail));
            }
        }
    }
    for (path, provenance) in &release.provenance {
        let Some(tag) =
            provenance.source.as_ref().and_then(|source| source.split_once("refs/tags/"))
        else {
            continue;
        };
        compared += 1;
        let tag = tag.1.strip_prefix('v').unwrap_or(tag.1);
        if tag != contents.version {
            faults.push((path.clone(), format!("built from tag {tag}, not {}", contents.version)));
        }
    }
    if compared == 0 {
        let detail = "neither SBOM nor provenance names a version";
        return checks.note("link.version", "", Outcome::Skip, detail);
    }
    checks.faults("link.version", faults, || format!("{} in {compared} places", contents.version));
}

fn report(facts: &Facts, checks: &mut Checks) {
    for (path, report) in &facts.reports {
        let bundle = &report.provenance.bundle;
        let is_it = |digest: &Digest, content: &Digest| {
            bundle.digest == digest.to_string() || bundle.content_digest == content.to_string()
        };
        let found =
            facts.policies.iter().find(|(_, digest, policy)| is_it(digest, &policy.content));
        let result = match found {
            Some((policy, ..)) => Ok(policy.clone()),
            None => Err(format!("it is about the bundle {}, which is not here", bundle.digest)),
        };
        checks.result("link.policy-report", &**path, result);
    }
}

fn policies(receipts: &ReceiptsInfo, facts: &Facts, checks: &mut Checks) {
    let known: BTreeSet<String> = facts
        .policies
        .iter()
        .flat_map(|(_, digest, policy)| [*digest, policy.content])
        .map(|digest| format!("sha256:{digest}"))
        .collect();
    let [files, samples] =
        [&receipts.files, &receipts.samples].map(|counts| &counts.policy_bundles);
    let all = || files.iter().chain(samples);
    if all().next().is_none() {
        let detail = "no receipt names a policy bundle";
        return checks.note("link.policy-receipts", "", Outcome::Skip, detail);
    }
    let others: Vec<_> = all()
        .filter(|(digest, _)| !known.contains(*digest))
        .map(|(digest, count)| format!("{count} receipts name {digest}, which is not here"))
        .collect();
    let [files, samples] = [files, samples].map(|named| named.values().sum::<u64>());
    let result = if others.is_empty() {
        Ok(format!("{files} receipts in files, {samples} in samples"))
    } else {
        Err(others.join("; "))
    };
    checks.result("link.policy-receipts", "", result);
}

fn period(contents: &Contents, receipts: &ReceiptsInfo, checks: &mut Checks) {
    let Some(text) = &contents.period else {
        let detail = "the manifest names no `period`";
        return checks.note("link.period", "", Outcome::Skip, detail);
    };
    let time = |text: &Option<String>| text.as_ref().and_then(|text| Timestamp::parse(text));
    let result = match (text.period(), time(&receipts.first), time(&receipts.last)) {
        (None, ..) => Err("the period is none".to_owned()),
        (Some(period), Some(first), Some(last)) if period.from <= first && last <= period.to => {
            Ok(format!("{first} to {last}"))
        }
        (Some(period), Some(first), Some(last)) => {
            Err(format!("{first} to {last} is not within {} to {}", period.from, period.to))
        }
        _ => Err("no receipt says when it was issued".to_owned()),
    };
    checks.result("link.period", "", result);
}
