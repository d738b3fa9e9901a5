//! Nodes read from tiles are those of the whole tree, whatever the size, and few tiles are fetched for them.

use super::*;
use crate::log::fixtures::Tree;
use crate::log::proof::{
    inclusion_proof, multiproof, root_at, verify_inclusion, verify_multiproof,
};
use crate::log::tile::encode_hashes;
use std::cell::Cell;

/// The tile's bytes as a log with this tree stores them.
fn stored(tree: &Tree, id: TileId) -> Vec<u8> {
    let hashes = tree.level(id.level * HEIGHT);
    let start = id.index as usize * 256;
    encode_hashes(&hashes[start..start + usize::from(id.width)])
}

#[test]
fn every_node_is_that_of_the_whole_tree() {
    for size in [1, 2, 3, 255, 256, 257, 511, 1000, 70_000] {
        let tree = Tree::of_size(size);
        let tiles = TileNodes::new(size, |id| Ok::<_, LogError>(stored(&tree, id)));
        for level in 0..64 {
            let count = tree.level(level).len() as u64;
            for index in (0..count).step_by(if size > 1000 { 97 } else { 1 }) {
                assert_eq!(
                    tiles.node(level, index),
                    tree.node(level, index),
                    "{level}, {index} of {size}"
                );
            }
            for beyond in [count, count + 1, u64::MAX >> level, u64::MAX] {
                assert!(matches!(tiles.node(level, beyond), Err(LogError::Position { .. })));
            }
        }
        assert!(tiles.node(64, 0).is_err() && tiles.node(255, u64::MAX).is_err());
        assert_eq!(root_at(size, &tiles), root_at(size, &tree));
    }
}

#[test]
fn a_partial_tile_may_have_grown() {
    let tree = Tree::of_size(600);
    let grown = TileNodes::new(300, |id: TileId| {
        let hashes = tree.level(id.level * HEIGHT).chunks(256).nth(id.index as usize);
        Ok::<_, LogError>(encode_hashes(hashes.unwrap()))
    });
    let root = root_at(300, &tree).unwrap();
    for index in 0..300 {
        let proof = inclusion_proof(index, 300, &grown).unwrap();
        verify_inclusion(&tree.leaf(index), index, 300, &proof, &root).unwrap();
    }
    assert!(grown.node(0, 300).is_err(), "the tree of 300 entries has no entry 300");
}

#[test]
fn a_tile_of_the_wrong_length_is_named() {
    let tree = Tree::of_size(300);
    let edits: [fn(&mut Vec<u8>); 5] = [
        Vec::clear,
        |bytes| bytes.truncate(bytes.len() - 1),
        |bytes| bytes.truncate(bytes.len() - 32),
        |bytes| bytes.push(0),
        |bytes| bytes.resize(257 * 32, 0),
    ];
    for edit in edits {
        let tiles = TileNodes::new(300, |id| {
            let mut bytes = stored(&tree, id);
            edit(&mut bytes);
            Ok::<_, LogError>(bytes)
        });
        let error = tiles.node(0, 299).unwrap_err();
        assert!(error.to_string().contains("tile/0/001.p/44"), "{error}");
    }
}

#[test]
fn a_failed_fetch_is_passed_on_and_not_remembered() {
    let tree = Tree::of_size(10);
    let broken = Cell::new(true);
    let tiles = TileNodes::new(10, |id| {
        if broken.get() { Err(LogError::TilePath("gone".into())) } else { Ok(stored(&tree, id)) }
    });
    assert_eq!(tiles.node(0, 3), Err(LogError::TilePath("gone".into())));
    broken.set(false);
    assert_eq!(tiles.node(0, 3), Ok(tree.leaf(3)));
}

#[test]
fn tiles_in_use_stay_while_others_pass() {
    let size = 70_000;
    let tree = Tree::of_size(size);
    let fetched = Cell::new(0);
    let tiles = TileNodes::new(size, |id| {
        fetched.set(fetched.get() + 1);
        Ok::<_, LogError>(stored(&tree, id))
    });
    let root = root_at(size, &tree).unwrap();
    for index in (0..size).step_by(256) {
        let proof = inclusion_proof(index, size, &tiles).unwrap();
        verify_inclusion(&tree.leaf(index), index, size, &proof, &root).unwrap();
    }
    // 274 tiles of leaves, 2 above them and 1 above those, each fetched once.
    assert_eq!(fetched.get(), 277);

    fetched.set(0);
    let indexes: Vec<u64> = (0..size).step_by(37).collect();
    let proof = multiproof(&indexes, size, &tiles).unwrap();
    let leaves: Vec<_> = indexes.iter().map(|&index| (index, tree.leaf(index))).collect();
    verify_multiproof(&leaves, size, &proof, &root).unwrap();
    assert!(fetched.get() <= 274, "{} tiles fetched for a shared proof", fetched.get());
}
