//! The suite of object stores: what [`Store`] and [`Retain`] promise, as cases that every driver passes.
//!
//! A case works below a prefix of its own, so all of them may run against one store, at once or again.

mod retained;
mod stored;

use cos_core::clock::Timestamp;
use cos_objects::{Condition, Content, Etag, Key, Meta, ObjectError, Prefix, Retain, Store};
use std::panic::{self, AssertUnwindSafe};

/// Runs every case of [`Store`] below `prefix`.
///
/// # Panics
/// At the end, with the names of the cases that failed.
pub fn check_store(store: &dyn Store, prefix: &Prefix) {
    run(
        prefix,
        stored::CASES.iter().map(|(name, case)| {
            (*name, move |place: &Prefix| {
                case(&Place { store, prefix: place });
            })
        }),
    );
}

/// Runs every case of [`Retain`] below `prefix`. `now` is the store's clock, and `wait` returns when it has reached a time.
///
/// # Panics
/// At the end, with the names of the cases that failed.
pub fn check_retain(
    store: &dyn Retain,
    prefix: &Prefix,
    now: &dyn Fn() -> Timestamp,
    wait: &dyn Fn(Timestamp),
) {
    run(
        prefix,
        retained::CASES.iter().map(|(name, case)| {
            (*name, move |place: &Prefix| {
                case(&retained::Place { store, prefix: place, now, wait });
            })
        }),
    );
}

/// Runs each case where it may work, and fails with the names of all that failed.
fn run(prefix: &Prefix, cases: impl Iterator<Item = (&'static str, impl Fn(&Prefix))>) {
    let mut failed = Vec::new();
    for (name, case) in cases {
        let place = prefix.folder(name).expect("the name of a case is a segment");
        if panic::catch_unwind(AssertUnwindSafe(|| case(&place))).is_err() {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "failed: {}", failed.join(", "));
}

/// Where a case works.
struct Place<'a> {
    store: &'a dyn Store,
    prefix: &'a Prefix,
}

impl Place<'_> {
    fn key(&self, name: &str) -> Key {
        self.prefix.key(name).expect("the case names a key")
    }

    fn create(&self, name: &str, bytes: &[u8]) -> Result<Meta, ObjectError> {
        self.store.put(&self.key(name), Content::bytes(bytes), Condition::Absent)
    }

    fn replace(&self, name: &str, bytes: &[u8], etag: &Etag) -> Result<Meta, ObjectError> {
        self.store.put(&self.key(name), Content::bytes(bytes), Condition::Match(etag))
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, ObjectError> {
        self.store.get(&self.key(name), None)?.bytes(1 << 30)
    }
}

/// Bytes that differ from block to block, so that what is out of place is noticed.
fn pattern(length: usize) -> Vec<u8> {
    (0..length as u64).map(|at| (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8).collect()
}
