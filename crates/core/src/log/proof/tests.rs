//! Proofs agree with the reference tree and with two independent implementations; changed ones are refused.

use super::*;
use crate::log::fixtures::{CT_ROOTS, Tree, entry, hex};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use sha2::Sha256;
use std::collections::BTreeSet;
use tlog_tiles::tlog;

mod multi;
mod vast;

const A: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const B: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const C: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
const D: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const E: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const F: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

fn hashes(list: &[&str]) -> Vec<Digest> {
    list.iter().map(|text| hex(text)).collect()
}

fn flipped(digest: Digest, bit: usize) -> Digest {
    let mut bytes = digest.0;
    bytes[bit / 8 % 32] ^= 1 << (bit % 8);
    Digest(bytes)
}

fn concatenated(proof: &[Digest]) -> Vec<u8> {
    proof.iter().flat_map(|hash| hash.0).collect()
}

/// Every proof that differs from `proof` by one dropped, added, swapped or changed hash.
fn mutations(proof: &[Digest], bit: usize) -> Vec<Vec<Digest>> {
    let mut all = Vec::new();
    let mut change = |edit: &dyn Fn(&mut Vec<Digest>)| {
        let mut changed = proof.to_vec();
        edit(&mut changed);
        all.push(changed);
    };
    for at in 0..=proof.len() {
        change(&|proof| proof.insert(at, Digest([7; 32])));
    }
    for at in 0..proof.len() {
        change(&|proof| _ = proof.remove(at));
        change(&|proof| proof.insert(at, proof[at]));
        change(&|proof| proof[at] = flipped(proof[at], bit));
    }
    for at in 1..proof.len() {
        change(&|proof| proof.swap(at - 1, at));
    }
    all
}

#[test]
fn inclusion_proofs_match_the_reference_tree() {
    let tree = Tree::ct();
    let cases: [(u64, u64, &[&str]); 5] = [
        (0, 1, &[]),
        (0, 8, &[A, B, C]),
        (5, 8, &[D, E, CT_ROOTS[3]]),
        (2, 3, &[CT_ROOTS[1]]),
        (1, 5, &[CT_ROOTS[0], B, D]),
    ];
    for (index, size, expected) in cases {
        assert_eq!(inclusion_proof(index, size, &tree), Ok(hashes(expected)), "{index} of {size}");
        let root = hex(CT_ROOTS[size as usize - 1]);
        verify_inclusion(&tree.leaf(index), index, size, &hashes(expected), &root).unwrap();
    }
}

#[test]
fn consistency_proofs_match_the_reference_tree() {
    let tree = Tree::ct();
    let cases: [(u64, u64, &[&str]); 4] =
        [(1, 1, &[]), (1, 8, &[A, B, C]), (6, 8, &[F, E, CT_ROOTS[3]]), (2, 5, &[B, D])];
    for (old, new, expected) in cases {
        assert_eq!(consistency_proof(old, new, &tree), Ok(hashes(expected)), "{old} to {new}");
        let root = |size: u64| hex(CT_ROOTS[size as usize - 1]);
        verify_consistency(old, &root(old), new, &root(new), &hashes(expected)).unwrap();
    }
}

#[test]
fn every_proof_of_small_trees_agrees_with_an_independent_tree() {
    let tree = Tree::of_size(66);
    let mut oracle = MemoryBackedTree::<Sha256, [u8; 8]>::new();
    for size in 1..=66 {
        oracle.push(entry(size - 1));
        let root = root_at(size, &tree).unwrap();
        assert_eq!(root.0.as_slice(), oracle.root().as_bytes().as_slice());
        assert_eq!(frontier_at(size, &tree).unwrap().root(), root);
        for index in 0..size {
            let proof = inclusion_proof(index, size, &tree).unwrap();
            assert_eq!(concatenated(&proof), oracle.prove_inclusion(index as usize).as_bytes());
            verify_inclusion(&tree.leaf(index), index, size, &proof, &root).unwrap();
        }
        for old in 1..=size {
            let proof = consistency_proof(old, size, &tree).unwrap();
            assert_eq!(
                concatenated(&proof),
                oracle.prove_consistency((size - old) as usize).as_bytes()
            );
            verify_consistency(old, &root_at(old, &tree).unwrap(), size, &root, &proof).unwrap();
        }
    }
}

#[test]
fn proofs_beyond_the_tree_are_not_made() {
    let tree = Tree::of_size(8);
    for (index, size) in [(8, 8), (u64::MAX, 8), (0, 0)] {
        assert_eq!(inclusion_proof(index, size, &tree), Err(LogError::Position { index, size }));
        assert_eq!(multiproof(&[index], size, &tree), Err(LogError::Position { index, size }));
    }
    assert!(consistency_proof(9, 8, &tree).is_err());
    assert!(inclusion_proof(0, 9, &tree).is_err(), "the tree has no node for entry 8");
}

#[test]
fn the_empty_tree_is_the_beginning_of_every_tree_and_of_no_proof() {
    let tree = Tree::of_size(5);
    let root = root_at(5, &tree).unwrap();
    assert_eq!(root_at(0, &tree), Ok(empty_root()));
    assert_eq!(consistency_proof(0, 5, &tree), Ok(vec![]));
    verify_consistency(0, &empty_root(), 5, &root, &[]).unwrap();
    verify_consistency(0, &empty_root(), 0, &empty_root(), &[]).unwrap();
    assert!(verify_consistency(0, &root, 5, &root, &[]).is_err());
    assert!(verify_consistency(0, &empty_root(), 5, &root, &[root]).is_err());
    assert!(verify_consistency(0, &empty_root(), 0, &root, &[]).is_err());
    assert!(verify_inclusion(&root, 0, 0, &[], &root).is_err());
    assert!(verify_inclusion(&empty_root(), 0, 0, &[], &empty_root()).is_err());
}

