//! How the server proves who it is to a provider: with the secret of its client there, or, as a public client, with nothing but PKCE.
//!
//! The secret lies in the state, sealed for that issuer under a key that follows from the pepper. It is opened when a code is given back, sent
//! in the way that the provider says it takes (RFC 6749 §2.3.1), and shown nowhere (promise P27).

use super::sign_in::SignIns;
use super::trust::wrong;
use crate::problem::Failure;
use aws_lc_rs::hmac;
use axum::http::StatusCode;
use cos_api::ClientSecret;
use cos_core::base64url;
use cos_core::code::Code;
use cos_core::json::{Kind, Value};
use cos_state::{NewIssuer, Purpose};
use form_urlencoded::{Serializer, byte_serialize};

/// The longest secret.
const LONGEST: usize = 500;
const METADATA: &str = "token_endpoint_auth_methods_supported";

/// In which way a provider takes a client's secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// In the header `Authorization`; what counts where it does not say.
    Basic,
    /// In the form.
    Post,
    /// In none that we know.
    Neither,
}

/// Name and secret as they stand in the header `Authorization`.
pub(crate) struct Basic {
    pub(crate) name: String,
    pub(crate) secret: String,
}

impl Takes {
    /// Reads it from what a provider says of itself.
    pub(crate) fn read(document: Value<'_>) -> Result<Self, String> {
        let Some(methods) = document.get(METADATA) else { return Ok(Self::Basic) };
        if methods.kind() != Kind::Array {
            return Err(format!("its `{METADATA}` is no list"));
        }
        let takes = |method| methods.items().any(|it| it.is_string(method));
        Ok(match (takes("client_secret_basic"), takes("client_secret_post")) {
            (true, _) => Self::Basic,
            (false, true) => Self::Post,
            (false, false) => Self::Neither,
        })
    }
}

impl SignIns {
    /// Seals a secret for its issuer, after a look at it.
    pub(super) fn close(
        &self,
        issuer: &NewIssuer,
        secret: &ClientSecret,
    ) -> Result<Vec<u8>, Failure> {
        let secret = secret.expose();
        if issuer.kind.purpose() != Purpose::SignIn {
            return Err(wrong("`client_secret` is for people"));
        }
        let is_plain = secret.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if secret.is_empty() || secret.len() > LONGEST || !is_plain {
            return Err(wrong(&format!("`client_secret` has 1 to {LONGEST} printable characters")));
        }
        self.secrets.close(&about(issuer), secret.as_bytes())
    }

    /// What tells a secret from another one, and nothing else.
    pub(super) fn mark(&self, secret: &ClientSecret) -> String {
        let text = format!("secret\n{}", secret.expose());
        base64url::encode(hmac::sign(&self.key, text.as_bytes()).as_ref())
    }

    /// The form with which a code is given back, and what goes with it in the header.
    pub(super) fn give_back(
        &self,
        issuer: &NewIssuer,
        takes: Takes,
        code: &str,
        verifier: &str,
    ) -> Result<(String, Option<Basic>), Failure> {
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", issuer.redirect_uri.as_deref().unwrap_or_default())
            .append_pair("code_verifier", verifier);
        let Some(sealed) = &issuer.sealed_secret else {
            return Ok((form.append_pair("client_id", &issuer.audience).finish(), None));
        };
        let secret = self.secrets.open(&about(issuer), sealed);
        let secret = secret.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(|| {
            unproven(issuer, "the secret that is kept was sealed for another issuer or server")
        })?;
        match takes {
            Takes::Basic => {
                let coded = |text: &str| byte_serialize(text.as_bytes()).collect();
                let basic = Basic { name: coded(&issuer.audience), secret: coded(&secret) };
                Ok((form.finish(), Some(basic)))
            }
            Takes::Post => {
                form.append_pair("client_id", &issuer.audience);
                Ok((form.append_pair("client_secret", &secret).finish(), None))
            }
            Takes::Neither => Err(unproven(
                issuer,
                "it takes neither `client_secret_basic` nor `client_secret_post`",
            )),
        }
    }
}

/// What a secret is sealed for: whoever changes the row of an issuer does not have it sent elsewhere.
fn about(issuer: &NewIssuer) -> String {
    format!("{}\n{}\n{}", issuer.name, issuer.url, issuer.audience)
}

/// The provider does not believe that we are its client.
pub(super) fn refused(issuer: &NewIssuer, said: &str) -> Failure {
    let own = if issuer.sealed_secret.is_some() {
        "the secret that it was added with"
    } else {
        "a client without a secret"
    };
    unproven(issuer, &format!("it does not take {own} (`{said}`)"))
}

fn unproven(issuer: &NewIssuer, reason: &str) -> Failure {
    let code = const { Code::new("COS-SRV-0080") };
    let text = format!(
        "the provider `{}` does not believe that this server is its client: {reason}",
        issuer.name
    );
    Failure::new(StatusCode::BAD_GATEWAY, code, text).because(
        "cos.sign-in.client",
        reason,
        "an operator gives the secret again: `cos token issuer add`, as before, with `--client-secret-file FILE`",
    )
}

#[cfg(test)]
mod tests;
