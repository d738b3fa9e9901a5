//! The keys that sign bundles and those that verify them.
//!
//! The algorithm belongs to the key, never to the token: that is what makes a public key useless as an HMAC secret. Keys are PEM
//! as OpenSSL writes it, secrets are the bytes of a file. Encrypted keys are not supported.

use super::signature::SignatureError;
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, ParsedPublicKey, RsaEncoding, RsaKeyPair,
    VerificationAlgorithm,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::clock::Timestamp;
use std::fmt;

const MIN_SECRET: usize = 32;

/// A signature algorithm of OPA; `EdDSA` is not among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Algorithm(Family, Size);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Family {
    Ecdsa,
    Hmac,
    Pss,
    Rsa,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Size {
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    /// The algorithms with their names in a token (RFC 7518).
    pub const ALL: [(&str, Self); 12] = [
        ("ES256", Self(Family::Ecdsa, Size::Sha256)),
        ("ES384", Self(Family::Ecdsa, Size::Sha384)),
        ("ES512", Self(Family::Ecdsa, Size::Sha512)),
        ("HS256", Self(Family::Hmac, Size::Sha256)),
        ("HS384", Self(Family::Hmac, Size::Sha384)),
        ("HS512", Self(Family::Hmac, Size::Sha512)),
        ("PS256", Self(Family::Pss, Size::Sha256)),
        ("PS384", Self(Family::Pss, Size::Sha384)),
        ("PS512", Self(Family::Pss, Size::Sha512)),
        ("RS256", Self(Family::Rsa, Size::Sha256)),
        ("RS384", Self(Family::Rsa, Size::Sha384)),
        ("RS512", Self(Family::Rsa, Size::Sha512)),
    ];

    /// Finds an algorithm by its name, in this exact spelling.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, algorithm)| *algorithm)
    }

    /// Returns the name of the algorithm.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }

    fn hmac(self) -> hmac::Algorithm {
        match self.1 {
            Size::Sha256 => hmac::HMAC_SHA256,
            Size::Sha384 => hmac::HMAC_SHA384,
            Size::Sha512 => hmac::HMAC_SHA512,
        }
    }

    fn verification(self) -> Option<&'static dyn VerificationAlgorithm> {
        Some(match (self.0, self.1) {
            (Family::Ecdsa, Size::Sha256) => &signature::ECDSA_P256_SHA256_FIXED,
            (Family::Ecdsa, Size::Sha384) => &signature::ECDSA_P384_SHA384_FIXED,
            (Family::Ecdsa, Size::Sha512) => &signature::ECDSA_P521_SHA512_FIXED,
            (Family::Pss, Size::Sha256) => &signature::RSA_PSS_2048_8192_SHA256,
            (Family::Pss, Size::Sha384) => &signature::RSA_PSS_2048_8192_SHA384,
            (Family::Pss, Size::Sha512) => &signature::RSA_PSS_2048_8192_SHA512,
            (Family::Rsa, Size::Sha256) => &signature::RSA_PKCS1_2048_8192_SHA256,
            (Family::Rsa, Size::Sha384) => &signature::RSA_PKCS1_2048_8192_SHA384,
            (Family::Rsa, Size::Sha512) => &signature::RSA_PKCS1_2048_8192_SHA512,
            (Family::Hmac, _) => return None,
        })
    }

    fn ecdsa_signing(self) -> &'static EcdsaSigningAlgorithm {
        match self.1 {
            Size::Sha256 => &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
            Size::Sha384 => &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
            Size::Sha512 => &signature::ECDSA_P521_SHA512_FIXED_SIGNING,
        }
    }

    fn rsa_encoding(self) -> &'static dyn RsaEncoding {
        match (self.0, self.1) {
            (Family::Pss, Size::Sha256) => &signature::RSA_PSS_SHA256,
            (Family::Pss, Size::Sha384) => &signature::RSA_PSS_SHA384,
            (Family::Pss, Size::Sha512) => &signature::RSA_PSS_SHA512,
            (_, Size::Sha256) => &signature::RSA_PKCS1_SHA256,
            (_, Size::Sha384) => &signature::RSA_PKCS1_SHA384,
            (_, Size::Sha512) => &signature::RSA_PKCS1_SHA512,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A key that a bundle may be signed with, and what it may be used for.
pub struct VerificationKey {
    id: String,
    algorithm: Algorithm,
    scope: Option<String>,
    period: Option<Period>,
    material: Material,
}

/// When a key may sign, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first second.
    pub first: Timestamp,
    /// The last second; `None` for no end.
    pub last: Option<Timestamp>,
}

