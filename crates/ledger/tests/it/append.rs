//! Appending, replaying, closing and opening again.

use crate::support::*;
use cos_ledger::{Appended, Entry, LedgerError};

#[test]
fn receipts_get_indexes_in_order_and_keep_them() {
    let dir = tempfile::tempdir().unwrap();
    for round in 0..3 {
        let ledger = open(dir.path(), small()).unwrap();
        let log = ledger.writer(&origin("a")).unwrap();
        let tickets: Vec<_> = (0..100).map(|n| log.submit(entry("a", n)).unwrap()).collect();
        for (n, ticket) in tickets.iter().enumerate() {
            assert_eq!(ticket.wait().unwrap(), Appended { index: n as u64, replayed: round > 0 });
        }
        assert_eq!(log.publish().unwrap(), 100);
        ledger.close().unwrap();
    }
    println!("{:#?}", files(dir.path()));
}

#[test]
fn the_same_id_with_another_body_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path(), small()).unwrap();
    let log = ledger.writer(&origin("a")).unwrap();
    let other = || Entry::new(jti(0), compact("a", 0, "b")).unwrap();
    let first = log.submit(entry("a", 0)).unwrap();
    let second = log.submit(other()).unwrap();
    first.wait().unwrap();
    assert!(matches!(second.wait(), Err(LedgerError::Conflict { index: 0, .. })));
    log.publish().unwrap();
    drop((ledger, log, first, second));
    let ledger = open(dir.path(), small()).unwrap();
    let log = ledger.writer(&origin("a")).unwrap();
    assert!(matches!(log.submit(other()).unwrap().wait(), Err(LedgerError::Conflict { index: 0, .. })));
    assert_eq!(log.size(), 1);
}
