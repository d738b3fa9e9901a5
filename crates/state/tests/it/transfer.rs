//! State moved from files into PostgreSQL: every row arrives, and is the same; nothing is mixed with what is there.

use crate::world::{NOW, Place, World, pepper, record, tenant};
use cos_core::digest::Digest;
use cos_state::{
    Extent, IssuerKind, MovedTable, NewIssuer, NewTheme, Passage, Replay, Request, Scope, State,
    StateError, TableDigest, Target,
};
use sqlx::any::install_default_drivers;
use sqlx::{AnyPool, AssertSqlSafe, Executor as _, Row as _};
use std::collections::BTreeSet;

/// Fills a state with rows in both places that a tenant has in SQLite, some of them delivered.
async fn fill(world: &World) {
    let state = &world.state;
    world.member("pilot-a", &[Scope::EventsRead]).await;
    for number in 1..=3 {
        let ctx = state.enter(&world.operator, "pilot-a", Scope::ThemesWrite).await.unwrap();
        let mut tx = state.tenant(&ctx).await.unwrap();
        let request = Request { key: format!("key {number}"), digest: Digest::of(&[number]) };
        assert_eq!(tx.claim(&request, NOW).await.unwrap(), None);
        let pack = vec![number; usize::from(number) * 100];
        let digest = Digest::of(&pack);
        let new = NewTheme { digest, name: "ein Thema", version: "1.0.0", pack: &pack };
        assert!(tx.put_theme(&new, NOW).await.unwrap().1);
        tx.record(&record("pilot-a", number), NOW).await.unwrap();
        tx.answer(&request, &Replay { status: 201, body: "{}".into() }).await.unwrap();
        tx.commit().await.unwrap();
    }
    let waiting = state.undelivered(&tenant("pilot-a")).await.unwrap();
    let arrived: Vec<_> = waiting.into_iter().take(2).zip(0..).collect();
    state.delivered(&arrived).await.unwrap();
    let mut tx = state.operate(&world.operator, &tenant("pilot-b")).await.unwrap();
    let issuer = NewIssuer {
        name: "github".into(),
        kind: IssuerKind::GitHub,
        url: "https://token.actions.githubusercontent.com".into(),
        audience: "https://cos.acme.example".into(),
        jwks: None,
        hosts: Vec::new(),
        redirect_uri: None,
        sealed_secret: Some(vec![0, 7, 255]),
    };
    tx.add_issuer(&issuer, &record("pilot-b", 77), NOW).await.unwrap();
    tx.commit().await.unwrap();
}

fn sources(moved: &[MovedTable]) -> BTreeSet<(Option<String>, String, u64, Digest)> {
    moved.iter().map(|it| key(&it.source)).collect()
}

fn key(table: &TableDigest) -> (Option<String>, String, u64, Digest) {
    let tenant = table.tenant.as_ref().map(ToString::to_string);
    (tenant, table.table.clone(), table.rows, table.digest)
}

fn passages(moved: &[MovedTable]) -> Vec<Passage> {
    let mut found: Vec<_> = moved.iter().map(|table| table.passage).collect();
    found.dedup();
    found
}

#[tokio::test]
async fn everything_arrives_and_is_delivered_once() {
    let files = Place::sqlite();
    let world = files.world("old").await;
    fill(&world).await;
    let place = Place::postgres();
    let target = place.target("new").await;
    let copy = State::open(&target, pepper()).await.unwrap();
    let before = world.state.digests(&[]).await.unwrap();
    let looked = world.state.copy_to(&copy, Extent::Look).await.unwrap();
    assert_eq!(passages(&looked), [Passage::Waiting]);
    assert!(copy.digests(&[]).await.unwrap().iter().all(|table| table.rows == 0));

    let moved = world.state.copy_to(&copy, Extent::Whole).await.unwrap();
    assert_eq!(passages(&moved), [Passage::Copied]);
    let after = copy.digests(&[]).await.unwrap();
    assert_eq!(before, after);
    assert_eq!(sources(&moved), after.iter().map(key).collect());
    let again = world.state.copy_to(&copy, Extent::Whole).await.unwrap();
    assert_eq!(passages(&again), [Passage::There]);

    // In the same order, the operators' first, and what had arrived is not among them.
    for name in ["pilot-a", "pilot-b"] {
        let texts = async |state: &State| -> Vec<_> {
            let waiting = state.undelivered(&tenant(name)).await.unwrap();
            waiting.into_iter().map(|delivery| (delivery.jti, delivery.receipt)).collect()
        };
        let (there, here) = (texts(&world.state).await, texts(&copy).await);
        assert!(!there.is_empty());
        assert_eq!(there, here, "{name}");
        let waiting = copy.undelivered(&tenant(name)).await.unwrap();
        let arrived: Vec<_> = waiting.into_iter().zip(10..).collect();
        copy.delivered(&arrived).await.unwrap();
        assert!(copy.undelivered(&tenant(name)).await.unwrap().is_empty());
    }
    // Numbers go on after the last.
    let ctx = copy.enter(&world.operator, "pilot-a", Scope::ThemesWrite).await.unwrap();
    let mut tx = copy.tenant(&ctx).await.unwrap();
    assert_eq!(tx.record(&record("pilot-a", 9), NOW).await.unwrap(), 4);
    let key = Request { key: "key 2".into(), digest: Digest::of(&[2]) };
    assert!(tx.claim(&key, NOW).await.unwrap().is_some(), "answers are remembered");
    tx.commit().await.unwrap();
    assert_eq!(copy.undelivered(&tenant("pilot-a")).await.unwrap().len(), 1);
    // And now it is another state, which no move touches.
    let refused = world.state.copy_to(&copy, Extent::Whole).await.unwrap_err();
    assert!(matches!(refused, StateError::OtherRows { .. }), "{refused}");
}

