//! Tokens of others: JWTs (RFC 7519) as an issuer signs them for jobs and for people, and the keys of such an issuer.
//!
//! Pure: bytes go in, and what they say or what is wrong with them comes out; nobody is asked and nothing is remembered. They are read here and
//! not by a JWT library: what such a library adds to the signature, which is `aws-lc-rs`'s, is the reading of claims, and that has to be
//! strict. An `exp` that is text is no token without an end (CVE-2026-25537).

mod claims;
mod jws;
mod keys;

pub use claims::{Expected, Said, check, issuer};
pub use jws::{Algorithm, Jws, LONGEST};
pub use keys::{KeySet, LONGEST as LONGEST_SET};

use cos_core::clock::Timestamp;

/// Why a token of somebody else's is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is longer than any that we read.
    #[error("it is longer than {0} bytes")]
    TooLong(usize),
    /// It is no compact JWS.
    #[error("it is not three parts of base64url")]
    Form,
    /// A part of it is not JSON as it should be.
    #[error("its {part} is not acceptable: {reason}")]
    Json {
        /// `header` or `payload`.
        part: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// It is signed in a way that we do not accept.
    #[error("its algorithm is {0}; accepted are RS256, ES256 and EdDSA")]
    Algorithm(String),
    /// It comes from somebody else than was expected.
    #[error("nobody here trusts its issuer")]
    Issuer,
    /// The issuer has published no key of that name.
    #[error("its issuer has no such key; after a rotation, try again in half a minute")]
    UnknownKey,
    /// The key signs in another way than the token says.
    #[error("its key is not of the kind that its algorithm asks for")]
    KeyKind,
    /// Somebody else signed it, or it was changed.
    #[error("its signature does not hold")]
    Signature,
    /// A claim is missing, or of another type than it has to be.
    #[error("its claim `{claim}` {what}")]
    Claim {
        /// Its name.
        claim: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// It is for somebody else, or for others as well.
    #[error("it is for another audience than `{0}`")]
    Audience(String),
    /// It counts no more.
    #[error("it ended at {0}")]
    Expired(Timestamp),
    /// It does not count yet.
    #[error("it is not valid before {0}")]
    NotYet(Timestamp),
    /// It was issued later than now.
    #[error("it says that it was issued at {0}, which is to come")]
    FromTheFuture(Timestamp),
    /// It counts for longer than it can be remembered.
    #[error("it lasts until {0}, which is longer than a day")]
    TooLongLived(Timestamp),
    /// It answers another sign-in.
    #[error("its nonce is not the one of this sign-in")]
    Nonce,
}
