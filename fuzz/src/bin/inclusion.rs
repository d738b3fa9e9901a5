//! `core::log::proof`: no choice of index, size and hashes breaks the check of a proof, and no multiproof with a node more or
//! less than it needs is accepted.
//!
//! The input is index, size and a second size (8 bytes each, big-endian), then hashes of 32 bytes.
#![no_main]

use cos_core::digest::Digest;
use cos_core::log::proof::{verify_consistency, verify_inclusion, verify_multiproof};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((numbers, hashes)) = bytes.split_at_checked(24) else { return };
    let number =
        |at: usize| numbers[at..at + 8].iter().fold(0, |n, &byte| n << 8 | u64::from(byte));
    let (index, size, larger) = (number(0), number(8), number(16));
    let hashes: Vec<Digest> = hashes.as_chunks().0.iter().copied().map(Digest).collect();
    let [root, leaf, proof @ ..] = hashes.as_slice() else { return };
    // A random root can only be right where the proof is empty and the root given twice.
    let plain = verify_inclusion(leaf, index, size, proof, root).is_ok();
    assert!(!plain || (proof.is_empty() && leaf == root));
    let many = verify_multiproof(&[(index, *leaf)], size, proof, root).is_ok();
    assert_eq!(many, plain, "a multiproof of one entry is its inclusion proof");
    let consistent = verify_consistency(size, root, larger, leaf, proof).is_ok();
    assert!(!consistent || size == 0 || (proof.is_empty() && leaf == root));
});
