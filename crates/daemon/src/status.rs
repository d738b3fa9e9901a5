//! How the server fares, for whoever looks after it: gathered from what it knows anyway, and judged by one pure function.
//!
//! Nothing here grows with the number of receipts. Whoever reaches some tenants sees their logs, and nothing of the server's own.

use crate::app::{App, blocking};
use crate::drain::Stage;
use crate::routes::{Answer, Call, json};
use cos_api::{Disk, DoorState, KeyState, LogState, PolicyState, ServerState, Status};
use cos_core::clock::Timestamp;
use cos_ledger::{Head, Room};
use cos_sign::Purpose;
use cos_state::Credential;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long a receipt may be late before somebody should look, in seconds.
const LATE: i64 = 60;
/// How long before its end a certificate or a key should have been renewed, in seconds.
const SOON: i64 = 7 * 24 * 3600;
/// Below which share of the disk somebody should look, in percent.
const TIGHT: u64 = 5;

pub(crate) fn get(call: Call, by: Credential) -> Answer {
    Box::pin(async move {
        let app = call.app;
        let tenants = app.state.tenants(&by).await?.len() as u64;
        let server = Arc::clone(&app);
        let look = move || {
            let room = cos_ledger::room(&server.ledger_dir).ok();
            cos_ledger::heads(&server.ledger_dir).map(|heads| (heads, room))
        };
        let (heads, room) = blocking(look).await?;
        let now = app.now();
        let mut status = Status {
            status: String::new(),
            reasons: Vec::new(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            region: app.region.to_string(),
            time: now.to_string(),
            started_at: app.metrics.started.to_string(),
            tenants,
            logs: logs(&app, &by, heads, now),
            server: by.reaches_all().then(|| own(&app, room)),
        };
        let stage = *app.drain.borrow();
        (status.status, status.reasons) = judge(&status, stage, now);
        Ok(json(200, &status))
    })
}

/// The logs that the credential reaches, as files say, and where they are open as their writers say.
fn logs(app: &App, by: &Credential, heads: Vec<Head>, now: Timestamp) -> Vec<LogState> {
    let open = app.ledger.open_logs();
    let open: BTreeMap<_, _> = open.iter().map(|log| (log.origin().to_string(), log)).collect();
    let seen = app.witnesses.progress();
    let reached = heads.into_iter().filter(|head| by.reaches(&head.origin.tenant));
    let state = |head: Head| {
        let log = head.origin.to_string();
        let published = head.published.unwrap_or(0);
        let writer = open.get(&log);
        let (waiting, lag) = app.metrics.backlog(&head.origin.tenant, now).unzip();
        let seen = seen.get(&head.origin.tenant);
        LogState {
            witnessed: seen.map(|seen| seen.size),
            witness_lag_seconds: seen.map(|seen| seen.lag(now)),
            witness_failure: seen.and_then(|seen| seen.failure.clone()),
            receipts: writer.map_or(published, |writer| writer.size()),
            published: writer.map_or(published, |writer| writer.published()),
            checkpoint_age_seconds: head.checkpoint_time.map(|then| (now.0 - then.0).max(0)),
            waiting,
            lag_seconds: lag,
            stopped: writer.and_then(|writer| writer.stopped()).map(|error| error.to_string()),
            log,
        }
    };
    reached.map(state).collect()
}

fn own(app: &App, room: Option<Room>) -> ServerState {
    let doors = app.doors.iter().map(|(url, tls)| DoorState {
        url: url.clone(),
        certificate_ends_at: tls.as_ref().map(|tls| tls.until().to_string()),
    });
    let (digest, version) = app.notary.policy();
    let purposes = [Purpose::Notary, Purpose::Log];
    let keys = purposes.into_iter().flat_map(|purpose| app.trust.keys(purpose));
    let keys = keys.map(|key| KeyState {
        id: key.id.to_string(),
        ends_at: key.not_after.map(|at| at.to_string()),
        retired_at: key.retired.as_ref().map(|retired| retired.at.to_string()),
    });
    ServerState {
        roles: app.roles.names(),
        doors: doors.collect(),
        disk: room.map(|room| Disk { free_bytes: room.free, size_bytes: room.size }),
        policy: PolicyState { digest: format!("sha256:{digest}"), version: version.to_owned() },
        keys: keys.collect(),
    }
}

/// What it all comes to, and why.
fn judge(status: &Status, stage: Stage, now: Timestamp) -> (String, Vec<String>) {
    let mut reasons = Vec::new();
    for log in &status.logs {
        let name = &log.log;
        if let Some(stopped) = &log.stopped {
            reasons.push(format!("`{name}` is not written any more: {stopped}"));
        }
        if let Some(lag) = log.lag_seconds.filter(|lag| *lag > LATE) {
            reasons.push(format!("receipts are missing from `{name}` for up to {lag} s"));
        }
        if let Some(lag) = log.witness_lag_seconds.filter(|lag| *lag > LATE) {
            reasons.push(match &log.witness_failure {
                Some(why) => format!("witnesses are {lag} s behind: {why}"),
                None => format!("witnesses were not asked about `{name}` for {lag} s"),
            });
        }
        let is_behind = log.published < log.receipts;
        if let Some(age) = log.checkpoint_age_seconds.filter(|age| is_behind && *age > LATE) {
            reasons.push(format!("the checkpoint of `{name}` is {age} s old, and there is more"));
        }
    }
    if let Some(server) = &status.server {
        reasons.extend(of_server(server, now));
    }
    if stage != Stage::Serving {
        reasons.insert(0, "it was told to end, and finishes what began".to_owned());
    }
    let word = match (stage, reasons.is_empty()) {
        (Stage::Serving, true) => "ready",
        (Stage::Serving, false) => "degraded",
        _ => "not-ready",
    };
    (word.to_owned(), reasons)
}

fn of_server(server: &ServerState, now: Timestamp) -> Vec<String> {
    let mut reasons = Vec::new();
    let is_soon = |at: &str| Timestamp::parse(at).is_some_and(|at| at.0 - now.0 < SOON);
    for door in &server.doors {
        if let Some(at) = door.certificate_ends_at.as_deref().filter(|at| is_soon(at)) {
            reasons.push(format!("the certificate of `{}` ends at {at}", door.url));
        }
    }
    for key in server.keys.iter().filter(|key| key.retired_at.is_none()) {
        if let Some(at) = key.ends_at.as_deref().filter(|at| is_soon(at)) {
            reasons.push(format!("the key `{}` ends at {at}", key.id));
        }
    }
    if let Some(Disk { free_bytes, size_bytes }) = server.disk
        && free_bytes.saturating_mul(100) < size_bytes.saturating_mul(TIGHT)
    {
        reasons.push(format!("less than {TIGHT} % of the disk is free"));
    }
    reasons
}

#[cfg(test)]
mod tests;
