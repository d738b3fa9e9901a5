//! The isolation audit: every operation of a live server, asked for by every kind of caller about every tenant, with the other tenant's
//! objects and the other tenant's secrets to look for (promises P9, P10 and P11).
//!
//! It believes nothing but answers. Bodies are such that a request which gets past the door changes nothing. Pages for people are left out:
//! they ask for a session, and the tests of the server go through them.

mod probe;
mod residency;
mod stage;
mod traces;

use crate::access::Operation;
use crate::client::{Client, ClientError};
use serde::Serialize;
use serde_json::Value;
use stage::Stage;
use std::sync::atomic::{AtomicBool, Ordering};

pub use residency::REGION;
pub use traces::Traces;

/// The name of the format; `cos-evidence` has its schema, and reads it.
pub const FORMAT: &str = "cos.isolation-audit/v1";

/// What is audited, and as of when.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The server, as people name it.
    pub server: String,
    /// The region that the server is in.
    pub region: String,
    /// What nobody else calls their audit: names of tenants and secrets begin with it.
    pub run: String,
    /// Now, in RFC 3339.
    pub now: String,
    /// Two tenants that there are; without them two are made, and suspended afterwards.
    pub tenants: Option<[String; 2]>,
    /// Whether it was told to end.
    pub stop: &'a AtomicBool,
}

/// An audit that was not finished.
#[derive(Debug)]
pub struct Stopped {
    /// Why.
    pub because: Aborted,
    /// What it could not end on the server.
    pub left: Traces,
}

/// Why an audit was not finished.
#[derive(Debug, thiserror::Error)]
pub enum Aborted {
    /// The server refuses, or does not answer.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// It was told to end.
    #[error("it was told to end before it was done")]
    Interrupted,
}

impl Plan<'_> {
    /// Ends the audit when it was told to.
    fn go_on(&self) -> Result<(), Aborted> {
        if self.stop.load(Ordering::Relaxed) { Err(Aborted::Interrupted) } else { Ok(()) }
    }
}

/// What an audit found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    /// The two tenants.
    pub tenants: [String; 2],
    /// Whether there are no findings.
    pub passed: bool,
    /// How many requests were sent and judged.
    pub probes: u64,
    /// What should not be.
    pub findings: Vec<Finding>,
    /// What was asked of each operation, in the order of the document.
    pub routes: Vec<Row>,
    /// What was asked for other regions, or with a tag that is not allowed here.
    pub residency: Vec<Residency>,
}

/// Something that should not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was broken: `access`, `canary`, `failure`, `object`, `residency`.
    pub rule: String,
    /// The operation.
    pub route: String,
    /// Who asked.
    pub caller: String,
    /// About which tenant.
    pub tenant: String,
    /// What was found, for people; it repeats no secret.
    pub detail: String,
}

/// What was asked of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// Something that was asked for another region, or with a tag that does not allow this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Residency {
    /// The operation.
    pub operation: String,
    /// The residency tag.
    pub tag: String,
    /// The region that was asked for.
    pub wanted: String,
    /// The region of the server.
    pub got: String,
    /// How it was answered.
    pub status: u16,
    /// The code of the refusal.
    pub code: Option<String>,
    /// Whether it was refused, with tag, region asked for and region of the server in the reason.
    pub refused: bool,
}

impl Audit {
    /// One that has asked nothing yet.
    fn begun(plan: &Plan<'_>, version: &str) -> Self {
        Self {
            schema: FORMAT.to_owned(),
            server: plan.server.clone(),
            version: version.to_owned(),
            asked_by: String::new(),
            started_at: plan.now.clone(),
            ended_at: plan.now.clone(),
            region: plan.region.clone(),
            tenants: [const { String::new() }; 2],
            passed: false,
            probes: 0,
            findings: Vec::new(),
            routes: Vec::new(),
            residency: Vec::new(),
        }
    }
}

/// Audits the server that `operator` speaks to; the operator's credential needs every scope for all tenants. Returned with the audit is what
/// could not be ended.
pub fn run(operator: &Client, plan: &Plan<'_>) -> Result<(Audit, Traces), Box<Stopped>> {
    let stopped = |because, left| Box::new(Stopped { because, left });
    let mut earlier =
        Traces::of_earlier(operator).map_err(|error| stopped(error.into(), Traces::default()))?;
    if let Err(error) = earlier.end(operator) {
        return Err(stopped(error.into(), earlier));
    }
    let mut stage = Stage::default();
    let outcome = audit(operator, plan, &mut stage);
    // Whatever became of the audit, what it made is ended.
    let ended = stage.traces.end(operator);
    match (outcome, ended) {
        (Ok(audit), _) => Ok((audit, stage.traces)),
        (Err(because), _) => Err(stopped(because, stage.traces)),
    }
}

fn audit(operator: &Client, plan: &Plan<'_>, stage: &mut Stage) -> Result<Audit, Aborted> {
    let document = operator.exchange(("GET", "/openapi.json"), &[], "")?;
    let document: Value = serde_json::from_str(&document.body).unwrap_or_default();
    let mut audit = Audit::begun(plan, document["info"]["version"].as_str().unwrap_or_default());
    audit.asked_by = operator.whoami()?.identity;
    stage.set(operator, plan)?;
    audit.tenants = [stage.sides[0].tenant.clone(), stage.sides[1].tenant.clone()];
    // Pages for people, and the doors to them, which ask browsers where they come from.
    let is_for_people = |it: &Operation| it.is_page || it.path.starts_with("/console");
    for operation in Operation::all(&document).iter().filter(|it| !is_for_people(it)) {
        probe::operation(operation, (plan, stage), &mut audit)?;
    }
    probe::bodies(stage, &mut audit)?;
    probe::keys(stage, &mut audit)?;
    residency::tenants(operator, (plan, stage), &mut audit)?;
    residency::operations(&document, (plan, stage), &mut audit)?;
    audit.passed = audit.findings.is_empty() && audit.probes > 0;
    Ok(audit)
}
