//! Places are told by their form.

use super::Location;
use std::path::PathBuf;

#[test]
fn places_are_told_by_their_form() {
    let path = |text: &str| PathBuf::from(text);
    for (text, location) in [
        ("release", Location::Directory(path("release"))),
        ("a/b.tar.zst", Location::TarZstd(path("a/b.tar.zst"))),
        ("b.zip", Location::Zip(path("b.zip"))),
        ("oci:b", Location::Oci(path("b"))),
        ("s3://b/p/q/", Location::Bucket { bucket: "b".into(), prefix: "p/q".into() }),
        ("s3://b", Location::Bucket { bucket: "b".into(), prefix: String::new() }),
    ] {
        assert_eq!(Location::parse(text), location);
    }
    assert_eq!(Location::parse("s3://b/p/").to_string(), "s3://b/p");
}
