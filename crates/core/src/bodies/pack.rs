//! One record: a receipt without what can be computed again.
//!
//! A packed receipt has a `plain` part that does not compress (signature, salts, decoys) and a `text` part that does: the header, the payload
//! with its digests cut out, and the disclosures with their salts cut out. A receipt from which the original bytes cannot be
//! rebuilt exactly is kept whole; packing always rebuilds to find out.

use crate::base64url;
use crate::digest::Digest;
use crate::json::{Kind, Tape, Value};
use crate::receipt::salts::{Seed, digest_text};

const KIND_RAW: u8 = 0;
const KIND_ZSTD: u8 = 1;
const KIND_PACKED: u8 = 2;

/// Lists of digests that the payload of a packed receipt has: `_sd` and `approvers`.
const LISTS: usize = 2;
const LEVEL: i32 = 6;
/// Ends each text of a packed receipt; JSON cannot contain it.
const END: u8 = 0;
const SEED_FIELD: &[u8] = b",\"salt_seed\",\"";

/// Bits of the first byte of the text part.
const DERIVED: u8 = 1;

/// A receipt taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Packed {
    pub(super) plain: Vec<u8>,
    pub(super) text: Vec<u8>,
}

#[derive(Default)]
pub(super) struct Packer {
    tape: Tape,
    rebuilt: Vec<u8>,
}

impl Packer {
    /// Takes a receipt apart; `None` when it must be kept whole.
    pub(super) fn pack(&mut self, receipt: &[u8]) -> Option<Packed> {
        let packed = self.take_apart(receipt)?;
        self.rebuilt.clear();
        rebuild(&packed.plain, &packed.text, &mut self.rebuilt)?;
        (self.rebuilt == receipt).then_some(packed)
    }

    fn take_apart(&mut self, receipt: &[u8]) -> Option<Packed> {
        let mut parts = receipt.strip_suffix(b"~")?.split(|&byte| byte == b'~');
        let mut jwt = parts.next()?.split(|&byte| byte == b'.');
        let header = base64url::decode(jwt.next()?)?;
        let payload = base64url::decode(jwt.next()?)?;
        let signature: [u8; 64] = base64url::decode_array(jwt.next()?)?;
        let disclosures: Vec<Disclosure> = parts.map(Disclosure::read).collect::<Option<_>>()?;
        if disclosures.len() > 255
            || [&header, &payload].into_iter().any(|text| text.contains(&END))
        {
            return None;
        }
        let seed = disclosures.iter().find_map(Disclosure::seed);
        let derived = seed.filter(|seed| {
            let salts = disclosures.iter().enumerate();
            salts.into_iter().all(|(at, disclosure)| seed.salt(at as u16) == disclosure.salt)
        });
        self.tape.clear();
        let root = self.tape.read(&payload, 0).ok()?;
        let lists = digest_lists(self.tape.value(&payload, root))?;
        let mut packed =
            Packed { plain: signature.to_vec(), text: vec![u8::from(derived.is_some()) * DERIVED] };
        match derived {
            Some(seed) => packed.plain.extend_from_slice(&seed.0),
            None => disclosures
                .iter()
                .for_each(|disclosure| packed.plain.extend_from_slice(&disclosure.salt)),
        }
        for list in &lists {
            packed.text.push(u8::try_from(list.len()).ok()?);
        }
        packed.text.push(disclosures.len() as u8);
        push_text(&mut packed.text, &header);
        push_text(&mut packed.text, &cut(&payload, &lists)?);
        for disclosure in &disclosures {
            push_text(&mut packed.text, disclosure.rest_without(derived));
        }
        if derived.is_none() {
            for digest in
                lists.iter().flatten().map(|digest| base64url::decode_array::<32>(digest.raw()))
            {
                let digest = digest?;
                if !disclosures.iter().any(|disclosure| disclosure.digest.0 == digest) {
                    packed.plain.extend_from_slice(&digest);
                }
            }
        }
        Some(packed)
    }
}

/// A disclosure's text as `["salt"rest`.
struct Disclosure {
    digest: Digest,
    salt: [u8; 16],
    text: Vec<u8>,
}

/// `["` + 22 characters + `"`.
const SALT_END: usize = 2 + 22 + 1;

impl Disclosure {
    fn read(encoded: &[u8]) -> Option<Self> {
        let text = base64url::decode(encoded)?;
        let head = text.get(..SALT_END)?;
        let salt = base64url::decode_array(head.strip_prefix(b"[\"")?.strip_suffix(b"\"")?)?;
        (!text.contains(&END)).then(|| Self { digest: Digest::of(encoded), salt, text })
    }

