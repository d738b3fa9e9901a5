//! `crypto.parse_private_keys` and `crypto.x509.parse_rsa_private_key`: the numbers of private keys in PEM.
//!
//! The first shows keys as Go's `encoding/json` shows its structs, the second as a JWK of the first key, of whatever kind it is. aws-lc-rs derives
//! public parts; it does not know P-224.

use aws_lc_rs::signature::{self, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use regorus::Value;

use super::der::{self, Reader, tag};
use super::operands::string;
use super::pem;
use super::public_key::Curve;
use super::x509::{number, object};
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("crypto.parse_private_keys", 1, parse_private_keys),
    builtin("crypto.x509.parse_rsa_private_key", 1, parse_jwk),
];

/// A private key and its public part, as big-endian numbers.
enum PrivateKey {
    Ec { curve: Curve, d: Vec<u8>, point: Vec<u8> },
    Ed25519 { seed: Vec<u8>, public: Vec<u8> },
    Rsa(Box<Rsa>),
}

struct Rsa {
    n: Vec<u8>,
    e: Vec<u8>,
    d: Vec<u8>,
    p: Vec<u8>,
    q: Vec<u8>,
    dp: Vec<u8>,
    dq: Vec<u8>,
    qi: Vec<u8>,
}

fn parse_private_keys(_: &Context, args: &[Value]) -> Outcome {
    let text = string(args, 1)?;
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let keys = private_keys(text)?.into_iter().map(PrivateKey::shown);
    Ok(Value::from(keys.collect::<Vec<_>>()))
}

fn parse_jwk(_: &Context, args: &[Value]) -> Outcome {
    let text = string(args, 1)?;
    if text.is_empty() {
        return Err(BuiltinError::invalid("there is no key"));
    }
    let text = if text.starts_with("-----BEGIN") {
        text.to_owned()
    } else {
        String::from_utf8_lossy(&pem::base64(text)?).into_owned()
    };
    Ok(private_keys(&text)?.into_iter().next().map_or(Value::Null, PrivateKey::jwk))
}

/// Reads every private key; blocks of another kind are skipped.
fn private_keys(text: &str) -> Result<Vec<PrivateKey>, BuiltinError> {
    let decoded = pem::base64(text).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let mut rest = decoded.as_deref().unwrap_or(text);
    let mut keys = Vec::new();
    while let Some((block, after)) = pem::decode(rest) {
        rest = after;
        if names_p224(&block.bytes) {
            return Err(BuiltinError::Unsupported {
                builtin: "crypto.parse_private_keys",
                subject: "a key on P-224".to_owned(),
            });
        }
        let key = match &*block.label {
            "RSA PRIVATE KEY" => pkcs1(&block.bytes),
            "EC PRIVATE KEY" => sec1(&block.bytes, None),
            "PRIVATE KEY" => pkcs8(&block.bytes),
            _ => continue,
        };
        keys.push(key.ok_or_else(|| BuiltinError::invalid("not a key that can be read"))?);
    }
    Ok(keys)
}

fn names_p224(bytes: &[u8]) -> bool {
    const OID: [u8; 7] = [tag::OID, 5, 0x2b, 0x81, 0x04, 0x00, 0x21];
    bytes.windows(OID.len()).any(|window| window == OID)
}

fn pkcs8(bytes: &[u8]) -> Option<PrivateKey> {
    let mut info = der::document(bytes)?;
    info.unsigned()?;
    let mut algorithm = info.open(tag::SEQUENCE)?;
    let key = info.content(tag::OCTET_STRING)?;
    match der::oid(algorithm.content(tag::OID)?)?[..] {
        [1, 2, 840, 113549, 1, 1, 1] => pkcs1(key),
        [1, 2, 840, 10045, 2, 1] => sec1(key, Some(Curve::of_oid(algorithm.content(tag::OID)?)?)),
        [1, 3, 101, 112] => {
            let seed = Reader::new(key).content(tag::OCTET_STRING)?.to_vec();
            let pair = Ed25519KeyPair::from_seed_unchecked(&seed).ok()?;
            Some(PrivateKey::Ed25519 { seed, public: pair.public_key().as_ref().to_vec() })
        }
        _ => None,
    }
}

fn pkcs1(bytes: &[u8]) -> Option<PrivateKey> {
    let mut numbers = der::document(bytes)?;
    // A version above 0 announces more than two primes.
    if !numbers.unsigned()?.is_empty() {
        return None;
    }
    let mut next = || numbers.unsigned().map(<[u8]>::to_vec);
    Some(PrivateKey::Rsa(Box::new(Rsa {
        n: next()?,
        e: next()?,
        d: next()?,
        p: next()?,
        q: next()?,
        dp: next()?,
        dq: next()?,
        qi: next()?,
    })))
}