impl Period {
    /// Tells whether the key may have signed at `at`. A signature without a time may be of any; it counts while there is no end.
    pub(super) fn covers(&self, at: Option<Timestamp>) -> bool {
        match at {
            Some(at) => at >= self.first && self.last.is_none_or(|last| at <= last),
            None => self.last.is_none(),
        }
    }
}

enum Material {
    Public(ParsedPublicKey),
    Secret(Box<hmac::Key>),
}

impl VerificationKey {
    /// Takes a public key or certificate in PEM, or the bytes of a secret for `HS*`.
    ///
    /// Secrets of any length verify, as in OPA. With a `scope` the token has to carry the same one, without it none.
    pub fn new(
        id: impl Into<String>,
        algorithm: Algorithm,
        material: &[u8],
        scope: Option<String>,
    ) -> Result<Self, SignatureError> {
        let id = id.into();
        let fault = |fault| SignatureError::Key { id: id.clone(), algorithm, fault };
        let material = match algorithm.verification() {
            None => {
                let secret = secret(material, 1).map_err(fault)?;
                Material::Secret(Box::new(hmac::Key::new(algorithm.hmac(), secret)))
            }
            Some(verification) => {
                let (label, der) = pem(material).map_err(fault)?;
                let der = match label {
                    "PUBLIC KEY" | "RSA PUBLIC KEY" => der.as_slice(),
                    "CERTIFICATE" => {
                        subject_key(&der).ok_or_else(|| fault("the certificate is damaged"))?
                    }
                    _ if label.ends_with("PRIVATE KEY") => {
                        return Err(fault("it is a private key; give the public key"));
                    }
                    _ => return Err(fault("it is no public key or certificate in PEM")),
                };
                let key = ParsedPublicKey::new(verification, der)
                    .map_err(|_| fault("it is damaged, too short or of another kind"))?;
                Material::Public(key)
            }
        };
        Ok(Self { id, algorithm, scope, period: None, material })
    }

    /// The same key for what was signed within `period`; OPA's claim `iat` says when that was.
    pub fn within(self, period: Period) -> Self {
        Self { period: Some(period), ..self }
    }

    /// When it may sign, where that is limited.
    pub fn period(&self) -> Option<Period> {
        self.period
    }

    /// The name that tokens call the key by.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The one algorithm it verifies.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The scope that a token has to carry.
    pub fn scope(&self) -> Option<&str> {
        self.scope.as_deref()
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.material {
            Material::Public(key) => key.verify_sig(message, signature).is_ok(),
            Material::Secret(key) => hmac::verify(key, message, signature).is_ok(),
        }
    }
}

impl fmt::Debug for VerificationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerificationKey({}, {}, {:?})", self.id, self.algorithm, self.scope)
    }
}

/// A private key or secret that signs bundles.
pub struct BundleSigningKey {
    id: String,
    algorithm: Algorithm,
    material: SigningMaterial,
}

enum SigningMaterial {
    Ecdsa(EcdsaKeyPair),
    Hmac(Box<hmac::Key>),
    Rsa(RsaKeyPair),
}

impl BundleSigningKey {
    /// Takes a private key in PEM (PKCS#8, PKCS#1 or SEC1), or a secret of at least 32 bytes for `HS*`.
    pub fn new(
        id: impl Into<String>,
        algorithm: Algorithm,
        material: &[u8],
    ) -> Result<Self, SignatureError> {
        let id = id.into();
        let fault = |fault| SignatureError::Key { id: id.clone(), algorithm, fault };
        let damaged = || fault("it is damaged, too short or of another kind");
        if algorithm.0 == Family::Hmac {
            let secret = secret(material, MIN_SECRET).map_err(fault)?;
            let material =
                SigningMaterial::Hmac(Box::new(hmac::Key::new(algorithm.hmac(), secret)));
            return Ok(Self { id, algorithm, material });
        }
        let (label, der) = pem(material).map_err(fault)?;
        let material = match (algorithm.0, label) {
            (Family::Ecdsa, "PRIVATE KEY") => SigningMaterial::Ecdsa(
                EcdsaKeyPair::from_pkcs8(algorithm.ecdsa_signing(), &der).map_err(|_| damaged())?,
            ),
            (Family::Ecdsa, "EC PRIVATE KEY") => SigningMaterial::Ecdsa(
                EcdsaKeyPair::from_private_key_der(algorithm.ecdsa_signing(), &der)
                    .map_err(|_| damaged())?,
            ),
            (Family::Pss | Family::Rsa, "PRIVATE KEY") => {
                SigningMaterial::Rsa(RsaKeyPair::from_pkcs8(&der).map_err(|_| damaged())?)
            }
            (Family::Pss | Family::Rsa, "RSA PRIVATE KEY") => {
                SigningMaterial::Rsa(RsaKeyPair::from_der(&der).map_err(|_| damaged())?)
            }
            (_, "PUBLIC KEY" | "RSA PUBLIC KEY" | "CERTIFICATE") => {
                return Err(fault("it is a public key; give the private key"));
            }
            (_, "ENCRYPTED PRIVATE KEY") => return Err(fault("it is encrypted; decrypt it first")),
            _ => return Err(damaged()),
        };
        Ok(Self { id, algorithm, material })
    }

