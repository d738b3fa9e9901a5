//! Patterns, as OPA answered for them.

use super::*;

#[test]
fn matches_as_gobwas_does() {
    for (pattern, yes, no) in [
        ("/a.rego", "/a.rego", "/b.rego"),
        ("/*.rego", "/a/b/c.rego", "/a.json"),
        ("**", "/a", ""),
        ("/a/**/b", "/a/x/y/b", "/a/b"),
        ("/?.rego", "/é.rego", "/ab.rego"),
        ("/[ab].rego", "/b.rego", "/c.rego"),
        ("/[a-c]x", "/bx", "/dx"),
        ("/[!a-c]x", "/dx", "/bx"),
        ("/{a,b?}.rego", "/bc.rego", "/c.rego"),
        ("/{a,{b,c}}/{d,e}", "/c/e", "/c/"),
        (r"/\*.rego", "/*.rego", "/a.rego"),
        ("a,b}", "a,b}", "a"),
    ] {
        let glob = Glob::new(pattern).unwrap_or_else(|| panic!("{pattern}"));
        assert!(glob.matches(yes), "{pattern} {yes}");
        assert!(pattern == "**" || !glob.matches(no), "{pattern} {no}");
    }
}

#[test]
fn refuses_what_is_no_pattern() {
    for pattern in [
        "[",
        "[]",
        "[a",
        "{a",
        "{a,b",
        "\\",
        "{,a}",
        "{a,}",
        "{}",
        "[a-]",
        "[z-a]",
        "*{a,b}",
        "*?",
        "*[a]",
        "{a*,b}",
        "{{{{{{{{{{a}}}}}}}}}}",
    ] {
        assert!(Glob::new(pattern).is_none(), "{pattern}");
    }
    assert!(Glob::new(&"{a,b}".repeat(9)).is_none());
}

#[test]
fn many_stars_take_no_time() {
    let glob = Glob::new(&"*a".repeat(200)).unwrap();
    assert!(!glob.matches(&"a".repeat(150)));
    assert!(glob.matches(&"a".repeat(1000)));
}
