//! Tokens of others: a job's in CI is exchanged for a credential (RFC 8693), people sign in at an OpenID provider.
//!
//! Whose tokens count, and what for, stands in the state and takes two persons. A token is checked in this order, and the first thing that is
//! wrong ends it: its size and form, its issuer, its signature, its claims ([`cos_sign::jwt`] reads all of these), whether it was shown before,
//! and only then whether a binding fits.

mod client;
mod exchange;
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

use cos_sign::jwt;

/// Why a token of somebody else's is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error(transparent)]
    Token(#[from] jwt::Refusal),
    #[error("it was shown before; a token counts once")]
    Replayed,
    #[error("no binding is for it")]
    NoBinding,
}
