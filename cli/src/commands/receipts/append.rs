//! `cos receipts append`.

use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::files;
use crate::progress::Bar;
use crate::ui::{Answer, Human, Render, counted, grouped};
use cos_core::code::Code;
use cos_core::ed25519::Sign;
use cos_core::ids::{IdError, Origin, Region};
use cos_evidence::Progress as _;
use cos_evidence::admit::{self, Admitted, Rejected};
use cos_ledger::{Entry, Ledger, LedgerError, LedgerOptions, LogSigner, Setup, Ticket};
use cos_sign::trust::TrustedKey;
use cos_sign::{KeyDir, Purpose};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

const EXAMPLES: &str = "Examples:
  cos receipts append receipts.sdjwt --ledger ledger/
  cos receipts append a.sdjwt b.sdjwt --ledger ledger/ --keys trust/
  cat receipts.sdjwt | cos receipts append - --ledger ledger/

The ledger is made if it does not exist. Checkpoints are signed with the log key from --keys;
without it, from `trust/` beside the ledger. A receipt that is in its log already is no error,
so an interrupted run is finished by running it again.";

/// Append receipts to a ledger, durably and once.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Files with one receipt a line; `-` is stdin.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The ledger.
    #[arg(long, value_name = "DIR")]
    ledger: PathBuf,
    /// The directory that `cos trust init` made [default: `trust/` beside the ledger].
    #[arg(long, value_name = "DIR", env = "COS_KEYS")]
    keys: Option<PathBuf>,
}

/// Receipts submitted and not yet waited for; with the ledger's own queue this bounds memory.
const IN_FLIGHT: usize = 8192;

/// Appends every receipt of every file.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let keys = KeyDir::open(&keys_dir(ctx, args.keys.as_deref(), &args.ledger)?)?;
    let started = Instant::now();
    let ledger = open(ctx, &args.ledger, &keys)?;
    let region = served_region(&args.ledger)?;
    let mut totals = Totals::default();
    for path in &args.files {
        let input = files::open(path)?;
        let into = (&ledger, region.as_ref());
        append(ctx, into, &keys, &files::name(path), input, &mut totals)?;
    }
    ledger.close()?;
    let ledger = args.ledger.display().to_string();
    Ok(Answer::done(Done { totals, ledger, seconds: started.elapsed().as_secs_f64() }))
}

/// Where the keys are: as told, or in `trust/` beside the ledger.
fn keys_dir(ctx: &Ctx<'_>, told: Option<&Path>, ledger: &Path) -> Result<PathBuf, CommandError> {
    if let Some(told) = told {
        return Ok(told.to_owned());
    }
    let beside =
        std::path::absolute(ledger).ok().and_then(|ledger| Some(ledger.parent()?.join("trust")));
    match beside.filter(|dir| dir.join("trust.json").is_file()) {
        Some(dir) => {
            ctx.ui.status(&format!("using the keys in `{}`", dir.display()));
            Ok(dir)
        }
        None => Err(CommandError::input(
            Code::new("COS-CLI-0005"),
            "no keys: give `--keys DIR`, the directory that `cos trust init` made",
        )
        .hint("without `--keys`, a directory `trust/` beside the ledger is used")),
    }
}

/// The region of the server whose data directory the ledger is in, if it is in one.
fn served_region(ledger: &Path) -> Result<Option<Region>, CommandError> {
    let above = std::path::absolute(ledger).ok();
    let Some(path) = above.and_then(|it| Some(it.parent()?.join("config.json"))) else {
        return Ok(None);
    };
    let Ok(text) = fs::read(&path) else { return Ok(None) };
    let config: Value = serde_json::from_slice(&text).unwrap_or_default();
    // Somebody else's file of that name says nothing about regions.
    let is_ours = config["schema"].as_str().is_some_and(|it| it.starts_with("cos.config/"));
    let region = config["region"].as_str().filter(|_| is_ours);
    region.map(str::parse).transpose().map_err(|error: IdError| {
        CommandError::input(IdError::CODE, format!("`{}`: {error}", path.display()))
    })
}

/// Opens a ledger for appending with the log key of `keys`.
pub(crate) fn open(ctx: &Ctx<'_>, path: &Path, keys: &KeyDir) -> Result<Ledger, CommandError> {
    let key = keys.log()?;
    let signer = LogSigner {
        name: key.name().to_note(),
        key: Arc::new(key) as Arc<dyn Sign>,
        earlier: keys.trust().keys(Purpose::Log).map(TrustedKey::verifier_key).collect(),
    };
    let command = std::env::args().take(4).collect::<Vec<_>>().join(" ");
    let setup = Setup {
        org: keys.trust().org().clone(),
        signer,
        clock: Arc::clone(&ctx.clock),
        command,
        options: LedgerOptions::default(),
    };
    Ok(Ledger::open(path, setup)?)
}

