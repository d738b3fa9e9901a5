//! `crypto.x509.parse_*`: certificates and requests as Go's `encoding/json` shows its structs.
//!
//! Nothing is verified here: `crypto.x509.parse_and_verify_certificates` needs the path rules of RFC 5280 and is not supplied. A certificate with
//! policy mappings or constraints is refused rather than shown in part.

mod extensions;
mod name;
mod request;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use regorus::Value;

use self::name::{Validity, name};
use super::der::{self, Element, Reader, tag};
use super::operands::string;
use super::pem;
use super::public_key::PublicKey;
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("crypto.x509.parse_certificate_request", 1, request::parse),
    builtin("crypto.x509.parse_certificates", 1, parse_certificates),
];

/// A certificate whose outer structure has been read.
pub(super) struct Certificate<'a> {
    raw: &'a [u8],
    tbs: &'a [u8],
    version: u8,
    serial: &'a [u8],
    algorithm: Element<'a>,
    issuer: Element<'a>,
    validity: Validity,
    subject: Element<'a>,
    key: SubjectKey<'a>,
    extensions: Option<Reader<'a>>,
    signature: &'a [u8],
}

/// A SubjectPublicKeyInfo. A kind of key that Go does not know is shown without its numbers.
pub(super) struct SubjectKey<'a> {
    raw: &'a [u8],
    algorithm: u64,
    key: Option<PublicKey>,
}

/// The public key of a certificate.
pub(super) fn public_key(bytes: &[u8]) -> Result<PublicKey, BuiltinError> {
    let certificate = single(bytes)?;
    // Go rejects a certificate whose extensions it cannot read, also when only the key is wanted.
    certificate.shown()?;
    certificate
        .key
        .key
        .ok_or_else(|| BuiltinError::invalid("the certificate has an unknown kind of key"))
}

/// Reads a document that is one certificate.
pub(super) fn single(bytes: &[u8]) -> Result<Certificate<'_>, BuiltinError> {
    let mut reader = Reader::new(bytes);
    let certificate = reader.expect(tag::SEQUENCE).and_then(Certificate::read);
    certificate.filter(|_| reader.is_empty()).ok_or_else(malformed)
}

/// An object of Go's field names.
pub(super) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let fields = fields.into_iter().map(|(name, value)| (Value::from(name), value));
    Value::from(fields.collect::<std::collections::BTreeMap<_, _>>())
}

/// A number of any size from its big-endian magnitude.
pub(super) fn number(magnitude: &[u8]) -> Value {
    // Decimal digits, least significant first; the numbers of keys are short enough for the schoolbook way.
    let mut digits = vec![0_u8];
    for &byte in magnitude {
        let mut carry = u32::from(byte);
        for digit in &mut digits {
            carry += u32::from(*digit) * 256;
            *digit = (carry % 10) as u8;
            carry /= 10;
        }
        while carry > 0 {
            digits.push((carry % 10) as u8);
            carry /= 10;
        }
    }
    let text: String = digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect();
    Value::from_numeric_string(&text).unwrap_or(Value::Null)
}

fn parse_certificates(_: &Context, args: &[Value]) -> Outcome {
    let bytes = certificate_bytes(string(args, 1)?)?;
    let mut reader = Reader::new(&bytes);
    let mut certificates = Vec::new();
    while !reader.is_empty() {
        let certificate = reader.expect(tag::SEQUENCE).and_then(Certificate::read);
        let mut shown = certificate.ok_or_else(malformed)?.shown()?;
        let uris = match &shown["URIs"] {
            Value::Array(uris) => {
                Value::from(uris.iter().map(super::uri::text_of).collect::<Vec<_>>())
            }
            _ => Value::Null,
        };
        if let Ok(fields) = shown.as_object_mut() {
            fields.insert("URIStrings".into(), uris);
        }
        certificates.push(shown);
    }
    Ok(Value::from(certificates))
}

