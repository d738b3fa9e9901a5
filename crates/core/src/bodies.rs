//! Body files: sealed receipts of one log, compressed one by one with a shared dictionary.
//!
//! A log's leaves hold only hashes; the receipts themselves lie in body files. Each receipt is a record of its own, so that one damaged
//! byte harms one receipt and any receipt can be read without its neighbours. What SHA-256 can compute again (digests, derived
//! salts and decoys) is not stored: see [`pack`](self) for the record and `docs/guide/ledger-format.md` for the bytes.
//!
//! ```text
//! "COSBODY1" · first index u64 · count u32 · dictionary length u32 · SHA-256/16 of the dictionary and the ends
//! dictionary · end of each record, u32, counted from the first record · records
//! record: kind u8 · SHA-256/4 of index and content · content
//! ```
//! Numbers are big-endian.

mod pack;

use crate::code::Code;
use crate::digest::Digest;
use pack::{Packer, Unpacker};
use std::ops::Range;

const MAGIC: &[u8; 8] = b"COSBODY1";
const HEADER: usize = 8 + 8 + 4 + 4 + 16;
const RECORD_HEADER: usize = 1 + 4;
const DICTIONARY_BYTES: usize = 16 * 1024;
/// Fewer receipts than this are not worth a dictionary.
const DICTIONARY_MIN_RECEIPTS: usize = 64;
const DICTIONARY_SAMPLES: usize = 1024;

/// Why a body file, or one receipt in it, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodiesError {
    /// The file's header, dictionary or table is damaged or cut short.
    #[error("damaged body file: {0}")]
    File(&'static str),
    /// The record of one receipt is damaged.
    #[error("the stored receipt {index} is damaged")]
    Record {
        /// The receipt's index in its log.
        index: u64,
    },
}

impl BodiesError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::File(_) => Code::new("COS-BOD-0001"),
            Self::Record { .. } => Code::new("COS-BOD-0002"),
        }
    }
}

/// Encodes receipts in compact form, of which the first has the index `first_index`. Any bytes are kept exactly; receipts that cos issued are
/// also small.
///
/// # Panics
/// When there are more than `u32::MAX` bytes of records; a caller seals a few thousand receipts of at most 64 KiB at a time.
pub fn encode(first_index: u64, receipts: &[&[u8]]) -> Vec<u8> {
    let mut packer = Packer::default();
    let packed: Vec<_> = receipts.iter().map(|receipt| packer.pack(receipt)).collect();
    let dictionary = train(&packed);
    let mut compressor = pack::Compressor::new(&dictionary);
    let mut records = Vec::new();
    let mut ends = Vec::with_capacity(receipts.len() * 4);
    for (at, (receipt, packed)) in receipts.iter().zip(&packed).enumerate() {
        let start = records.len();
        records.extend_from_slice(&[0; RECORD_HEADER]);
        records[start] = compressor.write(receipt, packed.as_ref(), &mut records);
        let sum = checksum(first_index + at as u64, &records[start..]);
        records[start + 1..start + RECORD_HEADER].copy_from_slice(&sum);
        let end = u32::try_from(records.len()).expect("a body file holds less than 4 GiB");
        ends.extend_from_slice(&end.to_be_bytes());
    }
    let mut out = Vec::with_capacity(HEADER + dictionary.len() + ends.len() + records.len());
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&first_index.to_be_bytes());
    out.extend_from_slice(&(receipts.len() as u32).to_be_bytes());
    out.extend_from_slice(&(dictionary.len() as u32).to_be_bytes());
    let sum = Digest::of_parts(&[&out, &dictionary, &ends]);
    out.extend_from_slice(&sum.0[..16]);
    out.extend_from_slice(&dictionary);
    out.extend_from_slice(&ends);
    out.extend_from_slice(&records);
    out
}

/// Trains a dictionary on a sample of the texts; an empty one where training does not pay.
fn train(packed: &[Option<pack::Packed>]) -> Vec<u8> {
    let step = (packed.len() / DICTIONARY_SAMPLES).max(1);
    let samples: Vec<&[u8]> =
        packed.iter().step_by(step).flatten().map(|packed| packed.text.as_slice()).collect();
    if packed.len() < DICTIONARY_MIN_RECEIPTS || samples.len() < DICTIONARY_MIN_RECEIPTS / 2 {
        return Vec::new();
    }
    zstd::dict::from_samples(&samples, DICTIONARY_BYTES).unwrap_or_default()
}

