//! The format of the databases: the steps that lead to it, taken by whoever opens an older one. A later format is refused (promise P28).

use crate::error::StateError;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Executor as _, Row as _};

/// A part of the schema, with the steps that lead to the present format.
pub(crate) struct Part {
    pub(crate) name: &'static str,
    steps: &'static [&'static str],
}

impl Part {
    /// The format that this program knows.
    pub(crate) fn known(&self) -> i64 {
        i64::try_from(self.steps.len()).expect("there are few steps")
    }
}

pub(crate) const CONTROL: Part = Part {
    name: "control",
    steps: &[
        include_str!("../migrations/control-1.sql"),
        include_str!("../migrations/control-2.sql"),
        include_str!("../migrations/control-3.sql"),
        include_str!("../migrations/control-4.sql"),
        include_str!("../migrations/control-5.sql"),
    ],
};
pub(crate) const TENANT: Part = Part {
    name: "tenant",
    steps: &[
        include_str!("../migrations/tenant-1.sql"),
        include_str!("../migrations/tenant-2.sql"),
    ],
};
pub(crate) const POSTGRES: Part = Part {
    name: "postgres",
    steps: &[
        include_str!("../migrations/postgres-1.sql"),
        include_str!("../migrations/postgres-2.sql"),
    ],
};

/// Brings a database to the present format, each step in a transaction; does nothing where it has it.
pub(crate) async fn migrate(pool: &AnyPool, parts: &[Part], bytes: &str) -> Result<(), StateError> {
    let failed = || StateError::database("be brought to the present format");
    let table = "CREATE TABLE IF NOT EXISTS format (part TEXT NOT NULL PRIMARY KEY, version BIGINT NOT NULL)";
    pool.execute(table).await.map_err(failed())?;
    for part in parts {
        let mut connection = pool.acquire().await.map_err(failed())?;
        // Another process may be serving it: nothing is written where nothing is to be done.
        if version(&mut connection, part.name).await? == part.known() {
            continue;
        }
        drop(connection);
        let mut tx = pool.begin().await.map_err(failed())?;
        let found = version(&mut tx, part.name).await?;
        refuse_newer(found, part.known())?;
        for step in &part.steps[found as usize..] {
            let step = AssertSqlSafe(step.replace("{BYTES}", bytes));
            tx.execute(sqlx::raw_sql(step)).await.map_err(failed())?;
        }
        let write = "INSERT INTO format (part, version) VALUES ($1, $2) \
            ON CONFLICT (part) DO UPDATE SET version = excluded.version";
        let write = sqlx::query(write).bind(part.name).bind(part.known());
        write.execute(&mut *tx).await.map_err(failed())?;
        tx.commit().await.map_err(failed())?;
    }
    Ok(())
}

pub(crate) async fn version(connection: &mut AnyConnection, part: &str) -> Result<i64, StateError> {
    let failed = StateError::database("tell its format");
    let row = sqlx::query("SELECT version FROM format WHERE part = $1").bind(part);
    let row = row.fetch_optional(connection).await.map_err(failed)?;
    let found: Option<i64> = row.map(|row| row.get("version"));
    match found {
        Some(version) if version < 0 => Err(StateError::Damaged(format!("format {version}"))),
        found => Ok(found.unwrap_or(0)),
    }
}

pub(crate) fn refuse_newer(found: i64, known: i64) -> Result<(), StateError> {
    if found > known { Err(StateError::Newer { found, known }) } else { Ok(()) }
}
