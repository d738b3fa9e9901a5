//! The SQLite files of a state as a whole: copied while a server uses them, and checked without being changed.
//!
//! Each file is copied as it was at one moment. The control file comes first; which tenants there are is what the copy says, so that no file of
//! a tenant stands in it that nobody knows. Nothing is brought to another format here: a copy is what there was.

use crate::database::{State, moved, sqlite};
use crate::error::StateError;
use crate::schema::{CONTROL, TENANT, refuse_newer};
use sqlx::any::install_default_drivers;
use sqlx::{AnyPool, Executor as _, Row as _};
use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

impl State {
    /// Copies the files in `directory` into the new directory `to`, closed to others; a server may use them meanwhile. Nothing is synced.
    pub async fn copy_files(directory: &Path, to: &Path) -> Result<(), StateError> {
        install_default_drivers();
        let made = DirBuilder::new().recursive(true).mode(0o700).create(to.join("tenants"));
        made.map_err(io("create", to))?;
        let control = to.join("control.db");
        copy(&directory.join("control.db"), &control).await?;
        let pool = open(&control).await?;
        let place = moved(&pool).await?;
        let rows = pool.fetch_all("SELECT tenant FROM tenants ORDER BY tenant").await;
        let rows = rows.map_err(StateError::database("list tenants"))?;
        pool.close().await;
        if let Some(place) = place {
            return Err(StateError::Moved { place });
        }
        for row in rows {
            let tenant: cos_core::ids::Tenant = row.get::<String, _>("tenant").parse()?;
            let name = format!("{tenant}.db");
            let from = directory.join("tenants").join(&name);
            // One for which nothing was done yet has none.
            if from.exists() {
                copy(&from, &to.join("tenants").join(name)).await?;
            }
        }
        Ok(())
    }

    /// Checks that every file in `directory` is sound, and of no later format than this program knows; returns the formats.
    pub async fn check_files(directory: &Path) -> Result<BTreeMap<String, i64>, StateError> {
        install_default_drivers();
        let control = directory.join("control.db");
        let mut found = check(&control).await?;
        let tenants = directory.join("tenants");
        let names = fs::read_dir(&tenants).and_then(|entries| {
            entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, _>>()
        });
        let mut names = names.map_err(io("list", &tenants))?;
        names.retain(|path| path.extension().is_some_and(|extension| extension == "db"));
        names.sort_unstable();
        for path in names {
            for (part, version) in check(&path).await? {
                let newest = found.entry(part).or_insert(version);
                *newest = version.max(*newest);
            }
        }
        Ok(found)
    }
}

async fn copy(from: &Path, to: &Path) -> Result<(), StateError> {
    let pool = open(from).await?;
    let path = to
        .to_str()
        .ok_or_else(|| StateError::Damaged(format!("the name `{}` is no text", to.display())))?;
    let copied = sqlx::query("VACUUM INTO $1").bind(path).execute(&pool).await;
    copied.map_err(StateError::database("be copied"))?;
    pool.close().await;
    fs::set_permissions(to, Permissions::from_mode(0o600)).map_err(io("close to others", to))
}

async fn check(path: &Path) -> Result<BTreeMap<String, i64>, StateError> {
    let damaged = |what: &str| StateError::Damaged(format!("`{}`: {what}", path.display()));
    let pool = open(path).await?;
    let rows = pool.fetch_all("PRAGMA integrity_check").await;
    // A file that is none says so at the first word.
    let rows = rows.map_err(|error| damaged(&error.to_string()))?;
    let said: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    if said != ["ok"] {
        return Err(damaged(said.first().map_or("it says nothing", String::as_str)));
    }
    let tables = pool.fetch_all("SELECT name FROM sqlite_master WHERE type = 'table'").await;
    let tables = tables.map_err(|error| damaged(&error.to_string()))?;
    if tables.is_empty() {
        // It was copied, or left, when it had just been made: whoever opens it fills it.
        pool.close().await;
        return Ok(BTreeMap::new());
    }
    let rows = pool.fetch_all("SELECT part, version FROM format").await;
    let rows = rows.map_err(|error| damaged(&error.to_string()))?;
    let found: BTreeMap<String, i64> =
        rows.iter().map(|row| (row.get("part"), row.get("version"))).collect();
    pool.close().await;
    for part in [CONTROL, TENANT] {
        refuse_newer(found.get(part.name).copied().unwrap_or(0), part.known())?;
    }
    Ok(found)
}

/// Opens a file that there is.
async fn open(path: &Path) -> Result<AnyPool, StateError> {
    fs::metadata(path).map_err(io("open", path))?;
    sqlite(path, 1).await
}

fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> StateError {
    let path: PathBuf = path.to_owned();
    move |source| StateError::Io { action, path, source }
}
