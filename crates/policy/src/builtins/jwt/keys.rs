//! Keys as policies hold them: a PEM certificate or public key, a JWK, a JWKS.
//!
//! What is checked is what OPA's JWK library checks: required members, the types of known ones, the algorithm's name, points on their curves. The
//! certificate is only a container here; nobody's signature on it is verified.

use serde_json::Value as Json;

use super::super::public_key::{Curve, PublicKey};
use super::super::{BuiltinError, pem, x509};

/// A key and what a set says about it.
#[derive(Debug, Clone)]
pub(super) struct VerificationKey {
    pub(super) key: Key,
    /// Empty when not stated.
    pub(super) alg: String,
    pub(super) kid: String,
}

impl VerificationKey {
    pub(super) fn anonymous(key: Key) -> Self {
        Self { key, alg: String::new(), kid: String::new() }
    }
}

#[derive(Debug, Clone)]
pub(super) enum Key {
    Asymmetric { public: PublicKey, part: KeyPart },
    Octets(Vec<u8>),
}

/// What a document holds besides the public part.
#[derive(Debug, Clone)]
pub(super) enum KeyPart {
    Public,
    Private(Private),
}

/// The members of a private JWK, as big-endian numbers.
#[derive(Debug, Clone)]
pub(super) enum Private {
    Ec { d: Vec<u8> },
    Ed25519 { seed: Vec<u8> },
    Other,
    Rsa { d: Vec<u8>, p: Vec<u8>, q: Vec<u8>, chinese: Option<[Vec<u8>; 3]> },
}

/// Signature algorithms that OPA verifies.
const SIGNATURES: &[&str] = &[
    "ES256", "ES384", "ES512", "EdDSA", "HS256", "HS384", "HS512", "PS256", "PS384", "PS512",
    "RS256", "RS384", "RS512",
];
/// Names that a JWK may have and that OPA skips.
const OTHERS: &[&str] = &[
    "A128GCMKW",
    "A128KW",
    "A192GCMKW",
    "A192KW",
    "A256GCMKW",
    "A256KW",
    "ECDH-ES",
    "ECDH-ES+A128KW",
    "ECDH-ES+A192KW",
    "ECDH-ES+A256KW",
    "ES256K",
    "Ed25519",
    "PBES2-HS256+A128KW",
    "PBES2-HS384+A192KW",
    "PBES2-HS512+A256KW",
    "RSA-OAEP",
    "RSA-OAEP-256",
    "RSA-OAEP-384",
    "RSA-OAEP-512",
    "RSA1_5",
    "dir",
    "none",
];

/// Reads the keys that may verify a token.
pub(super) fn verification_keys(text: &str) -> Result<Vec<VerificationKey>, BuiltinError> {
    if let Some((block, rest)) = pem::decode(text) {
        if !rest.is_empty() {
            return Err(BuiltinError::invalid("something follows the PEM block"));
        }
        let public = match &*block.label {
            "CERTIFICATE" => x509::public_key(&block.bytes)?,
            "PUBLIC KEY" => PublicKey::from_spki(&block.bytes)?,
            _ => return Err(BuiltinError::invalid("the PEM block holds no public key")),
        };
        return Ok(vec![VerificationKey::anonymous(Key::Asymmetric {
            public,
            part: KeyPart::Public,
        })]);
    }
    let keys = documents(text)?;
    Ok(keys
        .into_iter()
        .filter(|key| key.alg.is_empty() || SIGNATURES.contains(&&*key.alg))
        .collect())
}

/// Reads a JWK or a JWKS.
pub(super) fn documents(text: &str) -> Result<Vec<VerificationKey>, BuiltinError> {
    // What follows a key is ignored, as in OPA.
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Json>();
    let Some(Ok(document)) = stream.next() else { return Err(malformed("it is not JSON")) };
    match document.get("keys") {
        None => Ok(vec![document_key(&document)?]),
        Some(Json::Array(keys)) => keys.iter().map(document_key).collect(),
        Some(_) => Err(malformed("`keys` is not an array")),
    }
}

