//! The specification as a few lines of code, and random histories on which the ledger must agree with it.

use crate::support::*;
use cos_ledger::{Appended, Entry, Ledger, LedgerError, LogWriter};
use proptest::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;
use tempfile::TempDir;

/// A log, as its user understands it.
#[derive(Default)]
struct Model {
    receipts: Vec<(u64, char)>,
    by_id: HashMap<u64, usize>,
}

impl Model {
    /// What appending the receipt `n` with this body answers; `Err` is the index of the receipt in the way.
    fn append(&mut self, n: u64, body: char) -> Result<Appended, u64> {
        match self.by_id.get(&n) {
            None => {
                self.by_id.insert(n, self.receipts.len());
                self.receipts.push((n, body));
                Ok(Appended { index: self.receipts.len() as u64 - 1, replayed: false })
            }
            Some(&index) if self.receipts[index].1 == body => {
                Ok(Appended { index: index as u64, replayed: true })
            }
            Some(&index) => Err(index as u64),
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    /// Append these receipts, all in flight together.
    Append(Vec<(u64, char)>),
    /// Close cleanly and open again.
    Close,
    /// Let go of the ledger as a crash would and open again.
    Crash,
    Publish,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let receipt = (0..120u64, prop_oneof![9 => Just('a'), 1 => Just('b')]);
    let step = prop_oneof![
        6 => prop::collection::vec(receipt, 1..40).prop_map(Step::Append),
        1 => Just(Step::Close),
        2 => Just(Step::Crash),
        1 => Just(Step::Publish),
    ];
    prop::collection::vec(step, 1..16)
}

struct Real {
    dir: TempDir,
    ledger: Option<(Ledger, Arc<LogWriter>)>,
}

impl Real {
    fn open(dir: TempDir) -> Self {
        let ledger = open(&dir.path().join("ledger"), small()).unwrap();
        let log = ledger.writer(&origin("a")).unwrap();
        Self { dir, ledger: Some((ledger, log)) }
    }

    fn log(&self) -> &LogWriter {
        &self.ledger.as_ref().unwrap().1
    }

    fn reopen(self, close: bool) -> Self {
        let Self { dir, ledger } = self;
        let (ledger, log) = ledger.unwrap();
        drop(log);
        if close {
            ledger.close().unwrap();
        } else {
            drop(ledger);
        }
        Self::open(dir)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_agrees_with_the_model(steps in steps()) {
        let mut model = Model::default();
        let mut real = Real::open(TempDir::new().unwrap());
        for step in steps {
            match step {
                Step::Append(receipts) => {
                    let submit = |&(n, body): &(u64, char)| {
                        let compact = compact("a", n, &body.to_string());
                        real.log().submit(Entry::new(jti(n), compact).unwrap()).unwrap()
                    };
                    let tickets: Vec<_> = receipts.iter().map(submit).collect();
                    for (&(n, body), ticket) in receipts.iter().zip(tickets) {
                        let answer = ticket.wait().map_err(|error| match error {
                            LedgerError::Conflict { index, .. } => index,
                            error => panic!("{error}"),
                        });
                        prop_assert_eq!(answer, model.append(n, body));
                    }
                }
                Step::Close => real = real.reopen(true),
                Step::Crash => real = real.reopen(false),
                Step::Publish => {
                    prop_assert_eq!(real.log().publish().unwrap(), model.receipts.len() as u64);
                }
            }
            prop_assert_eq!(real.log().size(), model.receipts.len() as u64);
            prop_assert!(real.log().published() <= real.log().size());
        }
        let Real { dir, ledger } = real;
        ledger.unwrap().0.close().unwrap();
        let root = dir.path().join("ledger");
        assert_clean(&root);
        let expected: Vec<_> =
            model.receipts.iter().map(|&(n, body)| compact("a", n, &body.to_string())).collect();
        prop_assert_eq!(sealed(&root, "a"), expected);
    }
}
