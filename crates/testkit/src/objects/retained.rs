//! What stores do that keep versions and protect them.
#![expect(clippy::unwrap_used, reason = "a case that fails panics")]

use super::pattern;
use cos_core::clock::Timestamp;
use cos_objects::{
    Condition, Content, Hold, Key, Meta, Mode, ObjectError, Prefix, Retain, Retention, Version,
};

type Case = fn(&Place<'_>);

pub(super) const CASES: &[(&str, Case)] = &[
    ("versions", versions),
    ("retained", retained),
    ("retained-parts", retained_parts),
    ("extended", extended),
    ("held", held),
    ("expired", expired),
];

/// Where a case works.
pub(super) struct Place<'a> {
    pub(super) store: &'a dyn Retain,
    pub(super) prefix: &'a Prefix,
    pub(super) now: &'a dyn Fn() -> Timestamp,
    pub(super) wait: &'a dyn Fn(Timestamp),
}

impl Place<'_> {
    fn key(&self) -> Key {
        self.prefix.key("a").expect("the case names a key")
    }

    /// Until when something is retained that is to be deleted in this run.
    fn soon(&self) -> Timestamp {
        Timestamp((self.now)().0 + 4)
    }

    fn retain(&self, bytes: &[u8], mode: Mode, until: Timestamp) -> (Meta, Version) {
        let content = Content::bytes(bytes);
        let meta = self.store.put_retained(&self.key(), content, Retention { mode, until });
        let meta = meta.unwrap();
        let version = meta.version.clone().expect("a store that retains has versions");
        (meta, version)
    }

    fn is_locked(&self, version: &Version) -> bool {
        match self.store.delete_version(&self.key(), version) {
            Err(ObjectError::Locked { .. }) => true,
            Ok(()) => false,
            Err(error) => panic!("{error}"),
        }
    }

    fn read(&self, version: Option<&Version>) -> Result<Vec<u8>, ObjectError> {
        self.store.get(&self.key(), version)?.bytes(1 << 30)
    }
}

fn versions(place: &Place<'_>) {
    let (store, key) = (place.store, place.key());
    let first = store.put(&key, Content::bytes(b"first"), Condition::Absent).unwrap();
    let second = store.put(&key, Content::bytes(b"second"), Condition::Match(&first.etag)).unwrap();
    let (first, second) = (first.version.unwrap(), second.version.unwrap());
    assert_ne!(first, second);
    assert_eq!(store.head(&key).unwrap().version.as_ref(), Some(&second));
    assert_eq!(place.read(Some(&first)).unwrap(), b"first");
    store.delete(&key).unwrap();
    assert!(matches!(place.read(None), Err(ObjectError::Missing { .. })));
    assert_eq!(place.read(Some(&second)).unwrap(), b"second");
    // What was deleted can be created again, and is another version.
    let third = store.put(&key, Content::bytes(b"third"), Condition::Absent).unwrap();
    assert_ne!(third.version.as_ref(), Some(&second));
    assert!(!place.is_locked(&first));
    assert!(matches!(place.read(Some(&first)), Err(ObjectError::Missing { .. })));
    assert_eq!(place.read(None).unwrap(), b"third");
}

fn retained(place: &Place<'_>) {
    let until = place.soon();
    let (_, version) = place.retain(b"kept", Mode::Compliance, until);
    let found = place.store.protection(&place.key(), &version).unwrap();
    assert_eq!(found.retention, Some(Retention { mode: Mode::Compliance, until }));
    assert_eq!(found.hold, Hold::Off);
    assert!(place.is_locked(&version));
    let content = Content::bytes(b"other");
    let retention = Retention { mode: Mode::Governance, until };
    let again = place.store.put_retained(&place.key(), content, retention);
    assert!(matches!(again, Err(ObjectError::Exists { .. })), "{again:?}");
    // Deleting the key hides it; the version stays.
    place.store.delete(&place.key()).unwrap();
    assert!(place.is_locked(&version));
    assert_eq!(place.read(Some(&version)).unwrap(), b"kept");
}

fn retained_parts(place: &Place<'_>) {
    let bytes = pattern((9 << 20) + 3);
    let (meta, version) = place.retain(&bytes, Mode::Governance, place.soon());
    assert_eq!(meta.length, bytes.len() as u64);
    assert!(place.is_locked(&version));
    assert!(place.read(Some(&version)).unwrap() == bytes);
}

fn extended(place: &Place<'_>) {
    let (store, key, soon) = (place.store, place.key(), place.soon());
    let (_, version) = place.retain(b"kept", Mode::Governance, soon);
    let later = Timestamp(soon.0 + 2);
    let retention = Retention { mode: Mode::Governance, until: later };
    store.retain(&key, &version, retention).unwrap();
    assert_eq!(store.protection(&key, &version).unwrap().retention, Some(retention));
    for other in
        [Retention { until: soon, ..retention }, Retention { mode: Mode::Compliance, ..retention }]
    {
        let changed = store.retain(&key, &version, other);
        assert!(matches!(changed, Err(ObjectError::Locked { .. })), "{changed:?}");
    }
    assert_eq!(store.protection(&key, &version).unwrap().retention, Some(retention));
}

fn held(place: &Place<'_>) {
    let (store, key) = (place.store, place.key());
    let written = store.put(&key, Content::bytes(b"held"), Condition::Absent).unwrap();
    let version = written.version.unwrap();
    store.hold(&key, &version, Hold::On).unwrap();
    assert_eq!(store.protection(&key, &version).unwrap().hold, Hold::On);
    assert!(place.is_locked(&version));
    store.hold(&key, &version, Hold::Off).unwrap();
    assert_eq!(store.protection(&key, &version).unwrap().hold, Hold::Off);
    assert!(!place.is_locked(&version));
}

fn expired(place: &Place<'_>) {
    let until = place.soon();
    let (_, version) = place.retain(b"kept for a while", Mode::Compliance, until);
    assert!(place.is_locked(&version));
    (place.wait)(until);
    assert!(!place.is_locked(&version));
    assert!(matches!(place.read(None), Err(ObjectError::Missing { .. })));
}
