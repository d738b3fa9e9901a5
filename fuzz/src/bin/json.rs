//! `core::json`: what the strict reader accepts, an ordinary reader accepts too and reads the same.
//!
//! The converse does not hold: duplicate keys and numbers that cannot be kept exactly are refused on purpose.
#![no_main]

use cos_core::json::Tape;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut tape = Tape::default();
    let Ok(root) = tape.read(bytes, 0) else { return };
    let ours = tape.value(bytes, root).to_json();
    let theirs: serde_json::Value =
        serde_json::from_slice(bytes).expect("an ordinary reader accepts it");
    assert_eq!(ours, theirs);
    // Not compared: printing a float and reading it again may end at its neighbour.
    assert!(tape.read(ours.to_string().as_bytes(), 0).is_ok(), "what was written can be read");
});
