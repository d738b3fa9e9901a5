//! `--bundle`: reads a bundle for a command that uses it, and checks first who signed it.
//!
//! A signature is the rule: without a key the bundle is refused unless the user says `--unsigned`. Nothing in a bundle is
//! interpreted before its signature holds.

use super::key;
use crate::error::{CommandError, Exit};
use cos_core::code::Code;
use cos_policy::bundle::{
    self, Algorithm, Bundle, BundleError, Carrier, Files, Limits, SignatureError, Signed,
    VerificationKey,
};
use std::path::PathBuf;

/// A bundle, and what makes it trustworthy.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Policy bundle")]
pub(crate) struct BundleArgs {
    /// The policy bundle: a directory or an archive.
    #[arg(long, value_name = "BUNDLE")]
    pub(crate) bundle: PathBuf,
    /// The public key or certificate in PEM, or the secret, that the bundle's signature is verified with.
    #[arg(long, value_name = "FILE")]
    pub(crate) verification_key: Option<PathBuf>,
    /// The id by which the signature calls that key [default: default].
    #[arg(long = "keyid", alias = "key-id", value_name = "ID", requires = "verification_key")]
    pub(crate) verification_key_id: Option<String>,
    /// The one algorithm that the signature may have [default: RS256].
    #[arg(long = "alg", value_name = "ALG", requires = "verification_key", value_parser = key::algorithm())]
    pub(crate) signing_alg: Option<Algorithm>,
    /// The scope that the bundle has to be signed for.
    #[arg(long, requires = "verification_key")]
    pub(crate) scope: Option<String>,
    /// Use the bundle without verifying a signature.
    #[arg(long, conflicts_with = "verification_key")]
    pub(crate) unsigned: bool,
}

/// A bundle that may be used.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) files: Files,
    pub(crate) bundle: Bundle,
    pub(crate) carrier: Carrier,
    /// What the signature says; `None` only with `--unsigned`.
    pub(crate) signed: Option<Signed>,
}

impl BundleArgs {
    /// Reads the bundle, verifies its signature, then interprets it.
    pub(crate) fn load(&self) -> Result<Loaded, CommandError> {
        let key = self.key()?;
        let (files, carrier) = bundle::read(&self.bundle, &Limits::default())?;
        let within = |error: BundleError| error.within(&self.bundle);
        let verify = |key| {
            bundle::verify(&files, std::slice::from_ref(key)).map_err(|error| {
                let hint = remedy(&error);
                let error = CommandError::from(within(error.into()));
                hint.into_iter().fold(error, CommandError::hint)
            })
        };
        let signed = key.as_ref().map(verify).transpose()?;
        let bundle = bundle::load(&files).map_err(within)?;
        Ok(Loaded { files, bundle, carrier, signed })
    }

    /// The key to verify with; `None` only where the user waived it.
    fn key(&self) -> Result<Option<VerificationKey>, CommandError> {
        let Some(file) = &self.verification_key else {
            return if self.unsigned { Ok(None) } else { Err(self.no_key()) };
        };
        let id = self.verification_key_id.as_deref().unwrap_or(key::DEFAULT_ID);
        let algorithm = self.signing_alg.unwrap_or_else(key::default_algorithm);
        key::verification(id, algorithm, file, self.scope.clone()).map(Some)
    }

    fn no_key(&self) -> CommandError {
        let bundle = self.bundle.display();
        CommandError::new(
            Exit::Refused,
            Code::new("COS-BND-0022"),
            format!("bundle `{bundle}`: no key was given to verify its signature with"),
        )
        .hint("give the signer's public key with `--verification-key FILE`, or accept any bundle with `--unsigned`")
    }
}

/// What to type, where that is known.
fn remedy(error: &SignatureError) -> Option<String> {
    let SignatureError::UnknownKey { id: Some(id), .. } = error else { return None };
    Some(format!("if your key is that key, say `--keyid {}`", id.escape_debug()))
}
