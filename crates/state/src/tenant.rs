//! What belongs to one tenant, seen and changed within one transaction.

use crate::auth::TenantCtx;
use crate::database::State;
use crate::error::StateError;
use crate::outbox::{self, Event, Record};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use sqlx::{Any, Row as _, Transaction};

/// A transaction in the data of one tenant; what is not committed did not happen.
#[derive(Debug)]
pub struct TenantTx {
    tx: Transaction<'static, Any>,
    ctx: TenantCtx,
}

/// The answer that a request with the same idempotency key got before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// Its HTTP status.
    pub status: u16,
    /// Its body.
    pub body: String,
}

impl State {
    /// Opens the data of the tenant that was entered.
    pub async fn tenant(&self, ctx: &TenantCtx) -> Result<TenantTx, StateError> {
        Ok(TenantTx { tx: self.begin_tenant(ctx.tenant()).await?, ctx: ctx.clone() })
    }
}

impl TenantTx {
    /// The tenant.
    pub fn ctx(&self) -> &TenantCtx {
        &self.ctx
    }

    /// Writes the receipt and the notice of the change that this transaction makes; returns the number of the notice.
    pub async fn record(&mut self, record: &Record, now: Timestamp) -> Result<i64, StateError> {
        outbox::write(&mut self.tx, self.ctx.tenant(), record, now).await
    }

    /// Tells what a request with this key was answered, and refuses when it was another request (promise P4).
    pub async fn replay(
        &mut self,
        key: &str,
        request: Digest,
    ) -> Result<Option<Replay>, StateError> {
        let row = sqlx::query(
            "SELECT request_sha256, status, body FROM idempotency \
             WHERE tenant = $1 AND idempotency_key = $2",
        );
        let row = row.bind(self.ctx.tenant().as_str()).bind(key);
        let row = row.fetch_optional(&mut *self.tx).await;
        let Some(row) = row.map_err(StateError::database("look up a request"))? else {
            return Ok(None);
        };
        let before: Vec<u8> = row.get("request_sha256");
        if before != request.0 {
            return Err(StateError::Conflict(key.chars().take(80).collect()));
        }
        let status: i64 = row.get("status");
        let status = u16::try_from(status)
            .map_err(|_| StateError::Damaged(format!("a request was answered {status}")))?;
        Ok(Some(Replay { status, body: row.get("body") }))
    }

    /// Remembers the answer to a request, in the transaction that does what it asked for.
    pub async fn remember(
        &mut self,
        key: &str,
        request: Digest,
        answer: &Replay,
        now: Timestamp,
    ) -> Result<(), StateError> {
        sqlx::query(
            "INSERT INTO idempotency (tenant, idempotency_key, request_sha256, status, body, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(self.ctx.tenant().as_str())
        .bind(key)
        .bind(request.0.to_vec())
        .bind(i64::from(answer.status))
        .bind(&answer.body)
        .bind(now.0)
        .execute(&mut *self.tx)
        .await
        .map_err(StateError::database("remember a request"))?;
        Ok(())
    }

    /// Forgets requests answered before `then`; returns how many.
    pub async fn forget_before(&mut self, then: Timestamp) -> Result<u64, StateError> {
        let done = sqlx::query("DELETE FROM idempotency WHERE tenant = $1 AND created_at < $2")
            .bind(self.ctx.tenant().as_str())
            .bind(then.0)
            .execute(&mut *self.tx)
            .await;
        Ok(done.map_err(StateError::database("forget requests"))?.rows_affected())
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

    /// Makes it so, durably.
    pub async fn commit(self) -> Result<(), StateError> {
        self.tx.commit().await.map_err(StateError::database("commit"))
    }
}
