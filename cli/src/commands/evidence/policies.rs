//! Policy bundles, read for the verification of evidence.

use crate::commands::policy::{key, signers};
use crate::error::CommandError;
use cos_evidence::bundle::verify::{PolicyFacts, PolicyReader};
use cos_policy::bundle::{self, Algorithm, Limits, VerificationKey};
use cos_sign::Trust;
use std::path::Path;

/// Which keys sign policy bundles, besides those that the trust file lists for it.
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
    /// Reads the keys, and takes those of `trust`.
    pub(crate) fn reader(&self, trust: Option<&Trust>) -> Result<Policies, CommandError> {
        let trusted = trust.map(|trust| signers::trusted(trust, None)).transpose()?;
        let given = self.policy_key.iter().map(|given| {
            let (id, file) = match given.split_once('=') {
                Some((id, file)) if !id.contains('/') => (id, file),
                _ => (key::DEFAULT_ID, given.as_str()),
            };
            key::verification(id, self.policy_alg, Path::new(file), None)
        });
        let trusted = trusted.into_iter().flatten().map(Ok);
        Ok(Policies { keys: trusted.chain(given).collect::<Result<_, _>>()? })
    }
}

/// Reads policy bundles and verifies them with some keys.
pub(crate) struct Policies {
    keys: Vec<VerificationKey>,
}

impl Policies {
    /// Bundles signed with a key that `trust` lists for policies.
    #[cfg(feature = "server")]
    pub(crate) fn trusted(trust: &Trust) -> Result<Self, CommandError> {
        Ok(Self { keys: signers::trusted(trust, None)? })
    }
}

impl PolicyReader for Policies {
    fn read(&self, archive: &[u8]) -> Result<PolicyFacts, String> {
        let files =
            bundle::read_archive(archive, &Limits::default()).map_err(|error| error.to_string())?;
        let signed = if self.keys.is_empty() {
            Err("the trust file lists no key for policies, and none is given".to_owned())
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
