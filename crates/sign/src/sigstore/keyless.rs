//! Sealing with a certificate of somebody's Fulcio, an entry in somebody's Rekor, and somebody's clock: any Sigstore instance.
//!
//! The only code of this crate that talks to others, behind the feature `network`. Who asks is told by an OpenID Connect token; the key is
//! made for the one signature and forgotten. The answers are not believed: what came back is read as any bundle, and whoever seals verifies it against a
//! trust file before handing it on.

use cos_core::clock::Timestamp;
use cos_core::intoto::Statement;
use sigstore_oidc::IdentityToken;
use sigstore_sign::{SigningContext, SigningServices};
use sigstore_trust_root::{SigningConfig, SigstoreInstance};
use std::fmt;
use std::time::Duration;
use zeroize::Zeroizing;

use super::bundle::{self, Versions};
use super::{Mode, SealError, Sealer};

/// How long certificate, log entry and time stamp may take together.
const PATIENCE: Duration = Duration::from_mins(1);

/// Whom to ask for certificate, log entry and time stamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Services {
    services: SigningServices,
}

/// Who asks.
#[derive(Clone)]
pub enum Token {
    /// Whatever the environment offers: GitHub Actions, GitLab, Buildkite, CircleCI.
    Ambient,
    /// This token, a JWT whose audience is `sigstore`.
    Jwt(Zeroizing<String>),
}

/// Seals with certificates of others.
#[derive(Debug)]
pub struct KeylessSealer {
    services: Services,
    token: Token,
}

impl Services {
    /// Names the services by URL. A time-stamping authority may be left out: Rekor 1 says when, too.
    pub fn new(fulcio: &str, rekor: &str, tsa: Option<&str>) -> Result<Self, SealError> {
        for url in [Some(fulcio), Some(rekor), tsa].into_iter().flatten() {
            check_url(url)?;
        }
        let services = SigningServices::new(fulcio, rekor);
        let services = tsa.into_iter().fold(services, SigningServices::with_tsa_url);
        Ok(Self { services })
    }

    /// Takes them from a Sigstore signing config v0.2.
    pub fn from_signing_config(json: &str) -> Result<Self, SealError> {
        let config = SigningConfig::from_json(json)
            .map_err(|error| SealError::Services(error.to_string()))?;
        let services = SigningServices::from_signing_config(&config)
            .map_err(|error| SealError::Services(error.to_string()))?;
        let urls = [Some(services.fulcio_url()), Some(services.rekor_url()), services.tsa_url()];
        urls.into_iter().flatten().try_for_each(check_url)?;
        Ok(Self { services })
    }

    /// The public-good instance, as known when this was built.
    pub fn public_good() -> Result<Self, SealError> {
        let services = SigningServices::from_embedded(SigstoreInstance::PublicGood)
            .map_err(|error| SealError::Services(error.to_string()))?;
        Ok(Self { services })
    }
}

impl KeylessSealer {
    /// Puts together who asks and whom.
    pub fn new(services: Services, token: Token) -> Self {
        Self { services, token }
    }

    async fn sign(&self, statement: &[u8]) -> Result<Vec<u8>, SealError> {
        let signer =
            SigningContext::new(self.services.services.clone()).signer(self.token().await?);
        let bundle = signer.sign_raw_statement(statement).await;
        let bundle = bundle.map_err(|error| SealError::Network(chain(&error)))?;
        let json = bundle.to_json().map_err(|error| SealError::Network(error.to_string()))?;
        Ok(json.into_bytes())
    }

    async fn token(&self) -> Result<IdentityToken, SealError> {
        let token = match &self.token {
            Token::Jwt(jwt) => IdentityToken::from_jwt(jwt.trim()).map(Some),
            Token::Ambient => IdentityToken::detect_ambient().await,
        };
        match token {
            // What the library says may quote the token.
            Err(_) => {
                Err(SealError::Token("the identity token is not a JWT with issuer and subject"))
            }
            Ok(None) => Err(SealError::Token("the environment offers no identity token")),
            Ok(Some(token)) if token.is_expired() => {
                Err(SealError::Token("the identity token has expired"))
            }
            Ok(Some(token)) => Ok(token),
        }
    }
}

impl Sealer for KeylessSealer {
    /// Asks the services; `at` is theirs to say and not looked at.
    fn seal(&self, statement: &[u8], _at: Timestamp) -> Result<Vec<u8>, SealError> {
        Statement::parse(statement)?;
        let sealed = block_on(self.sign(statement))?;
        let parsed = bundle::read(&sealed, Versions::Current)?;
        if parsed.envelope().payload.as_bytes() != statement {
            return Err(SealError::Signature);
        }
        Ok(sealed)
    }

    fn mode(&self) -> Mode {
        Mode::Keyless
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ambient => "Ambient",
            Self::Jwt(_) => "Jwt(withheld)",
        })
    }
}

/// Runs to the end on a thread of its own, so that a caller with a runtime may call as well.
fn block_on<T: Send>(
    work: impl Future<Output = Result<T, SealError>> + Send,
) -> Result<T, SealError> {
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| SealError::Network(error.to_string()))?;
        let done = runtime.block_on(async { tokio::time::timeout(PATIENCE, work).await });
        done.map_err(|_| SealError::Network("no answer within a minute".into()))?
    };
    std::thread::scope(|scope| scope.spawn(run).join())
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// A token travels to these services: encrypted, or not further than this machine.
fn check_url(url: &str) -> Result<(), SealError> {
    let local = ["http://127.0.0.1", "http://[::1]", "http://localhost"];
    let is_local = local.iter().any(|host| {
        url.strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    });
    if (is_local || url.starts_with("https://")) && !url.contains(['@', ' ']) {
        return Ok(());
    }
    Err(SealError::Services(format!("`{}` is not an https URL", url.escape_debug())))
}

/// An error with what is behind it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests;
