//! SD-JWT in compact form: taking it apart and the strict processing of RFC 9901 §7.1, except for the signature.
//!
//! A [`Reader`] owns the buffers and is reused from one SD-JWT to the next, so that reading allocates nothing per claim. Two
//! things are stricter than the RFC asks: a key binding JWT is refused (§7.1 lets a verifier choose), and salts shorter
//! than 128 bits (22 characters) are refused.

mod process;

use super::{MAX_BYTES, ReceiptError, TYP};
use crate::base64url;
use crate::digest::Digest;
use crate::ed25519::Signature;
use crate::json::{Root, Tape, Value};

/// Buffers for reading one SD-JWT after another.
#[derive(Debug, Default)]
pub struct Reader {
    /// The decoded payload, then each decoded disclosure.
    text: Vec<u8>,
    tape: Tape,
    disclosures: Vec<Disclosure>,
    /// The digest of each disclosure, in the same order.
    called_by: Digests,
    /// Every digest that the signed part and the disclosures hold, decoys included.
    digests: Digests,
    header: Header,
}

/// One disclosure of the SD-JWT being read.
#[derive(Clone, Copy, Debug)]
struct Disclosure {
    root: Root,
    /// Range of the base64url text in the compact form.
    start: u32,
    end: u32,
    place: Place,
}

/// Digests in the order in which they came.
///
/// Finding one looks through the first eight bytes of all. A thousand digests fit into the longest receipt and a few dozen into
/// most, so this costs less than keeping them sorted.
#[derive(Debug, Default)]
struct Digests {
    heads: Vec<u64>,
    whole: Vec<[u8; 32]>,
}

/// Where a disclosure's value belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// No digest has called for it yet.
    Unused,
    /// Member of the object at this position on the tape.
    Member { object: u32 },
    /// Item of the array at this position on the tape.
    Item { array: u32 },
}

/// The last header seen: a notary's receipts all carry the same few, so most are recognised by comparison.
#[derive(Debug, Default)]
struct Header {
    encoded: Vec<u8>,
    kid: String,
}

/// An SD-JWT whose serialisation and disclosures are in order; whether the signature is, nobody has checked.
#[derive(Clone, Copy, Debug)]
pub struct Sdjwt<'a> {
    compact: &'a [u8],
    signing_input: &'a [u8],
    signature: Signature,
    digest: Digest,
    reader: &'a Reader,
    payload: Root,
}

impl Reader {
    /// Takes a compact SD-JWT apart and processes its disclosures (RFC 9901 §7.1 steps 1 to 3, but for the signature).
    pub fn read<'a>(&'a mut self, compact: &'a [u8]) -> Result<Sdjwt<'a>, ReceiptError> {
        if compact.len() > MAX_BYTES {
            return Err(ReceiptError::TooLong(compact.len()));
        }
        let jwt = super::signed_part(compact);
        if !compact.ends_with(b"~") {
            return Err(ReceiptError::Shape(if jwt.len() == compact.len() {
                "no `~` after the signature"
            } else {
                "text after the last `~`; receipts carry no key binding"
            }));
        }
        let mut dots = memchr::memchr_iter(b'.', jwt);
        let (Some(first), Some(second), None) = (dots.next(), dots.next(), dots.next()) else {
            return Err(ReceiptError::Shape(
                "the part before `~` is not `header.payload.signature`",
            ));
        };
        let (header, payload, signature) =
            (&jwt[..first], &jwt[first + 1..second], &jwt[second + 1..]);
        self.header.read(header)?;
        let signature =
            base64url::decode_array(signature).ok_or(ReceiptError::Base64("the signature"))?;
        self.text.clear();
        self.tape.clear();
        if !base64url::decode_into(payload, &mut self.text) {
            return Err(ReceiptError::Base64("the payload"));
        }
        let root = self
            .tape
            .read(&self.text, 0)
            .map_err(|source| ReceiptError::Json { part: "the payload", source })?;
        self.read_disclosures(compact, jwt.len() + 1)?;
        process::process(self, root)?;
        Ok(Sdjwt {
            compact,
            signing_input: &jwt[..second],
            signature: Signature(signature),
            digest: Digest::of(jwt),
            reader: self,
            payload: root,
        })
    }

    fn read_disclosures(&mut self, compact: &[u8], mut start: usize) -> Result<(), ReceiptError> {
        self.disclosures.clear();
        self.called_by.clear();
        while start < compact.len() {
            let number = self.disclosures.len() + 1;
            let fault = |reason| ReceiptError::Disclosure { number, reason };
            let length = super::signed_part(&compact[start..]).len();
            let encoded = &compact[start..start + length];
            let decoded = self.text.len();
            if encoded.is_empty() {
                return Err(fault("empty"));
            }
            if !base64url::decode_into(encoded, &mut self.text) {
                return Err(fault("not canonical base64url without padding"));
            }
            let root = self.tape.read(&self.text, decoded).map_err(|_| {
                fault(
                    "not strict JSON (duplicate key, bad number or trailing data among the causes)",
                )
            })?;
            let digest = Digest::of(encoded).0;
            if self.called_by.find(&digest).is_some() {
                return Err(ReceiptError::DigestTwice);
            }
            self.called_by.push(digest);
            self.disclosures.push(Disclosure {
                root,
                start: start as u32,
                end: (start + length) as u32,
                place: Place::Unused,
            });
            start += length + 1;
        }
        Ok(())
    }
}

impl Digests {
    fn clear(&mut self) {
        self.heads.clear();
        self.whole.clear();
    }

    fn push(&mut self, digest: [u8; 32]) {
        self.heads.push(Self::head(&digest));
        self.whole.push(digest);
    }

