//! What a state comes to.

use super::judge;
use crate::drain::Stage;
use cos_api::{Disk, DoorState, KeyState, LogState, PolicyState, ServerState, Status};
use cos_core::clock::Timestamp;

const NOW: Timestamp = Timestamp(1_800_000_000);

fn healthy() -> Status {
    let log = LogState {
        log: "acme/eu-1/pilot-a".into(),
        receipts: 7,
        published: 7,
        checkpoint_age_seconds: Some(86_400),
        waiting: Some(0),
        lag_seconds: Some(5),
        witnessed: Some(7),
        witness_lag_seconds: Some(9),
        witness_failure: None,
        stopped: None,
    };
    let far = Timestamp(NOW.0 + 8 * 86_400).to_string();
    let door = DoorState { url: "https://[::]:1".into(), certificate_ends_at: Some(far.clone()) };
    let server = ServerState {
        roles: vec!["console".into()],
        doors: vec![door],
        disk: Some(Disk { free_bytes: 50, size_bytes: 1000 }),
        policy: PolicyState { digest: String::new(), version: String::new() },
        keys: vec![KeyState { id: "acme/log-1".into(), ends_at: Some(far), retired_at: None }],
    };
    Status {
        status: String::new(),
        reasons: Vec::new(),
        version: String::new(),
        region: String::new(),
        time: String::new(),
        started_at: String::new(),
        tenants: 1,
        logs: vec![log],
        server: Some(server),
    }
}

#[track_caller]
fn reason(change: impl FnOnce(&mut LogState, &mut ServerState)) -> String {
    let mut status = healthy();
    let mut server = status.server.take().unwrap();
    change(&mut status.logs[0], &mut server);
    status.server = Some(server);
    let (word, reasons) = judge(&status, Stage::Serving, NOW);
    assert_eq!((&*word, reasons.len()), ("degraded", 1), "{reasons:?}");
    reasons[0].clone()
}

#[test]
fn what_is_well_is_ready_and_what_ends_is_not() {
    assert_eq!(judge(&healthy(), Stage::Serving, NOW), ("ready".to_owned(), Vec::new()));
    for stage in [Stage::Draining, Stage::Closing] {
        let (word, reasons) = judge(&healthy(), stage, NOW);
        assert_eq!((&*word, reasons.len()), ("not-ready", 1));
    }
}

#[test]
fn each_thing_that_somebody_should_look_at_is_named() {
    let soon = Timestamp(NOW.0 + 6 * 86_400).to_string();
    assert!(reason(|log, _| log.stopped = Some("a disk".into())).contains("a disk"));
    assert!(reason(|log, _| log.lag_seconds = Some(61)).contains("61 s"));
    assert!(reason(|log, _| log.witness_lag_seconds = Some(61)).contains("not asked"));
    let away = reason(|log, _| {
        (log.witness_lag_seconds, log.witness_failure) = (Some(61), Some("it is away".into()));
    });
    assert_eq!(away, "witnesses are 61 s behind: it is away");
    assert!(reason(|log, _| log.receipts = 8).contains("86400 s old"));
    let certificate = reason(|_, server| {
        server.doors[0].certificate_ends_at = Some(soon.clone());
    });
    assert!(certificate.contains("https://[::]:1"), "{certificate}");
    assert!(reason(|_, server| server.keys[0].ends_at = Some(soon.clone())).contains("log-1"));
    let full = Disk { free_bytes: 49, size_bytes: 1000 };
    assert!(reason(|_, server| server.disk = Some(full)).contains("disk"));
    // A key that was replaced may end.
    let mut status = healthy();
    let key = &mut status.server.as_mut().unwrap().keys[0];
    (key.ends_at, key.retired_at) = (Some(soon), Some(NOW.to_string()));
    assert_eq!(judge(&status, Stage::Serving, NOW).0, "ready");
}