    fn rest(&self) -> &[u8] {
        &self.text[SALT_END..]
    }

    fn seed(&self) -> Option<Seed> {
        let seed = self.rest().strip_prefix(SEED_FIELD)?.strip_suffix(b"\"]")?;
        base64url::decode_array(seed).map(Seed)
    }

    /// The seed is among the plain bytes; its disclosure keeps no text.
    fn rest_without(&self, seed: Option<Seed>) -> &[u8] {
        if seed.is_some() && self.seed() == seed { b"" } else { self.rest() }
    }
}

/// Finds the digests of `_sd` and of the placeholders in `approvers`, in the order in which they stand in the text.
fn digest_lists(payload: Value<'_>) -> Option<[Vec<Value<'_>>; LISTS]> {
    let items = |name: &str| payload.get(name).into_iter().flat_map(Value::items);
    let members: Vec<_> = items("_sd").collect();
    let approvers: Option<Vec<_>> = items("approvers").map(|item| item.get("...")).collect();
    let lists = [members, approvers?];
    let in_order = lists.iter().flatten().is_sorted_by_key(|digest| digest.position());
    let are_digests = lists
        .iter()
        .flatten()
        .all(|digest| digest.kind() == Kind::String && digest.raw().len() == 43);
    (in_order && are_digests).then_some(lists)
}