/// What an append did.
#[derive(Default)]
pub(crate) struct Totals {
    pub(crate) appended: u64,
    pub(crate) replayed: u64,
    /// Receipts by log.
    pub(crate) logs: BTreeMap<String, u64>,
}

/// Appends the receipts of one input; whatever stops it, what came before is durable.
pub(crate) fn append(
    ctx: &Ctx<'_>,
    (ledger, region): (&Ledger, Option<&Region>),
    keys: &KeyDir,
    source: &str,
    input: impl Read + Send,
    totals: &mut Totals,
) -> Result<(), CommandError> {
    let bar = Bar::new(ctx.ui, "appending");
    let mut run = Run { ledger, region, source, totals, bar: &bar, in_flight: VecDeque::new() };
    let make = |admitted: Admitted| {
        let (line, log) = (admitted.line, Arc::clone(&admitted.receipt.log));
        (line, log, Entry::new(admitted.receipt.jti, admitted.compact))
    };
    let mut stopped = Ok(());
    admit::admit(source, input, keys.trust(), ctx.threads, make, |results| {
        bar.expect(results.len() as u64);
        stopped = run.submit(results);
        stopped.is_ok()
    })?;
    let waited = run.wait_until(0);
    stopped.and(waited)
}

type Made = (u64, Arc<Origin>, Result<Entry, LedgerError>);

struct Run<'a> {
    ledger: &'a Ledger,
    /// The one region whose receipts it may hold, where it is a server's.
    region: Option<&'a Region>,
    source: &'a str,
    totals: &'a mut Totals,
    bar: &'a Bar,
    /// Line, log and ticket, in order of submission.
    in_flight: VecDeque<(u64, Arc<Origin>, Ticket)>,
}

impl Run<'_> {
    fn submit(&mut self, results: Vec<Result<Made, Rejected>>) -> Result<(), CommandError> {
        for result in results {
            let (line, log, entry) = result.map_err(|rejected| self.rejected(&rejected))?;
            let entry = entry.map_err(|error| self.at(line, error))?;
            self.check_region(line, &log)?;
            let writer = self.ledger.writer(&log)?;
            let ticket = writer.submit(entry).map_err(|error| self.at(line, error))?;
            self.in_flight.push_back((line, log, ticket));
        }
        self.wait_until(IN_FLIGHT)
    }

    /// Refuses what a server's ledger would hold for another region (promise P11).
    fn check_region(&self, line: u64, log: &Origin) -> Result<(), CommandError> {
        let Some(own) = self.region.filter(|own| **own != log.region) else { return Ok(()) };
        let message = format!(
            "`{}`, line {line}: the receipt is of log `{log}`, to be in region `{}`, and the ledger is of a server in `{own}`",
            self.source, log.region
        );
        let code = const { Code::new("COS-SRV-0008") };
        Err(CommandError::new(Exit::Refused, code, message)
            .hint(format!("append it to the ledger of the server of `{}`", log.region)))
    }

    fn wait_until(&mut self, left: usize) -> Result<(), CommandError> {
        while self.in_flight.len() > left {
            let Some((line, log, ticket)) = self.in_flight.pop_front() else { break };
            let appended = ticket.wait().map_err(|error| self.at(line, error))?;
            self.bar.advance(1);
            if appended.replayed {
                self.totals.replayed += 1;
            } else {
                self.totals.appended += 1;
            }
            let log = log.to_string();
            *self.totals.logs.entry(log).or_default() += 1;
        }
        Ok(())
    }

    fn rejected(&self, rejected: &Rejected) -> CommandError {
        let message = format!("`{}`, line {}: {}", self.source, rejected.line, rejected.reason);
        CommandError::input(rejected.code, message)
            .hint("the receipts before this line are in the ledger; correct the line and run the command again")
    }

    fn at(&self, line: u64, error: LedgerError) -> CommandError {
        let mut error = CommandError::from(error);
        if error.exit == Exit::Input {
            error.message = format!("`{}`, line {line}: {}", self.source, error.message);
        }
        error
    }
}

struct Done {
    totals: Totals,
    ledger: String,
    seconds: f64,
}

impl Render for Done {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Totals { appended, replayed, logs } = &self.totals;
        let rate = ((appended + replayed) as f64 / self.seconds.max(1e-9)) as u64;
        let replays = match replayed {
            0 => String::new(),
            n => format!(" ({} were there already)", grouped(*n)),
        };
        out.good(&format!(
            "{} appended to {}{replays}, {} a second",
            counted(*appended, "receipt"),
            self.ledger,
            grouped(rate)
        ))?;
        logs.iter().try_for_each(|(log, count)| out.line(format!("  {log}: {}", grouped(*count))))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.receipts-append/v1",
            "ledger": self.ledger,
            "appended": self.totals.appended,
            "replayed": self.totals.replayed,
            "by_log": self.totals.logs,
            "elapsed_seconds": self.seconds,
        })
    }
}
