//! The stream of events: what comes, in which order, to whom, and when it ends.

use crate::world::World;
use cos_core::clock::Timestamp;
use cos_state::{Pepper, Record, Scope, State, Target};
use serde_json::{Value, json};

fn body(event: &[String; 3]) -> Value {
    serde_json::from_str(&event[2]).unwrap()
}

#[test]
fn changes_come_as_they_happen_and_only_ones_own() {
    let world = World::new();
    let own = world.token(Some("pilot-b"), &["events:read"], 3600).1;
    let mut a = world.stream("pilot-a", &world.operator, None);
    let mut b = world.stream("pilot-b", &own, None);
    assert_eq!((a.status, b.status), (200, 200));
    let red = world.import("pilot-a", "#8a3b12");
    let receipt = world.activate("pilot-a", &red);
    let imported = a.next().unwrap();
    assert_eq!((imported[1].as_str(), &body(&imported)["digest"]), ("theme.imported", &json!(red)));
    let activated = a.next().unwrap();
    assert_eq!(activated[1], "theme.activated");
    let told = body(&activated);
    assert_eq!((&told["to"], &told["receipt"]), (&json!(red), &json!(receipt)));
    assert_eq!(told["from"], json!(world.themes[0]));
    assert!(activated[0] > imported[0], "{activated:?} after {imported:?}");
    // The first that the other tenant hears of is its own.
    let blue = world.import("pilot-b", "#12408a");
    assert_eq!(body(&b.next().unwrap())["digest"], json!(blue));
    // Whoever reaches another tenant does not get in at all.
    assert_eq!(world.stream("pilot-a", &own, None).status, 404);
}

#[test]
fn who_comes_back_misses_nothing() {
    let world = World::new();
    let mut first = world.stream("pilot-a", &world.operator, None);
    let themes = [world.import("pilot-a", "#8a3b12"), world.import("pilot-a", "#12408a")];
    let begin = first.next().unwrap();
    assert_eq!(first.next().unwrap()[1], "theme.imported");
    // More than one page of them.
    let receipts: Vec<String> =
        (0..150).map(|number| world.activate("pilot-a", &themes[number % 2])).collect();
    let mut live = Vec::new();
    for receipt in &receipts {
        let event = first.next().unwrap();
        assert_eq!(body(&event)["receipt"], json!(receipt));
        live.push(event);
    }
    assert!(live.windows(2).all(|pair| pair[0][0] < pair[1][0]), "ids grow");
    drop(first);
    let mut again = world.stream("pilot-a", &world.operator, Some(&begin[0]));
    assert_eq!(again.next().unwrap()[1], "theme.imported");
    for event in &live {
        assert_eq!(again.next().as_ref(), Some(event));
    }
    let mut middle = world.stream("pilot-a", &world.operator, Some(&live[99][0]));
    assert_eq!(middle.next().as_ref(), Some(&live[100]));
    // An id that was never given out: what is missing cannot be said, only that something may be.
    let mut lost = world.stream("pilot-a", &world.operator, Some("0000000000ffffff"));
    let reset = lost.next().unwrap();
    assert_eq!((reset[1].as_str(), &reset[0]), ("reset", &live[149][0]));
    for bad in ["7", "-000000000000001", "00000000000000zz", "%00"] {
        assert_eq!(world.stream("pilot-a", &world.operator, Some(bad)).status, 400, "{bad}");
    }
}

#[test]
fn a_stream_ends_with_the_right_to_it() {
    let world = World::new();
    let (id, revoked) = world.token(Some("pilot-a"), &["events:read"], 3600);
    let expiring = world.token(Some("pilot-a"), &["events:read"], 30).1;
    let lasting = world.token(Some("pilot-a"), &["events:read"], 3600).1;
    let mut streams = [&revoked, &expiring, &lasting].map(|it| world.stream("pilot-a", it, None));
    let done = world.call("DELETE", &format!("/v1/tokens/{id}"), &world.operator, "");
    assert_eq!(done.status, 200, "{done:?}");
    // What happens afterwards is not told any more.
    let red = world.import("pilot-a", "#8a3b12");
    assert_eq!(streams[0].next(), None);
    assert_eq!(body(&streams[1].next().unwrap())["digest"], json!(red));
    assert_eq!(body(&streams[2].next().unwrap())["digest"], json!(red));
    world.advance(60);
    let blue = world.import("pilot-a", "#12408a");
    assert_eq!(streams[1].next(), None);
    assert_eq!(body(&streams[2].next().unwrap())["digest"], json!(blue));
    let suspended = world.post("/v1/tenants/pilot-a/suspend", &world.operator, "");
    assert_eq!(suspended.status, 200, "{suspended:?}");
    assert_eq!(streams[2].next(), None);
    assert_eq!(world.stream("pilot-a", &lasting, None).status, 403);
}

#[test]
fn streams_are_counted_and_end_with_the_server() {
    let mut world = World::new();
    let mut open: Vec<_> =
        (0..64).map(|_| world.stream("pilot-a", &world.operator, None)).collect();
    assert!(open.iter().all(|stream| stream.status == 200));
    assert_eq!(world.stream("pilot-a", &world.operator, None).status, 503);
    assert_eq!(world.stream("pilot-b", &world.operator, None).status, 200);
    world.stop();
    assert!(open.iter_mut().all(|stream| stream.next().is_none()));
}

/// Another process on the same state wakes nobody; what it records is found all the same.
#[test]
fn what_another_process_records_is_found() {
    let world = World::new();
    let mut stream = world.stream("pilot-a", &world.operator, None);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(record_beside(&world));
    assert_eq!(stream.next().unwrap()[1..], ["theme.imported".to_owned(), "{}".to_owned()]);
}

async fn record_beside(world: &World) {
    let data = world.dir.path().join("data");
    let pepper = std::fs::read(data.join("pepper")).unwrap().try_into().unwrap();
    let target = Target::Directory(data.join("state"));
    let state = State::open(&target, Pepper::new(&pepper)).await.unwrap();
    let now = Timestamp(1_767_225_600);
    let by = state.authenticate(&world.operator, now).await.unwrap();
    let ctx = state.enter(&by, "pilot-a", Scope::ThemesWrite).await.unwrap();
    let mut tx = state.tenant(&ctx).await.unwrap();
    let record = Record {
        jti: "01KE0000000000000000000007".parse().unwrap(),
        receipt: "what the log makes of it is not asked here".to_owned(),
        topic: "theme.imported".to_owned(),
        notice: "{}".to_owned(),
    };
    tx.record(&record, now).await.unwrap();
    tx.commit().await.unwrap();
    state.close().await;
}
