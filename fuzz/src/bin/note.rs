//! `core::log::note`: a signed note is its text, a blank line and its signature lines, spelt in one way only.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::log::note::SignedNote;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(note) = SignedNote::parse(text) else { return };
    let mut again = format!("{}\n", note.text());
    for signature in note.signatures() {
        let bytes = [&signature.hash.0, signature.payload.as_slice()].concat();
        again += &format!("— {} {}\n", signature.name, STANDARD.encode(bytes));
    }
    assert_eq!(again, text);
});
