//! `core::bodies`: any receipts come back byte for byte, and a file made by someone who can compute checksums does no harm.
//!
//! The first byte of the input chooses: even, the rest is receipts, one a line; odd, the rest is the length of a dictionary, the
//! dictionary, and records (kind, length, content) around which this target lays out a file as core::bodies documents it.
#![no_main]

use cos_core::bodies::{self, Bodies};
use cos_core::digest::Digest;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match bytes.split_first() {
        Some((choice, rest)) if choice % 2 == 0 => round_trip(rest),
        Some((_, rest)) => hostile(rest),
        None => {}
    }
});

fn round_trip(text: &[u8]) {
    let receipts: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
    let file = bodies::encode(3, &receipts);
    let file = Bodies::parse(&file).expect("what was encoded can be parsed");
    assert_eq!((file.first_index(), file.len()), (3, receipts.len()));
    let mut reader = file.reader();
    for (position, receipt) in receipts.into_iter().enumerate() {
        let mut stored = Vec::new();
        reader.receipt(position, &mut stored).expect("what was encoded can be read");
        assert_eq!(stored, receipt);
    }
}

fn hostile(input: &[u8]) {
    let Some((&length, rest)) = input.split_first() else { return };
    let Some((dictionary, mut rest)) = rest.split_at_checked(length.into()) else { return };
    let (mut records, mut ends) = (Vec::new(), Vec::new());
    let mut count = 0u32;
    while let Some((&[kind, length], after)) = rest.split_first_chunk() {
        let (content, after) = after.split_at(after.len().min(length.into()));
        let index = u64::from(count);
        let sum = Digest::of_parts(&[&index.to_be_bytes(), &[kind % 4], content]);
        records.push(kind % 4);
        records.extend_from_slice(&sum.0[..4]);
        records.extend_from_slice(content);
        ends.extend_from_slice(&(records.len() as u32).to_be_bytes());
        count += 1;
        rest = after;
    }
    let mut file = b"COSBODY1".to_vec();
    file.extend_from_slice(&0u64.to_be_bytes());
    file.extend_from_slice(&count.to_be_bytes());
    file.extend_from_slice(&(dictionary.len() as u32).to_be_bytes());
    let sum = Digest::of_parts(&[&file, dictionary, &ends]);
    file.extend_from_slice(&sum.0[..16]);
    for part in [dictionary, &ends, &records] {
        file.extend_from_slice(part);
    }
    let file = Bodies::parse(&file).expect("the layout is the documented one");
    let mut reader = file.reader();
    for position in 0..file.len() {
        let mut out = b"before".to_vec();
        if reader.receipt(position, &mut out).is_err() {
            assert_eq!(out, b"before", "an error leaves no trace");
        }
    }
}
