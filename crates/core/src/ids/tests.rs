//! Identifiers accept one spelling and refuse everything that could escape a path or a line.

use super::*;

#[test]
fn accepts_plain_labels_and_refuses_the_rest() {
    for good in ["a", "acme", "eu-1", "0"] {
        assert_eq!(good.parse::<Tenant>().unwrap().as_str(), good);
    }
    for bad in ["", "A", "-a", "a-", "a.b", "a/b", "..", "a b", "ä", "a\n", &"a".repeat(41)] {
        assert!(bad.parse::<Tenant>().is_err(), "{bad:?}");
    }
    assert!("acme.example".parse::<Org>().is_ok());
    assert!("a..b".parse::<Org>().is_err());
}

#[test]
fn origin_round_trips() {
    let origin: Origin = "acme.example/eu-1/pilot-a".parse().unwrap();
    assert_eq!(origin.to_string(), "acme.example/eu-1/pilot-a");
    for bad in ["acme/eu", "acme/eu/a/b", "/eu/a", "acme//a", "acme/eu/"] {
        assert!(bad.parse::<Origin>().is_err(), "{bad:?}");
    }
}

#[test]
fn ulid_has_one_spelling() {
    let id = Jti::from_parts(1_762_128_000_000, [7; 10]);
    assert_eq!(id.to_string().parse::<Jti>().unwrap(), id);
    let text = id.to_string();
    for bad in
        [text.to_lowercase(), text[1..].into(), format!("8{}", &text[1..]), format!("{text}0")]
    {
        assert!(bad.parse::<Jti>().is_err(), "{bad}");
    }
}
