//! What an audit needs before it can ask: two tenants with a secret in everything that they have, and a token for every kind of caller.

use super::traces::Traces;
use super::{Aborted, Plan};
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
    /// Its residency tag.
    pub(super) residency: String,
}

/// Somebody who asks.
pub(super) struct Caller {
    pub(super) name: &'static str,
    pub(super) client: Client,
    pub(super) tenant: Option<String>,
    scopes: Vec<String>,
    pub(super) is_valid: bool,
}

#[derive(Default)]
pub(super) struct Stage {
    /// Two, once it is set.
    pub(super) sides: Vec<Side>,
    pub(super) callers: Vec<Caller>,
    /// What is to be ended.
    pub(super) traces: Traces,
    /// Whether the tenants were made for this.
    pub(super) is_made: bool,
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
        Self { sides: sides.into(), ..Self::default() }
    }

    /// Makes everything; whatever stops it, what there is to end is noted.
    pub(super) fn set(&mut self, operator: &Client, plan: &Plan<'_>) -> Result<(), Aborted> {
        self.is_made = plan.tenants.is_none();
        let names = plan.tenants.clone();
        let names = names.unwrap_or_else(|| ["a", "b"].map(|it| format!("{}-{it}", plan.run)));
        for (number, tenant) in names.iter().enumerate() {
            plan.go_on()?;
            let side = self.side(operator, plan, (number, tenant))?;
            self.sides.push(side);
        }
        self.call(operator, plan)
    }

    fn side(
        &mut self,
        operator: &Client,
        plan: &Plan<'_>,
        (number, tenant): (usize, &str),
    ) -> Result<Side, Aborted> {
        let canary = format!("canary-{}-{number}", plan.run);
        if self.is_made {
            // Also when the answer is lost: then there may be one.
            self.traces.tenants.push(tenant.to_owned());
            let made = operator.create_tenant(&NewTenant {
                tenant: tenant.to_owned(),
                region: plan.region.clone(),
                display_name: canary.clone(),
                residency: if number == 0 { plan.region.clone() } else { "global".to_owned() },
            });
            if let Err(error @ ClientError::Problem(_)) = made {
                self.traces.tenants.pop();
                return Err(error.into());
            }
            made?;
        }
        let residency = operator.tenant(tenant)?.residency;
        let event = json!({
            "time": plan.now, "flow": "audit", "action": "isolation.probe", "decision": "allow",
            "actor": canary, "resource": canary, "rationale": canary,
        });
        let lines = operator.ingest(tenant, event.to_string().into_bytes(), "published")?;
        let theme =
            json!({ "name": canary, "product_name": canary, "colors": { "accent": "#0b5394" } });
        let theme = operator.import_theme(tenant, theme.to_string().as_bytes())?.digest;
        let token = self.issue(operator, (&canary, Some(tenant)), &[], 3600)?.id;
        let jti = lines.into_iter().find_map(|line| line.jti).unwrap_or_default();
        Ok(Side { tenant: tenant.to_owned(), canary, jti, theme, token, residency })
    }

    pub(super) fn existence(&self, tenant: &str) -> Existence {
        let exists = self.sides.iter().any(|side| side.tenant == tenant);
        if exists { Existence::Exists } else { Existence::Missing }
    }

    fn issue(
        &mut self,
        operator: &Client,
        (identity, tenant): (&str, Option<&str>),
        scopes: &[String],
        ttl_seconds: i64,
    ) -> Result<TokenCreated, ClientError> {
        let token = operator.create_token(&NewToken {
            identity: identity.to_owned(),
            tenants: tenant.map(|tenant| vec![tenant.to_owned()]),
            scopes: scopes.to_vec(),
            ttl_seconds,
        })?;
        self.traces.tokens.push(token.id.clone());
        Ok(token)
    }

    /// Everyone who asks.
    fn call(&mut self, operator: &Client, plan: &Plan<'_>) -> Result<(), Aborted> {
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
        self.callers = vec![Caller {
            name: "operator",
            client: operator.clone(),
            tenant: None,
            scopes: all.clone(),
            is_valid: true,
        }];
        let mut secret = String::new();
        for (name, side, scopes, is_valid) in kinds {
            let tenant = side.map(|side: usize| self.sides[side].tenant.clone());
            let ttl = if name.starts_with("expired") { 1 } else { 3600 };
            let identity = side.map_or_else(
                || format!("{}-auditor", plan.run),
                |side| self.sides[side].canary.clone(),
            );
            let token = self.issue(operator, (&identity, tenant.as_deref()), &scopes, ttl)?;
            if name.starts_with("revoked") {
                operator.revoke_token(&token.id)?;
            }
            let client = operator.as_caller(&token.token);
            secret.clone_from(&token.token);
            self.callers.push(Caller { name, client, tenant, scopes, is_valid });
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
            self.callers.push(Caller::nobody(name, client));
        }
        Ok(())
    }
}
