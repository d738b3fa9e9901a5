//! Changes of what belongs to no tenant: the tenants themselves, and credentials.
//!
//! Who acts is always a [`Credential`]: it needs the scope, reaches no further than its tenants, and hands out nothing that it
//! does not have. The receipt goes into the log of the tenant that the transaction is opened for.

use crate::auth::{Credential, Reach};
use crate::control::{
    NewToken, TenantInfo, TenantStatus, Tenants, TokenInfo, read_token, tenant_info,
};
use crate::database::State;
use crate::error::StateError;
use crate::outbox::{self, Record};
use crate::request::{self, Replay, Request, TOKENS, claim};
use crate::scope::Scope;
use crate::token::Token;
use cos_core::clock::Timestamp;
use cos_core::ids::Tenant;
use sqlx::{Any, Transaction};
use std::collections::BTreeSet;

/// A transaction in what belongs to no tenant; what is not committed did not happen.
#[derive(Debug)]
pub struct OperatorTx<'a> {
    pub(crate) tx: Transaction<'static, Any>,
    pub(crate) state: &'a State,
    pub(crate) by: &'a Credential,
    pub(crate) home: Tenant,
}

impl State {
    /// Opens what belongs to no tenant, for a credential; receipts go into the log of `home`.
    pub async fn operate<'a>(
        &'a self,
        by: &'a Credential,
        home: &Tenant,
    ) -> Result<OperatorTx<'a>, StateError> {
        let tx = self.begin_control(Some(home)).await?;
        Ok(OperatorTx { tx, state: self, by, home: home.clone() })
    }
}

