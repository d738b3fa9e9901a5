//! Public keys of two algorithms, Ed25519 and P-256, in the form that everyone reads: SubjectPublicKeyInfo (RFC 5280 §4.1.2.7).
//!
//! Receipts and logs are signed with Ed25519 only and need none of this; evidence is also for programs that know P-256 alone. Each key has
//! one spelling here: uncompressed points, no parameters beyond the curve.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ParsedPublicKey, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::ed25519::{PublicKey, VerifyingKey};
use std::fmt;

use crate::name::{KeyId, KeyName};

/// DER of an Ed25519 SubjectPublicKeyInfo up to the 32 bytes of the key (RFC 8410 §4).
const ED25519_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];

/// DER of a P-256 SubjectPublicKeyInfo up to the 64 bytes of the uncompressed point (RFC 5480 §2).
const P256_PREFIX: [u8; 27] = [
    0x30, 0x59, 0x30, 0x13, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 3, 1, 7, 3, 0x42, 0, 4,
];

const BEGIN: &str = "-----BEGIN PUBLIC KEY-----\n";
const END: &str = "-----END PUBLIC KEY-----\n";

/// A public key that can verify something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpkiKey {
    /// EdDSA over edwards25519 (RFC 8032).
    Ed25519(Box<VerifyingKey>),
    /// ECDSA over P-256 with SHA-256 (FIPS 186-5).
    P256(P256Key),
}

/// A point of P-256, checked to lie on the curve.
#[derive(Clone, PartialEq, Eq)]
pub struct P256Key([u8; 91]);

impl P256Key {
    /// Reads a SubjectPublicKeyInfo in DER; `None` for anything but an uncompressed point of P-256.
    pub fn from_der(der: &[u8]) -> Option<Self> {
        let bytes: [u8; 91] = der.try_into().ok()?;
        let usable = bytes.starts_with(&P256_PREFIX)
            && ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &bytes[26..]).is_ok();
        usable.then_some(Self(bytes))
    }

    /// The SubjectPublicKeyInfo in DER.
    pub fn as_der(&self) -> &[u8] {
        &self.0
    }

    /// The key in PEM, as `openssl pkey -pubout` writes it.
    pub fn to_pem(&self) -> String {
        pem(&self.0)
    }

    /// Tells whether `signature`, an `Ecdsa-Sig-Value` in DER, is this key's over `message` with SHA-256.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.0[26..])
            .verify(message, signature)
            .is_ok()
    }
}

impl fmt::Debug for P256Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P256Key({})", STANDARD.encode(&self.0[26..]))
    }
}

impl SpkiKey {
    /// Reads a SubjectPublicKeyInfo in DER, in its one spelling.
    pub fn from_der(der: &[u8]) -> Option<Self> {
        match der.strip_prefix(&ED25519_PREFIX) {
            Some(key) => VerifyingKey::new(PublicKey(key.try_into().ok()?)).map(Self::from),
            None => P256Key::from_der(der).map(Self::P256),
        }
    }

    /// Reads a PEM block (RFC 7468) exactly as [`Self::to_pem`] writes it.
    pub fn from_pem(pem: &str) -> Option<Self> {
        let body = pem.strip_prefix(BEGIN)?.strip_suffix(END)?;
        let der = STANDARD.decode(body.replace('\n', "")).ok()?;
        Self::from_der(&der).filter(|key| key.to_pem() == pem)
    }

    /// The SubjectPublicKeyInfo in DER.
    pub fn to_der(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => [&ED25519_PREFIX[..], &key.public_key().0].concat(),
            Self::P256(key) => key.0.to_vec(),
        }
    }

    /// The key in PEM, as `openssl pkey -pubout` writes it.
    pub fn to_pem(&self) -> String {
        pem(&self.to_der())
    }

    /// The name of the algorithm in `trust.json`.
    pub fn algorithm(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "Ed25519",
            Self::P256(_) => "ECDSA-P256",
        }
    }

    /// The id of the key under `name`.
    pub fn id(&self, name: KeyName) -> KeyId {
        match self {
            Self::Ed25519(key) => KeyId::of(name, &key.public_key()),
            Self::P256(key) => KeyId::of_p256(name, key.as_der()),
        }
    }
}

fn pem(der: &[u8]) -> String {
    let base64 = STANDARD.encode(der);
    let lines = base64.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line) + "\n");
    format!("{BEGIN}{}{END}", lines.collect::<String>())
}

impl From<VerifyingKey> for SpkiKey {
    fn from(key: VerifyingKey) -> Self {
        Self::Ed25519(key.into())
    }
}

#[cfg(test)]
mod tests;
