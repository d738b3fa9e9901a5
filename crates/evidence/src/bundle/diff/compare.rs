//! Comparing the facts of two bundles, section by section.

use super::facts::Facts;
use crate::bundle::contents::{Counts, ReceiptsInfo, RequirementInfo, Standing};
use cos_report::evidence::diff::{Change, Gravity, Section};
use std::collections::{BTreeMap, BTreeSet};

/// All sections, in the order in which they are told.
pub(super) fn sections(before: &Facts, after: &Facts) -> Vec<Section> {
    let section = |id, title, changes| Section { id, title, changes };
    vec![
        section("signer", "Who signed", signer(before, after)),
        section(
            "builder",
            "Who built",
            set(&before.builders, &after.builders, "builder", Gravity::Notice),
        ),
        section("contract", "Contract", contract(before, after)),
        section("files", "Files", files(before, after)),
        section("packages", "Components and licences", packages(before, after)),
        section("policy", "Policy", policy(before, after)),
        section("coverage", "Conformance", coverage(before, after)),
        section("receipts", "Receipts", receipts(before, after)),
        section("artifacts", "Released files", artifacts(before, after)),
        section("release", "Release", release(before, after)),
    ]
}

fn change(
    gravity: Gravity,
    what: impl Into<String>,
    before: Option<String>,
    after: Option<String>,
) -> Change {
    Change { gravity, what: what.into(), before, after }
}

/// Members of sets of texts that came and went.
fn set(
    before: &BTreeSet<String>,
    after: &BTreeSet<String>,
    what: &str,
    gravity: Gravity,
) -> Vec<Change> {
    let gone = before.difference(after).map(|one| change(gravity, what, Some(one.clone()), None));
    let new = after.difference(before).map(|one| change(gravity, what, None, Some(one.clone())));
    gone.chain(new).collect()
}

fn signer(before: &Facts, after: &Facts) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.signer != after.signer {
        let (was, is) = (before.signer.clone(), after.signer.clone());
        changes.push(change(Gravity::Notice, "signer", Some(was), Some(is)));
    }
    if let (Some(was), Some(is)) = (&before.clocks, &after.clocks)
        && was != is
    {
        let gravity = if is.is_empty() { Gravity::Regression } else { Gravity::Notice };
        let said = |clocks: &BTreeSet<String>| {
            (!clocks.is_empty()).then(|| clocks.iter().cloned().collect::<Vec<_>>().join(", "))
        };
        changes.push(change(gravity, "clock that proves when", said(was), said(is)));
    }
    changes
}

fn contract(before: &Facts, after: &Facts) -> Vec<Change> {
    let (was, is) = (&before.contents.contract, &after.contents.contract);
    let ids: BTreeSet<_> = was.keys().chain(is.keys()).collect();
    let mut changes: Vec<_> =
        ids.into_iter().filter_map(|id| requirement(id, was.get(id), is.get(id))).collect();
    changes.sort_by_key(|change| change.gravity);
    changes
}

fn requirement(
    id: &str,
    was: Option<&RequirementInfo>,
    is: Option<&RequirementInfo>,
) -> Option<Change> {
    let rank = |info: &RequirementInfo| match info.standing() {
        Standing::Satisfied => 0,
        Standing::Waived => 1,
        Standing::Missing => 2,
    };
    let gravity = match (was, is) {
        (Some(was), Some(is)) => {
            let worse = rank(is) > rank(was) || is.at_least < was.at_least || is.field != was.field;
            let same =
                rank(is) == rank(was) && is.at_least == was.at_least && is.waived == was.waived;
            match (worse, same) {
                (true, _) => Gravity::Regression,
                (_, true) => return None,
                _ if is.waived.is_some() => Gravity::Notice,
                _ => Gravity::Plain,
            }
        }
        (Some(_), None) => Gravity::Regression,
        (None, Some(is)) if rank(is) > 0 => Gravity::Notice,
        (None, _) => Gravity::Plain,
    };
    Some(change(gravity, id, was.map(standing), is.map(standing)))
}

