//! A fault at the Nth system call, for N = 1, 2, 3 … until a run has none: never a false answer, never a ledger that does not
//! open again (promises P1, P2, P22).
//!
//! strace makes the call fail; each thread of the appender counts its own calls. Short writes are real ones, at a limit to the
//! size of files.

use crate::child::{Appender, Record};
use crate::support::*;
use cos_ledger::Appended;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use std::{fs, thread};
use tempfile::TempDir;

const RECEIPTS: u64 = 40;

/// Receipts that the appender finds in the unclosed ledger it begins with.
const BEFORE: u64 = 20;

/// Calls and the errors they are made to return; with `+` every call from the Nth on fails.
const FAULTS: &[(&str, &str, &str)] = &[
    ("write", "EIO", ""),
    ("write", "ENOSPC", "+"),
    ("pwrite64", "EIO", ""),
    ("pwrite64", "ENOSPC", "+"),
    ("fdatasync", "EIO", ""),
    ("fdatasync", "EIO", "+"),
    ("fsync", "EIO", ""),
    ("fsync", "ENOSPC", ""),
    ("rename", "EIO", ""),
    ("renameat2", "EIO", ""),
    ("openat", "EIO", ""),
    ("openat", "EMFILE", "+"),
    ("ftruncate", "EIO", ""),
    ("mkdir", "ENOSPC", ""),
    ("unlink", "EIO", ""),
    ("pread64", "EIO", ""),
    ("read", "EIO", ""),
    ("fadvise64", "EIO", ""),
    ("statx", "EIO", ""),
    ("clone3", "EAGAIN", ""),
];

/// One place to run an appender in.
struct Bench {
    dir: TempDir,
    unclosed: PathBuf,
}

impl Bench {
    fn new(unclosed: &Path) -> Self {
        Self { dir: TempDir::new().unwrap(), unclosed: unclosed.into() }
    }

    /// Runs an appender under `wrapper` from the unclosed ledger, and then checks that the ledger is what it was told to be.
    fn run(&self, what: &str, wrapper: &[String], body: usize) -> Record {
        let (root, record) = (self.dir.path().join("ledger"), self.dir.path().join("record"));
        for old in [&root, &record] {
            fs::remove_dir_all(old).or_else(|_| fs::remove_file(old)).ok();
        }
        copy(&self.unclosed, &root);
        let receipts = BEFORE / 2..BEFORE + RECEIPTS;
        let appender =
            Appender { ledger: root.clone(), record: record.clone(), receipts, in_flight: 5, body };
        let mut child = appender.command(wrapper).spawn().unwrap();
        let start = Instant::now();
        while child.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < Duration::from_mins(1), "{what}: the appender hangs");
            thread::sleep(Duration::from_millis(1));
        }
        let record = Record::read(&record);
        assert_eq!(record.after_stop, [], "{what}: answers after the log had stopped");

        let ledger = open(&root, small()).unwrap_or_else(|error| panic!("{what}: {error}"));
        let log = ledger.writer(&origin("a")).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(log.size() >= BEFORE, "{what}: receipts of before are gone");
        for &(n, index) in &record.answers {
            let again = log.submit(long_entry(n, body)).unwrap().wait();
            let known = again.unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(known, Appended { index, replayed: true }, "{what}: receipt {n}");
        }
        drop(log);
        ledger.close().unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_clean(&root);
        record
    }

    /// Makes call `n` fail; tells whether a run had such a call.
    fn inject(&self, (call, error, more): (&str, &str, &str), n: u32) -> bool {
        let trace = self.dir.path().join("trace");
        let inject = format!("inject={call}:error={error}:when={n}{more}");
        let wrapper = ["strace", "-fy", "--seccomp-bpf", "-o", trace.to_str().unwrap(), "-e"];
        let wrapper: Vec<String> = wrapper.into_iter().chain([&*inject]).map(Into::into).collect();
        let record = self.run(&inject, &wrapper, 1);
        let trace = fs::read_to_string(&trace).unwrap();
        let injected: Vec<_> = trace.lines().filter(|line| line.ends_with("(INJECTED)")).collect();
        assert!(
            !injected.is_empty() || record.closed,
            "{inject}: a run without a fault must end well"
        );
        // A sync or rename that failed below the log's directory is never passed over; the index is another matter.
        let counts = |line: &&&str| line.contains("/eu-1/") && !line.contains("/cache/");
        if ["fdatasync", "fsync", "rename", "renameat2"].contains(&call)
            && let Some(line) = injected.iter().find(counts)
        {
            assert!(!record.closed, "passed over: {line}");
        }
        !injected.is_empty()
    }
}

/// A ledger as a killed writer leaves it.
fn unclosed() -> TempDir {
    let dir = TempDir::new().unwrap();
    let ledger = open(&dir.path().join("ledger"), small()).unwrap();
    let log = ledger.writer(&origin("a")).unwrap();
    for n in 0..BEFORE {
        log.submit(entry("a", n)).unwrap().wait().unwrap();
    }
    log.publish().unwrap();
    dir
}

#[test]
fn no_failing_system_call_makes_the_ledger_lie() {
    let version = Command::new("strace").arg("-V").stdout(Stdio::null()).status();
    assert!(
        version.is_ok_and(|status| status.success()),
        "install strace: `apt-get install strace`"
    );
    let start = unclosed();
    let start = start.path().join("ledger");
    let faults = Mutex::new(FAULTS.iter());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let bench = Bench::new(&start);
                loop {
                    let Some(&fault) = faults.lock().unwrap().next() else { break };
                    let mut n = 1;
                    while bench.inject(fault, n) {
                        n += 1;
                    }
                    println!("{fault:?}: {} runs with a fault", n - 1);
                }
            });
        }
    });
}

#[test]
fn no_short_write_makes_the_ledger_lie() {
    let start = unclosed();
    let bench = Bench::new(&start.path().join("ledger"));
    // Receipts long enough for the WAL to be the largest file.
    let body = 40_000;
    let mut partly = 0;
    for limit in (0..16).map(|n| n * 150_001).chain([1, 60, 511, 4096, 4097]) {
        let script = format!("trap '' XFSZ; exec prlimit --fsize={limit} \"$@\"");
        let wrapper = ["sh", "-c", &script, "sh"].map(Into::into);
        let record = bench.run(&format!("files of at most {limit} bytes"), &wrapper, body);
        partly += u32::from(!record.answers.is_empty() && !record.closed);
    }
    assert!(partly > 0, "no limit struck between the first answer and the end");
}
