//! The databases themselves: where they are, how they are opened, and entered.

use crate::auth::StoredToken;
use crate::control::TenantInfo;
use crate::error::StateError;
use crate::kept::Kept;
use crate::schema::{CONTROL, POSTGRES, TENANT, migrate, refuse_newer, version};
use crate::token::Pepper;
use cos_core::ids::Tenant;
use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, Executor as _, Row as _, Transaction};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, DirBuilder};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

/// Where state is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A directory of SQLite files.
    Directory(PathBuf),
    /// A PostgreSQL database, as `postgres://role@host/database`; the role owns nothing in it. [`State::prepare`] makes it ready.
    Postgres(String),
}

/// The state of one organisation.
#[derive(Debug)]
pub struct State {
    pub(crate) control: AnyPool,
    /// Where each tenant has a file; in PostgreSQL all are in one database.
    files: Option<Files>,
    pub(crate) pepper: Pepper,
    /// By the tokens' ids.
    pub(crate) tokens: Kept<String, Arc<StoredToken>>,
    pub(crate) tenants: Kept<Tenant, TenantInfo>,
}

#[derive(Debug)]
struct Files {
    directory: PathBuf,
    open: Mutex<BTreeMap<Tenant, AnyPool>>,
}

/// What a transaction is begun for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It reads and may write.
    Change,
    /// It reads, and waits for no writer.
    Read,
}

/// Connections for each file of a tenant, and for everything else.
const TENANT_CONNECTIONS: u32 = 4;
const CONTROL_CONNECTIONS: u32 = 16;

/// How long a call waits for a connection, or for another writer.
const PATIENCE: Duration = Duration::from_secs(5);

