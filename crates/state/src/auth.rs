//! The door: from a bearer token to a credential, from a credential to one tenant.
//!
//! Nothing outside of this module can make a [`Credential`] or a [`TenantCtx`].

use crate::control::{TenantInfo, TenantStatus};
use crate::database::State;
use crate::error::StateError;
use crate::scope::Scope;
use crate::token::Token;
use cos_core::clock::Timestamp;
use cos_core::ids::{Region, Tenant};
use sqlx::Row as _;
use sqlx::any::AnyRow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Who asks, and what they may do; made from a token that was verified.
#[derive(Clone, Debug)]
pub struct Credential {
    token: String,
    /// The session that lends it, where it came from a browser.
    session: Option<String>,
    identity: String,
    person: String,
    tenants: Reach,
    scopes: BTreeSet<Scope>,
    expires_at: Timestamp,
}

/// The tenants that a credential reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    All,
    Some(BTreeSet<Tenant>),
}

/// One tenant, entered by a credential for one purpose. All access to tenants' data begins with one.
#[derive(Clone, Debug)]
pub struct TenantCtx {
    tenant: Tenant,
    region: Region,
    token: String,
    session: Option<String>,
    identity: String,
    scope: Scope,
}

/// What is stored of a token. It makes nobody a caller; only the token itself does, each time.
#[derive(Debug)]
pub(crate) struct StoredToken {
    mac: Vec<u8>,
    not_before: i64,
    revoked: bool,
    credential: Credential,
}

impl StoredToken {
    fn holds(&self, now: Timestamp) -> bool {
        !self.revoked && self.not_before <= now.0 && now < self.credential.expires_at
    }
}

impl State {
    /// Verifies a bearer token at the time `now`.
    ///
    /// An unknown, revoked, expired and not yet valid token all give the same error.
    pub async fn authenticate(&self, text: &str, now: Timestamp) -> Result<Credential, StateError> {
        let token: Token = text.parse()?;
        let stored = self.stored(token.id()).await?;
        // An unknown id costs the same hash as a known one.
        let mac = stored.as_ref().map(|stored| stored.mac.as_slice()).unwrap_or_default();
        let right = token.is(mac, &self.pepper);
        let stored = stored.filter(|_| right).ok_or(StateError::Unauthenticated)?;
        if !stored.holds(now) {
            return Err(StateError::Unauthenticated);
        }
        Ok(stored.credential.clone())
    }

    async fn stored(&self, id: &str) -> Result<Option<Arc<StoredToken>>, StateError> {
        let era = match self.tokens.get(id) {
            Ok(stored) => return Ok(Some(stored)),
            Err(era) => era,
        };
        let row = sqlx::query(
            "SELECT secret_mac, identity, person, tenants, scopes, not_before, expires_at, revoked_at \
             FROM tokens WHERE id = $1",
        );
        let row = row.bind(id).fetch_optional(&self.control).await;
        let Some(row) = row.map_err(StateError::database("look up a token"))? else {
            return Ok(None);
        };
        let stored = Arc::new(StoredToken {
            mac: row.get("secret_mac"),
            not_before: row.get("not_before"),
            revoked: row.get::<Option<i64>, _>("revoked_at").is_some(),
            credential: Credential::read(id, &row)?,
        });
        self.tokens.keep(era, id.to_owned(), Arc::clone(&stored));
        Ok(Some(stored))
    }

    /// Finds the tenant `name`, which the credential has to reach: one that it does not reach does not exist.
    pub async fn reach(&self, by: &Credential, name: &str) -> Result<TenantInfo, StateError> {
        let missing = || StateError::NoTenant(name.chars().take(80).collect());
        let tenant: Tenant = name.parse().map_err(|_| missing())?;
        if !by.reaches(&tenant) {
            return Err(missing());
        }
        self.find(&tenant).await?.ok_or_else(missing)
    }

    /// Enters the tenant `name` for `scope`.
    ///
    /// A tenant that the credential does not reach does not exist, whatever else is wrong; that comes first.
    pub async fn enter(
        &self,
        credential: &Credential,
        name: &str,
        scope: Scope,
    ) -> Result<TenantCtx, StateError> {
        let info = self.reach(credential, name).await?;
        credential.enter(&info, scope)
    }

