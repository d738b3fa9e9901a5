//! `evidence::verify::lines`: every line that is not blank gets one verdict, and none but a genuine receipt a good one.
#![no_main]

use cos_evidence::verify;
use cos_fuzz::{check_counts, options, trust};
use libfuzzer_sys::fuzz_target;

const GENUINE: &str = include_str!("../../corpus/lines/genuine");

fuzz_target!(|bytes: &[u8]| {
    let Ok(report) = verify::lines("fuzz", bytes, trust(), &options()) else { return };
    check_counts(&report);
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let lines = body.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    assert_eq!(report.counts.total, lines.count() as u64);
    let text = String::from_utf8_lossy(bytes);
    let genuine = GENUINE.lines().filter_map(|line| line.split('~').next());
    let known = genuine.map(|jwt| text.matches(jwt.rsplit('.').next().unwrap_or(jwt)).count());
    let good = report.counts.valid + report.counts.withheld;
    assert!(good <= known.sum::<usize>() as u64, "a receipt is good that was never issued");
});
