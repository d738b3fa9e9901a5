//! `cos receipts verify`.

use crate::commands::receipts::trust_from;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::files::Output;
use crate::progress::Bar;
use crate::ui::{Answer, Human, Render, counted, grouped};
use clap::ValueEnum;
use cos_core::receipt::Criterion;
use cos_core::receipt::disclose::{Profile, Selection};
use cos_evidence::pack::{self, Request};
use cos_evidence::pins::Pins;
use cos_evidence::report::{Counts, Failure, Report};
use cos_evidence::source::Source;
use cos_evidence::{Level, Options, verify};
use cos_sign::Trust;
use serde_json::Value;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos receipts verify ledger/ --trust trust/trust.json
  cos receipts verify receipts.sdjwt --trust trust/trust.json --format json
  cos receipts verify ledger/ --trust trust/ --sample 500 --nonce 00112233445566778899aabbccddeeff
  cos receipts verify sample.auditpack --trust trust/trust.json --report out.json

Exit codes: 0 all hold · 1 something is invalid or unverifiable · 3 bad input · 6 a log forked or
shrank since it was last seen.";

/// Verify receipts: signature, disclosures, inclusion, consistency, witnesses.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A ledger, a file with one receipt a line (compact or flattened JSON), an audit pack, or `-` for receipts on stdin.
    source: PathBuf,
    /// The trust file.
    #[arg(long, value_name = "FILE")]
    trust: PathBuf,
    /// How far to go; each level includes those before it [default: consistency, or signature for a file of receipts].
    #[arg(long, value_enum)]
    level: Option<LevelArg>,
    /// Check signatures one by one under the stricter criterion `rfc8032-strict`.
    #[arg(long)]
    strict: bool,
    /// A checkpoint seen earlier, which the log must continue; may be repeated.
    #[arg(long, value_name = "OLD-CHECKPOINT")]
    since: Vec<PathBuf>,
    /// Verify a sample of this many receipts instead of all.
    #[arg(long, value_name = "N", requires = "nonce", value_parser = clap::value_parser!(u64).range(1..))]
    sample: Option<u64>,
    /// What the sample is drawn with: 16 to 64 bytes in hexadecimal, chosen by the auditor.
    #[arg(long, value_name = "HEX", requires = "sample")]
    nonce: Option<String>,
    /// Also write the report as JSON to this file.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Neither compare with the checkpoints seen last nor remember these.
    #[arg(long)]
    no_pin: bool,
    /// Where the checkpoints seen last are kept [default: pins/ in the user's state directory].
    #[arg(long, value_name = "DIR", conflicts_with = "no_pin")]
    pins: Option<PathBuf>,
    /// Use this many threads [default: all cores].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LevelArg {
    /// The log only grew since it was last seen.
    Consistency,
    /// The receipt is in the tree that a signed checkpoint commits to.
    Inclusion,
    /// Serialisation, disclosures, claims, signature, key.
    Signature,
    /// Enough witnesses cosigned the checkpoint.
    Witness,
}

impl From<LevelArg> for Level {
    fn from(level: LevelArg) -> Self {
        match level {
            LevelArg::Consistency => Self::Consistency,
            LevelArg::Inclusion => Self::Inclusion,
            LevelArg::Signature => Self::Signature,
            LevelArg::Witness => Self::Witness,
        }
    }
}

/// Verifies a source.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let trust = trust_from(&args.trust)?;
    let bar = Bar::new(ctx.ui, "verifying");
    let options = Options {
        level: args.level.map(Level::from),
        criterion: if args.strict { Criterion::Strict } else { Criterion::Batch },
        threads: args.threads.map_or(ctx.threads, usize::from),
        since: args.since.clone(),
        pins: pins(args),
        progress: &bar,
    };
    let report = verify_source(args, &trust, &options)?;
    bar.finish();
    if let Some(path) = &args.report {
        let mut out = Output::create(path, true)?;
        serde_json::to_writer_pretty(&mut out, &report).map_err(io::Error::from)?;
        writeln!(out)?;
        out.finish()?;
    }
    Ok(Answer::with(exit(&report), Verdict(report)))
}

fn verify_source(
    args: &Args,
    trust: &Trust,
    options: &Options<'_>,
) -> Result<Report, CommandError> {
    let name = args.source.display().to_string();
    if args.source == Path::new("-") {
        return Ok(verify::lines("-", io::stdin(), trust, options)?);
    }
    let source = Source::detect(&args.source)?;
    match (&source, args.sample, &args.nonce) {
        (Source::Ledger(ledger), Some(count), Some(nonce)) => {
            let nonce = pack::parse_nonce(nonce)?;
            let request = Request {
                nonce: &nonce,
                count,
                profile: Profile::Auditor,
                threads: options.threads,
                progress: options.progress,
            };
            let mut sample = Vec::new();
            pack::draw(ledger, trust, &request)?
                .write(&Selection::of(Profile::Auditor), &mut sample)?;
            Ok(pack::verify(&name, sample.as_slice(), trust, options)?)
        }
        (_, Some(_), _) => Err(CommandError::new(
            Exit::Usage,
            cos_core::code::Code::new("COS-CLI-0006"),
            "`--sample` draws from a ledger; this source is none",
        )),
        _ => Ok(verify::verify(&name, &source, trust, options)?),
    }
}

