//! `cos theme export`.

use super::{read, write_beside};
use crate::error::CommandError;
#[cfg(feature = "server")]
use crate::error::Exit;
use crate::files;
use crate::ui::{Answer, Human, Render, bytes, counted};
use cos_core::digest::Digest;
#[cfg(feature = "server")]
use cos_switchboard::theme::{self, Pack, PackLimits};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos theme export examples/themes/harbour --out harbour.zip
  cos theme export white-label/themes/default.json --out default.zip --force

A plain theme becomes a pack with tokens on the way. Exporting an export gives the same bytes, also
from a server: `cos theme export harbour@1.2.0 --tenant pilot-a --out harbour.zip`.";

/// Pack a theme into an archive, the same bytes each time.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The theme: a directory, a zip archive, or a plain theme in one JSON file; with `--tenant` NAME,
    /// NAME@VERSION or a digest.
    path: PathBuf,
    /// The archive to write.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Replace the archive if it is there.
    #[arg(long)]
    force: bool,
    /// Copy it from the server: a theme of this tenant.
    #[cfg(feature = "server")]
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    #[cfg(feature = "server")]
    #[command(flatten)]
    server: crate::commands::server::ServerArgs,
}

/// Packs a theme.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    #[cfg(feature = "server")]
    if let Some(tenant) = &args.tenant {
        return copy(args, tenant);
    }
    let (pack, theme) = read::sound(&args.path)?;
    let archive = pack.to_zip();
    write_beside(&args.path, &args.out, &archive, args.force)?;
    Ok(Answer::done(Exported {
        out: files::name(&args.out),
        name: theme.manifest.name,
        version: theme.manifest.version,
        files: pack.files().count() as u64,
        bytes: archive.len() as u64,
        digest: theme.digest,
        archive: Digest::of(&archive),
    }))
}

/// Copies a theme from the server, if it is what its digest says.
#[cfg(feature = "server")]
fn copy(args: &Args, tenant: &str) -> Result<Answer, CommandError> {
    let client = args.server.client()?;
    let meant = super::served::find(&client, tenant, &args.path.to_string_lossy())?;
    let archive = client.theme_pack(tenant, &meant.digest)?;
    let name = files::name(&args.path);
    let pack = Pack::from_zip(&archive, &PackLimits::default());
    let pack = pack.map_err(|faults| super::refused(&name, &faults))?;
    if pack.digest().to_string() != meant.digest {
        let message = format!("what came for `{}` is another theme", meant.digest);
        return Err(CommandError::new(Exit::Integrity, theme::codes::ASSET, message));
    }
    write_beside(&args.out, &args.out, &archive, args.force)?;
    Ok(Answer::done(Exported {
        out: files::name(&args.out),
        name: meant.name,
        version: meant.version,
        files: pack.files().count() as u64,
        bytes: archive.len() as u64,
        digest: pack.digest(),
        archive: Digest::of(&archive),
    }))
}

struct Exported {
    out: String,
    name: String,
    version: String,
    files: u64,
    bytes: u64,
    digest: Digest,
    archive: Digest,
}

impl Render for Exported {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let (files, size) = (counted(self.files, "file"), bytes(self.bytes));
        out.good(&format!("{}: {} {}, {files}, {size}", self.out, self.name, self.version))?;
        out.line(format!("  content  {}", self.digest))?;
        out.line(format!("  archive  {}", self.archive))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.theme-export/v1",
            "out": self.out,
            "name": self.name,
            "version": self.version,
            "files": self.files,
            "bytes": self.bytes,
            "content_digest": self.digest.to_string(),
            "archive_sha256": self.archive.to_string(),
        })
    }
}
