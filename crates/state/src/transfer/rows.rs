//! Rows of any table: read in the order of its key, hashed, written elsewhere.

use super::catalogue::{Kind, Table};
use crate::error::StateError;
use aws_lc_rs::digest::{Context, SHA256};
use cos_core::digest::Digest;
use cos_core::ids::Tenant;
use futures_util::TryStreamExt as _;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row as _};
use std::fmt::Write as _;

/// What stands in one column of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Bytes(Vec<u8>),
    Integer(i64),
    Null,
    Text(String),
}

pub(super) type Values = Vec<Value>;

/// Counts and hashes rows. Every value carries its kind and length, so that no two tables of rows are written the same.
pub(super) struct Tally {
    hash: Context,
    rows: u64,
}

/// Rows that are sent together.
const TOGETHER: usize = 64;
/// A statement is sent at this size, whatever rows it has: packs of themes are long.
const MOST_BYTES: usize = 4 << 20;

/// Rows on their way into a table.
pub(super) struct Insertion<'a> {
    table: &'a Table,
    rows: Vec<Values>,
    bytes: usize,
}

impl Tally {
    pub(super) fn new(table: &Table) -> Self {
        let mut hash = Context::new(&SHA256);
        for name in [&table.name].into_iter().chain(table.columns.iter().map(|it| &it.name)) {
            update(&mut hash, b'n', name.as_bytes());
        }
        Self { hash, rows: 0 }
    }

    pub(super) fn add(&mut self, row: &Values) {
        self.rows += 1;
        for value in row {
            match value {
                Value::Bytes(bytes) => update(&mut self.hash, b'b', bytes),
                Value::Integer(number) => update(&mut self.hash, b'i', &number.to_be_bytes()),
                Value::Null => update(&mut self.hash, b'0', b""),
                Value::Text(text) => update(&mut self.hash, b't', text.as_bytes()),
            }
        }
    }

    pub(super) fn finish(self) -> (u64, Digest) {
        let digest = self.hash.finish();
        (self.rows, Digest(digest.as_ref().try_into().expect("SHA-256 has 32 bytes")))
    }
}

fn update(hash: &mut Context, kind: u8, bytes: &[u8]) {
    hash.update(&[kind]);
    hash.update(&(bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

impl<'a> Insertion<'a> {
    pub(super) fn new(table: &'a Table) -> Self {
        Self { table, rows: Vec::new(), bytes: 0 }
    }

    pub(super) async fn add(
        &mut self,
        connection: &mut AnyConnection,
        row: Values,
    ) -> Result<(), StateError> {
        self.bytes += row.iter().map(Value::size).sum::<usize>();
        self.rows.push(row);
        if self.rows.len() < TOGETHER && self.bytes < MOST_BYTES {
            return Ok(());
        }
        self.send(connection).await
    }

    pub(super) async fn finish(mut self, connection: &mut AnyConnection) -> Result<(), StateError> {
        if self.rows.is_empty() { Ok(()) } else { self.send(connection).await }
    }

    async fn send(&mut self, connection: &mut AnyConnection) -> Result<(), StateError> {
        let (name, columns) = (&self.table.name, self.table.column_list());
        let mut text = format!("INSERT INTO {name} ({columns}) VALUES ");
        let width = self.table.columns.len();
        for row in 0..self.rows.len() {
            let places: Vec<_> =
                (1..=width).map(|column| format!("${}", row * width + column)).collect();
            let comma = if row > 0 { ", " } else { "" };
            let _ = write!(text, "{comma}({})", places.join(", "));
        }
        let mut query = sqlx::query(AssertSqlSafe(text));
        for (value, kind) in
            self.rows.drain(..).flat_map(|row| row.into_iter().zip(self.table.kinds()))
        {
            query = match (value, kind) {
                (Value::Bytes(bytes), _) => query.bind(bytes),
                (Value::Integer(number), _) => query.bind(number),
                (Value::Text(text), _) => query.bind(text),
                // PostgreSQL wants to know what it is that is missing.
                (Value::Null, Kind::Bytes) => query.bind(None::<Vec<u8>>),
                (Value::Null, Kind::Integer) => query.bind(None::<i64>),
                (Value::Null, Kind::Text) => query.bind(None::<String>),
            };
        }
        self.bytes = 0;
        query.execute(connection).await.map_err(StateError::database("take rows"))?;
        Ok(())
    }
}

impl Table {
    fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.columns.iter().map(|column| column.kind)
    }
}

impl Value {
    fn size(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Integer(_) | Self::Null => 8,
            Self::Text(text) => text.len(),
        }
    }
}

/// How text is ordered byte by byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Postgres,
    Sqlite,
}

/// Hands over the rows of a table, of one tenant where it is a tenant's, in the order of its key.
pub(super) async fn each(
    connection: &mut AnyConnection,
    (table, dialect): (&Table, Dialect),
    tenant: Option<&Tenant>,
    mut visit: impl AsyncFnMut(Values) -> Result<(), StateError>,
) -> Result<(), StateError> {
    let order = table.key.iter().map(|&at| {
        let column = &table.columns[at];
        match (column.kind, dialect) {
            (Kind::Text, Dialect::Postgres) => format!("{} COLLATE \"C\"", column.name),
            _ => column.name.clone(),
        }
    });
    let order: Vec<_> = order.collect();
    let place = if tenant.is_some() { " WHERE tenant = $1" } else { "" };
    let text = format!(
        "SELECT {} FROM {}{place} ORDER BY {}",
        table.column_list(),
        table.name,
        order.join(", ")
    );
    let mut query = sqlx::query(AssertSqlSafe(text));
    if let Some(tenant) = tenant {
        query = query.bind(tenant.as_str());
    }
    let failed = || StateError::database("give its rows");
    let mut rows = query.fetch(connection);
    while let Some(row) = rows.try_next().await.map_err(failed())? {
        visit(values(table, &row).map_err(failed())?).await?;
    }
    Ok(())
}

fn values(table: &Table, row: &AnyRow) -> Result<Values, sqlx::Error> {
    let value = |(at, kind): (usize, Kind)| {
        Ok(match kind {
            Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(at)?.map_or(Value::Null, Value::Bytes),
            Kind::Integer => row.try_get::<Option<i64>, _>(at)?.map_or(Value::Null, Value::Integer),
            Kind::Text => row.try_get::<Option<String>, _>(at)?.map_or(Value::Null, Value::Text),
        })
    };
    table.kinds().enumerate().map(value).collect()
}

/// Whose rows a table of tenants has, as far as this connection sees.
pub(super) async fn owners(
    connection: &mut AnyConnection,
    table: &Table,
) -> Result<Vec<Tenant>, StateError> {
    let text = format!("SELECT DISTINCT tenant FROM {}", table.name);
    let rows = sqlx::query(AssertSqlSafe(text)).fetch_all(connection).await;
    let rows = rows.map_err(StateError::database("list tenants"))?;
    rows.iter().map(|row| Ok(row.get::<String, _>("tenant").parse()?)).collect()
}

/// How many rows of other tenants are in the file of this one.
pub(super) async fn strangers(
    connection: &mut AnyConnection,
    table: &Table,
    tenant: &Tenant,
) -> Result<i64, StateError> {
    let text = format!("SELECT COUNT(*) AS n FROM {} WHERE tenant <> $1", table.name);
    let row = sqlx::query(AssertSqlSafe(text)).bind(tenant.as_str()).fetch_one(connection).await;
    Ok(row.map_err(StateError::database("count rows"))?.get("n"))
}
