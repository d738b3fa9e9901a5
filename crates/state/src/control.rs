//! What belongs to no tenant, read: the tenants themselves, and credentials. It is changed by [`crate::operator`].

use crate::auth::{Credential, Reach, TenantCtx, parse_scopes, scopes_text};
use crate::database::State;
use crate::error::StateError;
use crate::scope::Scope;
use crate::token::Token;
use cos_core::clock::Timestamp;
use cos_core::ids::{Region, Tenant};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use std::collections::BTreeSet;

/// A tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantInfo {
    /// Its name.
    pub tenant: Tenant,
    /// The region of its log.
    pub region: Region,
    /// Its name for people.
    pub display_name: String,
    /// The residency tag: where its data may be.
    pub residency: String,
    /// Whether it is served.
    pub status: TenantStatus,
    /// When it was created.
    pub created_at: Timestamp,
}

/// Whether a tenant is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TenantStatus {
    /// Served.
    Active,
    /// Nothing is written for it any more; what there is can be read.
    Suspended,
}

/// Which tenants a credential is to reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tenants {
    /// All, those to come included.
    All,
    /// These.
    Some(BTreeSet<Tenant>),
}

/// A credential to issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// Whose it is.
    pub identity: String,
    /// The person who answers for it.
    pub person: String,
    /// Which tenants it reaches.
    pub tenants: Tenants,
    /// What it may do.
    pub scopes: BTreeSet<Scope>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A credential, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub identity: String,
    /// The person who answers for it.
    pub person: String,
    /// Which tenants it reaches: `*`, or names with commas between.
    pub tenants: String,
    /// What it may do.
    pub scopes: BTreeSet<Scope>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl TenantStatus {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }
}

impl State {
    /// The tenants that the credential reaches, by name.
    pub async fn tenants(&self, by: &Credential) -> Result<Vec<TenantInfo>, StateError> {
        by.require(Scope::TenantsRead)?;
        let all = self.all_tenants().await?;
        Ok(all.into_iter().filter(|info| by.reaches(&info.tenant)).collect())
    }

    /// The tenant that was entered.
    pub async fn entered(&self, ctx: &TenantCtx) -> Result<TenantInfo, StateError> {
        let info = self.find(ctx.tenant()).await?;
        info.ok_or_else(|| StateError::NoTenant(ctx.tenant().to_string()))
    }

    pub(crate) async fn find(&self, tenant: &Tenant) -> Result<Option<TenantInfo>, StateError> {
        let era = match self.tenants.get(tenant) {
            Ok(info) => return Ok(Some(info)),
            Err(era) => era,
        };
        let control = self.control.acquire().await;
        let mut control = control.map_err(StateError::database("be reached"))?;
        let info = tenant_info(&mut control, tenant).await?;
        if let Some(info) = &info {
            self.tenants.keep(era, tenant.clone(), info.clone());
        }
        Ok(info)
    }

    /// Every tenant, by name, for what serves all of them, such as the delivery of receipts.
    pub async fn all_tenants(&self) -> Result<Vec<TenantInfo>, StateError> {
        let rows = sqlx::query(
            "SELECT tenant, region, display_name, residency, status, created_at FROM tenants ORDER BY tenant",
        );
        let rows = rows.fetch_all(&self.control).await;
        rows.map_err(StateError::database("list tenants"))?.iter().map(read_tenant).collect()
    }

    /// Issues the first credential of a new installation: all scopes, all tenants. Refuses when there is any.
    pub async fn bootstrap(&self, new: &NewToken, now: Timestamp) -> Result<Token, StateError> {
        let mut tx = self.begin_control(None).await?;
        let row = sqlx::query("SELECT COUNT(*) AS n FROM tokens").fetch_one(&mut *tx).await;
        let count: i64 = row.map_err(StateError::database("count tokens"))?.get("n");
        if count > 0 {
            return Err(StateError::Exists("a first token".into()));
        }
        let token = Token::generate().map_err(StateError::Random)?;
        self.insert_token(&mut tx, &token, new, (None, now)).await?;
        tx.commit().await.map_err(StateError::database("issue a token"))?;
        Ok(token)
    }

