//! A verification as SARIF 2.1.0: what does not hold as errors, what holds only in part as warnings, at the file it is about.

use super::{Check, Outcome, Verification};
use crate::address;
use crate::error::ReportError;
use crate::sarif::log::{Run, result};
use crate::text;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The most results; failures come first.
pub const RESULTS: usize = 1_000;

/// Writes the log: one run.
pub fn render(found: &Verification) -> Result<String, ReportError> {
    let told = |outcome| found.checks.iter().filter(move |check| check.outcome == outcome);
    let told: Vec<_> = told(Outcome::Fail).chain(told(Outcome::Warn)).take(RESULTS).collect();
    let rules: BTreeMap<_, _> = told.iter().map(|check| (&check.id, rule(check))).collect();
    let release = found.release.as_ref();
    let run = Run {
        tool: &found.tool,
        tool_version: &found.tool_version,
        id: format!("evidence/{}/", release.map_or("unknown", |release| &release.version)),
        ended: &found.verified_at,
        properties: json!({
            "bundle": found.bundle,
            "verdict": found.verdict,
            "level": found.level,
            "statement": found.statement,
            "signer": found.signed.as_ref().map(|signed| &signed.signer),
            "trust": found.trust,
            "passed": found.count(Outcome::Pass),
            "skipped": found.count(Outcome::Skip),
            "notProven": found.not_proven,
        }),
        rules: rules.into_values().collect(),
        results: told.into_iter().map(one).collect(),
    };
    run.render()
}

fn level(check: &Check) -> &'static str {
    if check.outcome == Outcome::Fail { "error" } else { "warning" }
}

fn one(check: &Check) -> Value {
    let message = match check.subject.as_str() {
        "" => format!("Not so: {}. {}", check.title, check.detail),
        subject => format!("{subject}: not so: {}. {}", check.title, check.detail),
    };
    let mut result = result(&check.id, level(check), &message, &[&check.subject]);
    // Only files have a place; what is about the bundle stands at its statement.
    let is_file = check.subject.contains(['/', '.']);
    let path = if is_file { &*check.subject } else { "evidence.intoto.json" };
    let path = path.split('#').next().unwrap_or_default();
    let location = json!([{ "physicalLocation": {
        "artifactLocation": { "uri": address::relative(path), "uriBaseId": "%SRCROOT%" },
        "region": { "startLine": 1, "startColumn": 1 },
    }}]);
    result.insert("locations".into(), location);
    result.insert("properties".into(), json!({ "subject": check.subject }));
    Value::Object(result)
}

fn rule(check: &Check) -> Value {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().collect::<String>() + letters.as_str()
        })
    };
    let name: String = check.id.split(['.', '-']).map(capital).collect();
    let severity = if check.id.starts_with("signature") { "9.0" } else { "7.0" };
    json!({
        "id": check.id,
        "name": name,
        "shortDescription": { "text": text::line(&check.title) },
        "fullDescription": { "text": format!("{} ({})", check.title, check.spec) },
        "help": { "text": "`cos evidence explain BUNDLE CHECK --trust FILE` shows what it rests on." },
        "defaultConfiguration": { "level": level(check) },
        "properties": { "tags": ["security", "evidence"], "security-severity": severity },
    })
}
