//! The events are valid, repeatable and as varied as they claim.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use cos_core::receipt::event::EventReader;

use super::*;

fn tenant(name: &str) -> Tenant {
    name.parse().unwrap()
}

#[test]
fn every_event_is_one() {
    let mut reader = EventReader::default();
    for event in events(1, &tenant("pilot-a"), 3000) {
        let line = event.to_string();
        reader.read(line.as_bytes()).unwrap_or_else(|error| panic!("{error}: {line}"));
    }
}

#[test]
fn the_seed_and_the_tenant_decide() {
    let pilot = tenant("pilot-a");
    let all = events(7, &pilot, 50);
    assert_eq!(events(7, &pilot, 50), all);
    assert_eq!(events(7, &pilot, 20), all[..20]);
    assert_ne!(events(8, &pilot, 50), all);
    let other = events(7, &tenant("pilot-b"), 50);
    let ids: BTreeSet<_> =
        all.iter().chain(&other).map(|event| event["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 100);
}

#[test]
fn times_do_not_go_back() {
    let events = events(3, &tenant("pilot-a"), 500);
    let times: Vec<_> = events.iter().map(|event| event["time"].as_str().unwrap()).collect();
    assert!(times.is_sorted());
    assert!(times[0] >= START.to_string().as_str());
}

#[test]
fn nothing_is_always_the_same() {
    let events = events(2, &tenant("pilot-a"), 2000);
    let count = |test: &dyn Fn(&Value) -> bool| events.iter().filter(|event| test(event)).count();
    let mut decisions = BTreeMap::new();
    for event in &events {
        *decisions.entry(event["decision"].as_str().unwrap()).or_insert(0) += 1;
    }
    assert!((1600..1800).contains(&decisions["allow"]), "{decisions:?}");
    assert!((180..320).contains(&decisions["deny"]), "{decisions:?}");
    assert!((20..70).contains(&decisions["override"]), "{decisions:?}");
    for number in 0..=3 {
        let some = count(&|event| event["approvers"].as_array().unwrap().len() == number);
        assert!(some > 300, "{number} approvers: {some}");
    }
    for optional in ["rationale", "ticket", "cost", "price_catalog", "client_ip", "denial_reason"] {
        let some = count(&|event| event.get(optional).is_some());
        assert!((100..1990).contains(&some), "{optional}: {some}");
    }
    let address = |event: &Value| event.get("client_ip")?.as_str()?.parse::<IpAddr>().ok();
    assert!(count(&|event| address(event).is_some_and(|ip| ip.is_ipv6())) > 200);
    assert!(count(&|event| address(event).is_some_and(|ip| ip.is_ipv4())) > 1000);
    assert!(count(&|event| !event.to_string().is_ascii()) > 200);
    assert!(count(&|event| event.to_string().contains('\\')) > 20);
    let distinct = |field: &str| {
        events.iter().map(|event| event[field].to_string()).collect::<BTreeSet<_>>().len()
    };
    for (field, least) in [
        ("action", 14),
        ("flow", 6),
        ("actor", 200),
        ("resource", 800),
        ("policy_bundle", 1),
        ("trace_id", 2000),
    ] {
        assert!(distinct(field) >= least, "{field}: {}", distinct(field));
    }
}

#[test]
fn denials_and_overrides_say_why() {
    for event in events(4, &tenant("pilot-a"), 1000) {
        let has = |field: &str| event.get(field).is_some();
        let denied = event["decision"] == "deny";
        assert_eq!((has("denial_code"), has("denial_reason")), (denied, denied), "{event}");
        if event["decision"] == "override" {
            assert!(has("rationale") && event["approvers"][0].is_string(), "{event}");
        }
        for field in ["resource", "rationale", "denial_reason", "ticket"] {
            assert!(!event[field].to_string().contains(['{', '}']), "{event}");
        }
    }
}
