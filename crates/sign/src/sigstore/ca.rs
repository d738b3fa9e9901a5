//! Sealing with a certificate of our own authority, so that stock Sigstore clients verify it with no flag that says “insecure”.
//!
//! Each seal makes a key, a certificate for it that is good for ten minutes, one signature, a time stamp and a log entry, and forgets the
//! key. Nothing here talks to anybody: authority, clock and logs are keys in the directory.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::dsse::pae;
use cos_core::intoto::{PAYLOAD_TYPE, Statement};
use cos_core::jcs;
use der::{Decode as _, EncodePem as _};
use serde_json::json;
use x509_cert::certificate::Certificate;

use super::bundle::{self, Material};
use super::log::LocalLog;
use super::{Mode, SealError, Sealer, TimeStamper, sct, x509};
use crate::key::KeyError;
use crate::p256::{NewP256, P256Pair};

/// Seals with certificates of our own authority.
pub struct CaSealer {
    pub(crate) authority: Authority,
    pub(crate) clock: TimeStamper,
    pub(crate) log: LocalLog,
    pub(crate) identity: Identity,
}

/// The keys behind the certificates.
pub(crate) struct Authority {
    certificate: Certificate,
    key: P256Pair,
    ct: P256Pair,
}

/// For whom certificates are made out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The subject alternative name: an e-mail address or a URI, in ASCII.
    pub san: String,
    /// The URL of who vouches for it.
    pub issuer: String,
}

impl Authority {
    /// Puts certificate and keys together; `None` when the certificate is not one.
    pub(crate) fn new(certificate: &[u8], key: P256Pair, ct: P256Pair) -> Option<Self> {
        Some(Self { certificate: Certificate::from_der(certificate).ok()?, key, ct })
    }

    /// Issues a certificate with the promise of a log in it.
    fn issue(&self, to: &Identity, key: &P256Pair, at: Timestamp) -> Result<Certificate, KeyError> {
        let issuer = (&self.certificate, &self.key);
        let mut tbs = x509::leaf((&to.san, &to.issuer), key.public(), issuer, at)?;
        sct::promise(&mut tbs, self.key.public(), &self.ct, at)?;
        x509::sign(tbs, &self.key)
    }
}

impl Sealer for CaSealer {
    fn seal(&self, statement: &[u8], at: Timestamp) -> Result<Vec<u8>, SealError> {
        Statement::parse(statement)?;
        let key = NewP256::generate()?.key;
        let certificate = self.authority.issue(&self.identity, &key, at)?;
        let signature = key.sign(&pae(PAYLOAD_TYPE, statement))?;
        let time_stamp = self.clock.stamp(&signature, at)?;
        let entry = self.log.append(&log_body(statement, &signature, &certificate), at)?;
        let material = Material {
            key_id: String::new(),
            certificate: Some(x509::encode(&certificate)),
            signature,
            time_stamp: Some(time_stamp),
            log_entry: Some(entry),
        };
        Ok(bundle::write(statement, &material))
    }

    fn mode(&self) -> Mode {
        Mode::Ca
    }
}

/// What the log says about a signature: Rekor's entry `dsse` 0.0.1, as canonical JSON.
fn log_body(statement: &[u8], signature: &[u8], certificate: &Certificate) -> Vec<u8> {
    let pem = certificate.to_pem(der::pem::LineEnding::LF).expect("a certificate is short");
    let signature = STANDARD.encode(signature);
    let envelope = json!({
        "payload": STANDARD.encode(statement),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [{ "sig": signature }],
    });
    let digest =
        |bytes: &[u8]| json!({ "algorithm": "sha256", "value": Digest::of(bytes).to_string() });
    let body = json!({
        "apiVersion": "0.0.1",
        "kind": "dsse",
        "spec": {
            "envelopeHash": digest(envelope.to_string().as_bytes()),
            "payloadHash": digest(statement),
            "signatures": [{ "signature": signature, "verifier": STANDARD.encode(pem) }],
        },
    });
    jcs::to_string(&body).expect("text only").into_bytes()
}

#[cfg(test)]
mod tests;