#[test]
fn a_log_that_shrank_is_refused() {
    let tree = Tree::of_size(9);
    let proof = consistency_proof(4, 9, &tree).unwrap();
    let (four, nine) = (root_at(4, &tree).unwrap(), root_at(9, &tree).unwrap());
    assert_eq!(
        verify_consistency(9, &nine, 4, &four, &proof),
        Err(LogError::Consistency { old: 9, new: 4 })
    );
    assert!(verify_consistency(4, &four, 4, &nine, &[]).is_err(), "forked at equal size");
    assert!(verify_consistency(4, &four, 4, &four, &proof).is_err(), "equal trees need no hash");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn changed_inclusion_proofs_are_refused(size in 1..300_u64, at: prop::sample::Index, bit: usize) {
        let tree = Tree::of_size(size);
        let index = at.index(size as usize) as u64;
        let root = root_at(size, &tree).unwrap();
        let leaf = tree.leaf(index);
        let proof = inclusion_proof(index, size, &tree).unwrap();
        let refused = |leaf: &Digest, index, size, proof: &[Digest], root: &Digest| {
            verify_inclusion(leaf, index, size, proof, root) == Err(LogError::Inclusion { index, size })
        };
        prop_assert!(!refused(&leaf, index, size, &proof, &root));
        for changed in mutations(&proof, bit) {
            prop_assert!(refused(&leaf, index, size, &changed, &root));
        }
        for other in (0..size + 2).filter(|&other| other != index).chain([u64::MAX]) {
            prop_assert!(refused(&leaf, other, size, &proof, &root), "accepted at {}", other);
        }
        for other in (1..size).chain([0, index]).filter(|&other| other != size) {
            let other_root = root_at(other, &tree).unwrap();
            prop_assert!(refused(&leaf, index, other, &proof, &other_root));
        }
        prop_assert!(refused(&flipped(leaf, bit), index, size, &proof, &root));
        prop_assert!(refused(&leaf, index, size, &proof, &flipped(root, bit)));
    }

    #[test]
    fn changed_consistency_proofs_are_refused(new in 2..300_u64, at: prop::sample::Index, bit: usize) {
        let tree = Tree::of_size(new);
        let old = at.index(new as usize - 1) as u64 + 1;
        let (old_root, new_root) = (root_at(old, &tree).unwrap(), root_at(new, &tree).unwrap());
        let proof = consistency_proof(old, new, &tree).unwrap();
        let refused = |old, old_root: &Digest, new, new_root: &Digest, proof: &[Digest]| {
            verify_consistency(old, old_root, new, new_root, proof) == Err(LogError::Consistency { old, new })
        };
        prop_assert!(!refused(old, &old_root, new, &new_root, &proof));
        for changed in mutations(&proof, bit) {
            prop_assert!(refused(old, &old_root, new, &new_root, &changed));
        }
        for other in (0..new).filter(|&other| other != old) {
            prop_assert!(refused(other, &root_at(other, &tree).unwrap(), new, &new_root, &proof));
            prop_assert!(refused(old, &old_root, other, &root_at(other, &tree).unwrap(), &proof));
        }
        prop_assert!(refused(old, &flipped(old_root, bit), new, &new_root, &proof));
        prop_assert!(refused(old, &old_root, new, &flipped(new_root, bit), &proof));
    }

    #[test]
    fn a_rewritten_entry_is_never_consistent(new in 2..200_u64, at: prop::sample::Index, cut: prop::sample::Index) {
        let old = cut.index(new as usize - 1) as u64 + 1;
        let rewritten = at.index(old as usize) as u64;
        let honest = Tree::of_size(new);
        let forged = Tree::new((0..new).map(|index| {
            if index == rewritten { Digest([9; 32]) } else { honest.leaf(index) }
        }));
        let proof = consistency_proof(old, new, &forged).unwrap();
        let (old_root, new_root) = (root_at(old, &honest).unwrap(), root_at(new, &forged).unwrap());
        prop_assert!(verify_consistency(old, &old_root, new, &new_root, &proof).is_err());
    }

    #[test]
    fn another_verifier_accepts_our_proofs(new in 1..2000_u64, at: prop::sample::Index, cut: prop::sample::Index) {
        let tree = Tree::of_size(new);
        let (index, old) = (at.index(new as usize) as u64, cut.index(new as usize) as u64 + 1);
        let theirs = |hash: Digest| tlog::Hash(hash.0);
        let root = |size| theirs(root_at(size, &tree).unwrap());
        let inclusion = inclusion_proof(index, new, &tree).unwrap().into_iter().map(theirs).collect();
        tlog::check_record(&inclusion, new, root(new), index, theirs(tree.leaf(index))).unwrap();
        let consistency = consistency_proof(old, new, &tree).unwrap().into_iter().map(theirs).collect();
        tlog::check_tree(&consistency, new, root(new), old, root(old)).unwrap();
    }
}