/// The DER of all certificates, from PEM, or from base64 of either.
fn certificate_bytes(text: &str) -> Result<Vec<u8>, BuiltinError> {
    const BEGIN: &str = "-----BEGIN";
    if text.starts_with(BEGIN) {
        return joined_blocks(text);
    }
    let bytes = pem::base64(text)?;
    if bytes.starts_with(BEGIN.as_bytes()) {
        return joined_blocks(&String::from_utf8_lossy(&bytes));
    }
    Ok(bytes)
}

fn joined_blocks(text: &str) -> Result<Vec<u8>, BuiltinError> {
    let (mut bytes, mut rest) = (Vec::new(), text);
    while let Some((block, after)) = pem::decode(rest) {
        if block.label != "CERTIFICATE" {
            return Err(BuiltinError::invalid("a PEM block is not a certificate"));
        }
        bytes.extend(block.bytes);
        rest = after;
    }
    Ok(bytes)
}

impl<'a> Certificate<'a> {
    fn read(whole: Element<'a>) -> Option<Self> {
        let mut outer = Reader::new(whole.content);
        let body = outer.expect(tag::SEQUENCE)?;
        let algorithm = outer.expect(tag::SEQUENCE)?;
        let signature = outer.bit_string()?;
        let mut tbs = Reader::new(body.content);
        let version = match tbs.optional(tag::explicit(0)) {
            None => 1,
            Some(field) => match Reader::new(field.content).unsigned()? {
                [] => 1,
                [1] => 2,
                [2] => 3,
                _ => return None,
            },
        };
        let serial = tbs.unsigned()?;
        if tbs.expect(tag::SEQUENCE)?.whole != algorithm.whole {
            return None;
        }
        let issuer = tbs.expect(tag::SEQUENCE)?;
        let validity = Validity::read(tbs.open(tag::SEQUENCE)?)?;
        let subject = tbs.expect(tag::SEQUENCE)?;
        let key = SubjectKey::read(tbs.expect(tag::SEQUENCE)?)?;
        let mut extensions = None;
        if version > 1 {
            tbs.optional(tag::implicit(1));
            tbs.optional(tag::implicit(2));
        }
        if version == 3
            && let Some(field) = tbs.optional(tag::explicit(3))
        {
            extensions = Some(Reader::new(field.content).open(tag::SEQUENCE)?);
        }
        Some(Self {
            raw: whole.whole,
            tbs: body.whole,
            version,
            serial,
            algorithm,
            issuer,
            validity,
            subject,
            key,
            extensions,
            signature,
        })
    }

    /// Every field of Go's `x509.Certificate`.
    pub(super) fn shown(&self) -> Outcome {
        let mut shown = extensions::shown(self.extensions)?;
        let own = [
            ("Raw", bytes(self.raw)),
            ("RawTBSCertificate", bytes(self.tbs)),
            ("RawSubjectPublicKeyInfo", bytes(self.key.raw)),
            ("RawSubject", bytes(self.subject.whole)),
            ("RawIssuer", bytes(self.issuer.whole)),
            ("Signature", bytes(self.signature)),
            ("SignatureAlgorithm", signature_algorithm(self.algorithm)),
            ("PublicKeyAlgorithm", self.key.algorithm.into()),
            ("PublicKey", self.key.shown()?),
            ("Version", Value::from(u64::from(self.version))),
            ("SerialNumber", number(self.serial)),
            ("Issuer", name(self.issuer).ok_or_else(malformed)?),
            ("Subject", name(self.subject).ok_or_else(malformed)?),
            ("NotBefore", self.validity.not_before.as_str().into()),
            ("NotAfter", self.validity.not_after.as_str().into()),
        ];
        let fields = shown.as_object_mut().map_err(|_| malformed())?;
        for (field, value) in own {
            fields.insert(field.into(), value);
        }
        Ok(shown)
    }
}