fn pins(args: &Args) -> Option<Pins> {
    let default = || Some(Ctx::state_dir()?.join("pins"));
    (!args.no_pin).then(|| args.pins.clone().or_else(default))?.map(Pins::new)
}

/// How a report ends the command.
pub(crate) fn exit(report: &Report) -> Exit {
    if report.log_identity_broken {
        Exit::Integrity
    } else if report.is_clean() {
        Exit::Done
    } else {
        Exit::No
    }
}

/// A report, to be shown.
pub(crate) struct Verdict(pub(crate) Report);

/// How many failures a person is shown.
const SHOWN: usize = 10;

impl Render for Verdict {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let report = &self.0;
        let mut rows: Vec<_> =
            report.by_tenant.iter().map(|(tenant, counts)| row(tenant, counts)).collect();
        if rows.len() != 1 {
            rows.push(row("all", &report.counts));
        }
        out.table(
            &["tenant", "valid", "invalid", "unverifiable", "withheld", "total"],
            &rows,
            true,
        )?;
        levels(report, out)?;
        if let Some(sample) = &report.sample {
            out.line(format!(
                "sample: {} of {} drawn with nonce {}; {} deviate, so with 95 % confidence at most {:.4} % of all do",
                grouped(sample.drawn),
                grouped(sample.population),
                sample.nonce,
                sample.deviations,
                sample.upper_bound_95 * 100.0
            ))?;
        }
        report.warnings.iter().try_for_each(|warning| out.warning(warning))?;
        failures(report, out)?;
        let summary = format!(
            "{} in {:.2} s, {} a second, criterion {}",
            counted(report.counts.total, "receipt"),
            report.elapsed_seconds,
            grouped(report.receipts_per_second as u64),
            report.criterion
        );
        match exit(report) {
            Exit::Done => out.good(&format!("everything holds: {summary}")),
            Exit::Integrity => out.bad(&format!("a log is not what it was: {summary}")),
            _ => out.bad(&format!("not everything holds: {summary}")),
        }
    }

    fn json(&self) -> Value {
        serde_json::to_value(&self.0).unwrap_or_default()
    }

    /// The failures one by one, then the report without them.
    fn jsonl(&self) -> Vec<Value> {
        let line = |failure: &Failure| serde_json::json!({ "failure": failure });
        let mut lines: Vec<_> = self.0.failures.iter().map(line).collect();
        let mut report = self.json();
        report["failures"] = Value::Array(Vec::new());
        lines.push(serde_json::json!({ "report": report }));
        lines
    }
}

fn row(tenant: &str, counts: &Counts) -> Vec<String> {
    let Counts { total, valid, invalid, unverifiable, withheld } = *counts;
    let numbers = [valid, invalid, unverifiable, withheld, total];
    [tenant.to_owned()].into_iter().chain(numbers.map(grouped)).collect()
}

fn levels(report: &Report, out: &mut Human<'_>) -> io::Result<()> {
    for name in ["signature", "disclosure", "inclusion", "consistency", "witness"] {
        let Some(level) = report.levels.get(name) else { continue };
        let noun = match name {
            "consistency" => "checkpoint seen earlier",
            "witness" => "log",
            _ => "receipt",
        };
        match (level.passed, level.failed) {
            (0, 0) => {}
            (passed, 0) => out.good(&format!("{name}: {}", counted(passed, noun)))?,
            (passed, failed) => {
                let all = counted(passed + failed, noun);
                out.bad(&format!("{name}: {} of {all} not shown to hold", grouped(failed)))?;
            }
        }
    }
    Ok(())
}

fn failures(report: &Report, out: &mut Human<'_>) -> io::Result<()> {
    for failure in report.failures.iter().take(SHOWN) {
        let place = failure.index.map_or_else(|| "log".to_owned(), |index| format!("#{index}"));
        let tenant = failure.tenant.as_deref().unwrap_or("-");
        let jti = failure.jti.as_deref().unwrap_or("-");
        out.bad(&format!(
            "{tenant} {place} {jti} {}: {} [{}]",
            failure.check, failure.reason, failure.code
        ))?;
    }
    let more = report.failures.len().saturating_sub(SHOWN) as u64 + report.failures_omitted;
    if more > 0 {
        out.line(format!("  and {} more; `--report FILE` lists them", grouped(more)))?;
    }
    Ok(())
}
