//! The receipts of a bundle: verified with the code that verifies receipts anywhere, file by file, and summed up.

use super::contents::{LogInfo, ReceiptsInfo};
use super::error::BundleError;
use crate::error::EvidenceError;
use crate::pack;
use crate::report::{Failure, Report};
use crate::verify::{self, Level, Options};
use cos_core::clock::Timestamp;
use cos_core::log::checkpoint::Checkpoint;
use cos_objects::Key;
use cos_sign::Trust;
use std::io::{Cursor, Read};

/// The longest checkpoint, in bytes.
pub(super) const MAX_CHECKPOINT: u64 = 64 << 10;

/// What the receipts of a bundle come to.
#[derive(Default)]
pub struct Receipts {
    /// What the statement says about them.
    pub info: ReceiptsInfo,
    /// The first things that are wrong in each file.
    pub failures: Vec<(Key, String)>,
    /// How many are shown to be in a log that a trusted key signed.
    pub included: u64,
    /// How many of the count are not valid.
    pub failed: u64,
    /// How many of the count were only read.
    pub read: u64,
}

/// What a file in the folder of receipts is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The signed state of a log.
    Checkpoint,
    /// Nothing.
    Empty,
    /// One receipt a line.
    Lines,
    /// An audit pack.
    Pack,
}

/// A file that was looked at, and can still be read from its beginning.
pub struct Sniffed {
    /// What it is.
    pub kind: Kind,
    /// All of it.
    pub body: Box<dyn Read + Send>,
}

impl Sniffed {
    /// Looks at the name and the first bytes.
    pub fn of(path: &Key, mut body: Box<dyn Read + Send>) -> Result<Self, BundleError> {
        let name = path.segments().next_back().unwrap_or_default();
        if name == "checkpoint" || name.ends_with(".checkpoint") {
            return Ok(Self { kind: Kind::Checkpoint, body });
        }
        let mut head = Vec::new();
        let read = body.by_ref().take(256).read_to_end(&mut head);
        read.map_err(BundleError::io("read", path.as_str()))?;
        let kind = match &head {
            head if head.is_empty() => Kind::Empty,
            head if pack::is_pack(head) => Kind::Pack,
            _ => Kind::Lines,
        };
        Ok(Self { kind, body: Box::new(Cursor::new(head).chain(body)) })
    }
}

/// Adds files up, one after the other, in any order.
pub struct Sum<'a> {
    trust: &'a Trust,
    options: Options<'a>,
    receipts: Receipts,
    issued: Option<(Timestamp, Timestamp)>,
}

impl<'a> Sum<'a> {
    /// Nothing yet.
    pub fn new(trust: &'a Trust, options: Options<'a>) -> Self {
        Self { trust, options, receipts: Receipts::default(), issued: None }
    }

    /// Verifies one file.
    pub fn add(&mut self, path: &Key, body: Box<dyn Read + Send>) -> Result<(), BundleError> {
        let Sniffed { kind, body } = Sniffed::of(path, body)?;
        let name = path.as_str();
        let report = match kind {
            Kind::Checkpoint => return self.checkpoint(path, body),
            Kind::Empty => {
                self.fail(path, "the file is empty");
                return Ok(());
            }
            Kind::Pack => pack::verify(name, body, self.trust, &self.options),
            Kind::Lines => verify::lines(name, body, self.trust, &self.options),
        };
        match report {
            Ok(report) => self.take(path, kind, &report),
            Err(error @ EvidenceError::Io { .. }) => return Err(error.into()),
            Err(error) => self.fail(path, &error.to_string()),
        }
        Ok(())
    }

    /// The result.
    pub fn finish(mut self) -> Receipts {
        if let Some((first, last)) = self.issued {
            self.receipts.info.first = Some(first.to_string());
            self.receipts.info.last = Some(last.to_string());
        }
        self.receipts
    }

    fn checkpoint(&mut self, path: &Key, body: impl Read) -> Result<(), BundleError> {
        let mut text = String::new();
        let read = body.take(MAX_CHECKPOINT + 1).read_to_string(&mut text);
        read.map_err(BundleError::io("read", path.as_str()))?;
        let origin = text.lines().next().unwrap_or_default().parse();
        let opened = match origin {
            Ok(origin) => self.trust.open_checkpoint(&text, &origin).map_err(|e| e.to_string()),
            Err(error) => Err(error.to_string()),
        };
        match opened {
            Ok(checkpoint) => self.log(&checkpoint),
            Err(reason) => self.fail(path, &reason),
        }
        Ok(())
    }

    fn log(&mut self, checkpoint: &Checkpoint) {
        self.see_log(checkpoint.origin.clone(), checkpoint.size, checkpoint.root.to_string());
    }

    /// Of several states of one log the latest counts.
    fn see_log(&mut self, origin: String, size: u64, root: String) {
        let logs = &mut self.receipts.info.logs;
        if logs.get(&origin).is_none_or(|known| known.size < size) {
            logs.insert(origin, LogInfo { size, root });
        }
    }

    fn take(&mut self, path: &Key, kind: Kind, report: &Report) {
        let receipts = &mut self.receipts;
        match kind {
            Kind::Pack => receipts.info.samples.add(report),
            _ => receipts.info.files.add(report),
        }
        receipts.failed += report.counts.invalid + report.counts.unverifiable;
        receipts.included += report.levels.get("inclusion").map_or(0, |level| level.passed);
        if let Some(issued) = report.issued {
            let (first, last) = self.issued.unwrap_or((issued.first, issued.last));
            self.issued = Some((first.min(issued.first), last.max(issued.last)));
        }
        for log in &report.logs {
            self.see_log(log.origin.clone(), log.size, log.root.clone());
        }
        self.note_failures(path, report);
    }

    /// Takes a file with one receipt a line that were only read.
    pub(super) fn take_read(&mut self, path: &Key, report: &Report) {
        self.receipts.read += report.counts.total;
        self.take(path, Kind::Lines, report);
    }

    /// Takes receipts that were read before, and now verified.
    pub(super) fn take_drawn(&mut self, path: &Key, report: &Report) {
        self.receipts.read -= report.counts.total;
        self.receipts.included += report.levels.get("inclusion").map_or(0, |level| level.passed);
        self.receipts.failed += report.counts.invalid + report.counts.unverifiable;
        self.note_failures(path, report);
    }

    fn note_failures(&mut self, path: &Key, report: &Report) {
        if let Some(failure) = report.failures.first() {
            let more = report.failures.len() as u64 - 1 + report.failures_omitted;
            self.fail(path, &failure_text(failure, more));
        }
    }

    fn fail(&mut self, path: &Key, reason: &str) {
        self.receipts.failures.push((path.clone(), reason.to_owned()));
    }
}

/// The options under which a bundle's receipts are verified: as far as each file allows, without memory of earlier visits.
pub fn options(
    threads: usize,
    level: Option<Level>,
    progress: &dyn verify::Progress,
) -> Options<'_> {
    Options {
        level,
        criterion: cos_core::receipt::Criterion::Batch,
        threads,
        since: Vec::new(),
        pins: None,
        progress,
    }
}

fn failure_text(failure: &Failure, more: u64) -> String {
    let place = match (failure.index, &failure.jti) {
        (Some(index), Some(jti)) => format!("receipt {index} (`{jti}`): "),
        (Some(index), None) => format!("receipt {index}: "),
        _ => String::new(),
    };
    let more = if more > 0 { format!("; {more} more fail") } else { String::new() };
    format!("{place}{} [{}]{more}", failure.reason, failure.code)
}