    /// Tells whether who entered might still enter at the time `now`, for what lasts longer than a request.
    pub async fn still_entered(&self, ctx: &TenantCtx, now: Timestamp) -> Result<(), StateError> {
        let row = sqlx::query("SELECT expires_at, revoked_at FROM tokens WHERE id = $1");
        let row = row.bind(&ctx.token).fetch_optional(&self.control).await;
        let row = row.map_err(StateError::database("look up a token"))?;
        let row = row.ok_or(StateError::Unauthenticated)?;
        let (last, revoked): (i64, Option<i64>) = (row.get("expires_at"), row.get("revoked_at"));
        if revoked.is_some() || now.0 >= last {
            return Err(StateError::Unauthenticated);
        }
        if let Some(session) = &ctx.session {
            self.still_begun(session, now).await?;
        }
        let suspended = self.entered(ctx).await?.status == TenantStatus::Suspended;
        if suspended && ctx.scope.ends_when_suspended() {
            return Err(StateError::Suspended(ctx.tenant.to_string()));
        }
        Ok(())
    }
}

impl Credential {
    pub(crate) fn read(token: &str, row: &AnyRow) -> Result<Self, StateError> {
        let (tenants, scopes): (String, String) = (row.get("tenants"), row.get("scopes"));
        Ok(Self {
            token: token.to_owned(),
            session: None,
            identity: row.get("identity"),
            person: row.get("person"),
            tenants: Reach::parse(&tenants)?,
            scopes: parse_scopes(&scopes)?,
            expires_at: Timestamp(row.get("expires_at")),
        })
    }

    /// The same, as a session lends it until `expires_at`.
    pub(crate) fn lent_by(self, session: &str, expires_at: Timestamp) -> Self {
        let expires_at = self.expires_at.min(expires_at);
        Self { session: Some(session.to_owned()), expires_at, ..self }
    }

    /// The id of the token; no secret.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The id of the session that lends it; no secret.
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// Whose credential it is.
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// The person who answers for it; a service's credential names its owner.
    pub fn person(&self) -> &str {
        &self.person
    }

    /// When it ends.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// What it may do.
    pub fn scopes(&self) -> &BTreeSet<Scope> {
        &self.scopes
    }

    /// Whether it reaches every tenant.
    pub fn reaches_all(&self) -> bool {
        self.tenants == Reach::All
    }

    /// Whether it reaches `tenant`.
    pub fn reaches(&self, tenant: &Tenant) -> bool {
        match &self.tenants {
            Reach::All => true,
            Reach::Some(tenants) => tenants.contains(tenant),
        }
    }

    /// The tenant that it reaches, where that is one alone.
    pub fn only_tenant(&self) -> Option<&Tenant> {
        match &self.tenants {
            Reach::Some(tenants) if tenants.len() == 1 => tenants.first(),
            _ => None,
        }
    }

    /// Enters a tenant that was found, for `scope`.
    pub fn enter(&self, found: &TenantInfo, scope: Scope) -> Result<TenantCtx, StateError> {
        let tenant = found.tenant.clone();
        if !self.reaches(&tenant) {
            return Err(StateError::NoTenant(tenant.to_string()));
        }
        self.require(scope)?;
        if found.status == TenantStatus::Suspended && scope.ends_when_suspended() {
            return Err(StateError::Suspended(tenant.to_string()));
        }
        let region = found.region.clone();
        let (token, session) = (self.token.clone(), self.session.clone());
        let identity = self.identity.clone();
        Ok(TenantCtx { tenant, region, token, session, identity, scope })
    }

    /// Refuses unless it has `scope`.
    pub fn require(&self, scope: Scope) -> Result<(), StateError> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        Err(StateError::Scope { identity: self.identity.clone(), scope })
    }
}

impl TenantCtx {
    /// The tenant.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The region that its data stays in.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// Who entered.
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// What for.
    pub fn scope(&self) -> Scope {
        self.scope
    }
}

impl Reach {
    pub(crate) fn parse(text: &str) -> Result<Self, StateError> {
        if text == "*" {
            return Ok(Self::All);
        }
        let tenants = text.split(',').map(str::parse).collect::<Result<_, _>>();
        Ok(Self::Some(tenants?))
    }

    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::All => "*".to_owned(),
            Self::Some(tenants) => tenants.iter().map(Tenant::as_str).collect::<Vec<_>>().join(","),
        }
    }
}

pub(crate) fn parse_scopes(text: &str) -> Result<BTreeSet<Scope>, StateError> {
    let scopes = text.split(',').filter(|scope| !scope.is_empty()).map(str::parse);
    scopes.collect::<Result<_, _>>().map_err(StateError::Damaged)
}

pub(crate) fn scopes_text(scopes: &BTreeSet<Scope>) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(",")
}
