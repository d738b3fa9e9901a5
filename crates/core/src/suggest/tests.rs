//! The nearest name is a likely slip, or none.

use super::*;
use proptest::prelude::*;

const KNOWN: [&str; 6] = ["tenants", "scenarios", "seed", "receipts", "regions", "slo"];

#[test]
fn finds_slips_and_nothing_far() {
    let cases = [
        ("tenant", Some("tenants")),
        ("tenatns", Some("tenants")),
        ("Tenants", Some("tenants")),
        ("scenario", Some("scenarios")),
        ("scenrioas", Some("scenarios")),
        ("seeds", Some("seed")),
        ("sed", Some("seed")),
        ("sloo", Some("slo")),
        ("sol", Some("slo")),
        ("region", Some("regions")),
        ("budget", None),
        ("x", None),
        ("s", None),
        ("", None),
    ];
    for (name, expected) in cases {
        assert_eq!(nearest(name, KNOWN), expected, "{name}");
    }
    assert_eq!(nearest("seed", []), None);
    assert_eq!(nearest(&"x".repeat(1 << 20), KNOWN), None);
}

proptest! {
    #[test]
    fn distance_is_a_distance(a in "[abc]{0,6}", b in "[abc]{0,6}") {
        let (a, b) = (letters(&a), letters(&b));
        prop_assert_eq!(distance(&a, &b), distance(&b, &a));
        prop_assert_eq!(distance(&a, &b) == 0, a == b);
        prop_assert!(distance(&a, &b) <= a.len().max(b.len()));
        prop_assert!(distance(&a, &b) >= a.len().abs_diff(b.len()));
    }

    #[test]
    fn a_known_name_is_nearest_to_itself(index in 0..KNOWN.len()) {
        prop_assert_eq!(nearest(KNOWN[index], KNOWN), Some(KNOWN[index]));
    }
}
