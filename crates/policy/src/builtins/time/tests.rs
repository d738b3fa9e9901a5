//! Answers of OPA 1.20.2 to calls of the `time` family.

use super::super::tests::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[
        ("time.format", r#"[[1582977600000000000, "America/New_York", "pm PM"]]"#, r#""am AM""#),
        (
            "time.format",
            r#"[[1, "America/New_York", "Jan _2 06 03:04PM .000"]]"#,
            r#""Dec 31 69 07:00PM .000""#,
        ),
        ("time.format", r#"[[1, "America/New_York", "literal"]]"#, r#""literal""#),
        ("time.format", r#"[[0, "America/New_York", "2006-01-02"]]"#, r#""1969-12-31""#),
        (
            "time.format",
            r#"[[-1, "America/New_York"]]"#,
            r#""1969-12-31T18:59:59.999999999-05:00""#,
        ),
        (
            "time.format",
            r#"[[1582977600000000000, "UTC", "Mon Monday January 1 2 3 4 5"]]"#,
            r#""Sat Saturday February 2 29 12 0 0""#,
        ),
        ("time.format", r#"[[-1, "UTC", "2006-01-02"]]"#, r#""1969-12-31""#),
        ("time.format", r#"[1e+18]"#, r#""2001-09-09T01:46:40Z""#),
        (
            "time.format",
            r#"[[-1, "UTC", "15h -07 -0700 -07:00 Z0700 MST"]]"#,
            r#""23h +00 +0000 +00:00 Z UTC""#,
        ),
        ("time.format", r#"[[]]"#, r#"undefined"#),
        ("time.format", r#"[[9223372036854775808, "Europe/Zurich"]]"#, r#"undefined"#),
        ("time.format", r#"[1.5]"#, r#"undefined"#),
        ("time.format", r#"["x"]"#, r#"undefined"#),
        (
            "time.parse_rfc3339_ns",
            r#"["2020-01-02T03:04:05.123456789Z"]"#,
            r#"1577934245123456789"#,
        ),
        (
            "time.parse_rfc3339_ns",
            r#"["1677-09-21T00:12:43.145224192Z"]"#,
            r#"-9223372036854775808"#,
        ),
        ("time.parse_rfc3339_ns", r#"["2020-01-02T03:04:05-00:00"]"#, r#"1577934245000000000"#),
        ("time.parse_rfc3339_ns", r#"["2020-01-02T03:04:05+01:30"]"#, r#"1577928845000000000"#),
        ("time.parse_rfc3339_ns", r#"["2020-01-02T03:04:05Z"]"#, r#"1577934245000000000"#),
        (
            "time.parse_rfc3339_ns",
            r#"["2262-04-11T23:47:16.854775807Z"]"#,
            r#"9223372036854775807"#,
        ),
        ("time.parse_rfc3339_ns", r#"[[1]]"#, r#"undefined"#),
        ("time.parse_rfc3339_ns", r#"["2262-04-11T23:47:16.854775808Z"]"#, r#"undefined"#),
        ("time.parse_rfc3339_ns", r#"["2020-01-02 03:04:05Z"]"#, r#"undefined"#),
        ("time.parse_rfc3339_ns", r#"[null]"#, r#"undefined"#),
        (
            "time.add_date",
            r#"[[1710054000000000000, "America/New_York"], 0, -1, 400]"#,
            r#"1742108400000000000"#,
        ),
        ("time.add_date", r#"[1709251199000000000, 1, -1, -1]"#, r#"1738108799000000000"#),
        ("time.add_date", r#"[1709251199000000000, 1, 1, 1]"#, r#"1743379199000000000"#),
        ("time.add_date", r#"[1582977600000000000, 1, -14, 0]"#, r#"1577620800000000000"#),
        ("time.add_date", r#"[1582977600000000000, -1, -14, 31]"#, r#"1517227200000000000"#),
        ("time.add_date", r#"[1709251199000000000, 0, -14, 0]"#, r#"1672358399000000000"#),
        (
            "time.add_date",
            r#"[[1710054000000000000, "America/New_York"], 0, 13, 400]"#,
            r#"1778828400000000000"#,
        ),
        (
            "time.add_date",
            r#"[[1710054000000000000, "America/New_York"], -1, 13, 1]"#,
            r#"1712818800000000000"#,
        ),
        ("time.add_date", r#"[1709251199000000000, 1, 0, 31]"#, r#"1743551999000000000"#),
        (
            "time.add_date",
            r#"[[1582977600000000000, "America/New_York"], 300, -14, 31]"#,
            r#"undefined"#,
        ),
        (
            "time.add_date",
            r#"[[1582977600000000000, "America/New_York"], 300, -14, 1]"#,
            r#"undefined"#,
        ),
        ("time.add_date", r#"[1582977600000000000, 300, 1, 400]"#, r#"undefined"#),
        ("time.add_date", r#"[9223372036854775807, 300, -1, -1]"#, r#"undefined"#),
    ]);
}
