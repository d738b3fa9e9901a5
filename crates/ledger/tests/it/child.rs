//! A process of its own that appends to a ledger and keeps a record of the answers, for tests that kill it or its disk.
//!
//! It is this test executable again, told by an environment variable to be the appender. The record is synced before the next
//! receipt is submitted, so it never claims an answer that was not given.

use crate::support::*;
use cos_ledger::{LedgerError, LedgerOptions};
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const ROLE: &str = "COS_LEDGER_APPENDER";

/// What the appender is to do.
pub(crate) struct Appender {
    pub(crate) ledger: PathBuf,
    pub(crate) record: PathBuf,
    pub(crate) receipts: Range<u64>,
    pub(crate) in_flight: usize,
    /// Length of the body of each receipt.
    pub(crate) body: usize,
}

/// What the appender wrote down.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// Receipt and index of each answer.
    pub(crate) answers: Vec<(u64, u64)>,
    /// Answers given after an earlier receipt was told that the log had stopped; there must be none.
    pub(crate) after_stop: Vec<(u64, u64)>,
    /// It ended by itself, with everything sealed.
    pub(crate) closed: bool,
}

impl Appender {
    /// The command that runs it; `wrapper` comes first on the command line.
    pub(crate) fn command(&self, wrapper: &[String]) -> Command {
        let exe = std::env::current_exe().unwrap().into_os_string().into_string().unwrap();
        let mut line = wrapper.to_vec();
        line.extend([exe, "--exact".into(), "child::appender".into(), "--nocapture".into()]);
        let mut command = Command::new(&line[0]);
        let (path, record) = (self.ledger.to_str().unwrap(), self.record.to_str().unwrap());
        let Range { start, end } = self.receipts;
        command
            .args(&line[1..])
            .env(
                ROLE,
                format!("{path}\n{record}\n{start}\n{end}\n{}\n{}", self.in_flight, self.body),
            )
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }
}

impl Record {
    pub(crate) fn read(path: &Path) -> Self {
        let mut record = Self::default();
        let text = fs::read_to_string(path).unwrap_or_default();
        // A line that was being written when the process ended claims nothing.
        for line in text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
            let mut words = line.split(' ');
            let kind = words.next().unwrap();
            let mut number = || words.next().unwrap().parse().unwrap();
            match kind {
                "ok" => record.answers.push((number(), number())),
                "late" => record.after_stop.push((number(), number())),
                "closed" => record.closed = true,
                other => panic!("{other}"),
            }
        }
        record
    }
}

/// The appender itself; as a test it does nothing.
#[test]
fn appender() {
    let Ok(task) = std::env::var(ROLE) else { return };
    let mut lines = task.lines();
    let ledger = PathBuf::from(lines.next().unwrap());
    let mut record =
        OpenOptions::new().append(true).create(true).open(lines.next().unwrap()).unwrap();
    let mut number = || lines.next().unwrap().parse::<u64>().unwrap();
    let (start, end, in_flight, body) = (number(), number(), number(), number());

    let options = LedgerOptions { publish_every: Duration::from_millis(1), ..small() };
    let Ok(ledger) = open(&ledger, options) else { return };
    let Ok(log) = ledger.writer(&origin("a")) else { return };
    let mut waiting = VecDeque::new();
    let mut stopped = false;
    for n in start..=end {
        if n < end
            && let Ok(ticket) = log.submit(long_entry(n, body as usize))
        {
            waiting.push_back((n, ticket));
        }
        if n < end && (waiting.len() as u64) < in_flight {
            continue;
        }
        let mut lines = String::new();
        for (n, ticket) in waiting.drain(..) {
            let kind = if stopped { "late" } else { "ok" };
            match ticket.wait() {
                Ok(answer) => writeln!(lines, "{kind} {n} {}", answer.index).unwrap(),
                Err(LedgerError::Poisoned { .. } | LedgerError::Closed { .. }) => stopped = true,
                Err(_) => {}
            }
        }
        // Without a record there is no answer, as far as anybody knows.
        if record.write_all(lines.as_bytes()).and_then(|()| record.sync_data()).is_err() {
            return;
        }
    }
    if ledger.close().is_ok() {
        let _ = record.write_all(b"closed\n");
    }
}
