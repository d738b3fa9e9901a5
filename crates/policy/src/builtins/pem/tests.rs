//! Blocks as Go finds them.

use super::{base64_url, decode};

#[test]
fn finds_the_block_between_other_text() {
    let text = "x\n-----BEGIN A B-----\nk: v\n\nYW\tI=\r\n-----END A B----- \nrest";
    let (block, rest) = decode(text).unwrap();
    assert_eq!((&*block.label, &*block.bytes, rest), ("A B", &b"ab"[..], "rest"));
}

#[test]
fn passes_over_what_is_broken() {
    for text in [
        "",
        "-----BEGIN A-----",
        "-----BEGIN A-----\nYWI=\n-----END B-----\n",
        "-----BEGIN A-----\nY\n-----END A-----\n",
        "-----BEGIN A\nYWI=\n-----END A-----\n",
        "x-----BEGIN A-----\nYWI=\n-----END A-----\n",
        "-----BEGIN A-----\nYWI=\n-----END A-----x\n",
    ] {
        assert_eq!(decode(text), None, "{text}");
    }
}

#[test]
fn base64_url_may_be_padded() {
    assert_eq!(base64_url("YQ").unwrap(), base64_url("YQ==").unwrap());
    assert!(base64_url("Y").is_err());
    assert!(base64_url("YQ=").is_err());
}
