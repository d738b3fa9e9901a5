//! RFC 9901 §7.1 step 3: match digests with disclosures, once each, and refuse everything ambiguous.

use super::{Digests, Disclosure, Place, Reader, ReceiptError};
use crate::base64url;
use crate::json::{Kind, Root, Tape, Value};
use std::borrow::Cow;

/// How deep disclosures may nest in one another.
const MAX_NESTING: usize = 16;

/// The shortest salt with 128 bits in base64url.
const MIN_SALT: usize = 22;

/// Walks the payload and every disclosure that a digest calls for, marking where each belongs.
pub(super) fn process(reader: &mut Reader, payload: Root) -> Result<(), ReceiptError> {
    let Reader { text, tape, disclosures, called_by, digests, .. } = reader;
    digests.clear();
    let top = tape.value(text, payload);
    if top.kind() != Kind::Object {
        return Err(ReceiptError::Claim {
            claim: "payload".into(),
            reason: "is not a JSON object",
        });
    }
    let mut walk = Walk { text, tape, disclosures, called_by, digests, top: top.position() };
    walk.object(top, 0)?;
    match disclosures.iter().position(|disclosure| disclosure.place == Place::Unused) {
        Some(at) => Err(ReceiptError::Unreferenced(at + 1)),
        None => Ok(()),
    }
}

struct Walk<'a> {
    text: &'a [u8],
    tape: &'a Tape,
    disclosures: &'a mut [Disclosure],
    called_by: &'a Digests,
    digests: &'a mut Digests,
    /// Position of the payload's top object.
    top: u32,
}

impl<'a> Walk<'a> {
    fn value(&mut self, value: Value<'a>, nesting: usize) -> Result<(), ReceiptError> {
        match value.kind() {
            Kind::Object => self.object(value, nesting),
            Kind::Array => {
                value.items().try_for_each(|item| self.item(item, value.position(), nesting))
            }
            _ => Ok(()),
        }
    }

    fn object(&mut self, object: Value<'a>, nesting: usize) -> Result<(), ReceiptError> {
        for (key, value) in object.members() {
            match key.string_bytes().as_ref() {
                b"_sd" => self.members(object, value, nesting)?,
                b"_sd_alg" => self.hash_algorithm(object, value)?,
                b"..." => return Err(ReceiptError::Digests("`...` outside an array")),
                _ => self.value(value, nesting)?,
            }
        }
        Ok(())
    }

    fn hash_algorithm(&self, object: Value<'a>, name: Value<'a>) -> Result<(), ReceiptError> {
        if object.position() != self.top {
            return Err(ReceiptError::Digests("`_sd_alg` below the top of the payload"));
        }
        name.is_string("sha-256").then_some(()).ok_or(ReceiptError::HashAlgorithm)
    }

    /// Handles the `_sd` array of `object`.
    fn members(
        &mut self,
        object: Value<'a>,
        sd: Value<'a>,
        nesting: usize,
    ) -> Result<(), ReceiptError> {
        if sd.kind() != Kind::Array {
            return Err(ReceiptError::Digests("`_sd` is not an array"));
        }
        let mut names = Vec::new();
        for digest in sd.items() {
            let Some(at) = self.claim(digest, Place::Member { object: object.position() })? else {
                continue;
            };
            let number = at + 1;
            let fault = |reason| ReceiptError::Disclosure { number, reason };
            let mut items = self.tape.value(self.text, self.disclosures[at].root).items();
            let (Some(salt), Some(name), Some(value), None) =
                (items.next(), items.next(), items.next(), items.next())
            else {
                return Err(fault("a claim is disclosed by `[salt, name, value]`"));
            };
            check_salt(salt, number)?;
            if name.kind() != Kind::String {
                return Err(fault("the claim's name is not a string"));
            }
            let name = name.string_bytes();
            if matches!(name.as_ref(), b"_sd" | b"_sd_alg" | b"...") {
                return Err(overwrites(number, &name));
            }
            names.push((name, number));
            self.nested(value, nesting, number)?;
        }
        refuse_equal_names(object, &mut names)
    }

    fn item(&mut self, item: Value<'a>, array: u32, nesting: usize) -> Result<(), ReceiptError> {
        let Some(digest) = placeholder(item) else { return self.value(item, nesting) };
        if item.members().count() != 1 {
            return Err(ReceiptError::Digests("`...` has siblings"));
        }
        let Some(at) = self.claim(digest, Place::Item { array })? else { return Ok(()) };
        let mut items = self.tape.value(self.text, self.disclosures[at].root).items();
        let (Some(salt), Some(value), None) = (items.next(), items.next(), items.next()) else {
            let reason = "an array item is disclosed by `[salt, value]`";
            return Err(ReceiptError::Disclosure { number: at + 1, reason });
        };
        check_salt(salt, at + 1)?;
        self.nested(value, nesting, at + 1)
    }

