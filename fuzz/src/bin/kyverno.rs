//! `simulator::import::kyverno`: what is imported is a matrix, and every note and refusal is about a place that exists. The first file
//! is the test; the others follow after lines `=== NAME`.
#![no_main]

use cos_fuzz::{about, check_import, files};
use cos_simulator::import::kyverno;
use libfuzzer_sys::fuzz_target;

const TEST: &str = "kyverno-test.yaml";

fuzz_target!(|bytes: &[u8]| {
    let files = files(TEST, bytes);
    for name in kyverno::names(TEST, &files[TEST]) {
        assert!(!name.starts_with('/') && !name.split('/').any(|part| part == ".."), "{name}");
    }
    let imported = kyverno::import(&files, TEST, "data.kubernetes.decision", &about());
    check_import(imported, &files);
});
