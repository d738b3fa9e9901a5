//! The growing edge against tiles cut out of a whole tree.

use super::*;
use cos_core::log::frontier::Frontier;
use cos_core::log::proof::root_at;
use proptest::prelude::*;
use std::collections::BTreeMap;
use tempfile::TempDir;

fn leaf(n: u64) -> Leaf {
    Leaf::Receipt(Digest::of(&n.to_be_bytes()))
}

/// All tile files of a log of `size` entries, the slow way: row by row.
fn whole(size: u64) -> BTreeMap<TileFile, Vec<u8>> {
    let mut files = BTreeMap::new();
    let leaves: Vec<_> = (0..size).map(leaf).collect();
    for (index, chunk) in (0..).zip(leaves.chunks(256)) {
        let mut bytes = Vec::new();
        for leaf in chunk {
            tile::push_entry(&mut bytes, &leaf.to_bytes()).unwrap();
        }
        let id = EntriesId { index, width: chunk.len() as u16 };
        files.insert(TileFile::Entries(id), bytes);
    }
    let mut row: Vec<_> = leaves.iter().map(|leaf| leaf.hash()).collect();
    for level in 0.. {
        for (index, chunk) in (0..).zip(row.chunks(256)) {
            let id = TileId { level, index, width: chunk.len() as u16 };
            files.insert(TileFile::Hashes(id), tile::encode_hashes(chunk));
        }
        let (full, _) = row.as_chunks::<256>();
        row = full
            .iter()
            .map(|full| full.iter().copied().collect::<Frontier>())
            .map(|tree| tree.root())
            .collect();
        if row.is_empty() {
            break;
        }
    }
    files
}

/// Grows a log on disk from `edge` to `size`.
fn grow(edge: &mut Edge, files: &mut TileFiles, size: u64) {
    for n in edge.size()..size {
        edge.push(leaf(n), leaf(n).hash(), |file, bytes| files.write(file, &bytes)).unwrap();
    }
    edge.partials(|file, bytes| files.write(file, &bytes)).unwrap();
}

fn on_disk(dir: &TempDir) -> BTreeMap<TileFile, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut pending = vec![dir.path().join("tile")];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.exists() {
            let below = path.strip_prefix(dir.path()).unwrap().to_str().unwrap().to_owned();
            files.insert(TileFile::parse(&below).unwrap(), fs::read(path).unwrap());
        }
    }
    files
}

fn new_files(dir: &TempDir) -> TileFiles {
    TileFiles::new(dir.path(), Stage::new(dir.path(), "x.tmp"))
}

/// Grows a log step by step, each time by a new writer, and compares its files with those of its last size.
fn check_steps(sizes: impl IntoIterator<Item = u64>) {
    let dir = TempDir::new().unwrap();
    let mut edge = Edge::default();
    for size in sizes {
        let mut files = new_files(&dir);
        files.find_partials(edge.size(), edge.size()).unwrap();
        grow(&mut edge, &mut files, size);
        files.clear(&[size]).unwrap();
        files.sync(size).unwrap();
        edge = Edge::restore(size, &files).unwrap();
    }
    assert_eq!(on_disk(&dir), whole(edge.size()));
    let tree: Frontier = (0..edge.size()).map(|n| leaf(n).hash()).collect();
    let root = root_at(edge.size(), &nodes(dir.path(), edge.size()));
    assert!(root.is_ok_and(|root| root == tree.root()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_log_grown_in_steps_has_the_tiles_of_its_size(
        sizes in prop::collection::btree_set(0..1200u64, 1..5)
    ) {
        check_steps(sizes);
    }
}

#[test]
fn a_tile_of_the_second_level_fills_up_like_one_of_the_first() {
    check_steps([65_530, 65_536, 65_540]);
}

#[test]
fn clearing_keeps_the_partials_of_the_sizes_named() {
    let dir = TempDir::new().unwrap();
    let (mut edge, mut files) = (Edge::default(), new_files(&dir));
    for size in [10, 20, 300, 310, 320] {
        grow(&mut edge, &mut files, size);
    }
    let partials =
        || on_disk(&dir).into_keys().filter(|file| file.is_partial()).collect::<Vec<_>>();
    assert_eq!(
        partials().len(),
        2 * 5 + 1,
        "bundles and hashes of five sizes, one tile of level 1"
    );
    files.clear(&[20, 310, 320]).unwrap();
    let kept: BTreeSet<_> = [20, 310, 320].into_iter().flat_map(partials_of).collect();
    assert_eq!(partials(), kept.into_iter().collect::<Vec<_>>());
    let mut again = new_files(&dir);
    again.find_partials(0, 320).unwrap();
    again.clear(&[]).unwrap();
    assert_eq!(partials(), []);
    assert!(!dir.path().join("tile/0/000.p").exists());
    assert_eq!(leaves(dir.path(), EntriesId { index: 0, width: 20 }).unwrap().len(), 256);
    assert!(leaves(dir.path(), EntriesId { index: 1, width: 20 }).is_err());
}

#[test]
fn the_end_of_a_tile_is_counted_in_entries() {
    let hashes = |level, index, width| TileFile::Hashes(TileId { level, index, width }).end();
    assert_eq!(hashes(0, 0, 256), Some(256));
    assert_eq!(hashes(1, 2, 3), Some((2 * 256 + 3) * 256));
    assert_eq!(hashes(8, 0, 1), None);
    assert_eq!(hashes(7, 0, 255), Some(255 << 56));
    assert_eq!(TileFile::Entries(EntriesId { index: 1, width: 7 }).end(), Some(263));
}

#[test]
fn the_partials_of_a_size_are_one_for_each_level_that_is_not_full() {
    assert_eq!(partials_of(0).count(), 0);
    assert_eq!(partials_of(256).map(TileFile::path).collect::<Vec<_>>(), ["tile/1/000.p/1"]);
    assert_eq!(
        partials_of(65_537).map(TileFile::path).collect::<Vec<_>>(),
        ["tile/0/256.p/1", "tile/2/000.p/1", "tile/entries/256.p/1"]
    );
    assert_eq!(partials_of(u64::MAX).count(), 9);
}
