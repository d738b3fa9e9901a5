//! A copy that is made while the log is written and sealed at every sixteenth receipt opens, and has what was acknowledged before it (P1).

use crate::support::*;
use cos_ledger::{Appended, Note, Repair, checkpoint, witnessed};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use tempfile::TempDir;

const COPIES: u64 = 25;

#[test]
fn a_copy_has_what_was_acknowledged_before_it() {
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("ledger");
    let ledger = open(&root, small()).unwrap();
    let log = ledger.writer(&origin("a")).unwrap();
    ledger.writer(&origin("b")).unwrap();
    let (acknowledged, ended) = (AtomicU64::new(0), AtomicBool::new(false));
    let mut copies = Vec::new();
    thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0.. {
                let done = log.submit(entry("a", n)).unwrap().wait().unwrap();
                assert_eq!(done, Appended { index: n, replayed: false });
                acknowledged.store(n + 1, Ordering::SeqCst);
                if ended.load(Ordering::SeqCst) {
                    break;
                }
            }
        });
        while copies.len() < COPIES as usize {
            let before = acknowledged.load(Ordering::SeqCst);
            // Each at another distance from the last seal.
            if copies.last().is_some_and(|&(_, last)| before < last + 11) {
                thread::yield_now();
                continue;
            }
            let note = checkpoint(&root, &origin("a")).unwrap().unwrap();
            log.keep_witnessed(&note.text).unwrap();
            let to = dir.path().join(format!("copy-{}", copies.len()));
            cos_ledger::copy(&root, &to).unwrap();
            copies.push((to, before));
        }
        ended.store(true, Ordering::SeqCst);
    });
    for (copy, before) in &copies {
        let size = |note: Option<Note>| note.unwrap().checkpoint.size;
        let seen = size(witnessed(copy, &origin("a")).unwrap());
        assert!(seen <= size(checkpoint(copy, &origin("a")).unwrap()));
        let ledger = open(copy, small()).unwrap();
        let log = ledger.writer(&origin("a")).unwrap();
        for n in 0..*before {
            let again = log.submit(entry("a", n)).unwrap().wait().unwrap();
            assert_eq!(again, Appended { index: n, replayed: true }, "{}", copy.display());
        }
        drop(log);
        ledger.close().unwrap();
        // Nobody has opened this one, and caches are no part of a copy.
        let report = check(copy, Repair::Derived).unwrap();
        assert!(report.findings().all(|it| it.path.ends_with("b/cache/jti.redb")), "{report:?}");
        assert_clean(copy);
    }
    assert!(copies.last().unwrap().1 > 16 * 10, "it was sealed often");
}
