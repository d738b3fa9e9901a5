//! A directory whose writer is killed, again and again: what was acknowledged is there, and what is there is whole.
//!
//! A kill leaves the page cache alone, so this shows nothing about syncing; it shows what half a write looks like.

use cos_objects::{Condition, Content, Directory, Etag, Key, ObjectError, Prefix, Store as _};
use std::env;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

/// Tells the writer, which is this very program, where to write.
const DIR: &str = "COS_OBJECTS_KILLED_DIR";
const KILLS: u32 = 40;

fn content(number: u64) -> Vec<u8> {
    let length = usize::try_from(number % 7 * 100_000 + number % 13).unwrap();
    number.to_le_bytes().into_iter().cycle().take(length.max(8)).collect()
}

/// Writes objects `0`, `1`, … and counts them in `count`, and says so after each step.
#[test]
fn writer() {
    let Some(dir) = env::var_os(DIR) else { return };
    let store = Directory::create(dir.as_ref()).unwrap();
    let count = Key::new("count").unwrap();
    let (mut number, mut etag) = match store.get(&count, None) {
        Ok(object) => {
            let etag = object.meta.etag.clone();
            let bytes = object.bytes(8).unwrap();
            (u64::from_le_bytes(bytes.try_into().unwrap()), etag)
        }
        Err(ObjectError::Missing { .. }) => (0, new_count(&store, &count)),
        Err(error) => panic!("{error}"),
    };
    loop {
        let (key, bytes) = (Key::new(format!("{}/{number}", number % 3)).unwrap(), content(number));
        match store.put(&key, Content::bytes(&bytes), Condition::Absent) {
            // Written by the one before, which was killed before it counted.
            Ok(_) | Err(ObjectError::Exists { .. }) => {}
            Err(error) => panic!("{error}"),
        }
        number += 1;
        let bytes = number.to_le_bytes();
        etag = store.put(&count, Content::bytes(&bytes), Condition::Match(&etag)).unwrap().etag;
        writeln!(io::stdout(), "acknowledged {number}").unwrap();
    }
}

fn new_count(store: &Directory, count: &Key) -> Etag {
    let zero = 0_u64.to_le_bytes();
    store.put(count, Content::bytes(&zero), Condition::Absent).unwrap().etag
}

#[test]
fn what_a_killed_writer_acknowledged_is_there_and_whole() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    let mut acknowledged = 0;
    for kill in 0..KILLS {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "killed::writer", "--nocapture"])
            .env(DIR, &root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let counts =
            lines.filter_map(|line| line.ok()?.strip_prefix("acknowledged ")?.parse().ok());
        // Killed at another moment of the step that follows.
        let last: u64 = counts.take(1 + kill as usize % 5).last().unwrap();
        std::thread::sleep(std::time::Duration::from_micros(u64::from(kill) * 97));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(last > acknowledged);
        acknowledged = last;
    }

    let store = Directory::open(&root).unwrap();
    let count = store.get(&Key::new("count").unwrap(), None).unwrap().bytes(8).unwrap();
    let count = u64::from_le_bytes(count.try_into().unwrap());
    assert!(count >= acknowledged, "{count} < {acknowledged}");
    let mut found = 0;
    for folder in store.list(&Prefix::default()).unwrap().prefixes {
        let listing = store.list(&folder).unwrap();
        assert!(listing.strange.is_empty(), "{listing:?}");
        for listed in listing.objects {
            let number = listed.key.segments().next_back().unwrap().parse().unwrap();
            let bytes = store.get(&listed.key, None).unwrap().bytes(1 << 20).unwrap();
            assert!(bytes == content(number), "{number}");
            found += 1;
        }
    }
    assert!(found == count || found == count + 1, "{found} objects, {count} counted");
    // The next who writes clears what the killed ones left, and leaves nothing itself.
    store.put(&Key::new("last").unwrap(), Content::bytes(b"1"), Condition::Absent).unwrap();
    drop(store);
    assert!(!root.join(".cos").exists());
}
