//! `cos trust export`.

use crate::commands::receipts::trust_from;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::files::Output;
use crate::ui::{Answer, Human, Render};
use cos_core::code::Code;
use cos_sign::Trust;
use cos_sign::sigstore::SigstoreRoot;
use serde_json::{Value, json};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos trust export trust/ --trust-config trust-config.json
  cos trust export trust/trust.json --trusted-root trusted-root.json --key evidence.pem

What is written is public. `sigstore --trust-config trust-config.json verify identity --offline …`
reads the first, `cosign --trusted-root` the second, `openssl dgst -verify` the third.";

/// Write what other Sigstore clients need to verify our evidence.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub(crate) struct Args {
    /// The trust file, or the directory it is in.
    trust: PathBuf,
    /// Write a Sigstore client trust config, as sigstore-python reads it.
    #[arg(long, value_name = "FILE", group = "what")]
    trust_config: Option<PathBuf>,
    /// Write the Sigstore trusted root.
    #[arg(long, value_name = "FILE", group = "what")]
    trusted_root: Option<PathBuf>,
    /// Write the public key for evidence that is in use, in PEM.
    #[arg(long, value_name = "FILE", group = "what")]
    key: Option<PathBuf>,
    /// Replace files that are there.
    #[arg(long)]
    force: bool,
}

/// Writes the files.
pub(crate) fn run(_: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let trust = trust_from(&args.trust)?;
    let mut written = Vec::new();
    if let Some(path) = &args.trust_config {
        written.push((path, root(&trust)?.to_trust_config()));
    }
    if let Some(path) = &args.trusted_root {
        written.push((path, root(&trust)?.to_json()));
    }
    if let Some(path) = &args.key {
        written.push((path, key(&trust)?));
    }
    let mut paths = Vec::new();
    for (path, text) in written {
        write(path, &text, args.force)?;
        paths.push(path.display().to_string());
    }
    Ok(Answer::done(Written { paths }))
}

fn root(trust: &Trust) -> Result<&SigstoreRoot, CommandError> {
    trust.sigstore().ok_or_else(|| {
        let message = "the trust file has no `sigstore.trustedRoot`";
        CommandError::input(Code::new("COS-SEA-0015"), message)
            .hint("`cos trust add-ca DIR` makes authorities that other clients know")
    })
}

fn key(trust: &Trust) -> Result<String, CommandError> {
    let in_use = trust.evidence_keys().iter().filter(|key| key.retired.is_none());
    let newest = in_use.max_by_key(|key| key.id.name().number).ok_or_else(|| {
        CommandError::input(Code::new("COS-KEY-0007"), "the trust file has no evidence key in use")
            .hint("`cos trust rotate DIR --purpose evidence` makes one")
    })?;
    Ok(newest.verifying_key.to_pem())
}

fn write(path: &Path, text: &str, replace: bool) -> Result<(), CommandError> {
    let mut out = Output::create(path, replace)?;
    out.write_all(text.as_bytes()).map_err(|error| CommandError::io("write", path, &error))?;
    out.finish()
}

struct Written {
    paths: Vec<String>,
}

impl Render for Written {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        self.paths.iter().try_for_each(|path| out.good(path))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.trust-export/v1", "files": self.paths })
    }
}
