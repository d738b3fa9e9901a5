//! Results come in order, errors come through, and neither side can run away or hang.

use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn keeps_the_order_whatever_the_workers_do() {
    let mut seen = Vec::new();
    let outcome: Result<(), ()> = ordered(
        4,
        |hand_over| {
            (0..1000_u64).all(&mut *hand_over);
            Ok(())
        },
        || {
            |n: u64| {
                if n.is_multiple_of(7) {
                    thread::yield_now();
                }
                n * 2
            }
        },
        |n| {
            seen.push(n);
            true
        },
    );
    outcome.unwrap();
    assert_eq!(seen, (0..1000).map(|n| n * 2).collect::<Vec<_>>());
}

#[test]
fn the_producer_stays_a_few_pieces_ahead() {
    let (produced, collected) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let farthest = AtomicUsize::new(0);
    ordered::<_, _, (), _>(
        2,
        |hand_over| {
            for n in 0..500 {
                let ahead =
                    produced.fetch_add(1, Ordering::SeqCst) - collected.load(Ordering::SeqCst);
                farthest.fetch_max(ahead, Ordering::SeqCst);
                hand_over(n);
            }
            Ok(())
        },
        || |n: i32| n,
        |_| {
            collected.fetch_add(1, Ordering::SeqCst);
            true
        },
    )
    .unwrap();
    assert!(farthest.into_inner() <= 2 * AHEAD + 1);
}

#[test]
fn stops_early_and_reports_errors() {
    let mut seen = 0;
    let stopped: Result<(), &str> = ordered(
        2,
        |hand_over| {
            let mut n = 0;
            while hand_over(n) {
                n += 1;
            }
            Err("stopped")
        },
        || |n: i32| n,
        |_| {
            seen += 1;
            seen < 10
        },
    );
    assert_eq!((stopped, seen), (Err("stopped"), 10));
}
