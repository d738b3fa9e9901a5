//! What is left of a damaged WAL file, for a reader that checks every receipt on its own.
//!
//! Recovery never uses this: a writer that goes on after damage must know what it lost.

use super::{CHECK, DIGEST, FILE_MAGIC, FRAME_MAGIC, FileName, HEAD, MAX_RECEIPT, OVERHEAD};
use crate::digest::Digest;
use crate::ids::Origin;

/// Finds the receipts in a file that [`super::Wal::parse`] refuses, with the indexes that they seem to have, ascending.
///
/// Nothing of it is checked: neither that a receipt is what was written nor that it stood there.
pub fn salvage<'a>(bytes: &'a [u8], origin: &Origin, name: FileName) -> Vec<(u64, &'a [u8])> {
    let mut found = Vec::new();
    let mut at = FILE_MAGIC.len() + 8 + 8 + 2 + origin.to_string().len() + DIGEST;
    let mut next = name.first;
    while at < bytes.len() {
        let (first, payload, end) = if let Some(Head { first, length }) = Head::read(&bytes[at..]) {
            let payload = at + HEAD + CHECK;
            (first, payload..payload + length, at + length + OVERHEAD)
        } else {
            // Without its head a frame lasts until the next one.
            let end = (at + 1..bytes.len()).find(|&at| Head::read(&bytes[at..]).is_some());
            let end = end.unwrap_or(bytes.len());
            (next, at + HEAD + CHECK..end.saturating_sub(DIGEST + 1), end)
        };
        next = first;
        let payload = payload.start.min(bytes.len())..payload.end.min(bytes.len());
        let mut rest = bytes.get(payload).unwrap_or_default();
        while let Some((receipt, after)) = split_receipt(rest) {
            found.push((next, receipt));
            next = next.saturating_add(1);
            rest = after;
        }
        at = end;
    }
    found.sort_by_key(|(index, _)| *index);
    found
}

fn split_receipt(payload: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = payload.split_first_chunk()?;
    let length = u32::from_be_bytes(*length) as usize;
    rest.split_at_checked(length).filter(|_| (1..=MAX_RECEIPT).contains(&length))
}

/// The head of a frame, right in itself.
struct Head {
    first: u64,
    length: usize,
}

impl Head {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (head, _) = bytes.split_first_chunk::<{ HEAD + CHECK }>()?;
        let is_right =
            head.starts_with(FRAME_MAGIC) && Digest::of(&head[..HEAD]).0[..CHECK] == head[HEAD..];
        let (length, first) = (head[4..8].try_into().ok()?, head[12..20].try_into().ok()?);
        is_right.then(|| Self {
            first: u64::from_be_bytes(first),
            length: u32::from_be_bytes(length) as usize,
        })
    }
}

#[cfg(test)]
mod tests;
