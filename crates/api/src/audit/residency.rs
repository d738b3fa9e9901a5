//! Data that is asked to be where it may not: every operation on a tenant's data, told that the data belongs into another region; and tenants
//! with a tag or a region that is not the server's (promise P11).

use super::stage::{Side, Stage};
use super::{Aborted, Audit, Finding, Plan, Residency, probe};
use crate::access::Operation;
use crate::client::{Client, Exchange};
use crate::wire::NewTenant;
use cos_core::ids::Region;
use serde_json::Value;

/// The request header that says in which region the data of a request belongs.
pub const REGION: &str = "cos-region";

const TAGS: [&str; 4] = ["eu", "us", "apac", "global"];
const REGIONS: [&str; 4] = ["eu-1", "eu-2", "us-1", "ap-1"];

/// What was asked, and of which data.
struct Asked<'a> {
    method: &'a str,
    path: &'a str,
    name: &'a str,
    tenant: &'a str,
    tag: &'a str,
    wanted: &'a str,
}

/// Tenants of every tag in every region, but for those that may be here.
pub(super) fn tenants(
    operator: &Client,
    (plan, stage): (&Plan<'_>, &mut Stage),
    audit: &mut Audit,
) -> Result<(), Aborted> {
    let own = [plan.region.as_str()];
    let regions = REGIONS.iter().filter(|region| **region != plan.region).chain(&own);
    for (tag, wanted) in
        TAGS.iter().flat_map(|tag| regions.clone().map(move |region| (*tag, *region)))
    {
        if wanted == plan.region && admits(tag, wanted) {
            continue;
        }
        plan.go_on()?;
        let tenant = format!("{}-r", plan.run);
        let new = NewTenant {
            tenant: tenant.clone(),
            region: wanted.to_owned(),
            display_name: plan.run.clone(),
            residency: tag.to_owned(),
        };
        let body = serde_json::to_string(&new).unwrap_or_default();
        let answer = operator.exchange(("POST", "/v1/tenants"), &[], &body)?;
        if answer.status == 201 && !stage.traces.tenants.contains(&tenant) {
            stage.traces.tenants.push(tenant.clone());
        }
        let asked = Asked {
            method: "POST",
            path: "/v1/tenants",
            name: "createTenant",
            tenant: &tenant,
            tag,
            wanted,
        };
        judge(&asked, &answer, audit);
    }
    Ok(())
}

/// Every operation on each tenant, as one that belongs into another region. The operators' acts come last, and only to tenants that
/// were made for this: a server that does not refuse them does them.
pub(super) fn operations(
    document: &Value,
    (plan, stage): (&Plan<'_>, &Stage),
    audit: &mut Audit,
) -> Result<(), Aborted> {
    let all = Operation::all(document);
    let of_tenants = || all.iter().filter(|it| it.is_of_tenant() && !it.is_page);
    let acts = of_tenants().filter(|it| it.is_operators() && stage.is_made);
    for operation in of_tenants().filter(|it| !it.is_operators()).chain(acts) {
        let method = operation.method.to_lowercase();
        let name = &document["paths"][&operation.path][&method]["operationId"];
        let name = name.as_str().unwrap_or(&operation.path);
        for side in &stage.sides {
            for wanted in REGIONS.iter().filter(|region| **region != plan.region) {
                plan.go_on()?;
                let answer = ask(operation, stage, side, wanted)?;
                let asked = Asked {
                    method: &operation.method,
                    path: &operation.path,
                    name,
                    tenant: &side.tenant,
                    tag: &side.residency,
                    wanted,
                };
                judge(&asked, &answer, audit);
            }
        }
    }
    Ok(())
}

fn ask(
    operation: &Operation,
    stage: &Stage,
    side: &Side,
    wanted: &str,
) -> Result<Exchange, Aborted> {
    let header = [(REGION, wanted)];
    Ok(probe::ask(operation, &stage.callers[0], (&side.tenant, side), &header)?)
}

fn admits(tag: &str, region: &str) -> bool {
    let (tag, region) = (tag.parse::<cos_core::residency::Residency>(), region.parse::<Region>());
    matches!((tag, region), (Ok(tag), Ok(region)) if tag.admits(&region))
}

/// It has to be refused with 422, and the reason has to name tag, region asked for and region of the server.
fn judge(asked: &Asked<'_>, answer: &Exchange, audit: &mut Audit) {
    let Asked { method, path, name, tenant, tag, wanted } = *asked;
    let problem: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let quoted = |text: &str| answer.body.contains(&format!("`{text}`"));
    let named = [tag, wanted, &audit.region].into_iter().all(quoted);
    let refused = answer.status == 422 && named;
    audit.probes += 1;
    if !refused {
        audit.findings.push(Finding {
            rule: "residency".to_owned(),
            route: format!("{method} {path}"),
            caller: "operator".to_owned(),
            tenant: tenant.to_owned(),
            detail: format!(
                "`{tag}` in `{wanted}` is answered {} without all of tag, wanted and own region",
                answer.status
            ),
        });
    }
    audit.residency.push(Residency {
        operation: name.to_owned(),
        tag: tag.to_owned(),
        wanted: wanted.to_owned(),
        got: audit.region.clone(),
        status: answer.status,
        code: problem["code"].as_str().map(str::to_owned),
        refused,
    });
}
