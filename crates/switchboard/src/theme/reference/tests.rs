//! The two forms of references.

use super::{curly, pointer};

#[test]
fn curly_references() {
    for path in ["a", "a.b", "colour group.acid green.100", "a.$root", "ü.ö"] {
        assert_eq!(curly(&format!("{{{path}}}")).as_deref(), Some(path));
    }
    for wrong in ["{}", "{.}", "{a.}", "{.a}", "{a..b}", "{$a}", "{$root.a}", "{a{b}", "{a", "a}"] {
        assert_eq!(curly(wrong), None, "{wrong}");
    }
}

#[test]
fn pointers() {
    let read = |text: &str| pointer(text).map(|segments| segments.join("|"));
    for (text, segments) in [
        ("#/a/b/$value", "a|b|$value"),
        ("#/a~1b/c~0d", "a/b|c~d"),
        ("#/a%20b/%C3%BC", "a b|ü"),
        ("#/a/$value/components/0", "a|$value|components|0"),
        ("#/", ""),
    ] {
        assert_eq!(read(text).as_deref(), Some(segments), "{text}");
    }
    for wrong in ["", "#", "/a", "a", "#a", "#/a~", "#/a~2", "#/%", "#/%4", "#/%zz", "#/%ff"] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}
