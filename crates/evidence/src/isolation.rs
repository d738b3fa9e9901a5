//! Reports of `cos isolation audit`: reading them, and what it takes to believe one.
//!
//! They are read by a model of their own here: whether an audit passed is worked out again from its rows.

use crate::conformance::{NotSigned, verify_same};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::intoto::{Statement, Subject};
use cos_sign::Trust;
use cos_sign::statement::VerifiedStatement;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The JSON Schema of an audit.
pub const SCHEMA: &str = include_str!("../schemas/isolation-audit.v1.json");
/// What an audit says it is.
pub const FORMAT: &str = "cos.isolation-audit/v1";
/// The type of the predicate of a statement about one.
pub const PREDICATE_TYPE: &str = "https://companyos.example/cos/isolation-audit/v1";

/// What an audit says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    schema: String,
    version: String,
    /// When it began.
    pub started_at: String,
    /// The region of the server.
    pub region: String,
    /// The tenants that were asked about.
    pub tenants: [String; 2],
    passed: bool,
    /// How many requests were judged.
    pub probes: u64,
    findings: Vec<Finding>,
    routes: Vec<Row>,
    residency: Vec<Residency>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    rule: String,
    route: String,
    caller: String,
    #[serde(rename = "tenant")]
    _tenant: String,
    detail: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(rename = "method")]
    _method: String,
    #[serde(rename = "path")]
    _path: String,
    #[serde(rename = "scope")]
    _scope: Option<String>,
    probes: u64,
    refusals: u64,
    findings: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Residency {
    #[serde(rename = "operation")]
    _operation: String,
    tag: String,
    wanted: String,
    status: u16,
    refused: bool,
}

/// Reads an audit; the error says what is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Audit, String> {
    let audit: Audit = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if audit.schema != FORMAT {
        return Err(format!("it says that it is `{}`", audit.schema.escape_debug()));
    }
    Ok(audit)
}

impl Audit {
    /// What was asked, or the first thing that should not be.
    pub fn outcome(&self) -> Result<String, String> {
        if let Some(finding) = self.findings.first() {
            let Finding { rule, route, caller, detail, .. } = finding;
            let count = self.findings.len();
            return Err(format!("{count} findings; {rule}: {route} as {caller}: {detail}"));
        }
        if let Some(row) = self.residency.iter().find(|row| !row.refused) {
            let Residency { tag, wanted, status, .. } = row;
            return Err(format!("`{tag}` in `{wanted}` is answered {status}"));
        }
        let refusals: u64 = self.routes.iter().map(|row| row.refusals).sum();
        let asked: u64 = self.routes.iter().map(|row| row.probes).sum();
        let counted: u64 = self.routes.iter().map(|row| row.findings).sum();
        if !self.passed || counted > 0 || refusals == 0 || self.residency.is_empty() {
            return Err("it does not say that it passed, or asked for nothing".to_owned());
        }
        if asked > self.probes {
            return Err("its counts contradict each other".to_owned());
        }
        Ok(format!(
            "{} requests, {refusals} of them to be refused, to {} operations of cos {}",
            self.probes,
            self.routes.len(),
            self.version
        ))
    }
}

/// What is said at a time about an audit of some bytes, which is called `name`.
pub fn statement(audit: &Audit, name: &str, bytes: &[u8], created: Timestamp) -> Statement {
    let result = if audit.outcome().is_ok() { "PASSED" } else { "FAILED" };
    let predicate = json!({
        "schema": FORMAT,
        "created": created.to_string(),
        "started": audit.started_at,
        "result": result,
        "region": audit.region,
        "tenants": audit.tenants,
        "probes": audit.probes,
    });
    let predicate = match predicate {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let subject = Subject { name: name.to_owned(), sha256: Digest::of(bytes), sha512: None };
    Statement { subjects: vec![subject], predicate_type: PREDICATE_TYPE.to_owned(), predicate }
}

/// Verifies that a report key of `trust` signed this very audit.
pub fn verify(
    audit: &Audit,
    bytes: &[u8],
    envelope: &[u8],
    trust: &Trust,
) -> Result<VerifiedStatement, NotSigned> {
    let own = |created| statement(audit, "", bytes, created);
    verify_same((bytes, &audit.started_at), envelope, trust, own)
}
