//! `cos receipts ingest`.

use crate::commands::server::ServerArgs;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::files::{self, Output};
use crate::progress::Bar;
use crate::ui::{Answer, Human, Render, counted, grouped};
use clap::ValueEnum;
use cos_api::{Client, ClientError, IngestLine};
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::ids::Jti;
use cos_core::receipt::event::EventReader;
use cos_evidence::Progress as _;
use serde_json::{Value, json};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const EXAMPLES: &str = "Examples:
  cos receipts ingest acts.jsonl --tenant pilot-a
  cos receipts ingest acts.jsonl --tenant pilot-a --wait published --rejected bad.jsonl
  journal | cos receipts ingest - --tenant pilot-a

An event without an `id` gets one that follows from its text and its line, so that a run that broke
off is finished by running it again: what is in the log already is not written twice.

Exit codes: 0 every event has its receipt · 1 some events were refused · 3 bad input · 4 not allowed · 5
the server does not answer, or stayed busy.";

/// Events in one request, in number and in bytes; the server takes twice as much.
const BATCH: usize = 2048;
const BATCH_BYTES: usize = 4 << 20;

/// How long a busy or absent server is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// How many refused events are shown.
const SHOWN: usize = 5;

/// Report events to a server, and wait until each has its durable receipt.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The events, one JSON object a line; `-` is stdin.
    events: PathBuf,
    /// The tenant whose acts they are.
    #[arg(long)]
    tenant: String,
    /// What to wait for.
    #[arg(long, value_enum, default_value_t = Wait::Durable)]
    wait: Wait,
    /// Write the events that were refused to this file, each as it was.
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Wait {
    /// The receipts are on disk, and their indexes final.
    Durable,
    /// A signed checkpoint covers them.
    Published,
    /// Enough witnesses have cosigned such a checkpoint; the server has to have some.
    Witnessed,
}

impl Wait {
    fn as_str(self) -> &'static str {
        match self {
            Self::Durable => "durable",
            Self::Published => "published",
            Self::Witnessed => "witnessed",
        }
    }
}

/// Reports every event of a file.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let client = args.server.client()?;
    let bar = Bar::new(ctx.ui, "reporting");
    let started = Instant::now();
    let job = Job { client: &client, tenant: &args.tenant, wait: args.wait, bar: &bar };
    let done = job.report(&args.events, args.rejected.as_deref())?;
    let exit = if done.refused == 0 { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, Done { seconds: started.elapsed().as_secs_f64(), ..done }))
}

/// Whose events go where, and what is waited for.
#[derive(Clone, Copy)]
pub(crate) struct Job<'a> {
    pub(crate) client: &'a Client,
    pub(crate) tenant: &'a str,
    pub(crate) wait: Wait,
    pub(crate) bar: &'a Bar,
}

impl Job<'_> {
    /// Reports every event of a file, and writes those that are refused to another.
    pub(crate) fn report(
        self,
        events: &Path,
        rejected: Option<&Path>,
    ) -> Result<Done, CommandError> {
        let rejected = rejected.map(|path| Output::create(path, true)).transpose()?;
        let mut run = Run { job: self, rejected, done: Done::default(), batch: Batch::default() };
        let mut input = BufReader::new(files::open(events)?);
        for number in 1.. {
            let mut line = Vec::new();
            let read = input.read_until(b'\n', &mut line);
            if read.map_err(|error| CommandError::io("read", events, &error))? == 0 {
                break;
            }
            line.truncate(line.trim_ascii_end().len());
            if line.is_empty() {
                continue;
            }
            self.bar.expect(1);
            run.batch.add(number, line);
            if run.batch.is_full() {
                run.send()?;
            }
        }
        run.send()?;
        self.bar.finish();
        if let Some(rejected) = run.rejected {
            rejected.finish()?;
        }
        Ok(run.done)
    }
}

/// Events on their way, with the lines that they came from.
#[derive(Default)]
struct Batch {
    lines: Vec<(u64, Vec<u8>)>,
    body: Vec<u8>,
}

struct Run<'a> {
    job: Job<'a>,
    rejected: Option<Output>,
    done: Done,
    batch: Batch,
}

impl Batch {
    fn add(&mut self, number: u64, line: Vec<u8>) {
        match with_id(number, &line) {
            Some(named) => self.body.extend_from_slice(&named),
            None => self.body.extend_from_slice(&line),
        }
        self.body.push(b'\n');
        self.lines.push((number, line));
    }

