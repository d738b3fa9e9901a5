//! Whoever fails often waits; others do not, until there are very many.

use super::*;
use axum::body::Body;
use std::net::Ipv6Addr;

fn place(number: u32) -> Place {
    Place::Address(Ipv4Addr::from_bits(number))
}

#[test]
fn who_fails_often_waits_and_who_succeeds_or_is_elsewhere_does_not() {
    let attempts = Attempts::default();
    let now = Timestamp(1_000);
    let (mallory, ada) = (place(1), place(2));
    for _ in 0..100 {
        attempts.take(ada, now).unwrap();
        attempts.give_back(ada);
    }
    for _ in 0..20 {
        attempts.take(mallory, now).unwrap();
    }
    assert_eq!(attempts.take(mallory, now), Err(3));
    assert_eq!(attempts.take(mallory, Timestamp(1_003)), Ok(()));
    assert!(attempts.take(mallory, Timestamp(1_003)).is_err());
    for _ in 0..20 {
        attempts.take(ada, now).unwrap();
    }
    // A clock that is put back by a year holds up for a minute and not for a year.
    assert_eq!(attempts.take(mallory, Timestamp(0)), Err(3));
}

#[test]
fn all_together_have_a_limit_and_what_is_remembered_has_one() {
    let attempts = Attempts::default();
    let now = Timestamp(1_000);
    let taken = (0..10_000).take_while(|number| attempts.take(place(*number), now).is_ok()).count();
    assert_eq!(taken, 2_000);
    assert_eq!(attempts.take(place(u32::MAX), now), Err(1));
    // A second later there is room for twenty.
    let later = Timestamp(1_001);
    let more =
        (20_000..30_000).take_while(|number| attempts.take(place(*number), later).is_ok()).count();
    assert_eq!(more, 20);
    // Whatever comes: never more than so many places, and old ones make room for new ones.
    for round in 0..20_000 {
        let _ = attempts.take(place(100_000 + round), Timestamp(2_000 + i64::from(round)));
        assert!(attempts.0.lock().unwrap().of.len() <= MOST);
    }
    let last = place(119_999);
    assert!(attempts.0.lock().unwrap().of.contains_key(&last));
}

#[test]
fn a_full_table_forgets_nobody_who_has_to_wait() {
    let mut counts = Counts::default();
    for number in 0..u32::try_from(MOST).unwrap() {
        counts.remember(place(number), 60_000, 0);
    }
    counts.remember(place(1 << 20), 60_000, 0);
    assert!(counts.of.len() == MOST && !counts.of.contains_key(&place(1 << 20)));
    counts.remember(place(7), 90_000, 0);
    assert_eq!(counts.of[&place(7)], 90_000);
    counts.remember(place(1 << 20), 120_000, 60_000);
    assert_eq!(counts.of.len(), 2);
}

#[test]
fn a_place_is_an_address_or_what_a_proxy_on_this_machine_says() {
    let from = |peer: Option<IpAddr>, reach: Reach, headers: &[&str]| {
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(reach);
        request.extensions_mut().insert(Peer(peer));
        for value in headers {
            request.headers_mut().append("x-forwarded-for", value.parse().unwrap());
        }
        Place::of(&request)
    };
    let address = |text: &str| Some(text.parse::<IpAddr>().unwrap());
    let far = Place::Address(Ipv4Addr::new(192, 0, 2, 7));
    assert_eq!(from(address("192.0.2.7"), Reach::Network, &[]), far);
    assert_eq!(from(address("::ffff:192.0.2.7"), Reach::Network, &[]), far);
    // Who comes from elsewhere says nothing of where.
    assert_eq!(from(address("192.0.2.7"), Reach::Network, &["192.0.2.8"]), far);
    let own = Place::Address(Ipv4Addr::LOCALHOST);
    assert_eq!(from(address("127.0.0.1"), Reach::Network, &["192.0.2.8"]), own);
    assert_eq!(from(None, Reach::User, &["192.0.2.7"]), far);
    assert_eq!(from(None, Reach::User, &["203.0.113.1, 192.0.2.7"]), far);
    assert_eq!(from(None, Reach::User, &["203.0.113.1", "192.0.2.7"]), far);
    assert_eq!(from(address("127.0.0.1"), Reach::Machine, &["192.0.2.7"]), far);
    assert_eq!(from(None, Reach::User, &["unknown"]), Place::Own);
    assert_eq!(from(None, Reach::User, &[]), Place::Own);
    let (one, two) = (Ipv6Addr::from_bits(1 << 64 | 1), Ipv6Addr::from_bits(1 << 64 | 2));
    assert_eq!(Place::from(IpAddr::V6(one)), Place::from(IpAddr::V6(two)));
    assert_ne!(Place::from(IpAddr::V6(one)), Place::from(IpAddr::V6(Ipv6Addr::LOCALHOST)));
}
