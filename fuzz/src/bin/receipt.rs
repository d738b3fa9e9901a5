//! `core::receipt`: a receipt in compact form, as it comes from outside.
#![no_main]

use cos_core::receipt::Reader;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut reader = Reader::default();
    if let Ok(sdjwt) = reader.read(bytes) {
        assert_eq!(sdjwt.compact(), bytes);
        cos_fuzz::check(&sdjwt);
    }
});
