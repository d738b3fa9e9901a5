//! Verifying a whole source: on all cores, in bounded memory, in order.

mod history;
mod log;

pub(crate) use history::{History, read_since, report_vanished};
pub(crate) use log::check_witnesses;

use crate::check::{Fault, Keys, Rules, Worker};
use crate::error::EvidenceError;
use crate::lines::LineChunks;
use crate::pack;
use crate::pins::Pins;
use crate::pipeline;
use crate::report::{Report, Tally};
use crate::source::Source;
use crate::store::Store;
use cos_core::code::Code;
use cos_core::receipt::Criterion;
use cos_sign::Trust;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

const NOT_SHOWN: Code = Code::new("COS-VER-0009");

/// How far a verification goes; each level includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// L0: serialisation, disclosures, claims, signature, key.
    Signature,
    /// L1: the receipt is in the tree that a signed checkpoint commits to.
    Inclusion,
    /// L2: the log only grew since it was last seen.
    Consistency,
    /// L3: enough witnesses cosigned the checkpoint.
    Witness,
}

/// How to verify.
pub struct Options<'a> {
    /// How far to go; `None` for as far as the source allows.
    pub level: Option<Level>,
    /// What signatures have to satisfy.
    pub criterion: Criterion,
    /// How many worker threads to use.
    pub threads: usize,
    /// Files with checkpoints seen earlier, to prove consistency with.
    pub since: Vec<PathBuf>,
    /// Where the checkpoints seen last are kept; `None` to neither compare nor remember.
    pub pins: Option<Pins>,
    /// Told how far the work is.
    pub progress: &'a dyn Progress,
}

/// Watches a verification.
pub trait Progress: Sync {
    /// There are `receipts` more to verify.
    fn expect(&self, receipts: u64);

    /// `receipts` more are done.
    fn advance(&self, receipts: u64);
}

impl Progress for () {
    fn expect(&self, _: u64) {}

    fn advance(&self, _: u64) {}
}

/// Verifies whatever `source` is; `name` is how the report calls it.
pub fn verify(
    name: &str,
    source: &Source,
    trust: &Trust,
    options: &Options<'_>,
) -> Result<Report, EvidenceError> {
    match source {
        Source::Ledger(path) => ledger(name, path, trust, options),
        Source::Lines(path) => {
            let file = File::open(path).map_err(EvidenceError::io("open", path))?;
            lines(name, file, trust, options)
        }
        Source::Pack(path) => {
            let file = File::open(path).map_err(EvidenceError::io("open", path))?;
            pack::verify(name, file, trust, options)
        }
    }
}

/// Verifies every log of a ledger.
pub fn ledger(
    name: &str,
    path: &Path,
    trust: &Trust,
    options: &Options<'_>,
) -> Result<Report, EvidenceError> {
    let started = Instant::now();
    let keys = Keys::new(trust);
    let mut tally = Tally::new(name, options.criterion.as_str());
    let since = read_since(&options.since)?;
    let logs = Store::open(path)?.logs()?;
    for store in &logs {
        log::verify(store, &keys, &since, options, &mut tally)?;
    }
    report_vanished(&since, logs.iter().map(|log| &**log.origin()), &mut tally);
    if logs.is_empty() {
        tally.report.warnings.push("the ledger holds no log".into());
    }
    Ok(tally.finish(started.elapsed()))
}

/// Verifies a stream with one receipt a line.
pub fn lines(
    name: &str,
    input: impl Read + Send,
    trust: &Trust,
    options: &Options<'_>,
) -> Result<Report, EvidenceError> {
    let started = Instant::now();
    let keys = Keys::new(trust);
    let mut tally = Tally::new(name, options.criterion.as_str());
    let rules = Rules { keys: &keys, criterion: options.criterion, signatures: true };
    // Who gives an earlier checkpoint wants it compared.
    let level =
        options.level.max(if options.since.is_empty() { None } else { Some(Level::Consistency) });
    let needs_proof = level.filter(|level| *level > Level::Signature).map(|level| match level {
        Level::Signature | Level::Inclusion => {
            let reason = "brings no inclusion proof; verify the ledger, or a flattened receipt with `tlog_proof`";
            Fault::undecided("inclusion", NOT_SHOWN, reason)
        }
        Level::Consistency | Level::Witness => {
            let reason = "a file of receipts cannot show this; verify the ledger or an audit pack";
            Fault::undecided("consistency", NOT_SHOWN, reason)
        }
    });
    let beyond_inclusion = level > Some(Level::Inclusion);
    let mut chunks = LineChunks::new(input);
    pipeline::ordered(
        options.threads,
        |hand_over| {
            let each = chunks.each(|first, chunk| hand_over((first, chunk)));
            each.map_err(EvidenceError::io("read", name))
        },
        || {
            let mut worker = Worker::new(rules);
            move |(first, chunk)| {
                let mut items = worker.check(None, first, &chunk);
                if beyond_inclusion {
                    for item in &mut items {
                        item.proven = false;
                    }
                }
                items
            }
        },
        |items| {
            options.progress.advance(items.len() as u64);
            tally.take_lines(&items, needs_proof.as_ref());
            true
        },
    )?;
    Ok(tally.finish(started.elapsed()))
}
