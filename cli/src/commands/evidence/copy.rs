//! `cos evidence copy`.

use super::places::PlaceArgs;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_core::digest::Digest;
use cos_evidence::bundle::carrier::{self, Location, Opened, Target};
use cos_evidence::bundle::verify::opened_digest;
use serde_json::{Value, json};
use std::io;
use std::path::Path;

const EXAMPLES: &str = "Examples:
  cos evidence copy release-0.23.0 release-0.23.0.zip
  cos evidence copy release-0.23.0 oci:layout
  cos evidence copy s3://evidence/bundles/0.23.0 release-0.23.0.tar.zst

The copy is not verified; `cos evidence verify` does that, with the same result for both.";

/// Copy a bundle into another form; it stays the same bundle.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The bundle: a directory, *.tar.zst, *.zip, oci:DIR or s3://BUCKET/PREFIX.
    from: String,
    /// Where the copy goes, in the same forms.
    to: String,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Copies a bundle.
pub(crate) fn run(_: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let places = args.places.places(Path::new("."))?;
    let from = Opened::open(&Location::parse(&args.from), &places)?;
    let digest = opened_digest(&from.area)?;
    let target = Target::create(&Location::parse(&args.to), &places)?;
    carrier::copy(&from.area, &target.area)?;
    target.finish()?;
    Ok(Answer::done(Copied { from: args.from.clone(), to: args.to.clone(), digest }))
}

struct Copied {
    from: String,
    to: String,
    digest: Digest,
}

impl Render for Copied {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.good(&format!("{} is now in {}, too", self.from, self.to))?;
        out.line(format!("  sha256 {}", self.digest))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.evidence-copy/v1",
            "from": self.from,
            "to": self.to,
            "sha256": self.digest.to_string(),
        })
    }
}
