//! `cos policy sign`.

use super::{key, output};
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render, counted};
use cos_core::digest::Digest;
use cos_policy::bundle::{
    self, Algorithm, BundleError, Carrier, Claims, Files, Limits, SIGNATURES,
};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos policy sign bundle.tar.gz --keys trust/ --out signed.tar.gz
  cos policy sign bundle.tar.gz --key private.pem --alg ES256 --key-id guild --out signed.tar.gz
  cos policy sign policies/ --key private.pem --alg PS256 --key-id guild
  cos policy sign policies/ --key secret.txt --alg HS256 --scope write --out signed.tar.gz

Keys are PEM as OpenSSL writes it: PKCS#8, PKCS#1 or SEC1, not encrypted. A secret for HS* is the
bytes of its file, line break included, and has 32 of them or more. `opa run` and `opa build`
verify the result.";

/// Sign a bundle as OPA does.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The bundle: a directory or an archive.
    bundle: PathBuf,
    /// The directory that `cos trust init` made: sign with its key for policies, by ES256, and say when.
    #[arg(long, value_name = "DIR", group = "signer")]
    keys: Option<PathBuf>,
    /// The private key in PEM, or the secret; only its owner may read it.
    #[arg(long, value_name = "FILE", group = "signer", required_unless_present = "keys")]
    key: Option<PathBuf>,
    /// The algorithm to sign with [default: RS256].
    #[arg(long, value_name = "ALG", requires = "key", value_parser = key::algorithm())]
    alg: Option<Algorithm>,
    /// The id by which verifiers know the key [default: default].
    #[arg(long, alias = "keyid", value_name = "ID", requires = "key")]
    key_id: Option<String>,
    /// What the signature is good for; verifiers have to ask for the same.
    #[arg(long)]
    scope: Option<String>,
    /// Where to write the signed archive [default: `.signatures.json` in the directory].
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace what exists.
    #[arg(long)]
    force: bool,
}

/// Signs a bundle that loads.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    if let Some(out) = &args.out {
        output::outside(&args.bundle, out)?;
    }
    let (key, issued_at) = match (&args.keys, &args.key) {
        (Some(keys), _) => (key::of_directory(keys)?, Some(ctx.now().0)),
        (None, Some(file)) => {
            let id = args.key_id.as_deref().unwrap_or(key::DEFAULT_ID);
            let algorithm = args.alg.unwrap_or_else(key::default_algorithm);
            (key::signing(id, algorithm, file)?, None)
        }
        (None, None) => unreachable!("the command line requires one of them"),
    };
    let (mut files, carrier) = bundle::read(&args.bundle, &Limits::default())?;
    let claims = Claims { scope: args.scope.clone(), issued_at, ..Claims::default() };
    let within = |error: BundleError| error.within(&args.bundle);
    bundle::sign(&mut files, &key, &claims).map_err(|error| within(error.into()))?;
    bundle::load(&files).map_err(within)?;
    let out = write(args, &carrier, &files)?;
    Ok(Answer::done(Signed {
        out: out.display().to_string(),
        keyid: key.id().to_owned(),
        algorithm: key.algorithm(),
        scope: args.scope.clone(),
        files: files.len() - 1,
        content: files.content_digest(),
    }))
}

/// Writes the archive, or the signature into the directory.
fn write(args: &Args, carrier: &Carrier, files: &Files) -> Result<PathBuf, CommandError> {
    let (path, bytes) = match (&args.out, carrier) {
        (Some(out), _) => (out.clone(), files.to_archive()),
        (None, Carrier::Directory) => {
            let signature = files.bytes(SIGNATURES).unwrap_or_default();
            (args.bundle.join(SIGNATURES), signature.to_vec())
        }
        (None, Carrier::Archive { .. }) => {
            let message =
                format!("`{}` is an archive, which is not changed", args.bundle.display());
            return Err(output::misplaced(message).hint("name the signed archive with `--out`"));
        }
    };
    output::write(&path, &bytes, args.force)?;
    Ok(path)
}

struct Signed {
    out: String,
    keyid: String,
    algorithm: Algorithm,
    scope: Option<String>,
    files: usize,
    content: Digest,
}

impl Render for Signed {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let scope = self.scope.as_deref().map(|scope| format!(" for `{}`", scope.escape_debug()));
        out.good(&format!(
            "{} signed by `{}` ({}){} in {}",
            counted(self.files as u64, "file"),
            self.keyid.escape_debug(),
            self.algorithm,
            scope.unwrap_or_default(),
            self.out
        ))?;
        out.line(format!("  content  {}", self.content))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.policy-sign/v1",
            "out": self.out,
            "keyid": self.keyid,
            "alg": self.algorithm.as_str(),
            "scope": self.scope,
            "files": self.files,
            "content_digest": self.content.to_string(),
        })
    }
}
