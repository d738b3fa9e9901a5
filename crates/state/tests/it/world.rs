//! Fresh state in either database, with an operator and two tenants.

use cos_core::clock::Timestamp;
use cos_core::ids::{Jti, Tenant};
use cos_state::{
    Credential, NewToken, Pepper, Record, Scope, State, StateError, Target, TenantInfo,
    TenantStatus, Tenants, Token, TokenInfo,
};
use cos_testkit::TempDir;
use cos_testkit::postgres::Postgres;
use std::collections::BTreeSet;

/// The time of every test, unless it says another.
pub(crate) const NOW: Timestamp = Timestamp(1_767_225_600);

/// Where a test keeps its state.
pub(crate) enum Place {
    Sqlite(TempDir),
    Postgres(Postgres, std::cell::Cell<u32>),
}

pub(crate) struct World {
    pub(crate) state: State,
    pub(crate) target: Target,
    pub(crate) operator: Credential,
}

pub(crate) fn pepper() -> Pepper {
    Pepper::new(&[7; 32])
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(TempDir::new().unwrap())
    }

    pub(crate) fn postgres() -> Self {
        Self::Postgres(Postgres::start(), std::cell::Cell::new(0))
    }

    /// A new place for state, as a service connects to it.
    pub(crate) async fn target(&self, name: &str) -> Target {
        match self {
            Self::Sqlite(dir) => Target::Directory(dir.path().join(name)),
            Self::Postgres(server, count) => {
                count.set(count.get() + 1);
                let database = format!("{name}_{}", count.get());
                State::prepare(&server.database(&database), Postgres::APP).await.unwrap();
                Target::Postgres(server.address(&database, Postgres::APP))
            }
        }
    }

    /// New state with an operator, and the tenants `pilot-a` and `pilot-b`.
    pub(crate) async fn world(&self, name: &str) -> World {
        let target = self.target(name).await;
        let state = State::open(&target, pepper()).await.unwrap();
        let first = state.bootstrap(&operator(), NOW).await.unwrap();
        let operator = state.authenticate(first.expose(), NOW).await.unwrap();
        for tenant in ["pilot-a", "pilot-b"] {
            create_tenant(&state, &operator, tenant, &record(tenant, 0)).await.unwrap();
        }
        World { state, target, operator }
    }
}

pub(crate) fn operator() -> NewToken {
    NewToken {
        identity: "operator".into(),
        person: "ada@acme.example".into(),
        tenants: Tenants::All,
        scopes: BTreeSet::from(Scope::ALL),
        expires_at: Timestamp(NOW.0 + 3600),
    }
}

pub(crate) fn tenant(name: &str) -> Tenant {
    name.parse().unwrap()
}

pub(crate) fn tenant_info(name: &str) -> TenantInfo {
    TenantInfo {
        tenant: tenant(name),
        region: "eu-1".parse().unwrap(),
        display_name: format!("The tenant {name}"),
        residency: "eu".into(),
        status: TenantStatus::Active,
        created_at: NOW,
    }
}

/// Creates a tenant.
pub(crate) async fn create_tenant(
    state: &State,
    by: &Credential,
    name: &str,
    record: &Record,
) -> Result<(), StateError> {
    let mut tx = state.operate(by, &tenant(name)).await?;
    tx.create_tenant(&tenant_info(name), record).await?;
    tx.commit().await
}

/// A record whose every part names its tenant.
pub(crate) fn record(tenant: &str, number: u8) -> Record {
    let mut random = [number; 10];
    random[..tenant.len().min(9)].copy_from_slice(&tenant.as_bytes()[..tenant.len().min(9)]);
    Record {
        jti: Jti::from_parts(NOW.unix() * 1000, random),
        receipt: format!("receipt {number} of {tenant}"),
        topic: format!("{tenant}.changed"),
        notice: format!("{{\"tenant\":\"{tenant}\",\"number\":{number}}}"),
    }
}

impl World {
    /// A credential for one tenant.
    pub(crate) async fn member(&self, name: &str, scopes: &[Scope]) -> Credential {
        let new = NewToken {
            identity: format!("member of {name}"),
            person: "grace@acme.example".into(),
            tenants: Tenants::Some(BTreeSet::from([tenant(name)])),
            scopes: scopes.iter().copied().collect(),
            expires_at: Timestamp(NOW.0 + 3600),
        };
        let record = record(name, 200);
        let made = self.issue(&self.operator, &new, (name, &record)).await;
        self.state.authenticate(made.unwrap().expose(), NOW).await.unwrap()
    }

    /// Issues a credential, with a receipt in the log of a tenant.
    pub(crate) async fn issue(
        &self,
        by: &Credential,
        new: &NewToken,
        (home, record): (&str, &Record),
    ) -> Result<Token, StateError> {
        let mut tx = self.state.operate(by, &tenant(home)).await?;
        let token = tx.create_token(new, record, NOW).await?;
        tx.commit().await.map(|()| token)
    }

    /// Revokes a credential, with a receipt in the log of `pilot-a`.
    pub(crate) async fn revoke(
        &self,
        by: &Credential,
        id: &str,
        record: &Record,
        now: Timestamp,
    ) -> Result<TokenInfo, StateError> {
        let mut tx = self.state.operate(by, &tenant("pilot-a")).await?;
        let info = tx.revoke_token(id, record, now).await?;
        tx.commit().await.map(|()| info)
    }

    /// Suspends a tenant.
    pub(crate) async fn suspend(
        &self,
        name: &str,
        record: &Record,
    ) -> Result<TenantInfo, StateError> {
        let mut tx = self.state.operate(&self.operator, &tenant(name)).await?;
        let info = tx.set_tenant_status(TenantStatus::Suspended, record, NOW).await?;
        tx.commit().await.map(|()| info)
    }
}
