//! Which names are accepted.

use super::{Key, Prefix};

#[test]
fn names_that_are_safe_everywhere_are_accepted() {
    let longest = format!("{0}/{0}/{0}/{0}", "x".repeat(255));
    for key in
        ["a", "a/b", "pilot/α/2025-11-14/receipts.jsonl", "a/.cos", ".hidden", "a b", &longest]
    {
        assert_eq!(Key::new(key).unwrap().as_str(), key);
        let prefix = format!("{key}/");
        if prefix.len() <= 1_024 {
            assert_eq!(Prefix::new(prefix.clone()).unwrap().as_str(), prefix);
        }
    }
    assert_eq!(Prefix::new("").unwrap().segments().count(), 0);
}

#[test]
fn names_that_could_lead_elsewhere_are_refused() {
    let (long, segment) = (format!("{}b", "a/".repeat(512)), "x".repeat(256));
    for key in [
        "", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a/.", "a\\b", "a\0", "a\nb",
        "a\u{85}", "a.", "a./b", "a ", ".cos", ".cos/1", &long, &segment,
    ] {
        assert!(Key::new(key).is_err(), "{key:?}");
    }
    for prefix in ["a", "/", "a//", "../", "a/../", ".cos/"] {
        assert!(Prefix::new(prefix).is_err(), "{prefix:?}");
    }
}

#[test]
fn what_is_put_below_a_prefix_stays_there() {
    let prefix = Prefix::new("a/").unwrap();
    assert_eq!(prefix.key("b/c").unwrap().as_str(), "a/b/c");
    assert_eq!(prefix.folder("b").unwrap().as_str(), "a/b/");
    assert!(prefix.key("../b").is_err());
    assert!(prefix.key("").is_err());
    assert!(prefix.folder("").is_err());
}