impl OperatorTx<'_> {
    /// The tenant in whose log the receipts stand.
    pub fn home(&self) -> &Tenant {
        &self.home
    }

    /// Takes an idempotency key of this credential's; see [`TenantTx::claim`](crate::TenantTx::claim).
    pub async fn claim(
        &mut self,
        request: &Request,
        now: Timestamp,
    ) -> Result<Option<Replay>, StateError> {
        claim(&mut self.tx, TOKENS, self.by.token(), request, now).await
    }

    /// Remembers the answer to the request that took the key.
    pub async fn answer(&mut self, request: &Request, answer: &Replay) -> Result<(), StateError> {
        request::answer(&mut self.tx, TOKENS, self.by.token(), request, answer).await
    }

    /// Creates the tenant that the transaction was opened for.
    pub async fn create_tenant(
        &mut self,
        tenant: &TenantInfo,
        record: &Record,
    ) -> Result<(), StateError> {
        self.by.require(Scope::TenantsWrite)?;
        if tenant.tenant != self.home || !self.by.reaches(&self.home) {
            return Err(StateError::NoTenant(tenant.tenant.to_string()));
        }
        let made = sqlx::query(
            "INSERT INTO tenants (tenant, region, display_name, residency, status, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant) DO NOTHING",
        )
        .bind(tenant.tenant.as_str())
        .bind(tenant.region.as_str())
        .bind(&tenant.display_name)
        .bind(&tenant.residency)
        .bind(tenant.status.as_str())
        .bind(tenant.created_at.0)
        .execute(&mut *self.tx)
        .await
        .map_err(StateError::database("create a tenant"))?;
        if made.rows_affected() == 0 {
            return Err(StateError::Exists(format!("a tenant `{}`", tenant.tenant)));
        }
        outbox::write(&mut self.tx, &self.home, record, tenant.created_at).await
    }

    /// Stops or resumes serving the tenant that the transaction was opened for.
    pub async fn set_tenant_status(
        &mut self,
        status: TenantStatus,
        record: &Record,
        now: Timestamp,
    ) -> Result<TenantInfo, StateError> {
        let missing = || StateError::NoTenant(self.home.to_string());
        if !self.by.reaches(&self.home) {
            return Err(missing());
        }
        self.by.require(Scope::TenantsWrite)?;
        sqlx::query("UPDATE tenants SET status = $2 WHERE tenant = $1")
            .bind(self.home.as_str())
            .bind(status.as_str())
            .execute(&mut *self.tx)
            .await
            .map_err(StateError::database("change a tenant"))?;
        let info = tenant_info(&mut self.tx, &self.home).await?.ok_or_else(missing)?;
        outbox::write(&mut self.tx, &self.home, record, now).await?;
        Ok(info)
    }

    /// Issues a credential that can do no more than the one that issues it.
    pub async fn create_token(
        &mut self,
        new: &NewToken,
        record: &Record,
        now: Timestamp,
    ) -> Result<Token, StateError> {
        self.by.require(Scope::TokensWrite)?;
        self.by.may_give(&new.tenants, &new.scopes)?;
        let token = Token::generate().map_err(StateError::Random)?;
        self.state.insert_token(&mut self.tx, &token, new, (None, now)).await?;
        outbox::write(&mut self.tx, &self.home, record, now).await?;
        Ok(token)
    }

    /// Revokes a credential that reaches no further than the one that revokes it. Revoking again changes and records nothing.
    pub async fn revoke_token(
        &mut self,
        id: &str,
        record: &Record,
        now: Timestamp,
    ) -> Result<TokenInfo, StateError> {
        self.by.require(Scope::TokensWrite)?;
        let missing = || StateError::Missing(format!("token `{}`", id.escape_debug()));
        let revoke = "UPDATE tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
        let revoke = sqlx::query(revoke).bind(id).bind(now.0).execute(&mut *self.tx).await;
        let revoked = revoke.map_err(StateError::database("revoke a token"))?.rows_affected();
        let row = sqlx::query(
            "SELECT id, identity, person, tenants, scopes, expires_at, revoked_at FROM tokens WHERE id = $1",
        );
        let row = row.bind(id).fetch_optional(&mut *self.tx).await;
        let row = row.map_err(StateError::database("look up a token"))?.ok_or_else(missing)?;
        let info = read_token(&row)?;
        if !self.by.covers(&info.tenants)? {
            return Err(missing());
        }
        if revoked > 0 {
            outbox::write(&mut self.tx, &self.home, record, now).await?;
        }
        Ok(info)
    }

    /// Writes the receipt of what was refused; that changes nothing, and so needs no scope.
    pub async fn refuse(&mut self, record: &Record, now: Timestamp) -> Result<(), StateError> {
        outbox::write(&mut self.tx, &self.home, record, now).await?;
        Ok(())
    }

    /// Makes it so, durably.
    pub async fn commit(self) -> Result<(), StateError> {
        let done = self.tx.commit().await;
        // Also after an error: whether it is durable is not known then.
        self.state.forget();
        done.map_err(StateError::database("commit"))
    }
}

impl Credential {
    /// Refuses what it would hand out and does not have.
    pub(crate) fn may_give(
        &self,
        tenants: &Tenants,
        scopes: &BTreeSet<Scope>,
    ) -> Result<(), StateError> {
        scopes.iter().try_for_each(|scope| self.require(*scope))?;
        match tenants {
            Tenants::All if !self.reaches_all() => Err(StateError::NoTenant("*".into())),
            Tenants::All => Ok(()),
            Tenants::Some(tenants) => match tenants.iter().find(|tenant| !self.reaches(tenant)) {
                Some(foreign) => Err(StateError::NoTenant(foreign.to_string())),
                None => Ok(()),
            },
        }
    }
}

impl TokenInfo {
    /// The tenant in whose log the issue of the credential stands, where it reaches one alone.
    pub fn only_tenant(&self) -> Result<Option<Tenant>, StateError> {
        Ok(match Reach::parse(&self.tenants)? {
            Reach::Some(tenants) if tenants.len() == 1 => tenants.into_iter().next(),
            _ => None,
        })
    }
}
