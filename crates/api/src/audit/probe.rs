//! Requests that should be refused, or should tell nothing: one operation at a time, and then names in bodies and headers.

use super::stage::{Caller, Side, Stage};
use super::{Aborted, Audit, Cell, Finding, Plan, Row};
use crate::access::Operation;
use crate::client::{ClientError, Exchange};
use serde_json::json;

/// Asks for an operation as everyone, about every tenant, with everyone's objects.
pub(super) fn operation(
    operation: &Operation,
    (plan, stage): (&Plan<'_>, &Stage),
    audit: &mut Audit,
) -> Result<(), Aborted> {
    let mut cells = Vec::new();
    let (first, second) = (&stage.sides[0], &stage.sides[1]);
    let missing = format!("{}-none", first.tenant);
    let tenants: &[&str] = if operation.is_of_tenant() {
        &[&first.tenant, &second.tenant, &missing, "platform"]
    } else {
        &[&first.tenant]
    };
    let names_object = ["{jti}", "{digest}", "{id}"].iter().any(|it| operation.path.contains(it));
    let owners = if names_object { &stage.sides[..] } else { &stage.sides[..1] };
    for caller in &stage.callers {
        plan.go_on()?;
        let (before, probes) = (audit.findings.len(), audit.probes);
        let mut refusals = 0;
        for tenant in tenants {
            for owner in owners {
                let expected =
                    operation.expected(&caller.access(), tenant, stage.existence(tenant));
                // An operator's act is real.
                if operation.is_operators() && expected.is_ok() {
                    continue;
                }
                let answer = ask(operation, caller, (tenant, owner), &[])?;
                audit.probes += 1;
                refusals += u64::from(expected.is_err());
                let asked = Asked { route: operation, caller, tenant };
                judge(&asked, expected, &answer, audit);
                if names_object && is_foreign(operation, caller, tenant, owner) && is_done(&answer)
                {
                    let detail =
                        format!("an object of `{}` is answered {}", owner.tenant, answer.status);
                    audit.findings.push(asked.finding("object", detail));
                }
                secrets(&asked, stage, &answer, audit);
            }
        }
        cells.push(Cell {
            caller: caller.name.to_owned(),
            probes: audit.probes - probes,
            refusals,
            findings: (audit.findings.len() - before) as u64,
        });
    }
    let sum = |count: fn(&Cell) -> u64| cells.iter().map(count).sum();
    audit.routes.push(Row {
        method: operation.method.clone(),
        path: operation.path.clone(),
        scope: operation.scope.clone(),
        probes: sum(|cell| cell.probes),
        refusals: sum(|cell| cell.refusals),
        findings: sum(|cell| cell.findings),
        callers: cells,
    });
    Ok(())
}

/// A token for the other tenant, named in a body.
pub(super) fn bodies(stage: &Stage, audit: &mut Audit) -> Result<(), ClientError> {
    let (first, second) = (&stage.sides[0], &stage.sides[1]);
    for tenants in [json!([second.tenant]), json!([first.tenant, second.tenant]), json!(null)] {
        let body = json!({ "identity": "x", "tenants": tenants, "scopes": [], "ttl_seconds": 1 });
        for caller in stage.callers.iter().filter(|caller| caller.is_stranger_to(&second.tenant)) {
            let answer = caller.client.exchange(("POST", "/v1/tokens"), &[], &body.to_string())?;
            audit.probes += 1;
            if is_done(&answer) {
                audit.findings.push(Finding {
                    rule: "object".to_owned(),
                    route: "POST /v1/tokens".to_owned(),
                    caller: caller.name.to_owned(),
                    tenant: second.tenant.clone(),
                    detail: format!("a token for {tenants} is answered {}", answer.status),
                });
            }
        }
    }
    Ok(())
}

/// The other tenant's idempotency key: it names a request of one's own, never another's answer.
pub(super) fn keys(stage: &Stage, audit: &mut Audit) -> Result<(), ClientError> {
    let whole = |tenant: &str| {
        let mut callers = stage.callers.iter();
        callers.find(|it| it.name.starts_with("everything") && it.tenant.as_deref() == Some(tenant))
    };
    let body = json!({ "name": "isolation-audit", "colors": { "accent": "#0b5394" } }).to_string();
    let key = [("idempotency-key", &*stage.sides[0].canary)];
    for (side, is_second) in stage.sides.iter().zip([false, true]) {
        let Some(caller) = whole(&side.tenant) else { continue };
        let path = format!("/v1/tenants/{}/themes", side.tenant);
        let answer = caller.client.exchange(("POST", &path), &key, &body)?;
        audit.probes += 1;
        if is_second && answer.head.contains("idempotency-replayed") {
            audit.findings.push(Finding {
                rule: "object".to_owned(),
                route: "POST /v1/tenants/{tenant}/themes".to_owned(),
                caller: caller.name.to_owned(),
                tenant: side.tenant.clone(),
                detail: "the answer to another tenant's key is repeated".to_owned(),
            });
        }
    }
    Ok(())
}

struct Asked<'a> {
    route: &'a Operation,
    caller: &'a Caller,
    tenant: &'a str,
}

