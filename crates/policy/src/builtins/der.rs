//! The DER of keys and certificates: reading, and the little writing that a key from a JWK needs.
//!
//! Only definite lengths in their shortest form are read, as Go's `cryptobyte` does. A crate for X.509 would be larger than what OPA's builtins
//! show of it.

/// The tags that keys and certificates use.
pub(super) mod tag {
    pub(in super::super) const BOOLEAN: u8 = 0x01;
    pub(in super::super) const INTEGER: u8 = 0x02;
    pub(in super::super) const BIT_STRING: u8 = 0x03;
    pub(in super::super) const OCTET_STRING: u8 = 0x04;
    pub(in super::super) const NULL: u8 = 0x05;
    pub(in super::super) const OID: u8 = 0x06;
    pub(in super::super) const SEQUENCE: u8 = 0x30;
    pub(in super::super) const SET: u8 = 0x31;

    /// A context-specific tag that wraps others.
    pub(in super::super) const fn explicit(number: u8) -> u8 {
        0xa0 | number
    }

    /// A context-specific tag that replaces a primitive one.
    pub(in super::super) const fn implicit(number: u8) -> u8 {
        0x80 | number
    }
}

/// One element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) content: &'a [u8],
    /// Tag, length and content.
    pub(super) whole: &'a [u8],
}

/// What remains to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Reads the next element, whatever it is.
    pub(super) fn next(&mut self) -> Option<Element<'a>> {
        let (&tag, after_tag) = self.rest.split_first()?;
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (&first, after_first) = after_tag.split_first()?;
        let (length, body) = if first < 0x80 {
            (usize::from(first), after_first)
        } else {
            let count = usize::from(first & 0x7f);
            if !(1..=4).contains(&count) || after_first.len() < count {
                return None;
            }
            let (octets, body) = after_first.split_at(count);
            let length = octets.iter().fold(0, |sum, &octet| sum << 8 | usize::from(octet));
            if length < 0x80 || octets[0] == 0 {
                return None;
            }
            (length, body)
        };
        if body.len() < length {
            return None;
        }
        let (content, rest) = body.split_at(length);
        let whole = &self.rest[..self.rest.len() - rest.len()];
        self.rest = rest;
        Some(Element { tag, content, whole })
    }

    /// Reads the next element when it has this tag.
    pub(super) fn optional(&mut self, tag: u8) -> Option<Element<'a>> {
        if self.rest.first() == Some(&tag) { self.next() } else { None }
    }

    /// Reads an element that must have this tag.
    pub(super) fn expect(&mut self, tag: u8) -> Option<Element<'a>> {
        self.next().filter(|element| element.tag == tag)
    }

    /// Reads the content of an element that must have this tag.
    pub(super) fn content(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.expect(tag).map(|element| element.content)
    }

    /// Opens an element that must have this tag.
    pub(super) fn open(&mut self, tag: u8) -> Option<Self> {
        self.content(tag).map(Self::new)
    }

    /// Reads a non-negative integer, without leading zeros.
    pub(super) fn unsigned(&mut self) -> Option<&'a [u8]> {
        unsigned(self.content(tag::INTEGER)?)
    }

    /// Reads a bit string of whole bytes.
    pub(super) fn bit_string(&mut self) -> Option<&'a [u8]> {
        let (&unused, bytes) = self.content(tag::BIT_STRING)?.split_first()?;
        (unused == 0).then_some(bytes)
    }
}

/// Opens a document that is one sequence and nothing else.
pub(super) fn document(bytes: &[u8]) -> Option<Reader<'_>> {
    let mut reader = Reader::new(bytes);
    let inner = reader.open(tag::SEQUENCE)?;
    reader.is_empty().then_some(inner)
}

/// The magnitude of a non-negative integer in its shortest form.
pub(super) fn unsigned(content: &[u8]) -> Option<&[u8]> {
    match content {
        [] => None,
        [0] => Some(&[]),
        [0, next, ..] if next & 0x80 == 0 => None,
        [0, magnitude @ ..] => Some(magnitude),
        [first, ..] if first & 0x80 != 0 => None,
        magnitude => Some(magnitude),
    }
}

/// An object identifier in dotted form.
pub(super) fn oid(content: &[u8]) -> Option<Vec<u64>> {
    let mut arcs = Vec::new();
    let mut arc: u64 = 0;
    let mut open = false;
    for &byte in content {
        if !open && byte == 0x80 {
            return None;
        }
        arc = arc.checked_mul(128)? | u64::from(byte & 0x7f);
        open = byte & 0x80 != 0;
        if !open {
            if arcs.is_empty() {
                let first = (arc / 40).min(2);
                arcs.extend([first, arc - first * 40]);
            } else {
                arcs.push(arc);
            }
            arc = 0;
        }
    }
    (!open && !arcs.is_empty()).then_some(arcs)
}

/// Writes an element.
pub(super) fn write(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = content.len();
    if length < 0x80 {
        out.push(length as u8);
    } else {
        let octets = length.to_be_bytes();
        let octets = &octets[octets.iter().take_while(|&&octet| octet == 0).count()..];
        out.push(0x80 | octets.len() as u8);
        out.extend_from_slice(octets);
    }
    out.extend_from_slice(content);
    out
}

/// Writes a non-negative integer from its big-endian magnitude.
pub(super) fn write_unsigned(magnitude: &[u8]) -> Vec<u8> {
    let magnitude = shortest(magnitude);
    let mut content = Vec::with_capacity(magnitude.len() + 1);
    if magnitude.first().is_none_or(|byte| byte & 0x80 != 0) {
        content.push(0);
    }
    content.extend_from_slice(magnitude);
    write(tag::INTEGER, &content)
}

/// Drops leading zeros.
pub(super) fn shortest(magnitude: &[u8]) -> &[u8] {
    &magnitude[magnitude.iter().take_while(|&&byte| byte == 0).count()..]
}

#[cfg(test)]
mod tests;
