//! The isolation audit: every operation of a live server, asked for by every kind of caller about every tenant, with the other tenant's
//! objects and the other tenant's secrets to look for (promises P9, P10 and P11).
//!
//! It believes nothing but answers. Bodies are such that a request which gets past the door changes nothing. Pages for people are left out:
//! they ask for a session, and the tests of the server go through them.

mod probe;
mod stage;

use crate::access::Operation;
use crate::client::{Client, ClientError};
use crate::wire::NewTenant;
use serde::Serialize;
use serde_json::Value;
use stage::Stage;

/// The name of the format; `cos-evidence` has its schema, and reads it.
pub const FORMAT: &str = "cos.isolation-audit/v1";

/// What is audited, and as of when.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The region that the server is in.
    pub region: String,
    /// What nobody else calls their audit: names of tenants and secrets begin with it.
    pub run: String,
    /// Now, in RFC 3339.
    pub now: String,
    /// Two tenants that there are; without them two are made, and suspended afterwards.
    pub tenants: Option<[String; 2]>,
}

/// What an audit found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// [`FORMAT`].
    pub schema: String,
    /// The version of the server.
    pub version: String,
    /// When it began.
    pub started_at: String,
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
    /// What was written with a region that is not the server's.
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
}

/// A write with a region that is not the server's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Residency {
    /// The operation.
    pub operation: String,
    /// The residency tag.
    pub tag: String,
    /// The region that was asked for.
    pub wanted: String,
    /// How it was answered.
    pub status: u16,
    /// Whether it was refused, with tag, region asked for and region of the server in the reason.
    pub refused: bool,
}

impl Audit {
    /// One that has asked nothing yet.
    fn begun(version: &str, region: &str, now: &str) -> Self {
        Self {
            schema: FORMAT.to_owned(),
            version: version.to_owned(),
            started_at: now.to_owned(),
            region: region.to_owned(),
            tenants: [const { String::new() }; 2],
            passed: false,
            probes: 0,
            findings: Vec::new(),
            routes: Vec::new(),
            residency: Vec::new(),
        }
    }
}

/// Audits the server that `operator` speaks to; the operator's credential needs every scope for all tenants.
pub fn run(operator: &Client, plan: &Plan) -> Result<Audit, ClientError> {
    let document = operator.exchange(("GET", "/openapi.json"), &[], "")?;
    let document: Value = serde_json::from_str(&document.body).unwrap_or_default();
    let version = document["info"]["version"].as_str().unwrap_or_default();
    let mut audit = Audit::begun(version, &plan.region, &plan.now);
    let stage = Stage::set(operator, plan)?;
    audit.tenants = [stage.sides[0].tenant.clone(), stage.sides[1].tenant.clone()];
    // Whatever becomes of the audit, what it made is ended.
    let outcome = probe_all(&document, &stage, &mut audit);
    let ended = stage.strike(operator);
    outcome?;
    residency(operator, plan, &mut audit)?;
    ended?;
    audit.passed = audit.findings.is_empty() && audit.probes > 0;
    Ok(audit)
}

fn probe_all(document: &Value, stage: &Stage, audit: &mut Audit) -> Result<(), ClientError> {
    // Pages for people, and the doors to them, which ask browsers where they come from.
    let is_for_people = |it: &Operation| it.is_page || it.path.starts_with("/console");
    for operation in Operation::all(document).iter().filter(|it| !is_for_people(it)) {
        probe::operation(operation, stage, audit)?;
    }
    probe::bodies(stage, audit)?;
    probe::keys(stage, audit)
}

/// Every tag with every region but the server's own: there is one operation that is told a region, and it must say why not.
fn residency(operator: &Client, plan: &Plan, audit: &mut Audit) -> Result<(), ClientError> {
    for tag in ["eu", "us", "apac", "global"] {
        let regions = ["eu-1", "eu-2", "us-1", "ap-1"];
        for wanted in regions.into_iter().filter(|region| *region != plan.region) {
            let asked = NewTenant {
                tenant: format!("{}-r", plan.run),
                region: wanted.to_owned(),
                display_name: plan.run.clone(),
                residency: tag.to_owned(),
            };
            let body = serde_json::to_string(&asked).unwrap_or_default();
            let answer = operator.exchange(("POST", "/v1/tenants"), &[], &body)?;
            let named = [tag, wanted, &plan.region];
            let quoted = |text: &&str| answer.body.contains(&format!("`{text}`"));
            let refused = answer.status == 422 && named.iter().all(quoted);
            audit.probes += 1;
            if !refused {
                audit.findings.push(Finding {
                    rule: "residency".to_owned(),
                    route: "POST /v1/tenants".to_owned(),
                    caller: "operator".to_owned(),
                    tenant: asked.tenant,
                    detail: format!("`{tag}` in `{wanted}` is answered {} without all of tag, wanted and own region", answer.status),
                });
            }
            audit.residency.push(Residency {
                operation: "createTenant".to_owned(),
                tag: tag.to_owned(),
                wanted: wanted.to_owned(),
                status: answer.status,
                refused,
            });
        }
    }
    Ok(())
}
