//! `cos policy verify`.

use super::{key, signers};
use crate::commands::receipts::trust_from;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render, counted};
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_policy::bundle::{
    self, Algorithm, BundleError, Carrier, Limits, SignatureError, Signed, VerificationKey,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos policy verify signed.tar.gz --trust trust.json
  cos policy verify signed.tar.gz --key public.pem --alg ES256 --key-id guild
  cos policy verify policies/ --key guild=guild.pem --key backup=backup.crt --alg PS256
  cos policy verify signed.tar.gz --key secret.txt --alg HS256 --scope write

Exit codes: 0 it is what the key signed · 2 usage · 3 bad input, such as a file that is no bundle
or no key · 4 not signed, not by such a key, changed since, or outside of its roots.";

/// Verify that a bundle is exactly what a key signed.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The bundle: a directory or an archive.
    bundle: PathBuf,
    /// A public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated.
    #[arg(long, value_name = "[ID=]FILE", required_unless_present = "trust")]
    key: Vec<String>,
    /// The trust file, or the directory it is in: one of its keys for policies may have signed, too.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// The one algorithm that the signature of a given key may have.
    #[arg(long, value_name = "ALG", default_value = "RS256", value_parser = key::algorithm())]
    alg: Algorithm,
    /// The id by which the signature calls the key given without one.
    #[arg(long, alias = "keyid", value_name = "ID", default_value = key::DEFAULT_ID)]
    key_id: String,
    /// The scope that the bundle has to be signed for.
    #[arg(long)]
    scope: Option<String>,
}

/// Verifies a bundle, then sees whether it loads.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let keys = keys(args)?;
    let (files, carrier) = bundle::read(&args.bundle, &Limits::default())?;
    let within = |error: BundleError| error.within(&args.bundle);
    let signed = bundle::verify(&files, &keys).map_err(|error| {
        let hint = remedy(&error);
        let error = CommandError::from(within(error.into()));
        hint.into_iter().fold(error, CommandError::hint)
    })?;
    let bundle = bundle::load(&files).map_err(within)?;
    Ok(Answer::done(Verified {
        bundle: args.bundle.display().to_string(),
        revision: bundle.manifest.revision,
        signed,
        carrier,
        content: bundle.content_digest,
    }))
}

fn keys(args: &Args) -> Result<Vec<VerificationKey>, CommandError> {
    let mut ids = BTreeSet::new();
    let mut keys = match &args.trust {
        Some(trust) => signers::trusted(&trust_from(trust)?, args.scope.as_deref())?,
        None => Vec::new(),
    };
    for given in &args.key {
        let (id, file) = key::named_file(given, &args.key_id);
        if !ids.insert(id) {
            let message = format!("two keys have the id `{}`", id.escape_debug());
            return Err(CommandError::input(Code::new("COS-BND-0021"), message)
                .hint("give each its own id: `--key ID=FILE`"));
        }
        keys.push(key::verification(id, args.alg, file, args.scope.clone())?);
    }
    Ok(keys)
}

/// What to type, where that is known.
fn remedy(error: &SignatureError) -> Option<String> {
    let SignatureError::UnknownKey { id: Some(id), .. } = error else { return None };
    Some(format!("if that key is to be trusted, give it as `--key {}=FILE`", id.escape_debug()))
}

struct Verified {
    bundle: String,
    revision: String,
    signed: Signed,
    carrier: Carrier,
    content: Digest,
}

impl Render for Verified {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Signed { keyid, algorithm, claims, files } = &self.signed;
        out.good(&format!(
            "{} is what `{}` signed ({algorithm}): {}",
            self.bundle,
            keyid.escape_debug(),
            counted(*files as u64, "file")
        ))?;
        let text = |text: &String| text.escape_debug().to_string();
        let archive = match &self.carrier {
            Carrier::Archive { sha256 } => Some(sha256.to_string()),
            Carrier::Directory => None,
        };
        let rows = [
            ("revision", Some(text(&self.revision)).filter(|revision| !revision.is_empty())),
            ("scope", claims.scope.as_ref().map(text)),
            ("issuer", claims.issuer.as_ref().map(text)),
            ("signed at", claims.issued_at.map(|time| Timestamp(time).to_string())),
            ("content", Some(self.content.to_string())),
            ("archive", archive),
        ];
        rows.iter()
            .filter_map(|(name, value)| value.as_ref().map(|value| format!("  {name:<9}  {value}")))
            .try_for_each(|line| out.line(line))
    }

    fn json(&self) -> Value {
        let Signed { keyid, algorithm, claims, files } = &self.signed;
        let archive = match &self.carrier {
            Carrier::Archive { sha256 } => Some(sha256.to_string()),
            Carrier::Directory => None,
        };
        json!({
            "schema": "cos.policy-verify/v1",
            "bundle": self.bundle,
            "revision": self.revision,
            "keyid": keyid,
            "alg": algorithm.as_str(),
            "scope": claims.scope,
            "issuer": claims.issuer,
            "issued_at": claims.issued_at,
            "files": files,
            "content_digest": self.content.to_string(),
            "archive_sha256": archive,
        })
    }
}
