//! State of an earlier format is brought to the present one, and keeps its rows (promise P28).

use crate::world::{NOW, Place, operator, pepper, tenant};
use cos_core::digest::Digest;
use cos_state::{NewTheme, Scope, State, Target};
use cos_testkit::TempDir;
use cos_testkit::postgres::Postgres;
use sqlx::any::install_default_drivers;
use sqlx::{AnyPool, AssertSqlSafe, Executor as _, Row as _};
use std::fmt::Write as _;
use std::path::Path;

const CONTROL: &str = include_str!("../../migrations/control-1.sql");
const TENANT: &str = include_str!("../../migrations/tenant-1.sql");
const POSTGRES: &str = include_str!("../../migrations/postgres-1.sql");

/// What a program of format 1 left: a tenant, and an operator who might do all that there was to do.
const ROWS: &str =
    "INSERT INTO tenants VALUES ('pilot-a', 'eu-1', 'Pilot A', 'eu', 'active', 1767225600);
    UPDATE tokens SET scopes =
        'receipts:read,receipts:write,tenants:read,tenants:write,tokens:read,tokens:write';";
const TENANTS_ROWS: &str = "INSERT INTO outbox VALUES \
    ('pilot-a', 1, '01KE0000000000000000000007', 'a receipt', 1767225600, NULL);
    INSERT INTO counters VALUES ('pilot-a', 'outbox', 1);";

/// Makes a database of format 1.
async fn format_1(url: &str, parts: &[(&str, &str)], bytes: &str) {
    let pool = AnyPool::connect(url).await.unwrap();
    let mut text =
        "CREATE TABLE format (part TEXT NOT NULL PRIMARY KEY, version BIGINT NOT NULL);\n"
            .to_owned();
    for (name, sql) in parts {
        text += &sql.replace("{BYTES}", bytes);
        let _ = writeln!(text, "\nINSERT INTO format VALUES ('{name}', 1);");
    }
    pool.execute(sqlx::raw_sql(AssertSqlSafe(text))).await.unwrap();
    pool.close().await;
}

async fn run(url: &str, sql: &'static str) {
    let pool = AnyPool::connect(url).await.unwrap();
    pool.execute(sqlx::raw_sql(sql)).await.unwrap();
    pool.close().await;
}

/// The token of format 1, made by the present program in a state of its own, which hashes tokens as that one did.
async fn token_row(target: &Target) -> String {
    let state = State::open(target, pepper()).await.unwrap();
    let token = state.bootstrap(&operator(), NOW).await.unwrap().expose().to_owned();
    state.close().await;
    token
}

pub(crate) async fn has_its_rows_and_takes_themes(target: &Target, token: &str) {
    let state = State::open(target, pepper()).await.unwrap();
    let operator = state.authenticate(token, NOW).await.unwrap();
    assert!(Scope::ALL.iter().all(|scope| operator.scopes().contains(scope)), "{operator:?}");
    let tenants = state.tenants(&operator).await.unwrap();
    assert_eq!(tenants.len(), 1);
    let waiting = state.undelivered(&tenant("pilot-a")).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].receipt, "a receipt");
    let ctx = state.enter(&operator, "pilot-a", Scope::ThemesWrite).await.unwrap();
    let mut tx = state.tenant(&ctx).await.unwrap();
    let digest = Digest::of(b"theme");
    let new = NewTheme { digest, name: "t", version: "1.0.0", pack: b"theme" };
    assert!(tx.put_theme(&new, NOW).await.unwrap().1);
    tx.commit().await.unwrap();
    state.close().await;
}

/// Makes files of format 1 in `old`, in a directory of the test's own; returns the operator's token.
pub(crate) async fn old_files(dir: &Path, old: &Path) -> String {
    install_default_drivers();
    let donor = dir.join(format!("donor of {}", old.file_name().unwrap().display()));
    let token = token_row(&Target::Directory(donor.clone())).await;
    std::fs::create_dir_all(old.join("tenants")).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(old, mode).unwrap();
    let control = format!("sqlite://{}/control.db?mode=rwc", old.display());
    format_1(&control, &[("control", CONTROL), ("tenant", TENANT)], "BLOB").await;
    let file = format!("sqlite://{}/tenants/pilot-a.db?mode=rwc", old.display());
    format_1(&file, &[("tenant", TENANT)], "BLOB").await;
    run(&file, TENANTS_ROWS).await;
    let donor = donor.display().to_string().replace(' ', "%20");
    copy_tokens(&format!("sqlite://{donor}/control.db"), &control).await;
    run(&control, ROWS).await;
    token
}

/// Makes a database of format 1; returns its owner's address, the service's, and the operator's token.
pub(crate) async fn old_database(place: &Place, name: &str) -> (String, String, String) {
    install_default_drivers();
    let Place::Postgres(server, _) = place else { unreachable!("it is PostgreSQL") };
    let (owner, app) = (server.database(name), server.address(name, Postgres::APP));
    let parts = [("control", CONTROL), ("tenant", TENANT), ("postgres", POSTGRES)];
    format_1(&owner, &parts, "BYTEA").await;
    let grant = format!("GRANT SELECT ON format TO {}", Postgres::APP);
    run(&owner, grant.leak()).await;
    // The token is one of a database of the present format, put back to what it was.
    let donor = place.target(&format!("donor_{name}")).await;
    let token = token_row(&donor).await;
    let Target::Postgres(donor) = donor else { unreachable!("it is PostgreSQL") };
    copy_tokens(&donor, &owner).await;
    run(&owner, ROWS).await;
    let tenant =
        format!("BEGIN; SELECT set_config('cos.tenant', 'pilot-a', true); {TENANTS_ROWS} COMMIT;");
    run(&owner, tenant.leak()).await;
    (owner, app, token)
}

#[tokio::test]
async fn sqlite_files_of_format_1() {
    let dir = TempDir::new().unwrap();
    let old = dir.path().join("old");
    let token = old_files(dir.path(), &old).await;
    has_its_rows_and_takes_themes(&Target::Directory(old), &token).await;
}

#[tokio::test]
async fn a_postgres_database_of_format_1() {
    let place = Place::postgres();
    let (owner, app, token) = old_database(&place, "old").await;
    let target = Target::Postgres(app);
    let early = State::open(&target, pepper()).await.unwrap_err().to_string();
    assert!(early.contains("prepare the database first"), "{early}");
    State::prepare(&owner, Postgres::APP).await.unwrap();
    has_its_rows_and_takes_themes(&target, &token).await;
}

async fn copy_tokens(from: &str, to: &str) {
    let (from, to) = (AnyPool::connect(from).await.unwrap(), AnyPool::connect(to).await.unwrap());
    let row = sqlx::query("SELECT * FROM tokens").fetch_one(&from).await.unwrap();
    let insert = "INSERT INTO tokens VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)";
    let insert = sqlx::query(insert)
        .bind(row.get::<String, _>("id"))
        .bind(row.get::<Vec<u8>, _>("secret_mac"))
        .bind(row.get::<String, _>("identity"))
        .bind(row.get::<String, _>("person"))
        .bind(row.get::<String, _>("tenants"))
        .bind(row.get::<String, _>("scopes"))
        .bind(row.get::<i64, _>("not_before"))
        .bind(row.get::<i64, _>("expires_at"))
        .bind(row.get::<i64, _>("created_at"));
    insert.execute(&to).await.unwrap();
}
