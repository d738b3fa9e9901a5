//! The whole state, read in one canonical form, and moved from SQLite files into PostgreSQL.
//!
//! What is read has the shape that PostgreSQL gives it, wherever it lies, so that counts and digests of both sides can be compared. The state
//! is cut into *units*: each tenant's rows, and what belongs to none. A unit arrives in one transaction, or not at all; that makes a move
//! that was killed go on where it was, with nothing remembered but the rows themselves.

mod catalogue;
mod rows;
mod unit;

use crate::database::State;
use crate::error::StateError;
use catalogue::Catalogue;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::ids::Tenant;
use rows::Insertion;
use sqlx::{Any, Row as _, Transaction};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// The rows of one table, of one tenant or of none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDigest {
    /// Whose rows they are; `None` for what belongs to no tenant.
    pub tenant: Option<Tenant>,
    /// The table.
    pub table: String,
    /// How many there are.
    pub rows: u64,
    /// SHA-256 of all of them, in the order of the table's key, written the same for both databases.
    pub digest: Digest,
}

/// What a move did, or would do, with the rows of a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// They were copied, and read back as they were.
    Copied,
    /// They were there already.
    There,
    /// They are not there yet: it was only asked what there is to do.
    Waiting,
}

/// The rows of one table, and what became of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedTable {
    /// They.
    pub source: TableDigest,
    /// What became of them.
    pub passage: Passage,
}

/// Whether a move only says what there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// It compares and writes nothing.
    Look,
    /// It copies.
    Whole,
}

/// Two moves into one database would mix: this number, chosen once, is their lock.
const LOCK: i64 = 0x636f_735f_6d6f_7665;
/// How long the connection of a move that was killed may still hold it.
const PATIENCE: Duration = Duration::from_secs(20);

impl State {
    /// Every table of every unit, counted and hashed; the same rows give the same answer in both databases.
    ///
    /// Besides the tenants, `others` may have rows: PostgreSQL shows nobody's unless they are named.
    pub async fn digests(&self, others: &[Tenant]) -> Result<Vec<TableDigest>, StateError> {
        let catalogue = Catalogue::present().await?;
        let mut all = Vec::new();
        for unit in self.units(&catalogue, others).await? {
            all.extend(self.unit_digests(&catalogue, unit.as_ref()).await?);
        }
        Ok(all)
    }

    /// Copies SQLite files into a prepared PostgreSQL database that is empty, or has some of these rows and no others.
    ///
    /// Nobody may write to either meanwhile. Everything is compared before anything is written, and again after it.
    pub async fn copy_to(
        &self,
        target: &Self,
        extent: Extent,
    ) -> Result<Vec<MovedTable>, StateError> {
        let catalogue = Catalogue::present().await?;
        let lock = target.lock_for_a_move().await?;
        catalogue.check_columns(&target.control).await?;
        // What belongs to no tenant comes last: until it is there, the copy lets nobody in.
        let mut units = self.units(&catalogue, &[]).await?;
        units.rotate_left(1);
        let mut planned = Vec::new();
        for unit in units {
            let source = self.unit_digests(&catalogue, unit.as_ref()).await?;
            let there = target.unit_digests(&catalogue, unit.as_ref()).await?;
            planned.push((unit, compare(&source, &there)?, source));
        }
        let mut moved = Vec::new();
        for (unit, found, source) in planned {
            let passage = match (found, extent) {
                (Found::Same, _) => Passage::There,
                (Found::Nothing, Extent::Look) => Passage::Waiting,
                (Found::Nothing, Extent::Whole) => {
                    self.copy_unit(target, &catalogue, unit.as_ref()).await?;
                    let there = target.unit_digests(&catalogue, unit.as_ref()).await?;
                    agree(&source, &there)?;
                    Passage::Copied
                }
            };
            moved.extend(source.into_iter().map(|source| MovedTable { source, passage }));
        }
        lock.rollback().await.map_err(StateError::database("be unlocked"))?;
        Ok(moved)
    }

