//! `sign::trust`: an accepted trust file, written and read again, says the same, and is then written the same.
#![no_main]

use cos_core::clock::Timestamp;
use cos_sign::trust::TrustFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(trust) = TrustFile::parse(bytes) else { return };
    let written = trust.to_json();
    let again = TrustFile::parse(written.as_bytes()).expect("what was written can be read");
    assert_eq!(again.file(), trust.file());
    assert_eq!(again.to_json(), written);
    assert!(!trust.explain(Timestamp(0)).is_empty());
});
