//! `report::json`: a report that is accepted can be written, reads back as the same report, and has as many scenarios as it says.
#![no_main]

use cos_report::json;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(report) = json::read(bytes) else { return };
    let written = json::render(&report).expect("what was read can be written");
    let again = json::read(written.as_bytes()).expect("what was written can be read");
    assert!(again == report, "{written}");
    assert_eq!(json::render(&again).expect("it was written before"), written);
});
