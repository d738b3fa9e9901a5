//! The write-ahead log of a ledger: how receipts lie on disk between their acknowledgement and their sealing.
//!
//! A WAL file is a header and frames; one frame is one group of receipts made durable by one `fdatasync`. Everything is
//! big-endian.
//!
//! ```text
//! header  "COSWAL1\n" · epoch u64 · first index u64 · origin length u16 · origin · SHA-256 of all that
//! frame   "WFRM" · payload length u32 · receipt count u32 · first index u64 · digest of what precedes (32)
//!         · head check (8: SHA-256 of the 52 bytes before it, cut off) · payload · digest (32: SHA-256 of all that) · "\n"
//! payload count × (length u32 · compact receipt)
//! ```
//!
//! Each frame names the digest of its predecessor and the first one that of the header, so a frame that was moved, doubled, left
//! out or taken from another log or epoch does not fit. Each frame can also be checked by itself, so damage in the middle is told
//! from a torn end: an end is *torn* only when the file stops short of it, or a sector of it was never written (all zeros), and
//! nothing valid follows. Anything else is damage, and damage is never cut off silently.
//!
//! Files are named `<epoch>-<first index>.wal`. A file of a newer epoch was complete before it got its name, so only the files
//! of the highest epoch count ([`newest`]); older ones are left-overs of an interrupted recovery.
//!
//! Pure functions over bytes: opening, syncing and deciding what to do about a torn end is the ledger's part.

use crate::code::Code;
use crate::digest::Digest;
use crate::ids::Origin;
use crate::receipt;
use std::fmt;

mod salvage;

pub use salvage::salvage;

/// The longest receipt a ledger takes, in bytes of its compact form.
pub const MAX_RECEIPT: usize = receipt::MAX_BYTES;

const FILE_MAGIC: &[u8; 8] = b"COSWAL1\n";
const FRAME_MAGIC: &[u8; 4] = b"WFRM";
/// The part of a frame's head that the head check covers.
const HEAD: usize = 52;
const CHECK: usize = 8;
const DIGEST: usize = 32;
/// What a frame adds to its payload. The closing byte makes every sector of a whole frame differ from zeros.
const OVERHEAD: usize = HEAD + CHECK + DIGEST + 1;
const SECTOR: usize = 512;

/// A WAL file that is damaged, or is not the file it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at byte {offset}, where receipt {index} should be")]
pub struct WalError {
    /// Where in the file the damage begins, in bytes.
    pub offset: usize,
    /// The index of the first receipt that cannot be trusted.
    pub index: u64,
    /// What is wrong there.
    pub reason: &'static str,
}

impl WalError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        const { Code::new("COS-LED-0009") }
    }
}

/// The name of a WAL file; prints as `<epoch:010>-<first:020>.wal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName {
    /// Which opening of the log wrote it: 1, 2, 3 …
    pub epoch: u64,
    /// The index of its first receipt.
    pub first: u64,
}

impl FileName {
    /// Parses a file name; `None` for anything that does not print back to the same text.
    pub fn parse(name: &str) -> Option<Self> {
        let (epoch, first) = name.strip_suffix(".wal")?.split_once('-')?;
        let parsed = Self { epoch: epoch.parse().ok()?, first: first.parse().ok()? };
        (parsed.to_string() == name).then_some(parsed)
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:010}-{:020}.wal", self.epoch, self.first)
    }
}

/// Returns the files that count, those of the highest epoch, in the order of their first index.
pub fn newest(names: impl IntoIterator<Item = FileName>) -> Vec<FileName> {
    let mut names: Vec<FileName> = names.into_iter().collect();
    let epoch = names.iter().map(|name| name.epoch).max();
    names.retain(|name| Some(name.epoch) == epoch);
    names.sort_unstable();
    names
}

/// Writes the bytes of one WAL file: the header, then frame after frame.
#[derive(Clone, Debug)]
pub struct Encoder {
    last: Digest,
    next: u64,
}

