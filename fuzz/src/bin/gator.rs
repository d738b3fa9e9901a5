//! `simulator::import::gator`: what is imported is a matrix, and every note and refusal is about a place that exists. The first file is
//! the suite; the others follow after lines `=== NAME`.
#![no_main]

use cos_fuzz::{about, check_import, files};
use cos_simulator::import::gator;
use libfuzzer_sys::fuzz_target;

const SUITE: &str = "suite.yaml";

fuzz_target!(|bytes: &[u8]| {
    let files = files(SUITE, bytes);
    for name in gator::names(SUITE, &files[SUITE]) {
        assert!(!name.starts_with('/') && !name.split('/').any(|part| part == ".."), "{name}");
    }
    check_import(gator::import(&files, SUITE, &about()), &files);
});
