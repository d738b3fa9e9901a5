//! How fast a ledger verifies, by both criteria, beside the raw signature checks of the same run.
//!
//! `cargo bench -p cos-evidence --bench verify [-- RECEIPTS [DIRECTORY]]`; not a criterion bench, because what is measured is one run over
//! many files. Each verification runs in a process of its own, so that its peak of memory is its own. Prints one figure a line, as
//! `{"name": …, "value": …, "unit": …}`; figures by CPU second are those to compare on a machine that others use.

#![allow(clippy::print_stdout, reason = "printing is what a bench is for")]

use cos_core::clock::{FrozenClock, Timestamp};
use cos_core::ed25519::{Sign as _, Signature, VerifyingKey, verify_batch};
use cos_core::ids::Origin;
use cos_core::receipt::Criterion;
use cos_evidence::{Options, verify};
use cos_ledger::{Entry, Ledger, LedgerOptions, LogSigner, Setup};
use cos_testkit::TestKeys;
use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

const RECEIPTS: usize = 50_000;
/// Receipts issued and appended at a time, so that a million fit into memory.
const PORTION: usize = 50_000;
const RUNS: usize = 5;
/// Bytes signed; about the signed part of a receipt.
const MESSAGE: usize = 1_400;
const RAW: usize = 512;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> =
        env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [child, ledger, criterion] = arguments.as_slice()
        && child == "--verify"
    {
        return measure(Path::new(ledger), criterion);
    }
    let receipts = arguments.first().map_or(Ok(RECEIPTS), |text| text.parse())?;
    let directory = match arguments.get(1) {
        Some(parent) => tempfile::tempdir_in(parent)?,
        None => tempfile::tempdir()?,
    };
    let keys = TestKeys::new(1);
    fill(directory.path(), &keys, receipts)?;
    raw(&keys)?;
    for criterion in ["batch", "strict"] {
        for _ in 0..RUNS {
            let mut child = Command::new(env::current_exe()?);
            let status = child
                .args(["--verify".as_ref(), directory.path().as_os_str(), criterion.as_ref()])
                .status()?;
            if !status.success() {
                return Err("a verification failed".into());
            }
        }
    }
    Ok(())
}

fn print(name: &str, value: f64, unit: &str) {
    println!(r#"{{"name":"{name}","value":{value:.3},"unit":"{unit}"}}"#);
}

/// Makes a ledger with the receipts of two tenants.
fn fill(root: &Path, keys: &TestKeys, receipts: usize) -> Result<(), Box<dyn Error>> {
    let key = TestKeys::new(1).log;
    let ledger = Ledger::open(
        &root.join("ledger"),
        Setup {
            org: "acme".parse()?,
            signer: LogSigner {
                name: key.name().to_note(),
                key: Arc::new(key),
                earlier: Vec::new(),
            },
            clock: Arc::new(FrozenClock(Timestamp(1_800_000_000))),
            command: "verify bench".into(),
            options: LedgerOptions::default(),
        },
    )?;
    for (number, tenant) in ["pilot-a", "pilot-b"].into_iter().enumerate() {
        let origin: Origin = format!("acme/eu-1/{tenant}").parse()?;
        let log = ledger.writer(&origin)?;
        let mut left = receipts / 2 + number * (receipts % 2);
        let mut seed = 1;
        while left > 0 {
            let texts = cos_testkit::receipts(seed, keys, &origin, left.min(PORTION));
            let entries: Result<Vec<_>, Box<dyn Error>> =
                texts.iter().map(|text| entry(text)).collect();
            for ticket in log.submit_all(entries?)? {
                ticket.wait()?;
            }
            left -= texts.len();
            seed += 1;
        }
    }
    Ok(ledger.close()?)
}

fn entry(receipt: &str) -> Result<Entry, Box<dyn Error>> {
    let payload = receipt
        .split('.')
        .nth(1)
        .and_then(|payload| cos_core::base64url::decode(payload.as_bytes()));
    let payload: serde_json::Value = serde_json::from_slice(&payload.unwrap_or_default())?;
    let jti = payload["jti"].as_str().unwrap_or_default().parse()?;
    Ok(Entry::new(jti, receipt.as_bytes().to_vec())?)
}

/// Signature checks and nothing else, on all cores, for about a second each.
fn raw(keys: &TestKeys) -> Result<(), Box<dyn Error>> {
    let key = VerifyingKey::new(keys.notary.public_key()).ok_or("no key")?;
    let sign = |number: usize| -> Result<(Vec<u8>, Signature), Box<dyn Error>> {
        let mut message = vec![b'.'; MESSAGE];
        message[..8].copy_from_slice(&number.to_be_bytes());
        let signature = keys.notary.sign(&message)?;
        Ok((message, signature))
    };
    let signed: Vec<_> = (0..RAW).map(sign).collect::<Result<_, _>>()?;
    let strict = || signed.iter().all(|(message, signature)| key.verify_strict(message, signature));
    let ring = [key.clone()];
    let batch = || {
        let prepared =
            signed.iter().filter_map(|(message, signature)| key.prepare(0, message, signature));
        verify_batch(&ring, &prepared.collect::<Vec<_>>())
    };
    rate("batch", &batch)?;
    rate("strict", &strict)
}

fn rate(criterion: &str, check: &(impl Fn() -> bool + Sync)) -> Result<(), Box<dyn Error>> {
    let threads = thread::available_parallelism()?.get();
    let (started, before) = (Instant::now(), cpu());
    let checks = || {
        let mut rounds = 0;
        while started.elapsed() < Duration::from_secs(1) {
            assert!(check(), "the signatures are right");
            rounds += 1;
        }
        rounds
    };
    let rounds: usize = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(checks)).collect();
        running.into_iter().map(|thread| thread.join().unwrap_or_default()).sum()
    });
    let checked = (rounds * RAW) as f64;
    print(&format!("raw/{criterion}"), checked / started.elapsed().as_secs_f64(), "/s");
    print(&format!("raw/{criterion}/cpu"), checked / (cpu() - before), "/CPU-s");
    Ok(())
}

/// Verifies once, in this process, and prints what it took.
fn measure(root: &Path, criterion: &str) -> Result<(), Box<dyn Error>> {
    let options = Options {
        level: None,
        criterion: if criterion == "strict" { Criterion::Strict } else { Criterion::Batch },
        threads: thread::available_parallelism()?.get(),
        since: Vec::new(),
        pins: None,
        progress: &(),
    };
    let trust = TestKeys::new(1).trust;
    let started = Instant::now();
    let report = verify::ledger("ledger", &root.join("ledger"), &trust, &options)?;
    let wall = started.elapsed().as_secs_f64();
    if !report.is_clean() || report.counts.total == 0 {
        return Err("not every receipt is valid".into());
    }
    print(&format!("verify/{criterion}"), report.counts.total as f64 / wall, "/s");
    print(&format!("verify/{criterion}/wall"), wall, "s");
    print(&format!("verify/{criterion}/cpu"), report.counts.total as f64 / cpu(), "/CPU-s");
    print(&format!("verify/{criterion}/peak"), peak_megabytes(), "MB");
    Ok(())
}

/// CPU time of this process, in seconds, from /proc in ticks of 10 ms.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 =
        after_name.split_whitespace().skip(11).take(2).flat_map(str::parse::<u64>).sum();
    ticks as f64 / 100.0
}

/// The most memory this process ever had resident.
fn peak_megabytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: Option<f64> =
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    kilobytes.unwrap_or_default() / 1024.0
}
