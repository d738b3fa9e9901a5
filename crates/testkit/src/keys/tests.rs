//! The keys fit the trust file, in memory and on disk.

use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::cosignature;
use cos_core::log::note::SignedNote;
use cos_sign::KeyDir;

use super::*;
use crate::TempDir;

#[test]
fn the_trust_file_lists_the_keys() {
    let keys = TestKeys::new(1);
    let found = keys.trust.notary(keys.notary.id().as_str()).unwrap();
    assert_eq!(found.verifying_key.public_key(), keys.notary.public_key());
    assert_eq!(keys.trust, TestKeys::new(1).trust);
    assert_ne!(keys.trust, TestKeys::new(2).trust);
    assert_ne!(keys.notary.public_key(), keys.log.public_key());
}

#[test]
fn what_is_written_is_a_key_directory() {
    let parent = TempDir::new().unwrap();
    let root = parent.path().join("trust");
    let keys = TestKeys::with_witnesses(3, 1, 1);
    keys.write(&root).unwrap();
    let opened = KeyDir::open(&root).unwrap();
    assert_eq!(opened.trust(), &keys.trust);
    assert_eq!(opened.notary().unwrap().id(), keys.notary.id());
    assert_eq!(opened.log().unwrap().id(), keys.log.id());
    assert!(keys.write(&root).is_err());
}

#[test]
fn witnesses_make_a_quorum() {
    let keys = TestKeys::with_witnesses(5, 3, 2);
    let origin = "acme/eu-1/pilot-a".parse().unwrap();
    let checkpoint = Checkpoint::new(&origin, 7, Digest::of(b"root"));
    let mut note = checkpoint.sign(&keys.log.name().to_note(), &keys.log).unwrap();
    assert_eq!(keys.trust.open_checkpoint(&note, &origin).unwrap(), checkpoint);
    for (key, listed) in keys.witnesses.iter().zip(&keys.trust.file().witnesses).take(2) {
        let quorum = keys.trust.quorum();
        assert!(quorum.check(&SignedNote::parse(&note).unwrap()).is_err());
        note = cosignature::cosign(&note, listed.name(), key, START).unwrap();
    }
    assert!(keys.trust.quorum().check(&SignedNote::parse(&note).unwrap()).is_ok());
}
