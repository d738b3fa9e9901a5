//! Who may have signed a bundle: keys given one by one, or those that a trust file lists for policies.

use super::key;
use crate::commands::receipts::trust_from;
use crate::error::CommandError;
use clap::ValueHint;
use cos_policy::bundle::{Algorithm, Period, SignatureError, VerificationKey};
use cos_sign::spki::P256Key;
use cos_sign::trust::{Trust, TrustedKey};
use std::path::PathBuf;

/// Who has to have signed the bundle.
#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Policy bundle")]
pub(crate) struct SignerArgs {
    /// The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle.
    #[arg(long, value_name = "FILE", group = "signer")]
    pub(crate) trust: Option<PathBuf>,
    /// The public key or certificate in PEM, or the secret, that the bundle's signature is verified with, as FILE or ID=FILE.
    #[arg(long, value_name = "[ID=]FILE", group = "signer", value_hint = ValueHint::FilePath)]
    pub(crate) verification_key: Option<String>,
    /// The id by which the signature calls that key [default: default].
    #[arg(long = "keyid", alias = "key-id", value_name = "ID", requires = "verification_key")]
    pub(crate) verification_key_id: Option<String>,
    /// The one algorithm that the signature may have [default: RS256].
    #[arg(long = "alg", value_name = "ALG", requires = "verification_key", value_parser = key::algorithm())]
    pub(crate) signing_alg: Option<Algorithm>,
    /// The scope that the bundle has to be signed for.
    #[arg(long, requires = "signer")]
    pub(crate) scope: Option<String>,
    /// Use the bundle without verifying a signature.
    #[arg(long, conflicts_with = "signer")]
    pub(crate) unsigned: bool,
}

impl SignerArgs {
    /// The keys that may have signed; `None` where nobody was named.
    pub(super) fn keys(&self) -> Result<Option<Vec<VerificationKey>>, CommandError> {
        if let Some(trust) = &self.trust {
            return trusted(&trust_from(trust)?, self.scope.as_deref()).map(Some);
        }
        let Some(given) = &self.verification_key else { return Ok(None) };
        let id = self.verification_key_id.as_deref().unwrap_or(key::DEFAULT_ID);
        let (id, file) = key::named_file(given, id);
        let algorithm = self.signing_alg.unwrap_or_else(key::default_algorithm);
        let key = key::verification(id, algorithm, file, self.scope.clone())?;
        Ok(Some(vec![key]))
    }

    /// What to type, where that is known.
    pub(super) fn remedy(&self, error: &SignatureError) -> Option<String> {
        let SignatureError::UnknownKey { id: Some(id), .. } = error else { return None };
        let id = id.escape_debug();
        Some(match &self.trust {
            Some(trust) => format!(
                "`{}` lists no such key for policies; if somebody else's is to be trusted, give it as `--verification-key FILE --keyid {id}`",
                trust.display()
            ),
            None => format!("if your key is that key, say `--keyid {id}`"),
        })
    }
}

/// The keys for policies of a trust file, each for its period and a `scope`.
pub(crate) fn trusted(
    trust: &Trust,
    scope: Option<&str>,
) -> Result<Vec<VerificationKey>, CommandError> {
    let key = |trusted: &TrustedKey<P256Key>| {
        let pem = trusted.verifying_key.to_pem();
        let scope = scope.map(str::to_owned);
        let key = VerificationKey::new(trusted.id.as_str(), key::es256(), pem.as_bytes(), scope)?;
        Ok(key.within(Period { first: trusted.not_before, last: trusted.last_document() }))
    };
    trust.policy_keys().iter().map(key).collect()
}
