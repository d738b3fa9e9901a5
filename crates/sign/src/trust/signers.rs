//! Who may sign without a key of ours: identities with a certificate, and the builders whose provenance counts.

use crate::name::Purpose;
use crate::spki::SpkiKey;

/// A text, or all texts that begin with one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pattern {
    /// This text.
    Exact(String),
    /// Every text that begins so. Ends in `/`, `@` or `:`, so that `acme/` does not cover `acme-two`.
    Prefix(String),
}

/// An identity that a certificate authority vouched for, and what it may sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityRule {
    /// The subject alternative name of the certificate: an e-mail address or a URI.
    pub san: Pattern,
    /// Who told the certificate authority so: the OpenID Connect issuer in the certificate.
    pub issuer: String,
    /// What it may sign; at least one, and documents only.
    pub purposes: Vec<Purpose>,
}

/// A builder whose provenance counts, and how far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Builder {
    /// The `builder.id` of its provenance.
    pub id: String,
    /// Who signs its provenance. Mapped, not equated: a workflow's certificate often has another name than its builder.
    pub signer: BuilderSigner,
    /// The highest SLSA build level, 0 to 3, that its provenance can show.
    pub max_level: u8,
    /// The sources that it may build.
    pub sources: Vec<Pattern>,
    /// The build types that it may use.
    pub build_types: Vec<String>,
}

/// How a builder signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuilderSigner {
    /// With a certificate for this identity.
    Identity {
        /// The subject alternative name.
        san: Pattern,
        /// The OpenID Connect issuer.
        issuer: String,
    },
    /// With a key of its own.
    Key {
        /// The key id that its signatures bear; empty for none.
        hint: String,
        /// The key.
        key: Box<SpkiKey>,
    },
}

impl Pattern {
    /// Tells whether `text` is meant.
    pub fn covers(&self, text: &str) -> bool {
        match self {
            Self::Exact(exact) => text == exact,
            Self::Prefix(prefix) => text.starts_with(prefix.as_str()),
        }
    }

    /// Says in words what is meant.
    pub fn describe(&self) -> String {
        match self {
            Self::Exact(exact) => format!("`{exact}`"),
            Self::Prefix(prefix) => format!("everything under `{prefix}`"),
        }
    }
}

impl IdentityRule {
    /// Tells whether a certificate with this name and issuer is meant.
    pub fn covers(&self, san: &str, issuer: &str) -> bool {
        self.issuer == issuer && self.san.covers(san)
    }
}
