//! File names have one spelling.

use super::*;

#[test]
fn names_of_body_files_have_one_spelling() {
    let name = BodiesName { first: 4096, count: 17 };
    assert_eq!(name.to_string(), "00000000000000004096-17.bodies");
    assert_eq!(BodiesName::parse(&name.to_string()), Some(name));
    assert_eq!(name.end(), 4113);
    for bad in [
        "4096-17.bodies",
        "00000000000000004096-017.bodies",
        "00000000000000004096-+17.bodies",
        "00000000000000004096-17.bodies.tmp",
        "18446744073709551615-2.bodies",
        "-.bodies",
    ] {
        assert_eq!(BodiesName::parse(bad), None, "{bad}");
    }
    let names = ["00000000000000000010-1.bodies", "x", "00000000000000000000-10.bodies"];
    let sorted = BodiesName::sorted(&names.map(Into::into));
    assert_eq!(sorted.iter().map(|name| name.first).collect::<Vec<_>>(), [0, 10]);
}

#[test]
fn a_log_lies_below_its_region() {
    let layout = Layout::new(Path::new("l"), &"acme/eu-1/pilot-a".parse().unwrap());
    assert_eq!(layout.index(), Path::new("l/eu-1/pilot-a/cache/jti.redb"));
}