fn standing(info: &RequirementInfo) -> String {
    let word = match info.standing() {
        Standing::Satisfied => "satisfied",
        Standing::Waived => "waived",
        Standing::Missing => "missing",
    };
    let by = info.waived.as_ref().map(|waiver| format!(" by {}: {}", waiver.by, waiver.why));
    format!("{word}{}, at least {} in {}", by.unwrap_or_default(), info.at_least, info.field)
}

/// Files one by one; those of an index by their number, for there may be a million of them.
fn files(before: &Facts, after: &Facts) -> Vec<Change> {
    let indexed: BTreeSet<String> = [before, after]
        .iter()
        .flat_map(|facts| &facts.contents.sources)
        .filter_map(|source| source.index.as_ref()?.path.rsplit_once('/'))
        .map(|(folder, _)| format!("{folder}/"))
        .collect();
    let mut counts: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    let mut changes = Vec::new();
    let paths: BTreeSet<_> = before.files.keys().chain(after.files.keys()).collect();
    for path in paths {
        let (was, is) = (before.files.get(path), after.files.get(path));
        if was == is {
            continue;
        }
        match indexed.iter().find(|folder| path.starts_with(&***folder)) {
            Some(folder) => {
                let at = match (was, is) {
                    (None, _) => 0,
                    (_, None) => 1,
                    _ => 2,
                };
                counts.entry(folder).or_default()[at] += 1;
            }
            None => changes.push(change(Gravity::Plain, &**path, was.cloned(), is.cloned())),
        }
    }
    changes.extend(counts.into_iter().map(|(folder, [new, gone, other])| {
        let text = format!("{new} new, {gone} gone, {other} changed");
        change(Gravity::Plain, format!("{folder}*"), None, Some(text))
    }));
    changes
}

fn packages(before: &Facts, after: &Facts) -> Vec<Change> {
    let names: BTreeSet<_> = before.packages.keys().chain(after.packages.keys()).collect();
    let mut changes = Vec::new();
    for name in names {
        let (was, is) = (before.packages.get(name), after.packages.get(name));
        if was == is {
            continue;
        }
        let said = |all: Option<&BTreeSet<(String, String)>>| {
            let one = |(version, licence): &(String, String)| format!("{version} ({licence})");
            all.map(|all| all.iter().map(one).collect::<Vec<_>>().join(", "))
        };
        let licences = |all: Option<&BTreeSet<(String, String)>>| {
            all.map(|all| all.iter().map(|(_, licence)| licence.clone()).collect::<BTreeSet<_>>())
        };
        let other_licence = was.is_some() && is.is_some() && licences(was) != licences(is);
        let gravity = if other_licence { Gravity::Notice } else { Gravity::Plain };
        changes.push(change(gravity, name, said(was), said(is)));
    }
    changes.sort_by_key(|change| change.gravity);
    changes
}

fn policy(before: &Facts, after: &Facts) -> Vec<Change> {
    if before.policies == after.policies {
        return Vec::new();
    }
    let revisions = |facts: &Facts| -> BTreeSet<String> {
        facts.policies.iter().map(|(revision, _)| revision.clone()).collect()
    };
    let said = |facts: &Facts| {
        let one = |(revision, content): &(String, String)| {
            format!("revision {revision}, content sha256 {content}")
        };
        let all: Vec<_> = facts.policies.iter().map(one).collect();
        (!all.is_empty()).then(|| all.join(", "))
    };
    // Another content under the same revision is what nobody expects.
    let gravity = match (revisions(before) == revisions(after), after.policies.is_empty()) {
        (_, true) => Gravity::Regression,
        (true, _) => Gravity::Notice,
        _ => Gravity::Plain,
    };
    vec![change(gravity, "policy bundle", said(before), said(after))]
}

fn coverage(before: &Facts, after: &Facts) -> Vec<Change> {
    let names: BTreeSet<_> = before.reports.keys().chain(after.reports.keys()).collect();
    let mut changes = Vec::new();
    for name in names {
        let (was, is) = (before.reports.get(name), after.reports.get(name));
        let gravity = match (was, is) {
            _ if was == is => continue,
            (Some(was), Some(is)) => {
                let more_failed = is.failed.difference(&was.failed).next().is_some();
                if is.coverage < was.coverage || more_failed {
                    Gravity::Regression
                } else {
                    Gravity::Plain
                }
            }
            (Some(_), None) => Gravity::Regression,
            _ => Gravity::Plain,
        };
        let said = |one: Option<&super::facts::Conformance>| {
            one.map(|one| {
                let failed: Vec<_> = one.failed.iter().cloned().collect();
                let failed = match failed.as_slice() {
                    [] => "every gate passed".to_owned(),
                    some => format!("failed: {}", some.join(", ")),
                };
                format!("coverage {:.3}, {} scenarios, {failed}", one.coverage, one.scenarios)
            })
        };
        changes.push(change(gravity, name, said(was), said(is)));
    }
    changes
}

