//! Durable appends per second and their latency: receipts of 1 KB, 512 in flight, every answer after its sync.
//!
//! `cargo bench -p cos-ledger --bench append [-- RECEIPTS [DIRECTORY]]`; not a criterion bench, because what is
//! measured is one long run against a disk and not a repeated computation.

#![allow(clippy::print_stdout, reason = "figures are its output")]

use cos_core::base64url;
use cos_core::clock::{FrozenClock, Timestamp};
use cos_core::ids::{Jti, Origin};
use cos_ledger::{Entry, Ledger, LedgerError, LedgerOptions, LogSigner, Setup, Ticket};
use cos_sign::{KeyName, SigningKey};
use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const IN_FLIGHT: usize = 512;
const BYTES: usize = 1024;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let receipts: u64 = arguments.next().map_or(Ok(200_000), |text| text.parse())?;
    let directory = arguments.next().map_or_else(tempfile::tempdir, tempfile::tempdir_in)?;
    let origin: Origin = "acme/eu-1/pilot-a".parse()?;
    let entries: Vec<Entry> = (0..receipts).map(|n| entry(&origin, n)).collect::<Result<_, _>>()?;
    let before = usage();
    let ledger = open(directory.path())?;
    let log = ledger.writer(&origin)?;
    let start = Instant::now();
    let mut waiting: VecDeque<(Instant, Ticket)> = VecDeque::new();
    let mut latencies = Vec::with_capacity(receipts as usize);
    let mut settle = |waiting: &mut VecDeque<(Instant, Ticket)>| -> Result<(), LedgerError> {
        let Some((since, ticket)) = waiting.pop_front() else { return Ok(()) };
        ticket.wait()?;
        latencies.push(since.elapsed());
        Ok(())
    };
    for entry in entries {
        if waiting.len() == IN_FLIGHT {
            settle(&mut waiting)?;
        }
        waiting.push_back((Instant::now(), log.submit(entry)?));
    }
    while !waiting.is_empty() {
        settle(&mut waiting)?;
    }
    let elapsed = start.elapsed();
    let appended = usage().saturating_sub(before);
    ledger.close()?;
    let closed = start.elapsed();

    latencies.sort_unstable();
    let at = |share: f64| latencies[((latencies.len() - 1) as f64 * share) as usize];
    let rate = receipts as f64 / elapsed.as_secs_f64();
    let micros = appended.as_secs_f64() * 1e6 / receipts as f64;
    figure("append/cos-512-in-flight", rate, "/s");
    figure("append/cos-512-in-flight-p50", at(0.5).as_secs_f64() * 1e3, "ms");
    figure("append/cos-512-in-flight-p99", at(0.99).as_secs_f64() * 1e3, "ms");
    figure("append/cos-cpu-a-receipt", micros, "µs");
    figure(
        "append/cos-seal-after-the-last-receipt",
        closed.saturating_sub(elapsed).as_secs_f64(),
        "s",
    );
    figure(
        "append/cos-bytes-on-disk-a-receipt",
        bytes_below(directory.path()) as f64 / receipts as f64,
        "B",
    );
    Ok(())
}

/// Prints a figure as `cargo xtask bench` reads it.
fn figure(name: &str, value: f64, unit: &str) {
    println!(r#"{{"name":"{name}","value":{value:.3},"unit":"{unit}"}}"#);
}

fn open(root: &Path) -> Result<Ledger, Box<dyn std::error::Error>> {
    let name: KeyName = "acme/log-1".parse()?;
    let key = SigningKey::from_seed(name, &[7; 32]);
    let signer = LogSigner { name: key.name().to_note(), key: Arc::new(key), earlier: Vec::new() };
    let setup = Setup {
        org: "acme".parse()?,
        signer,
        clock: Arc::new(FrozenClock(Timestamp(1_700_000_000))),
        command: "append bench".into(),
        options: LedgerOptions::default(),
    };
    Ok(Ledger::open(root, setup)?)
}

/// A receipt-like text of [`BYTES`] bytes; what does not compress in a receipt does not compress here.
fn entry(origin: &Origin, n: u64) -> Result<Entry, LedgerError> {
    let mut random = [0; 10];
    random[..8].copy_from_slice(&scramble(n).to_be_bytes());
    let jti = Jti::from_parts(1_700_000_000_000 + n / 20, random);
    let mut payload = format!(r#"{{"jti":"{jti}","log":"{origin}","filler":""#);
    let mut seed = n;
    while payload.len() < BYTES * 3 / 4 - 40 {
        seed = scramble(seed.wrapping_add(1));
        payload.push_str(&base64url::encode(&seed.to_be_bytes()));
    }
    payload.push_str("\"}");
    let mut compact = format!("e30.{}.c2ln~", base64url::encode(payload.as_bytes())).into_bytes();
    compact.resize(BYTES, b'~');
    Entry::new(jti, compact)
}

fn scramble(n: u64) -> u64 {
    let n = (n ^ (n >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (n ^ (n >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// CPU time of this process so far.
fn usage() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 =
        after_name.split_whitespace().skip(11).take(2).flat_map(str::parse::<u64>).sum();
    Duration::from_millis(ticks * 10)
}

fn bytes_below(path: &Path) -> u64 {
    let Ok(list) = fs::read_dir(path) else {
        return fs::metadata(path).map_or(0, |file| file.len());
    };
    list.flatten().map(|entry| bytes_below(&entry.path())).sum()
}
