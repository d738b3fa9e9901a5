//! The steps of the demo, each a few calls of what the commands call.

use super::Outcome;
use super::events::Events;
use super::served::{REGION, Served};
use crate::commands::receipts::{trust_from, verify};
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::files::Output;
use crate::progress::Bar;
use crate::ui::grouped;
use cos_core::bodies::Bodies;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::note::SignedNote;
use cos_core::receipt::disclose::{Profile, Selection};
use cos_core::receipt::{Criterion, Reader};
use cos_evidence::pack::{self, Request};
use cos_evidence::pins::Pins;
use cos_evidence::report::Report;
use cos_evidence::source::Source;
use cos_evidence::store::Store;
use cos_evidence::{Level, Options, verify as evidence};
use cos_sign::{KeyDir, Trust};
use rand_core::Rng as _;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

pub(super) const TENANTS: [&str; 2] = ["pilot-a", "pilot-b"];
/// The share of receipts appended before the auditor's first visit, in percent.
const FIRST_DAY: u64 = 80;
const SAMPLE: u64 = 500;

pub(super) struct Demo<'a> {
    pub(super) ctx: &'a Ctx<'a>,
    pub(super) dir: &'a Path,
    pub(super) receipts: u64,
    /// The server, while it runs.
    pub(super) served: Option<Served>,
}

