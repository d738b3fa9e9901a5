//! What an audit needs before it can ask: two tenants with a secret in everything that they have, and a token for every kind of caller.

use super::Plan;
use crate::access::{self, Existence};
use crate::client::{Client, ClientError};
use crate::wire::{NewTenant, NewToken, TokenCreated};
use serde_json::json;
use std::time::Duration;

/// A tenant, its secret and its objects.
pub(super) struct Side {
    pub(super) tenant: String,
    pub(super) canary: String,
    pub(super) jti: String,
    pub(super) theme: String,
    /// A token of the tenant's that nobody uses, to be asked for by its id.
    pub(super) token: String,
}

/// Somebody who asks.
pub(super) struct Caller {
    pub(super) name: &'static str,
    pub(super) client: Client,
    pub(super) tenant: Option<String>,
    scopes: Vec<String>,
    pub(super) is_valid: bool,
}

pub(super) struct Stage {
    pub(super) sides: [Side; 2],
    pub(super) callers: Vec<Caller>,
    /// Tokens to revoke.
    issued: Vec<String>,
    /// Whether the tenants were made for this.
    made: bool,
}

impl Caller {
    /// Whoever has no credential that counts.
    pub(super) fn nobody(name: &'static str, client: Client) -> Self {
        Self { name, client, tenant: None, scopes: Vec::new(), is_valid: false }
    }

    pub(super) fn access(&self) -> access::Caller<'_> {
        access::Caller {
            tenant: self.tenant.as_deref(),
            scopes: self.scopes.iter().map(String::as_str).collect(),
            is_valid: self.is_valid,
        }
    }

    /// Whether a tenant's secret is none of theirs.
    pub(super) fn is_stranger_to(&self, tenant: &str) -> bool {
        !self.is_valid || self.tenant.as_deref().is_some_and(|own| own != tenant)
    }
}

impl Stage {
    /// Two tenants, and nobody who asks.
    #[cfg(test)]
    pub(super) fn of(sides: [Side; 2]) -> Self {
        Self { sides, callers: Vec::new(), issued: Vec::new(), made: false }
    }

    pub(super) fn set(operator: &Client, plan: &Plan) -> Result<Self, ClientError> {
        let names = plan.tenants.clone();
        let made = names.is_none();
        let names = names.unwrap_or_else(|| ["a", "b"].map(|it| format!("{}-{it}", plan.run)));
        let mut issued = Vec::new();
        let side = |number: usize, issued: &mut Vec<String>| -> Result<Side, ClientError> {
            let (tenant, canary) = (&names[number], format!("canary-{}-{number}", plan.run));
            if made {
                operator.create_tenant(&NewTenant {
                    tenant: tenant.clone(),
                    region: plan.region.clone(),
                    display_name: canary.clone(),
                    residency: "audit".to_owned(),
                })?;
            }
            let event = json!({
                "time": plan.now, "flow": "audit", "action": "isolation.probe", "decision": "allow",
                "actor": canary, "resource": canary, "rationale": canary,
            });
            let lines = operator.ingest(tenant, event.to_string().into_bytes(), "published")?;
            let theme = json!({ "name": canary, "product_name": canary, "colors": { "accent": "#0b5394" } });
            let theme = operator.import_theme(tenant, theme.to_string().as_bytes())?.digest;
            let token = issue(operator, (&canary, Some(tenant)), &[], 3600)?;
            issued.push(token.id.clone());
            let jti = lines.into_iter().find_map(|line| line.jti).unwrap_or_default();
            Ok(Side { tenant: tenant.clone(), canary, jti, theme, token: token.id })
        };
        let sides = [side(0, &mut issued)?, side(1, &mut issued)?];
        let callers = callers(operator, &sides, &mut issued)?;
        Ok(Self { sides, callers, issued, made })
    }

    pub(super) fn existence(&self, tenant: &str) -> Existence {
        let exists = self.sides.iter().any(|side| side.tenant == tenant);
        if exists { Existence::Exists } else { Existence::Missing }
    }

    /// Revokes what was issued, and suspends the tenants that were made: names of tenants are never used again, so they stay.
    pub(super) fn strike(&self, operator: &Client) -> Result<(), ClientError> {
        for id in &self.issued {
            operator.revoke_token(id)?;
        }
        for side in self.sides.iter().filter(|_| self.made) {
            operator.set_tenant_status(&side.tenant, "suspend")?;
        }
        Ok(())
    }
}

fn issue(
    operator: &Client,
    (identity, tenant): (&str, Option<&str>),
    scopes: &[String],
    ttl_seconds: i64,
) -> Result<TokenCreated, ClientError> {
    operator.create_token(&NewToken {
        identity: identity.to_owned(),
        tenants: tenant.map(|tenant| vec![tenant.to_owned()]),
        scopes: scopes.to_vec(),
        ttl_seconds,
    })
}

fn callers(
    operator: &Client,
    sides: &[Side; 2],
    issued: &mut Vec<String>,
) -> Result<Vec<Caller>, ClientError> {
    let all = operator.whoami()?.scopes;
    let only = |wanted: &[&str]| -> Vec<String> {
        all.iter().filter(|scope| wanted.contains(&scope.as_str())).cloned().collect()
    };
    let mut kinds = Vec::new();
    for (number, name) in [(0, "everything of the first"), (1, "everything of the second")] {
        kinds.push((name, Some(number), all.clone(), true));
    }
    kinds.extend([
        ("reader of the first", Some(0), only(&["receipts:read"]), true),
        ("writer of the first", Some(0), only(&["receipts:write"]), true),
        ("no scope, of the first", Some(0), Vec::new(), true),
        ("auditor of all", None, only(&["receipts:read", "tenants:read"]), true),
        ("revoked, of the first", Some(0), all.clone(), false),
        ("expired, of the first", Some(0), all.clone(), false),
    ]);
    let mut callers = vec![Caller {
        name: "operator",
        client: operator.clone(),
        tenant: None,
        scopes: all.clone(),
        is_valid: true,
    }];
    let mut secret = String::new();
    for (name, side, scopes, is_valid) in kinds {
        let tenant = side.map(|side: usize| sides[side].tenant.clone());
        let ttl = if name.starts_with("expired") { 1 } else { 3600 };
        let identity = side.map_or("auditor", |side| sides[side].canary.as_str());
        let token = issue(operator, (identity, tenant.as_deref()), &scopes, ttl)?;
        if name.starts_with("revoked") {
            operator.revoke_token(&token.id)?;
        } else {
            issued.push(token.id);
        }
        let client = operator.as_caller(&token.token);
        secret.clone_from(&token.token);
        callers.push(Caller { name, client, tenant, scopes, is_valid });
    }
    // The one that lasts a second has ended then, on a clock of whole seconds.
    std::thread::sleep(Duration::from_millis(2_100));
    let at = secret.len() / 2;
    let other = if secret.as_bytes().get(at) == Some(&b'x') { "y" } else { "x" };
    secret.replace_range(at..=at, other);
    for (name, token) in
        [("nobody", ""), ("garbage", "cosu_garbage"), ("mistyped, of the first", &*secret)]
    {
        let client = operator.as_caller(token);
        callers.push(Caller::nobody(name, client));
    }
    Ok(callers)
}