impl Asked<'_> {
    fn finding(&self, rule: &str, detail: String) -> Finding {
        Finding {
            rule: rule.to_owned(),
            route: format!("{} {}", self.route.method, self.route.path),
            caller: self.caller.name.to_owned(),
            tenant: self.tenant.to_owned(),
            detail,
        }
    }
}

/// Compares an answer with what it has to be.
fn judge(asked: &Asked<'_>, expected: Result<(), u16>, answer: &Exchange, audit: &mut Audit) {
    let status = answer.status;
    match expected {
        Err(wanted) if status != wanted => {
            let detail = format!("answered {status}, and has to be refused with {wanted}");
            audit.findings.push(asked.finding("access", detail));
        }
        Ok(()) if asked.route.is_guarded_afar && [401, 403].contains(&status) => {}
        Ok(()) if [401, 403, 405].contains(&status) => {
            let detail = format!("answered {status}, and may go through");
            audit.findings.push(asked.finding("access", detail));
        }
        _ if status >= 500 => {
            audit.findings.push(asked.finding("failure", format!("answered {status}")));
        }
        _ => {}
    }
}

/// Looks for secrets of tenants that the caller is a stranger to.
fn secrets(asked: &Asked<'_>, stage: &Stage, answer: &Exchange, audit: &mut Audit) {
    for side in stage.sides.iter().filter(|side| asked.caller.is_stranger_to(&side.tenant)) {
        if answer.head.contains(&side.canary) || answer.body.contains(&side.canary) {
            let detail = format!("the answer contains the secret of `{}`", side.tenant);
            audit.findings.push(asked.finding("canary", detail));
        }
    }
}

/// Whether the object is not the caller's, or not of the tenant that is asked about.
fn is_foreign(operation: &Operation, caller: &Caller, tenant: &str, owner: &Side) -> bool {
    let elsewhere = operation.is_of_tenant() && owner.tenant != tenant;
    elsewhere || caller.is_stranger_to(&owner.tenant)
}

fn is_done(answer: &Exchange) -> bool {
    (200..300).contains(&answer.status)
}

/// A request that changes nothing when it gets past the door.
pub(super) fn ask(
    operation: &Operation,
    caller: &Caller,
    (tenant, owner): (&str, &Side),
    headers: &[(&str, &str)],
) -> Result<Exchange, ClientError> {
    let path = operation.path.replace("{tenant}", tenant).replace("{id}", &owner.token);
    let path = path.replace("{digest}", &owner.theme).replace("{jti}", &owner.jti);
    let path = path.replace("{tile}", "0/000.p/1");
    let body = match (&*operation.method, &*operation.path) {
        ("POST", "/v1/tenants") => json!({
            "tenant": "nowhere", "region": "nowhere", "display_name": "x", "residency": "x",
        }),
        ("POST", "/v1/tokens") => {
            json!({ "identity": "x", "tenants": [tenant], "scopes": [], "ttl_seconds": 0 })
        }
        ("POST", path) if path.contains("/themes/") => json!({ "reason": "" }),
        ("POST", _) if !operation.is_operators() => json!({}),
        _ => json!(null),
    };
    let body = if body.is_null() { String::new() } else { body.to_string() };
    caller.client.exchange((&operation.method, &path), headers, &body)
}

#[cfg(test)]
mod tests;
