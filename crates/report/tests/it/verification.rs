//! Verifications of evidence: one where everything holds, one with a sample where something does not, one that nobody signed, and one that tries to be more
//! than text; their golden files, their schema, and what Chromium and lxml make of them.

use crate::interop::{judge, run};
use cos_report::evidence::{
    self, Artifact, Check, Drawn, File, Outcome, Receipts, Release, Requirement, Sample, Signed,
    Standing, Time, Trust, Verdict, Verification, html, junit, sarif,
};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn check(id: &str, subject: &str, outcome: Outcome, detail: &str) -> Check {
    Check {
        id: id.into(),
        title: format!("What `{id}` asks for holds"),
        spec: "evidence-bundle.md".into(),
        subject: subject.into(),
        outcome,
        detail: detail.into(),
    }
}

fn digest(number: u8) -> String {
    format!("{number:02x}").repeat(32)
}

fn requirement(id: &str, found: u64, standing: Standing, waived: Option<&str>) -> Requirement {
    Requirement {
        id: id.into(),
        field: id.into(),
        because: (id == "sbom").then(|| "asked for by the customer".into()),
        at_least: 1,
        found,
        standing,
        waived: waived.map(str::to_owned),
    }
}

fn release() -> Release {
    let file = |path: &str, number, outcome| File {
        path: path.into(),
        field: "sbom".into(),
        uri: format!("s3://artifacts/{path}"),
        size: Some(12_345),
        sha256: digest(number),
        outcome,
    };
    Release {
        version: "0.23.0".into(),
        period: Some(("2025-11-03T00:00:00Z".into(), "2025-11-14T00:00:00Z".into())),
        previous: Some(digest(7)),
        disclosed_from: Some((digest(8), "eu-1/pilot-a".into())),
        artifacts: vec![Artifact { name: "app.tar".into(), sha256: digest(9), size: 1_000_000 }],
        contract: vec![
            requirement("receipts_prefix", 31, Standing::Satisfied, None),
            requirement("sbom", 0, Standing::Waived, Some("lee@acme.example: it was down")),
            requirement("slo", 0, Standing::Missing, None),
        ],
        receipts: Some(Receipts {
            count: 50_000,
            sampled: 700,
            first: Some("2025-11-03T00:00:01Z".into()),
            last: Some("2025-11-13T23:59:59Z".into()),
            tenants: vec![
                ("eu-1/pilot-a".into(), 30_000, 400),
                ("eu-1/pilot-b".into(), 20_000, 300),
            ],
        }),
        files: vec![
            file("sbom/app.spdx.json", 1, Outcome::Pass),
            file("slo/app.csv", 2, Outcome::Fail),
        ],
        indexed: 31,
    }
}

pub(crate) fn verified() -> Verification {
    Verification {
        schema: evidence::SCHEMA_ID,
        bundle: "release-0.23.0".into(),
        verdict: Verdict::Verified,
        level: "full",
        verified_at: "2026-01-02T03:04:05Z".into(),
        tool: "cos".into(),
        tool_version: "0.23.0".into(),
        trust: Trust { org: "acme".into(), sha256: digest(3) },
        statement: Some(digest(4)),
        signed: Some(Signed {
            signer: "acme/evidence-1+01234567".into(),
            because: "the trust file names the key for evidence".into(),
            times: vec![Time {
                at: "2025-11-14T12:00:00Z".into(),
                clock: "acme time stamps".into(),
                kind: "tsa",
            }],
            log: Some("https://log.example, entry 7 of 9".into()),
            warnings: vec!["a warning".into()],
        }),
        checks: vec![
            check("signature.valid", "evidence.sigstore.json", Outcome::Pass, "acme/evidence-1"),
            check("files.digest", "", Outcome::Pass, "31 files"),
            check("contract.met", "sbom", Outcome::Warn, "0 of 1; waived by lee@acme.example"),
            check("link.period", "", Outcome::Skip, "the manifest names no `period`"),
        ],
        not_proven: vec![
            "Where the files came from.".into(),
            "That every act left a receipt.".into(),
        ],
        sample: None,
        contents: Some(json!({"version": "0.23.0"})),
        release: Some(release()),
    }
}

fn sampled() -> Verification {
    let mut found = verified();
    found.verdict = Verdict::Failed;
    found.level = "sample";
    found.checks.push(check("files.digest", "slo/app.csv", Outcome::Fail, "has 1 byte"));
    found.checks.push(check("receipts.valid", "receipts/a.sdjwt", Outcome::Fail, "receipt 3"));
    found.sample = Some(Sample {
        method: "smallest-ticket-sha256".into(),
        nonce: "00112233445566778899aabbccddeeff".into(),
        seed: digest(5),
        requested: 500,
        population: 50_000,
        drawn: 500,
        deviations: 1,
        upper_bound_95: 0.009_45,
        files: vec![Drawn { path: "receipts/a.sdjwt".into(), lines: vec![3, 14, 159] }],
    });
    found
}

