//! How soon a released `cos serve` is ready after it was killed, and how soon a receipt is durable then, against how many there are
//! (promise P18).
//!
//! `COS=target/release/cos cargo bench -p cos-daemon --bench ready [-- RECEIPTS…]`. A process of its own fills the log and is killed when
//! everything is durable and nothing more was tidied up; then the server is started and killed, five times. Prints one figure a line, as
//! `{"name": …, "value": …, "unit": …}`: the median, and the worst.

#![allow(clippy::print_stdout, reason = "printing is what a bench is for")]

use cos_core::base64url;
use cos_core::clock::{FrozenClock, Timestamp};
use cos_core::ed25519::Sign;
use cos_core::ids::{Jti, Origin};
use cos_ledger::{Entry, Ledger, LedgerError, LedgerOptions, LogSigner, Setup};
use cos_sign::trust::TrustedKey;
use cos_sign::{KeyDir, Purpose};
use std::collections::VecDeque;
use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

const ROUNDS: usize = 5;
const BATCH: u64 = 512;
/// Texts of receipts are shorter than most, so that ten million fit on a small disk; recovery reads a bounded tail of whatever length.
const BYTES: usize = 400;

fn main() -> Outcome<()> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if let [word, data, receipts] = arguments.as_slice()
        && word == "fill"
    {
        return fill(Path::new(data), receipts.parse()?);
    }
    let sizes: Vec<u64> = if arguments.is_empty() {
        vec![10_000, 1_000_000]
    } else {
        arguments.iter().map(|text| text.parse()).collect::<Result<_, _>>()?
    };
    sizes.into_iter().try_for_each(measure)
}

fn measure(receipts: u64) -> Outcome<()> {
    let home = tempfile::tempdir()?;
    let data = home.path().join("data");
    let made = cos()?.args(["init", "--org", "acme", "--region", "eu-1"]).arg(&data).output()?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into_owned().into());
    }
    let token = std::fs::read_to_string(data.join("operator.token"))?.trim().to_owned();
    let tenant = r#"{"tenant":"pilot-a","region":"eu-1","display_name":"A","residency":"eu"}"#;
    let (mut child, address, _) = serve(&data)?;
    ask(&address, "POST /v1/tenants", &token, tenant)?;
    stop(&mut child)?;

    let mut filler = Command::new(std::env::current_exe()?);
    filler.arg("fill").arg(&data).arg(receipts.to_string()).stdout(Stdio::piped());
    let mut filler = filler.spawn()?;
    let said = BufReader::new(filler.stdout.take().ok_or("no stdout")?).lines().next();
    said.ok_or("the log was not filled")??;
    stop(&mut filler)?;

    let (mut ready, mut durable) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (mut child, address, started) = serve(&data)?;
        ask(&address, "GET /readyz", &token, "")?;
        ready.push(started.elapsed());
        let event = format!(
            r#"{{"time":"2026-01-02T03:04:05Z","flow":"approval","action":"deploy.promote","decision":"allow","actor":"ada","resource":"r{round}"}}"#
        );
        ask(&address, "POST /v1/tenants/pilot-a/receipts", &token, &event)?;
        durable.push(started.elapsed());
        stop(&mut child)?;
    }
    figure(&format!("ready/{receipts}-receipts"), &mut ready);
    figure(&format!("ready/{receipts}-receipts-first-durable"), &mut durable);
    Ok(())
}

/// Starts the server; gives its address, and when it was started.
fn serve(data: &Path) -> Outcome<(Child, String, Instant)> {
    let mut serve = cos()?;
    serve.args(["serve", "--log", "off", "--listen", "127.0.0.1:0", "--data"]).arg(data);
    let started = Instant::now();
    let mut child = serve.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let said = BufReader::new(child.stderr.take().ok_or("no stderr")?).lines().next();
    let said = said.ok_or("the server says nothing")??;
    let address = said.split_once("http://").ok_or_else(|| said.clone())?.1.to_owned();
    Ok((child, address, started))
}

/// Sends a request that must succeed.
fn ask(address: &str, line: &str, token: &str, body: &str) -> Outcome<()> {
    let mut stream = TcpStream::connect(address)?;
    let length = body.len();
    write!(
        stream,
        "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 2") { Ok(()) } else { Err(answer.into()) }
}

fn stop(child: &mut Child) -> Outcome<()> {
    child.kill()?;
    child.wait()?;
    Ok(())
}

fn cos() -> Outcome<Command> {
    Ok(Command::new(std::env::var_os("COS").ok_or("COS names no program")?))
}

fn figure(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    for (what, at) in [("median", times.len() / 2), ("worst", times.len() - 1)] {
        let value = times[at].as_secs_f64();
        println!(r#"{{"name":"{name}-{what}","value":{value:.3},"unit":"s"}}"#);
    }
}

/// Fills the log of a tenant, says so when everything is durable, and waits to be killed.
fn fill(data: &Path, receipts: u64) -> Outcome<()> {
    let keys = KeyDir::open(&data.join("trust"))?;
    let key = keys.log()?;
    let signer = LogSigner {
        name: key.name().to_note(),
        key: Arc::new(key) as Arc<dyn Sign>,
        earlier: keys.trust().keys(Purpose::Log).map(TrustedKey::verifier_key).collect(),
    };
    let setup = Setup {
        org: keys.trust().org().clone(),
        signer,
        clock: Arc::new(FrozenClock(Timestamp(1_700_000_000))),
        command: "ready bench".to_owned(),
        options: LedgerOptions::default(),
    };
    let ledger = Ledger::open(&data.join("ledger"), setup)?;
    let origin: Origin = "acme/eu-1/pilot-a".parse()?;
    let log = ledger.writer(&origin)?;
    let mut waiting = VecDeque::new();
    for first in (0..receipts).step_by(BATCH as usize) {
        let last = receipts.min(first + BATCH);
        let entries = (first..last).map(|n| entry(&origin, n)).collect::<Result<_, _>>()?;
        waiting.push_back(log.submit_all(entries)?);
        if waiting.len() > 4 {
            settle(waiting.pop_front())?;
        }
    }
    while !waiting.is_empty() {
        settle(waiting.pop_front())?;
    }
    println!("durable");
    std::io::stdout().flush()?;
    loop {
        std::thread::park();
    }
}

fn settle(tickets: Option<Vec<cos_ledger::Ticket>>) -> Result<(), LedgerError> {
    tickets.into_iter().flatten().try_for_each(|ticket| ticket.wait().map(drop))
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