impl<'a> SubjectKey<'a> {
    fn read(info: Element<'a>) -> Option<Self> {
        let mut fields = Reader::new(info.content);
        let oid = der::oid(fields.open(tag::SEQUENCE)?.content(tag::OID)?)?;
        let algorithm = match oid[..] {
            [1, 2, 840, 113549, 1, 1, 1] => 1,
            [1, 2, 840, 10040, 4, 1] => 2,
            [1, 2, 840, 10045, 2, 1] => 3,
            [1, 3, 101, 112] => 4,
            _ => 0,
        };
        let key = match algorithm {
            0 => None,
            _ => Some(PublicKey::from_spki(info.whole).ok()?),
        };
        Some(Self { raw: info.whole, algorithm, key })
    }

    fn shown(&self) -> Outcome {
        match &self.key {
            None => Ok(Value::Null),
            Some(PublicKey::Rsa { n, e }) => Ok(object([("N", number(n)), ("E", number(e))])),
            Some(PublicKey::Ec { point, .. }) => {
                let (x, y) = point[1..].split_at(point.len() / 2);
                let curve = Value::new_object();
                Ok(object([("Curve", curve), ("X", number(x)), ("Y", number(y))]))
            }
            Some(PublicKey::Ed25519(key)) => Ok(bytes(key)),
            Some(PublicKey::Other) => Err(unsupported("a DSA key")),
        }
    }
}

/// Go's number of a signature algorithm; 0 for one that it does not know.
fn signature_algorithm(algorithm: Element<'_>) -> Value {
    let mut fields = Reader::new(algorithm.content);
    let oid = fields.content(tag::OID).and_then(der::oid).unwrap_or_default();
    let number: u64 = match oid[..] {
        [1, 2, 840, 113549, 1, 1, 4] => 2,
        [1, 2, 840, 113549, 1, 1, 5] | [1, 3, 14, 3, 2, 29] => 3,
        [1, 2, 840, 113549, 1, 1, 11] => 4,
        [1, 2, 840, 113549, 1, 1, 12] => 5,
        [1, 2, 840, 113549, 1, 1, 13] => 6,
        [1, 2, 840, 113549, 1, 1, 10] => pss_algorithm(fields).unwrap_or(0),
        [1, 2, 840, 10040, 4, 3] => 7,
        [2, 16, 840, 1, 101, 3, 4, 3, 2] => 8,
        [1, 2, 840, 10045, 4, 1] => 9,
        [1, 2, 840, 10045, 4, 3, 2] => 10,
        [1, 2, 840, 10045, 4, 3, 3] => 11,
        [1, 2, 840, 10045, 4, 3, 4] => 12,
        [1, 3, 101, 112] => 16,
        _ => 0,
    };
    number.into()
}

fn pss_algorithm(mut fields: Reader<'_>) -> Option<u64> {
    let mut parameters = fields.open(tag::SEQUENCE)?;
    let mut hash = parameters.open(tag::explicit(0))?.open(tag::SEQUENCE)?;
    match der::oid(hash.content(tag::OID)?)?[..] {
        [2, 16, 840, 1, 101, 3, 4, 2, 1] => Some(13),
        [2, 16, 840, 1, 101, 3, 4, 2, 2] => Some(14),
        [2, 16, 840, 1, 101, 3, 4, 2, 3] => Some(15),
        _ => None,
    }
}

/// Bytes as Go's `encoding/json` writes them.
fn bytes(bytes: &[u8]) -> Value {
    STANDARD.encode(bytes).into()
}

/// An object identifier as Go's `encoding/json` writes it.
fn arcs(oid: &[u64]) -> Value {
    Value::from(oid.iter().map(|&arc| Value::from(arc)).collect::<Vec<_>>())
}

/// A slice that Go leaves nil when nothing was appended.
fn nil_when_empty(items: Vec<Value>) -> Value {
    if items.is_empty() { Value::Null } else { Value::from(items) }
}

fn malformed() -> BuiltinError {
    BuiltinError::invalid("not a certificate that can be read")
}

fn unsupported(subject: &str) -> BuiltinError {
    BuiltinError::Unsupported { builtin: "crypto.x509", subject: subject.to_owned() }
}

#[cfg(test)]
mod tests;
