//! Two writers, many writers, several logs (promise P5).

use crate::child::{Appender, Record};
use crate::support::*;
use cos_ledger::{ErrorKind, LedgerError, LedgerOptions};
use std::collections::BTreeSet;
use std::time::Duration;
use std::{fs, thread};
use tempfile::TempDir;

#[test]
fn a_second_writer_fails_and_names_the_holder() {
    let dir = TempDir::new().unwrap();
    let first = open(dir.path(), small()).unwrap();
    let log = first.writer(&origin("a")).unwrap();
    let second = open(dir.path(), small()).unwrap();
    let error = second.writer(&origin("a")).unwrap_err();
    assert_eq!((error.code().as_str(), error.kind()), ("COS-LED-0001", ErrorKind::Refused));
    let text = error.to_string();
    let pid = format!("process {} on ", std::process::id());
    for part in ["`acme/eu-1/a`", "`cos receipts append`", &pid, "since 2023-11-14T22:13:20Z"] {
        assert!(text.contains(part), "{text}");
    }
    assert!(matches!(
        check(dir.path(), cos_ledger::Repair::Nothing),
        Err(LedgerError::Locked { .. })
    ));
    second.writer(&origin("b")).unwrap();
    log.close().unwrap();
    second.writer(&origin("a")).unwrap();
}

#[test]
fn a_killed_holder_is_taken_over() {
    let dir = TempDir::new().unwrap();
    let (root, record) = (dir.path().join("ledger"), dir.path().join("record"));
    let appender = Appender {
        ledger: root.clone(),
        record: record.clone(),
        receipts: 0..1_000_000,
        in_flight: 1,
        body: 1,
    };
    let mut child = appender.command(&[]).spawn().unwrap();
    while Record::read(&record).answers.is_empty() {
        thread::sleep(Duration::from_millis(1));
    }
    let error = open(&root, small()).unwrap().writer(&origin("a")).unwrap_err();
    assert!(error.to_string().contains(&format!("process {} ", child.id())), "{error}");
    child.kill().unwrap();
    child.wait().unwrap();
    let ledger = open(&root, small()).unwrap();
    assert!(ledger.writer(&origin("a")).unwrap().size() > 0);
}

#[test]
fn a_writer_whose_lock_file_was_deleted_and_taken_fences_itself_off() {
    let dir = TempDir::new().unwrap();
    // The integrator looks at the lock, too; this one publishes once and then sleeps.
    let publish_every = Duration::from_hours(1);
    let first = open(dir.path(), LedgerOptions { publish_every, ..small() }).unwrap();
    let old = first.writer(&origin("a")).unwrap();
    for n in 0..20 {
        old.submit(entry("a", n)).unwrap().wait().unwrap();
    }
    fs::remove_file(log_dir(dir.path(), "a").join("lock")).unwrap();
    let second = open(dir.path(), small()).unwrap();
    let new = second.writer(&origin("a")).unwrap();
    assert_eq!(new.size(), 20);

    let error = old.submit(entry("a", 100)).and_then(|ticket| ticket.wait()).unwrap_err();
    assert_eq!(error.code().as_str(), "COS-LED-0012", "{error}");
    assert!(error.is_integrity());
    assert!(old.close().is_err());
    for n in 20..40 {
        assert_eq!(new.submit(entry("a", n)).unwrap().wait().unwrap().index, n);
    }
    drop((old, new));
    second.close().unwrap();
    assert_clean(dir.path());
    assert_eq!(sealed(dir.path(), "a"), (0..40).map(|n| compact("a", n, "a")).collect::<Vec<_>>());
}

#[test]
fn a_checkpoint_put_in_place_by_another_stops_the_writer() {
    let dir = TempDir::new().unwrap();
    let ledger = open(dir.path(), small()).unwrap();
    let log = ledger.writer(&origin("a")).unwrap();
    let checkpoint = log_dir(dir.path(), "a").join("checkpoint");
    let empty = fs::read(&checkpoint).unwrap();
    log.submit(entry("a", 0)).unwrap().wait().unwrap();
    log.publish().unwrap();
    fs::write(&checkpoint, empty).unwrap();
    log.submit(entry("a", 1)).unwrap().wait().unwrap();
    let error = log.publish().unwrap_err();
    assert_eq!((error.code().as_str(), error.is_integrity()), ("COS-LED-0010", true), "{error}");
    drop((ledger, log));
    // Nothing is sealed beyond the old checkpoint, so the receipts lead through it and both are still there.
    let ledger = open(dir.path(), small()).unwrap();
    assert_eq!(ledger.writer(&origin("a")).unwrap().size(), 2);
}

#[test]
fn several_logs_in_one_process_under_many_submitters() {
    let dir = TempDir::new().unwrap();
    let ledger = open(dir.path(), small()).unwrap();
    let tenants = ["a", "b", "c"];
    thread::scope(|scope| {
        for submitter in 0..6u64 {
            let ledger = &ledger;
            scope.spawn(move || {
                for n in 0..150 {
                    let tenant = tenants[(n % 3) as usize];
                    let log = ledger.writer(&origin(tenant)).unwrap();
                    // Every receipt is submitted by two of them.
                    log.submit(entry(tenant, submitter / 2 * 1000 + n)).unwrap().wait().unwrap();
                }
            });
        }
    });
    ledger.close().unwrap();
    assert_clean(dir.path());
    for (t, tenant) in (0..).zip(tenants) {
        let stored: BTreeSet<_> = sealed(dir.path(), tenant).into_iter().collect();
        let numbers = (0..3).flat_map(|pair| (0..150).map(move |n| pair * 1000 + n));
        let expected = numbers.filter(|n| n % 1000 % 3 == t).map(|n| compact(tenant, n, "a"));
        assert_eq!(stored, expected.collect());
        assert_eq!(sealed(dir.path(), tenant).len(), 150);
    }
}