/// The payload without the digests between their quotes; `None` when an empty string elsewhere would be mistaken for one of them.
fn cut(payload: &[u8], lists: &[Vec<Value<'_>>; LISTS]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(payload.len());
    let mut from = 0;
    for digest in lists.iter().flatten() {
        // `raw` borrows from `payload`, so its place there follows from the addresses without unsafe code.
        let start = digest.raw().as_ptr().addr() - payload.as_ptr().addr();
        out.extend_from_slice(&payload[from..start]);
        from = start + digest.raw().len();
    }
    out.extend_from_slice(&payload[from..]);
    let slots = out.windows(2).filter(|pair| *pair == b"\"\"").count();
    (slots == lists.iter().map(Vec::len).sum::<usize>()).then_some(out)
}

fn push_text(out: &mut Vec<u8>, text: &[u8]) {
    out.extend_from_slice(text);
    out.push(END);
}

/// Appends the receipt to `out`; `None` when the parts are not those of a receipt.
fn rebuild(plain: &[u8], text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let (signature, mut plain) = plain.split_first_chunk::<64>()?;
    let (&[flags, members, approvers, count], text) = text.split_first_chunk()?;
    let mut texts = text.split(|&byte| byte == END);
    let (header, payload) = (texts.next()?, texts.next()?);
    let seed = if flags & DERIVED == 0 { None } else { Some(Seed(take(&mut plain)?)) };
    let mut tail = Vec::with_capacity(text.len() * 2);
    let mut lists: [Vec<[u8; 43]>; LISTS] = std::array::from_fn(|_| Vec::with_capacity(16));
    let mut scratch = Vec::with_capacity(256);
    for position in 0..u16::from(count) {
        let salt = match seed {
            Some(seed) => seed.salt(position),
            None => take(&mut plain)?,
        };
        let rest = texts.next()?;
        scratch.clear();
        scratch.extend_from_slice(b"[\"");
        base64url::encode_into(&salt, &mut scratch);
        scratch.push(b'"');
        match (seed, rest) {
            (Some(seed), b"") => {
                scratch.extend_from_slice(SEED_FIELD);
                base64url::encode_into(&seed.0, &mut scratch);
                scratch.extend_from_slice(b"\"]");
            }
            _ => scratch.extend_from_slice(rest),
        }
        let start = tail.len();
        base64url::encode_into(&scratch, &mut tail);
        // `[salt, name, value]` belongs to `_sd`, `[salt, value]` to `approvers`; a wrong guess shows when packing rebuilds.
        let is_member = scratch.get(SALT_END + 1) == Some(&b'"')
            && scratch[SALT_END + 2..].windows(2).any(|pair| pair == b"\",");
        lists[usize::from(!is_member)].push(digest_text(&Digest::of(&tail[start..])));
        tail.push(b'~');
    }
    for (number, (list, length)) in lists.iter_mut().zip([members, approvers]).enumerate() {
        for position in 0..u16::from(length).checked_sub(list.len() as u16)? {
            let decoy = match seed {
                Some(seed) => seed.decoy(number as u8, position),
                None => Digest(take(&mut plain)?),
            };
            list.push(digest_text(&decoy));
        }
        list.sort_unstable();
    }
    if !plain.is_empty() {
        return None;
    }
    scratch.clear();
    let mut digests = lists.iter().flatten();
    let mut from = 0;
    for at in (1..payload.len()).filter(|&at| payload[at] == b'"' && payload[at - 1] == b'"') {
        scratch.extend_from_slice(&payload[from..at]);
        scratch.extend_from_slice(digests.next()?);
        from = at;
    }
    scratch.extend_from_slice(&payload[from..]);
    base64url::encode_into(header, out);
    out.push(b'.');
    base64url::encode_into(&scratch, out);
    out.push(b'.');
    base64url::encode_into(signature, out);
    out.push(b'~');
    out.extend_from_slice(&tail);
    Some(())
}

fn take<const N: usize>(plain: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = plain.split_first_chunk()?;
    *plain = rest;
    Some(*taken)
}

/// Writes records. zstd frames go without their four magic bytes.
pub(super) struct Compressor {
    zstd: zstd::bulk::Compressor<'static>,
    buffer: Vec<u8>,
}

const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// More than any text of a receipt; bounds what a hostile record can make us allocate.
const MAX_TEXT: usize = 128 * 1024;

impl Compressor {
    pub(super) fn new(dictionary: &[u8]) -> Self {
        // Both calls fail only when memory runs out or the dictionary is not one; ours was just trained.
        let mut zstd = zstd::bulk::Compressor::with_dictionary(LEVEL, dictionary)
            .expect("zstd accepts its own dictionary");
        zstd.set_parameter(zstd::zstd_safe::CParameter::DictIdFlag(false))
            .expect("zstd knows this parameter");
        Self { zstd, buffer: Vec::new() }
    }

    /// Appends the content of a record and returns its kind.
    pub(super) fn write(
        &mut self,
        receipt: &[u8],
        packed: Option<&Packed>,
        out: &mut Vec<u8>,
    ) -> u8 {
        let (kind, plain, text) = match packed {
            Some(packed) => (KIND_PACKED, packed.plain.as_slice(), packed.text.as_slice()),
            None => (KIND_ZSTD, &[][..], receipt),
        };
        self.buffer.clear();
        self.buffer.reserve(zstd::zstd_safe::compress_bound(text.len()));
        let small = self.zstd.compress_to_buffer(text, &mut self.buffer).is_ok()
            && self.buffer.starts_with(&ZSTD_MAGIC);
        if !small || plain.len() + self.buffer.len() >= receipt.len() {
            out.extend_from_slice(receipt);
            return KIND_RAW;
        }
        if kind == KIND_PACKED {
            out.extend_from_slice(&(plain.len() as u16).to_be_bytes());
        }
        out.extend_from_slice(plain);
        out.extend_from_slice(&self.buffer[4..]);
        kind
    }
}

/// Reads records.
pub(super) struct Unpacker {
    zstd: Option<zstd::bulk::Decompressor<'static>>,
    frame: Vec<u8>,
    text: Vec<u8>,
}

impl Unpacker {
    pub(super) fn new(dictionary: &[u8]) -> Self {
        let zstd = zstd::bulk::Decompressor::with_dictionary(dictionary).ok();
        Self { zstd, frame: Vec::new(), text: Vec::with_capacity(4096) }
    }

    /// Appends the receipt of a record to `out`; `None` when it is damaged.
    pub(super) fn read(&mut self, kind: u8, content: &[u8], out: &mut Vec<u8>) -> Option<()> {
        match kind {
            KIND_RAW => out.extend_from_slice(content),
            KIND_ZSTD => {
                self.decompress(content)?;
                out.extend_from_slice(&self.text);
            }
            KIND_PACKED => {
                let (length, content) = content.split_first_chunk::<2>()?;
                let (plain, frame) =
                    content.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
                self.decompress(frame)?;
                rebuild(plain, &self.text, out)?;
            }
            _ => return None,
        }
        Some(())
    }

    fn decompress(&mut self, frame: &[u8]) -> Option<()> {
        self.frame.clear();
        self.frame.extend_from_slice(&ZSTD_MAGIC);
        self.frame.extend_from_slice(frame);
        let size = zstd::zstd_safe::get_frame_content_size(&self.frame).ok()??;
        let size = usize::try_from(size).ok().filter(|&size| size <= MAX_TEXT)?;
        self.text.clear();
        self.text.reserve(size);
        self.zstd.as_mut()?.decompress_to_buffer(&self.frame, &mut self.text).ok()?;
        Some(())
    }
}
