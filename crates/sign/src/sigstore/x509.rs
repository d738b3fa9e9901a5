//! The few certificates that cos makes (RFC 5280): authorities, and the leaves that they issue.
//!
//! The structures are x509-cert's; here is which extensions each kind of certificate has, and the signature.

use const_oid::db::rfc5280::{ID_KP_CODE_SIGNING, ID_KP_TIME_STAMPING};
use const_oid::db::rfc5912::ECDSA_WITH_SHA_256;
use const_oid::{AssociatedOid, ObjectIdentifier};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use der::asn1::{BitString, GeneralizedTime, Ia5String, OctetString, UtcTime, Utf8StringRef};
use der::{Decode as _, Encode};
use std::str::FromStr as _;
use std::time::Duration;
use x509_cert::certificate::{Certificate, TbsCertificate, Version};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages,
    SubjectAltName, SubjectKeyIdentifier,
};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};

use crate::key::KeyError;
use crate::p256::P256Pair;
use crate::spki::P256Key;

/// How long an authority of ours is good for, in seconds: ten years of 365 days.
const AUTHORITY_SECONDS: i64 = 10 * 365 * 86_400;

/// How long a signing certificate is good for, in seconds. The key behind it is gone long before.
const LEAF_SECONDS: i64 = 600;

/// Fulcio's extensions for the OpenID Connect issuer: the old one holds the bare text, the new one a UTF8String.
const ISSUER_V1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.57264.1.1");
const ISSUER_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.57264.1.8");

/// The algorithm of every signature here (RFC 5758 §3.2: no parameters).
pub(crate) fn ecdsa_with_sha256() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid: ECDSA_WITH_SHA_256, parameters: None }
}

/// A certificate authority that signs itself and may issue leaves only.
pub(crate) fn root(name: &str, key: &P256Pair, from: Timestamp) -> Result<Certificate, KeyError> {
    let extensions = vec![
        extension(true, &BasicConstraints { ca: true, path_len_constraint: Some(0) }),
        extension(true, &KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign)),
        extension(false, &key_id(key.public())),
    ];
    let subject = distinguished_name(name);
    let period = validity(from, AUTHORITY_SECONDS);
    let tbs = certificate(subject.clone(), subject, key.public(), period, extensions)?;
    sign(tbs, key)
}

/// The certificate of a time-stamping key (RFC 3161 §2.3: the one extended key usage, critical).
pub(crate) fn time_stamper(
    name: &str,
    key: &P256Key,
    issuer: (&Certificate, &P256Pair),
) -> Result<Certificate, KeyError> {
    let (root, root_key) = issuer;
    let extensions = vec![
        extension(true, &KeyUsage(KeyUsages::DigitalSignature.into())),
        extension(true, &ExtendedKeyUsage(vec![ID_KP_TIME_STAMPING])),
        extension(false, &key_id(key)),
        extension(false, &authority_key_id(root_key.public())),
    ];
    let root = &root.tbs_certificate;
    let subject = distinguished_name(name);
    let tbs = certificate(root.subject.clone(), subject, key, root.validity, extensions)?;
    sign(tbs, root_key)
}

/// A signing certificate, not yet signed and without the promise of a log (RFC 6962 §3.1), which goes over these bytes.
pub(crate) fn leaf(
    identity: (&str, &str),
    key: &P256Key,
    issuer: (&Certificate, &P256Pair),
    at: Timestamp,
) -> Result<TbsCertificate, KeyError> {
    let (root, root_key) = issuer;
    let (san, oidc_issuer) = identity;
    let issuer_text = Utf8StringRef::new(oidc_issuer).expect("an issuer is text");
    let mut extensions = vec![
        extension(true, &KeyUsage(KeyUsages::DigitalSignature.into())),
        extension(false, &ExtendedKeyUsage(vec![ID_KP_CODE_SIGNING])),
        extension(false, &key_id(key)),
        extension(false, &authority_key_id(root_key.public())),
        // The subject is empty, so the name is critical (RFC 5280 §4.2.1.6).
        extension(true, &SubjectAltName(vec![general_name(san)])),
    ];
    extensions.push(raw_extension(ISSUER_V1, oidc_issuer.as_bytes()));
    extensions.push(raw_extension(ISSUER_V2, &encode(&issuer_text)));
    let issuer = root.tbs_certificate.subject.clone();
    certificate(issuer, Name::default(), key, validity(at, LEAF_SECONDS), extensions)
}

