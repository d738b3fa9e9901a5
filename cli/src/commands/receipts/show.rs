//! `cos receipts show`.

use crate::error::{self, CommandError};
use crate::files;
use crate::ui::{Answer, Human, Render};
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::ids::Jti;
use cos_core::receipt::claims::ClaimsReader;
use cos_core::receipt::{Reader, flattened};
use cos_evidence::lines::LineChunks;
use cos_evidence::source::Source;
use cos_evidence::store::{Chunk, Store};
use cos_core::log::note::SignedNote;
use cos_core::log::checkpoint::Checkpoint;
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos receipts show receipts.sdjwt
  cos receipts show receipts.sdjwt --index 17
  cos receipts show ledger/ --log eu-1/pilot-a --index 4095
  cos receipts show ledger/ --jti 01K8ZJ6WQF3V9Y4N7C2R5T8XBM

Showing is not verifying: `cos receipts verify` says whether a receipt is genuine.";

/// Show one receipt with its claims.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A file with one receipt a line, a ledger, or `-` for stdin.
    input: PathBuf,
    /// The receipt's index in its log, or its line (from 1) in a file.
    #[arg(long, value_name = "N", conflicts_with = "jti")]
    index: Option<u64>,
    /// The receipt's id.
    #[arg(long, value_name = "ID")]
    jti: Option<String>,
    /// The log, as `<region>/<tenant>`; needed with --index where a ledger has several.
    #[arg(long, value_name = "REGION/TENANT")]
    log: Option<String>,
    /// Print the receipt itself, in compact form.
    #[arg(long)]
    raw: bool,
}

const NOT_FOUND: Code = Code::new("COS-CLI-0008");

/// Shows a receipt.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let wanted = match (&args.index, &args.jti) {
        (Some(index), _) => Wanted::Index(*index),
        (None, Some(jti)) => {
            let wrong = |error: cos_core::ids::IdError| CommandError::input(cos_core::ids::IdError::CODE, error.to_string());
            Wanted::Jti(jti.parse().map_err(wrong)?)
        }
        (None, None) => Wanted::First,
    };
    let is_ledger = args.input != Path::new("-") && matches!(Source::detect(&args.input)?, Source::Ledger(_));
    let found = if is_ledger { in_ledger(args, &wanted)? } else { in_lines(&args.input, &wanted)? };
    let (index, compact) = found.ok_or_else(|| CommandError::input(NOT_FOUND, format!("`{}` holds no such receipt", args.input.display())))?;
    let name = files::name(&args.input);
    let mut reader = Reader::default();
    let receipt = reader.read(&compact).map_err(|error| error::receipt(&name, index, &error))?;
    let summary = ClaimsReader::default().read(&receipt);
    let disclosed = receipt.disclosures().map(|(_, name)| name.and_then(|name| name.string()).map_or_else(|| "approvers[]".into(), std::borrow::Cow::into_owned));
    Ok(Answer::done(Shown {
        index,
        kid: receipt.kid().to_owned(),
        disclosed: disclosed.collect(),
        undisclosed: receipt.digest_count() - receipt.disclosures().count(),
        claims: receipt.to_json(),
        problem: summary.err().map(|error| error.to_string()),
        raw: args.raw.then(|| String::from_utf8_lossy(&compact).into_owned()),
    }))
}

enum Wanted {
    First,
    Index(u64),
    Jti(Jti),
}

impl Wanted {
    fn is(&self, index: u64, compact: &[u8], reader: &mut Reader) -> bool {
        match self {
            Self::First => true,
            Self::Index(wanted) => *wanted == index,
            Self::Jti(jti) => {
                let text = jti.to_string();
                reader.read(compact).is_ok_and(|receipt| receipt.payload().get("jti").is_some_and(|jti| jti.is_string(&text)))
            }
        }
    }
}

type Found = Option<(u64, Vec<u8>)>;

