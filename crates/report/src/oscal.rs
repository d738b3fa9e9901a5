//! The report as OSCAL assessment results 1.1.2, for compliance tools: one result for the run, an observation for each flow,
//! a finding for each control, a risk for each waiver.
//!
//! UUIDs come from the digest of the JSON report, so that the same report makes the same document. Written as values, not
//! through the crate `oscal` (young, and mostly types that this document does not use).

use crate::address;
use crate::error::ReportError;
use crate::model::{Conformance, Flow, Status, Waiver};
use crate::text;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use serde_json::{Value, json};

/// The namespace of our properties.
pub const NAMESPACE: &str = "https://companyos.example/ns/oscal/conformance";
const VERSION: &str = "1.1.2";

/// Writes the document. `report_path` is where the JSON report of [`crate::json::render`] lies, as seen from this one.
pub fn render(report: &Conformance, report_path: &str) -> Result<String, ReportError> {
    let digest = Digest::of(crate::json::render(report)?.as_bytes());
    let document = Document { report, digest, created: date_time(&report.provenance.created) };
    let mut value = document.value(report_path);
    // One order of fields, whatever features the build gave serde_json.
    value.sort_all_objects();
    let mut text = serde_json::to_string_pretty(&value)
        .map_err(|error| ReportError::render("OSCAL", &error))?;
    text.push('\n');
    Ok(text)
}

struct Document<'a> {
    report: &'a Conformance,
    digest: Digest,
    created: String,
}

