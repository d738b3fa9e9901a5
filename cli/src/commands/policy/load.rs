//! `--bundle`: reads a bundle for a command that uses it, and checks first who signed it.
//!
//! A signature is the rule: without a key the bundle is refused unless the user says `--unsigned`. Nothing in a bundle is
//! interpreted before its signature holds.

use super::signers::SignerArgs;
use crate::error::{CommandError, Exit};
use cos_core::code::Code;
use cos_policy::bundle::{
    self, Bundle, BundleError, Carrier, Files, Limits, Signed, VerificationKey,
};
use std::path::PathBuf;

/// A bundle, and what makes it trustworthy.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Policy bundle")]
pub(crate) struct BundleArgs {
    /// The policy bundle: a directory or an archive.
    #[arg(long, value_name = "BUNDLE")]
    pub(crate) bundle: PathBuf,
    #[command(flatten)]
    pub(crate) signer: SignerArgs,
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
        let keys = self.signer.keys()?;
        if keys.is_none() && !self.signer.unsigned {
            return Err(self.no_key());
        }
        let (files, carrier) = bundle::read(&self.bundle, &Limits::default())?;
        let within = |error: BundleError| error.within(&self.bundle);
        let verify = |keys: &Vec<VerificationKey>| {
            bundle::verify(&files, keys).map_err(|error| {
                let hint = self.signer.remedy(&error);
                let error = CommandError::from(within(error.into()));
                hint.into_iter().fold(error, CommandError::hint)
            })
        };
        let signed = keys.as_ref().map(verify).transpose()?;
        let bundle = bundle::load(&files).map_err(within)?;
        Ok(Loaded { files, bundle, carrier, signed })
    }

    fn no_key(&self) -> CommandError {
        let bundle = self.bundle.display();
        CommandError::new(
            Exit::Refused,
            Code::new("COS-BND-0022"),
            format!("bundle `{bundle}`: no key was given to verify its signature with"),
        )
        .hint("name who may have signed it with `--trust FILE` or `--verification-key FILE`, or accept any bundle with `--unsigned`")
    }
}
