//! Addresses as they are shown.

use super::without_password;

#[test]
fn passwords_are_not_shown() {
    for (url, shown) in [
        ("postgres://cos_app@localhost/cos", "postgres://cos_app@localhost/cos"),
        ("postgres://cos_app:secret@db.example:5432/cos", "postgres://cos_app@db.example:5432/cos"),
        ("postgres://cos_app:se@cr:et@db/cos?password=secret", "postgres://cos_app@db/cos"),
        ("postgres://db?password=secret", "postgres://db/"),
        ("secret", "(no address)"),
    ] {
        assert_eq!(without_password(url), shown);
    }
}
