//! A time-stamping authority in one process (RFC 3161): it says when it saw a signature, and signs that.
//!
//! Whole seconds only: fractions are legal, but the DER reader of the Sigstore crates refuses them. It answers no requests of others; the
//! message is hashed here, so that a token can only be had for a signature that was made here.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{ID_CONTENT_TYPE, ID_MESSAGE_DIGEST, ID_SIGNED_DATA};
use const_oid::db::rfc5912::ID_SHA_256;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use der::asn1::{Any, GeneralizedTime, OctetString, SetOfVec, Uint};
use der::{Decode as _, Sequence};
use x509_cert::attr::Attribute;
use x509_cert::certificate::Certificate;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::x509::{self, ecdsa_with_sha256, encode, serial};
use crate::key::KeyError;
use crate::p256::{NewP256, P256Pair};

const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// The policy under which time is stamped: none in particular (RFC 3628 would name one; this is the arc for documentation, RFC 5612).
const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1");

/// A key that stamps time, with its certificate.
pub(crate) struct TimeStamper {
    key: P256Pair,
    certificate: Certificate,
}

/// A time-stamping authority that was made just now.
pub(crate) struct NewTimeStamper {
    /// The stamping key.
    pub(crate) key: NewP256,
    /// The certificates, leaf first.
    pub(crate) chain: Vec<Vec<u8>>,
}

/// RFC 3161 §2.4.2 and §2.4.1: what is signed. The optional fields that we leave out are not here.
#[derive(Sequence)]
struct TstInfo {
    version: u8,
    policy: ObjectIdentifier,
    message_imprint: MessageImprint,
    serial_number: Uint,
    gen_time: GeneralizedTime,
}

#[derive(Sequence)]
struct MessageImprint {
    hash_algorithm: AlgorithmIdentifierOwned,
    hashed_message: OctetString,
}

#[derive(Sequence)]
struct TimeStampResponse {
    status: PkiStatusInfo,
    token: Any,
}

#[derive(Sequence)]
struct PkiStatusInfo {
    status: u8,
}

/// RFC 5816 §2.2.1: which certificate signed, so that it cannot be exchanged for another with the same key.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certificates: Vec<EssCertificateV2>,
}

/// With SHA-256, the default, which DER leaves out.
#[derive(Sequence)]
struct EssCertificateV2 {
    hash: OctetString,
}

impl NewTimeStamper {
    /// Makes the authority of `org`. The key of the root signs the one certificate and is forgotten: nobody can make another.
    pub(crate) fn generate(org: &str, now: Timestamp) -> Result<Self, KeyError> {
        let root_key = NewP256::generate()?.key;
        let root = x509::root(&format!("{org} time stamp root"), &root_key, now)?;
        let key = NewP256::generate()?;
        let name = format!("{org} time stamps");
        let leaf = x509::time_stamper(&name, key.key.public(), (&root, &root_key))?;
        Ok(Self { key, chain: vec![encode(&leaf), encode(&root)] })
    }
}

impl TimeStamper {
    /// Puts key and certificate together; `None` when they do not belong together.
    pub(crate) fn new(key: P256Pair, certificate: &[u8]) -> Option<Self> {
        let belongs = x509::public_key(certificate)? == *key.public();
        let certificate = Certificate::from_der(certificate).ok()?;
        belongs.then_some(Self { key, certificate })
    }

    /// Says in a `TimeStampResp` that `message` was there at `at`.
    pub(crate) fn stamp(&self, message: &[u8], at: Timestamp) -> Result<Vec<u8>, KeyError> {
        let info = encode(&TstInfo {
            version: 1,
            policy: POLICY,
            message_imprint: MessageImprint {
                hash_algorithm: sha256(),
                hashed_message: octets(&Digest::of(message).0),
            },
            serial_number: Uint::new(&serial()?).expect("16 bytes"),
            gen_time: GeneralizedTime::from_unix_duration(x509::since_epoch(at))
                .expect("a time before the year 10000"),
        });
        let attributes = self.attributes(&info);
        let signature = self.key.sign(&encode(&attributes))?;
        let tbs = &self.certificate.tbs_certificate;
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: tbs.issuer.clone(),
                serial_number: tbs.serial_number.clone(),
            }),
            digest_alg: sha256(),
            signed_attrs: Some(attributes),
            signature_algorithm: ecdsa_with_sha256(),
            signature: octets(&signature),
            unsigned_attrs: None,
        };
        let content = SignedData {
            version: CmsVersion::V3,
            digest_algorithms: set(vec![sha256()]),
            encap_content_info: EncapsulatedContentInfo {
                econtent_type: TST_INFO,
                econtent: Some(any(&octets(&info))),
            },
            certificates: Some(CertificateSet(set(vec![CertificateChoices::Certificate(
                self.certificate.clone(),
            )]))),
            crls: None,
            signer_infos: SignerInfos(set(vec![signer])),
        };
        let token = ContentInfo { content_type: ID_SIGNED_DATA, content: any(&content) };
        Ok(encode(&TimeStampResponse { status: PkiStatusInfo { status: 0 }, token: any(&token) }))
    }

    /// The attributes that the signature covers (RFC 5652 §11.1, §11.2; RFC 5816).
    fn attributes(&self, info: &[u8]) -> SetOfVec<Attribute> {
        let certificates =
            vec![EssCertificateV2 { hash: octets(&Digest::of(&encode(&self.certificate)).0) }];
        set(vec![
            attribute(ID_CONTENT_TYPE, any(&TST_INFO)),
            attribute(ID_MESSAGE_DIGEST, any(&octets(&Digest::of(info).0))),
            attribute(SIGNING_CERTIFICATE_V2, any(&SigningCertificateV2 { certificates })),
        ])
    }
}

fn attribute(oid: ObjectIdentifier, value: Any) -> Attribute {
    Attribute { oid, values: set(vec![value]) }
}

fn sha256() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid: ID_SHA_256, parameters: None }
}

fn octets(bytes: &[u8]) -> OctetString {
    OctetString::new(bytes).expect("a hash, a signature or a short structure")
}

fn any(value: &impl der::Encode) -> Any {
    Any::from_der(&encode(value)).expect("what was encoded can be read")
}

fn set<T: der::DerOrd>(items: Vec<T>) -> SetOfVec<T> {
    SetOfVec::try_from(items).expect("no two items are equal")
}
