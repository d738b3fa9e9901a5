//! `crypto.x509.parse_certificate_request`: PKCS#10 as Go's `x509.CertificateRequest`.
//!
//! Of the attributes only requested extensions are shown; Go drops the others.

use regorus::Value;

use super::super::der::{self, Element, Reader, tag};
use super::super::operands::string;
use super::super::{BuiltinError, Context, Outcome, pem};
use super::extensions::{Extension, general_name};
use super::name::{name, text};
use super::{SubjectKey, arcs, bytes, malformed, nil_when_empty, object, signature_algorithm};

const EXTENSION_REQUEST: [u64; 7] = [1, 2, 840, 113549, 1, 9, 14];

pub(super) fn parse(_: &Context, args: &[Value]) -> Outcome {
    let input = string(args, 1)?;
    let decoded = if input.starts_with("-----BEGIN CERTIFICATE REQUEST-----") {
        input.as_bytes().to_vec()
    } else {
        pem::base64(input)?
    };
    let block = std::str::from_utf8(&decoded).ok().and_then(pem::decode);
    let der = match block {
        None => decoded,
        Some((block, _)) if block.label == "CERTIFICATE REQUEST" => block.bytes,
        Some(_) => return Err(BuiltinError::invalid("not a certificate request")),
    };
    let mut reader = Reader::new(&der);
    let whole = reader.expect(tag::SEQUENCE).filter(|_| reader.is_empty()).ok_or_else(malformed)?;
    shown(whole)
}

fn shown(whole: Element<'_>) -> Outcome {
    let request = Request::read(whole).ok_or_else(malformed)?;
    let mut names: [(&str, Vec<Value>); 4] =
        ["DNSNames", "EmailAddresses", "IPAddresses", "URIs"].map(|field| (field, Vec::new()));
    for extension in &request.extensions {
        if extension.oid != [2, 5, 29, 17] {
            continue;
        }
        let list = Reader::new(extension.value).open(tag::SEQUENCE);
        let mut list = list.ok_or_else(malformed)?;
        while !list.is_empty() {
            let Some((field, value)) = general_name(&mut list)? else { continue };
            if let Some((_, values)) = names.iter_mut().find(|(known, _)| *known == field) {
                values.push(value);
            }
        }
    }
    let [dns, email, ip, uri] = names.map(|(_, values)| nil_when_empty(values));
    let extensions = request.extensions.iter().map(Extension::shown).collect();
    Ok(object([
        ("Raw", bytes(whole.whole)),
        ("RawTBSCertificateRequest", bytes(request.body.whole)),
        ("RawSubjectPublicKeyInfo", bytes(request.key.raw)),
        ("RawSubject", bytes(request.subject.whole)),
        ("Version", request.version.into()),
        ("Signature", bytes(request.signature)),
        ("SignatureAlgorithm", signature_algorithm(request.algorithm)),
        ("PublicKeyAlgorithm", request.key.algorithm.into()),
        ("PublicKey", request.key.shown()?),
        ("Subject", name(request.subject).ok_or_else(malformed)?),
        ("Attributes", nil_when_empty(request.attributes)),
        ("Extensions", nil_when_empty(extensions)),
        ("ExtraExtensions", Value::Null),
        ("DNSNames", dns),
        ("EmailAddresses", email),
        ("IPAddresses", ip),
        ("URIs", uri),
    ]))
}

struct Request<'a> {
    body: Element<'a>,
    algorithm: Element<'a>,
    signature: &'a [u8],
    version: u64,
    subject: Element<'a>,
    key: SubjectKey<'a>,
    attributes: Vec<Value>,
    extensions: Vec<Extension<'a>>,
}

impl<'a> Request<'a> {
    fn read(whole: Element<'a>) -> Option<Self> {
        let mut outer = Reader::new(whole.content);
        let body = outer.expect(tag::SEQUENCE)?;
        let algorithm = outer.expect(tag::SEQUENCE)?;
        let signature = outer.bit_string()?;
        let mut fields = Reader::new(body.content);
        let version = match fields.unsigned()? {
            [] => 0,
            [version] => u64::from(*version),
            _ => return None,
        };
        let subject = fields.expect(tag::SEQUENCE)?;
        let key = SubjectKey::read(fields.expect(tag::SEQUENCE)?)?;
        let (mut attributes, mut extensions) = (Vec::new(), Vec::new());
        if let Some(list) = fields.optional(tag::explicit(0)) {
            let mut list = Reader::new(list.content);
            while !list.is_empty() {
                let mut attribute = list.open(tag::SEQUENCE)?;
                let oid = der::oid(attribute.content(tag::OID)?)?;
                let values = attribute.open(tag::SET)?;
                attributes.extend(shown_attribute(&oid, values));
                if oid == EXTENSION_REQUEST && extensions.is_empty() {
                    let mut values = values;
                    let mut requested = values.open(tag::SEQUENCE)?;
                    while !requested.is_empty() {
                        extensions.push(Extension::read(&mut requested)?);
                    }
                }
            }
        }
        Some(Self { body, algorithm, signature, version, subject, key, attributes, extensions })
    }
}

/// An attribute whose values are lists of typed values, as Go reads it. Others are dropped.
fn shown_attribute(oid: &[u64], mut values: Reader<'_>) -> Option<Value> {
    let mut lists = Vec::new();
    while !values.is_empty() {
        let mut list = values.open(tag::SEQUENCE)?;
        let mut pairs = Vec::new();
        while !list.is_empty() {
            let mut pair = list.open(tag::SEQUENCE)?;
            let kind = der::oid(pair.content(tag::OID)?)?;
            let value = pair.next()?;
            let value = match value.tag {
                tag::BOOLEAN => Value::Bool(value.content == [0xff]),
                tag::OCTET_STRING => bytes(value.content),
                _ => text(value)?.into(),
            };
            pairs.push(object([("Type", arcs(&kind)), ("Value", value)]));
        }
        lists.push(Value::from(pairs));
    }
    Some(object([("Type", arcs(oid)), ("Value", Value::from(lists))]))
}
