//! Names under which a door may be asked, and those that only look like them.

use super::is_own;

#[test]
fn a_name_is_this_machine_or_one_that_was_given() {
    let hosts = ["cos.acme.example".to_owned()];
    for own in [
        "localhost",
        "LOCALHOST:7070",
        "127.0.0.1",
        "127.0.0.1:7070",
        "127.8.9.1:1",
        "[::1]",
        "[::1]:7070",
        "cos.acme.example",
        "Cos.Acme.Example:443",
    ] {
        assert!(is_own(&hosts, own), "{own}");
    }
    for other in [
        "",
        ":7070",
        "acme.example",
        "x.cos.acme.example",
        "cos.acme.example.",
        "localhost.evil.example",
        "127.0.0.1.evil.example:7070",
        "10.0.0.1",
        "0.0.0.0:7070",
        "[::2]:7070",
        "[::1",
        "::1:7070",
        "127.1",
    ] {
        assert!(!is_own(&hosts, other), "{other}");
    }
}
