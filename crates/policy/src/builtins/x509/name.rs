//! Distinguished names and the validity of a certificate.

use regorus::Value;

use super::super::der::{self, Element, Reader, tag};
use super::{arcs, nil_when_empty, object};

/// The two dates in RFC 3339.
pub(super) struct Validity {
    pub(super) not_before: String,
    pub(super) not_after: String,
}

impl Validity {
    pub(super) fn read(mut fields: Reader<'_>) -> Option<Self> {
        Some(Self { not_before: date(fields.next()?)?, not_after: date(fields.next()?)? })
    }
}

/// A name as Go's `pkix.Name`.
pub(super) fn name(whole: Element<'_>) -> Option<Value> {
    let mut fields = Fields::default();
    let mut sets = Reader::new(whole.content);
    while !sets.is_empty() {
        let mut set = sets.open(tag::SET)?;
        while !set.is_empty() {
            let mut pair = set.open(tag::SEQUENCE)?;
            let oid = der::oid(pair.content(tag::OID)?)?;
            fields.add(&oid, &text(pair.next()?)?);
        }
    }
    Some(fields.shown())
}

/// A string of any of the types that names use.
pub(super) fn text(element: Element<'_>) -> Option<String> {
    match element.tag {
        // UTF8String, NumericString, PrintableString, IA5String.
        12 => String::from_utf8(element.content.to_vec()).ok(),
        18 | 19 | 22 if element.content.is_ascii() => {
            String::from_utf8(element.content.to_vec()).ok()
        }
        // T61String, which Go reads as Latin-1 text.
        20 => Some(element.content.iter().map(|&byte| char::from(byte)).collect()),
        // BMPString.
        30 => {
            let units: Vec<u16> = element
                .content
                .chunks(2)
                .map(|pair| pair.try_into().ok().map(u16::from_be_bytes))
                .collect::<Option<_>>()?;
            let end = units.strip_suffix(&[0]).unwrap_or(&units);
            Some(String::from_utf16_lossy(end))
        }
        _ => None,
    }
}

#[derive(Default)]
struct Fields {
    names: Vec<Value>,
    common_name: String,
    serial_number: String,
    lists: [Vec<Value>; 7],
}

/// The attributes of which a name may have several, by the last arc of 2.5.4.
const LISTS: [(u64, &str); 7] = [
    (6, "Country"),
    (7, "Locality"),
    (8, "Province"),
    (9, "StreetAddress"),
    (10, "Organization"),
    (11, "OrganizationalUnit"),
    (17, "PostalCode"),
];

impl Fields {
    fn add(&mut self, oid: &[u64], value: &str) {
        self.names.push(object([("Type", arcs(oid)), ("Value", value.into())]));
        let [2, 5, 4, kind] = *oid else { return };
        match kind {
            3 => value.clone_into(&mut self.common_name),
            5 => value.clone_into(&mut self.serial_number),
            other => {
                if let Some(index) = LISTS.iter().position(|(arc, _)| *arc == other) {
                    self.lists[index].push(value.into());
                }
            }
        }
    }

    fn shown(self) -> Value {
        let mut shown = object([
            ("CommonName", self.common_name.into()),
            ("ExtraNames", Value::Null),
            ("Names", nil_when_empty(self.names)),
            ("SerialNumber", self.serial_number.into()),
        ]);
        if let Ok(fields) = shown.as_object_mut() {
            for ((_, field), values) in LISTS.iter().zip(self.lists) {
                fields.insert((*field).into(), nil_when_empty(values));
            }
        }
        shown
    }
}

fn date(element: Element<'_>) -> Option<String> {
    let digits = std::str::from_utf8(element.content).ok()?.strip_suffix('Z')?;
    let full = match (element.tag, digits.len()) {
        (0x17, 12) => {
            let century = if digits >= "5" { "19" } else { "20" };
            format!("{century}{digits}")
        }
        (0x18, 14) => digits.to_owned(),
        _ => return None,
    };
    if !full.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| full[from..to].parse::<u32>().unwrap_or(u32::MAX);
    let (year, month, day) = (part(0, 4), part(4, 6), part(6, 8));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let real =
        (1..=days).contains(&day) && part(8, 10) < 24 && part(10, 12) < 60 && part(12, 14) < 60;
    real.then(|| {
        format!(
            "{}-{}-{}T{}:{}:{}Z",
            &full[..4],
            &full[4..6],
            &full[6..8],
            &full[8..10],
            &full[10..12],
            &full[12..]
        )
    })
}
