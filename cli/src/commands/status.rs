//! `cos status`.

use super::server::ServerArgs;
use crate::error::{CommandError, Exit};
use crate::ui::{Answer, Human, Render, bytes, counted, grouped, harmless};
use cos_api::{LogState, ServerState, Status};
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_daemon::{Installation, Role};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos status
  cos status --data data
  cos status --format json

Exit codes: 0 ready · 1 degraded or not ready, and the answer says why · 3 bad data directory · 4 the
token is refused · 5 no server answers.";

/// Show how a server fares: whether it is ready, its logs, its disk, its policy, its keys and certificates.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Ask the server of this data directory, on this machine; with its first token, where no other is given.
    #[arg(long, value_name = "DIR", conflicts_with = "server")]
    data: Option<PathBuf>,
    #[command(flatten)]
    server: ServerArgs,
}

/// Asks a server how it fares.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let server = match &args.data {
        None => args.server.clone(),
        Some(data) => {
            let url = address(data)?;
            args.server.clone().or(url, data.join("operator.token"))
        }
    };
    let status = server.client()?.status()?;
    let exit = if status.status == "ready" { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, Shown { server: server.named()?, status }))
}

/// Where the server of a data directory listens: at the door that needs the least to be trusted, where there are several.
fn address(data: &Path) -> Result<String, CommandError> {
    let mut urls = Installation::open(data)?.serving()?;
    urls.sort_by_key(|url| !url.starts_with("unix:"));
    urls.sort_by_key(|url| url.starts_with("https:"));
    urls.into_iter().next().ok_or_else(|| {
        let text = format!("no server of `{}` runs", data.display());
        CommandError::new(Exit::Unavailable, const { Code::new("COS-SRV-0009") }, text)
            .hint(format!("start it: `cos serve --data {}`", data.display()))
    })
}

struct Shown {
    server: String,
    status: Status,
}

impl Render for Shown {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Status { status, version, region, tenants, logs, server, .. } = &self.status;
        let text = format!("{status}: cos {version} at {}, region {region}", self.server);
        match &**status {
            "ready" => out.good(&text)?,
            "degraded" => out.warning(&text)?,
            _ => out.bad(&text)?,
        }
        for reason in &self.status.reasons {
            out.line(format!("  {}", harmless(reason)))?;
        }
        let since = &self.status.started_at;
        out.line(format!("  up for {} since {since}", self.up()))?;
        let tenants = counted(*tenants, "tenant");
        match server {
            None => out.line(format!("  {tenants} within the reach of the token"))?,
            Some(server) => machine(out, &tenants, server)?,
        }
        let has_witnesses = logs.iter().any(|log| log.witnessed.is_some());
        let rows: Vec<_> = logs.iter().map(|log| row(log, has_witnesses)).collect();
        let mut header = vec!["log", "receipts", "published", "checkpoint", "waiting", "lag"];
        header.extend(has_witnesses.then_some("witnessed"));
        header.push("writer");
        if !rows.is_empty() {
            out.table(&header, &rows, true)?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let mut value = json!({ "schema": "cos.status/v1", "address": self.server });
        let status = serde_json::to_value(&self.status).expect("plain data is JSON");
        if let (Some(value), Value::Object(status)) = (value.as_object_mut(), status) {
            value.extend(status);
        }
        value
    }
}

impl Shown {
    fn up(&self) -> String {
        let Status { time, started_at, .. } = &self.status;
        let seconds = Timestamp::parse(time).zip(Timestamp::parse(started_at));
        seconds.map_or_else(String::new, |(now, then)| lasting(now.0 - then.0))
    }
}

/// What concerns all tenants.
fn machine(out: &mut Human<'_>, tenants: &str, server: &ServerState) -> io::Result<()> {
    let ServerState { roles, doors, disk, policy, keys } = server;
    let digest: String = policy.digest.chars().take(19).collect();
    let version = harmless(&policy.version);
    out.line(format!("  {tenants}, policy {version} ({digest}…)"))?;
    if let Some(disk) = disk {
        out.line(format!("  disk {} free of {}", bytes(disk.free_bytes), bytes(disk.size_bytes)))?;
    }
    if roles.len() < Role::ALL.len() {
        out.line(format!("  serves {} only", roles.join(", ")))?;
    }
    for door in doors {
        match &door.certificate_ends_at {
            None => out.line(format!("  listens on {}", door.url))?,
            Some(at) => out.line(format!("  listens on {}, certificate until {at}", door.url))?,
        }
    }
    for key in keys {
        let end = match (&key.retired_at, &key.ends_at) {
            (Some(at), _) => format!("retired {at}"),
            (None, Some(at)) => format!("until {at}"),
            (None, None) => "without an end".to_owned(),
        };
        out.line(format!("  key {} {end}", key.id))?;
    }
    Ok(())
}

fn row(log: &LogState, has_witnesses: bool) -> Vec<String> {
    let number = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), grouped);
    let time = |seconds: Option<i64>| seconds.map_or_else(|| "-".to_owned(), lasting);
    let age = time(log.checkpoint_age_seconds);
    let age = if log.checkpoint_age_seconds.is_some() { format!("{age} ago") } else { age };
    let mut row = vec![
        log.log.clone(),
        grouped(log.receipts),
        grouped(log.published),
        age,
        number(log.waiting),
        time(log.lag_seconds),
    ];
    row.extend(has_witnesses.then(|| number(log.witnessed)));
    row.push(if log.stopped.is_some() { "stopped" } else { "ok" }.to_owned());
    row
}

/// A duration in its two greatest units.
fn lasting(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, seconds / 3600, seconds / 60) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min {} s", seconds % 60),
        (0, hours, _) => format!("{hours} h {minutes} min"),
        (days, ..) => format!("{days} d {hours} h"),
    }
}
