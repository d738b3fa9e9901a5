//! The promise of a certificate log that it will list a certificate (RFC 6962 §3.2), which clients want to see in it.
//!
//! Only the promise: there is no such log. The certificate stands in the transparency log all the same, in the entry of the one signature
//! that it is for.

use const_oid::db::rfc6962::CT_PRECERT_SCTS;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use der::asn1::OctetString;
use x509_cert::certificate::TbsCertificate;

use super::root::log_id;
use super::x509::{encode, extend};
use crate::key::KeyError;
use crate::p256::P256Pair;
use crate::spki::P256Key;

/// TLS code points (RFC 5246 §7.4.1.4.1): SHA-256, ECDSA.
const ECDSA_SHA256: [u8; 2] = [4, 3];

/// Adds to a certificate that `issuer` is about to sign the promise of the log with the key `log`, made at `at`.
pub(super) fn promise(
    tbs: &mut TbsCertificate,
    issuer: &P256Key,
    log: &P256Pair,
    at: Timestamp,
) -> Result<(), KeyError> {
    let milliseconds = at.unix().saturating_mul(1000).to_be_bytes();
    let signature = log.sign(&signed(&encode(tbs), issuer, milliseconds))?;
    let length = (signature.len() as u16).to_be_bytes();
    let stamp = [
        // Version 1, and after the time no extensions.
        &[0][..],
        &log_id(log.public()).0,
        &milliseconds,
        &[0, 0],
        &ECDSA_SHA256,
        &length,
        &signature,
    ]
    .concat();
    let list = prefixed(&prefixed(&stamp));
    let value = OctetString::new(list).expect("one promise is short");
    extend(tbs, CT_PRECERT_SCTS, &encode(&value));
    Ok(())
}

/// What the log signs: version 1, a certificate timestamp, an entry of type precertificate without extensions.
fn signed(tbs: &[u8], issuer: &P256Key, milliseconds: [u8; 8]) -> Vec<u8> {
    let [_, length @ ..] = (tbs.len() as u32).to_be_bytes();
    let issuer = Digest::of(issuer.as_der());
    [&[0, 0][..], &milliseconds, &[0, 1], &issuer.0, &length, tbs, &[0, 0]].concat()
}

/// A TLS vector with a length of 16 bits.
fn prefixed(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u16).to_be_bytes()[..], bytes].concat()
}
