//! Names agree with the specification and an independent implementation; contents are taken whole or not at all.

use super::*;
use proptest::prelude::*;
use tlog_tiles::tile::Tile;

/// The other implementation names the height and puts entries under `data`.
fn named_by_others(level: u8, index: u64, width: u16, entries: bool) -> String {
    let path = Tile::new(HEIGHT, level, index, width.into(), entries).path();
    path.replace("tile/8/", "tile/").replace("/data/", "/entries/")
}

#[test]
fn paths_are_those_of_the_specification() {
    let full = TileId { level: 0, index: 1_234_067, width: 256 };
    assert_eq!(full.path(), "tile/0/x001/x234/067");
    let partial = EntriesId { index: 273, width: 112 };
    assert_eq!(partial.path(), "tile/entries/273.p/112");
}

#[test]
fn a_tree_of_70000_entries_has_the_tiles_of_the_specification() {
    let last = |level, index| TileId::holding(level, index, 70_000).unwrap();
    assert_eq!(last(0, 69_887), TileId { level: 0, index: 272, width: 256 });
    assert_eq!(last(0, 69_999), TileId { level: 0, index: 273, width: 112 });
    assert_eq!(last(1, 255), TileId { level: 1, index: 0, width: 256 });
    assert_eq!(last(1, 272), TileId { level: 1, index: 1, width: 17 });
    assert_eq!(last(2, 0), TileId { level: 2, index: 0, width: 1 });
    assert_eq!(EntriesId::holding(69_999, 70_000), Some(EntriesId { index: 273, width: 112 }));
    for (level, index) in [(0, 70_000), (1, 273), (2, 1), (3, 0), (8, 0), (63, 0), (255, 0)] {
        assert_eq!(TileId::holding(level, index, 70_000), None);
    }
    assert_eq!(EntriesId::holding(70_000, 70_000), None);
    assert_eq!(TileId::holding(0, 0, 0), None);
    let whole = TileId::holding(0, 255, 256);
    assert_eq!(whole, Some(TileId { level: 0, index: 0, width: 256 }));
    assert_eq!(TileId::holding(1, 0, 256), Some(TileId { level: 1, index: 0, width: 1 }));
}

#[test]
fn other_spellings_are_refused() {
    let bad = [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "/tile/0/000",
        "tile/0/000/",
        "tile//000",
        "tile/00/000",
        "tile/+1/000",
        "tile/64/000",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000",
        "tile/0/x001",
        "tile/0/001/002",
        "tile/0/x000/001",
        "tile/0/x001/x002",
        "tile/0/X001/002",
        "tile/0/-01",
        "tile/0/+01",
        "tile/0/ 01",
        "tile/0/٠٠٠",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/1.p/1",
        "tile/0/000/.p/1",
        "tile/0/../000",
        "tile/0/x018/x446/x744/x073/x709/x551/616",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/x999/999",
        "tile/data/000",
        "tile/8/0/000",
        "tile/entries/x000/001",
        "tile/entries/000.p/256",
    ];
    for path in bad {
        assert!(matches!(TileId::parse(path), Err(LogError::TilePath(_))), "{path}");
        assert!(matches!(EntriesId::parse(path), Err(LogError::TilePath(_))), "{path}");
    }
    assert!(TileId::parse("tile/entries/000").is_err());
    assert!(EntriesId::parse("tile/0/000").is_err());
    let largest = TileId { level: 63, index: u64::MAX, width: 255 };
    assert_eq!(TileId::parse(&largest.path()), Ok(largest));
}

#[test]
fn a_tile_has_exactly_its_hashes() {
    let hashes: Vec<_> = (0..=255).map(|byte| Digest([byte; 32])).collect();
    for width in [1, 2, 255, 256_u16] {
        let id = TileId { level: 0, index: 7, width };
        let bytes = encode_hashes(&hashes[..usize::from(width)]);
        assert_eq!(id.decode(&bytes).unwrap(), hashes[..usize::from(width)]);
        for bad in [
            &bytes[..bytes.len() - 1],
            &bytes[1..],
            &bytes[32..],
            &[bytes.as_slice(), &[0; 32]].concat(),
        ] {
            let error = id.decode(bad).unwrap_err();
            assert!(error.to_string().contains(&id.path()), "{error}");
        }
    }
}

#[test]
fn a_bundle_ends_with_its_last_entry() {
    let longest = vec![9; 65_535];
    let entries: [&[u8]; 4] = [b"", b"one", &[0; 33], &longest];
    let mut bundle = Vec::new();
    for entry in entries {
        push_entry(&mut bundle, entry).unwrap();
    }
    let id = EntriesId { index: 0, width: 4 };
    assert_eq!(id.decode(&bundle).unwrap(), entries);
    for end in 0..bundle.len() {
        assert!(id.decode(&bundle[..end]).is_err(), "cut at {end}");
    }
    assert!(id.decode(&[bundle.as_slice(), &[0]].concat()).is_err());
    assert!(EntriesId { width: 3, ..id }.decode(&bundle).is_err());
    assert!(EntriesId { width: 5, ..id }.decode(&bundle).is_err());

    let before = bundle.clone();
    assert!(matches!(push_entry(&mut bundle, &vec![0; 65_536]), Err(LogError::Leaf(_))));
    assert_eq!(bundle, before);
}

proptest! {
    #[test]
    fn names_agree_with_another_implementation(level in 0..64_u8, index: u64, shift in 0..64, width in 1..=256_u16) {
        let index = index >> shift;
        let tile = TileId { level, index, width };
        prop_assert_eq!(tile.path(), named_by_others(level, index, width, false));
        prop_assert_eq!(TileId::parse(&tile.path()), Ok(tile));
        let entries = EntriesId { index, width };
        prop_assert_eq!(entries.path(), named_by_others(0, index, width, true));
        prop_assert_eq!(EntriesId::parse(&entries.path()), Ok(entries));
    }

    #[test]
    fn what_parses_prints_itself(path in r"tile/([0-9]{1,2}|entries)/(x?[0-9]{3}/){0,3}x?[0-9]{2,4}(\.p/[0-9]{1,3})?") {
        if let Ok(id) = TileId::parse(&path) {
            prop_assert_eq!(id.path(), path.as_str());
        }
        if let Ok(id) = EntriesId::parse(&path) {
            prop_assert_eq!(id.path(), path.as_str());
        }
    }
}
