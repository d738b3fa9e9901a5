//! kill -9 at random moments, again and again: nothing acknowledged is lost, doubled or moved (promises P1, P4, P17).

use crate::child::{Appender, Record};
use crate::support::*;
use cos_ledger::Appended;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use std::{fs, thread};
use tempfile::TempDir;

const KILLS: u64 = 220;

#[test]
fn nothing_acknowledged_is_lost_by_kill_9() {
    let dir = TempDir::new().unwrap();
    let (root, record) = (dir.path().join("ledger"), dir.path().join("record"));
    let mut acknowledged: HashMap<u64, u64> = HashMap::new();
    // A fixed seed for the moments; what the processes do in that time is random enough.
    let mut seed = 1u64;
    for kill in 0..KILLS {
        // Every run begins with receipts of the run before, answered or not.
        let start = (kill * 1_000_000).saturating_sub(999_990);
        let receipts = start..start + 1_999_000;
        let in_flight = [1, 7, 64][kill as usize % 3];
        let appender =
            Appender { ledger: root.clone(), record: record.clone(), receipts, in_flight, body: 1 };
        let mut child = appender.command(&[]).spawn().unwrap();
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        thread::sleep(Duration::from_micros(5_000 + (seed >> 33) % 75_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let answers = Record::read(&record).answers;
        fs::remove_file(&record).ok();
        if kill % 20 == 0 {
            assert_clean_before_opening(&root);
        }

        let ledger = open(&root, small()).unwrap();
        let log = ledger.writer(&origin("a")).unwrap();
        for (n, index) in answers {
            assert_eq!(*acknowledged.entry(n).or_insert(index), index, "receipt {n} moved");
            let again = log.submit(entry("a", n)).unwrap().wait().unwrap();
            assert_eq!(again, Appended { index, replayed: true }, "after kill {kill}");
        }
        drop(log);
        // Closed, or left to the next recovery.
        if kill % 4 == 0 {
            ledger.close().unwrap();
            assert_clean(&root);
        }
    }
    let ledger = open(&root, small()).unwrap();
    ledger.writer(&origin("a")).unwrap();
    ledger.close().unwrap();
    assert_clean(&root);
    let receipts = sealed(&root, "a");
    assert_eq!(receipts.iter().collect::<HashSet<_>>().len(), receipts.len(), "a receipt is twice");
    for (n, index) in &acknowledged {
        assert_eq!(receipts[*index as usize], compact("a", *n, "a"));
    }
    assert!(acknowledged.len() > KILLS as usize, "only {} answers", acknowledged.len());
}

/// A killed writer leaves half-written files, but nothing that is wrong.
fn assert_clean_before_opening(root: &std::path::Path) {
    if root.join("ledger.json").exists() && log_dir(root, "a").join("checkpoint").exists() {
        assert_clean(root);
    }
}
