//! A program that dies while it brings state to another format leaves one of the two, and one that knows less than the state refuses it
//! (promise P28).
//!
//! The process that dies is this test executable again, told by an environment variable what to open.

use crate::upgrade::{has_its_rows_and_takes_themes, old_database, old_files};
use crate::world::{Place, pepper, tenant};
use cos_state::{State, StateError, Target};
use cos_testkit::TempDir;
use cos_testkit::postgres::Postgres;
use sqlx::any::install_default_drivers;
use sqlx::{AnyPool, Executor as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PLACE: &str = "COS_STATE_UPGRADER";

/// The process that is killed; nothing in a run of the tests.
#[tokio::test]
async fn upgrader() {
    let Some(place) = std::env::var_os(PLACE) else { return };
    let place = place.into_string().unwrap();
    if place.starts_with("postgres://") {
        return State::prepare(&place, Postgres::APP).await.unwrap();
    }
    let state = State::open(&Target::Directory(place.into()), pepper()).await.unwrap();
    state.undelivered(&tenant("pilot-a")).await.unwrap();
}

/// Upgrades in another process, which dies after a while unless it has ended; whether it did that, and how long it took.
fn upgraded(place: &str, kill_after: Option<Duration>) -> (bool, Duration) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "downgrade::upgrader", "--nocapture"]).env(PLACE, place);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let mut child = command.spawn().unwrap();
    if let Some(delay) = kill_after {
        std::thread::sleep(delay);
        let _ = child.kill();
    }
    (child.wait().unwrap().success(), begun.elapsed())
}

/// Moments that lie all over a run that took so long, until so many runs died; where one did not, the later ones are earlier.
struct Moments {
    whole: Duration,
    run: u32,
    died: u32,
    deaths: u32,
}

impl Moments {
    fn new(whole: Duration, deaths: u32) -> Self {
        Self { whole, run: 0, died: 0, deaths }
    }

    fn next(&mut self) -> Option<Duration> {
        self.run += 1;
        let part = (self.run - 1) % self.deaths + 1;
        (self.died < self.deaths).then(|| self.whole * part / self.deaths)
    }

    fn ended(&mut self, ended: bool) {
        if ended {
            self.whole = self.whole * 3 / 4;
        } else {
            self.died += 1;
        }
    }
}

#[tokio::test]
async fn an_upgrade_of_files_survives_its_death() {
    let dir = TempDir::new().unwrap();
    let made = async |name: &str| {
        let old = dir.path().join(name);
        let token = old_files(dir.path(), &old).await;
        (old, token)
    };
    let (old, _) = made("measured").await;
    let (ended, whole) = upgraded(old.to_str().unwrap(), None);
    assert!(ended);
    let mut moments = Moments::new(whole, 24);
    while let Some(moment) = moments.next() {
        let (old, token) = made(&format!("old-{}", moments.run)).await;
        moments.ended(upgraded(old.to_str().unwrap(), Some(moment)).0);
        has_its_rows_and_takes_themes(&Target::Directory(old), &token).await;
    }
}

#[tokio::test]
async fn an_upgrade_of_postgresql_survives_its_death() {
    let place = Place::postgres();
    let (owner, ..) = old_database(&place, "measured").await;
    let (ended, whole) = upgraded(&owner, None);
    assert!(ended);
    let mut moments = Moments::new(whole, 8);
    while let Some(moment) = moments.next() {
        let (owner, app, token) = old_database(&place, &format!("old_{}", moments.run)).await;
        moments.ended(upgraded(&owner, Some(moment)).0);
        State::prepare(&owner, Postgres::APP).await.unwrap();
        has_its_rows_and_takes_themes(&Target::Postgres(app), &token).await;
    }
}

async fn run(url: &str, sql: &'static str) {
    let pool = AnyPool::connect(url).await.unwrap();
    pool.execute(sqlx::raw_sql(sql)).await.unwrap();
    pool.close().await;
}

#[track_caller]
fn is_newer(refused: &StateError, versions: [i64; 2]) {
    let [found, known] = versions;
    assert_eq!(refused.code().as_str(), "COS-STA-0002", "{refused}");
    let words = format!("format {found}, and this program knows up to {known}");
    assert!(refused.to_string().contains(&words), "{refused}");
}

const CONTROL_9: &str = "UPDATE format SET version = 9 WHERE part = 'control'";
const TENANT_9: &str = "UPDATE format SET version = 9 WHERE part = 'tenant'";

#[tokio::test]
async fn files_of_a_later_format_are_left_alone() {
    install_default_drivers();
    let place = Place::sqlite();
    let world = place.world("later").await;
    world.state.undelivered(&tenant("pilot-a")).await.unwrap();
    world.state.close().await;
    let Target::Directory(directory) = &world.target else { unreachable!("they are files") };
    let url = |name: &str| format!("sqlite://{}", directory.join(name).display());
    let bytes = |name: &str| std::fs::read(directory.join(name)).unwrap();

    // One tenant's file: the others are served, and a copy of all of them is refused.
    run(&url("tenants/pilot-a.db"), TENANT_9).await;
    let before = bytes("tenants/pilot-a.db");
    let state = State::open(&world.target, pepper()).await.unwrap();
    is_newer(&state.undelivered(&tenant("pilot-a")).await.unwrap_err(), [9, 2]);
    state.undelivered(&tenant("pilot-b")).await.unwrap();
    is_newer(&state.digests(&[]).await.unwrap_err(), [9, 2]);
    state.close().await;
    is_newer(&State::check_files(directory).await.unwrap_err(), [9, 2]);
    assert_eq!(bytes("tenants/pilot-a.db"), before);

    run(&url("control.db"), CONTROL_9).await;
    let before = bytes("control.db");
    is_newer(&State::open(&world.target, pepper()).await.unwrap_err(), [9, 5]);
    is_newer(&State::check_files(directory).await.unwrap_err(), [9, 5]);
    // A backup is what there was; it is refused where it would be used.
    let copy = directory.with_file_name("copy");
    State::copy_files(directory, &copy).await.unwrap();
    is_newer(&State::check_files(&copy).await.unwrap_err(), [9, 5]);
    assert_eq!(bytes("control.db"), before);
}

#[tokio::test]
async fn postgresql_of_a_later_format_is_left_alone() {
    install_default_drivers();
    let place = Place::postgres();
    let Place::Postgres(server, _) = &place else { unreachable!("the second is PostgreSQL") };
    for (name, change, known) in [
        ("control", CONTROL_9, 5),
        ("tenant", TENANT_9, 2),
        ("postgres", "UPDATE format SET version = 9 WHERE part = 'postgres'", 2),
    ] {
        let name = format!("later_{name}");
        let (owner, app) = (server.database(&name), server.address(&name, Postgres::APP));
        State::prepare(&owner, Postgres::APP).await.unwrap();
        run(&owner, change).await;
        let open = State::open(&Target::Postgres(app), pepper()).await;
        is_newer(&open.unwrap_err(), [9, known]);
        is_newer(&State::prepare(&owner, Postgres::APP).await.unwrap_err(), [9, known]);
    }
}
