//! Tables of a state, counted and hashed, as they are shown.

use crate::ui::{Human, counted, grouped};
use cos_daemon::TableDigest;
use serde_json::{Value, json};
use std::io;

/// What people call the rows that belong to no tenant.
const NOBODY: &str = "-";

/// Writes a table of the tables that have rows.
pub(super) fn write(out: &mut Human<'_>, tables: &[&TableDigest]) -> io::Result<()> {
    let rows: Vec<Vec<String>> = tables
        .iter()
        .filter(|table| table.rows > 0)
        .map(|table| {
            let tenant = table.tenant.as_ref().map_or(NOBODY.to_owned(), ToString::to_string);
            vec![tenant, table.table.clone(), grouped(table.rows), table.digest.to_string()]
        })
        .collect();
    out.table(&["tenant", "table", "rows", "SHA-256 of the rows"], &rows, false)
}

/// `14 tables of 3 tenants, 120 rows`.
pub(super) fn summary(tables: &[&TableDigest]) -> String {
    let rows = tables.iter().map(|table| table.rows).sum();
    format!("{}, {}", counted(tables.len() as u64, "table"), counted(rows, "row"))
}

pub(super) fn json(table: &TableDigest) -> Value {
    json!({
        "tenant": table.tenant.as_ref().map(ToString::to_string),
        "table": table.table,
        "rows": table.rows,
        "sha256": table.digest.to_string(),
    })
}
