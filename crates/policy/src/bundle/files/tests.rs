//! Names and the digest of the content.

use super::*;

#[test]
fn the_digest_covers_names_and_bytes_but_not_the_signature() {
    let files = |texts: &[(&str, &str)]| Files::from_texts(texts.iter().copied()).unwrap();
    let base = files(&[("a", "x"), ("b", "y")]);
    for other in [
        files(&[("a", "x")]),
        files(&[("a", "x"), ("b", "z")]),
        files(&[("a", "x"), ("c", "y")]),
        files(&[("a", "xb"), ("b", "y")]),
        files(&[("ab", "xy")]),
    ] {
        assert_ne!(other.content_digest(), base.content_digest());
    }
    let signed = files(&[("b", "y"), ("./a", "x"), (SIGNATURES, "{}")]);
    assert_eq!(signed.content_digest(), base.content_digest());
    // Whoever pinned a bundle compares with this; it may not change.
    assert_eq!(
        base.content_digest().to_string(),
        "cbf0259dc6da9ce2ec8f8d2ef61f20656d18a6864e20a9c26ae5a87681c2b96e"
    );
}

#[test]
fn texts_obey_the_rules_for_names() {
    for name in ["", "../a", "a//b", "a\\b"] {
        let error = Files::from_texts([(name, "")]).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-BND-0002");
    }
    let error = Files::from_texts([("A", ""), ("a", "")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "entries `A` and `a` are the same file on some systems; keep one of them"
    );
    assert!(Files::from_texts([]).unwrap().is_empty());
}

#[test]
fn many_segments_are_refused() {
    assert!(normalise("a/".repeat(63).trim_end_matches('/').as_bytes()).is_ok());
    assert!(
        normalise([&b"a/"[..]; 65].concat().trim_ascii_end().strip_suffix(b"/").unwrap()).is_err()
    );
}
