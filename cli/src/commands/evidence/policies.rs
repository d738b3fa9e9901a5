//! Policy bundles, read for the verification of evidence.

use crate::commands::policy::key;
use crate::error::CommandError;
use cos_evidence::bundle::verify::{PolicyFacts, PolicyReader};
use cos_policy::bundle::{self, Algorithm, Limits, VerificationKey};
use std::path::Path;

/// Which keys sign policy bundles.
#[derive(clap::Args, Debug)]
pub(crate) struct PolicyKeyArgs {
    /// A key that signs policy bundles: a public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated.
    #[arg(long, value_name = "[ID=]FILE")]
    policy_key: Vec<String>,
    /// The one algorithm that signatures of policy bundles may have.
    #[arg(long, value_name = "ALG", default_value = "RS256", requires = "policy_key", value_parser = key::algorithm())]
    policy_alg: Algorithm,
}

impl PolicyKeyArgs {
    /// Reads the keys.
    pub(crate) fn reader(&self) -> Result<Policies, CommandError> {
        let keys = self.policy_key.iter().map(|given| {
            let (id, file) = match given.split_once('=') {
                Some((id, file)) if !id.contains('/') => (id, file),
                _ => (key::DEFAULT_ID, given.as_str()),
            };
            key::verification(id, self.policy_alg, Path::new(file), None)
        });
        Ok(Policies::of(keys.collect::<Result<_, _>>()?))
    }
}

/// Reads policy bundles and verifies them with some keys.
pub(crate) struct Policies {
    keys: Vec<VerificationKey>,
}

impl Policies {
    /// Bundles signed with one of `keys`.
    pub(crate) fn of(keys: Vec<VerificationKey>) -> Self {
        Self { keys }
    }
}

impl PolicyReader for Policies {
    fn read(&self, archive: &[u8]) -> Result<PolicyFacts, String> {
        let files =
            bundle::read_archive(archive, &Limits::default()).map_err(|error| error.to_string())?;
        let signed = if self.keys.is_empty() {
            Err("no key of a policy signer is given".to_owned())
        } else {
            bundle::verify(&files, &self.keys)
                .map(|signed| format!("{} ({})", signed.keyid, signed.algorithm))
                .map_err(|error| format!("{error} [{}]", error.code()))
        };
        let loaded = bundle::load(&files).map_err(|error| error.to_string())?;
        Ok(PolicyFacts {
            revision: loaded.manifest.revision,
            content: loaded.content_digest,
            signed,
        })
    }
}