    fn find(&self, digest: &[u8; 32]) -> Option<usize> {
        let head = Self::head(digest);
        (self.heads.iter().zip(&self.whole)).position(|(at, whole)| *at == head && whole == digest)
    }

    fn head(digest: &[u8; 32]) -> u64 {
        digest.first_chunk().map_or(0, |head| u64::from_ne_bytes(*head))
    }
}

impl Header {
    fn read(&mut self, encoded: &[u8]) -> Result<(), ReceiptError> {
        if !self.encoded.is_empty() && self.encoded == encoded {
            return Ok(());
        }
        self.encoded.clear();
        let text = base64url::decode(encoded).ok_or(ReceiptError::Base64("the header"))?;
        let mut tape = Tape::default();
        let root = tape
            .read(&text, 0)
            .map_err(|source| ReceiptError::Json { part: "the header", source })?;
        let header = tape.value(&text, root);
        let found =
            |member: &str| header.get(member).map_or_else(|| "absent".into(), |value| shown(value));
        let wrong = |member, wanted| ReceiptError::Header { member, found: found(member), wanted };
        if !header.get("alg").is_some_and(|alg| alg.is_string("EdDSA") || alg.is_string("Ed25519"))
        {
            return Err(wrong("alg", "`EdDSA` or `Ed25519`"));
        }
        if !header.get("typ").is_some_and(|typ| typ.is_string(TYP)) {
            return Err(wrong("typ", "`cos-receipt+sd-jwt`"));
        }
        if header.get("crit").is_some() {
            return Err(wrong("crit", "none: receipts use no critical extensions"));
        }
        let kid = header
            .get("kid")
            .and_then(Value::string)
            .ok_or_else(|| wrong("kid", "the id of the signing key"))?;
        self.kid = kid.into_owned();
        self.encoded.extend_from_slice(encoded);
        Ok(())
    }
}

/// A short printable form of a value from outside.
fn shown(value: Value<'_>) -> String {
    let text = String::from_utf8_lossy(value.raw());
    format!("`{}`", text.chars().take(40).collect::<String>().escape_debug())
}

impl<'a> Sdjwt<'a> {
    /// The id of the key that is said to have signed.
    pub fn kid(&self) -> &'a str {
        &self.reader.header.kid
    }

    /// What the signature is over: `header.payload` as transmitted.
    pub fn signing_input(&self) -> &'a [u8] {
        self.signing_input
    }

    /// The signature, unchecked.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// The whole text.
    pub fn compact(&self) -> &'a [u8] {
        self.compact
    }

    /// SHA-256 of the issuer-signed JWT, `header.payload.signature`: what a log leaf commits to. Disclosures do not change it.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The signed payload as it stands, with `_sd` and `...`.
    pub fn payload(&self) -> Value<'a> {
        self.reader.tape.value(&self.reader.text, self.payload)
    }

    /// The members of the payload's top object that disclosures add, as (name, value).
    pub fn disclosed_members(&self) -> impl Iterator<Item = (Value<'a>, Value<'a>)> + use<'a> {
        let reader = self.reader;
        let top = Place::Member { object: self.payload().position() };
        let top = reader.disclosures.iter().filter(move |disclosure| disclosure.place == top);
        top.filter_map(move |disclosure| {
            let mut items = reader.tape.value(&reader.text, disclosure.root).items().skip(1);
            Some((items.next()?, items.next()?))
        })
    }

    /// The array items that disclosures add, wherever they belong.
    pub fn disclosed_items(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let reader = self.reader;
        let items = reader
            .disclosures
            .iter()
            .filter(|disclosure| matches!(disclosure.place, Place::Item { .. }));
        items.filter_map(move |disclosure| {
            reader.tape.value(&reader.text, disclosure.root).items().nth(1)
        })
    }

    /// Every disclosure in order: its text, and the name of the claim it adds or `None` for an array item.
    pub fn disclosures(&self) -> impl Iterator<Item = (&'a [u8], Option<Value<'a>>)> + use<'a> {
        let (reader, compact) = (self.reader, self.compact);
        reader.disclosures.iter().map(move |disclosure| {
            let name = (!matches!(disclosure.place, Place::Item { .. }))
                .then(|| reader.tape.value(&reader.text, disclosure.root).items().nth(1))
                .flatten();
            (&compact[disclosure.start as usize..disclosure.end as usize], name)
        })
    }

    /// The disclosures of claims of the payload's top object, each with the claim's name: a member, or an item of an array
    /// that is visible there. What lies deeper is not among them.
    pub fn claim_disclosures(&self) -> impl Iterator<Item = (&'a [u8], Value<'a>)> + use<'a> {
        let (reader, compact, payload) = (self.reader, self.compact, self.payload());
        reader.disclosures.iter().filter_map(move |disclosure| {
            let claim = match disclosure.place {
                Place::Member { object } if object == payload.position() => {
                    reader.tape.value(&reader.text, disclosure.root).items().nth(1)
                }
                Place::Item { array } => {
                    let mut members = payload.members();
                    members.find(|(_, value)| value.position() == array).map(|(name, _)| name)
                }
                _ => None,
            };
            Some((&compact[disclosure.start as usize..disclosure.end as usize], claim?))
        })
    }

    /// How many digests the receipt holds in all: disclosed, withheld and decoys.
    pub fn digest_count(&self) -> usize {
        self.reader.digests.whole.len()
    }

    /// Builds the processed payload of RFC 9901 §7.1: disclosed claims in their places, digests gone.
    pub fn to_json(&self) -> serde_json::Value {
        process::to_json(self.reader, self.payload())
    }
}

#[cfg(test)]
mod tests;
