//! `cos evidence show`.

use super::places::PlaceArgs;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render, bytes, counted};
use cos_core::digest::Digest;
use cos_evidence::bundle::carrier::{Location, Opened};
use cos_evidence::bundle::contents::Contents;
use cos_evidence::bundle::verify::{opened_contents, opened_digest};
use serde_json::{Value, json};
use std::io;
use std::path::Path;

const EXAMPLES: &str = "Examples:
  cos evidence show release-0.23.0
  cos evidence show release-0.23.0.zip --format json

Nothing is verified here; `cos evidence verify` does that.";

/// Show what a bundle says it holds, unverified.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The bundle: a directory, *.tar.zst, *.zip, oci:DIR or s3://BUCKET/PREFIX.
    bundle: String,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Shows a bundle.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let places = args.places.places(Path::new("."))?;
    let opened = Opened::open(&Location::parse(&args.bundle), &places)?;
    let contents = opened_contents(&opened.area)?;
    Ok(Answer::done(Shown { digest: opened_digest(&opened.area)?, contents }))
}

struct Shown {
    digest: Digest,
    contents: Contents,
}

impl Render for Shown {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let contents = &self.contents;
        out.heading(&format!("release {}", contents.version))?;
        for source in &contents.sources {
            let files: u64 = source.index.as_ref().map_or(0, |index| index.files);
            out.line(format!(
                "{}: {}",
                source.field,
                counted(files + source.files.len() as u64, "file")
            ))?;
            for file in &source.files {
                out.line(format!("  {} ({}) from {}", file.path, bytes(file.size), file.uri))?;
            }
            if let Some(index) = &source.index {
                out.line(format!(
                    "  {} lists {} of {}",
                    index.path,
                    counted(index.files, "file"),
                    bytes(index.bytes)
                ))?;
            }
        }
        for artifact in &contents.artifacts {
            out.line(format!("artifact {} sha256 {}", artifact.name, artifact.sha256))?;
        }
        if let Some(receipts) = &contents.receipts {
            for (counts, place) in [(&receipts.files, ""), (&receipts.samples, " in samples")] {
                if counts.count > 0 {
                    out.line(format!("{}{place}", counted(counts.count, "receipt")))?;
                }
                for (tenant, count) in &counts.tenants {
                    out.line(format!("  {tenant}: {count}"))?;
                }
            }
        }
        out.line(format!("sha256 {}", self.digest))?;
        out.warning("nothing of this is verified")
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.evidence-show/v1",
            "sha256": self.digest.to_string(),
            "contents": self.contents,
        })
    }
}
