//! Requests that are done once, however often they are sent: the key that a client chose, what it asked for under it, and the answer.
//!
//! The key is taken by an insertion, in the transaction that does what is asked for: of two requests with the same key at the same time the
//! second waits for the first, in either database, and a transaction that is given up takes its key along.

use crate::database::{Purpose, State};
use crate::error::StateError;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use sqlx::{AnyConnection, Row as _};

/// What a client asked for, under a key of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The key.
    pub key: String,
    /// The digest of what is asked for: the route, and the content in its canonical form.
    pub digest: Digest,
}

/// The answer that a request with the same idempotency key got before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// Its HTTP status.
    pub status: u16,
    /// Its body.
    pub body: String,
}

/// The statements for one of the tables that requests are remembered in; `$1` is whose they are.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    claim: &'static str,
    find: &'static str,
    answer: &'static str,
    forget: &'static str,
}

/// Requests of a tenant, whoever sent them.
pub(crate) const TENANTS: Table = Table {
    claim: "INSERT INTO idempotency (tenant, idempotency_key, request_sha256, status, body, created_at) \
            VALUES ($1, $2, $3, 0, '', $4) ON CONFLICT (tenant, idempotency_key) DO NOTHING",
    find: "SELECT request_sha256, status, body FROM idempotency \
           WHERE tenant = $1 AND idempotency_key = $2",
    answer: "UPDATE idempotency SET status = $3, body = $4 WHERE tenant = $1 AND idempotency_key = $2",
    forget: "DELETE FROM idempotency WHERE tenant = $1 AND created_at < $2",
};

/// Requests of operators, by their tokens.
pub(crate) const TOKENS: Table = Table {
    claim: "INSERT INTO requests (token, idempotency_key, request_sha256, status, body, created_at) \
            VALUES ($1, $2, $3, 0, '', $4) ON CONFLICT (token, idempotency_key) DO NOTHING",
    find: "SELECT request_sha256, status, body FROM requests \
           WHERE token = $1 AND idempotency_key = $2",
    answer: "UPDATE requests SET status = $3, body = $4 WHERE token = $1 AND idempotency_key = $2",
    // Everybody's: `$1` is nobody's name.
    forget: "DELETE FROM requests WHERE token <> $1 AND created_at < $2",
};

pub(crate) async fn claim(
    connection: &mut AnyConnection,
    table: Table,
    whose: &str,
    request: &Request,
    now: Timestamp,
) -> Result<Option<Replay>, StateError> {
    let failed = || StateError::database("look up a request");
    let taken = sqlx::query(table.claim)
        .bind(whose)
        .bind(&request.key)
        .bind(request.digest.0.to_vec())
        .bind(now.0)
        .execute(&mut *connection)
        .await
        .map_err(failed())?;
    if taken.rows_affected() > 0 {
        return Ok(None);
    }
    let row = sqlx::query(table.find).bind(whose).bind(&request.key);
    let row = row.fetch_one(connection).await.map_err(failed())?;
    let before: Vec<u8> = row.get("request_sha256");
    if before != request.digest.0 {
        return Err(StateError::Conflict(request.key.chars().take(80).collect()));
    }
    let status: i64 = row.get("status");
    let status = u16::try_from(status).ok().filter(|status| *status >= 200);
    let status = status.ok_or_else(|| StateError::Damaged("a request has no answer".into()))?;
    Ok(Some(Replay { status, body: row.get("body") }))
}

pub(crate) async fn answer(
    connection: &mut AnyConnection,
    table: Table,
    whose: &str,
    request: &Request,
    answer: &Replay,
) -> Result<(), StateError> {
    let update = sqlx::query(table.answer)
        .bind(whose)
        .bind(&request.key)
        .bind(i64::from(answer.status))
        .bind(&answer.body);
    update.execute(connection).await.map_err(StateError::database("remember a request"))?;
    Ok(())
}

impl State {
    /// Forgets requests answered before `then`, everybody's; returns how many.
    pub async fn forget_requests(&self, then: Timestamp) -> Result<u64, StateError> {
        let mut tx = self.begin_control(None).await?;
        let mut count = forget(&mut tx, TOKENS, "", then).await?;
        tx.commit().await.map_err(StateError::database("forget requests"))?;
        for info in self.all_tenants().await? {
            let mut tx = self.begin_tenant(&info.tenant, Purpose::Change).await?;
            count += forget(&mut tx, TENANTS, info.tenant.as_str(), then).await?;
            tx.commit().await.map_err(StateError::database("forget requests"))?;
        }
        Ok(count)
    }
}

async fn forget(
    connection: &mut AnyConnection,
    table: Table,
    whose: &str,
    then: Timestamp,
) -> Result<u64, StateError> {
    let done = sqlx::query(table.forget).bind(whose).bind(then.0).execute(connection).await;
    Ok(done.map_err(StateError::database("forget requests"))?.rows_affected())
}
