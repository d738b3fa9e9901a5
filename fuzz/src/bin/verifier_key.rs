//! `core::log::note::VerifierKey`: a key has one spelling.
#![no_main]

use cos_core::log::note::VerifierKey;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text);
        assert_eq!(VerifierKey::new(key.name().clone(), key.kind(), key.public_key()), Ok(key));
    }
});
