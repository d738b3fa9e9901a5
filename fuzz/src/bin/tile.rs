//! `core::log::tile` and `core::log::leaf`: names and contents of tiles, bundles and entries have one spelling.
//!
//! The input is a name on the first line, and contents after it.
#![no_main]

use cos_core::log::leaf::Leaf;
use cos_core::log::tile::{EntriesId, TileId, encode_hashes, push_entry};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let end = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
    let (name, contents) = (&bytes[..end], bytes.get(end + 1..).unwrap_or_default());
    let Ok(name) = std::str::from_utf8(name) else { return };
    if let Ok(tile) = TileId::parse(name) {
        assert_eq!(tile.path(), name);
        if let Ok(hashes) = tile.decode(contents) {
            assert_eq!(encode_hashes(&hashes), contents);
        }
    }
    if let Ok(bundle) = EntriesId::parse(name) {
        assert_eq!(bundle.path(), name);
        if let Ok(entries) = bundle.decode(contents) {
            let mut again = Vec::new();
            entries
                .iter()
                .for_each(|entry| push_entry(&mut again, entry).expect("it has a length"));
            assert_eq!(again, contents);
            for entry in entries {
                if let Ok(leaf) = Leaf::parse(entry) {
                    assert_eq!(leaf.to_bytes(), entry);
                }
            }
        }
    }
});