impl Document<'_> {
    fn value(&self, report_path: &str) -> Value {
        let report = self.report;
        json!({ "assessment-results": {
            "uuid": self.uuid("document", ""),
            "metadata": {
                "title": string(&format!("Policy conformance: {}", report.matrix.name)),
                "last-modified": self.created,
                "version": string(&report.provenance.bundle.revision),
                "oscal-version": VERSION,
            },
            "import-ap": { "href": format!("#{}", self.uuid("resource", "matrix")) },
            "results": [self.result()],
            "back-matter": { "resources": self.resources(report_path) },
        }})
    }

    fn result(&self) -> Value {
        let report = self.report;
        let controls = self.controls();
        let summary = &report.summary;
        let selection = if controls.is_empty() {
            json!({ "include-all": {} })
        } else {
            let include: Vec<_> = controls.iter().map(|id| json!({ "control-id": id })).collect();
            json!({ "include-controls": include })
        };
        let mut result = json!({
            "uuid": self.uuid("result", ""),
            "title": string(&format!("Run of the matrix {}", report.matrix.name)),
            "description": string(&format!(
                "{} run against the policy bundle {}; {} of {} covered.",
                text::count(summary.scenarios, "scenario"),
                report.provenance.bundle.name,
                summary.covered_flows,
                text::count(summary.privileged_flows, "privileged flow"),
            )),
            "start": self.created,
            "end": self.created,
            "props": [
                property("verdict", if report.passed { "passed" } else { "failed" }),
                property("coverage-ratio", &summary.coverage_ratio.to_string()),
                property("mutation-score", &report.mutation.score.to_string()),
                property("selection", &report.provenance.selection),
                property("bundle-digest", &report.provenance.bundle.digest),
                property("matrix-digest", &report.provenance.matrix_digest),
            ],
            "reviewed-controls": { "control-selections": [selection] },
        });
        // Empty lists are not allowed.
        let lists = [
            ("observations", self.observations()),
            ("risks", report.waivers.iter().map(|waiver| self.risk(waiver)).collect()),
            ("findings", controls.iter().map(|control| self.finding(control)).collect()),
        ];
        for (name, list) in lists {
            if !list.is_empty() {
                result[name] = Value::Array(list);
            }
        }
        result
    }

    fn controls(&self) -> Vec<String> {
        let mut controls: Vec<_> =
            self.report.matrix.controls.iter().map(|control| control_id(control)).collect();
        controls.sort_unstable();
        controls.dedup();
        controls
    }

    fn observations(&self) -> Vec<Value> {
        self.report.flows.iter().map(|flow| self.observation(flow)).collect()
    }

    fn observation(&self, flow: &Flow) -> Value {
        let evidence = format!("#{}", self.uuid("resource", "report"));
        let mut props = vec![
            property("flow", &flow.id),
            property("privileged", if flow.privileged { "true" } else { "false" }),
            property("covered", if flow.covered { "true" } else { "false" }),
        ];
        for obligation in &flow.obligations {
            let value = match obligation.status {
                Status::NotApplicable | Status::Waived => {
                    text::status(obligation.status).to_owned()
                }
                status => {
                    format!("{} {}/{}", text::status(status), obligation.met, obligation.total)
                }
            };
            props.push(property(&format!("obligation-{}", obligation.name), &value));
        }
        json!({
            "uuid": self.uuid("observation", &flow.id),
            "title": string(&format!("Flow {}", flow.id)),
            "description": string(&format!(
                "{}: {} passed, {} failed, {} counted as evidence; {} allowed, {} denied.",
                text::count(flow.scenarios, "scenario"),
                flow.passed,
                flow.failed,
                flow.counted,
                flow.allowed,
                flow.denied,
            )),
            "props": props,
            "methods": ["TEST"],
            "types": ["control-objective"],
            "relevant-evidence": [{
                "href": evidence,
                "description": "The conformance report, whose scenarios can be run again.",
            }],
            "collected": self.created,
        })
    }

    fn risk(&self, waiver: &Waiver) -> Value {
        let key = format!("{}\n{}", waiver.flow, waiver.obligation);
        let mut risk = json!({
            "uuid": self.uuid("risk", &key),
            "title": string(&format!("Waiver: {} of {}", waiver.obligation, waiver.flow)),
            "description": string(&waiver.reason),
            "statement": string(&format!(
                "{} accepts that {} is not shown for {} until {}.",
                waiver.approver, waiver.obligation, waiver.flow, waiver.expires
            )),
            "props": [
                property("approver", &waiver.approver),
                property("used", if waiver.used { "true" } else { "false" }),
            ],
            "status": if waiver.expired { "open" } else { "deviation-approved" },
        });
        if let Some(deadline) = deadline(&waiver.expires) {
            risk["deadline"] = deadline.into();
        }
        if self.report.flows.iter().any(|flow| flow.id == waiver.flow) {
            let observation = self.uuid("observation", &waiver.flow);
            risk["related-observations"] = json!([{ "observation-uuid": observation }]);
        }
        risk
    }

    fn finding(&self, control: &str) -> Value {
        let passed = self.report.passed;
        let failed = self.report.gates.iter().filter(|gate| !gate.passed);
        let failed: Vec<_> = failed.map(|gate| gate.title.as_str()).collect();
        let description = if passed {
            "Every gate of the run passed.".to_owned()
        } else {
            format!("Gates that failed: {}.", failed.join(", "))
        };
        let related = self
            .report
            .flows
            .iter()
            .map(|flow| json!({ "observation-uuid": self.uuid("observation", &flow.id) }));
        let mut finding = json!({
            "uuid": self.uuid("finding", control),
            "title": string(&format!("Control {control}")),
            "description": string(&description),
            "target": {
                "type": "statement-id",
                "target-id": format!("{control}_smt"),
                "status": { "state": if passed { "satisfied" } else { "not-satisfied" } },
            },
        });
        let related: Vec<_> = related.collect();
        if !related.is_empty() {
            finding["related-observations"] = Value::Array(related);
        }
        finding
    }

    fn resources(&self, report_path: &str) -> Vec<Value> {
        let from = &self.report.provenance;
        let resource = |key: &str, title: &str, path: &str, media: &str, digest: &str| {
            let mut link = json!({ "href": address::relative(path), "media-type": media });
            if Digest::from_hex(digest).is_some() {
                link["hashes"] = json!([{ "algorithm": "SHA-256", "value": digest }]);
            }
            json!({ "uuid": self.uuid("resource", key), "title": string(title), "rlinks": [link] })
        };
        let bundle = &from.bundle;
        let digest = self.digest.to_string();
        vec![
            resource("report", "Conformance report", report_path, "application/json", &digest),
            resource(
                "matrix",
                "Scenario matrix, which is the plan of the assessment",
                &self.report.matrix.name,
                "application/yaml",
                &from.matrix_digest,
            ),
            resource("bundle", "Policy bundle", &bundle.name, "application/gzip", &bundle.digest),
        ]
    }

    /// A UUID of the form that version 5 has, from SHA-256 instead of SHA-1.
    fn uuid(&self, kind: &str, key: &str) -> String {
        let parts: [&[u8]; 5] =
            [self.digest.as_ref(), b"\0", kind.as_bytes(), b"\0", key.as_bytes()];
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&Digest::of_parts(&parts).0[..16]);
        bytes[6] = bytes[6] & 0x0f | 0x50;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        parts.join("-")
    }
}

fn property(name: &str, value: &str) -> Value {
    json!({ "name": token(name), "ns": NAMESPACE, "value": string(value) })
}

/// OSCAL strings are one line, neither empty nor with space at their ends.
fn string(text: &str) -> String {
    let line = text::line(text);
    let trimmed = line.trim();
    if trimmed.is_empty() { "(empty)".to_owned() } else { trimmed.to_owned() }
}

/// `AC-2(1)` becomes `ac-2.1`, as in the catalogues of NIST.
fn control_id(control: &str) -> String {
    token(&control.to_lowercase().replace('(', ".").replace([')', ' '], ""))
}

/// OSCAL tokens begin with a letter and contain letters, digits, `.`, `-` and `_`.
fn token(text: &str) -> String {
    let token: String = (text.chars().take(100))
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    if token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        token
    } else {
        format!("_{token}")
    }
}

/// The end of the day `text`, or the time `text`.
fn deadline(text: &str) -> Option<String> {
    let time = Timestamp::parse(text).or_else(|| Timestamp::parse(&format!("{text}T23:59:59Z")))?;
    Some(time.to_string())
}

/// A time as OSCAL wants it; the report has been checked, so it is one.
fn date_time(text: &str) -> String {
    Timestamp::parse(text).unwrap_or(Timestamp(0)).to_string()
}
