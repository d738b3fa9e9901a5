//! Isolation audits: one that passed, one with findings, one that asked for nothing, and one that tries to be more than text; what they come to, and what
//! Chromium makes of their pages.

use crate::interop::judge;
use cos_report::isolation::html::{self, Source};
use cos_report::isolation::{self, Audit, Cell, FORMAT, Finding, Residency, Row};
use std::fs;
use std::path::{Path, PathBuf};

const CALLERS: [&str; 12] = [
    "operator",
    "everything of the first",
    "everything of the second",
    "reader of the first",
    "writer of the first",
    "no scope, of the first",
    "auditor of all",
    "revoked, of the first",
    "expired, of the first",
    "nobody",
    "garbage",
    "mistyped, of the first",
];

fn row(method: &str, path: &str, scope: Option<&str>) -> Row {
    let cell = |caller: &&str| {
        let refusals = if *caller == "operator" { 2 } else { 4 };
        Cell { caller: (*caller).into(), probes: 4, refusals, findings: 0 }
    };
    let callers: Vec<Cell> = CALLERS.iter().map(cell).collect();
    Row {
        method: method.into(),
        path: path.into(),
        scope: scope.map(str::to_owned),
        probes: callers.iter().map(|it| it.probes).sum(),
        refusals: callers.iter().map(|it| it.refusals).sum(),
        findings: 0,
        callers,
    }
}

fn residency(operation: &str, tag: &str, wanted: &str) -> Residency {
    Residency {
        operation: operation.into(),
        tag: tag.into(),
        wanted: wanted.into(),
        got: "eu-1".into(),
        status: 422,
        code: Some("COS-SRV-0008".into()),
        refused: true,
    }
}

fn passed() -> Audit {
    let wanted = ["eu-2", "us-1", "ap-1"];
    let every = |operation: &'static str, tags: &[&'static str]| -> Vec<Residency> {
        let pairs = tags.iter().flat_map(|tag| wanted.iter().map(move |region| (*tag, *region)));
        pairs.map(|(tag, region)| residency(operation, tag, region)).collect()
    };
    Audit {
        schema: FORMAT.into(),
        server: "https://cos.example:7443".into(),
        version: "0.1.0".into(),
        asked_by: "first-operator".into(),
        started_at: "2026-01-02T03:04:05Z".into(),
        ended_at: "2026-01-02T03:04:11Z".into(),
        region: "eu-1".into(),
        tenants: ["audit-0123abcd-a".into(), "audit-0123abcd-b".into()],
        passed: true,
        probes: 400,
        findings: Vec::new(),
        routes: vec![
            row("GET", "/v1/tenants/{tenant}/receipts/{jti}", Some("receipts:read")),
            row("POST", "/v1/tenants/{tenant}/themes/{digest}/activate", Some("themes:write")),
            row("GET", "/v1/whoami", None),
        ],
        residency: [
            every("createTenant", &["eu", "us", "apac", "global"]),
            every("getReceipt", &["eu-1", "global"]),
            every("exportTheme", &["eu-1", "global"]),
        ]
        .concat(),
    }
}

fn leaking() -> Audit {
    let mut audit = passed();
    audit.passed = false;
    for (rule, detail) in [
        ("canary", "the answer contains the secret of `audit-0123abcd-b`"),
        ("access", "answered 200, and has to be refused with 404"),
    ] {
        audit.findings.push(Finding {
            rule: rule.into(),
            route: "GET /v1/tenants/{tenant}/receipts/{jti}".into(),
            caller: "everything of the first".into(),
            tenant: "audit-0123abcd-b".into(),
            detail: detail.into(),
        });
    }
    (audit.routes[0].findings, audit.routes[0].callers[1].findings) = (2, 2);
    let last = audit.residency.len() - 1;
    let answer = &mut audit.residency[last];
    (answer.refused, answer.status, answer.code) = (false, 200, None);
    audit
}

fn empty() -> Audit {
    let mut audit = passed();
    (audit.routes, audit.residency, audit.probes) = (Vec::new(), Vec::new(), 0);
    audit
}

fn hostile() -> Audit {
    let text = "</code><script>alert(1)</script>\u{202e}{{ x }}\"'&".to_owned();
    let mut audit = leaking();
    audit.server.clone_from(&text);
    audit.version.clone_from(&text);
    audit.asked_by.clone_from(&text);
    audit.started_at.clone_from(&text);
    audit.region.clone_from(&text);
    audit.tenants[0].clone_from(&text);
    for finding in &mut audit.findings {
        finding.detail.clone_from(&text);
        finding.caller.clone_from(&text);
        finding.rule.clone_from(&text);
    }
    audit.routes[0].path.clone_from(&text);
    audit.routes[0].scope = Some(text.clone());
    audit.routes[0].callers[0].caller.clone_from(&text);
    audit.residency[0].tag.clone_from(&text);
    audit.residency[0].wanted.clone_from(&text);
    audit.residency[0].code = Some(text);
    audit
}

fn source() -> Source {
    Source {
        file: "isolation.json".into(),
        sha256: "ab".repeat(32),
        signer: Some("acme/report-1".into()),
        tool: "cos 0.1.0".into(),
    }
}

#[test]
fn chromium_shows_the_page_to_everybody_and_asks_nobody() {
    let all =
        [("passed", passed()), ("leaking", leaking()), ("empty", empty()), ("hostile", hostile())];
    let files: Vec<PathBuf> = all
        .map(|(name, audit)| {
            let folder =
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("cos-report-isolation").join(name);
            fs::create_dir_all(&folder).unwrap();
            let path = folder.join("isolation.html");
            fs::write(&path, html::render(&audit, &source()).unwrap()).unwrap();
            path
        })
        .into();
    let said = judge("browser.mjs", &files).unwrap();
    assert!(said.ends_with("no faults in 4 files\n"), "{said}");
}

#[test]
fn the_page_looks_as_it_did() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(r"sha256-[A-Za-z0-9+/]{43}=", "sha256-…");
    settings.add_filter(r"(?s)<style>.*</style>", "<style>…</style>");
    settings.bind(|| {
        insta::assert_snapshot!("isolation.html", html::render(&leaking(), &source()).unwrap());
    });
}

#[test]
fn what_it_comes_to_is_worked_out_from_its_rows() {
    assert!(passed().outcome().is_ok());
    let changed = |change: fn(&mut Audit)| {
        let mut audit = passed();
        change(&mut audit);
        audit
    };
    let liars = [
        changed(|it| it.passed = false),
        changed(|it| it.residency[0].refused = false),
        changed(|it| it.routes[0].findings = 1),
        changed(|it| it.routes[0].callers[0].findings = 1),
        changed(|it| it.probes = 1),
        changed(|it| it.residency.clear()),
        Audit { passed: true, ..leaking() },
        empty(),
    ];
    for audit in liars {
        assert!(audit.outcome().is_err(), "{audit:?}");
        let page = html::render(&audit, &source()).unwrap();
        assert!(page.contains("<title>Failed: ") && !page.contains("Nothing crosses."), "{page}");
    }
}

#[test]
fn what_is_written_is_read_and_nothing_else() {
    let text = serde_json::to_string(&passed()).unwrap();
    assert_eq!(isolation::read(text.as_bytes()), Ok(passed()));
    for wrong in [
        text.replacen("audit/v1", "audit/v2", 1),
        text.replacen("\"got\"", "\"gto\"", 1),
        text.replacen("\"callers\":", "\"more\":1,\"callers\":", 1),
    ] {
        assert!(isolation::read(wrong.as_bytes()).is_err(), "{wrong}");
    }
}
