//! The three hashes against RFC 6962's reference values.

use super::*;
use crate::log::fixtures::{CT_ENTRIES, CT_ROOTS, hex};

#[test]
fn hashes_match_the_reference() {
    let nothing = hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(empty_root(), nothing);
    assert_eq!(leaf_hash(b""), hex(CT_ROOTS[0]));
    assert_eq!(node_hash(&leaf_hash(CT_ENTRIES[0]), &leaf_hash(CT_ENTRIES[1])), hex(CT_ROOTS[1]));
}

#[test]
fn a_leaf_never_passes_as_a_node() {
    let (left, right) = (leaf_hash(b"left"), leaf_hash(b"right"));
    assert_ne!(leaf_hash(&[left.0, right.0].concat()), node_hash(&left, &right));
    assert_ne!(node_hash(&left, &right), node_hash(&right, &left));
}