impl Encoder {
    /// Begins the file `name` of the log `origin`, appending its header to `out`.
    pub fn begin(origin: &Origin, name: FileName, out: &mut Vec<u8>) -> Self {
        let start = out.len();
        let origin = origin.to_string();
        out.extend_from_slice(FILE_MAGIC);
        out.extend_from_slice(&name.epoch.to_be_bytes());
        out.extend_from_slice(&name.first.to_be_bytes());
        out.extend_from_slice(&(origin.len() as u16).to_be_bytes());
        out.extend_from_slice(origin.as_bytes());
        let last = Digest::of(&out[start..]);
        out.extend_from_slice(&last.0);
        Self { last, next: name.first }
    }

    /// Returns the index that the next receipt gets.
    pub fn next_index(&self) -> u64 {
        self.next
    }

    /// Appends one frame with `receipts` to `out`; no receipts, no frame.
    pub fn frame<'a>(&mut self, receipts: impl IntoIterator<Item = &'a [u8]>, out: &mut Vec<u8>) {
        let start = out.len();
        out.resize(start + HEAD + CHECK, 0);
        let mut count = 0u32;
        for receipt in receipts {
            debug_assert!(receipt.len() <= MAX_RECEIPT);
            out.extend_from_slice(&(receipt.len() as u32).to_be_bytes());
            out.extend_from_slice(receipt);
            count += 1;
        }
        if count == 0 {
            out.truncate(start);
            return;
        }
        let frame = &mut out[start..];
        let length = (frame.len() - HEAD - CHECK) as u32;
        frame[..4].copy_from_slice(FRAME_MAGIC);
        frame[4..8].copy_from_slice(&length.to_be_bytes());
        frame[8..12].copy_from_slice(&count.to_be_bytes());
        frame[12..20].copy_from_slice(&self.next.to_be_bytes());
        frame[20..HEAD].copy_from_slice(&self.last.0);
        let check = Digest::of(&frame[..HEAD]);
        frame[HEAD..HEAD + CHECK].copy_from_slice(&check.0[..CHECK]);
        self.last = Digest::of(frame);
        self.next += u64::from(count);
        out.extend_from_slice(&self.last.0);
        out.push(b'\n');
    }
}

/// How a WAL file ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// After a whole frame, or after the header.
    Whole,
    /// In a frame that was never completely written, beginning at byte `at`. No acknowledgement followed it.
    Torn {
        /// Where the torn frame begins, in bytes.
        at: usize,
    },
}

/// A WAL file whose frames have all been checked.
#[derive(Clone, Debug)]
pub struct Wal<'a> {
    first: u64,
    receipts: Vec<&'a [u8]>,
    tail: Tail,
}

impl<'a> Wal<'a> {
    /// Checks every frame of `bytes`, the contents of the file `name` of the log `origin`.
    pub fn parse(bytes: &'a [u8], origin: &Origin, name: FileName) -> Result<Self, WalError> {
        let mut header = Vec::new();
        let mut place = Encoder::begin(origin, name, &mut header);
        if !bytes.starts_with(&header) {
            return Err(WalError {
                offset: 0,
                index: name.first,
                reason: "the header is damaged, or another log's",
            });
        }
        let mut wal = Self { first: name.first, receipts: Vec::new(), tail: Tail::Whole };
        let mut at = header.len();
        while at < bytes.len() {
            match Frame::read(&bytes[at..]) {
                Ok(frame) => {
                    if frame.previous != place.last || frame.first != place.next {
                        return Err(WalError {
                            offset: at,
                            index: place.next,
                            reason: "a frame is missing or out of place",
                        });
                    }
                    frame.receipts(&mut wal.receipts).ok_or(WalError {
                        offset: at,
                        index: place.next,
                        reason: "the frame's receipts do not fill it",
                    })?;
                    place =
                        Encoder { last: frame.digest, next: place.next + u64::from(frame.count) };
                    if wal.end() != place.next {
                        return Err(WalError {
                            offset: at,
                            index: frame.first,
                            reason: "the frame miscounts its receipts",
                        });
                    }
                    at += frame.len;
                }
                Err(end) => {
                    let end = end.map_or(bytes.len(), |len| at + len);
                    if !is_torn(bytes, at, end) || has_frame(&bytes[at + 1..]) {
                        return Err(WalError {
                            offset: at,
                            index: place.next,
                            reason: "a frame is damaged",
                        });
                    }
                    wal.tail = Tail::Torn { at };
                    break;
                }
            }
        }
        Ok(wal)
    }

