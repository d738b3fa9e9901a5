//! Why a receipt is not one, or is not valid.

use crate::code::Code;
use crate::ids::IdError;
use crate::json::JsonError;

/// Why a text is not an acceptable receipt. The messages are for the person who has to find the cause.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// The text does not have the shape `header.payload.signature~disclosure~…~`.
    #[error("not a compact SD-JWT: {0}")]
    Shape(&'static str),
    /// The receipt is longer than [`super::MAX_BYTES`].
    #[error("{0} bytes long; the longest receipt is {max} bytes", max = super::MAX_BYTES)]
    TooLong(usize),
    /// A part is not canonical base64url.
    #[error("{0} is not canonical base64url without padding")]
    Base64(&'static str),
    /// A part is not strict JSON.
    #[error("{part} is not strict JSON: {source}")]
    Json {
        /// The part that was read.
        part: &'static str,
        /// What is wrong with it.
        source: JsonError,
    },
    /// The header names an algorithm or type that receipts do not use.
    #[error("header member `{member}` is {found}, wanted {wanted}")]
    Header {
        /// The member of the header.
        member: &'static str,
        /// What it holds.
        found: String,
        /// What it should hold.
        wanted: &'static str,
    },
    /// `_sd_alg` names another hash than SHA-256.
    #[error("`_sd_alg` is not `sha-256`")]
    HashAlgorithm,
    /// `_sd` or `...` is used in a way that RFC 9901 does not allow.
    #[error("malformed digest list: {0}")]
    Digests(&'static str),
    /// The same digest stands in the receipt twice, or the same disclosure.
    #[error("a digest or a disclosure appears twice")]
    DigestTwice,
    /// A disclosure is not `[salt, name, value]` or `[salt, value]` as its place demands.
    #[error("disclosure {number} is malformed: {reason}")]
    Disclosure {
        /// Position among the disclosures, from 1.
        number: usize,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A disclosure whose digest the signed part does not hold: its text was changed or it belongs to another receipt.
    #[error("disclosure {0} does not belong to this receipt")]
    Unreferenced(usize),
    /// A disclosed claim is reserved or stands in the signed part already.
    #[error("disclosure {number} overwrites the claim `{}`", .claim.escape_debug())]
    Overwrites {
        /// Position among the disclosures, from 1.
        number: usize,
        /// The first 80 characters of the claim's name.
        claim: String,
    },
    /// A claim of the receipt's type is missing, of the wrong type, or not known to it.
    #[error("claim `{claim}` {reason}")]
    Claim {
        /// The claim's name.
        claim: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A claim holds text that is not the identifier it should be.
    #[error("claim `{claim}`: {source}")]
    Id {
        /// The claim's name.
        claim: &'static str,
        /// What is wrong with it.
        source: IdError,
    },
    /// No trusted key has this id.
    #[error("signed by `{}`, which is not a trusted notary key", .0.escape_debug())]
    UnknownKey(String),
    /// The signature does not fit the signed part and the key.
    #[error("the signature is wrong: the signed part was changed, or another key signed it")]
    Signature,
}

impl ReceiptError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Shape(_) | Self::TooLong(_) | Self::Base64(_) => Code::new("COS-RCP-0001"),
            Self::Json { .. } => Code::new("COS-RCP-0002"),
            Self::Header { .. } => Code::new("COS-RCP-0003"),
            Self::HashAlgorithm | Self::Digests(_) => Code::new("COS-RCP-0004"),
            Self::DigestTwice => Code::new("COS-RCP-0005"),
            Self::Disclosure { .. } => Code::new("COS-RCP-0006"),
            Self::Unreferenced(_) => Code::new("COS-RCP-0007"),
            Self::Overwrites { .. } => Code::new("COS-RCP-0008"),
            Self::Claim { .. } | Self::Id { .. } => Code::new("COS-RCP-0009"),
            Self::UnknownKey(_) => Code::new("COS-RCP-0010"),
            Self::Signature => Code::new("COS-RCP-0011"),
        }
    }

    /// Returns the name of the check that failed, for reports: `format`, `disclosure`, `claims` or `signature`.
    pub fn check(&self) -> &'static str {
        match self {
            Self::Shape(_)
            | Self::TooLong(_)
            | Self::Base64(_)
            | Self::Json { .. }
            | Self::Header { .. } => "format",
            Self::HashAlgorithm
            | Self::Digests(_)
            | Self::DigestTwice
            | Self::Disclosure { .. }
            | Self::Unreferenced(_)
            | Self::Overwrites { .. } => "disclosure",
            Self::Claim { .. } | Self::Id { .. } => "claims",
            Self::UnknownKey(_) | Self::Signature => "signature",
        }
    }
}