fn sec1(bytes: &[u8], curve: Option<Curve>) -> Option<PrivateKey> {
    let mut fields = der::document(bytes)?;
    if fields.unsigned()? != [1] {
        return None;
    }
    let d = der::shortest(fields.content(tag::OCTET_STRING)?);
    let named = fields.optional(tag::explicit(0));
    let named =
        named.and_then(|field| Curve::of_oid(Reader::new(field.content).content(tag::OID)?));
    let curve = curve.or(named)?;
    let algorithm = match curve {
        Curve::P224 => return None,
        Curve::P256 => &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
        Curve::P384 => &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
        Curve::P521 => &signature::ECDSA_P521_SHA512_FIXED_SIGNING,
    };
    let padded = [vec![0; curve.width().checked_sub(d.len())?], d.to_vec()].concat();
    let bare = bare_sec1(&padded, curve);
    let pair = EcdsaKeyPair::from_private_key_der(algorithm, &bare).ok()?;
    let point = pair.public_key().as_ref().to_vec();
    Some(PrivateKey::Ec { curve, d: padded, point })
}

/// The key without the public part that a document claims: Go derives it too.
fn bare_sec1(d: &[u8], curve: Curve) -> Vec<u8> {
    let oid: &[u8] = match curve {
        Curve::P224 => &[0x2b, 0x81, 0x04, 0x00, 0x21],
        Curve::P256 => &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
        Curve::P384 => &[0x2b, 0x81, 0x04, 0x00, 0x22],
        Curve::P521 => &[0x2b, 0x81, 0x04, 0x00, 0x23],
    };
    let fields = [
        der::write_unsigned(&[1]),
        der::write(tag::OCTET_STRING, d),
        der::write(tag::explicit(0), &der::write(tag::OID, oid)),
    ];
    der::write(tag::SEQUENCE, &fields.concat())
}

impl PrivateKey {
    fn shown(self) -> Value {
        match self {
            Self::Ec { d, point, .. } => {
                let (x, y) = coordinates(&point);
                object([
                    ("Curve", Value::new_object()),
                    ("D", number(&d)),
                    ("X", number(x)),
                    ("Y", number(y)),
                ])
            }
            Self::Ed25519 { seed, public } => STANDARD.encode([seed, public].concat()).into(),
            Self::Rsa(key) => object([
                ("N", number(&key.n)),
                ("E", number(&key.e)),
                ("D", number(&key.d)),
                ("Primes", Value::from(vec![number(&key.p), number(&key.q)])),
                (
                    "Precomputed",
                    object([
                        ("CRTValues", Value::new_array()),
                        ("Dp", number(&key.dp)),
                        ("Dq", number(&key.dq)),
                        ("Qinv", number(&key.qi)),
                    ]),
                ),
            ]),
        }
    }

    fn jwk(self) -> Value {
        let encoded = |bytes: &[u8]| Value::from(URL_SAFE_NO_PAD.encode(bytes));
        match self {
            Self::Ec { curve, d, point } => {
                let (x, y) = coordinates(&point);
                let curve = match curve {
                    Curve::P224 => "P-224",
                    Curve::P256 => "P-256",
                    Curve::P384 => "P-384",
                    Curve::P521 => "P-521",
                };
                object([
                    ("kty", "EC".into()),
                    ("crv", curve.into()),
                    ("d", encoded(&d)),
                    ("x", encoded(x)),
                    ("y", encoded(y)),
                ])
            }
            Self::Ed25519 { seed, public } => object([
                ("kty", "OKP".into()),
                ("crv", "Ed25519".into()),
                ("d", encoded(&seed)),
                ("x", encoded(&public)),
            ]),
            Self::Rsa(key) => object([
                ("kty", "RSA".into()),
                ("n", encoded(&key.n)),
                ("e", encoded(&key.e)),
                ("d", encoded(&key.d)),
                ("p", encoded(&key.p)),
                ("q", encoded(&key.q)),
                ("dp", encoded(&key.dp)),
                ("dq", encoded(&key.dq)),
                ("qi", encoded(&key.qi)),
            ]),
        }
    }
}

fn coordinates(point: &[u8]) -> (&[u8], &[u8]) {
    let numbers = point.get(1..).unwrap_or_default();
    numbers.split_at(numbers.len() / 2)
}

#[cfg(test)]
mod tests;
