//! Keys of an issuer, as a JWK set (RFC 7517), and whether one of them signed a token.

use super::Refusal;
use super::jws::{Algorithm, Jws};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use cos_core::base64url;
use cos_core::json::{Tape, Value};

/// The longest key set.
pub const LONGEST: usize = 256 << 10;
/// The most keys in one.
const MOST: usize = 100;

/// The keys of an issuer that sign tokens in a way that we accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySet(Vec<Jwk>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Jwk {
    kid: Option<String>,
    key: Key,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Ed25519([u8; 32]),
    /// The point, uncompressed.
    P256(Vec<u8>),
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
}

impl KeySet {
    /// Reads a key set. Keys of kinds that are not known are left out, as the RFC asks; one that is broken is an error.
    pub fn read(text: &[u8]) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("the key set is longer than {LONGEST} bytes"));
        }
        let mut tape = Tape::default();
        let root = tape.read(text, 0).map_err(|error| format!("the key set: {error}"))?;
        let set = tape.value(text, root).get("keys").ok_or("the key set has no `keys`")?;
        let mut keys = Vec::new();
        for value in set.items() {
            keys.extend(Jwk::read(value)?);
            if keys.len() > MOST {
                return Err(format!("the key set has more than {MOST} keys"));
            }
        }
        if keys.is_empty() {
            return Err("the key set has no key for RS256, ES256 or EdDSA".to_owned());
        }
        Ok(Self(keys))
    }

    /// Whether there is a key that may have signed this.
    pub fn may_have_signed(&self, jws: &Jws<'_>) -> bool {
        self.candidates(jws).next().is_some()
    }

    /// Checks the signature with the key that the token names; without a name, with each key of the right kind.
    pub fn verify(&self, jws: &Jws<'_>) -> Result<(), Refusal> {
        let mut refusal = Refusal::UnknownKey;
        for jwk in self.candidates(jws) {
            refusal = match jwk.key.verify(jws) {
                Ok(()) => return Ok(()),
                // A key of another kind says nothing about the others, unless it was named.
                Err(Refusal::KeyKind) if jws.kid.is_none() => refusal,
                Err(other) => other,
            };
        }
        Err(refusal)
    }

    fn candidates<'a>(&'a self, jws: &'a Jws<'_>) -> impl Iterator<Item = &'a Jwk> {
        self.0.iter().filter(|jwk| jws.kid.is_none() || jwk.kid == jws.kid)
    }
}

impl Jwk {
    fn read(value: Value<'_>) -> Result<Option<Self>, String> {
        let text = |name: &str| value.get(name).and_then(Value::string);
        let bytes = |name: &str| text(name).and_then(|text| base64url::decode(text.as_bytes()));
        // A key for encryption signs nothing.
        if value.get("use").is_some_and(|it| !it.is_string("sig")) {
            return Ok(None);
        }
        let kid = text("kid").map(std::borrow::Cow::into_owned);
        let broken = || {
            format!(
                "the key `{}` is broken",
                kid.as_deref().unwrap_or("without a name").escape_debug()
            )
        };
        let key = match (text("kty").as_deref(), text("crv").as_deref()) {
            (Some("RSA"), _) => {
                let (n, e) = (bytes("n").ok_or_else(broken)?, bytes("e").ok_or_else(broken)?);
                // Shorter ones are refused when they are used, too; here the operator learns of it.
                if n.len() < 256 {
                    return Err(format!("{}: RSA keys have at least 2048 bits", broken()));
                }
                Key::Rsa { n, e }
            }
            (Some("EC"), Some("P-256")) => {
                let (x, y) = (bytes("x").ok_or_else(broken)?, bytes("y").ok_or_else(broken)?);
                if (x.len(), y.len()) != (32, 32) {
                    return Err(broken());
                }
                Key::P256([&[4], &*x, &*y].concat())
            }
            (Some("OKP"), Some("Ed25519")) => {
                let x = bytes("x").and_then(|x| x.try_into().ok()).ok_or_else(broken)?;
                Key::Ed25519(x)
            }
            _ => return Ok(None),
        };
        Ok(Some(Self { kid, key }))
    }
}

impl Key {
    /// The algorithm is the key's own; a token that names another one is refused.
    fn verify(&self, jws: &Jws<'_>) -> Result<(), Refusal> {
        let (signed, signature) = (jws.signed.as_bytes(), &*jws.signature);
        let done = match (self, jws.algorithm) {
            (Self::Rsa { n, e }, Algorithm::Rs256) => RsaPublicKeyComponents { n: &**n, e: &**e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature),
            (Self::P256(point), Algorithm::Es256) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(signed, signature)
            }
            (Self::Ed25519(key), Algorithm::EdDsa) => {
                UnparsedPublicKey::new(&ED25519, key).verify(signed, signature)
            }
            _ => return Err(Refusal::KeyKind),
        };
        done.map_err(|_| Refusal::Signature)
    }
}
