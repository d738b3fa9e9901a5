//! A tenant that sends more than its share is told to wait, and is the only one that waits (promise P15).

use crate::world::World;
use cos_daemon::Budget;
use std::num::NonZeroU32;
use std::thread;
use std::time::Duration;

#[test]
fn a_tenant_that_sends_too_much_waits_alone() {
    // Filling the world takes less than what may come at once.
    let requests = NonZeroU32::new(10).unwrap();
    let world = World::within(Budget { requests, ..Budget::default() });
    let ask =
        |tenant: &str| world.get(&format!("/v1/tenants/{tenant}/log/checkpoint"), &world.operator);
    let refused = (0..1_000).map(|_| ask("pilot-a")).find(|reply| reply.status != 200);
    let refused = refused.expect("the share is spent at some time");
    assert_eq!(refused.status, 429, "{refused:?}");
    assert_eq!(refused.json()["code"], "COS-SRV-0022");
    assert_eq!(refused.json()["reasons"][0]["rule"], "cos.budget");
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(ask("pilot-b").status, 200);
    // And it passes.
    let passes = (0..600).any(|_| {
        thread::sleep(Duration::from_millis(20));
        ask("pilot-a").status == 200
    });
    assert!(passes);
}

#[test]
fn bytes_are_charged_before_they_are_read() {
    let bytes = NonZeroU32::new(1).unwrap();
    let world = World::within(Budget { bytes, ..Budget::default() });
    let path = "/v1/tenants/pilot-b/receipts";
    let long = format!("{}\n", world.event(&"x".repeat(1_000))).repeat(1_000);
    // The longest body may come at once; whoever sends three megabytes at a time has soon sent that.
    let statuses: Vec<_> =
        (0..5).map(|_| world.lines(path, &world.operator, &long).status).collect();
    assert_eq!((statuses[0], statuses[4]), (200, 429), "{statuses:?}");
}
