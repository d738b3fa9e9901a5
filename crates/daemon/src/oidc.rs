//! Tokens of others: a job's in CI is exchanged for a credential (RFC 8693), people sign in at an OpenID provider.
//!
//! Whose tokens count, and what for, stands in the state and takes two persons. A token is checked in this order, and the first thing that is
//! wrong ends it: its size and form ([`jws`]), its issuer, its signature ([`keys`]), its claims ([`claims`]), whether it was shown before, and only
//! then whether a binding fits.
//!
//! JWTs are read here and not by a JWT library: what such a library adds to the signature, which is `aws-lc-rs`'s, is the reading of claims, and
//! that has to be strict. An `exp` that is text is no token without an end (CVE-2026-25537).

mod claims;
mod client;
mod exchange;
mod jws;
mod keys;
mod outgoing;
mod program;
mod sealed;
mod sign_in;
mod trust;

pub(crate) use exchange::exchange;
pub(crate) use outgoing::Outgoing;
pub(crate) use program::redeem;
pub(crate) use sign_in::{SignIns, callback, start};
pub(crate) use trust::{
    add_issuer, approve_binding, list_bindings, list_issuers, propose_binding, remove_binding,
    remove_issuer,
};

use cos_core::clock::Timestamp;

/// Why a token of somebody else's is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("it is longer than {0} bytes")]
    TooLong(usize),
    #[error("it is not three parts of base64url")]
    Form,
    #[error("its {part} is not acceptable: {reason}")]
    Json { part: &'static str, reason: String },
    #[error("its algorithm is {0}; accepted are RS256, ES256 and EdDSA")]
    Algorithm(String),
    #[error("nobody here trusts its issuer")]
    Issuer,
    #[error("its issuer has no such key; after a rotation, try again in half a minute")]
    UnknownKey,
    #[error("its key is not of the kind that its algorithm asks for")]
    KeyKind,
    #[error("its signature does not hold")]
    Signature,
    #[error("its claim `{claim}` {what}")]
    Claim { claim: String, what: &'static str },
    #[error("it is for another audience than `{0}`")]
    Audience(String),
    #[error("it ended at {0}")]
    Expired(Timestamp),
    #[error("it is not valid before {0}")]
    NotYet(Timestamp),
    #[error("it says that it was issued at {0}, which is to come")]
    FromTheFuture(Timestamp),
    #[error("it lasts until {0}, which is longer than a day")]
    TooLongLived(Timestamp),
    #[error("its nonce is not the one of this sign-in")]
    Nonce,
    #[error("it was shown before; a token counts once")]
    Replayed,
    #[error("no binding is for it")]
    NoBinding,
}
