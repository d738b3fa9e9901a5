//! One bundle in every form: the same identity, the same verdict.

use super::world::{MANIFEST, World, area, failing};
use cos_evidence::bundle::BundleError;
use cos_evidence::bundle::carrier::{Location, Opened, Target, copy};
use cos_evidence::bundle::check::Verdict;
use cos_evidence::bundle::verify::opened_digest;
use std::fs;

#[test]
fn a_bundle_is_the_same_in_every_form() {
    let world = World::new();
    let first = world.sealed("first");
    let identity = opened_digest(&area(&first)).unwrap();
    let forms = [
        Location::Directory(world.path("again")),
        Location::TarZstd(world.path("a.tar.zst")),
        Location::Zip(world.path("a.zip")),
        Location::Oci(world.path("layout")),
        Location::Bucket { bucket: "bundles".into(), prefix: "release/0.23.0".into() },
    ];
    let mut from = Location::Directory(first);
    for form in forms {
        assert_eq!(world.seal(MANIFEST, &form).unwrap(), identity, "{form}");
        let found = world.verify(&form).unwrap();
        assert_eq!(failing(&found), [""; 0], "{form}");
        assert_eq!(found.statement, Some(identity));
        let to = format!("{form}-copy");
        let to = match &form {
            Location::TarZstd(_) => {
                Location::parse(&to.replace(".tar.zst", "").replace("-copy", "-copy.tar.zst"))
            }
            Location::Zip(_) => {
                Location::parse(&to.replace(".zip", "").replace("-copy", "-copy.zip"))
            }
            _ => Location::parse(&to),
        };
        let (opened, target) =
            (Opened::open(&from, &world).unwrap(), Target::create(&to, &world).unwrap());
        copy(&opened.area, &target.area).unwrap();
        target.finish().unwrap();
        let found = world.verify(&to).unwrap();
        assert_eq!((found.verdict(), found.statement), (Verdict::Verified, Some(identity)), "{to}");
        from = to;
    }
}

#[test]
fn archives_of_one_bundle_are_the_same_bytes() {
    let world = World::new();
    let from = Opened::open(&Location::Directory(world.sealed("one")), &world).unwrap();
    for (first, second) in [("a.tar.zst", "b.tar.zst"), ("a.zip", "b.zip")] {
        for name in [first, second] {
            let path = world.path(name);
            let target = Target::create(&Location::parse(path.to_str().unwrap()), &world).unwrap();
            copy(&from.area, &target.area).unwrap();
            target.finish().unwrap();
        }
        let [first, second] = [first, second].map(|name| fs::read(world.path(name)).unwrap());
        assert_eq!(first, second);
    }
}

#[test]
fn an_interrupted_bundle_is_none_and_goes_on() {
    let world = World::new();
    let identity = opened_digest(&area(&world.sealed("whole"))).unwrap();
    let location = Location::Directory(world.path("cut"));
    let target = Target::create(&location, &world).unwrap();
    world.draft(MANIFEST, &target).unwrap();
    fs::remove_file(world.path("cut/sbom/cos-0.23.0.spdx.json")).unwrap();
    fs::remove_file(world.path("cut/evidence.intoto.json")).unwrap();
    assert!(matches!(world.verify(&location), Err(BundleError::NotABundle { .. })));
    assert_eq!(world.seal(MANIFEST, &location).unwrap(), identity);
    assert_eq!(world.verify(&location).unwrap().verdict(), Verdict::Verified);
    // Once more writes nothing, and keeps the signature.
    let signature = fs::read(world.path("cut/evidence.sigstore.json")).unwrap();
    assert_eq!(world.seal(MANIFEST, &location).unwrap(), identity);
    assert_eq!(fs::read(world.path("cut/evidence.sigstore.json")).unwrap(), signature);
}

