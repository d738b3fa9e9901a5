//! What refuses to open.

use crate::world::{Place, pepper};
use cos_state::{State, StateError, Target};
use cos_testkit::TempDir;
use cos_testkit::postgres::Postgres;
use sqlx::{AnyPool, Row as _};
use std::os::unix::fs::PermissionsExt as _;

#[tokio::test]
async fn later_formats_and_open_directories_are_refused() {
    let dir = TempDir::new().unwrap();
    let target = Target::Directory(dir.path().join("a b%20c?d"));
    State::open(&target, pepper()).await.unwrap().close().await;
    let file = dir.path().join("a b%20c?d/control.db");
    assert!(file.is_file());
    let url = format!("sqlite://{}/a%20b%2520c%3Fd/control.db", dir.path().display());
    let pool = AnyPool::connect(&url).await.unwrap();
    sqlx::query("UPDATE format SET version = 9 WHERE part = 'control'")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let refused = State::open(&target, pepper()).await.unwrap_err();
    assert!(matches!(refused, StateError::Newer { found: 9, known: 5 }), "{refused}");

    let open = dir.path().join("open");
    std::fs::create_dir(&open).unwrap();
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o750)).unwrap();
    let refused = State::open(&Target::Directory(open), pepper()).await.unwrap_err();
    assert_eq!(refused.code().as_str(), "COS-IOE-0001");
    assert!(refused.to_string().contains("chmod 700"), "{refused}");
}

#[tokio::test]
async fn postgres_is_no_door_either() {
    let place = Place::postgres();
    let Place::Postgres(server, _) = &place else { unreachable!("the second is PostgreSQL") };
    let owner = server.database("doors");
    let app = server.address("doors", Postgres::APP);
    let open = async |url: &str| State::open(&Target::Postgres(url.to_owned()), pepper()).await;
    let unprepared = open(&app).await.unwrap_err();
    assert_eq!(unprepared.code().as_str(), "COS-STA-0001", "{unprepared}");
    State::prepare(&owner, Postgres::APP).await.unwrap();
    State::prepare(&owner, Postgres::APP).await.unwrap();
    for (role, reason) in [(Postgres::OWNER, "owns"), ("postgres", "superuser")] {
        let refused = open(&server.address("doors", role)).await.unwrap_err();
        assert!(refused.to_string().contains(reason), "{refused}");
        assert_eq!(refused.code().as_str(), "COS-STA-0003");
    }
    open(&app).await.unwrap().close().await;

    // Row-level security holds for whoever has the service's connection, and for the owner.
    let world = place.world("walls").await;
    let Target::Postgres(url) = &world.target else { unreachable!("it is PostgreSQL") };
    for url in [url.clone(), url.replace(Postgres::APP, Postgres::OWNER)] {
        let pool = AnyPool::connect(&url).await.unwrap();
        let count = async |tenant: &str| {
            let mut tx = pool.begin().await.unwrap();
            let set = "SELECT set_config('cos.tenant', $1, true)";
            sqlx::query(set).bind(tenant).execute(&mut *tx).await.unwrap();
            let row = sqlx::query("SELECT COUNT(*) AS n FROM outbox").fetch_one(&mut *tx).await;
            row.unwrap().get::<i64, _>("n")
        };
        assert_eq!([count("pilot-a").await, count("pilot-b").await, count("").await], [1, 1, 0]);
        let row = sqlx::query("SELECT COUNT(*) AS n FROM outbox").fetch_one(&pool).await.unwrap();
        assert_eq!(row.get::<i64, _>("n"), 0, "no tenant, no rows");
        let mut tx = pool.begin().await.unwrap();
        let set = "SELECT set_config('cos.tenant', 'pilot-a', true)";
        sqlx::query(set).execute(&mut *tx).await.unwrap();
        let foreign = "UPDATE outbox SET receipt = 'x' WHERE tenant = 'pilot-b'";
        assert_eq!(sqlx::query(foreign).execute(&mut *tx).await.unwrap().rows_affected(), 0);
        let insert = "INSERT INTO counters (tenant, name, value) VALUES ('pilot-b', 'outbox', 1)";
        let refused = sqlx::query(insert).execute(&mut *tx).await.unwrap_err().to_string();
        // The key exists; the refusal does not say so.
        assert!(
            refused.contains("row-level security") && !refused.contains("duplicate"),
            "{refused}"
        );
    }
    let schema = AnyPool::connect(&url.replace(Postgres::APP, Postgres::OWNER)).await.unwrap();
    let loose = sqlx::query(
        "SELECT CAST(c.relname AS TEXT) AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
         JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary \
         WHERE a.attname = 'tenant' AND c.relkind = 'r' AND c.relname NOT IN ('tenants') \
           AND NOT (c.relforcerowsecurity AND c.relrowsecurity AND i.indkey[0] = a.attnum)",
    );
    let loose = loose.fetch_all(&schema).await.unwrap();
    let names: Vec<String> = loose.iter().map(|row| row.get("name")).collect();
    assert!(
        names.is_empty(),
        "tables of tenants without a wall, or whose key begins otherwise: {names:?}"
    );
}
