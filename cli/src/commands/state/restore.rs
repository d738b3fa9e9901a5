//! `cos state restore`.

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{self, Answer, Human, Render, counted};
use cos_core::digest::Digest;
use cos_daemon::{Installation, Restored};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos state restore backup-2026-11-26 data
  cos ledger fsck data/ledger --repair

Every file is compared with the manifest before the directory appears. Each log goes on where the
backup ends: where somebody has seen a later checkpoint, that is a fork, and they will say so. Restore
only when the present directory is lost, and keep what is left of it. Caches are no part of a backup:
`cos ledger fsck --repair` makes them, or the server when it opens a log.

Exit codes: 0 done · 3 the new directory is not empty, or the state is of a later version · 6 the backup is
damaged.")]
pub(crate) struct Args {
    /// The backup.
    backup: PathBuf,
    /// The directory to make.
    dir: PathBuf,
    /// Restore only the backup whose manifest has this SHA-256, as `cos state backup` printed it.
    #[arg(long, value_name = "HEX", value_parser = digest)]
    manifest_sha256: Option<Digest>,
}

fn digest(text: &str) -> Result<Digest, String> {
    Digest::from_hex(text).ok_or_else(|| "64 lower-case hexadecimal digits are expected".to_owned())
}

/// Puts a backup back.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let done = Installation::restore(&args.backup, &args.dir, args.manifest_sha256)?;
    let dir = args.dir.display().to_string();
    if let Some(place) = &done.place {
        ctx.ui.note("note", &format!("the state is in `{place}`: restore that as well"));
    }
    ctx.ui.hint(&format!(
        "check it, then start it: cos ledger fsck {dir}/ledger --repair; cos serve --data {dir}"
    ));
    Ok(Answer::done(Made { done, dir }))
}

struct Made {
    done: Restored,
    dir: String,
}

impl Render for Made {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let (files, size) = (counted(self.done.files, "file"), ui::bytes(self.done.bytes));
        out.good(&format!("{}: {files}, {size}, each as it was written", self.dir))?;
        out.good(&format!("as of {}", self.done.created_at))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.state-restore/v1",
            "dir": self.dir,
            "files": self.done.files,
            "bytes": self.done.bytes,
            "created_at": self.done.created_at,
            "place": self.done.place,
        })
    }
}