fn in_lines(path: &Path, wanted: &Wanted) -> Result<Found, CommandError> {
    let (mut found, mut reader) = (None, Reader::default());
    let mut search = |first, chunk: Chunk| {
        for (at, line) in (0..chunk.len()).zip(first..) {
            let Some(text) = chunk.receipt(at as usize) else { continue };
            let compact = match text.first() {
                Some(b'{') => flattened::parse(&text).map_or(text, |flat| flat.compact),
                _ => text,
            };
            if wanted.is(line, &compact, &mut reader) {
                found = Some((line, compact));
                return false;
            }
        }
        true
    };
    let read = LineChunks::new(files::open(path)?).each(&mut search);
    read.map_err(|error| CommandError::io("read", path, &error))?;
    Ok(found)
}

fn in_ledger(args: &Args, wanted: &Wanted) -> Result<Found, CommandError> {
    let mut logs = Store::open(&args.input)?.logs()?;
    if let Some(name) = &args.log {
        logs.retain(|log| format!("{}/{}", log.origin().region, log.origin().tenant) == *name);
    }
    if matches!(wanted, Wanted::Index(_)) && logs.len() > 1 {
        let names: Vec<_> = logs.iter().map(|log| format!("{}/{}", log.origin().region, log.origin().tenant)).collect();
        let message = format!("this ledger has {} logs, and an index counts in one; add `--log`", names.len());
        return Err(CommandError::input(NOT_FOUND, message).hint(format!("the logs are {}", names.join(", "))));
    }
    let mut reader = Reader::default();
    for log in logs {
        let note = log.checkpoint()?.unwrap_or_default();
        let checkpoint = SignedNote::parse(&note).and_then(|note| note.text().parse::<Checkpoint>());
        let size = checkpoint.map_or(0, |checkpoint| checkpoint.size);
        let mut found = None;
        log.chunks(size, 512, |first, chunk| {
            if let Wanted::Index(index) = wanted {
                if !(first..first + chunk.len()).contains(index) {
                    return true;
                }
                found = chunk.receipt((index - first) as usize).map(|text| (*index, text));
                return false;
            }
            found = (0..chunk.len()).find_map(|at| {
                let text = chunk.receipt(at as usize)?;
                wanted.is(first + at, &text, &mut reader).then_some((first + at, text))
            });
            found.is_none()
        })?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

struct Shown {
    index: u64,
    kid: String,
    claims: Value,
    disclosed: Vec<String>,
    undisclosed: usize,
    problem: Option<String>,
    raw: Option<String>,
}

impl Render for Shown {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        if let Some(raw) = &self.raw {
            return out.line(raw);
        }
        let mut rows = Vec::new();
        for (name, value) in self.claims.as_object().into_iter().flatten() {
            let text = match value {
                Value::String(text) => text.escape_debug().to_string(),
                Value::Number(seconds) if matches!(name.as_str(), "iat" | "toe") => {
                    seconds.as_i64().map_or_else(|| seconds.to_string(), |seconds| Timestamp(seconds).to_string())
                }
                other => other.to_string(),
            };
            let shown = if self.disclosed.iter().any(|claim| claim.trim_end_matches("[]") == name) { "disclosed" } else { "" };
            rows.push(vec![name.clone(), text, shown.to_owned()]);
        }
        out.table(&["claim", "value", ""], &rows, false)?;
        out.line(format!("signed by `{}` (not verified here)", self.kid))?;
        out.line(format!("{} digests are withheld claims or decoys; which, only a complete copy tells", self.undisclosed))?;
        self.problem.iter().try_for_each(|problem| out.warning(&format!("not an act receipt: {problem}")))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.receipts-show/v1",
            "index": self.index,
            "kid": self.kid,
            "claims": self.claims,
            "disclosed": self.disclosed,
            "undisclosed_digests": self.undisclosed,
            "problem": self.problem,
            "sd_jwt": self.raw,
        })
    }
}