#[tokio::test]
async fn a_part_that_is_there_is_left_and_the_rest_follows() {
    let files = Place::sqlite();
    let world = files.world("old").await;
    fill(&world).await;
    let place = Place::postgres();
    let Target::Postgres(url) = place.target("new").await else { unreachable!("it is PostgreSQL") };
    let copy = State::open(&Target::Postgres(url.clone()), pepper()).await.unwrap();
    world.state.copy_to(&copy, Extent::Whole).await.unwrap();
    // As a move leaves it that was killed after the first tenant.
    let pool = AnyPool::connect(&url).await.unwrap();
    for table in ["bindings", "issuers", "sessions", "requests", "assertions", "tokens", "tenants"]
    {
        pool.execute(sqlx::raw_sql(AssertSqlSafe(format!("DELETE FROM {table}")))).await.unwrap();
    }
    let moved = world.state.copy_to(&copy, Extent::Whole).await.unwrap();
    assert_eq!(passages(&moved), [Passage::There, Passage::Copied]);
    assert_eq!(world.state.digests(&[]).await.unwrap(), copy.digests(&[]).await.unwrap());
    // What is in part another's is refused before anything is written.
    let alien =
        "DELETE FROM tenants; INSERT INTO tenants VALUES ('alien', 'eu-1', 'A', 'eu', 'active', 1)";
    pool.execute(alien).await.unwrap();
    let refused = world.state.copy_to(&copy, Extent::Whole).await.unwrap_err();
    assert!(refused.to_string().contains("`tenants`"), "{refused}");
    pool.close().await;
}

#[tokio::test]
async fn files_that_were_moved_are_opened_for_nothing_else() {
    let place = Place::sqlite();
    let world = place.world("old").await;
    world.state.mark_moved("postgres://cos_app@db/cos", NOW).await.unwrap();
    world.state.mark_moved("postgres://cos_app@db/cos", NOW).await.unwrap();
    world.state.close().await;
    let refused = State::open(&world.target, pepper()).await.unwrap_err();
    assert!(refused.to_string().contains("postgres://cos_app@db/cos"), "{refused}");
    let Target::Directory(directory) = &world.target else { unreachable!("they are files") };
    let (_, moved) = State::open_files(directory, pepper()).await.unwrap();
    assert_eq!(moved.as_deref(), Some("postgres://cos_app@db/cos"));
    let wrong = Target::Postgres("mysql://db/cos".into());
    assert!(matches!(State::open(&wrong, pepper()).await, Err(StateError::Address)));
}

/// No table is forgotten: what the digests name is what the files have, and what the other database has.
#[tokio::test]
async fn every_table_is_among_them() {
    install_default_drivers();
    let place = Place::sqlite();
    let world = place.world("old").await;
    world.state.undelivered(&tenant("pilot-a")).await.unwrap();
    let named = |tables: &[TableDigest], tenants: bool| -> BTreeSet<String> {
        let of = tables.iter().filter(|table| table.tenant.is_some() == tenants);
        of.map(|table| table.table.clone()).collect()
    };
    let found = world.state.digests(&[]).await.unwrap();
    let (control, tenants) = (named(&found, false), named(&found, true));
    world.state.mark_moved("somewhere", NOW).await.unwrap();
    world.state.close().await;
    let Target::Directory(directory) = &world.target else { unreachable!("they are files") };
    let expected = |names: &[&BTreeSet<String>], own: &[&str]| -> BTreeSet<String> {
        let names = names.iter().flat_map(|names| names.iter().cloned());
        names.chain(own.iter().map(|&name| name.to_owned())).collect()
    };
    for (file, expected) in [
        ("control.db", expected(&[&control, &tenants], &["format", "moved"])),
        ("tenants/pilot-a.db", expected(&[&tenants], &["format"])),
    ] {
        let url = format!("sqlite://{}", directory.join(file).display());
        let names = "SELECT name FROM sqlite_master WHERE type = 'table'";
        assert_eq!(names_of(&url, names).await, expected, "{file}");
    }
    let place = Place::postgres();
    let Target::Postgres(url) = place.target("new").await else { unreachable!("it is PostgreSQL") };
    let names = "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(names_of(&url, names).await, expected(&[&control, &tenants], &["format"]));
}

async fn names_of(url: &str, query: &'static str) -> BTreeSet<String> {
    let pool = AnyPool::connect(url).await.unwrap();
    let names = pool.fetch_all(query).await.unwrap().iter().map(|row| row.get("name")).collect();
    pool.close().await;
    names
}
