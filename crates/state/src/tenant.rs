//! What belongs to one tenant, seen and changed within one transaction.

use crate::auth::TenantCtx;
use crate::database::{Purpose, State};
use crate::error::StateError;
use crate::outbox::{self, Event, Record};
use crate::request::{self, Replay, Request, TENANTS, claim};
use cos_core::clock::Timestamp;
use sqlx::{Any, Row as _, Transaction};

/// A transaction in the data of one tenant; what is not committed did not happen.
#[derive(Debug)]
pub struct TenantTx {
    pub(crate) tx: Transaction<'static, Any>,
    pub(crate) ctx: TenantCtx,
}

impl State {
    /// Opens the data of the tenant that was entered.
    pub async fn tenant(&self, ctx: &TenantCtx) -> Result<TenantTx, StateError> {
        let tx = self.begin_tenant(ctx.tenant(), Purpose::Change).await?;
        Ok(TenantTx { tx, ctx: ctx.clone() })
    }

    /// Opens it for reading alone: it waits for nobody who writes.
    pub async fn read_tenant(&self, ctx: &TenantCtx) -> Result<TenantTx, StateError> {
        let tx = self.begin_tenant(ctx.tenant(), Purpose::Read).await?;
        Ok(TenantTx { tx, ctx: ctx.clone() })
    }
}

impl TenantTx {
    /// The tenant.
    pub fn ctx(&self) -> &TenantCtx {
        &self.ctx
    }

    /// Writes the receipt and the notice of the change that this transaction makes; returns the number of the notice.
    pub async fn record(&mut self, record: &Record, now: Timestamp) -> Result<i64, StateError> {
        outbox::write(&mut self.tx, self.ctx.tenant(), record, now).await?;
        outbox::announce(&mut self.tx, self.ctx.tenant(), record, now).await
    }

    /// Takes an idempotency key for a request, in the transaction that does what it asks for (promise P4).
    ///
    /// The answer that the request got before is returned, and nothing is left to do. Another request under the key is refused. Of two
    /// at the same time, the second waits for the first.
    pub async fn claim(
        &mut self,
        request: &Request,
        now: Timestamp,
    ) -> Result<Option<Replay>, StateError> {
        claim(&mut self.tx, TENANTS, self.ctx.tenant().as_str(), request, now).await
    }

    /// Remembers the answer to the request that took the key.
    pub async fn answer(&mut self, request: &Request, answer: &Replay) -> Result<(), StateError> {
        request::answer(&mut self.tx, TENANTS, self.ctx.tenant().as_str(), request, answer).await
    }

    /// The notices after the number `after`, oldest first, at most `limit`.
    pub async fn events(&mut self, after: i64, limit: u32) -> Result<Vec<Event>, StateError> {
        let rows = sqlx::query(
            "SELECT seq, topic, body, created_at FROM events WHERE tenant = $1 AND seq > $2 \
             ORDER BY seq LIMIT $3",
        );
        let rows = rows.bind(self.ctx.tenant().as_str()).bind(after).bind(i64::from(limit));
        let rows = rows.fetch_all(&mut *self.tx).await;
        let event = |row: &sqlx::any::AnyRow| Event {
            seq: row.get("seq"),
            topic: row.get("topic"),
            body: row.get("body"),
            created_at: Timestamp(row.get("created_at")),
        };
        Ok(rows.map_err(StateError::database("list notices"))?.iter().map(event).collect())
    }

    /// The number of the last notice; zero before the first.
    pub async fn last_event(&mut self) -> Result<i64, StateError> {
        let row = sqlx::query(
            "SELECT COALESCE(MAX(seq), CAST(0 AS BIGINT)) AS seq FROM events WHERE tenant = $1",
        );
        let row = row.bind(self.ctx.tenant().as_str()).fetch_one(&mut *self.tx).await;
        Ok(row.map_err(StateError::database("list notices"))?.get("seq"))
    }

    /// Makes it so, durably.
    pub async fn commit(self) -> Result<(), StateError> {
        self.tx.commit().await.map_err(StateError::database("commit"))
    }
}
