//! `io.jwt.encode_sign` and `io.jwt.encode_sign_raw`.
//!
//! PS and ES signatures contain randomness that cannot be pinned, so OPA and cos declare these builtins nondeterministic.

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeyPairComponents, PublicKeyComponents};
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, RsaEncoding,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use regorus::Value;

use super::super::json::compact;
use super::super::operands::{operand, string};
use super::super::public_key::{Curve, Hash, Padding, PublicKey};
use super::super::{BuiltinError, Context, Outcome};
use super::keys::{self, Key, KeyPart, Private};
use super::signature::{Scheme, hmac_algorithm};

pub(super) fn encode_sign(ctx: &Context, args: &[Value]) -> Outcome {
    let text = |position| Ok(compact(&ctx.numbers, operand(args, position)?)?);
    let [header, payload, key]: [Result<String, BuiltinError>; 3] = [1, 2, 3].map(text);
    sign(&header?, &payload?, &key?)
}

pub(super) fn encode_sign_raw(_: &Context, args: &[Value]) -> Outcome {
    sign(string(args, 1)?, string(args, 2)?, string(args, 3)?)
}

fn sign(header: &str, payload: &str, jwk: &str) -> Outcome {
    let keys = keys::documents(jwk)?;
    let key = keys.first().ok_or_else(|| BuiltinError::invalid("the JWKS holds no key"))?;
    let fields: serde_json::Value = serde_json::from_str(header)
        .map_err(|_| BuiltinError::invalid("the header is not JSON"))?;
    let scheme = fields.get("alg").and_then(serde_json::Value::as_str).and_then(Scheme::named);
    let scheme = scheme.ok_or_else(|| BuiltinError::invalid("`alg` is not an algorithm"))?;
    let kind = fields.get("typ").and_then(serde_json::Value::as_str);
    let is_json = || serde_json::from_str::<serde::de::IgnoredAny>(payload).is_ok();
    if kind.is_none_or(|kind| kind == "JWT") && !is_json() {
        return Err(BuiltinError::invalid("the payload of a JWT must be JSON"));
    }
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let signature = signature_of(scheme, &key.key, message.as_bytes())?;
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)).into())
}

fn signature_of(scheme: Scheme, key: &Key, message: &[u8]) -> Result<Vec<u8>, BuiltinError> {
    match (scheme, key) {
        (Scheme::Hmac(hash), Key::Octets(secret)) => {
            let key = hmac::Key::new(hmac_algorithm(hash), secret);
            Ok(hmac::sign(&key, message).as_ref().to_vec())
        }
        (Scheme::Hmac(_), Key::Asymmetric { public: PublicKey::Ed25519(_), .. }) => {
            // OPA takes the bytes of the key for a secret.
            Err(unsupported("an Ed25519 key as a secret"))
        }
        (_, Key::Asymmetric { public, part: KeyPart::Private(private) }) => {
            match (scheme, public, private) {
                (Scheme::Eddsa, PublicKey::Ed25519(public), Private::Ed25519 { seed }) => {
                    let pair = Ed25519KeyPair::from_seed_and_public_key(seed, public);
                    Ok(pair.map_err(|_| rejected())?.sign(message).as_ref().to_vec())
                }
                (Scheme::Ecdsa(hash), PublicKey::Ec { curve, point }, Private::Ec { d }) => {
                    sign_ecdsa(*curve, hash, (d, point), message)
                }
                (Scheme::Rsa(padding, hash), PublicKey::Rsa { .. }, Private::Rsa { .. }) => {
                    sign_rsa(&rsa_pair(public, private)?, padding, hash, message)
                }
                _ => Err(rejected()),
            }
        }
        _ => Err(rejected()),
    }
}

fn sign_ecdsa(
    curve: Curve,
    hash: Hash,
    (d, point): (&[u8], &[u8]),
    message: &[u8],
) -> Result<Vec<u8>, BuiltinError> {
    let algorithm: &'static EcdsaSigningAlgorithm = match (curve, hash) {
        (Curve::P256, Hash::Sha256) => &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
        (Curve::P384, Hash::Sha384) => &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
        (Curve::P521, Hash::Sha256) => &signature::ECDSA_P521_SHA256_FIXED_SIGNING,
        (Curve::P521, Hash::Sha384) => &signature::ECDSA_P521_SHA384_FIXED_SIGNING,
        (Curve::P521, Hash::Sha512) => &signature::ECDSA_P521_SHA512_FIXED_SIGNING,
        _ => return Err(unsupported("a digest that is not that of the curve")),
    };
    let pair = EcdsaKeyPair::from_private_key_and_public_key(algorithm, d, point)
        .map_err(|_| rejected())?;
    let signed = pair.sign(&SystemRandom::new(), message).map_err(|_| rejected())?;
    Ok(signed.as_ref().to_vec())
}

fn rsa_pair(public: &PublicKey, private: &Private) -> Result<RsaKeyPair, BuiltinError> {
    let (PublicKey::Rsa { n, e }, Private::Rsa { d, p, q, chinese }) = (public, private) else {
        return Err(rejected());
    };
    if n.len() < 256 {
        return Err(unsupported("an RSA key below 2,048 bits"));
    }
    let Some([dp, dq, qi]) = chinese else {
        return Err(unsupported("an RSA key without `dp`, `dq` and `qi`"));
    };
    RsaKeyPair::from_components(&KeyPairComponents {
        public_key: PublicKeyComponents { n: n.as_slice(), e: e.as_slice() },
        d: d.as_slice(),
        p: p.as_slice(),
        q: q.as_slice(),
        dP: dp.as_slice(),
        dQ: dq.as_slice(),
        qInv: qi.as_slice(),
    })
    .map_err(|_| rejected())
}

fn sign_rsa(
    pair: &RsaKeyPair,
    padding: Padding,
    hash: Hash,
    message: &[u8],
) -> Result<Vec<u8>, BuiltinError> {
    let encoding: &'static dyn RsaEncoding = match (padding, hash) {
        (Padding::Pkcs1, Hash::Sha256) => &signature::RSA_PKCS1_SHA256,
        (Padding::Pkcs1, Hash::Sha384) => &signature::RSA_PKCS1_SHA384,
        (Padding::Pkcs1, Hash::Sha512) => &signature::RSA_PKCS1_SHA512,
        (_, Hash::Sha256) => &signature::RSA_PSS_SHA256,
        (_, Hash::Sha384) => &signature::RSA_PSS_SHA384,
        (_, Hash::Sha512) => &signature::RSA_PSS_SHA512,
    };
    let mut signed = vec![0; pair.public_modulus_len()];
    pair.sign(encoding, &SystemRandom::new(), message, &mut signed).map_err(|_| rejected())?;
    Ok(signed)
}

fn rejected() -> BuiltinError {
    BuiltinError::invalid("the key does not fit the algorithm")
}

fn unsupported(subject: &str) -> BuiltinError {
    BuiltinError::Unsupported { builtin: "io.jwt.encode_sign", subject: subject.to_owned() }
}
