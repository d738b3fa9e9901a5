//! `cos ledger status`.

use crate::error::CommandError;
use crate::ui::{Answer, Human, Render, bytes, grouped};
use cos_ledger::{LedgerStatus, LogStatus};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos ledger status ledger/

Safe while the ledger is written. It looks and does not check; `cos ledger fsck` checks.";

/// Show how large the logs are, how far published, and who writes them.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The ledger.
    ledger: PathBuf,
}

/// Shows a ledger's state.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    Ok(Answer::done(Status(cos_ledger::status(&args.ledger)?)))
}

struct Status(LedgerStatus);

impl Render for Status {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let row = |log: &LogStatus| {
            let disk = log.disk.bodies + log.disk.wal + log.disk.tiles + log.disk.cache;
            vec![
                format!("{}/{}", log.origin.region, log.origin.tenant),
                grouped(log.receipts),
                log.published.map_or_else(|| "-".into(), grouped),
                grouped(log.sealed),
                bytes(disk),
                log.checkpoint_time.map_or_else(|| "-".into(), |time| time.to_string()),
            ]
        };
        let rows: Vec<_> = self.0.logs.iter().map(row).collect();
        out.table(
            &["log", "receipts", "published", "sealed", "on disk", "checkpoint"],
            &rows,
            true,
        )?;
        for log in &self.0.logs {
            if let Some(holder) = &log.holder {
                out.line(format!(
                    "{}/{} is being written by {holder}",
                    log.origin.region, log.origin.tenant
                ))?;
            }
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let log = |log: &LogStatus| {
            json!({
                "origin": log.origin.to_string(),
                "receipts": log.receipts,
                "published": log.published,
                "sealed": log.sealed,
                "checkpoint_time": log.checkpoint_time.map(|time| time.to_string()),
                "bytes": {
                    "bodies": log.disk.bodies,
                    "wal": log.disk.wal,
                    "tiles": log.disk.tiles,
                    "cache": log.disk.cache,
                },
                "holder": log.holder.as_ref().map(ToString::to_string),
            })
        };
        json!({
            "schema": "cos.ledger-status/v1",
            "org": self.0.org.to_string(),
            "logs": self.0.logs.iter().map(log).collect::<Vec<_>>(),
        })
    }
}
