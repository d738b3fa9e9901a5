//! Public keys: reading them out of a SubjectPublicKeyInfo, and verifying signatures with them through aws-lc-rs.
//!
//! A signature may be good, bad or of a kind that aws-lc-rs does not verify; the last is an error and never a bad signature, because OPA might
//! accept it.

use aws_lc_rs::signature::{
    self, EcdsaVerificationAlgorithm, ParsedPublicKey, RsaParameters, RsaPssSaltLength,
};
use aws_lc_rs::signature::{RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm};

use super::BuiltinError;
use super::der::{self, Reader, tag};

/// A curve of NIST.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Curve {
    P224,
    P256,
    P384,
    P521,
}

impl Curve {
    /// The bytes of one coordinate.
    pub(super) fn width(self) -> usize {
        match self {
            Self::P224 => 28,
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    pub(super) fn of_oid(content: &[u8]) -> Option<Self> {
        match der::oid(content)?[..] {
            [1, 3, 132, 0, 33] => Some(Self::P224),
            [1, 2, 840, 10045, 3, 1, 7] => Some(Self::P256),
            [1, 3, 132, 0, 34] => Some(Self::P384),
            [1, 3, 132, 0, 35] => Some(Self::P521),
            _ => None,
        }
    }
}

/// The digest of a signature scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

/// How an RSA signature is padded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Padding {
    Pkcs1,
    /// With a salt as long as the digest.
    Pss,
    /// With a salt of any length.
    PssAnySalt,
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PublicKey {
    /// An uncompressed point.
    Ec {
        curve: Curve,
        point: Vec<u8>,
    },
    Ed25519(Vec<u8>),
    /// A well-formed key of a kind that signs nothing here.
    Other,
    /// Magnitudes without leading zeros.
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo.
    pub(super) fn from_spki(bytes: &[u8]) -> Result<Self, BuiltinError> {
        der::document(bytes)
            .and_then(read)
            .ok_or_else(|| BuiltinError::invalid("not a public key that can be read"))
    }

    /// A point that lies on its curve.
    pub(super) fn on_curve(curve: Curve, point: Vec<u8>) -> Option<Self> {
        let lies_on = match curve {
            // aws-lc-rs has no P-224; the shape is all that can be checked.
            Curve::P224 => point.len() == 57 && point[0] == 4,
            Curve::P256 => parses(&signature::ECDSA_P256_SHA256_ASN1, &point),
            Curve::P384 => parses(&signature::ECDSA_P384_SHA384_ASN1, &point),
            Curve::P521 => parses(&signature::ECDSA_P521_SHA512_ASN1, &point),
        };
        (lies_on && point.first() == Some(&4)).then_some(Self::Ec { curve, point })
    }
}

/// Verifies an RSA signature.
pub(super) fn verify_rsa(
    (n, e): (&[u8], &[u8]),
    padding: Padding,
    hash: Hash,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, BuiltinError> {
    let bits = n.len() * 8 - n.first().map_or(0, |byte| byte.leading_zeros() as usize);
    let key = RsaPublicKeyComponents { n, e };
    // Go refuses keys below 1,024 bits; aws-lc-rs verifies small ones with two digests only.
    let parameters: RsaParameters = match (padding, hash) {
        _ if bits < 1024 => return Ok(false),
        (Padding::Pkcs1, Hash::Sha256) => signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        (Padding::Pkcs1, Hash::Sha512) => signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        _ if !(2048..=8192).contains(&bits) => {
            return Err(unsupported(format!("a signature of a {bits}-bit RSA key")));
        }
        (Padding::Pkcs1, Hash::Sha384) => signature::RSA_PKCS1_2048_8192_SHA384,
        (_, Hash::Sha256) => signature::RSA_PSS_2048_8192_SHA256,
        (_, Hash::Sha384) => signature::RSA_PSS_2048_8192_SHA384,
        (_, Hash::Sha512) => signature::RSA_PSS_2048_8192_SHA512,
    };
    if key.verify(&parameters, message, signature).is_ok() {
        return Ok(true);
    }
    if padding != Padding::PssAnySalt || signature.len() != n.len() {
        return Ok(false);
    }
    // Go finds the length of the salt in the signature; here each is tried.
    let longest = u16::try_from(n.len()).unwrap_or(u16::MAX);
    Ok((0..longest).any(|salt| {
        let parameters = pss(hash).with_pss_salt_length(RsaPssSaltLength::Custom(salt));
        key.verify(&parameters, message, signature).is_ok()
    }))
}

/// Verifies an ECDSA signature from the magnitudes of its two numbers.
pub(super) fn verify_ecdsa(
    (curve, point): (Curve, &[u8]),
    hash: Hash,
    message: &[u8],
    (r, s): (&[u8], &[u8]),
) -> Result<bool, BuiltinError> {
    let algorithm: &'static dyn VerificationAlgorithm = match (curve, hash) {
        (Curve::P224, _) => return Err(unsupported("a signature on P-224".to_owned())),
        (Curve::P256, Hash::Sha256) => &signature::ECDSA_P256_SHA256_ASN1,
        (Curve::P256, Hash::Sha384) => &signature::ECDSA_P256_SHA384_ASN1,
        (Curve::P256, Hash::Sha512) => &signature::ECDSA_P256_SHA512_ASN1,
        (Curve::P384, Hash::Sha256) => &signature::ECDSA_P384_SHA256_ASN1,
        (Curve::P384, Hash::Sha384) => &signature::ECDSA_P384_SHA384_ASN1,
        (Curve::P384, Hash::Sha512) => &signature::ECDSA_P384_SHA512_ASN1,
        (Curve::P521, Hash::Sha256) => &signature::ECDSA_P521_SHA256_ASN1,
        (Curve::P521, Hash::Sha384) => &signature::ECDSA_P521_SHA384_ASN1,
        (Curve::P521, Hash::Sha512) => &signature::ECDSA_P521_SHA512_ASN1,
    };
    let pair = [der::write_unsigned(r), der::write_unsigned(s)].concat();
    let signature = der::write(tag::SEQUENCE, &pair);
    Ok(UnparsedPublicKey::new(algorithm, point).verify(message, &signature).is_ok())
}

/// Verifies an Ed25519 signature.
pub(super) fn verify_ed25519(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&signature::ED25519, key).verify(message, signature).is_ok()
}

fn read(mut info: Reader<'_>) -> Option<PublicKey> {
    let mut algorithm = info.open(tag::SEQUENCE)?;
    let key = info.bit_string()?;
    let oid = der::oid(algorithm.content(tag::OID)?)?;
    match oid[..] {
        [1, 2, 840, 113549, 1, 1, 1] => {
            algorithm.expect(tag::NULL)?;
            let mut numbers = der::document(key)?;
            let (n, e) = (numbers.unsigned()?, numbers.unsigned()?);
            let sound = !n.is_empty() && !e.is_empty() && e.len() <= 8;
            sound.then(|| PublicKey::Rsa { n: n.to_vec(), e: e.to_vec() })
        }
        [1, 2, 840, 10045, 2, 1] => {
            let curve = Curve::of_oid(algorithm.content(tag::OID)?)?;
            PublicKey::on_curve(curve, key.to_vec())
        }
        [1, 3, 101, 112] => {
            let sound = algorithm.is_empty() && key.len() == 32;
            sound.then(|| PublicKey::Ed25519(key.to_vec()))
        }
        // X25519 and DSA.
        [1, 3, 101, 110] | [1, 2, 840, 10040, 4, 1] => Some(PublicKey::Other),
        _ => None,
    }
}

fn parses(algorithm: &'static EcdsaVerificationAlgorithm, point: &[u8]) -> bool {
    ParsedPublicKey::new(algorithm, point).is_ok()
}

fn pss(hash: Hash) -> RsaParameters {
    match hash {
        Hash::Sha256 => signature::RSA_PSS_2048_8192_SHA256,
        Hash::Sha384 => signature::RSA_PSS_2048_8192_SHA384,
        Hash::Sha512 => signature::RSA_PSS_2048_8192_SHA512,
    }
}

fn unsupported(subject: String) -> BuiltinError {
    BuiltinError::Unsupported { builtin: "io.jwt", subject }
}
