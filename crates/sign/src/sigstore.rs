//! Seals: statements signed as Sigstore bundles (v0.3, DSSE), and the way back from bytes to something believed.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `bundle` | the JSON of a bundle: a strict reader, and the writer |
//! | `verify` | who signed, when, by whose clock, and whether the trust file says that counts |
//! | `key` | sealing with a key of ours and a time stamp |
//! | `ca`, `log`, `sct` | sealing with a certificate of our own authority, entered in its log |
//! | `keyless` | sealing with a certificate of somebody's Fulcio; only with the feature `network` |
//! | `root` | the trusted root in the trust file |
//! | `tsa`, `x509` | time stamps (RFC 3161) and certificates (RFC 5280) |
//!
//! Three modes sign: [`Mode::Key`] with a key that the trust file names, [`Mode::Ca`] with a certificate of our own offline authority,
//! [`Mode::Keyless`] with one of somebody's Fulcio. Verifying is one function for all, and offline. Sigstore's own crates do the checking; nothing outside
//! this module names them. They look at the wall clock for one thing: nothing may come from the future.

mod bundle;
pub(crate) mod ca;
mod error;
mod export;
#[cfg(test)]
pub(crate) mod fixtures;
pub(crate) mod key;
#[cfg(feature = "network")]
mod keyless;
pub(crate) mod log;
mod root;
mod sct;
mod sealed;
mod tsa;
mod verify;
pub(crate) mod x509;

pub use ca::{CaSealer, Identity};
pub use error::SealError;
pub use key::{EvidenceKey, KeySealer};
#[cfg(feature = "network")]
pub use keyless::{KeylessSealer, Services, Token};
pub use root::{RootError, SigstoreRoot};
pub use sealed::{Attested, LogProof, ProvenTime, Sealed, Signer, Warning, WhoseClock};
pub use verify::{Requirements, verify, verify_builder, verify_message};

pub(crate) use tsa::{NewTimeStamper, TimeStamper};

use cos_core::clock::Timestamp;

/// How a statement is signed.
pub trait Sealer {
    /// Signs the bytes of a statement, as `Statement::to_canonical` writes them, at the time `at`; answers with the JSON of a bundle v0.3.
    fn seal(&self, statement: &[u8], at: Timestamp) -> Result<Vec<u8>, SealError>;

    /// Which of the modes this is.
    fn mode(&self) -> Mode;
}

/// How trust gets from a verifier to a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The trust file names the key.
    Key,
    /// The trust file names a certificate authority that is ours and offline.
    Ca,
    /// The trust file names an identity and somebody's certificate authority and log.
    Keyless,
}

impl Mode {
    /// The word for it on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Ca => "ca",
            Self::Keyless => "keyless",
        }
    }
}
