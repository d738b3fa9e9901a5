//! Signing keys on disk and the trust file that says whose signatures count.
//!
//! [`SigningKey`] holds a private key and signs; [`KeyDir`] is the directory that `cos trust init` makes; [`Trust`] is
//! its public half, `trust.json`, which is all that an auditor needs; [`statement`] joins both with signed statements. The
//! signatures themselves are verified by `cos-core`. Nothing here talks to a network or reads the clock; the only randomness drawn is the seed of a new key.
#![warn(missing_docs)]

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
