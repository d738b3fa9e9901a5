//! Issuers whose tokens count, and what they count for.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A secret that our client has at a provider. Only its JSON shows it, and no answer has one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// Takes it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// It, for whom it is meant.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret")
    }
}

/// An issuer to believe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewIssuer {
    /// What it is called here: a-z, 0-9 and `-`.
    pub name: String,
    /// `github`, `gitlab`, `kubernetes` or `people`.
    pub kind: String,
    /// Its claim `iss`, exactly.
    pub url: String,
    /// The claim `aud` of its tokens for us, exactly; for people the client id.
    pub audience: String,
    /// Its keys, a JWK set; absent to look them up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks: Option<serde_json::Value>,
    /// Further hosts that it may name for its keys and its token endpoint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// For people: where they come back to, `…/console/oidc/<name>/callback`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect_uri: Option<String>,
    /// For people: the secret that our client has at the provider; absent for a public client. Sent again with everything else as it was, it
    /// takes the place of the one before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<ClientSecret>,
}

/// An issuer whom the server believes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// What it is called here.
    pub name: String,
    /// `github`, `gitlab`, `kubernetes` or `people`.
    pub kind: String,
    /// Its claim `iss`.
    pub url: String,
    /// The claim `aud` of its tokens.
    pub audience: String,
    /// Whether its keys were given when it was added, and are not looked up.
    pub has_own_keys: bool,
    /// Further hosts that it may name.
    pub hosts: Vec<String>,
    /// Where people come back to.
    pub redirect_uri: Option<String>,
    /// Whether our client has a secret at the provider.
    #[serde(default)]
    pub has_client_secret: bool,
    /// Who added it.
    pub added_by: String,
    /// When.
    pub created_at: String,
}

/// Issuers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuers {
    /// By name.
    pub issuers: Vec<Issuer>,
}

/// A binding to propose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewBinding {
    /// The name of the issuer.
    pub issuer: String,
    /// What its token has to say, exactly; one of them an id.
    pub claims: BTreeMap<String, String>,
    /// Whose credential it is to be.
    pub identity: String,
    /// The person who answers for it; absent for whoever proposes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The tenants that it reaches; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenants: Option<Vec<String>>,
    /// What it may do.
    pub scopes: Vec<String>,
    /// How long it lasts, in seconds: at most 900 for a job, 12 hours for a person.
    pub ttl_seconds: i64,
}

/// A binding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// Its id: that of the receipt of its proposal.
    pub id: String,
    /// `proposed`, or `active` once another person approved it.
    pub status: String,
    /// The name of the issuer.
    pub issuer: String,
    /// The claim `iss` of the issuer.
    pub url: String,
    /// What its token has to say.
    pub claims: BTreeMap<String, String>,
    /// Whose credential it is.
    pub identity: String,
    /// The person who answers for it.
    pub person: String,
    /// The tenants that it reaches; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenants: Option<Vec<String>>,
    /// What it may do.
    pub scopes: Vec<String>,
    /// How long it lasts, in seconds.
    pub ttl_seconds: i64,
    /// Who proposed it.
    pub proposed: Vote,
    /// Who approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Vote>,
}

/// Who agreed to something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// Whose credential it was.
    pub identity: String,
    /// The person who answers for it.
    pub person: String,
    /// When.
    pub at: String,
}

/// Bindings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bindings {
    /// Oldest first.
    pub bindings: Vec<Binding>,
}

/// A credential that was given for another's token (RFC 8693).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchanged {
    /// The credential itself. It is shown once.
    pub access_token: String,
    /// What it is: `urn:ietf:params:oauth:token-type:access_token`.
    pub issued_token_type: String,
    /// How it is sent: `Bearer`.
    pub token_type: String,
    /// How long it lasts, in seconds.
    pub expires_in: i64,
    /// What it may do, with spaces between.
    pub scope: String,
}

/// The code of a sign-in that somebody began for a program, which the program gives for a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redeem {
    /// The code, as the browser brought it.
    pub code: String,
    /// What the challenge was made of that the sign-in began with (RFC 7636).
    pub verifier: String,
}