fn document_key(jwk: &Json) -> Result<VerificationKey, BuiltinError> {
    for name in ["kid", "use", "x5t", "x5t#S256", "x5u"] {
        optional_text(jwk, name)?;
    }
    if let Some(operations) = jwk.get("key_ops") {
        let named = operations.as_array().is_some_and(|all| all.iter().all(Json::is_string));
        if !named {
            return Err(malformed("`key_ops` is not an array of strings"));
        }
    }
    if let Some(chain) = jwk.get("x5c") {
        let encoded = |link: &Json| link.as_str().is_some_and(|text| pem::base64(text).is_ok());
        if !chain.as_array().is_some_and(|links| links.iter().all(encoded)) {
            return Err(malformed("`x5c` is not an array of base64"));
        }
    }
    let alg = match jwk.get("alg") {
        None => String::new(),
        Some(Json::String(alg)) if SIGNATURES.contains(&&**alg) || OTHERS.contains(&&**alg) => {
            alg.clone()
        }
        Some(_) => return Err(malformed("`alg` is not an algorithm")),
    };
    let key = match jwk.get("kty").and_then(Json::as_str) {
        Some("oct") => Key::Octets(required(jwk, "k")?),
        Some("RSA") => rsa(jwk)?,
        Some("EC") => elliptic(jwk)?,
        Some("OKP") => octet_key_pair(jwk)?,
        _ => return Err(malformed("`kty` is not a key type")),
    };
    let kid = optional_text(jwk, "kid")?.unwrap_or_default().to_owned();
    Ok(VerificationKey { key, alg, kid })
}

fn rsa(jwk: &Json) -> Result<Key, BuiltinError> {
    let number = |name| required(jwk, name).map(trimmed);
    let public = PublicKey::Rsa { n: number("n")?, e: number("e")? };
    if jwk.get("d").is_none() {
        return Ok(Key::Asymmetric { public, part: KeyPart::Public });
    }
    let chinese = match (number("dp"), number("dq"), number("qi")) {
        (Ok(dp), Ok(dq), Ok(qi)) => Some([dp, dq, qi]),
        _ => None,
    };
    let private = Private::Rsa { d: number("d")?, p: number("p")?, q: number("q")?, chinese };
    Ok(Key::Asymmetric { public, part: KeyPart::Private(private) })
}

fn elliptic(jwk: &Json) -> Result<Key, BuiltinError> {
    let curve = match jwk.get("crv").and_then(Json::as_str) {
        Some("P-256") => Curve::P256,
        Some("P-384") => Curve::P384,
        Some("P-521") => Curve::P521,
        _ => return Err(malformed("`crv` is not a curve")),
    };
    let padded = |name| {
        let number = trimmed(required(jwk, name)?);
        let missing = curve.width().checked_sub(number.len());
        let missing = missing.ok_or_else(|| malformed("a coordinate is too large"))?;
        Ok::<_, BuiltinError>([vec![0; missing], number].concat())
    };
    let point = [vec![4], padded("x")?, padded("y")?].concat();
    let public = PublicKey::on_curve(curve, point)
        .ok_or_else(|| malformed("the point is not on its curve"))?;
    let part = match jwk.get("d") {
        None => KeyPart::Public,
        Some(_) => KeyPart::Private(Private::Ec { d: padded("d")? }),
    };
    Ok(Key::Asymmetric { public, part })
}

fn octet_key_pair(jwk: &Json) -> Result<Key, BuiltinError> {
    let x = required(jwk, "x")?;
    let signs = match jwk.get("crv").and_then(Json::as_str) {
        Some("Ed25519") => true,
        Some("X25519") => false,
        _ => return Err(malformed("`crv` is not a curve")),
    };
    if x.len() != 32 {
        return Err(malformed("`x` has another length than 32"));
    }
    let part = match (jwk.get("d"), signs) {
        (None, _) => KeyPart::Public,
        (Some(_), true) => KeyPart::Private(Private::Ed25519 { seed: required(jwk, "d")? }),
        (Some(_), false) => KeyPart::Private(Private::Other),
    };
    let public = if signs { PublicKey::Ed25519(x) } else { PublicKey::Other };
    Ok(Key::Asymmetric { public, part })
}

fn optional_text<'a>(jwk: &'a Json, name: &str) -> Result<Option<&'a str>, BuiltinError> {
    match jwk.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(_) => Err(malformed(&format!("`{name}` is not a string"))),
    }
}

/// A member in base64 of either alphabet, padded or not.
fn required(jwk: &Json, name: &str) -> Result<Vec<u8>, BuiltinError> {
    let text = jwk.get(name).and_then(Json::as_str).unwrap_or_default();
    let url_safe = text.replace('+', "-").replace('/', "_");
    match pem::base64_url(url_safe.trim_end_matches('=')) {
        Ok(bytes) if !bytes.is_empty() => Ok(bytes),
        _ => Err(malformed(&format!("`{name}` is missing or not base64url"))),
    }
}

fn trimmed(mut number: Vec<u8>) -> Vec<u8> {
    let zeros = number.iter().take_while(|&&byte| byte == 0).count();
    number.drain(..zeros);
    number
}

fn malformed(reason: &str) -> BuiltinError {
    BuiltinError::invalid(format!("the JWK cannot be used: {reason}"))
}
