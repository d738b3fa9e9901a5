//! One tenant asks for far more than its share while another asks for little (promise P15).

use crate::load::{self, Kind, Load, Seen};
use crate::server::Server;
use crate::{Outcome, figure, millis};
use std::error::Error;
use std::thread;
use std::time::Duration;

/// The shares of each tenant: the loud one offers ten times this.
pub(crate) const SHARES: &[&str] = &["--tenant-requests", "400"];
const LOUD: f64 = 4_000.0;
const QUIET: f64 = 100.0;
/// Both are measured in turns, so that the machine's own pauses hit the one as often as the other.
const ROUNDS: u32 = 6;
const TIME: Duration = Duration::from_secs(10);

/// The quiet tenant alone, and beside the loud one.
pub(crate) fn run(server: &Server) -> Outcome {
    let quiet =
        Load { kind: Kind::Single, tenants: 1, rate: QUIET, time: TIME, connections: 8, nice: 0 };
    let [mut alone, mut beside, mut loud] = <[Seen; 3]>::default();
    for _ in 0..ROUNDS {
        alone.add(load::offer(server, &quiet)?);
        let (quiet, noise) = together(server, &quiet)?;
        beside.add(quiet);
        loud.add(noise);
    }
    figure("overload: quiet tenant alone, p99", millis(alone.at(0.99)), "ms");
    figure("overload: quiet tenant beside the loud one, p99", millis(beside.at(0.99)), "ms");
    figure("overload: quiet tenant alone, p50", millis(alone.at(0.5)), "ms");
    figure("overload: quiet tenant beside the loud one, p50", millis(beside.at(0.5)), "ms");
    figure("overload: quiet tenant refused", beside.refused as f64, "requests");
    figure("overload: loud tenant offered", LOUD, "requests/s");
    let answered = loud.receipts as f64 / (TIME * ROUNDS).as_secs_f64();
    figure("overload: loud tenant answered", answered, "receipts/s");
    figure("overload: loud tenant refused", loud.refused as f64, "requests");
    figure("overload: refused without Retry-After", loud.untold as f64, "requests");
    figure("overload: peak memory", server.peak() as f64 / 1e6, "MB");
    // Besides what was offered a log has at least the first receipt, and the one that was sent to learn its size.
    let lost = |tenant, acknowledged: u64| -> Result<f64, Box<dyn Error>> {
        Ok((acknowledged + 2) as f64 - server.size(tenant)? as f64)
    };
    let lost = lost(0, alone.receipts + beside.receipts)?.max(lost(1, loud.receipts)?);
    figure("overload: acknowledged and not in the log", lost.max(0.0), "receipts");
    Ok(())
}

/// The quiet tenant while the loud one is there, and the loud one.
fn together(server: &Server, quiet: &Load) -> Result<(Seen, Seen), Box<dyn Error>> {
    thread::scope(|scope| {
        let loud = Load { rate: LOUD, connections: 256, nice: 10, ..*quiet };
        let loud = scope.spawn(move || load::offer_to(server, &loud, 1).map_err(|e| e.to_string()));
        let beside = load::offer(server, quiet)?;
        Ok((beside, loud.join().map_err(|_| "a client panicked")??))
    })
}
