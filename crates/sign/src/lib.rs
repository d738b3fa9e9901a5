//! Signing keys on disk, the trust file that says whose signatures count, and seals.
//!
//! [`SigningKey`] holds a private key and signs; [`KeyDir`] is the directory that `cos trust init` makes; [`Trust`] is
//! its public half, `trust.json`, which is all that an auditor needs; [`statement`] joins both with signed statements, [`sigstore`] with
//! seals on evidence; [`jwt`] reads tokens that others signed. Ed25519 signatures are verified by `cos-core`. Only `sigstore::keyless`, behind the feature `network`, talks to others, and
//! only Sigstore's own crates look at the clock, so that nothing from the future is believed.
#![warn(missing_docs)]

pub mod jwt;
pub mod key;
pub mod key_dir;
pub mod name;
pub mod sigstore;
pub mod spki;
pub mod statement;
pub mod trust;

mod durable;
mod p256;
mod pkcs8;

pub use key::{KeyError, SigningKey};
pub use key_dir::KeyDir;
pub use name::{KeyId, KeyName, Purpose};
pub use trust::{Trust, TrustError};