impl State {
    /// Opens the state, and brings SQLite files to the present format; a later format is refused (promise P28).
    ///
    /// The directory is made where it does not exist, closed to group and others.
    pub async fn open(target: &Target, pepper: Pepper) -> Result<Self, StateError> {
        install_default_drivers();
        match target {
            Target::Directory(directory) => {
                let (state, moved) = Self::open_files(directory, pepper).await?;
                match moved {
                    Some(place) => Err(StateError::Moved { place }),
                    None => Ok(state),
                }
            }
            Target::Postgres(url) => {
                if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
                    return Err(StateError::Address);
                }
                let control = postgres(url).await?;
                let mut connection =
                    control.acquire().await.map_err(StateError::database("be reached"))?;
                refuse_powerful_role(&mut connection).await?;
                for part in [CONTROL, TENANT, POSTGRES] {
                    let found = version(&mut connection, part.name).await?;
                    let known = part.known();
                    if found < known {
                        let text = format!(
                            "the format of `{}` is {found}, not {known}: prepare the database first",
                            part.name
                        );
                        return Err(StateError::Damaged(text));
                    }
                    refuse_newer(found, known)?;
                }
                drop(connection);
                Ok(Self::new(control, None, pepper))
            }
        }
    }

    fn new(control: AnyPool, files: Option<Files>, pepper: Pepper) -> Self {
        Self { control, files, pepper, tokens: Kept::default(), tenants: Kept::default() }
    }

    /// Tenants or credentials have changed.
    pub(crate) fn forget(&self) {
        self.tokens.forget();
        self.tenants.forget();
    }

    /// Opens SQLite files also where they were moved, and says where to.
    pub async fn open_files(
        directory: &Path,
        pepper: Pepper,
    ) -> Result<(Self, Option<String>), StateError> {
        install_default_drivers();
        make_private(directory)?;
        let control = sqlite(&directory.join("control.db"), CONTROL_CONNECTIONS).await?;
        migrate(&control, &[CONTROL, TENANT], "BLOB").await?;
        let moved = moved(&control).await?;
        fs::create_dir_all(directory.join("tenants")).map_err(|source| StateError::Io {
            action: "create",
            path: directory.join("tenants"),
            source,
        })?;
        let files = Files { directory: directory.to_owned(), open: Mutex::default() };
        Ok((Self::new(control, Some(files), pepper), moved))
    }

    /// Makes a PostgreSQL database ready: brings it to the present format as the owner that `url` names, and lets the role `app`,
    /// which has to exist, read and write rows and nothing else.
    pub async fn prepare(url: &str, app: &str) -> Result<(), StateError> {
        install_default_drivers();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if app.is_empty() || !app.bytes().all(plain) {
            return Err(StateError::Missing(format!("role `{}`", app.escape_debug())));
        }
        let owner = postgres(url).await?;
        migrate(&owner, &[CONTROL, TENANT, POSTGRES], "BYTEA").await?;
        let grants = format!(
            "GRANT USAGE ON SCHEMA public TO {app};
             GRANT SELECT ON format TO {app};
             GRANT SELECT, INSERT, UPDATE, DELETE
                 ON tenants, tokens, sessions, requests, counters, outbox, events, idempotency TO {app};
             GRANT SELECT, INSERT, UPDATE, DELETE ON issuers, bindings, assertions TO {app};
             GRANT SELECT, INSERT ON themes, theme_activations TO {app};"
        );
        let granted = owner.execute(sqlx::raw_sql(AssertSqlSafe(grants))).await;
        granted.map_err(StateError::database("grant rights"))?;
        owner.close().await;
        Ok(())
    }

    /// Closes every database.
    pub async fn close(&self) {
        if let Some(files) = &self.files {
            for pool in files.open.lock().await.values() {
                pool.close().await;
            }
        }
        self.control.close().await;
    }

    /// Begins a transaction in what belongs to no tenant, in which the rows of `tenant` can be written too.
    pub(crate) async fn begin_control(
        &self,
        tenant: Option<&Tenant>,
    ) -> Result<Transaction<'static, Any>, StateError> {
        self.begin(&self.control, tenant, Purpose::Change).await
    }

    /// Begins a transaction in the rows of `tenant`.
    pub(crate) async fn begin_tenant(
        &self,
        tenant: &Tenant,
        purpose: Purpose,
    ) -> Result<Transaction<'static, Any>, StateError> {
        let pool = match &self.files {
            Some(files) => files.pool(tenant).await?,
            None => self.control.clone(),
        };
        self.begin(&pool, Some(tenant), purpose).await
    }

    /// The tenants that have a file.
    pub(crate) fn tenant_files(&self) -> Result<Vec<Tenant>, StateError> {
        self.files.as_ref().map_or(Ok(Vec::new()), Files::tenants)
    }

    /// Whether the tenant has a file.
    pub(crate) fn has_file(&self, tenant: &Tenant) -> bool {
        self.files.as_ref().is_some_and(|files| files.path(tenant).exists())
    }

    /// Whether what belongs to no tenant has an outbox of its own.
    pub(crate) fn has_two_outboxes(&self) -> bool {
        self.files.is_some()
    }

    pub(crate) async fn begin(
        &self,
        pool: &AnyPool,
        tenant: Option<&Tenant>,
        purpose: Purpose,
    ) -> Result<Transaction<'static, Any>, StateError> {
        let failed = StateError::database("begin a transaction");
        if self.files.is_some() {
            // A transaction that reads first and writes later would be refused when another one wrote in between.
            return match purpose {
                Purpose::Change => pool.begin_with("BEGIN IMMEDIATE").await.map_err(failed),
                Purpose::Read => pool.begin().await.map_err(failed),
            };
        }
        let mut tx = pool.begin().await.map_err(failed)?;
        let name = tenant.map_or("", Tenant::as_str);
        sqlx::query("SELECT set_config('cos.tenant', $1, true)")
            .bind(name)
            .execute(&mut *tx)
            .await
            .map_err(StateError::database("choose the tenant"))?;
        Ok(tx)
    }
}

