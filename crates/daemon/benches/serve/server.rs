//! A released `cos serve` with sixteen tenants, its processor time and its memory.

use crate::client::{Connection, Reply, request, sign_in};
use crate::load;
use cos_core::ids::Tenant;
use cos_testkit::postgres::Postgres;
use std::collections::BTreeMap;
use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

const TENANTS: usize = 16;
/// Texts of events that are sent again and again, under new ids.
const TEXTS: usize = 256;
/// No tenant is held back by its share.
const NO_LIMIT: &[&str] = &["--tenant-requests", "1000000", "--tenant-bytes", "4000000000"];

/// Where the server keeps its state.
pub(crate) enum State {
    Files,
    Postgres,
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
    /// The cookie of somebody who is signed in to the console.
    pub(crate) session: String,
    child: Child,
    /// Stopped after the server.
    _postgres: Option<Postgres>,
    /// Events without their ids, by tenant.
    texts: BTreeMap<Tenant, Vec<String>>,
    events: AtomicU64,
}

impl Server {
    /// Starts one whose tenants have these shares, or no limits.
    pub(crate) fn start(
        dir: &Path,
        state: &State,
        shares: &[&str],
    ) -> Result<Self, Box<dyn Error>> {
        fs::create_dir(dir)?;
        let data = dir.join("data");
        let mut init: Vec<&OsStr> =
            ["init", "--org", "acme", "--region", "eu-1"].map(OsStr::new).into();
        init.push(data.as_os_str());
        let postgres = match state {
            State::Files => None,
            State::Postgres => Some(Postgres::start()),
        };
        let urls = postgres
            .as_ref()
            .map(|server| (server.database("served"), server.address("served", Postgres::APP)));
        if let Some((owner, service)) = &urls {
            done(cos()?.args(["state", "prepare", owner, "--role", Postgres::APP]))?;
            init.extend(["--state", service].map(OsStr::new));
        }
        done(cos()?.args(init))?;
        let mut serve = cos()?;
        serve.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&data);
        serve.args(if shares.is_empty() { NO_LIMIT } else { shares });
        let mut child = serve.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let mut lines = BufReader::new(child.stderr.take().ok_or("no stderr")?).lines();
        let said = lines.next().ok_or("the server says nothing")??;
        let address = said.split_once("http://").ok_or_else(|| said.clone())?.1.parse()?;
        thread::spawn(move || lines.for_each(drop));
        let token = fs::read_to_string(data.join("operator.token"))?.trim().to_owned();
        let signed_in = Connection::open(address)?.send(&sign_in(&token))?;
        let session = signed_in.cookie.ok_or("nobody is signed in")?;
        let texts = (0..TENANTS).map(load::tenant).map(|tenant| {
            let events = cos_testkit::events(1, &tenant, TEXTS);
            (tenant, events.into_iter().map(without_id).collect())
        });
        let server = Self {
            address,
            token,
            session,
            child,
            _postgres: postgres,
            texts: texts.collect(),
            events: AtomicU64::new(0),
        };
        for tenant in server.texts.keys() {
            server.create(tenant)?;
        }
        Ok(server)
    }

    /// Makes a tenant, which then has one receipt that is known.
    fn create(&self, tenant: &Tenant) -> Result<(), Box<dyn Error>> {
        let body = format!(
            r#"{{"tenant":"{tenant}","region":"eu-1","display_name":"{tenant}","residency":"eu"}}"#
        );
        self.ask("POST /v1/tenants", &body)?;
        let event = self.texts[tenant][0].replacen("{}", &self.known(tenant), 1);
        self.ask(&format!("POST /v1/tenants/{tenant}/receipts?wait=published"), &event)?;
        Ok(())
    }

    /// Sends a request that must succeed.
    pub(crate) fn ask(&self, line: &str, body: &str) -> Result<Reply, Box<dyn Error>> {
        let bytes = request(line, &self.token, "application/json", body);
        let reply = Connection::open(self.address)?.send(&bytes)?;
        match reply.status {
            200 | 201 => Ok(reply),
            status => Err(format!("{status}: {}", String::from_utf8_lossy(&reply.body)).into()),
        }
    }

    /// How many receipts a signed checkpoint covers, once everything is published.
    pub(crate) fn size(&self, tenant: usize) -> Result<u64, Box<dyn Error>> {
        let tenant = load::tenant(tenant);
        let event = self.event(&tenant);
        self.ask(&format!("POST /v1/tenants/{tenant}/receipts?wait=published"), &event)?;
        let note = self.ask(&format!("GET /v1/tenants/{tenant}/log/checkpoint"), "")?.body;
        let note = String::from_utf8(note)?;
        Ok(note.lines().nth(1).ok_or("no checkpoint")?.parse()?)
    }

    /// An event of a tenant that was never sent.
    pub(crate) fn event(&self, tenant: &Tenant) -> String {
        let number = self.events.fetch_add(1, Ordering::Relaxed);
        let texts = &self.texts[tenant];
        texts[number as usize % texts.len()].replacen("{}", &ulid('1', number), 1)
    }

    /// The id of the receipt that a tenant has from the beginning.
    pub(crate) fn known(&self, tenant: &Tenant) -> String {
        let number = self.texts.keys().position(|it| it == tenant);
        ulid('0', number.map_or(0, |number| number as u64))
    }

    /// Processor time of the server so far.
    pub(crate) fn cpu(&self) -> Duration {
        let stat = self.proc("stat");
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks = after_name.split_whitespace().skip(11).take(2);
        Duration::from_millis(ticks.flat_map(str::parse::<u64>).sum::<u64>() * 10)
    }

    /// The most memory that it has had, in bytes.
    pub(crate) fn peak(&self) -> u64 {
        let status = self.proc("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        kib.unwrap_or(0) * 1024
    }

    fn proc(&self, file: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn cos() -> Result<Command, Box<dyn Error>> {
    let path = std::env::var_os("COS").ok_or("set `COS` to the released binary")?;
    let mut command = Command::new(path);
    command.stdin(Stdio::null());
    Ok(command)
}

fn done(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)))
        .into())
}

/// An event as text, with `{}` where its id is.
fn without_id(mut event: serde_json::Value) -> String {
    event["id"] = "{}".into();
    event.to_string()
}

/// A ULID: ours, of the time of the bench, and counted.
fn ulid(series: char, number: u64) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let digit = |at: u32| DIGITS[(number >> (5 * at) & 31) as usize] as char;
    let digits: String = (0..12).rev().map(digit).collect();
    format!("01KE000000000{series}{digits}")
}
