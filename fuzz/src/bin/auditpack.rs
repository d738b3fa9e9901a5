//! `evidence::pack`: no pack but the one that was made passes, whatever it holds.
#![no_main]

use cos_evidence::pack;
use cos_fuzz::{check_counts, options, trust};
use libfuzzer_sys::fuzz_target;

const GENUINE: &[u8] = include_bytes!("../../corpus/auditpack/genuine");

fuzz_target!(|bytes: &[u8]| {
    let Ok(report) = pack::verify("fuzz", bytes, trust(), &options()) else { return };
    check_counts(&report);
    assert_eq!(report.is_clean(), bytes == GENUINE, "{:?}", report.failures);
});