fn receipts(before: &Facts, after: &Facts) -> Vec<Change> {
    let none = ReceiptsInfo::default();
    let was = before.contents.receipts.as_ref().unwrap_or(&none);
    let is = after.contents.receipts.as_ref().unwrap_or(&none);
    let mut changes = Vec::new();
    let some = |count: u64| (count > 0).then(|| count.to_string());
    for (what, was, is) in
        [("receipts", &was.files, &is.files), ("receipts in samples", &was.samples, &is.samples)]
    {
        if was.count != is.count {
            let gravity = if is.count == 0 { Gravity::Regression } else { Gravity::Plain };
            changes.push(change(gravity, format!("all {what}"), some(was.count), some(is.count)));
        }
        let tenants: BTreeSet<_> = was.tenants.keys().chain(is.tenants.keys()).collect();
        for tenant in tenants {
            let count = |all: &Counts| all.tenants.get(tenant).copied().unwrap_or_default();
            let (old, new) = (count(was), count(is));
            if old != new {
                let gravity = if new == 0 { Gravity::Notice } else { Gravity::Plain };
                changes.push(change(gravity, format!("{what} of {tenant}"), some(old), some(new)));
            }
        }
    }
    for (origin, log) in &was.logs {
        let Some(now) = is.logs.get(origin) else { continue };
        // A log never shrinks, and one size has one root.
        let broken = now.size < log.size || (now.size == log.size && now.root != log.root);
        if broken {
            let said = |log: &crate::bundle::contents::LogInfo| {
                Some(format!("{} entries, root {}", log.size, log.root))
            };
            let what = format!("log {origin}");
            changes.push(change(Gravity::Regression, what, said(log), said(now)));
        }
    }
    changes.sort_by_key(|change| change.gravity);
    changes
}

fn artifacts(before: &Facts, after: &Facts) -> Vec<Change> {
    let by_name = |facts: &Facts| -> BTreeMap<String, String> {
        let artifacts = facts.contents.artifacts.iter();
        artifacts
            .map(|one| (one.name.clone(), format!("sha256 {}, {} bytes", one.sha256, one.size)))
            .collect()
    };
    let (was, is) = (by_name(before), by_name(after));
    let names: BTreeSet<_> = was.keys().chain(is.keys()).collect();
    let differs = |name: &&&String| was.get(**name) != is.get(**name);
    let one = |name: &String| {
        // The same name of the same version with other bytes is what nobody expects.
        let same_version = before.contents.version == after.contents.version;
        let gravity = if same_version { Gravity::Notice } else { Gravity::Plain };
        change(gravity, name, was.get(name).cloned(), is.get(name).cloned())
    };
    names.iter().filter(differs).map(|name| one(name)).collect()
}

fn release(before: &Facts, after: &Facts) -> Vec<Change> {
    let (was, is) = (&before.contents, &after.contents);
    let period = |text: &Option<crate::bundle::contents::PeriodText>| {
        text.as_ref().map(|text| format!("{} to {}", text.from, text.to))
    };
    let part = |from: &Option<crate::bundle::contents::DisclosedFrom>| {
        from.as_ref().map(|from| format!("{} of {}", from.tenant, from.statement))
    };
    let pairs = [
        ("version", Some(was.version.clone()), Some(is.version.clone())),
        ("period", period(&was.period), period(&is.period)),
        ("part of another bundle", part(&was.disclosed_from), part(&is.disclosed_from)),
    ];
    let differing = pairs.into_iter().filter(|(_, was, is)| was != is);
    differing.map(|(what, was, is)| change(Gravity::Plain, what, was, is)).collect()
}
