//! The drivers that need no server.

use cos_core::clock::{Clock, Timestamp};
use cos_objects::{Directory, Memory, Prefix};
use cos_testkit::objects::{check_retain, check_store};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that is set.
#[derive(Default)]
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

#[test]
fn memory() {
    let clock = Arc::new(Hands::default());
    let store = Memory::new(clock.clone());
    check_store(&store, &Prefix::default());
    check_retain(&store, &Prefix::new("retained/").unwrap(), &|| clock.now(), &|time| {
        clock.0.store(time.0, Ordering::SeqCst);
    });
}

#[test]
fn directory() {
    let dir = tempfile::tempdir().unwrap();
    let store = Directory::create(&dir.path().join("store")).unwrap();
    check_store(&store, &Prefix::default());
    check_store(&store, &Prefix::new("once/more/").unwrap());
}
