//! Back-pressure, and a signer that is slow or fails: receipts stay durable, memory stays bounded (promises P13, P15).

use crate::support::*;
use cos_core::ed25519::{PublicKey, Sign, SignError, Signature};
use cos_ledger::{ErrorKind, Ledger, LedgerOptions};
use cos_sign::SigningKey;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// A log key that can be made to wait or to fail.
struct Moody {
    key: SigningKey,
    waits: Mutex<bool>,
    goes_on: Condvar,
    fails: AtomicBool,
}

impl Moody {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            key: log_key(),
            waits: Mutex::new(false),
            goes_on: Condvar::new(),
            fails: AtomicBool::new(false),
        })
    }

    fn set_waiting(&self, waits: bool) {
        *self.waits.lock().unwrap() = waits;
        self.goes_on.notify_all();
    }
}

impl Sign for Moody {
    fn public_key(&self) -> PublicKey {
        self.key.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<Signature, SignError> {
        let waits = self.waits.lock().unwrap();
        drop(self.goes_on.wait_while(waits, |waits| *waits).unwrap());
        if self.fails.load(Ordering::Relaxed) {
            return Err(SignError { key: "acme/log-1".into(), reason: "token removed".into() });
        }
        self.key.sign(message)
    }
}

#[test]
fn a_full_queue_blocks_submit_and_pushes_try_submit_back() {
    let dir = TempDir::new().unwrap();
    let signer = Moody::new();
    let options =
        LedgerOptions { queue_receipts: 4, group_receipts: 2, unpublished_receipts: 8, ..small() };
    let ledger = Ledger::open(dir.path(), setup(Arc::<Moody>::clone(&signer), options)).unwrap();
    let log = ledger.writer(&origin("a")).unwrap();
    signer.set_waiting(true);
    // The integrator hangs in its signature; the committer stops at 8 unpublished receipts, then the queue fills.
    let mut tickets = Vec::new();
    let pushback = loop {
        match log.try_submit(entry("a", tickets.len() as u64)).unwrap() {
            Ok(ticket) => tickets.push(ticket),
            Err(pushback) if log.size() >= 8 => break pushback,
            Err(_) => thread::sleep(Duration::from_millis(1)),
        }
    };
    assert_eq!(pushback.entry.jti(), jti(tickets.len() as u64));
    assert_eq!(pushback.queued_receipts, 4);
    assert!(pushback.queued_bytes > 0);
    assert!(tickets.len() <= 8 + 4 + 2, "{} receipts are held", tickets.len());
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let blocked = scope.spawn(|| {
            let ticket = log.submit(pushback.entry).unwrap();
            done.store(true, Ordering::Relaxed);
            ticket.wait().unwrap()
        });
        thread::sleep(Duration::from_millis(50));
        assert!(!done.load(Ordering::Relaxed), "submit must wait for room");
        signer.set_waiting(false);
        assert_eq!(blocked.join().unwrap().index, tickets.len() as u64);
    });
    for (index, ticket) in (0..).zip(&tickets) {
        assert_eq!(ticket.wait().unwrap().index, index);
    }
    ledger.close().unwrap();
    assert_clean(dir.path());
}

#[test]
fn limits_of_nothing_still_let_one_receipt_through() {
    let dir = TempDir::new().unwrap();
    let options = LedgerOptions {
        queue_receipts: 0,
        queue_bytes: 0,
        group_receipts: 0,
        group_bytes: 0,
        unpublished_receipts: 0,
        publish_every: Duration::ZERO,
        seal_receipts: 0,
        wal_bytes: 0,
    };
    let ledger = open(dir.path(), options).unwrap();
    let log = ledger.writer(&origin("a")).unwrap();
    for n in [0, 1, 2, 1, 3] {
        assert_eq!(log.submit(entry("a", n)).unwrap().wait().unwrap().index, n);
    }
    ledger.close().unwrap();
    assert_clean(dir.path());
}

#[test]
fn without_a_signer_receipts_are_durable_and_nothing_is_published() {
    let dir = TempDir::new().unwrap();
    let signer = Moody::new();
    let opened = || Ledger::open(dir.path(), setup(Arc::<Moody>::clone(&signer), small())).unwrap();
    let ledger = opened();
    let log = ledger.writer(&origin("a")).unwrap();
    signer.fails.store(true, Ordering::Relaxed);
    for n in 0..100 {
        assert_eq!(log.submit(entry("a", n)).unwrap().wait().unwrap().index, n);
    }
    let error = log.publish().unwrap_err();
    assert_eq!((error.code().as_str(), error.kind()), ("COS-LED-0013", ErrorKind::Unavailable));
    assert_eq!((log.published(), log.size()), (0, 100));
    signer.fails.store(false, Ordering::Relaxed);
    assert_eq!(log.publish().unwrap(), 100);
    signer.fails.store(true, Ordering::Relaxed);
    log.submit(entry("a", 100)).unwrap().wait().unwrap();
    assert_eq!(log.close().unwrap_err().code().as_str(), "COS-LED-0013");
    signer.fails.store(false, Ordering::Relaxed);
    let ledger = opened();
    assert_eq!(ledger.writer(&origin("a")).unwrap().size(), 101);
    ledger.close().unwrap();
    assert_clean(dir.path());
}

#[test]
fn a_dropped_log_refuses_what_waits() {
    let dir = TempDir::new().unwrap();
    let ledger = open(dir.path(), small()).unwrap();
    let log = ledger.writer(&origin("a")).unwrap();
    let tickets = log.submit_all((0..1000).map(|n| entry("a", n)).collect()).unwrap();
    drop((ledger, log));
    let answers: Vec<_> =
        tickets.iter().map(|ticket| ticket.wait().map(|answer| answer.index)).collect();
    let durable = answers.iter().take_while(|answer| answer.is_ok()).count();
    assert!(
        answers[durable..]
            .iter()
            .all(|answer| matches!(answer, Err(error) if error.code().as_str() == "COS-LED-0003"))
    );
    let ledger = open(dir.path(), small()).unwrap();
    assert!(ledger.writer(&origin("a")).unwrap().size() >= durable as u64);
}