    /// The name that tokens call the key by.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The algorithm it signs with.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let random = SystemRandom::new();
        let refused = |_| SignatureError::Key {
            id: self.id.clone(),
            algorithm: self.algorithm,
            fault: "it does not sign",
        };
        match &self.material {
            SigningMaterial::Ecdsa(pair) => {
                Ok(pair.sign(&random, message).map_err(refused)?.as_ref().to_vec())
            }
            SigningMaterial::Hmac(key) => Ok(hmac::sign(key, message).as_ref().to_vec()),
            SigningMaterial::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let encoding = self.algorithm.rsa_encoding();
                pair.sign(encoding, &random, message, &mut signature).map_err(refused)?;
                Ok(signature)
            }
        }
    }
}

impl fmt::Debug for BundleSigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BundleSigningKey({}, {})", self.id, self.algorithm)
    }
}

/// A secret is taken as it is; PEM in its place is a key of another kind, and a public one would be no secret.
fn secret(material: &[u8], least: usize) -> Result<&[u8], &'static str> {
    match material {
        [] => Err("the secret is empty"),
        pem if pem.trim_ascii_start().starts_with(b"-----BEGIN") => {
            Err("it is a key in PEM; give a secret")
        }
        short if short.len() < least => {
            Err("the secret has fewer than 32 bytes; make one with `openssl rand -hex 32`")
        }
        secret => Ok(secret),
    }
}

/// Returns the label and the content of the first PEM block that is not curve parameters.
fn pem(material: &[u8]) -> Result<(&str, Vec<u8>), &'static str> {
    const DAMAGED: &str = "its PEM text is damaged";
    const NOT_PEM: &str = "it is not PEM; a secret goes with `--alg HS256`";
    let mut rest = std::str::from_utf8(material).map_err(|_| NOT_PEM)?;
    loop {
        let (_, block) = rest.split_once("-----BEGIN ").ok_or(NOT_PEM)?;
        let (label, block) = block.split_once("-----").ok_or(DAMAGED)?;
        let (body, after) = block.split_once("-----END ").ok_or(DAMAGED)?;
        rest = after.strip_prefix(label).and_then(|it| it.strip_prefix("-----")).ok_or(DAMAGED)?;
        if label == "EC PARAMETERS" {
            continue;
        }
        if body.contains(':') {
            return Err("it is encrypted or has PEM headers; decrypt it first");
        }
        let line: Vec<u8> = body.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        return Ok((label, STANDARD.decode(line).map_err(|_| DAMAGED)?));
    }
}

/// Returns the SubjectPublicKeyInfo of an X.509 certificate. Its issuer and dates are not looked at, as OPA does not either.
fn subject_key(certificate: &[u8]) -> Option<&[u8]> {
    let (_, signed, _) = element(element(certificate)?.1)?;
    let mut rest = signed;
    // The version is optional, and tagged [0].
    if rest.first() == Some(&0xa0) {
        rest = element(rest)?.2;
    }
    // Serial number, algorithm, issuer, validity, subject.
    for _ in 0..5 {
        rest = element(rest)?.2;
    }
    let after = element(rest)?.2;
    Some(&rest[..rest.len() - after.len()])
}

/// Splits the first DER element off: its tag, its content, and what follows it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&short, rest) = rest.split_first()?;
    let (length, rest) = match short {
        0..=0x7f => (usize::from(short), rest),
        0x81 | 0x82 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(short & 3))?;
            (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

#[cfg(test)]
mod tests;
