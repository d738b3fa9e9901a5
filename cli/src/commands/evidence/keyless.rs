//! Sealing with others' Sigstore services: whom to ask, and who asks.

use crate::error::{CommandError, Exit};
use cos_core::code::Code;
use cos_sign::sigstore::{KeylessSealer, Services, Token};
use std::env;
use std::fs;
use std::path::PathBuf;

/// Where `--sign keyless` gets its certificate, log entry and time from.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Keyless")]
pub(crate) struct KeylessArgs {
    /// The certificate authority [default: Sigstore's public instance].
    #[arg(long, value_name = "URL", requires = "rekor")]
    fulcio: Option<String>,
    /// The transparency log.
    #[arg(long, value_name = "URL", requires = "fulcio")]
    rekor: Option<String>,
    /// The time-stamping authority.
    #[arg(long, value_name = "URL", requires = "fulcio")]
    tsa: Option<String>,
    /// All of them, as a Sigstore signing config.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fulcio", "rekor", "tsa"])]
    signing_config: Option<PathBuf>,
    /// A file with the OpenID Connect token [default: `SIGSTORE_ID_TOKEN`, or what the CI system offers].
    #[arg(long, value_name = "FILE")]
    identity_token: Option<PathBuf>,
}

impl KeylessArgs {
    /// Puts together who asks and whom.
    pub(crate) fn sealer(&self) -> Result<KeylessSealer, CommandError> {
        Ok(KeylessSealer::new(self.services()?, self.token()?))
    }

    fn services(&self) -> Result<Services, CommandError> {
        if let Some(path) = &self.signing_config {
            let text =
                fs::read_to_string(path).map_err(|error| CommandError::io("read", path, &error))?;
            return Ok(Services::from_signing_config(&text)?);
        }
        match (&self.fulcio, &self.rekor) {
            (Some(fulcio), Some(rekor)) => Ok(Services::new(fulcio, rekor, self.tsa.as_deref())?),
            (None, None) => Ok(Services::public_good()?),
            _ => Err(CommandError::new(
                Exit::Usage,
                const { Code::new("COS-CLI-0006") },
                "`--fulcio` and `--rekor` go together",
            )),
        }
    }

    fn token(&self) -> Result<Token, CommandError> {
        if let Some(path) = &self.identity_token {
            let text =
                fs::read_to_string(path).map_err(|error| CommandError::io("read", path, &error))?;
            return Ok(Token::Jwt(text.into()));
        }
        Ok(env::var("SIGSTORE_ID_TOKEN").map_or(Token::Ambient, |token| Token::Jwt(token.into())))
    }
}
