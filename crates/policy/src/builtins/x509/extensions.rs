//! The extensions of a certificate that Go reads into fields.
//!
//! One that Go does not read is listed among the unhandled when it is critical.

use regorus::Value;

use super::super::BuiltinError;
use super::super::der::{self, Reader, tag};
use super::super::uri;
use super::{arcs, bytes, malformed, nil_when_empty, object, unsupported};

/// Every field that comes from extensions, with what it is without them.
pub(super) fn shown(extensions: Option<Reader<'_>>) -> Result<Value, BuiltinError> {
    let mut fields = Fields::new();
    let mut list = extensions.unwrap_or(Reader::new(&[]));
    let mut seen = Vec::new();
    while !list.is_empty() {
        let extension = Extension::read(&mut list).ok_or_else(malformed)?;
        if seen.contains(&extension.oid) {
            return Err(malformed());
        }
        seen.push(extension.oid.clone());
        fields.push("Extensions", extension.shown());
        let handled = handle(&mut fields, &extension)?;
        if !handled && extension.critical {
            fields.push("UnhandledCriticalExtensions", arcs(&extension.oid));
        }
    }
    Ok(fields.shown())
}

pub(super) struct Extension<'a> {
    pub(super) oid: Vec<u64>,
    pub(super) critical: bool,
    pub(super) value: &'a [u8],
}

impl<'a> Extension<'a> {
    pub(super) fn read(list: &mut Reader<'a>) -> Option<Self> {
        let mut fields = list.open(tag::SEQUENCE)?;
        let oid = der::oid(fields.content(tag::OID)?)?;
        let critical = match fields.optional(tag::BOOLEAN) {
            None => false,
            Some(flag) => boolean(flag.content)?,
        };
        Some(Self { oid, critical, value: fields.content(tag::OCTET_STRING)? })
    }

    pub(super) fn shown(&self) -> Value {
        object([
            ("Id", arcs(&self.oid)),
            ("Critical", self.critical.into()),
            ("Value", bytes(self.value)),
        ])
    }
}