/// Signs a certificate.
pub(crate) fn sign(tbs: TbsCertificate, key: &P256Pair) -> Result<Certificate, KeyError> {
    let signature = key.sign(&encode(&tbs))?;
    let signature = BitString::from_bytes(&signature).expect("a signature is short");
    Ok(Certificate { tbs_certificate: tbs, signature_algorithm: ecdsa_with_sha256(), signature })
}

/// Adds an extension that is not critical to a certificate that is not yet signed.
pub(crate) fn extend(tbs: &mut TbsCertificate, id: ObjectIdentifier, value: &[u8]) {
    tbs.extensions.get_or_insert_default().push(raw_extension(id, value));
}

/// The key that a certificate is for; `None` when it is not of P-256.
pub(crate) fn public_key(certificate: &[u8]) -> Option<P256Key> {
    let certificate = Certificate::from_der(certificate).ok()?;
    P256Key::from_der(&certificate.tbs_certificate.subject_public_key_info.to_der().ok()?)
}

/// The DER of a structure that was put together here.
pub(crate) fn encode(value: &impl Encode) -> Vec<u8> {
    value.to_der().expect("what is put together here is short and well-formed")
}

/// A random serial number or nonce: 16 bytes, the first of which keeps it positive and of full length.
pub(crate) fn serial() -> Result<[u8; 16], KeyError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(KeyError::Random)?;
    bytes[0] = bytes[0] & 0x3f | 0x40;
    Ok(bytes)
}

fn certificate(
    issuer: Name,
    subject: Name,
    key: &P256Key,
    validity: Validity,
    extensions: Vec<Extension>,
) -> Result<TbsCertificate, KeyError> {
    Ok(TbsCertificate {
        version: Version::V3,
        serial_number: SerialNumber::new(&serial()?).expect("16 bytes are within the limit of 20"),
        signature: ecdsa_with_sha256(),
        issuer,
        validity,
        subject,
        subject_public_key_info: SubjectPublicKeyInfoOwned::from_der(key.as_der())
            .expect("a checked key"),
        issuer_unique_id: None,
        subject_unique_id: None,
        extensions: Some(extensions),
    })
}

/// `acme evidence CA` of the organisation `acme`: the first word is the organisation.
fn distinguished_name(name: &str) -> Name {
    let org = name.split(' ').next().unwrap_or_default();
    Name::from_str(&format!("CN={name},O={org}"))
        .expect("an organisation has no special characters")
}

fn validity(from: Timestamp, seconds: i64) -> Validity {
    Validity { not_before: time(from), not_after: time(Timestamp(from.0.saturating_add(seconds))) }
}

/// UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5).
fn time(at: Timestamp) -> Time {
    let since_epoch = since_epoch(at);
    UtcTime::from_unix_duration(since_epoch).map_or_else(
        |_| {
            let time = GeneralizedTime::from_unix_duration(since_epoch);
            Time::GeneralTime(time.expect("a time before the year 10000"))
        },
        Time::UtcTime,
    )
}

/// Seconds since 1970, at most to the end of the year 9999, the last that has a text.
pub(crate) fn since_epoch(at: Timestamp) -> Duration {
    Duration::from_secs(at.unix().min(253_402_300_799))
}

fn general_name(san: &str) -> GeneralName {
    let text = Ia5String::new(san).expect("an identity was checked to be ASCII");
    if san.contains("://") {
        GeneralName::UniformResourceIdentifier(text)
    } else {
        GeneralName::Rfc822Name(text)
    }
}

fn extension<T: Encode + AssociatedOid>(critical: bool, value: &T) -> Extension {
    Extension { critical, ..raw_extension(T::OID, &encode(value)) }
}

fn raw_extension(id: ObjectIdentifier, value: &[u8]) -> Extension {
    let value = OctetString::new(value).expect("an extension is short");
    Extension { extn_id: id, critical: false, extn_value: value }
}

fn key_id(key: &P256Key) -> SubjectKeyIdentifier {
    SubjectKeyIdentifier(key_digest(key))
}

fn authority_key_id(key: &P256Key) -> AuthorityKeyIdentifier {
    AuthorityKeyIdentifier {
        key_identifier: Some(key_digest(key)),
        authority_cert_issuer: None,
        authority_cert_serial_number: None,
    }
}

/// The first 20 bytes of SHA-256 over the key's bits (RFC 7093 §2, method 1).
fn key_digest(key: &P256Key) -> OctetString {
    let digest = Digest::of(&key.as_der()[26..]);
    OctetString::new(&digest.0[..20]).expect("20 bytes")
}
