//! The log only grows: what a crash leaves is repaired, what anybody else did to it is refused.

use super::*;
use crate::p256::NewP256;
use cos_core::log::proof::verify_inclusion;
use std::fs;

const AT: Timestamp = Timestamp(1_763_200_000);

struct World {
    folder: tempfile::TempDir,
    log: LocalLog,
}

fn world(entries: usize) -> World {
    let folder = tempfile::tempdir().unwrap();
    let key = NewP256::generate().unwrap().key;
    LocalLog::create(folder.path()).unwrap();
    let log = LocalLog::new(folder.path().into(), key, "cos.invalid/acme/log".into());
    for number in 0..entries {
        log.append(format!("entry {number}").as_bytes(), AT).unwrap();
    }
    World { folder, log }
}

impl World {
    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).unwrap()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.folder.path().join(name), bytes).unwrap();
    }

    fn reason(&self) -> &'static str {
        match self.log.append(b"more", AT).unwrap_err() {
            SealError::LogDamaged { reason, .. } => reason,
            other => panic!("{other}"),
        }
    }
}

fn digest(value: &Value) -> Digest {
    Digest(STANDARD.decode(value.as_str().unwrap()).unwrap().try_into().unwrap())
}

fn number(value: &Value) -> u64 {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn every_entry_is_proven_in_its_tree() {
    let world = world(0);
    for index in 0..20_u64 {
        let body = format!("entry {index}");
        let entry = world.log.append(body.as_bytes(), AT).unwrap();
        let proof = &entry["inclusionProof"];
        let hashes: Vec<_> = proof["hashes"].as_array().unwrap().iter().map(digest).collect();
        let (size, root) = (number(&proof["treeSize"]), digest(&proof["rootHash"]));
        assert_eq!((number(&entry["logIndex"]), size), (index, index + 1));
        verify_inclusion(&leaf_hash(body.as_bytes()), index, size, &hashes, &root).unwrap();
    }
}

#[test]
fn what_a_crash_leaves_is_repaired() {
    let world = world(3);
    let entries = world.read(ENTRIES);
    // Torn in the middle of a line, of which nothing was signed.
    world.write(ENTRIES, [&entries[..], b"1763200000 ZW50"].concat());
    assert_eq!(number(&world.log.append(b"after", AT).unwrap()["logIndex"]), 3);
    // Whole, but its checkpoint was not written: the entry stays.
    let world = self::world(3);
    let old = world.read(CHECKPOINT);
    world.log.append(b"entry 3", AT).unwrap();
    world.write(CHECKPOINT, old);
    assert_eq!(number(&world.log.append(b"after", AT).unwrap()["logIndex"]), 4);
    // The same with the first one.
    let world = self::world(1);
    fs::remove_file(world.folder.path().join(CHECKPOINT)).unwrap();
    assert_eq!(number(&world.log.append(b"after", AT).unwrap()["logIndex"]), 1);
}

#[test]
fn a_log_that_lost_or_changed_entries_is_not_continued() {
    let world = world(3);
    let entries = world.read(ENTRIES);
    let lines: Vec<_> = entries.split_inclusive(|&byte| byte == b'\n').collect();
    world.write(ENTRIES, lines[..2].concat());
    assert_eq!(world.reason(), "entries are missing");
    world.write(ENTRIES, [lines[1], lines[0], lines[2]].concat());
    assert_eq!(world.reason(), "entries were changed");
    world.write(ENTRIES, [lines[0], b"?\n", lines[2]].concat());
    assert_eq!(world.reason(), "an entry cannot be read");
    fs::remove_file(world.folder.path().join(ENTRIES)).unwrap();
    assert_eq!(world.reason(), "entries are missing");
    // Nothing was written while it was refused.
    world.write(ENTRIES, &entries);
    assert_eq!(number(&world.log.append(b"after", AT).unwrap()["logIndex"]), 3);
}

#[test]
fn a_checkpoint_must_be_its_own() {
    let (world, other) = (world(3), world(3));
    let own = world.read(CHECKPOINT);
    world.write(CHECKPOINT, other.read(CHECKPOINT));
    assert_eq!(world.reason(), "its checkpoint is not its own");
    world.write(CHECKPOINT, String::from_utf8(own.clone()).unwrap().replacen("\n3\n", "\n2\n", 1));
    assert_eq!(world.reason(), "its checkpoint is not its own");
    fs::remove_file(world.folder.path().join(CHECKPOINT)).unwrap();
    assert_eq!(world.reason(), "its checkpoint is missing");
    world.write(CHECKPOINT, own);
    world.log.append(b"after", AT).unwrap();
}

#[test]
fn of_two_writers_one_is_refused() {
    let world = world(1);
    let _lock = world.log.lock().unwrap();
    let error = world.log.append(b"more", AT).unwrap_err();
    assert!(matches!(error, SealError::Key(KeyError::Busy { .. })), "{error}");
}