impl Files {
    /// The file of a tenant, opened and brought to the present format at the first call.
    async fn pool(&self, tenant: &Tenant) -> Result<AnyPool, StateError> {
        let mut open = self.open.lock().await;
        if let Some(pool) = open.get(tenant) {
            return Ok(pool.clone());
        }
        let pool = sqlite(&self.path(tenant), TENANT_CONNECTIONS).await?;
        migrate(&pool, &[TENANT], "BLOB").await?;
        open.insert(tenant.clone(), pool.clone());
        Ok(pool)
    }

    fn path(&self, tenant: &Tenant) -> PathBuf {
        self.directory.join("tenants").join(format!("{tenant}.db"))
    }

    fn tenants(&self) -> Result<Vec<Tenant>, StateError> {
        let path = self.directory.join("tenants");
        let names = fs::read_dir(&path).and_then(|entries| {
            entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
        });
        let names: Vec<String> =
            names.map_err(|source| StateError::Io { action: "list", path, source })?;
        names
            .iter()
            .filter_map(|name| name.strip_suffix(".db"))
            .map(|name| Ok(name.parse()?))
            .collect()
    }
}

/// Where the state was moved, if it was.
pub(crate) async fn moved(control: &AnyPool) -> Result<Option<String>, StateError> {
    let failed = || StateError::database("tell whether it was moved");
    let table = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'moved'";
    if control.fetch_optional(table).await.map_err(failed())?.is_none() {
        return Ok(None);
    }
    let row = control.fetch_optional("SELECT place FROM moved").await.map_err(failed())?;
    Ok(row.map(|row| row.get("place")))
}

fn make_private(directory: &Path) -> Result<(), StateError> {
    let io = |action, source| StateError::Io { action, path: directory.to_owned(), source };
    if !directory.exists() {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(directory);
        return made.map_err(|source| io("create", source));
    }
    let mode = fs::metadata(directory).map_err(|source| io("open", source))?.permissions().mode();
    if mode.trailing_zeros() >= 6 {
        return Ok(());
    }
    let text = format!("others may look into it (mode {:o}); close it: chmod 700", mode & 0o7777);
    Err(io("use", std::io::Error::other(text)))
}

pub(crate) async fn sqlite(path: &Path, connections: u32) -> Result<AnyPool, StateError> {
    let mut url = "sqlite://".to_owned();
    for &byte in path.as_os_str().as_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => url.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => url.push(char::from(byte)),
            byte => {
                let _ = write!(url, "%{byte:02X}");
            }
        }
    }
    url.push_str("?mode=rwc");
    let options = AnyPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
    // A write-ahead log that is synced at every commit: what was answered survives a power cut.
    let options = options.after_connect(|connection, _| {
        Box::pin(async move {
            let setting = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000";
            connection.execute(sqlx::raw_sql(setting)).await.map(drop)
        })
    });
    options.connect(&url).await.map_err(StateError::database("be opened"))
}

async fn postgres(url: &str) -> Result<AnyPool, StateError> {
    let options =
        AnyPoolOptions::new().max_connections(CONTROL_CONNECTIONS).acquire_timeout(PATIENCE);
    options.connect(url).await.map_err(StateError::database("be reached"))
}

/// A role that sees through row-level security, or could switch it off, is not one to serve requests with.
async fn refuse_powerful_role(connection: &mut AnyConnection) -> Result<(), StateError> {
    let row = sqlx::query(
        "SELECT CAST(current_user AS TEXT) AS role, \
                CASE WHEN rolsuper THEN 1 WHEN rolbypassrls THEN 2 \
                     WHEN EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'outbox' \
                                  AND tableowner = current_user) THEN 3 ELSE 0 END AS power \
         FROM pg_roles WHERE rolname = current_user",
    );
    let row = row.fetch_one(connection).await.map_err(StateError::database("tell the role"))?;
    let power: i32 = row.try_get("power").map_err(StateError::database("tell the role"))?;
    let reason = match power {
        0 => return Ok(()),
        1 => "is a superuser, for whom row-level security does not count",
        2 => "may bypass row-level security",
        _ => "owns the tables, and could switch row-level security off",
    };
    let role = row.try_get("role").map_err(StateError::database("tell the role"))?;
    Err(StateError::Role { role, reason })
}
