//! The manifest of the sprint, everything optional, and every fault with its place.

use super::{DEFAULT_CONTRACT, Manifest, parse_days};
use crate::bundle::role::Role;

const SPRINT: &str = "bundle:
  version: 0.23.0
  receipts_prefix: s3://evidence/pilot/*/2025-11-14/
  conformance_report: s3://evidence/reports/policy-conformance-2025-11-14.json
  sbom: s3://artifacts/sbom/*-0.23.0.spdx.json
  attestations: s3://artifacts/slsa/*-0.23.0.intoto.jsonl
  policy_bundle: s3://policies/companyos/1.9.0.tgz
";

#[test]
fn the_manifest_of_the_sprint_is_read_as_it_is() {
    let manifest = Manifest::parse(SPRINT.as_bytes()).unwrap();
    assert_eq!(manifest.version, "0.23.0");
    assert_eq!(manifest.sources.len(), 5);
    assert_eq!(manifest.contract.len(), DEFAULT_CONTRACT.len());
    assert_eq!(
        manifest.sources[&Role::Policy].patterns[0].as_str(),
        "s3://policies/companyos/1.9.0.tgz"
    );
}

#[test]
fn everything_else_is_optional() {
    let text = format!(
        "{SPRINT}  slo: {{from: [slo/a.json, slo/b.json], optional: true}}
  artifacts: dist/*
  period: {{from: 2025-11-03T00:00:00Z, to: 2025-11-14T23:59:59Z}}
  contract: [{{field: sbom, at_least: 2, because: two binaries}}, {{id: dry-run, field: rollback}}]
  waivers: [{{requirement: dry-run, by: ana, why: OPS-1, receipt: 01JBX}}]
  retain: {{for: 7y, mode: compliance}}
"
    );
    let manifest = Manifest::parse(text.as_bytes()).unwrap();
    assert_eq!(manifest.contract["sbom"].at_least, 2);
    assert_eq!(manifest.contract["dry-run"].role, Role::Rollback);
    assert_eq!(manifest.waivers["dry-run"].by, "ana");
    assert_eq!(manifest.retain.unwrap().days, 2557);
    assert!(manifest.sources[&Role::Slo].optional);
}

/// Each fault with its place, all at once.
#[test]
fn faults_are_told_with_their_places() {
    let faults = |text: &str| -> Vec<String> {
        let faults = Manifest::parse(text.as_bytes()).unwrap_err();
        faults.iter().map(|fault| format!("{} {} {fault}", fault.code, fault.at)).collect()
    };
    let text = "bundle:
  version: 1.0
  sbomm: a
  sbom: [a, a]
  slo: https://x/y
  other: []
  period: {from: 2025-11-14T00:00:00Z, to: 2025-11-03T00:00:00Z}
  contract: [{field: sbon}, {field: sbom}, {field: sbom}]
  waivers: [{requirement: sbomb, by: a, why: b}, {requirement: sbom, by: ''}]
  retain: {for: 7w, mode: legal}
";
    let found = faults(text);
    for (number, expected) in [
        "COS-EVM-0003 2:12",
        "COS-EVM-0001 3:3",
        "COS-EVM-0005 4:13",
        "COS-EVM-0003 5:8",
        "COS-EVM-0005 6:10",
        "COS-EVM-0005 7:11",
        "COS-EVM-0004 8:22",
        "COS-EVM-0005 8:44",
        "COS-EVM-0004 9:27",
        "COS-EVM-0002 9:",
        "COS-EVM-0003 9:",
        "COS-EVM-0003 10:17",
        "COS-EVM-0004 10:27",
    ]
    .iter()
    .enumerate()
    {
        assert!(
            found.get(number).is_some_and(|fault| fault.starts_with(expected)),
            "{expected}: {found:#?}"
        );
    }
    assert_eq!(found.len(), 13, "{found:#?}");
    for (text, expected) in [
        ("", "COS-YML-"),
        ("bundle:", "COS-EVM-0002"),
        ("bundle: {}", "COS-EVM-0002"),
        ("version: 1", "COS-EVM-0002"),
        ("bundle: {version: a, version: b}", "COS-YML-"),
        ("bundle: {version: 'a b'}", "COS-EVM-0003"),
        ("bundle: &a [*a]", "COS-YML-"),
    ] {
        assert!(faults(text)[0].starts_with(expected), "{text}: {:?}", faults(text));
    }
}

#[test]
fn durations_are_days_and_years() {
    for (text, days) in [
        ("1d", Some(1)),
        ("90d", Some(90)),
        ("1y", Some(366)),
        ("7y", Some(2557)),
        ("100y", Some(36525)),
    ] {
        assert_eq!(parse_days(text), days, "{text}");
    }
    for text in ["", "d", "0d", "-1d", "7", "7w", "101y", "36526d", "99999999999y", "1.5y", "٣d"] {
        assert_eq!(parse_days(text), None, "{text}");
    }
}