#[test]
fn an_archive_that_stands_there_is_the_same_or_is_in_the_way() {
    let world = World::new();
    for name in ["a.tar.zst", "a.zip", "oci:layout"] {
        let at = |name: &str| {
            let path = world.path(name.trim_start_matches("oci:"));
            let oci = if name.starts_with("oci:") { "oci:" } else { "" };
            Location::parse(&format!("{oci}{}", path.display()))
        };
        let location = at(name);
        let identity = world.seal(MANIFEST, &location).unwrap();
        let signature = |location: &Location| {
            let opened = Opened::open(location, &world).unwrap();
            let name = cos_objects::Key::new("evidence.sigstore.json").unwrap();
            opened.area.read(&name, 1 << 20).unwrap().unwrap()
        };
        let before = signature(&location);
        // The same once more: nothing happens, not even a new signature.
        assert_eq!(world.seal(MANIFEST, &location).unwrap(), identity, "{name}");
        assert_eq!(signature(&location), before);
        // Another release does not take its place.
        let other = MANIFEST.replace("version: 0.23.0", "version: 0.23.1");
        let refused = world.seal(&other, &location).unwrap_err();
        assert!(matches!(refused, BundleError::Occupied { .. }), "{name}: {refused}");
        let more = format!("{MANIFEST}  release_notes: s3://artifacts/notes.md\n");
        world.write("artifacts/notes.md", b"# Notes\n");
        let refused = world.seal(&more, &location).unwrap_err();
        assert!(matches!(refused, BundleError::Occupied { .. }), "{name}: {refused}");
        assert_eq!(signature(&location), before);
        assert_eq!(world.verify(&location).unwrap().verdict(), Verdict::Verified);
    }
    let entries = fs::read_dir(world.path("")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(|name| name.starts_with('.')).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn nothing_is_replaced() {
    let world = World::new();
    let location = Location::Directory(world.sealed("one"));
    world.write("evidence/pilot/pilot-a/2025-11-14/more.sdjwt", b"");
    fs::copy(
        world.path("evidence/pilot/pilot-b/2025-11-14/receipts.sdjwt"),
        world.path("evidence/pilot/pilot-a/2025-11-14/more.sdjwt"),
    )
    .unwrap();
    let refused = world.seal(MANIFEST, &location).unwrap_err();
    assert!(matches!(refused, BundleError::Occupied { .. }), "{refused}");
    let archive = Location::Zip(world.path("taken.zip"));
    world.write("taken.zip", b"something");
    let refused = world.seal(MANIFEST, &archive).unwrap_err();
    assert!(matches!(refused, BundleError::Occupied { .. }), "{refused}");
    assert_eq!(fs::read(world.path("taken.zip")).unwrap(), b"something");
    world.write("taken/index.json", b"something");
    let refused = world.seal(MANIFEST, &Location::Oci(world.path("taken"))).unwrap_err();
    assert!(matches!(refused, BundleError::Occupied { .. }), "{refused}");
}

#[test]
fn what_is_missing_is_told_before_anything_is_written() {
    let world = World::new();
    let without = MANIFEST.replace("  policy_bundle: s3://policies/companyos/1.9.0.tgz\n", "");
    let location = Location::Directory(world.path("out"));
    let refused = world.seal(&without, &location).unwrap_err();
    assert_eq!(refused.to_string(), "the contract is not met: `policy_bundle` has 0 of 1 files");
    assert_eq!(fs::read_dir(world.path("out")).unwrap().count(), 0);
    let waived = format!(
        "{without}  waivers: [{{requirement: policy_bundle, by: ana@acme.example, why: OPS-1}}]\n"
    );
    world.seal(&waived, &location).unwrap();
    let found = world.verify(&location).unwrap();
    let check = found.checks.iter().find(|check| check.subject == "policy_bundle").unwrap();
    assert!(check.detail.contains("waived by ana@acme.example: OPS-1"), "{}", check.detail);
}

#[test]
fn receipts_that_do_not_hold_are_not_sealed() {
    let world = World::new();
    let path = world.path("evidence/pilot/pilot-a/2025-11-14/receipts.sdjwt");
    let text = fs::read_to_string(&path).unwrap().replacen("eyJ", "eyK", 1);
    fs::write(&path, text).unwrap();
    let location = Location::Directory(world.path("out"));
    let refused = world.seal(MANIFEST, &location).unwrap_err();
    assert!(matches!(refused, BundleError::Receipts { .. }), "{refused}");
    assert!(matches!(world.verify(&location), Err(BundleError::NotABundle { .. })));
}
