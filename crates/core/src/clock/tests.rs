//! Times have one text in UTC, and no time makes printing panic.

use super::*;

#[test]
fn prints_utc_and_parses_offsets() {
    let time = Timestamp::parse("2026-01-31T10:00:00.75+01:00").unwrap();
    assert_eq!(time.to_string(), "2026-01-31T09:00:00Z");
    assert_eq!(Timestamp::parse(&time.to_string()), Some(time));
    assert_eq!(Timestamp::parse("2026-01-31t09:00:00z"), Some(time), "RFC 3339 §5.6 allows it");
    let bad = [
        "",
        "2026-01-31",
        "2026-01-31T10:00:00",
        "2026-13-31T10:00:00Z",
        "2026-02-29T10:00:00Z",
        "2026-01-31 10:00:00Z",
        "2026-01-31\"10:00:00Z",
        "2026-01-31T10:00:00Z\n",
        "1769853600",
    ];
    for bad in bad {
        assert_eq!(Timestamp::parse(bad), None, "{bad:?}");
    }
}

#[test]
fn stays_within_the_years_that_have_a_text() {
    for edge in ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
        assert_eq!(Timestamp::parse(edge).unwrap().to_string(), edge);
    }
    for beyond in ["0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"] {
        assert_eq!(Timestamp::parse(beyond), None, "{beyond}");
    }
    for far in [i64::MIN, -100_000_000_000, 300_000_000_000, i64::MAX] {
        assert_eq!(Timestamp(far).to_string(), format!("@{far}"));
    }
}