    /// A credential that reaches no further than this one.
    pub async fn token(&self, by: &Credential, id: &str) -> Result<TokenInfo, StateError> {
        let missing = || StateError::Missing(format!("token `{}`", id.escape_debug()));
        let row = sqlx::query(
            "SELECT id, identity, person, tenants, scopes, expires_at, revoked_at FROM tokens WHERE id = $1",
        );
        let row = row.bind(id).fetch_optional(&self.control).await;
        let row = row.map_err(StateError::database("look up a token"))?.ok_or_else(missing)?;
        let info = read_token(&row)?;
        if by.covers(&info.tenants)? { Ok(info) } else { Err(missing()) }
    }

    /// The credentials that reach no further than this one, oldest first.
    pub async fn tokens(&self, by: &Credential) -> Result<Vec<TokenInfo>, StateError> {
        by.require(Scope::TokensRead)?;
        let rows = sqlx::query(
            "SELECT id, identity, person, tenants, scopes, expires_at, revoked_at FROM tokens \
             ORDER BY created_at, id",
        );
        let rows = rows.fetch_all(&self.control).await;
        let mut all = Vec::new();
        for row in rows.map_err(StateError::database("list tokens"))? {
            let info = read_token(&row)?;
            if by.covers(&info.tenants)? {
                all.push(info);
            }
        }
        Ok(all)
    }

    pub(crate) async fn insert_token(
        &self,
        connection: &mut AnyConnection,
        token: &Token,
        new: &NewToken,
        (binding, now): (Option<&str>, Timestamp),
    ) -> Result<(), StateError> {
        sqlx::query(
            "INSERT INTO tokens (id, secret_mac, identity, person, tenants, scopes, not_before, expires_at, created_at, binding) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7, $9)",
        )
        .bind(token.id())
        .bind(token.mac(&self.pepper).to_vec())
        .bind(&new.identity)
        .bind(&new.person)
        .bind(Reach::from(&new.tenants).to_text())
        .bind(scopes_text(&new.scopes))
        .bind(now.0)
        .bind(new.expires_at.0)
        .bind(binding)
        .execute(connection)
        .await
        .map_err(StateError::database("issue a token"))?;
        Ok(())
    }
}

impl Credential {
    /// Whether another credential with this reach reaches no tenant that this one does not.
    pub(crate) fn covers(&self, tenants: &str) -> Result<bool, StateError> {
        Ok(match Reach::parse(tenants)? {
            Reach::All => self.reaches_all(),
            Reach::Some(tenants) => tenants.iter().all(|tenant| self.reaches(tenant)),
        })
    }
}

impl From<&Tenants> for Reach {
    fn from(tenants: &Tenants) -> Self {
        match tenants {
            Tenants::All => Self::All,
            Tenants::Some(tenants) => Self::Some(tenants.clone()),
        }
    }
}

pub(crate) async fn tenant_info(
    connection: &mut AnyConnection,
    tenant: &Tenant,
) -> Result<Option<TenantInfo>, StateError> {
    let row = sqlx::query(
        "SELECT tenant, region, display_name, residency, status, created_at FROM tenants WHERE tenant = $1",
    );
    let row = row.bind(tenant.as_str()).fetch_optional(connection).await;
    row.map_err(StateError::database("look up a tenant"))?.as_ref().map(read_tenant).transpose()
}

fn read_tenant(row: &AnyRow) -> Result<TenantInfo, StateError> {
    let (tenant, region): (String, String) = (row.get("tenant"), row.get("region"));
    let status: String = row.get("status");
    let status = match status.as_str() {
        "active" => TenantStatus::Active,
        "suspended" => TenantStatus::Suspended,
        other => return Err(StateError::Damaged(format!("a tenant is `{other}`"))),
    };
    Ok(TenantInfo {
        tenant: tenant.parse()?,
        region: region.parse()?,
        display_name: row.get("display_name"),
        residency: row.get("residency"),
        status,
        created_at: Timestamp(row.get("created_at")),
    })
}

pub(crate) fn read_token(row: &AnyRow) -> Result<TokenInfo, StateError> {
    let scopes: String = row.get("scopes");
    let revoked: Option<i64> = row.get("revoked_at");
    Ok(TokenInfo {
        id: row.get("id"),
        identity: row.get("identity"),
        person: row.get("person"),
        tenants: row.get("tenants"),
        scopes: parse_scopes(&scopes)?,
        expires_at: Timestamp(row.get("expires_at")),
        revoked_at: revoked.map(Timestamp),
    })
}
