//! `cos state backup`.

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{self, Answer, Human, Render, counted};
use cos_daemon::{BackedUp, Database, Installation};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos state backup --data data --out backup-2026-11-26
  cos state backup --data data --out backup-2026-11-26 --format json

A server may run meanwhile. What it answered before the command began is in the backup. The private
keys are in it, too: keep it as closed as the data directory. Keep the SHA-256 of its manifest
elsewhere, so that `cos state restore` can tell whether it is the one.

Exit codes: 0 done · 3 no data directory, or the new one is not empty · 4 the state is in PostgreSQL, or being
moved · 5 disk full, or too much is written · 6 a file of the state is damaged.")]
pub(crate) struct Args {
    /// The directory that `cos init` made.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The directory to make.
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
    /// Leave the database out, because `pg_dump` wrote it down before.
    #[arg(long)]
    without_database: bool,
}

/// Backs a data directory up.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let database = if args.without_database { Database::LeftOut } else { Database::Included };
    let installation = Installation::open(&args.data)?;
    let done = installation.back_up(&args.out, database, &*ctx.clock).map_err(|error| {
        let is_elsewhere = matches!(error, cos_daemon::DaemonError::Elsewhere { .. });
        let error = CommandError::from(error);
        if !is_elsewhere {
            return error;
        }
        error.hint("first `pg_dump` that database, then add `--without-database`")
    })?;
    ctx.ui.note("note", "the backup holds the private keys; only its owner can read it");
    Ok(Answer::done(Made { done, dir: args.out.display().to_string(), database }))
}

struct Made {
    done: BackedUp,
    dir: String,
    database: Database,
}

impl Render for Made {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let size = ui::bytes(self.done.bytes);
        out.good(&format!("{}: {}, {size}", self.dir, counted(self.done.files, "file")))?;
        out.good(&format!("SHA-256 of its manifest: {}", self.done.manifest))?;
        match self.database {
            Database::Included => Ok(()),
            Database::LeftOut => out.warning("without the database"),
        }
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.state-backup/v1",
            "dir": self.dir,
            "files": self.done.files,
            "bytes": self.done.bytes,
            "manifest_sha256": self.done.manifest.to_string(),
            "database": self.database == Database::Included,
        })
    }
}
