//! `cos policy build`.

use super::output;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render, bytes, counted};
use cos_core::digest::Digest;
use cos_policy::bundle::{self, Bundle, Limits};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos policy build policies/ --out bundle.tar.gz
  cos policy build policies/ --out bundle.tar.gz --revision 2026-10-01.3

The same files give the same bytes each time. Everything in the directory belongs to the bundle,
hidden files included; keep keys and notes elsewhere.";

/// Pack a policy into a bundle archive, the same bytes each time.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The directory with the policy and its data, or an archive to pack anew.
    source: PathBuf,
    /// Where to write the archive.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Write this revision into the manifest; a signature over the old manifest is left out.
    #[arg(long, value_name = "TEXT")]
    revision: Option<String>,
    /// Replace the output if it exists.
    #[arg(long)]
    force: bool,
}

/// Packs a bundle that loads.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    output::outside(&args.source, &args.out)?;
    let (mut files, _) = bundle::read(&args.source, &Limits::default())?;
    if let Some(revision) = &args.revision {
        bundle::set_revision(&mut files, revision).map_err(|error| error.within(&args.source))?;
    }
    let loaded = bundle::load(&files).map_err(|error| error.within(&args.source))?;
    let archive = files.to_archive();
    output::write(&args.out, &archive, args.force)?;
    Ok(Answer::done(Built::new(&args.out, &archive, files.len(), loaded)))
}

/// An archive that was written.
pub(super) struct Built {
    out: String,
    size: u64,
    files: usize,
    revision: String,
    signed: bool,
    sha256: Digest,
    content: Digest,
}

impl Built {
    pub(super) fn new(out: &Path, archive: &[u8], files: usize, bundle: Bundle) -> Self {
        Self {
            out: out.display().to_string(),
            size: archive.len() as u64,
            files,
            revision: bundle.manifest.revision,
            signed: bundle.signature.is_some(),
            sha256: Digest::of(archive),
            content: bundle.content_digest,
        }
    }
}

impl Render for Built {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let files = counted(self.files as u64, "file");
        let revision = match self.revision.as_str() {
            "" => String::new(),
            revision => format!(", revision `{}`", revision.escape_debug()),
        };
        out.good(&format!("{files} in {} ({}){revision}", self.out, bytes(self.size)))?;
        out.line(format!("  sha256   {}", self.sha256))?;
        out.line(format!("  content  {}", self.content))?;
        if self.signed {
            out.line("  with the signature it had, not verified")
        } else {
            out.line("  not signed; `cos policy sign` does it")
        }
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.policy-build/v1",
            "out": self.out,
            "bytes": self.size,
            "files": self.files,
            "revision": self.revision,
            "signed": self.signed,
            "sha256": self.sha256.to_string(),
            "content_digest": self.content.to_string(),
        })
    }
}
