//! What patterns name, match and refuse.

use super::{Pattern, Place, Segment};

fn parse(text: &str) -> Pattern {
    text.parse().unwrap()
}

#[test]
fn patterns_name_a_place_and_its_keys() {
    let receipts = parse("s3://evidence/pilot/*/2025-11-14/");
    assert_eq!(receipts.place, Place::Bucket("evidence".into()));
    assert_eq!(receipts.fixed(), 1);
    assert_eq!(receipts.segments.last(), Some(&Segment::Deep));
    assert_eq!(receipts.uri("pilot/a/2025-11-14/x"), "s3://evidence/pilot/a/2025-11-14/x");
    let file = parse("./dist/cos");
    assert_eq!((file.is_literal(), file.uri("dist/cos")), (true, "dist/cos".into()));
    assert_eq!(parse("/dist/cos").uri("dist/cos"), "/dist/cos");
    assert_eq!(parse("a.json").fixed(), 0);
    assert_eq!(parse("s3://evidence/").segments, [Segment::Deep]);
}

#[test]
fn wildcards_stay_within_a_segment() {
    let takes = |pattern: &str, name: &str| parse(pattern).segments[0].takes(name);
    assert!(takes("*-0.23.0.spdx.json", "cos-0.23.0.spdx.json"));
    assert!(takes("v?", "v1") && !takes("v?", "v10"));
    assert!(!takes("*", ".hidden") && takes(".*", ".hidden") && !takes("**", ".hidden"));
    assert!(!takes("literal", "Literal"));
}

#[test]
fn what_is_no_pattern_is_refused() {
    for (text, reason) in [
        ("", "empty segment"),
        ("/", "empty segment"),
        ("s3://", "s3://<bucket>"),
        ("s3://evidence", "s3://<bucket>"),
        ("s3://Evidence/a", "lower-case"),
        ("s3://ab/c", "3 to 63"),
        ("https://evidence.example/a", "only `s3://`"),
        ("a//b", "empty segment"),
        ("a/../b", "are not followed"),
        ("./././a", "are not followed"),
        ("a/**b", "stands alone"),
        ("a/**/**/b", "twice"),
        ("**/", "twice"),
        ("a/[bc]", "no backslash"),
        ("a/{b,c}", "no backslash"),
        ("a\\b", "no backslash"),
        ("a/* b", "printable ASCII"),
        ("a/\u{7}", "control"),
    ] {
        let error = text.parse::<Pattern>().unwrap_err().to_string();
        assert!(error.contains(reason), "{text}: {error}");
    }
}
