//! Requests at a constant rate, each due at a time of its own, and what came of them.

use crate::client::{Connection, page, request};
use crate::server::Server;
use cos_core::ids::Tenant;
use std::error::Error;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// What a request is.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// One event.
    Single,
    /// So many events, one a line.
    Batch(usize),
    /// What a console's clients ask for, in turn.
    Mixed,
    /// The console's pages, in turn.
    Pages,
}

/// What is offered.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) kind: Kind,
    /// How many tenants take turns.
    pub(crate) tenants: usize,
    /// Requests a second.
    pub(crate) rate: f64,
    pub(crate) time: Duration,
    /// How many requests can wait for an answer at once; one that finds no connection is late, not left out.
    pub(crate) connections: usize,
    /// How far the client steps back on this machine, as `nice` counts it: one on a machine of its own would take nothing from the server.
    pub(crate) nice: i32,
}

/// What came of it.
#[derive(Default)]
pub(crate) struct Seen {
    /// How late each answer was after its request was due, sorted; refusals, too.
    pub(crate) latencies: Vec<Duration>,
    /// Receipts that were acknowledged.
    pub(crate) receipts: u64,
    /// Requests that were told to come again later.
    pub(crate) refused: u64,
    /// Those among them that were not told when.
    pub(crate) untold: u64,
}

impl Kind {
    pub(crate) fn events(self) -> usize {
        match self {
            Self::Single | Self::Mixed | Self::Pages => 1,
            Self::Batch(events) => events,
        }
    }
}

impl Seen {
    /// The latency that this share of the requests did not exceed.
    pub(crate) fn at(&self, share: f64) -> Duration {
        let last = self.latencies.len().saturating_sub(1);
        self.latencies.get((last as f64 * share).ceil() as usize).copied().unwrap_or(Duration::MAX)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.latencies.extend(other.latencies);
        self.latencies.sort_unstable();
        self.receipts += other.receipts;
        self.refused += other.refused;
        self.untold += other.untold;
    }
}

/// Offers it to the first tenants, and waits for the last answer.
pub(crate) fn offer(server: &Server, load: &Load) -> Result<Seen, Box<dyn Error>> {
    offer_to(server, load, 0)
}

/// Offers it to the tenants from this one on.
pub(crate) fn offer_to(server: &Server, load: &Load, first: usize) -> Result<Seen, Box<dyn Error>> {
    let requests = (load.rate * load.time.as_secs_f64()).max(1.0) as u64;
    let connections = (0..load.connections.min(requests as usize))
        .map(|_| Connection::open(server.address))
        .collect::<Result<Vec<_>, _>>()?;
    let (next, start) = (AtomicU64::new(0), Instant::now());
    let work = |mut connection: Connection| -> io::Result<Seen> {
        // Of this thread alone, as Linux has it.
        rustix::process::nice(load.nice)?;
        let mut seen = Seen::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= requests {
                return Ok(seen);
            }
            // Made before it is due: what the client spends is not the server's.
            let bytes = write(server, load, first, number);
            let due = start + Duration::from_secs_f64(number as f64 / load.rate);
            thread::sleep(due.saturating_duration_since(Instant::now()));
            let reply = connection.send(&bytes)?;
            seen.latencies.push(due.elapsed());
            match (reply.status, load.kind) {
                (200 | 201, Kind::Mixed | Kind::Pages) => {}
                (200 | 201, _) => {
                    seen.receipts += count(&reply.body, b"\"index\":");
                    // Of a list, all or a first part is done.
                    seen.refused += count(&reply.body, b"\"problem\":");
                }
                (429 | 503, _) => {
                    seen.refused += 1;
                    seen.untold += u64::from(!reply.retry_after);
                }
                (status, _) => {
                    let text = String::from_utf8_lossy(&reply.body).into_owned();
                    return Err(io::Error::other(format!("{status}: {text}")));
                }
            }
        }
    };
    let mut seen = Seen::default();
    thread::scope(|scope| -> io::Result<()> {
        let workers: Vec<_> =
            connections.into_iter().map(|connection| scope.spawn(|| work(connection))).collect();
        for worker in workers {
            seen.add(worker.join().map_err(|_| io::Error::other("a client panicked"))??);
        }
        Ok(())
    })?;
    Ok(seen)
}

fn write(server: &Server, load: &Load, first: usize, number: u64) -> Vec<u8> {
    let tenant = tenant(first + number as usize % load.tenants);
    let token = &server.token;
    let receipts = format!("/v1/tenants/{tenant}/receipts");
    let send = |line: String, kind, body: &str| request(&line, token, kind, body);
    let get = |path: String| send(format!("GET {path}"), "application/json", "");
    match load.kind {
        Kind::Single => {
            send(format!("POST {receipts}"), "application/json", &server.event(&tenant))
        }
        Kind::Batch(events) => {
            let lines: String = (0..events).map(|_| server.event(&tenant) + "\n").collect();
            send(format!("POST {receipts}"), "application/x-ndjson", &lines)
        }
        Kind::Pages => {
            let part = ["", "/receipts", "/themes"].get(number as usize % 4);
            let path = part.map(|part| format!("/console/t/{tenant}{part}"));
            page(path.as_deref().unwrap_or("/console/"), &server.session)
        }
        Kind::Mixed => match number % 8 {
            0 => send(format!("POST {receipts}"), "application/json", &server.event(&tenant)),
            1 => get(format!("{receipts}/{}", server.known(&tenant))),
            2 => get(format!("/v1/tenants/{tenant}/log/checkpoint")),
            3 => get("/v1/tenants".to_owned()),
            4 => get("/v1/tokens".to_owned()),
            5 => get(format!("/v1/tenants/{tenant}/themes")),
            6 => get(format!("/v1/tenants/{tenant}/theme.css")),
            _ => get("/v1/whoami".to_owned()),
        },
    }
}

fn count(body: &[u8], word: &[u8]) -> u64 {
    body.windows(word.len()).filter(|it| it == &word).count() as u64
}

/// The name of a tenant.
pub(crate) fn tenant(number: usize) -> Tenant {
    format!("pilot-{number}").parse().expect("a word and a number")
}