/// The fields that repeat, and those that do not.
struct Fields {
    lists: Vec<(&'static str, Vec<Value>)>,
    singles: Vec<(&'static str, Value)>,
}

const LISTS: &[&str] = &[
    "CRLDistributionPoints",
    "DNSNames",
    "EmailAddresses",
    "ExcludedDNSDomains",
    "ExcludedEmailAddresses",
    "ExcludedIPRanges",
    "ExcludedURIDomains",
    "ExtKeyUsage",
    "Extensions",
    "ExtraExtensions",
    "IPAddresses",
    "IssuingCertificateURL",
    "OCSPServer",
    "PermittedDNSDomains",
    "PermittedEmailAddresses",
    "PermittedIPRanges",
    "PermittedURIDomains",
    "Policies",
    "PolicyIdentifiers",
    "PolicyMappings",
    "URIs",
    "UnhandledCriticalExtensions",
    "UnknownExtKeyUsage",
];

impl Fields {
    fn new() -> Self {
        let zero = || Value::from(0_u64);
        let no = || Value::Bool(false);
        let singles = vec![
            ("AuthorityKeyId", Value::Null),
            ("BasicConstraintsValid", no()),
            ("InhibitAnyPolicy", zero()),
            ("InhibitAnyPolicyZero", no()),
            ("InhibitPolicyMapping", zero()),
            ("InhibitPolicyMappingZero", no()),
            ("IsCA", no()),
            ("KeyUsage", zero()),
            ("MaxPathLen", zero()),
            ("MaxPathLenZero", no()),
            ("PermittedDNSDomainsCritical", no()),
            ("RequireExplicitPolicy", zero()),
            ("RequireExplicitPolicyZero", no()),
            ("SubjectKeyId", Value::Null),
        ];
        Self { lists: LISTS.iter().map(|name| (*name, Vec::new())).collect(), singles }
    }

    fn push(&mut self, name: &str, value: Value) {
        if let Some((_, list)) = self.lists.iter_mut().find(|(known, _)| *known == name) {
            list.push(value);
        }
    }

    fn set(&mut self, name: &'static str, value: Value) {
        self.singles.push((name, value));
    }

    fn shown(self) -> Value {
        let lists = self.lists.into_iter().map(|(name, items)| (name, nil_when_empty(items)));
        let all = lists.chain(self.singles).map(|(name, value)| (Value::from(name), value));
        Value::from(all.collect::<std::collections::BTreeMap<_, _>>())
    }
}

/// Reads an extension into its fields; whether it is one that Go handles.
fn handle(fields: &mut Fields, extension: &Extension<'_>) -> Result<bool, BuiltinError> {
    let mut value = Reader::new(extension.value);
    let done = match extension.oid[..] {
        [2, 5, 29, 14] => key_identifier(fields, value),
        [2, 5, 29, 15] => key_usage(fields, value),
        [2, 5, 29, 17] => return alternative_names(fields, value),
        [2, 5, 29, 19] => basic_constraints(fields, value),
        [2, 5, 29, 30] => return name_constraints(fields, value, extension.critical),
        [2, 5, 29, 31] => distribution_points(fields, value),
        [2, 5, 29, 32] => policies(fields, value),
        [2, 5, 29, 33 | 36 | 54] => return Err(unsupported("policy constraints")),
        [2, 5, 29, 35] => value.open(tag::SEQUENCE).map(|mut inner| {
            if let Some(id) = inner.optional(tag::implicit(0)) {
                fields.set("AuthorityKeyId", bytes(id.content));
            }
        }),
        [2, 5, 29, 37] => extended_key_usage(fields, value),
        [1, 3, 6, 1, 5, 5, 7, 1, 1] => authority_information(fields, value),
        _ => return Ok(false),
    };
    done.map(|()| true).ok_or_else(malformed)
}

fn key_identifier(fields: &mut Fields, mut value: Reader<'_>) -> Option<()> {
    fields.set("SubjectKeyId", bytes(value.content(tag::OCTET_STRING)?));
    Some(())
}

fn key_usage(fields: &mut Fields, mut value: Reader<'_>) -> Option<()> {
    let (_, bits) = value.content(tag::BIT_STRING)?.split_first()?;
    let set =
        |index: usize| bits.get(index / 8).is_some_and(|byte| byte & (0x80 >> (index % 8)) != 0);
    let usage: u64 = (0..9).filter(|&index| set(index)).map(|index| 1 << index).sum();
    fields.set("KeyUsage", usage.into());
    Some(())
}

fn basic_constraints(fields: &mut Fields, mut value: Reader<'_>) -> Option<()> {
    let mut inner = value.open(tag::SEQUENCE)?;
    let authority = match inner.optional(tag::BOOLEAN) {
        None => false,
        Some(flag) => boolean(flag.content)?,
    };
    let length = match inner.optional(tag::INTEGER) {
        None => -1,
        Some(length) => small(der::unsigned(length.content)?)?,
    };
    fields.set("BasicConstraintsValid", true.into());
    fields.set("IsCA", authority.into());
    fields.set("MaxPathLen", length.into());
    fields.set("MaxPathLenZero", (length == 0).into());
    Some(())
}

fn alternative_names(fields: &mut Fields, mut value: Reader<'_>) -> Result<bool, BuiltinError> {
    let mut names = value.open(tag::SEQUENCE).ok_or_else(malformed)?;
    let mut found = false;
    while !names.is_empty() {
        found |= alternative_name(fields, &mut names)?;
    }
    Ok(found)
}

/// Reads one name; whether it is of a kind that has a field.
pub(super) fn general_name(
    names: &mut Reader<'_>,
) -> Result<Option<(&'static str, Value)>, BuiltinError> {
    let element = names.next().ok_or_else(malformed)?;
    let ascii = || -> Result<&str, BuiltinError> {
        let text = std::str::from_utf8(element.content).ok().filter(|text| text.is_ascii());
        text.ok_or_else(malformed)
    };
    Ok(match element.tag {
        0x81 => Some(("EmailAddresses", ascii()?.into())),
        0x82 => Some(("DNSNames", ascii()?.into())),
        0x86 => Some(("URIs", uri::parsed(ascii()?)?.go_json())),
        0x87 => Some(("IPAddresses", address(element.content).ok_or_else(malformed)?)),
        _ => None,
    })
}

fn alternative_name(fields: &mut Fields, names: &mut Reader<'_>) -> Result<bool, BuiltinError> {
    let name = general_name(names)?;
    let found = name.is_some();
    if let Some((field, value)) = name {
        fields.push(field, value);
    }
    Ok(found)
}

fn name_constraints(
    fields: &mut Fields,
    mut value: Reader<'_>,
    critical: bool,
) -> Result<bool, BuiltinError> {
    let mut inner = value.open(tag::SEQUENCE).ok_or_else(malformed)?;
    let mut handled = true;
    for (number, prefix) in [(0, "Permitted"), (1, "Excluded")] {
        let Some(trees) = inner.optional(tag::explicit(number)) else { continue };
        let mut trees = Reader::new(trees.content);
        while !trees.is_empty() {
            let base = trees.open(tag::SEQUENCE).and_then(|mut tree| tree.next());
            let base = base.ok_or_else(malformed)?;
            let text = || std::str::from_utf8(base.content).map_err(|_| malformed());
            let (field, value) = match base.tag {
                0x81 => ("EmailAddresses", text()?.into()),
                0x82 => ("DNSDomains", text()?.into()),
                0x86 => ("URIDomains", text()?.into()),
                0x87 => ("IPRanges", range(base.content).ok_or_else(malformed)?),
                _ => {
                    handled = false;
                    continue;
                }
            };
            fields.push(&format!("{prefix}{field}"), value);
        }
    }
    fields.set("PermittedDNSDomainsCritical", critical.into());
    Ok(handled)
}

fn distribution_points(fields: &mut Fields, mut value: Reader<'_>) -> Option<()> {
    let mut points = value.open(tag::SEQUENCE)?;
    while !points.is_empty() {
        let mut point = points.open(tag::SEQUENCE)?;
        let Some(location) = point.optional(tag::explicit(0)) else { continue };
        let Some(names) = Reader::new(location.content).optional(tag::explicit(0)) else {
            continue;
        };
        let mut names = Reader::new(names.content);
        while let Some(name) = names.optional(tag::implicit(6)) {
            fields.push(
                "CRLDistributionPoints",
                String::from_utf8_lossy(name.content).as_ref().into(),
            );
        }
    }
    Some(())
}

fn policies(fields: &mut Fields, mut value: Reader<'_>) -> Option<()> {
    let mut list = value.open(tag::SEQUENCE)?;
    while !list.is_empty() {
        let oid = der::oid(list.open(tag::SEQUENCE)?.content(tag::OID)?)?;
        let dotted: Vec<String> = oid.iter().map(u64::to_string).collect();
        fields.push("Policies", dotted.join(".").into());
        fields.push("PolicyIdentifiers", arcs(&oid));
    }
    Some(())
}

fn extended_key_usage(fields: &mut Fields, mut value: Reader<'_>) -> Option<()> {
    let mut list = value.open(tag::SEQUENCE)?;
    while !list.is_empty() {
        let oid = der::oid(list.content(tag::OID)?)?;
        let usage: Option<u64> = match oid[..] {
            [2, 5, 29, 37, 0] => Some(0),
            [1, 3, 6, 1, 5, 5, 7, 3, usage @ 1..=9] => Some(usage),
            [1, 3, 6, 1, 4, 1, 311, 10, 3, 3] => Some(10),
            [2, 16, 840, 1, 113730, 4, 1] => Some(11),
            [1, 3, 6, 1, 4, 1, 311, 2, 1, 22] => Some(12),
            [1, 3, 6, 1, 4, 1, 311, 61, 1, 1] => Some(13),
            _ => None,
        };
        match usage {
            Some(usage) => fields.push("ExtKeyUsage", usage.into()),
            None => fields.push("UnknownExtKeyUsage", arcs(&oid)),
        }
    }
    Some(())
}

fn authority_information(fields: &mut Fields, mut value: Reader<'_>) -> Option<()> {
    let mut list = value.open(tag::SEQUENCE)?;
    while !list.is_empty() {
        let mut access = list.open(tag::SEQUENCE)?;
        let method = der::oid(access.content(tag::OID)?)?;
        let Some(location) = access.optional(tag::implicit(6)) else { continue };
        let location = String::from_utf8_lossy(location.content);
        match method[..] {
            [1, 3, 6, 1, 5, 5, 7, 48, 1] => fields.push("OCSPServer", location.as_ref().into()),
            [1, 3, 6, 1, 5, 5, 7, 48, 2] => {
                fields.push("IssuingCertificateURL", location.as_ref().into());
            }
            _ => {}
        }
    }
    Some(())
}

fn address(content: &[u8]) -> Option<Value> {
    let text = match content.len() {
        4 => std::net::Ipv4Addr::from(<[u8; 4]>::try_from(content).ok()?).to_string(),
        16 => {
            let address = std::net::Ipv6Addr::from(<[u8; 16]>::try_from(content).ok()?);
            address.to_canonical().to_string()
        }
        _ => return None,
    };
    Some(text.into())
}

fn range(content: &[u8]) -> Option<Value> {
    if !matches!(content.len(), 8 | 32) {
        return None;
    }
    let (start, mask) = content.split_at(content.len() / 2);
    Some(object([("IP", address(start)?), ("Mask", bytes(mask))]))
}

fn boolean(content: &[u8]) -> Option<bool> {
    match content {
        [0] => Some(false),
        [0xff] => Some(true),
        _ => None,
    }
}

fn small(magnitude: &[u8]) -> Option<i64> {
    (magnitude.len() < 8).then(|| magnitude.iter().fold(0, |sum, &byte| sum << 8 | i64::from(byte)))
}