    fn nested(
        &mut self,
        value: Value<'a>,
        nesting: usize,
        number: usize,
    ) -> Result<(), ReceiptError> {
        if nesting == MAX_NESTING {
            return Err(ReceiptError::Disclosure {
                number,
                reason: "disclosures nest more than 16 deep",
            });
        }
        self.value(value, nesting + 1)
    }

    /// Notes a digest and marks the disclosure it calls for, if there is one.
    fn claim(&mut self, digest: Value<'a>, place: Place) -> Result<Option<usize>, ReceiptError> {
        let digest =
            decode(digest).ok_or(ReceiptError::Digests("a digest is not base64url of 32 bytes"))?;
        if self.digests.find(&digest).is_some() {
            return Err(ReceiptError::DigestTwice);
        }
        self.digests.push(digest);
        let found = self.called_by.find(&digest);
        if let Some(at) = found {
            self.disclosures[at].place = place;
        }
        Ok(found)
    }
}

fn decode(digest: Value<'_>) -> Option<[u8; 32]> {
    (digest.kind() == Kind::String).then(|| base64url::decode_array(digest.raw()))?
}

/// Refuses a disclosed claim with the name of another claim of its object, visible or disclosed. Sorts, because comparing
/// all with all takes 100 ms for the worst 64 KiB.
fn refuse_equal_names(
    object: Value<'_>,
    names: &mut [(Cow<'_, [u8]>, usize)],
) -> Result<(), ReceiptError> {
    // Names mostly differ in length already.
    let order = |a: &[u8], b: &[u8]| (a.len(), a).cmp(&(b.len(), b));
    names.sort_unstable_by(|(a, first), (b, second)| order(a, b).then(first.cmp(second)));
    if let Some(pair) = names.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(overwrites(pair[1].1, &pair[1].0));
    }
    for (key, _) in object.members() {
        let key = key.string_bytes();
        if let Ok(at) = names.binary_search_by(|(name, _)| order(name, &key)) {
            return Err(overwrites(names[at].1, &key));
        }
    }
    Ok(())
}

fn overwrites(number: usize, name: &[u8]) -> ReceiptError {
    let name = String::from_utf8_lossy(name);
    ReceiptError::Overwrites { number, claim: name.chars().take(80).collect() }
}

fn check_salt(salt: Value<'_>, number: usize) -> Result<(), ReceiptError> {
    let reason = "the salt is not a string of at least 128 bits";
    match salt.string() {
        Some(salt) if salt.len() >= MIN_SALT => Ok(()),
        _ => Err(ReceiptError::Disclosure { number, reason }),
    }
}

/// The digest of `{"...": digest}`.
fn placeholder(item: Value<'_>) -> Option<Value<'_>> {
    (item.kind() == Kind::Object).then(|| item.get("..."))?
}

/// Builds the processed payload; the walk has checked everything.
pub(super) fn to_json(reader: &Reader, value: Value<'_>) -> serde_json::Value {
    let disclosure = |digest| {
        let digest = decode(digest)?;
        let disclosure = reader.disclosures[reader.called_by.find(&digest)?];
        Some(reader.tape.value(&reader.text, disclosure.root).items())
    };
    match value.kind() {
        Kind::Array => {
            let items = value.items().filter_map(|item| match placeholder(item) {
                Some(digest) => Some(to_json(reader, disclosure(digest)?.nth(1)?)),
                None => Some(to_json(reader, item)),
            });
            items.collect()
        }
        Kind::Object => {
            let mut out = serde_json::Map::new();
            for (key, value) in value.members() {
                if key.is_string("_sd") {
                    for mut items in value.items().filter_map(disclosure) {
                        if let (Some(name), Some(value)) = (items.nth(1), items.next()) {
                            out.insert(
                                name.string().unwrap_or_default().into_owned(),
                                to_json(reader, value),
                            );
                        }
                    }
                } else if !key.is_string("_sd_alg") {
                    out.insert(
                        key.string().unwrap_or_default().into_owned(),
                        to_json(reader, value),
                    );
                }
            }
            serde_json::Value::Object(out)
        }
        _ => value.to_json(),
    }
}
