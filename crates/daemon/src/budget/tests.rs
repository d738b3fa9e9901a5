//! Shares are spent by their owners alone, and memory comes back.

use super::*;

fn budgets(requests: u32, bytes: u32) -> Budgets {
    let number = |number| NonZeroU32::new(number).unwrap();
    Budgets::new(Budget { requests: number(requests), bytes: number(bytes) })
}

fn body(length: &str) -> HeaderMap {
    HeaderMap::from_iter([(header::CONTENT_LENGTH, length.parse().unwrap())])
}

#[test]
fn who_asks_for_too_much_waits_and_nobody_else() {
    let budgets = budgets(1, 1 << 20);
    let none = HeaderMap::new();
    let asked = |tenant: &str| budgets.charge(tenant, &none).map_err(|failure| failure.status);
    assert_eq!((asked("a"), asked("a")), (Ok(()), Ok(())));
    assert_eq!(asked("a"), Err(StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(asked("b"), Ok(()));
}

#[test]
fn bytes_count_before_they_are_read_and_the_longest_body_always_fits() {
    let budgets = budgets(1_000, 1_000);
    let longest = body(&LONGEST.to_string());
    assert!(budgets.charge("a", &longest).is_ok());
    let refused = budgets.charge("a", &body("2000000")).unwrap_err();
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    // What no route takes is left to the route to refuse; what says no length may be as long as any.
    assert_eq!(length(&body("99999999999999")), LONGEST);
    assert_eq!(length(&body("many")), LONGEST);
    let chunked = HeaderMap::from_iter([(header::TRANSFER_ENCODING, "chunked".parse().unwrap())]);
    assert_eq!((length(&chunked), length(&HeaderMap::new())), (LONGEST, 0));
}

#[test]
fn memory_for_bodies_is_bounded_and_comes_back() {
    let budgets = budgets(1, 1);
    let held: Vec<_> = (0..HELD / (LONGEST >> 10)).map(|_| budgets.hold(LONGEST)).collect();
    assert!(held.iter().all(Result::is_ok));
    assert_eq!(budgets.hold(LONGEST).unwrap_err().status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(budgets.hold(0).is_ok());
    drop(held);
    assert!(budgets.hold(LONGEST).is_ok());
}
