//! Package clauses as people write them.

use super::*;

#[test]
fn finds_packages() {
    for (text, wanted) in [
        ("package a", "a"),
        ("package a.b_1.C\n\nallow if true", "a|b_1|C"),
        ("# METADATA\n# title: package x\n\n\tpackage a.b # c", "a|b"),
        ("\u{feff}package a\r\nimport b", "a"),
        ("package # why\n  a", "a"),
        (r#"package a["b-c"].d"#, "a|b-c|d"),
        (r#"package a["b\"]"]"#, "a|b\"]"),
        ("package a[`b\\`]", "a|b\\"),
        ("package a;allow = true", "a"),
    ] {
        assert_eq!(package(text).map(|path| path.join("|")).as_deref(), Some(wanted), "{text}");
    }
    for text in [
        "",
        "# package a",
        "packagea",
        "package",
        "package 1a",
        "package a.",
        "package a[b]",
        "package a[\"b",
        "package a [\"b\"]",
        "import a\npackage a",
        "allow = true",
        "package \"a\"",
    ] {
        assert_eq!(package(text), None, "{text}");
    }
}

#[test]
fn escapes_as_go_does() {
    assert_eq!(escape("b-c_~.$&+=:@"), "b-c_~.$&+=:@");
    assert_eq!(escape("a/b é"), "a%2Fb%20%C3%A9");
}
