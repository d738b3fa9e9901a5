//! The outbox: receipts of changes, written with the change, delivered to the ledger afterwards, once by their `jti`.
//!
//! Numbers come from a counter row, which the transaction holds until it ends: they have no gaps, and whoever reads up to one has seen
//! everything before it.

use crate::database::{Purpose, State};
use crate::error::StateError;
use cos_core::clock::Timestamp;
use cos_core::ids::{Jti, Tenant};
use sqlx::{AnyConnection, Row as _};

/// What a change leaves: its receipt, and the notice for whoever watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The id of the receipt.
    pub jti: Jti,
    /// The receipt as it goes into the ledger.
    pub receipt: String,
    /// What kind of change it was, such as `theme.activated`.
    pub topic: String,
    /// What watchers are told, JSON.
    pub notice: String,
}

/// A receipt that the ledger has not yet got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The tenant whose log it belongs into.
    pub tenant: Tenant,
    /// Its id.
    pub jti: Jti,
    /// The receipt.
    pub receipt: String,
    pub(crate) seq: i64,
    pub(crate) control: bool,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its number within the tenant, from 1 on.
    pub seq: i64,
    /// What kind of change it was.
    pub topic: String,
    /// What there is to say, JSON.
    pub body: String,
    /// When.
    pub created_at: Timestamp,
}

/// Deliveries that one call returns at most.
const BATCH: i64 = 512;

/// Writes the receipt of a change in the transaction that makes the change.
pub(crate) async fn write(
    connection: &mut AnyConnection,
    tenant: &Tenant,
    record: &Record,
    now: Timestamp,
) -> Result<(), StateError> {
    let seq = next(connection, tenant, "outbox").await?;
    sqlx::query(
        "INSERT INTO outbox (tenant, seq, jti, receipt, created_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tenant.as_str())
    .bind(seq)
    .bind(record.jti.to_string())
    .bind(&record.receipt)
    .bind(now.0)
    .execute(connection)
    .await
    .map_err(StateError::database("record a change"))?;
    Ok(())
}

/// Writes the notice of a change in the transaction that makes the change, and returns its number. Only what a tenant's own transaction
/// changes is announced: an operator's may lie in another file, whose numbers are others.
pub(crate) async fn announce(
    connection: &mut AnyConnection,
    tenant: &Tenant,
    record: &Record,
    now: Timestamp,
) -> Result<i64, StateError> {
    let seq = next(connection, tenant, "events").await?;
    sqlx::query(
        "INSERT INTO events (tenant, seq, topic, body, created_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(tenant.as_str())
    .bind(seq)
    .bind(&record.topic)
    .bind(&record.notice)
    .bind(now.0)
    .execute(connection)
    .await
    .map_err(StateError::database("record a change"))?;
    Ok(seq)
}

/// Takes the next number; whoever takes one holds it, and those after it wait, until the transaction ends.
pub(crate) async fn next(
    connection: &mut AnyConnection,
    tenant: &Tenant,
    name: &str,
) -> Result<i64, StateError> {
    let row = sqlx::query(
        "INSERT INTO counters (tenant, name, value) VALUES ($1, $2, 1) \
         ON CONFLICT (tenant, name) DO UPDATE SET value = counters.value + 1 RETURNING value",
    );
    let row = row.bind(tenant.as_str()).bind(name).fetch_one(connection).await;
    Ok(row.map_err(StateError::database("count"))?.get("value"))
}

impl State {
    /// The receipts of a tenant that wait for the ledger, oldest first, at most 512.
    pub async fn undelivered(&self, tenant: &Tenant) -> Result<Vec<Delivery>, StateError> {
        let mut tx = self.begin_tenant(tenant, Purpose::Read).await?;
        let mut waiting = waiting(&mut tx, tenant, false).await?;
        drop(tx);
        if self.has_two_outboxes() {
            let mut tx = self.begin_control(Some(tenant)).await?;
            // What an operator did to the tenant comes first: it was created before it did anything.
            waiting.splice(0..0, self::waiting(&mut tx, tenant, true).await?);
        }
        Ok(waiting)
    }

    /// Marks receipts that are durable in the ledger, each with its index there.
    pub async fn delivered(&self, arrived: &[(Delivery, u64)]) -> Result<(), StateError> {
        for control in [true, false] {
            let mine: Vec<_> = arrived.iter().filter(|(one, _)| one.control == control).collect();
            let Some((first, _)) = mine.first() else { continue };
            let mut tx = if control {
                self.begin_control(Some(&first.tenant)).await?
            } else {
                self.begin_tenant(&first.tenant, Purpose::Change).await?
            };
            for (delivery, index) in mine {
                let update = "UPDATE outbox SET log_index = $3 WHERE tenant = $1 AND seq = $2";
                sqlx::query(update)
                    .bind(delivery.tenant.as_str())
                    .bind(delivery.seq)
                    .bind(index.cast_signed())
                    .execute(&mut *tx)
                    .await
                    .map_err(StateError::database("mark a delivery"))?;
            }
            tx.commit().await.map_err(StateError::database("mark deliveries"))?;
        }
        Ok(())
    }
}

async fn waiting(
    connection: &mut AnyConnection,
    tenant: &Tenant,
    control: bool,
) -> Result<Vec<Delivery>, StateError> {
    let rows = sqlx::query(
        "SELECT seq, jti, receipt FROM outbox WHERE tenant = $1 AND log_index IS NULL \
         ORDER BY seq LIMIT $2",
    );
    let rows = rows.bind(tenant.as_str()).bind(BATCH).fetch_all(connection).await;
    let rows = rows.map_err(StateError::database("list deliveries"))?;
    let delivery = |row: &sqlx::any::AnyRow| {
        let jti: String = row.get("jti");
        Ok(Delivery {
            tenant: tenant.clone(),
            jti: jti.parse()?,
            receipt: row.get("receipt"),
            seq: row.get("seq"),
            control,
        })
    };
    rows.iter().map(delivery).collect()
}