    fn is_full(&self) -> bool {
        self.lines.len() >= BATCH || self.body.len() >= BATCH_BYTES
    }
}

/// The event with an id that is the same each time this line of this file is read; `None` for one that has its own, or is none.
fn with_id(number: u64, line: &[u8]) -> Option<Vec<u8>> {
    let mut reader = EventReader::default();
    let event = reader.read(line).ok()?;
    if event.id.is_some() {
        return None;
    }
    let digest = Digest::of_parts(&[line, b"\n", &number.to_be_bytes()]);
    let random = digest.0.first_chunk().copied()?;
    let id = Jti::from_parts(event.time.unix() * 1000, random);
    let open = line.iter().position(|&byte| byte == b'{')? + 1;
    let (before, after) = line.split_at(open);
    Some([before, format!("\"id\":\"{id}\",").as_bytes(), after].concat())
}

impl Run<'_> {
    /// Sends what has gathered, until the server took or refused every event of it.
    fn send(&mut self) -> Result<(), CommandError> {
        let Batch { lines, body } = std::mem::take(&mut self.batch);
        if lines.is_empty() {
            return Ok(());
        }
        let Job { client, tenant, wait, .. } = self.job;
        let answers = patiently(|| client.ingest(tenant, body.clone(), wait.as_str()))?;
        if answers.len() != lines.len() {
            let text = format!("the server answered {} of {} events", answers.len(), lines.len());
            return Err(CommandError::new(
                Exit::Unavailable,
                const { Code::new("COS-SRV-0009") },
                text,
            ));
        }
        let mut again = Vec::new();
        for ((number, line), answer) in lines.into_iter().zip(answers) {
            match &answer.problem {
                Some(problem) if problem.status == 503 => again.push((number, line)),
                _ => self.settle(number, &line, &answer)?,
            }
        }
        if again.is_empty() {
            return Ok(());
        }
        // The queue filled up in the middle: the rest comes again, a little later.
        std::thread::sleep(Duration::from_millis(200));
        for (number, line) in again {
            self.batch.add(number, line);
        }
        self.send()
    }

    fn settle(
        &mut self,
        number: u64,
        line: &[u8],
        answer: &IngestLine,
    ) -> Result<(), CommandError> {
        self.job.bar.advance(1);
        let Some(problem) = &answer.problem else {
            let count =
                if answer.replayed { &mut self.done.replayed } else { &mut self.done.receipts };
            *count += 1;
            return Ok(());
        };
        self.done.refused += 1;
        if self.done.faults.len() < SHOWN {
            self.done.faults.push(format!("line {number}: {} [{}]", problem.detail, problem.code));
        }
        if let Some(rejected) = &mut self.rejected {
            let written = rejected.write_all(line).and_then(|()| rejected.write_all(b"\n"));
            written.map_err(|error| CommandError::io("write", rejected.path(), &error))?;
        }
        Ok(())
    }
}

/// Tries again while the server is busy or away, not for ever. Sending twice is harmless: every event has an id.
fn patiently<T>(call: impl Fn() -> Result<T, ClientError>) -> Result<T, CommandError> {
    let (started, mut pause) = (Instant::now(), Duration::from_millis(100));
    loop {
        let wait = match call() {
            Ok(done) => return Ok(done),
            Err(ClientError::Busy { retry_after, .. }) if started.elapsed() < PATIENCE => {
                retry_after.min(Duration::from_secs(10))
            }
            Err(ClientError::Unreachable { .. }) if started.elapsed() < PATIENCE => {
                pause = (pause * 2).min(Duration::from_secs(2));
                pause
            }
            Err(error) => return Err(error.into()),
        };
        std::thread::sleep(wait);
    }
}

/// What became of events.
#[derive(Default)]
pub(crate) struct Done {
    pub(crate) receipts: u64,
    replayed: u64,
    pub(crate) refused: u64,
    faults: Vec<String>,
    seconds: f64,
}

impl Render for Done {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let before = match self.replayed {
            0 => String::new(),
            count => format!(", {} were in the log before", grouped(count)),
        };
        out.good(&format!("{} durable{before}", counted(self.receipts, "receipt")))?;
        if self.refused > 0 {
            out.bad(&format!("{} refused", counted(self.refused, "event")))?;
            self.faults.iter().try_for_each(|fault| out.line(format!("  {fault}")))?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.receipts-ingest/v1",
            "receipts": self.receipts,
            "replayed": self.replayed,
            "refused": self.refused,
            "faults": self.faults,
            "elapsed_seconds": self.seconds,
        })
    }
}
