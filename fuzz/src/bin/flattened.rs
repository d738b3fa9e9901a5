//! `core::receipt::flattened`: what is accepted is written and read again as the same.
#![no_main]

use cos_core::receipt::flattened;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(parsed) = flattened::parse(bytes) else { return };
    let compact = std::str::from_utf8(&parsed.compact).expect("it was JSON text");
    let written = flattened::write(compact, parsed.tlog_proof.as_deref());
    let written = written.expect("it has the shape of an SD-JWT");
    assert_eq!(flattened::parse(written.as_bytes()), Ok(parsed));
});
