//! How grave differences are: less shown is a regression, what nobody expects is a notice, the rest is plain.

use super::facts::Conformance;
use super::*;
use crate::bundle::contents::{
    Artifact, Contents, Counts, LogInfo, ReceiptsInfo, RequirementInfo, WaiverInfo,
};
use cos_report::evidence::diff::Gravity::{self, Notice, Plain, Regression};
use std::collections::{BTreeMap, BTreeSet};

fn requirement(found: u64, at_least: u64, waived: bool) -> RequirementInfo {
    let waived = waived.then(|| WaiverInfo { by: "lee".into(), why: "so".into(), receipt: None });
    RequirementInfo { field: "sbom".into(), at_least, because: None, found, waived }
}

fn facts() -> Facts {
    let log = LogInfo { size: 10, root: "00".into() };
    Facts {
        place: "out".into(),
        statement: "00".into(),
        contents: Contents {
            version: "1".into(),
            period: None,
            sources: Vec::new(),
            artifacts: vec![Artifact { name: "app".into(), sha256: "00".into(), size: 1 }],
            contract: BTreeMap::from([("sbom".into(), requirement(1, 1, false))]),
            receipts: Some(ReceiptsInfo {
                files: Counts {
                    count: 5,
                    tenants: BTreeMap::from([("eu/a".into(), 5)]),
                    ..Counts::default()
                },
                logs: BTreeMap::from([("acme/eu/a".into(), log)]),
                ..ReceiptsInfo::default()
            }),
            previous: None,
            disclosed_from: None,
        },
        verdict: None,
        signer: "key-1".into(),
        clocks: Some(BTreeSet::from(["tsa".into()])),
        files: BTreeMap::from([("sbom/a".into(), "00".into())]),
        builders: BTreeSet::from(["ci".into()]),
        packages: BTreeMap::from([("a".into(), BTreeSet::from([("1".into(), "MIT".into())]))]),
        policies: BTreeSet::from([("1.9.0".into(), "00".into())]),
        reports: BTreeMap::from([("m".into(), report(1.0, &[]))]),
    }
}

fn report(coverage: f64, failed: &[&str]) -> Conformance {
    let failed = failed.iter().map(|gate| (*gate).to_owned()).collect();
    Conformance { coverage, failed, scenarios: 9 }
}

/// The first difference that `change` makes: its section and gravity.
fn made(change: impl Fn(&mut Facts)) -> Option<(&'static str, Gravity)> {
    let mut after = facts();
    change(&mut after);
    let diff = diff(&facts(), &after);
    let first = diff.sections.first()?;
    Some((first.id, first.changes.first()?.gravity))
}

#[test]
fn nothing_differs_from_itself() {
    assert_eq!(made(|_| ()), None);
}

#[test]
fn who_signed_and_built_is_noticed() {
    assert_eq!(made(|f| f.signer = "key-2".into()), Some(("signer", Notice)));
    assert_eq!(made(|f| f.clocks = Some(BTreeSet::new())), Some(("signer", Regression)));
    assert_eq!(made(|f| f.clocks = None), None);
    let builder = |f: &mut Facts| f.builders = BTreeSet::from(["ci".into(), "laptop".into()]);
    assert_eq!(made(builder), Some(("builder", Notice)));
}

#[test]
fn a_contract_that_asks_or_has_less_is_a_regression() {
    let with = |info: RequirementInfo| {
        made(move |f| drop(f.contents.contract.insert("sbom".into(), info.clone())))
    };
    assert_eq!(with(requirement(0, 1, false)), Some(("contract", Regression)));
    assert_eq!(with(requirement(0, 1, true)), Some(("contract", Regression)));
    assert_eq!(with(requirement(1, 0, false)), Some(("contract", Regression)));
    assert_eq!(with(requirement(2, 2, false)), Some(("contract", Plain)));
    assert_eq!(with(requirement(7, 1, false)), None);
    assert_eq!(made(|f| f.contents.contract.clear()), Some(("contract", Regression)));
}

#[test]
fn what_nobody_expects_is_noticed() {
    let licence = |f: &mut Facts| {
        f.packages.insert("a".into(), BTreeSet::from([("1".into(), "GPL".into())]));
    };
    assert_eq!(made(licence), Some(("packages", Notice)));
    let content = |f: &mut Facts| f.policies = BTreeSet::from([("1.9.0".into(), "11".into())]);
    assert_eq!(made(content), Some(("policy", Notice)));
    let revision = |f: &mut Facts| f.policies = BTreeSet::from([("2.0.0".into(), "11".into())]);
    assert_eq!(made(revision), Some(("policy", Plain)));
    let artifact = |f: &mut Facts| f.contents.artifacts[0].sha256 = "11".into();
    assert_eq!(made(artifact), Some(("artifacts", Notice)));
}

#[test]
fn less_coverage_and_shrunken_logs_are_regressions() {
    let with = |one: Conformance| made(move |f| drop(f.reports.insert("m".into(), one.clone())));
    assert_eq!(with(report(0.9, &[])), Some(("coverage", Regression)));
    assert_eq!(with(report(1.0, &["a gate"])), Some(("coverage", Regression)));
    assert_eq!(made(|f| f.reports.clear()), Some(("coverage", Regression)));
    let log = |size: u64, root: &'static str| {
        made(move |f| {
            let receipts = f.contents.receipts.as_mut().expect("there are some");
            receipts.logs.insert("acme/eu/a".into(), LogInfo { size, root: root.into() });
        })
    };
    assert_eq!(log(9, "11"), Some(("receipts", Regression)));
    assert_eq!(log(10, "11"), Some(("receipts", Regression)));
    assert_eq!(log(11, "11"), None);
}
