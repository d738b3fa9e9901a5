//! Reports of 10,000 and 100,000 scenarios stay as small as promised.

use crate::formats;
use crate::sample::{self, Order};
use std::fs;

#[test]
fn large_reports_stay_small() {
    for (rows, limit) in [(10_000, 400_000), (100_000, 1_200_000)] {
        for (name, order) in [("expanded", Order::Expanded), ("scattered", Order::Scattered)] {
            let report = sample::report_in(order, rows, 7);
            let folder = formats::written(&format!("{rows}-{name}"), &report);
            let size = |file: &str| fs::metadata(folder.join(file)).unwrap().len();
            assert!(size("conformance.html") <= limit, "{}", size("conformance.html"));
            assert!(size("summary.md") <= 60_000, "{}", size("summary.md"));
            assert!(size("junit.xml") <= 4_000_000, "{}", size("junit.xml"));
        }
    }
}