/// Covers the kind and content of a record (not the checksum's own bytes) and its place in the log.
fn checksum(index: u64, record: &[u8]) -> [u8; 4] {
    let hash = Digest::of_parts(&[&index.to_be_bytes(), &record[..1], &record[RECORD_HEADER..]]);
    std::array::from_fn(|i| hash.0[i])
}

/// A body file's table, checked; the records are read one by one.
#[derive(Clone, Copy, Debug)]
pub struct Bodies<'a> {
    first_index: u64,
    dictionary: &'a [u8],
    ends: &'a [u8],
    records: &'a [u8],
}

impl<'a> Bodies<'a> {
    /// Checks header, dictionary and table of a whole body file.
    pub fn parse(file: &'a [u8]) -> Result<Self, BodiesError> {
        let fault = BodiesError::File;
        let (header, rest) =
            file.split_at_checked(HEADER).ok_or(fault("shorter than its header"))?;
        if &header[..8] != MAGIC {
            return Err(fault("does not begin with `COSBODY1`"));
        }
        let number = |at: usize| {
            u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
        };
        let first_index = u64::from(number(8)) << 32 | u64::from(number(12));
        let (count, dictionary_length) = (number(16) as usize, number(20) as usize);
        let short = fault("shorter than its header says");
        let (dictionary, rest) =
            rest.split_at_checked(dictionary_length).ok_or_else(|| short.clone())?;
        let (ends, records) = rest.split_at_checked(count * 4).ok_or(short)?;
        if Digest::of_parts(&[&header[..24], dictionary, ends]).0[..16] != header[24..] {
            return Err(fault("the checksum of its header, dictionary or table is wrong"));
        }
        let bodies = Self { first_index, dictionary, ends, records };
        let sorted = (1..count).all(|i| bodies.end(i - 1) < bodies.end(i));
        let last = count.checked_sub(1).map_or(0, |last| bodies.end(last));
        if !sorted || last != records.len() {
            return Err(fault("the records do not fill the file exactly"));
        }
        Ok(bodies)
    }

    /// The index of the first receipt.
    pub fn first_index(&self) -> u64 {
        self.first_index
    }

    /// How many receipts the file holds.
    pub fn len(&self) -> usize {
        self.ends.len() / 4
    }

    /// Whether the file holds no receipt.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn end(&self, at: usize) -> usize {
        let bytes = &self.ends[at * 4..at * 4 + 4];
        u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize
    }

    /// Where in the file the record of the receipt at `position` lies.
    ///
    /// # Panics
    /// When `position` is not below [`Bodies::len`].
    pub fn record(&self, position: usize) -> Range<usize> {
        let records = HEADER + self.dictionary.len() + self.ends.len();
        let start = position.checked_sub(1).map_or(0, |before| self.end(before));
        records + start..records + self.end(position)
    }

    /// Prepares to read receipts of this file; reuse it for many.
    pub fn reader(&self) -> BodiesReader<'a> {
        BodiesReader { bodies: *self, unpacker: Unpacker::new(self.dictionary) }
    }
}

/// Reads receipts of one body file.
pub struct BodiesReader<'a> {
    bodies: Bodies<'a>,
    unpacker: Unpacker,
}

impl BodiesReader<'_> {
    /// Appends the receipt at `position` (0 is the file's first) to `out`, byte for byte as it was; leaves `out` as it was on error.
    ///
    /// # Panics
    /// When `position` is not below [`Bodies::len`].
    pub fn receipt(&mut self, position: usize, out: &mut Vec<u8>) -> Result<(), BodiesError> {
        let bodies = &self.bodies;
        let start = position.checked_sub(1).map_or(0, |before| bodies.end(before));
        let record = &bodies.records[start..bodies.end(position)];
        let index = bodies.first_index + position as u64;
        let before = out.len();
        let whole =
            record.len() >= RECORD_HEADER && checksum(index, record) == record[1..RECORD_HEADER];
        if whole && self.unpacker.read(record[0], &record[RECORD_HEADER..], out).is_some() {
            return Ok(());
        }
        out.truncate(before);
        Err(BodiesError::Record { index })
    }
}

#[cfg(test)]
mod tests;
