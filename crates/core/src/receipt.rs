//! Receipts: SD-JWTs (RFC 9901) that say who did what to which tenant, and can be shown in part.
//!
//! - [`sdjwt`] takes the serialisation apart and does the strict processing of RFC 9901 §7.1, knowing nothing of receipts.
//! - [`claims`] knows which claims a receipt has and which of them may be withheld.
//! - [`event`] is the input a receipt is issued from; [`issue`] makes it.
//! - [`verify`] is the only place that can make a [`verify::Verified`] receipt.
//! - [`disclose`] chooses which claims a copy shows; it needs no key.
//! - [`flattened`] is the JSON serialisation of RFC 9901 §8 that can carry an inclusion proof.
//!
//! Key binding is absent on purpose: a receipt is evidence, not a credential, and has no holder to bind to.

pub mod claims;
pub mod disclose;
pub mod event;
pub mod flattened;
pub mod issue;
pub mod sdjwt;
pub mod verify;

mod error;
pub(crate) mod salts;

pub use claims::{Decision, Receipt, VCT_ACT};
pub use error::ReceiptError;
pub use sdjwt::{Reader, Sdjwt};
pub use verify::{Criterion, Verified};

/// The media type of the issuer-signed part, in the header member `typ`.
pub const TYP: &str = "cos-receipt+sd-jwt";

/// The longest receipt in compact form that is read, in bytes; a log entry cannot be longer either.
pub const MAX_BYTES: usize = 65_535;

/// Returns the issuer-signed part of a compact SD-JWT: the JWT before the first `~`.
pub fn signed_part(compact: &[u8]) -> &[u8] {
    memchr::memchr(b'~', compact).map_or(compact, |end| &compact[..end])
}
