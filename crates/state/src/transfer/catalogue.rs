//! Which tables there are, and what their columns and keys are, as the migrations leave them.
//!
//! Nobody lists the tables: they are asked of a database in memory that goes through the same steps, so that a table which a later step
//! adds is moved without being mentioned here.

use crate::error::StateError;
use crate::schema::{CONTROL, TENANT, migrate};
use cos_core::ids::Tenant;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Row as _};
use std::collections::BTreeSet;

/// The tables of the present format; each after those that it refers to.
#[derive(Debug)]
pub(crate) struct Catalogue {
    control: Vec<Table>,
    tenant: Vec<Table>,
}

/// A table.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    /// The columns of its key, by position.
    pub(crate) key: Vec<usize>,
}

/// A column.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// What a column holds; there is nothing else in either database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bytes,
    Integer,
    Text,
}

/// Tables that say something about a database, and are not moved to another one.
pub(crate) const OWN: &[&str] = &["format", "moved"];

impl Catalogue {
    /// The tables of the present format.
    pub(crate) async fn present() -> Result<Self, StateError> {
        let pool = AnyPoolOptions::new().max_connections(1).connect("sqlite::memory:").await;
        let pool = pool.map_err(StateError::database("be opened"))?;
        migrate(&pool, &[TENANT], "BLOB").await?;
        let tenant = tables(&pool).await?;
        migrate(&pool, &[CONTROL], "BLOB").await?;
        let mut control = tables(&pool).await?;
        control.retain(|table| tenant.iter().all(|other| other.name != table.name));
        pool.close().await;
        Ok(Self { control, tenant })
    }

    /// The tables that hold a tenant's rows, or what belongs to none.
    pub(crate) fn of(&self, unit: Option<&Tenant>) -> &[Table] {
        if unit.is_some() { &self.tenant } else { &self.control }
    }

    /// The tables that hold tenants' rows.
    pub(crate) fn of_tenants(&self) -> &[Table] {
        &self.tenant
    }

    /// Refuses a PostgreSQL database whose tables have other columns, or columns that this role may not see.
    pub(crate) async fn check_columns(&self, pool: &AnyPool) -> Result<(), StateError> {
        for table in self.control.iter().chain(&self.tenant) {
            let rows = sqlx::query(
                "SELECT CAST(column_name AS TEXT) AS name FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = $1",
            );
            let rows = rows.bind(&table.name).fetch_all(pool).await;
            let rows = rows.map_err(StateError::database("list its columns"))?;
            let there: BTreeSet<String> = rows.iter().map(|row| row.get("name")).collect();
            let here: BTreeSet<String> =
                table.columns.iter().map(|column| column.name.clone()).collect();
            if here != there {
                let text = format!(
                    "the table `{}` has other columns than this program knows, or the role may not see them",
                    table.name
                );
                return Err(StateError::Damaged(text));
            }
        }
        Ok(())
    }
}

impl Table {
    /// The position of a column that the table must have.
    pub(crate) fn position(&self, column: &str) -> usize {
        let found = self.columns.iter().position(|other| other.name == column);
        found.expect("the migrations make this column")
    }

    /// The names of its columns, with commas between.
    pub(crate) fn column_list(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|column| column.name.as_str()).collect();
        names.join(", ")
    }
}

/// The tables of a SQLite database, each after those that it refers to.
async fn tables(pool: &AnyPool) -> Result<Vec<Table>, StateError> {
    let failed = || StateError::database("list its tables");
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
    let names = sqlx::query(names).fetch_all(pool).await.map_err(failed())?;
    let names = names.iter().map(|row| row.get::<String, _>("name"));
    let mut waiting = Vec::new();
    for name in names.filter(|name| !OWN.contains(&name.as_str())) {
        let refers = "SELECT \"table\" AS name FROM pragma_foreign_key_list($1)";
        let refers = sqlx::query(refers).bind(&name).fetch_all(pool).await.map_err(failed())?;
        let refers: BTreeSet<String> = refers.iter().map(|row| row.get("name")).collect();
        waiting.push((table(pool, name).await?, refers));
    }
    let mut sorted: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let is_there = |name: &String| sorted.iter().any(|table| table.name == *name);
        let free = waiting.iter().position(|(table, refers)| {
            refers.iter().all(|name| *name == table.name || is_there(name))
        });
        let free = free.expect("no tables refer to each other in a circle");
        sorted.push(waiting.remove(free).0);
    }
    Ok(sorted)
}

async fn table(pool: &AnyPool, name: String) -> Result<Table, StateError> {
    let rows = sqlx::query("SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid");
    let rows = rows.bind(&name).fetch_all(pool).await;
    let rows = rows.map_err(StateError::database("list its columns"))?;
    let mut columns = Vec::new();
    let mut key = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        let kind = match row.get::<String, _>("type").as_str() {
            "BIGINT" => Kind::Integer,
            "BLOB" => Kind::Bytes,
            "TEXT" => Kind::Text,
            other => {
                return Err(StateError::Damaged(format!("`{name}` has a column of `{other}`")));
            }
        };
        let place: i64 = row.get("pk");
        if place > 0 {
            key.push((place, position));
        }
        columns.push(Column { name: row.get("name"), kind });
    }
    key.sort_unstable();
    let key = key.into_iter().map(|(_, position)| position).collect();
    Ok(Table { name, columns, key })
}