    /// Returns the index of the first receipt.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Returns the index after the last receipt.
    pub fn end(&self) -> u64 {
        self.first + self.receipts.len() as u64
    }

    /// Returns the compact receipts in order; the first has index [`Wal::first`].
    pub fn receipts(&self) -> &[&'a [u8]] {
        &self.receipts
    }

    /// Tells how the file ends.
    pub fn tail(&self) -> Tail {
        self.tail
    }
}

/// A frame that is right in itself; whether it stands in the right place is for the caller to compare.
struct Frame<'a> {
    first: u64,
    count: u32,
    previous: Digest,
    payload: &'a [u8],
    digest: Digest,
    len: usize,
}

impl<'a> Frame<'a> {
    /// Reads the frame at the start of `bytes`; the error holds its length where its head is right.
    fn read(bytes: &'a [u8]) -> Result<Self, Option<usize>> {
        let (head, rest) = bytes.split_first_chunk::<{ HEAD + CHECK }>().ok_or(None)?;
        if &head[..4] != FRAME_MAGIC || Digest::of(&head[..HEAD]).0[..CHECK] != head[HEAD..] {
            return Err(None);
        }
        let number = |from: usize| {
            u32::from_be_bytes([head[from], head[from + 1], head[from + 2], head[from + 3]])
        };
        let length = number(4) as usize;
        let len = length + OVERHEAD;
        let (payload, rest) = rest.split_at_checked(length).ok_or(Some(len))?;
        let (stored, rest) = rest.split_first_chunk::<DIGEST>().ok_or(Some(len))?;
        let digest = Digest::of(&bytes[..HEAD + CHECK + length]);
        if digest.0 != *stored || rest.first() != Some(&b'\n') {
            return Err(Some(len));
        }
        let first = u64::from(number(12)) << 32 | u64::from(number(16));
        let mut previous = Digest([0; DIGEST]);
        previous.0.copy_from_slice(&head[20..HEAD]);
        Ok(Self { first, count: number(8), previous, payload, digest, len })
    }

    fn receipts(&self, out: &mut Vec<&'a [u8]>) -> Option<()> {
        let mut rest = self.payload;
        while !rest.is_empty() {
            let (length, after) = rest.split_first_chunk::<4>()?;
            let length = u32::from_be_bytes(*length) as usize;
            let (receipt, after) = after.split_at_checked(length)?;
            (length <= MAX_RECEIPT).then_some(())?;
            out.push(receipt);
            rest = after;
        }
        Some(())
    }
}

/// Tells whether the frame in `from..end` was never completely written: the file stops short of it, or a sector in it is zeros.
fn is_torn(bytes: &[u8], from: usize, end: usize) -> bool {
    if end > bytes.len() || bytes.len() - from < OVERHEAD {
        return true;
    }
    let mut at = from;
    while at < end {
        let next = ((at / SECTOR + 1) * SECTOR).min(end);
        if bytes[at..next].iter().all(|&byte| byte == 0) {
            return true;
        }
        at = next;
    }
    false
}

/// Tells whether a frame that is right in itself begins anywhere in `bytes`.
fn has_frame(bytes: &[u8]) -> bool {
    let magic = FRAME_MAGIC.as_slice();
    (0..bytes.len()).any(|at| bytes[at..].starts_with(magic) && Frame::read(&bytes[at..]).is_ok())
}

#[cfg(test)]
mod tests;
