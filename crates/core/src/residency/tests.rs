//! Which tag admits which region.

use super::*;

#[test]
fn a_tag_admits_the_regions_that_begin_with_it() {
    let table = [
        ("eu", "eu-1", true),
        ("eu", "eu-north-1", true),
        ("eu", "eu", true),
        ("eu", "europe-1", false),
        ("eu", "us-1", false),
        ("eu-1", "eu-1", true),
        ("eu-1", "eu-1-b", true),
        ("eu-1", "eu-10", false),
        ("eu-1", "eu-2", false),
        ("eu-1", "eu", false),
        ("global", "us-1", true),
        ("global-1", "us-1", false),
        ("confidential", "eu-1", false),
    ];
    for (tag, region, expected) in table {
        let (tag, region): (Residency, Region) = (tag.parse().unwrap(), region.parse().unwrap());
        assert_eq!(tag.admits(&region), expected, "{tag} {region}");
    }
}

#[test]
fn what_no_region_can_begin_with_is_no_tag() {
    for text in ["", "EU", "eu only", "eu-", "-eu", "eu/1", "e\u{fc}"] {
        assert!(text.parse::<Residency>().is_err(), "{text}");
    }
}
