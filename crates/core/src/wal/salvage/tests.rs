//! Whatever byte is wrong, only receipts of one frame can be lost, and none gets another's index.

use super::super::{Encoder, Wal};
use super::*;

const NAME: FileName = FileName { epoch: 3, first: 40 };

fn origin() -> Origin {
    "acme/eu-1/pilot-a".parse().unwrap()
}

fn receipts() -> Vec<Vec<u8>> {
    (0..9_usize).map(|n| format!("h.{n}.{}~", "s".repeat(30 * n)).into_bytes()).collect()
}

/// Three frames with three receipts each, and where they begin and end.
fn file() -> (Vec<u8>, Vec<usize>) {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::begin(&origin(), NAME, &mut bytes);
    let mut bounds = vec![bytes.len()];
    for group in receipts().chunks(3) {
        encoder.frame(group.iter().map(Vec::as_slice), &mut bytes);
        bounds.push(bytes.len());
    }
    (bytes, bounds)
}

#[test]
fn a_whole_file_gives_all_receipts() {
    let (bytes, _) = file();
    let texts = receipts();
    let expected: Vec<_> = (40..).zip(texts.iter().map(Vec::as_slice)).collect();
    assert_eq!(salvage(&bytes, &origin(), NAME), expected);
}

#[test]
fn a_flipped_byte_costs_receipts_of_its_frame_at_most() {
    let (bytes, bounds) = file();
    let texts = receipts();
    for at in 0..bytes.len() {
        for bits in [1, 0x80] {
            let mut spoiled = bytes.clone();
            spoiled[at] ^= bits;
            assert!(Wal::parse(&spoiled, &origin(), NAME).is_err(), "{at}");
            let found = salvage(&spoiled, &origin(), NAME);
            let frame = bounds.partition_point(|&bound| bound <= at);
            for (index, text) in (40..).zip(&texts) {
                let mine = (index - 40) / 3 + 1 == frame as u64;
                let salvaged = found.iter().find(|(found, _)| *found == index);
                assert!(mine || salvaged == Some(&(index, text)), "byte {at}, receipt {index}");
            }
            // Only a length can make receipts disappear; elsewhere exactly the receipt with the byte differs.
            let intact =
                (40..).zip(&texts).filter(|(index, text)| found.contains(&(*index, text))).count();
            let heads_and_digests = frame == 0 || found.len() == 9;
            assert!(!heads_and_digests || intact >= 8, "byte {at}: {intact}");
        }
    }
}

#[test]
fn a_truncated_file_keeps_what_is_whole() {
    let (bytes, bounds) = file();
    for length in 0..bytes.len() {
        let found = salvage(&bytes[..length], &origin(), NAME);
        let whole_frames = bounds.partition_point(|&bound| bound <= length).saturating_sub(1);
        assert!(found.len() >= 3 * whole_frames, "{length}");
        assert!((40..).zip(&found).all(|(expected, (index, _))| *index == expected));
    }
}
