//! What a released `cos serve` does for clients that do not wait for it: how many receipts a second, how soon they are answered, and what
//! becomes of one tenant when another asks for too much.
//!
//! `cargo xtask bench serve`; or `COS=target/release/cos cargo bench -p cos-daemon --bench serve [-- sqlite|aim|overload|postgres…]`, all parts where
//! none is named; `TMPDIR` says on which disk. Requests are due at a
//! constant rate whatever the server does, and an answer is as late as it is after its request was *due*: a server that stalls is not
//! spared the requests that it kept from being sent. Prints one figure a line, as `{"name": …, "value": …, "unit": …}`.

#![allow(clippy::print_stdout, reason = "printing is what a bench is for")]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures are rounded anyway"
)]

mod client;
mod load;
mod overload;
mod server;

use load::{Kind, Load, Seen};
use server::{Server, State};
use std::error::Error;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What can be measured by itself.
const PARTS: [&str; 4] = ["sqlite", "aim", "overload", "postgres"];

type Outcome = Result<(), Box<dyn Error>>;

/// Events in a batch.
const BATCH: usize = 512;
/// An answer that is later than this in one of a hundred cases is one that is not kept up with.
const LATE: Duration = Duration::from_millis(500);
/// The receipts a second that the server is meant to take.
const AIM: f64 = 10_000.0;
/// How long each rate is tried.
const RUNG: Duration = Duration::from_secs(2);
/// How long the rate is held that latencies are told of.
const HOLD: Duration = Duration::from_secs(10);

fn main() -> Outcome {
    let named: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if let Some(unknown) = named.iter().find(|name| !PARTS.contains(&name.as_str())) {
        return Err(format!("there is no part `{unknown}`: {PARTS:?}").into());
    }
    let home = tempfile::tempdir()?;
    figure("fdatasync of 4 KiB, one after the other", syncs(home.path())?, "/s");
    for part in
        PARTS.into_iter().filter(|part| named.is_empty() || named.iter().any(|it| it == part))
    {
        let start = |state, shares| Server::start(&home.path().join(part), &state, shares);
        match part {
            "aim" => aim(&start(State::Files, &[])?)?,
            "overload" => overload::run(&start(State::Files, overload::SHARES)?)?,
            "postgres" => all_kinds(&start(State::Postgres, &[])?, part)?,
            _ => all_kinds(&start(State::Files, &[])?, part)?,
        }
    }
    Ok(())
}

fn all_kinds(server: &Server, state: &str) -> Outcome {
    ingest(server, state)?;
    mixed(server, state)
}

/// Prints a figure as `cargo xtask bench` reads it.
fn figure(name: &str, value: f64, unit: &str) {
    println!(r#"{{"name":"serve/{name}","value":{value:.3},"unit":"{unit}"}}"#);
}

/// How many small writes the disk makes durable a second, when each waits for the one before: the floor under every answer.
fn syncs(dir: &Path) -> Result<f64, Box<dyn Error>> {
    let path: PathBuf = dir.join("syncs");
    let mut file = File::create(&path)?;
    let (start, block) = (Instant::now(), [7; 4096]);
    let mut count = 0;
    while start.elapsed() < Duration::from_secs(2) {
        file.write_all(&block)?;
        file.sync_data()?;
        count += 1;
    }
    let rate = f64::from(count) / start.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(rate)
}

/// The most that is kept up with, and how late answers are at seven tenths of it.
fn ingest(server: &Server, state: &str) -> Outcome {
    for tenants in [1, 16] {
        for (kind, what, first) in
            [(Kind::Single, "single", 40.0), (Kind::Batch(BATCH), "batches", 1.0)]
        {
            let load = |rate, time| Load { kind, tenants, rate, time, connections: 128, nice: 0 };
            let kept = climb(server, first, |rate| load(rate, RUNG))?;
            let name = format!("{state}, {what}, tenants {tenants}");
            figure(&format!("{name}: sustained"), kept * kind.events() as f64, "receipts/s");
            let cpu = server.cpu();
            let seen = load::offer(server, &load(kept * 0.7, HOLD))?;
            let spent = server.cpu().saturating_sub(cpu);
            figure(&format!("{name}: p50 at 70 %"), millis(seen.at(0.5)), "ms");
            figure(&format!("{name}: p99 at 70 %"), millis(seen.at(0.99)), "ms");
            let micros = spent.as_secs_f64() * 1e6 / seen.receipts as f64;
            figure(&format!("{name}: CPU a receipt"), micros, "µs");
        }
    }
    figure(&format!("{state}: peak memory"), server.peak() as f64 / 1e6, "MB");
    Ok(())
}

/// How late answers are at the rate that the server is meant for, in short lists and in long ones.
fn aim(server: &Server) -> Outcome {
    for (tenants, events) in [(1, 128), (1, BATCH), (16, 128), (16, BATCH)] {
        let (kind, rate) = (Kind::Batch(events), AIM / events as f64);
        let seen = load::offer(
            server,
            &Load { kind, tenants, rate, time: HOLD, connections: 128, nice: 0 },
        )?;
        let name = format!("10,000 receipts/s in lists of {events}, tenants {tenants}");
        figure(&format!("{name}: p50"), millis(seen.at(0.5)), "ms");
        figure(&format!("{name}: p99"), millis(seen.at(0.99)), "ms");
        figure(&format!("{name}: refused"), seen.refused as f64, "receipts");
    }
    mixed(server, "after that")
}

/// Raises the rate by half until it is not kept up with; returns the last that was.
fn climb(server: &Server, first: f64, load: impl Fn(f64) -> Load) -> Result<f64, Box<dyn Error>> {
    let (mut kept, mut rate) = (0.0, first);
    loop {
        let seen = load::offer(server, &load(rate))?;
        match (keeps_up(&seen), kept > 0.0) {
            (true, _) => {}
            (false, true) => return Ok(kept),
            (false, false) => {
                return Err(format!("not even {first} a second are kept up with").into());
            }
        }
        kept = rate;
        rate *= 1.5;
    }
}

fn keeps_up(seen: &Seen) -> bool {
    seen.refused == 0 && seen.at(0.99) <= LATE
}

/// Fifty requests a second of all kinds, and as many for pages, on a server that has receipts.
fn mixed(server: &Server, state: &str) -> Outcome {
    let time = Duration::from_secs(20);
    for (kind, what) in [(Kind::Mixed, "mixed"), (Kind::Pages, "pages")] {
        let load = Load { kind, tenants: 16, rate: 50.0, time, connections: 32, nice: 0 };
        let seen = load::offer(server, &load)?;
        figure(&format!("{state}, {what} at 50 requests/s: p50"), millis(seen.at(0.5)), "ms");
        figure(&format!("{state}, {what} at 50 requests/s: p95"), millis(seen.at(0.95)), "ms");
    }
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
