//! Entries have one spelling, and every other byte string is refused.

use super::*;

#[test]
fn entries_round_trip_under_their_own_byte() {
    let digest = Digest::of(b"an act");
    let all = [
        (1, Leaf::Receipt(digest)),
        (2, Leaf::LegacyReceipt(digest)),
        (3, Leaf::Erasure(digest)),
        (4, Leaf::SegmentManifest(digest)),
    ];
    for (byte, leaf) in all {
        let bytes = leaf.to_bytes();
        assert_eq!(bytes[0], byte);
        assert_eq!(bytes[1..], digest.0);
        assert_eq!(Leaf::parse(&bytes), Ok(leaf));
        assert_eq!(leaf.hash(), Digest::of(&[[0].as_slice(), &bytes].concat()));
    }
}

#[test]
fn other_lengths_and_kinds_are_refused() {
    let good = Leaf::Receipt(Digest::of(b"an act")).to_bytes();
    for kind in (0..=255).filter(|kind| !(1..=4).contains(kind)) {
        let mut bytes = good;
        bytes[0] = kind;
        assert!(matches!(Leaf::parse(&bytes), Err(LogError::Leaf(_))), "{kind}");
    }
    for len in 0..good.len() {
        assert!(Leaf::parse(&good[..len]).is_err(), "{len}");
    }
    assert!(Leaf::parse(&[good.as_slice(), &[0]].concat()).is_err());
}
