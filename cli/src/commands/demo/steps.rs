//! The steps of the demo, each a few calls of what the commands call.

use super::events::Events;
use super::{Outcome, size_note};
use crate::commands::receipts::append::{self, Totals};
use crate::commands::receipts::{issue, trust_from, verify};
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::files::Output;
use crate::progress::Bar;
use crate::ui::grouped;
use cos_core::bodies::Bodies;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::ids::{IdError, Org, Origin};
use cos_core::receipt::disclose::{Profile, Selection};
use cos_core::receipt::{Criterion, Reader};
use cos_evidence::pack::{self, Request};
use cos_evidence::pins::Pins;
use cos_evidence::report::Report;
use cos_evidence::source::Source;
use cos_evidence::{Level, Options, verify as evidence};
use cos_sign::{KeyDir, Trust};
use rand_core::Rng as _;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

pub(super) const TENANTS: [(&str, &str); 2] = [("eu-1", "pilot-a"), ("us-1", "pilot-b")];
const ORG: &str = "acme";
/// The share of receipts appended before the auditor's first visit, in percent.
const FIRST_DAY: u64 = 80;
const SAMPLE: u64 = 500;

pub(super) struct Demo<'a> {
    pub(super) ctx: &'a Ctx<'a>,
    pub(super) dir: &'a Path,
    pub(super) receipts: u64,
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

    pub(super) fn trust(&self) -> Result<Outcome, CommandError> {
        let id = |error: IdError| CommandError::input(IdError::CODE, error.to_string());
        let org: Org = ORG.parse().map_err(id)?;
        let mut keys = KeyDir::create(&self.path("trust"), org, &*self.ctx.clock)?;
        self.builder(&mut keys)?;
        let fact = format!("keys made; auditors need one file: {}", keys.trust_path().display());
        Ok(Outcome { count: None, fact: Some(fact) })
    }

    pub(super) fn events(&self) -> Result<Outcome, CommandError> {
        let policy = self.path("policy.tar.gz");
        let bytes = fs::read(&policy).map_err(|error| CommandError::io("read", &policy, &error))?;
        let policy = Digest::of(&bytes);
        for ((_, tenant), count) in TENANTS.into_iter().zip(self.shares()) {
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

    pub(super) fn issue(&self) -> Result<Outcome, CommandError> {
        let keys = self.keys()?;
        let key = keys.notary()?;
        let mut issued = 0;
        for (region, tenant) in TENANTS {
            let origin: Origin = format!("{ORG}/{region}/{tenant}")
                .parse()
                .map_err(|error: IdError| CommandError::input(IdError::CODE, error.to_string()))?;
            for day in [1, 2] {
                let input = self.path(&format!("events-{tenant}-day{day}.jsonl"));
                let file =
                    File::open(&input).map_err(|error| CommandError::io("open", &input, &error))?;
                let source = input.display().to_string();
                let mut out = Output::create(
                    &self.path(&format!("receipts-{tenant}-day{day}.sdjwt")),
                    false,
                )?;
                let job = issue::Job { ctx: self.ctx, key: &key, origin: &origin, source: &source };
                issued += job.issue(file, &mut out)?;
                out.finish()?;
            }
        }
        let fact = format!(
            "{} receipts signed for {ORG}/eu-1/pilot-a and {ORG}/us-1/pilot-b",
            grouped(issued)
        );
        Ok(Outcome { count: Some(issued), fact: Some(fact) })
    }

    /// Appends the first day, lets the auditor note the checkpoints, appends the second day.
    pub(super) fn append(&self) -> Result<Outcome, CommandError> {
        let keys = self.keys()?;
        let mut totals = Totals::default();
        let seen = self.path("seen");
        fs::create_dir(&seen).map_err(|error| CommandError::io("create", &seen, &error))?;
        for day in [1, 2] {
            let ledger = append::open(self.ctx, &self.path("ledger"), &keys)?;
            for (_, tenant) in TENANTS {
                let path = self.path(&format!("receipts-{tenant}-day{day}.sdjwt"));
                let file =
                    File::open(&path).map_err(|error| CommandError::io("open", &path, &error))?;
                append::append(
                    self.ctx,
                    (&ledger, None),
                    &keys,
                    &path.display().to_string(),
                    file,
                    &mut totals,
                )?;
            }
            ledger.close()?;
            if day == 1 {
                for (region, tenant) in TENANTS {
                    let from = self.path("ledger").join(region).join(tenant).join("checkpoint");
                    fs::copy(&from, seen.join(format!("{tenant}.checkpoint")))
                        .map_err(|error| CommandError::io("copy", &from, &error))?;
                }
            }
        }
        let size = size_note(&self.path("ledger"), totals.appended);
        let fact = format!(
            "{} receipts appended, each acknowledged after it was on disk ({size})",
            grouped(totals.appended)
        );
        Ok(Outcome { count: Some(totals.appended), fact: Some(fact) })
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
        let since =
            TENANTS.map(|(_, tenant)| self.path("seen").join(format!("{tenant}.checkpoint")));
        let report = self.check(&Source::Ledger(self.path("ledger")), true, since.to_vec())?;
        expect(
            verify::exit(&report) == Exit::Done && report.counts.valid == self.receipts,
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
        let mut line = String::new();
        BufReader::new(File::open(&from).map_err(failed)?).read_line(&mut line).map_err(failed)?;
        let mut reader = Reader::default();
        let receipt = reader
            .read(line.trim_end().as_bytes())
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
        let (path, mut file) = largest_body_file(&tampered.join("eu-1/pilot-a/bodies"))?;
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

/// The demo checks its own claims; a failure here is a bug.
pub(super) fn expect(holds: bool, what: &str) -> Result<(), CommandError> {
    if holds { Ok(()) } else { Err(CommandError::new(Exit::Bug, Code::new("COS-CLI-0010"), what)) }
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
