//! Reports of `cos isolation audit`: reading them, what they come to, and a page for people.
//!
//! The model is the reader's own and not the auditor's: whether an audit passed is worked out again from its rows. Who signed one is asked
//! elsewhere; the page is told.

pub mod html;

use serde::{Deserialize, Serialize};

/// What an audit says it is.
pub const FORMAT: &str = "cos.isolation-audit/v1";

/// What an audit says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// [`FORMAT`].
    pub schema: String,
    /// The server, as it was named.
    pub server: String,
    /// The version of the server.
    pub version: String,
    /// The identity of the operator's credential.
    pub asked_by: String,
    /// When it began.
    pub started_at: String,
    /// When it ended.
    pub ended_at: String,
    /// The region of the server.
    pub region: String,
    /// The tenants that were asked about.
    pub tenants: [String; 2],
    /// Whether the auditor says that there are no findings.
    pub passed: bool,
    /// How many requests were judged.
    pub probes: u64,
    /// What should not be.
    pub findings: Vec<Finding>,
    /// What was asked of each operation.
    pub routes: Vec<Row>,
    /// What was asked for another region.
    pub residency: Vec<Residency>,
}

/// Something that should not be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// What was broken.
    pub rule: String,
    /// The operation.
    pub route: String,
    /// Who asked.
    pub caller: String,
    /// About which tenant.
    pub tenant: String,
    /// What was found.
    pub detail: String,
}

/// What was asked of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The scope that it asks for.
    pub scope: Option<String>,
    /// How many requests were sent.
    pub probes: u64,
    /// How many of them had to be refused.
    pub refusals: u64,
    /// How many findings there are.
    pub findings: u64,
    /// The same for each caller.
    pub callers: Vec<Cell>,
}

/// What a caller asked of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Who asked.
    pub caller: String,
    /// How many requests were sent.
    pub probes: u64,
    /// How many of them had to be refused.
    pub refusals: u64,
    /// How many findings there are.
    pub findings: u64,
}

/// Something that was asked for another region.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Residency {
    /// The operation.
    pub operation: String,
    /// The residency tag of the data.
    pub tag: String,
    /// The region where it was to be.
    pub wanted: String,
    /// The region where the server is.
    pub got: String,
    /// How it was answered.
    pub status: u16,
    /// The code of the refusal.
    pub code: Option<String>,
    /// Whether it was refused as it has to be.
    pub refused: bool,
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
    /// How many requests had to be refused.
    pub fn refusals(&self) -> u64 {
        self.routes.iter().map(|row| row.refusals).sum()
    }

    /// What was asked, or the first thing that should not be.
    pub fn outcome(&self) -> Result<String, String> {
        if let Some(finding) = self.findings.first() {
            let Finding { rule, route, caller, detail, .. } = finding;
            let count = self.findings.len();
            return Err(format!("{count} findings; {rule}: {route} as {caller}: {detail}"));
        }
        if let Some(row) = self.residency.iter().find(|row| !row.refused) {
            let Residency { operation, tag, wanted, status, .. } = row;
            return Err(format!("{operation} of `{tag}` in `{wanted}` is answered {status}"));
        }
        let rows = || self.routes.iter();
        let asked: u64 = rows().map(|row| row.probes).sum();
        let found =
            rows().any(|row| row.findings > 0 || row.callers.iter().any(|it| it.findings > 0));
        if !self.passed || found || self.refusals() == 0 || self.residency.is_empty() {
            return Err("it does not say that it passed, or asked for nothing".to_owned());
        }
        if asked > self.probes {
            return Err("its counts contradict each other".to_owned());
        }
        Ok(format!(
            "{} requests, {} of them to be refused, to {} operations of cos {}",
            self.probes,
            self.refusals(),
            self.routes.len(),
            self.version
        ))
    }
}
