//! Sizes up to 2⁶⁴ − 1, with a tree whose entries are all equal: its nodes depend on their level only.

use super::*;

struct Uniform(Vec<Digest>);

impl NodeReader for Uniform {
    type Error = LogError;

    fn node(&self, level: u8, _: u64) -> Result<Digest, LogError> {
        Ok(self.0[usize::from(level)])
    }
}

fn uniform() -> Uniform {
    let leaf = Digest::of(b"leaf");
    let levels = std::iter::successors(Some(leaf), |node| Some(node_hash(node, node)));
    Uniform(levels.take(64).collect())
}

const SIZES: [u64; 9] =
    [1, 2, 3, (1 << 32) + 1, (1 << 63) - 1, 1 << 63, (1 << 63) + 1, u64::MAX - 1, u64::MAX];

#[test]
fn the_largest_trees_are_proved_without_overflow() {
    let tree = uniform();
    let leaf = tree.0[0];
    for size in SIZES {
        let root = root_at(size, &tree).unwrap();
        assert_eq!(frontier_at(size, &tree).unwrap().root(), root);
        for index in [0, size / 2, size - 1] {
            let proof = inclusion_proof(index, size, &tree).unwrap();
            assert!(proof.len() <= 64);
            verify_inclusion(&leaf, index, size, &proof, &root).unwrap();
            assert!(verify_inclusion(&leaf, size, size, &proof, &root).is_err());
        }
        for old in SIZES.into_iter().filter(|&old| old <= size) {
            let proof = consistency_proof(old, size, &tree).unwrap();
            verify_consistency(old, &root_at(old, &tree).unwrap(), size, &root, &proof).unwrap();
        }
        let mut indexes = vec![0, size / 3, size / 2, size - 1];
        indexes.dedup();
        let leaves: Vec<_> = indexes.iter().map(|&index| (index, leaf)).collect();
        let proof = multiproof(&indexes, size, &tree).unwrap();
        verify_multiproof(&leaves, size, &proof, &root).unwrap();
    }
}
