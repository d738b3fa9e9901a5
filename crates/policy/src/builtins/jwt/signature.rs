//! Signature schemes of JSON Web Algorithms, verified by one of two sets of rules.
//!
//! OPA's `io.jwt.verify_*` take any length of salt, any split of an ECDSA signature and public keys only; its `decode_verify` is strict in the first
//! two and takes a private key for its public part. Neither binds a curve to a digest.

use aws_lc_rs::hmac;

use super::super::BuiltinError;
use super::super::public_key::{Hash, Padding, PublicKey};
use super::super::public_key::{verify_ecdsa, verify_ed25519, verify_rsa};
use super::keys::{Key, KeyPart};

/// A scheme by the name that a token gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Ecdsa(Hash),
    Eddsa,
    Hmac(Hash),
    Rsa(Padding, Hash),
}

impl Scheme {
    pub(super) fn named(name: &str) -> Option<Self> {
        if name == "EdDSA" {
            return Some(Self::Eddsa);
        }
        let (family, bits) = name.split_at_checked(2)?;
        let hash = match bits {
            "256" => Hash::Sha256,
            "384" => Hash::Sha384,
            "512" => Hash::Sha512,
            _ => return None,
        };
        match family {
            "ES" => Some(Self::Ecdsa(hash)),
            "HS" => Some(Self::Hmac(hash)),
            "PS" => Some(Self::Rsa(Padding::Pss, hash)),
            "RS" => Some(Self::Rsa(Padding::Pkcs1, hash)),
            _ => None,
        }
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rules {
    /// `io.jwt.decode_verify`.
    DecodeVerify,
    /// `io.jwt.verify_*`.
    Function,
}

/// Verifies a signature. A key of another kind verifies nothing.
pub(super) fn verify(
    scheme: Scheme,
    rules: Rules,
    key: &Key,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, BuiltinError> {
    match (scheme, key) {
        (Scheme::Hmac(hash), Key::Octets(secret)) if rules == Rules::DecodeVerify => {
            let key = hmac::Key::new(hmac_algorithm(hash), secret);
            Ok(hmac::verify(&key, message, signature).is_ok())
        }
        (_, Key::Octets(_)) => Ok(false),
        (_, Key::Asymmetric { part: KeyPart::Private(_), .. }) if rules == Rules::Function => {
            Ok(false)
        }
        (_, Key::Asymmetric { public, .. }) => {
            verify_public(scheme, rules, public, message, signature)
        }
    }
}

pub(super) fn hmac_algorithm(hash: Hash) -> hmac::Algorithm {
    match hash {
        Hash::Sha256 => hmac::HMAC_SHA256,
        Hash::Sha384 => hmac::HMAC_SHA384,
        Hash::Sha512 => hmac::HMAC_SHA512,
    }
}

fn verify_public(
    scheme: Scheme,
    rules: Rules,
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, BuiltinError> {
    match (scheme, key) {
        (Scheme::Eddsa, PublicKey::Ed25519(key)) => Ok(verify_ed25519(key, message, signature)),
        (Scheme::Rsa(padding, hash), PublicKey::Rsa { n, e }) => {
            let padding = match (padding, rules) {
                (Padding::Pss, Rules::Function) => Padding::PssAnySalt,
                (padding, _) => padding,
            };
            verify_rsa((n, e), padding, hash, message, signature)
        }
        (Scheme::Ecdsa(hash), PublicKey::Ec { curve, point }) => {
            if rules == Rules::DecodeVerify && signature.len() != curve.width() * 2 {
                return Ok(false);
            }
            let halves = signature.split_at(signature.len() / 2);
            verify_ecdsa((*curve, point), hash, message, halves)
        }
        _ => Ok(false),
    }
}
