//! `cos ledger fsck`.

use super::trust_beside;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::ui::{Answer, Human, Render, counted, grouped};
use cos_ledger::{Finding, FsckReport, Repair, Severity};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos ledger fsck ledger/
  cos ledger fsck ledger/ --trust trust/trust.json --repair

Exit codes: 0 all is well · 1 something that follows from the receipts is wrong; --repair rebuilds
it · 6 receipts or checkpoint are damaged.";

/// Check every file of a ledger: receipts, tree, checkpoint, leftovers.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The ledger; nobody may be writing it.
    ledger: PathBuf,
    /// The trust file with the logs' keys [default: `trust/trust.json` beside the ledger].
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// Rebuild tiles and indexes from the receipts and remove leftovers; receipts and checkpoints are never touched.
    #[arg(long)]
    repair: bool,
}

/// Checks a ledger.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let trust = trust_beside(args.trust.as_deref(), &args.ledger)?;
    let repair = if args.repair { Repair::Derived } else { Repair::Nothing };
    let report = cos_ledger::fsck(&args.ledger, &|origin| trust.log_keys(origin), repair)?;
    let worst = report.findings().map(|finding| finding.severity).max();
    let repaired = args.repair && worst < Some(Severity::Damage);
    let exit = match worst {
        Some(Severity::Damage) => Exit::Integrity,
        _ if report.is_clean() || repaired => Exit::Done,
        _ => Exit::No,
    };
    if exit == Exit::No {
        ctx.ui.hint("nothing is lost: `--repair` rebuilds what is wrong from the receipts");
    }
    Ok(Answer::with(exit, Checked { report, repaired }))
}

struct Checked {
    report: FsckReport,
    repaired: bool,
}

impl Render for Checked {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        for finding in self.report.findings() {
            let index = finding.index.map_or_else(String::new, |index| format!(" #{index}"));
            let text =
                format!("{}{index}: {} [{}]", finding.path.display(), finding.reason, finding.code);
            if finding.severity == Severity::Damage { out.bad(&text)? } else { out.warning(&text)? }
        }
        for log in &self.report.logs {
            let name = format!("{}/{}", log.origin.region, log.origin.tenant);
            let published = log.published.map_or_else(
                || "no valid checkpoint".into(),
                |size| format!("{} published", grouped(size)),
            );
            let mut text = format!("{name}: {}, {published}", counted(log.receipts, "receipt"));
            if log.further_findings > 0 {
                text = format!("{text}, {} findings more", grouped(log.further_findings));
            }
            if log.repaired > 0 {
                text = format!("{text}, {} files repaired", grouped(log.repaired));
            }
            if log.is_clean() || self.repaired { out.good(&text)? } else { out.bad(&text)? }
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let finding = |finding: &Finding| {
            json!({
                "severity": match finding.severity {
                    Severity::Damage => "damage",
                    Severity::Derived => "derived",
                    Severity::LeftOver => "left-over",
                },
                "code": finding.code.as_str(),
                "path": finding.path.display().to_string(),
                "index": finding.index,
                "reason": finding.reason,
            })
        };
        let log = |log: &cos_ledger::LogReport| {
            json!({
                "origin": log.origin.to_string(),
                "receipts": log.receipts,
                "published": log.published,
                "clean": log.is_clean(),
                "further_findings": log.further_findings,
                "repaired": log.repaired,
            })
        };
        json!({
            "schema": "cos.ledger-fsck/v1",
            "org": self.report.org.to_string(),
            "clean": self.report.is_clean(),
            "repaired": self.repaired,
            "logs": self.report.logs.iter().map(log).collect::<Vec<_>>(),
            "findings": self.report.findings().map(finding).collect::<Vec<_>>(),
        })
    }
}