    async fn copy_unit(
        &self,
        target: &Self,
        catalogue: &Catalogue,
        unit: Option<&Tenant>,
    ) -> Result<(), StateError> {
        let mut tx = target.begin_control(unit).await?;
        for table in catalogue.of(unit) {
            let mut insertion = Insertion::new(table);
            let insert = async |row| insertion.add(&mut tx, row).await;
            self.each_row(table, unit, insert).await?;
            insertion.finish(&mut tx).await?;
        }
        tx.commit().await.map_err(StateError::database("commit"))
    }

    /// Marks SQLite files as moved: from now on they are opened by nobody but a move to the same place.
    pub async fn mark_moved(&self, place: &str, now: Timestamp) -> Result<(), StateError> {
        let failed = || StateError::database("be marked as moved");
        let mut tx = self.begin_control(None).await?;
        let table = "CREATE TABLE IF NOT EXISTS moved \
            (place TEXT NOT NULL PRIMARY KEY, moved_at BIGINT NOT NULL)";
        sqlx::query(table).execute(&mut *tx).await.map_err(failed())?;
        let row =
            "INSERT INTO moved (place, moved_at) VALUES ($1, $2) ON CONFLICT (place) DO NOTHING";
        let row = sqlx::query(row).bind(place).bind(now.0).execute(&mut *tx).await;
        row.map_err(failed())?;
        tx.commit().await.map_err(failed())
    }

    /// Whose rows there are: nobody's first, then the tenants by name, those whose rows nothing else speaks of included.
    async fn units(
        &self,
        catalogue: &Catalogue,
        others: &[Tenant],
    ) -> Result<Vec<Option<Tenant>>, StateError> {
        let mut tenants: BTreeSet<_> =
            self.all_tenants().await?.into_iter().map(|info| info.tenant).collect();
        let mut connection =
            self.control.acquire().await.map_err(StateError::database("be reached"))?;
        tenants.extend(self.tenant_files()?);
        tenants.extend(others.iter().cloned());
        // In PostgreSQL this shows nothing: no tenant is set.
        for table in catalogue.of_tenants() {
            tenants.extend(rows::owners(&mut connection, table).await?);
        }
        Ok(std::iter::once(None).chain(tenants.into_iter().map(Some)).collect())
    }

    /// Takes the lock, which ends with the transaction, and that with its process.
    async fn lock_for_a_move(&self) -> Result<Transaction<'static, Any>, StateError> {
        let failed = || StateError::database("be locked");
        let mut tx = self.control.begin().await.map_err(failed())?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            let lock = "SELECT CASE WHEN pg_try_advisory_xact_lock($1) THEN 1 ELSE 0 END AS held";
            let lock = sqlx::query(lock).bind(LOCK).fetch_one(&mut *tx).await;
            let held: i32 = lock.map_err(failed())?.try_get("held").map_err(failed())?;
            if held == 1 {
                return Ok(tx);
            }
            if Instant::now() >= deadline {
                return Err(StateError::OtherMove);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// What of a unit the target has.
enum Found {
    Nothing,
    Same,
}

/// Compares a unit with what the target has of it: all, or nothing, or it is not ours to write to.
fn compare(source: &[TableDigest], there: &[TableDigest]) -> Result<Found, StateError> {
    if source == there {
        return Ok(Found::Same);
    }
    match there.iter().find(|table| table.rows > 0) {
        None => Ok(Found::Nothing),
        Some(other) => {
            // A table that differs says more than one that happens to be the same.
            let differs = there.iter().zip(source).find(|(there, source)| there != source);
            let other = differs.map_or(other, |(there, _)| there);
            Err(StateError::OtherRows { what: described(other), rows: other.rows })
        }
    }
}

fn agree(source: &[TableDigest], there: &[TableDigest]) -> Result<(), StateError> {
    match source.iter().zip(there).find(|(source, there)| source != there) {
        None => Ok(()),
        Some((source, there)) => Err(StateError::Copy {
            what: described(source),
            source_rows: source.rows,
            copied_rows: there.rows,
        }),
    }
}

fn described(table: &TableDigest) -> String {
    match &table.tenant {
        Some(tenant) => format!("`{}` of `{tenant}`", table.table),
        None => format!("`{}`", table.table),
    }
}
