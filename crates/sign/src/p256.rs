//! P-256 private keys: evidence, time stamps, certificates and the log of a certificate authority are signed with them, because that is
//! the one algorithm that every Sigstore client knows.
//!
//! As with Ed25519, the secret lives inside aws-lc and only signatures leave. ECDSA signatures are random: two over the same bytes differ.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use std::path::Path;
use zeroize::Zeroizing;

use crate::durable;
use crate::key::{FILE_MODE, KeyError, read_private};
use crate::pkcs8::{self, Fault};
use crate::spki::P256Key;

/// A P-256 private key.
pub(crate) struct P256Pair {
    pair: EcdsaKeyPair,
    public: P256Key,
}

/// A key that exists in memory only, with the PEM text that is to be its file.
pub(crate) struct NewP256 {
    pub(crate) key: P256Pair,
    pem: Zeroizing<String>,
}

impl NewP256 {
    /// Makes a key from operating-system randomness.
    pub(crate) fn generate() -> Result<Self, KeyError> {
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new())
                .map_err(|_| KeyError::Sign { what: "a P-256 key" })?;
        let pem = pkcs8::encode_der(document.as_ref());
        let pair = pkcs8::decode_p256(pem.as_bytes()).expect("aws-lc reads what it wrote");
        Ok(Self { key: P256Pair::new(pair), pem })
    }

    /// Writes the key to the new file `path`, synced, readable by its owner alone.
    pub(crate) fn write(&self, path: &Path) -> Result<(), KeyError> {
        durable::create_new(path, FILE_MODE, self.pem.as_bytes())
            .map_err(|error| KeyError::io("write", path, error))
    }
}

impl P256Pair {
    /// Reads the key file `path`, which must hold an unencrypted PKCS#8 P-256 key in PEM and be closed to group and others.
    pub(crate) fn read(path: &Path) -> Result<Self, KeyError> {
        Self::from_pem(&read_private(path)?, path)
    }

    /// Takes the content of the key file `path`.
    pub(crate) fn from_pem(pem: &[u8], path: &Path) -> Result<Self, KeyError> {
        let pair = pkcs8::decode_p256(pem).map_err(|fault| match fault {
            Fault::Algorithm => KeyError::Algorithm { path: path.into(), wanted: "ECDSA P-256" },
            Fault::Malformed(reason) => KeyError::Malformed { path: path.into(), reason },
        })?;
        Ok(Self::new(pair))
    }

    fn new(pair: EcdsaKeyPair) -> Self {
        let der = pair.public_key().as_der().ok();
        let public = der.and_then(|der| P256Key::from_der(der.as_ref()));
        Self { pair, public: public.expect("aws-lc writes an uncompressed point of P-256") }
    }

    /// The public half.
    pub(crate) fn public(&self) -> &P256Key {
        &self.public
    }

    /// Signs `message` with SHA-256; the signature is the DER of `Ecdsa-Sig-Value` (RFC 3279 §2.2.3).
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let signature = self.pair.sign(&SystemRandom::new(), message);
        let signature = signature.map_err(|_| KeyError::Sign { what: "a P-256 signature" })?;
        Ok(signature.as_ref().to_vec())
    }
}
