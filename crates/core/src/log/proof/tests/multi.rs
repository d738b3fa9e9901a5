//! Shared proofs for random sets of entries.

use super::*;

fn leaves(tree: &Tree, indexes: &[u64]) -> Vec<(u64, Digest)> {
    indexes.iter().map(|&index| (index, tree.leaf(index))).collect()
}

/// A tree's size and a set of positions in it.
fn size_and_indexes() -> impl Strategy<Value = (u64, Vec<u64>)> {
    (1..400_u64).prop_flat_map(|size| {
        let indexes = prop::collection::btree_set(0..size, 0..=24.min(size as usize));
        (Just(size), indexes.prop_map(|set| set.into_iter().collect()))
    })
}

#[test]
fn the_extremes_are_nothing_one_and_everything() {
    for size in 1..70 {
        let tree = Tree::of_size(size);
        let root = root_at(size, &tree).unwrap();
        assert_eq!(multiproof(&[], size, &tree), Ok(vec![root]));
        verify_multiproof(&[], size, &[root], &root).unwrap();
        let all: Vec<u64> = (0..size).collect();
        assert_eq!(multiproof(&all, size, &tree), Ok(vec![]));
        verify_multiproof(&leaves(&tree, &all), size, &[], &root).unwrap();
        for index in 0..size {
            let shared = multiproof(&[index], size, &tree).unwrap();
            let single = inclusion_proof(index, size, &tree).unwrap();
            assert_eq!(BTreeSet::from_iter(shared), BTreeSet::from_iter(single));
        }
    }
    assert_eq!(multiproof(&[], 0, &Tree::of_size(0)), Ok(vec![empty_root()]));
    verify_multiproof(&[], 0, &[empty_root()], &empty_root()).unwrap();
    assert!(verify_multiproof(&[(0, empty_root())], 0, &[], &empty_root()).is_err());
}

#[test]
fn positions_must_ascend() {
    let tree = Tree::of_size(9);
    let root = root_at(9, &tree).unwrap();
    for indexes in [[3, 2], [3, 3]] {
        assert!(matches!(multiproof(&indexes, 9, &tree), Err(LogError::Proof(_))));
        let sorted = multiproof(&[2, 3], 9, &tree).unwrap();
        assert!(verify_multiproof(&leaves(&tree, &indexes), 9, &sorted, &root).is_err());
    }
    let proof = multiproof(&[3], 9, &tree).unwrap();
    verify_multiproof(&leaves(&tree, &[3]), 9, &proof, &root).unwrap();
    assert!(verify_multiproof(&leaves(&tree, &[3, 3]), 9, &proof, &root).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn shared_proofs_verify_and_changed_ones_do_not((size, indexes) in size_and_indexes(), bit: usize) {
        let tree = Tree::of_size(size);
        let root = root_at(size, &tree).unwrap();
        let leaves = leaves(&tree, &indexes);
        let proof = multiproof(&indexes, size, &tree).unwrap();
        let refused = |leaves: &[(u64, Digest)], size, proof: &[Digest], root: &Digest| {
            let count = leaves.len();
            verify_multiproof(leaves, size, proof, root) == Err(LogError::SharedInclusion { count, size })
        };
        prop_assert!(!refused(&leaves, size, &proof, &root));

        // Never longer than the proofs it replaces.
        let apart: usize =
            indexes.iter().map(|&index| inclusion_proof(index, size, &tree).unwrap().len()).sum();
        prop_assert!(indexes.is_empty() || proof.len() <= apart);

        for changed in mutations(&proof, bit) {
            prop_assert!(refused(&leaves, size, &changed, &root));
        }
        for at in 0..leaves.len() {
            let mut changed = leaves.clone();
            changed[at].1 = flipped(changed[at].1, bit);
            prop_assert!(refused(&changed, size, &proof, &root), "changed entry");

            let mut fewer = leaves.clone();
            fewer.remove(at);
            prop_assert!(refused(&fewer, size, &proof, &root), "missing entry");

            let mut moved = leaves.clone();
            moved[at].0 += 1;
            prop_assert!(refused(&moved, size, &proof, &root), "moved entry");
        }
        for at in 1..leaves.len() {
            let mut swapped = leaves.clone();
            (swapped[at - 1].1, swapped[at].1) = (swapped[at].1, swapped[at - 1].1);
            prop_assert!(refused(&swapped, size, &proof, &root), "swapped entries");
        }
        for other in 1..size {
            prop_assert!(refused(&leaves, other, &proof, &root_at(other, &tree).unwrap()));
        }
        prop_assert!(refused(&leaves, size, &proof, &flipped(root, bit)));
    }

    #[test]
    fn no_hostile_count_or_size_does_harm(
        leaves in prop::collection::vec((any::<u64>(), any::<[u8; 32]>().prop_map(Digest)), 0..8),
        nodes in prop::collection::vec(any::<[u8; 32]>().prop_map(Digest), 0..70),
        size: u64,
        other: u64,
    ) {
        let root = Digest([1; 32]);
        prop_assert!(verify_multiproof(&leaves, size, &nodes, &root).is_err());
        prop_assert!(verify_inclusion(&Digest([2; 32]), other, size, &nodes, &root).is_err());
        prop_assert!(verify_consistency(other, &Digest([2; 32]), size, &root, &nodes).is_err());
    }
}
