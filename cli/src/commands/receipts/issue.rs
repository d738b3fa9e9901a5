//! `cos receipts issue`.

use crate::ctx::Ctx;
use crate::error::{self, CommandError};
use crate::files::{self, Output};
use crate::progress::Bar;
use crate::ui::{Answer, Human, Render, counted};
use cos_core::ids::{IdError, Origin};
use cos_core::receipt::event::EventReader;
use cos_core::receipt::issue::Issuer;
use cos_evidence::Progress as _;
use cos_evidence::lines::LineChunks;
use cos_sign::{KeyDir, SigningKey};
use rand_chacha::ChaCha12Rng;
use rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

const EXAMPLES: &str = "Examples:
  cos receipts issue --in acts.jsonl --tenant pilot-a --region eu-1 --keys trust/ --out acts.sdjwt
  journal | cos receipts issue --in - --tenant pilot-a --region eu-1 --keys trust/ --out -

An event is one JSON object a line; `cos schema event` describes it. Give events an `id` (a ULID)
to make issuing them twice harmless.";

/// Issue a signed receipt for each event.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The events, one JSON object a line; `-` is stdin.
    #[arg(long = "in", value_name = "FILE")]
    input: PathBuf,
    /// The tenant whose acts they are.
    #[arg(long)]
    tenant: String,
    /// The region in which they happened and stay.
    #[arg(long)]
    region: String,
    /// The directory that `cos trust init` made.
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// Where to write the receipts, one a line; `-` is stdout.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the output if it exists.
    #[arg(long)]
    force: bool,
}

/// Issues receipts.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let id = |error: IdError| CommandError::input(IdError::CODE, error.to_string());
    let keys = KeyDir::open(&args.keys)?;
    let org = keys.trust().org().clone();
    let region = args.region.parse().map_err(id)?;
    let tenant = args.tenant.parse().map_err(id)?;
    let job = Job {
        ctx,
        key: &keys.notary()?,
        origin: &Origin { org, region, tenant },
        source: &files::name(&args.input),
    };
    let input = files::open(&args.input)?;
    let started = Instant::now();
    let issued = if args.out == Path::new("-") {
        job.issue(input, &mut io::stdout().lock())?
    } else {
        let mut out = Output::create(&args.out, args.force)?;
        let issued = job.issue(input, &mut out)?;
        out.finish()?;
        issued
    };
    let answer = Issued {
        issued,
        origin: job.origin.to_string(),
        out: files::name(&args.out),
        seconds: started.elapsed().as_secs_f64(),
    };
    if args.out == Path::new("-") {
        ctx.ui.status(&answer.sentence());
        return Ok(Answer::silent());
    }
    Ok(Answer::done(answer))
}

/// What issuing needs besides input and output.
pub(crate) struct Job<'a> {
    pub(crate) ctx: &'a Ctx<'a>,
    pub(crate) key: &'a SigningKey,
    pub(crate) origin: &'a Origin,
    /// How the input is called in messages.
    pub(crate) source: &'a str,
}

impl Job<'_> {
    /// Issues a receipt for each line, on all cores, in order; stops at the first line that is no event.
    pub(crate) fn issue(
        &self,
        input: impl Read + Send,
        out: &mut dyn Write,
    ) -> Result<u64, CommandError> {
        let bar = Bar::new(self.ctx.ui, "issuing");
        let mut seeds = Ctx::rng()?;
        let mut chunks = LineChunks::new(input);
        let mut issued = 0;
        let mut stopped = Ok(());
        cos_evidence::pipeline::ordered(
            self.ctx.threads,
            |hand_over| {
                let each = chunks.each(|first, chunk| {
                    let mut seed = [0; 32];
                    seeds.fill_bytes(&mut seed);
                    hand_over((first, chunk, seed))
                });
                each.map_err(|error| CommandError::io("read", Path::new(self.source), &error))
            },
            || |(first, chunk, seed)| self.chunk(first, &chunk, ChaCha12Rng::from_seed(seed)),
            |done: Result<(u64, Vec<u8>), CommandError>| {
                let written = done.and_then(|(count, text)| {
                    out.write_all(&text)?;
                    Ok(count)
                });
                match written {
                    Ok(count) => {
                        issued += count;
                        bar.expect(count);
                        bar.advance(count);
                    }
                    Err(error) => stopped = Err(error),
                }
                stopped.is_ok()
            },
        )?;
        stopped?;
        out.flush()?;
        Ok(issued)
    }

    fn chunk(
        &self,
        first: u64,
        chunk: &cos_evidence::store::Chunk,
        mut rng: ChaCha12Rng,
    ) -> Result<(u64, Vec<u8>), CommandError> {
        let mut reader = EventReader::default();
        let mut issuer = Issuer::new(self.key, self.key.id().as_str(), self.origin, self.ctx.now());
        let mut text = Vec::with_capacity(3 * 1024 * chunk.len() as usize);
        for (at, line) in (0..chunk.len()).zip(first..) {
            let event = chunk
                .receipt(at as usize)
                .unwrap_or_else(|| vec![b' '; cos_core::receipt::event::MAX_BYTES + 1]);
            let event =
                reader.read(&event).map_err(|error| error::event(self.source, line, &error))?;
            issuer
                .issue(&event, &mut rng, &mut text)
                .map_err(|error| error::issue(self.source, line, &error))?;
            text.push(b'\n');
        }
        Ok((chunk.len(), text))
    }
}

struct Issued {
    issued: u64,
    origin: String,
    out: String,
    seconds: f64,
}

impl Issued {
    fn sentence(&self) -> String {
        format!("{} for `{}` in {}", counted(self.issued, "receipt"), self.origin, self.out)
    }
}

impl Render for Issued {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.good(&self.sentence())
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.receipts-issue/v1",
            "issued": self.issued,
            "origin": self.origin,
            "out": self.out,
            "elapsed_seconds": self.seconds,
        })
    }
}
