//! Roots of every prefix agree with the reference tree and with an independent implementation.

use super::*;
use crate::log::fixtures::{CT_ENTRIES, CT_ROOTS, entry, hex};
use crate::log::merkle::leaf_hash;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use sha2::Sha256;

#[test]
fn roots_match_the_reference_tree() {
    let mut frontier = Frontier::new();
    assert_eq!(frontier.root(), empty_root());
    for (entry, root) in CT_ENTRIES.iter().zip(CT_ROOTS) {
        frontier.push(leaf_hash(entry));
        assert_eq!(frontier.root(), hex(root), "{} entries", frontier.size());
    }
}

#[test]
fn roots_match_an_independent_tree() {
    let mut oracle = MemoryBackedTree::<Sha256, [u8; 8]>::new();
    let mut frontier = Frontier::new();
    for index in 0..700 {
        oracle.push(entry(index));
        frontier.push(leaf_hash(&entry(index)));
        assert_eq!(frontier.size(), index + 1);
        assert_eq!(frontier.nodes().len(), frontier.size().count_ones() as usize);
        assert_eq!(frontier.root().0.as_slice(), oracle.root().as_bytes().as_slice());
    }
}

#[test]
fn a_restored_frontier_goes_on_as_if_never_stored() {
    let mut whole = Frontier::new();
    for index in 0..300 {
        let mut restored = Frontier::from_nodes(whole.size(), whole.nodes()).unwrap();
        assert_eq!(restored, whole);
        whole.push(leaf_hash(&entry(index)));
        restored.push(leaf_hash(&entry(index)));
        assert_eq!(restored, whole);
        assert_eq!(restored.root(), whole.root());
    }
}

#[test]
fn the_number_of_nodes_must_fit_the_size() {
    let nodes = [leaf_hash(b""); 64];
    for size in [0, 1, 2, 3, 255, 256, 1 << 63, u64::MAX] {
        for count in 0..=64 {
            let fits = count == size.count_ones() as usize;
            assert_eq!(
                Frontier::from_nodes(size, &nodes[..count]).is_some(),
                fits,
                "{size}, {count}"
            );
        }
    }
    assert_ne!(Frontier::from_nodes(2, &nodes[..1]).unwrap().root(), empty_root());
}