impl Demo<'_> {
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    pub(super) fn keys(&self) -> Result<KeyDir, CommandError> {
        Ok(KeyDir::open(&self.path("trust"))?)
    }

    pub(super) fn trust_file(&self) -> Result<Trust, CommandError> {
        trust_from(&self.path("trust"))
    }

    /// How many receipts the first tenant gets, and the second.
    fn shares(&self) -> [u64; 2] {
        [self.receipts / 2, self.receipts - self.receipts / 2]
    }

    pub(super) fn served(&self) -> Result<&Served, CommandError> {
        self.served.as_ref().ok_or_else(no_server)
    }

    pub(super) fn take_served(&mut self) -> Result<Served, CommandError> {
        self.served.take().ok_or_else(no_server)
    }

    /// Where the auditor keeps the checkpoint of a log that was seen on the first day.
    pub(super) fn seen(&self, tenant: &str) -> PathBuf {
        self.path("seen").join(format!("{tenant}.checkpoint"))
    }

    pub(super) fn trust(&self) -> Result<Outcome, CommandError> {
        self.init()?;
        let mut keys = self.keys()?;
        self.builder(&mut keys)?;
        let fact = format!("keys made; auditors need one file: {}", keys.trust_path().display());
        Ok(Outcome { count: None, fact: Some(fact) })
    }

    pub(super) fn events(&self) -> Result<Outcome, CommandError> {
        let policy = self.path("policy.tar.gz");
        let bytes = fs::read(&policy).map_err(|error| CommandError::io("read", &policy, &error))?;
        let policy = Digest::of(&bytes);
        for (tenant, count) in TENANTS.into_iter().zip(self.shares()) {
            let first = count * FIRST_DAY / 100;
            let mut events = Events::new(tenant, policy, self.ctx.now(), count);
            for (day, count) in [(1, first), (2, count - first)] {
                let mut out =
                    Output::create(&self.path(&format!("events-{tenant}-day{day}.jsonl")), false)?;
                for event in events.by_ref().take(count as usize) {
                    writeln!(out, "{event}")?;
                }
                out.finish()?;
            }
        }
        Ok(Outcome { count: Some(self.receipts), fact: None })
    }

    /// Writes the receipts out of the ledger, a file for each tenant and day, as they are handed to others.
    pub(super) fn export(&self) -> Result<Outcome, CommandError> {
        let store = Store::open(&self.path("ledger"))?;
        let mut written = 0;
        for log in store.logs()? {
            let tenant = log.origin().tenant.to_string();
            if !TENANTS.contains(&tenant.as_str()) {
                continue;
            }
            let seen = self.seen(&tenant);
            let first = fs::read_to_string(&seen)
                .map_err(|error| CommandError::io("read", &seen, &error))?;
            let first = size_in(&first);
            let size = size_in(&log.checkpoint()?.unwrap_or_default());
            let day = |day: u8| {
                Output::create(&self.path(&format!("receipts-{tenant}-day{day}.sdjwt")), false)
            };
            let mut days = [day(1)?, day(2)?];
            let mut failed = None;
            log.chunks(size, 512, |start, chunk| {
                for at in 0..chunk.len() {
                    let Some(text) = chunk.receipt(at as usize) else { continue };
                    let out = &mut days[usize::from(start + at >= first)];
                    let done = out.write_all(&text).and_then(|()| out.write_all(b"\n"));
                    failed = failed.take().or(done.err());
                    written += 1;
                }
                failed.is_none()
            })?;
            failed.map_or(Ok(()), |error| Err(CommandError::from(error)))?;
            days.into_iter().try_for_each(Output::finish)?;
        }
        let fact = format!("{} receipts of both tenants, to hand to others", grouped(written));
        Ok(Outcome { count: Some(written), fact: Some(fact) })
    }

    fn check(
        &self,
        source: &Source,
        pins: bool,
        since: Vec<PathBuf>,
    ) -> Result<Report, CommandError> {
        let trust = self.trust_file()?;
        let bar = Bar::new(self.ctx.ui, "verifying");
        let options = Options {
            level: matches!(source, Source::Ledger(_)).then_some(Level::Consistency),
            criterion: Criterion::Batch,
            threads: self.ctx.threads,
            since,
            pins: pins.then(|| Pins::new(self.path("auditor-pins"))),
            progress: &bar,
        };
        Ok(evidence::verify(&self.dir.display().to_string(), source, &trust, &options)?)
    }

    pub(super) fn verify(&self) -> Result<Outcome, CommandError> {
        let since = TENANTS.map(|tenant| self.seen(tenant)).to_vec();
        let report = self.check(&Source::Ledger(self.path("ledger")), true, since)?;
        let counts = &report.counts;
        expect(
            verify::exit(&report) == Exit::Done
                && counts.valid == counts.total
                && counts.total > self.receipts,
            "the ledger does not verify",
        )?;
        let fact = format!(
            "{} of {} verified: signature, disclosures, inclusion, and that the logs only grew since day 1 ({})",
            grouped(report.counts.valid),
            grouped(report.counts.total),
            report.criterion
        );
        Ok(Outcome { count: Some(report.counts.total), fact: Some(fact) })
    }

    pub(super) fn sample(&self) -> Result<Outcome, CommandError> {
        let mut nonce = [0; 16];
        Ctx::rng()?.fill_bytes(&mut nonce);
        let trust = self.trust_file()?;
        let request = Request {
            nonce: &nonce,
            count: SAMPLE.min(self.receipts),
            profile: Profile::Auditor,
            threads: self.ctx.threads,
            progress: &(),
        };
        let draft = pack::draw(&self.path("ledger"), &trust, &request)?;
        let path = self.path("sample.auditpack");
        let mut out = Output::create(&path, false)?;
        draft.write(&Selection::of(Profile::Auditor), &mut out)?;
        out.finish()?;
        let report = self.check(&Source::Pack(path.clone()), false, Vec::new())?;
        expect(
            verify::exit(&report) == Exit::Done && report.counts.valid == draft.drawn(),
            "the sample does not verify",
        )?;
        let bound = report.sample.as_ref().map_or(1.0, |sample| sample.upper_bound_95);
        let fact = format!(
            "{} drawn by a nonce and verified from {} alone: at most {:.2} % of all deviate (95 % confidence)",
            grouped(draft.drawn()),
            path.display(),
            bound * 100.0
        );
        Ok(Outcome { count: None, fact: Some(fact) })
    }

    pub(super) fn disclose(&self) -> Result<Outcome, CommandError> {
        let from = self.path("receipts-pilot-a-day1.sdjwt");
        let failed = |error: io::Error| CommandError::io("read", &from, &error);
        // The last of that day is an event's; the first are of the server's own acts.
        let lines = BufReader::new(File::open(&from).map_err(failed)?).lines();
        let line = lines.last().transpose().map_err(failed)?.unwrap_or_default();
        let mut reader = Reader::default();
        let receipt = reader
            .read(line.as_bytes())
            .map_err(|error| CommandError::input(error.code(), error.to_string()))?;
        let mut copy = Vec::new();
        Selection::of(Profile::Public).disclose(&receipt, &mut copy);
        let names: Vec<_> =
            receipt.disclosed_members().filter_map(|(name, _)| name.plain_string()).collect();
        let hidden: Vec<_> = names
            .into_iter()
            .filter(|name| !matches!(*name, "input_digest" | "salt_seed"))
            .collect();
        copy.push(b'\n');
        let path = self.path("public.sdjwt");
        let mut out = Output::create(&path, false)?;
        out.write_all(&copy)?;
        out.finish()?;
        let report = self.check(&Source::Lines(path.clone()), false, Vec::new())?;
        expect(
            report.counts.withheld == 1 && report.is_clean(),
            "the public copy does not verify",
        )?;
        let fact = format!(
            "{} withholds {} and is still validly signed",
            path.display(),
            hidden.join(", ")
        );
        Ok(Outcome { count: None, fact: Some(fact) })
    }

    /// Flips one byte of one stored receipt in a copy of the ledger.
    pub(super) fn tamper(&self) -> Result<Outcome, CommandError> {
        let tampered = self.path("tampered-ledger");
        copy_dir(&self.path("ledger"), &tampered)
            .map_err(|error| CommandError::io("copy", &tampered, &error))?;
        let (path, mut file) =
            largest_body_file(&tampered.join(REGION).join(TENANTS[0]).join("bodies"))?;
        let (index, byte) = {
            let bodies = Bodies::parse(&file).map_err(|error| {
                CommandError::new(Exit::Integrity, error.code(), error.to_string())
            })?;
            let position = bodies.len() * 2 / 3;
            let record = bodies.record(position);
            (bodies.first_index() + position as u64, record.start + record.len() / 2)
        };
        file[byte] ^= 0x01;
        fs::write(&path, &file).map_err(|error| CommandError::io("write", &path, &error))?;
        let report = self.check(&Source::Ledger(tampered.clone()), false, Vec::new())?;
        let named = report.failures.first().and_then(|failure| failure.index);
        expect(
            report.counts.invalid == 1 && named == Some(index),
            "the tampered receipt was not named",
        )?;
        let fact = format!(
            "one bit flipped in {}: 1 of {} invalid, receipt {} of pilot-a named",
            tampered.display(),
            grouped(report.counts.total),
            grouped(index)
        );
        Ok(Outcome { count: Some(report.counts.total), fact: Some(fact) })
    }
}

/// How many receipts a checkpoint covers.
fn size_in(note: &str) -> u64 {
    let checkpoint = SignedNote::parse(note).and_then(|note| note.text().parse::<Checkpoint>());
    checkpoint.map_or(0, |checkpoint| checkpoint.size)
}

fn no_server() -> CommandError {
    bug("the server does not run")
}

/// Something that cannot be went wrong.
pub(super) fn bug(what: &str) -> CommandError {
    CommandError::new(Exit::Bug, const { Code::new("COS-CLI-0010") }, what)
}

/// The demo checks its own claims; a failure here is a bug.
pub(super) fn expect(holds: bool, what: &str) -> Result<(), CommandError> {
    if holds { Ok(()) } else { Err(bug(what)) }
}

fn copy_dir(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_dir(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn largest_body_file(dir: &Path) -> Result<(PathBuf, Vec<u8>), CommandError> {
    let failed = |error: io::Error| CommandError::io("read", dir, &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        files.push((fs::metadata(&path).map_err(failed)?.len(), path));
    }
    let (_, path) =
        files.into_iter().max().ok_or_else(|| failed(io::ErrorKind::NotFound.into()))?;
    let bytes = fs::read(&path).map_err(failed)?;
    Ok((path, bytes))
}
