//! Key directories and statements that the tests of seals share.

use cos_core::clock::{FrozenClock, Timestamp};
use cos_core::digest::Digest;
use cos_core::intoto::{Statement, Subject};
use serde_json::json;

use crate::KeyDir;

/// When the keys of the tests were made.
pub(crate) const MADE: Timestamp = Timestamp(1_763_100_000);

/// A later time at which statements are sealed.
pub(crate) const LATER: Timestamp = Timestamp(1_763_200_000);

/// A new key directory; it is deleted when the first value is dropped.
pub(crate) fn key_dir() -> (tempfile::TempDir, KeyDir) {
    let folder = tempfile::tempdir().unwrap();
    let org = "acme".parse().unwrap();
    let keys = KeyDir::create(&folder.path().join("trust"), org, &FrozenClock(MADE)).unwrap();
    (folder, keys)
}

/// A statement about `files`.
pub(crate) fn statement(files: &[(&str, &[u8])]) -> Vec<u8> {
    let subject = |(name, bytes): &(&str, &[u8])| Subject {
        name: (*name).into(),
        sha256: Digest::of(bytes),
        sha512: None,
    };
    let predicate = json!({ "release": "1.9.0" });
    let statement = Statement {
        subjects: files.iter().map(subject).collect(),
        predicate_type: "https://companyos.example/evidence/v1".into(),
        predicate: predicate.as_object().unwrap().clone(),
    };
    statement.to_canonical().unwrap()
}