fn unsigned() -> Verification {
    let mut found = verified();
    found.verdict = Verdict::Untrusted;
    (found.statement, found.signed, found.contents, found.release) = (None, None, None, None);
    let fault = "signed by `x`, none of which is trusted [COS-SEA-0001]";
    found.checks = vec![check("signature.valid", "evidence.sigstore.json", Outcome::Fail, fault)];
    found
}

fn hostile() -> Verification {
    let text = "</code><script>alert(1)</script>\u{202e}{{ x }}]]>\"'&".to_owned();
    let mut found = sampled();
    found.bundle.clone_from(&text);
    found.trust.org.clone_from(&text);
    found.not_proven.push(text.clone());
    for check in &mut found.checks {
        check.detail.clone_from(&text);
        check.subject = format!("a/{text}");
    }
    if let Some(signed) = &mut found.signed {
        signed.signer.clone_from(&text);
        signed.times[0].clock.clone_from(&text);
    }
    if let Some(release) = &mut found.release {
        release.version.clone_from(&text);
        release.files[0].uri.clone_from(&text);
        release.contract[0].waived = Some(text.clone());
        release.artifacts[0].name = text;
    }
    found
}

fn all() -> [(&'static str, Verification); 4] {
    [
        ("verified", verified()),
        ("sampled", sampled()),
        ("unsigned", unsigned()),
        ("hostile", hostile()),
    ]
}

/// Writes one form of each to a folder of its own below the target directory.
fn written(file: &str, render: fn(&Verification) -> String) -> Vec<PathBuf> {
    let written = all().map(|(name, found)| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cos-report-evidence").join(name);
        fs::create_dir_all(&folder).expect("the target directory can be written");
        let path = folder.join(file);
        fs::write(&path, render(&found)).expect("the target directory can be written");
        path
    });
    written.into()
}

#[test]
fn chromium_shows_the_page_to_everybody_and_asks_nobody() {
    let files = written("evidence.html", |found| html::render(found).unwrap());
    let said = judge("browser.mjs", &files).unwrap();
    assert!(said.ends_with("no faults in 4 files\n"), "{said}");
}

#[test]
fn lxml_reads_the_junit_report() {
    judge("xml_reports.py", &written("junit.xml", |found| junit::render(found).unwrap())).unwrap();
}

#[test]
fn every_form_looks_as_it_did() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(r"sha256-[A-Za-z0-9+/]{43}=", "sha256-…");
    settings.add_filter(r"(?s)<style>.*</style>", "<style>…</style>");
    settings.bind(|| {
        let found = sampled();
        insta::assert_snapshot!("evidence.html", html::render(&found).unwrap());
        insta::assert_snapshot!("evidence.xml", junit::render(&found).unwrap());
        insta::assert_snapshot!("evidence.sarif", sarif::render(&found).unwrap());
        insta::assert_snapshot!("evidence.json", evidence::json(&found).unwrap());
    });
}

#[test]
fn the_schema_takes_what_is_written_and_nothing_else() {
    let good: Vec<Value> =
        all().iter().map(|(_, found)| serde_json::to_value(found).unwrap()).collect();
    let changed = |pointer: &str, value: Value| {
        let mut found = good[1].clone();
        *found.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value;
        found
    };
    let wrong = [
        changed("/schema", json!("cos.evidence-verify/v2")),
        changed("/verdict", json!("fine")),
        changed("/level", json!("most")),
        changed("/statement", json!("00")),
        changed("/checks/0/id", json!("Signature")),
        changed("/checks/0/outcome", json!("passed")),
        changed("/signed/times/0/kind", json!("clock")),
        changed("/sample/upper_bound_95", json!(2)),
        changed("/sample/files/0/lines", json!([0])),
        changed("/not_proven", json!([""])),
        changed("/trust", json!({"org": "acme"})),
    ];
    let answers = |values: &[Value]| {
        let lines: String = values.iter().map(|value| format!("{value}\n")).collect();
        let answers = run("schema.py", "evidence-verify.v1.json", &lines);
        assert_eq!(answers.len(), values.len());
        answers
    };
    for answer in answers(&good) {
        assert_eq!(answer["ok"], true, "{answer}");
    }
    for (value, answer) in wrong.iter().zip(answers(&wrong)) {
        assert_eq!(answer["ok"], false, "{value}");
    }
}
