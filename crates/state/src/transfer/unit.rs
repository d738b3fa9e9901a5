//! The rows of one tenant, or of none, as PostgreSQL has them.
//!
//! In SQLite a tenant has two outboxes, its own and the one of what operators did to it, each with numbers from 1 on. PostgreSQL has one:
//! the operators' rows keep their numbers, and the tenant's own follow. Deliveries are in this order in both.

use super::TableDigest;
use super::catalogue::{Catalogue, Table};
use super::rows::{Dialect, Tally, Value, Values, each, strangers};
use crate::database::{Purpose, State};
use crate::error::StateError;
use cos_core::ids::Tenant;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

impl State {
    /// Every table of a unit, counted and hashed.
    pub(super) async fn unit_digests(
        &self,
        catalogue: &Catalogue,
        unit: Option<&Tenant>,
    ) -> Result<Vec<TableDigest>, StateError> {
        let mut found = Vec::new();
        for table in catalogue.of(unit) {
            let mut tally = Tally::new(table);
            self.each_row(table, unit, async |row: Values| {
                tally.add(&row);
                Ok(())
            })
            .await?;
            let (rows, digest) = tally.finish();
            let (tenant, table) = (unit.cloned(), table.name.clone());
            found.push(TableDigest { tenant, table, rows, digest });
        }
        Ok(found)
    }

    /// Hands over the rows of a unit in one table, in the order of its key.
    pub(super) async fn each_row(
        &self,
        table: &Table,
        unit: Option<&Tenant>,
        visit: impl AsyncFnMut(Values) -> Result<(), StateError>,
    ) -> Result<(), StateError> {
        let dialect = if self.has_two_outboxes() { Dialect::Sqlite } else { Dialect::Postgres };
        match unit {
            Some(tenant) if dialect == Dialect::Sqlite => {
                self.each_merged(table, tenant, visit).await
            }
            Some(tenant) => {
                let mut tx = self.begin_tenant(tenant, Purpose::Read).await?;
                each(&mut tx, (table, dialect), unit, visit).await
            }
            None => {
                let mut tx = self.begin(&self.control, None, Purpose::Read).await?;
                each(&mut tx, (table, dialect), None, visit).await
            }
        }
    }

    async fn each_merged(
        &self,
        table: &Table,
        tenant: &Tenant,
        visit: impl AsyncFnMut(Values) -> Result<(), StateError>,
    ) -> Result<(), StateError> {
        let control = self.control.acquire().await;
        let mut control = control.map_err(StateError::database("be reached"))?;
        let mut own = if self.has_file(tenant) {
            Some(self.begin_tenant(tenant, Purpose::Read).await?)
        } else {
            None
        };
        let own = own.as_deref_mut();
        match table.name.as_str() {
            "counters" => counters(table, tenant, (&mut control, own), visit).await,
            "outbox" => outbox(table, tenant, (&mut control, own), visit).await,
            _ => {
                let alien = collect(&mut control, table, tenant).await?;
                if !alien.is_empty() {
                    let text = format!("`control.db` has rows of `{tenant}` in `{}`", table.name);
                    return Err(StateError::Damaged(text));
                }
                own_rows(table, tenant, own, visit).await
            }
        }
    }
}

/// The connections to what operators did, and to the tenant's own file where there is one.
type Both<'a> = (&'a mut AnyConnection, Option<&'a mut AnyConnection>);

async fn own_rows(
    table: &Table,
    tenant: &Tenant,
    own: Option<&mut AnyConnection>,
    visit: impl AsyncFnMut(Values) -> Result<(), StateError>,
) -> Result<(), StateError> {
    let Some(own) = own else { return Ok(()) };
    if strangers(own, table, tenant).await? > 0 {
        let text = format!("the file of `{tenant}` has rows of others in `{}`", table.name);
        return Err(StateError::Damaged(text));
    }
    each(own, (table, Dialect::Sqlite), Some(tenant), visit).await
}

/// What was counted in both places is added up.
async fn counters(
    table: &Table,
    tenant: &Tenant,
    (control, own): Both<'_>,
    mut visit: impl AsyncFnMut(Values) -> Result<(), StateError>,
) -> Result<(), StateError> {
    let (name, value) = (table.position("name"), table.position("value"));
    let mut sums = BTreeMap::<String, Values>::new();
    let mut add = |row: Values| -> Result<(), StateError> {
        let (counter, number) = (text(&row[name])?.to_owned(), integer(&row[value])?);
        match sums.get_mut(&counter) {
            Some(sum) => sum[value] = Value::Integer(integer(&sum[value])? + number),
            None => drop(sums.insert(counter, row)),
        }
        Ok(())
    };
    for row in collect(control, table, tenant).await? {
        if text(&row[name])? != "outbox" {
            let text = format!("`control.db` counts something else than receipts for `{tenant}`");
            return Err(StateError::Damaged(text));
        }
        add(row)?;
    }
    own_rows(table, tenant, own, async |row: Values| add(row)).await?;
    for row in sums.into_values() {
        visit(row).await?;
    }
    Ok(())
}

/// The operators' receipts, then the tenant's own, whose numbers go on after the last that was given to an operator's.
async fn outbox(
    table: &Table,
    tenant: &Tenant,
    (control, own): Both<'_>,
    mut visit: impl AsyncFnMut(Values) -> Result<(), StateError>,
) -> Result<(), StateError> {
    let seq = table.position("seq");
    let last = "SELECT COALESCE(MAX(value), CAST(0 AS BIGINT)) AS value FROM counters \
        WHERE tenant = $1 AND name = 'outbox'";
    let last = sqlx::query(last).bind(tenant.as_str()).fetch_one(&mut *control).await;
    let last = last.and_then(|row| sqlx::Row::try_get::<i64, _>(&row, "value"));
    let last = last.map_err(StateError::database("count"))?;
    each(control, (table, Dialect::Sqlite), Some(tenant), async |row: Values| {
        if integer(&row[seq])? > last {
            let text =
                format!("`control.db` has a receipt of `{tenant}` after the last that it counted");
            return Err(StateError::Damaged(text));
        }
        visit(row).await
    })
    .await?;
    own_rows(table, tenant, own, async |mut row: Values| {
        row[seq] = Value::Integer(integer(&row[seq])? + last);
        visit(row).await
    })
    .await
}

/// The rows of a tenant that are in a table which is short.
async fn collect(
    connection: &mut AnyConnection,
    table: &Table,
    tenant: &Tenant,
) -> Result<Vec<Values>, StateError> {
    let mut rows = Vec::new();
    each(connection, (table, Dialect::Sqlite), Some(tenant), async |row: Values| {
        rows.push(row);
        Ok(())
    })
    .await?;
    Ok(rows)
}

fn integer(value: &Value) -> Result<i64, StateError> {
    match value {
        Value::Integer(number) => Ok(*number),
        _ => Err(StateError::Damaged("a number is none".into())),
    }
}

fn text(value: &Value) -> Result<&str, StateError> {
    match value {
        Value::Text(text) => Ok(text),
        _ => Err(StateError::Damaged("a name is none".into())),
    }
}
