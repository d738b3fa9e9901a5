//! `simulator::import::opa_test`: what is imported is a matrix, and notes and refusals about the report are about a place in it. The
//! first file is the report; the bundle's follow after lines `=== NAME`.
#![no_main]

use cos_fuzz::{about, check_import, files};
use cos_simulator::import::{Files, opa_test};
use libfuzzer_sys::fuzz_target;

const REPORT: &str = "report.json";

fuzz_target!(|bytes: &[u8]| {
    let mut bundle = files(REPORT, bytes);
    let report = bundle.remove(REPORT).expect("it is the first file");
    let imported = opa_test::import((REPORT, &report), &bundle, &about());
    // Places in the bundle are the report's own claims.
    check_import(imported, &Files::from([(REPORT.to_owned(), report)]));
});
