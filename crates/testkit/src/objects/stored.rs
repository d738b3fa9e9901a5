//! What every store does.
#![expect(clippy::unwrap_used, reason = "a case that fails panics")]

use super::{Place, pattern};
use cos_core::digest::Digest;
use cos_objects::{Condition, Content, Listing, ObjectError, Prefix, Version};
use std::io::Read as _;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Barrier;
use std::thread;

type Case = fn(&Place<'_>);

pub(super) const CASES: &[(&str, Case)] = &[
    ("nothing", nothing),
    ("round-trip", round_trip),
    ("parts", parts),
    ("create-once", create_once),
    ("replace", replace),
    ("race-to-create", race_to_create),
    ("race-to-replace", race_to_replace),
    ("list", list),
    ("list-order", list_order),
    ("names", names),
    ("wrong-content", wrong_content),
    ("delete", delete),
    ("limit", limit),
    ("unfinished", unfinished),
];

fn nothing(place: &Place<'_>) {
    let key = place.key("a/b");
    assert!(matches!(place.store.head(&key), Err(ObjectError::Missing { .. })));
    assert!(matches!(place.store.get(&key, None), Err(ObjectError::Missing { .. })));
    let no_version = place.store.get(&key, Some(&Version::new("1")));
    assert!(no_version.is_err(), "{no_version:?}");
    assert_eq!(place.store.list(place.prefix).unwrap(), Listing::default());
    place.store.delete(&key).unwrap();
}

fn round_trip(place: &Place<'_>) {
    for length in [0, 1, 70_000, (1 << 20) + 1, 9 << 20] {
        let (name, bytes) = (format!("{length}"), pattern(length));
        let written = place.create(&name, &bytes).unwrap();
        assert_eq!(written.length, length as u64);
        assert_eq!(written.sha256, Some(Digest::of(&bytes)));
        let head = place.store.head(&place.key(&name)).unwrap();
        assert_eq!((head.length, &head.etag), (written.length, &written.etag), "{length}");
        assert!(head.sha256.is_none_or(|sha256| Some(sha256) == written.sha256), "{length}");
        assert!(place.read(&name).unwrap() == bytes, "{length}");
    }
}

/// Content comes as a stream, in pieces of any size, and goes as one.
fn parts(place: &Place<'_>) {
    /// Gives less than it is asked for.
    struct Slow<'a>(&'a [u8]);
    impl std::io::Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let size = buffer.len().min(70_001);
            self.0.read(&mut buffer[..size])
        }
    }
    // Exactly parts, a part and a byte, a part less a byte: for parts of 5 to 8 MiB.
    for length in [16 << 20, (16 << 20) + 1, (10 << 20) - 1] {
        let (key, bytes) = (place.key(&format!("{length}")), pattern(length));
        let content = Content::new(Slow(&bytes), length as u64, Digest::of(&bytes));
        place.store.put(&key, content, Condition::Absent).unwrap();
        let mut object = place.store.get(&key, None).unwrap();
        let mut found = vec![0; 1 << 16];
        for expected in bytes.chunks(1 << 16) {
            object.body.read_exact(&mut found[..expected.len()]).unwrap();
            assert!(found[..expected.len()] == *expected, "{length}");
        }
        assert_eq!(object.body.read(&mut found).unwrap(), 0);
        assert_eq!(object.body.read(&mut found).unwrap(), 0);
        let again = place.store.put(&key, Content::bytes(&bytes), Condition::Absent);
        assert!(matches!(again, Err(ObjectError::Exists { .. })), "{again:?}");
    }
}

fn create_once(place: &Place<'_>) {
    let first = place.create("a", b"first").unwrap();
    for bytes in [b"first".as_slice(), b"second", b""] {
        let again = place.create("a", bytes);
        assert!(matches!(again, Err(ObjectError::Exists { .. })), "{again:?}");
    }
    assert_eq!(place.read("a").unwrap(), b"first");
    assert_eq!(place.store.head(&place.key("a")).unwrap().etag, first.etag);
}

fn replace(place: &Place<'_>) {
    let first = place.create("a", b"first").unwrap();
    let second = place.replace("a", b"second", &first.etag).unwrap();
    assert_eq!(place.read("a").unwrap(), b"second");
    let stale = place.replace("a", b"third", &first.etag);
    assert!(matches!(stale, Err(ObjectError::Changed { .. })), "{stale:?}");
    assert_eq!(place.read("a").unwrap(), b"second");
    let large = pattern(9 << 20);
    let third = place.replace("a", &large, &second.etag).unwrap();
    assert!(place.read("a").unwrap() == large);
    let stale = place.replace("a", &large, &second.etag);
    assert!(matches!(stale, Err(ObjectError::Changed { .. })), "{stale:?}");
    place.replace("a", b"fourth", &third.etag).unwrap();

    let missing = place.replace("b", b"first", &first.etag);
    assert!(matches!(missing, Err(ObjectError::Changed { .. })), "{missing:?}");
    place.store.delete(&place.key("a")).unwrap();
    let gone = place.replace("a", b"fifth", &third.etag);
    assert!(matches!(gone, Err(ObjectError::Changed { .. })), "{gone:?}");
    assert!(matches!(place.read("a"), Err(ObjectError::Missing { .. })));
}

fn race_to_create(place: &Place<'_>) {
    const RACERS: usize = 16;
    for round in 0..5 {
        let (name, start) = (format!("round-{round}"), Barrier::new(RACERS));
        let won: Vec<_> = thread::scope(|scope| {
            let racer = |number: usize| {
                let (name, start) = (&name, &start);
                scope.spawn(move || {
                    start.wait();
                    match place.create(name, number.to_string().as_bytes()) {
                        Ok(_) => Some(number),
                        Err(ObjectError::Exists { .. }) => None,
                        Err(error) => panic!("{error}"),
                    }
                })
            };
            let racers: Vec<_> = (0..RACERS).map(racer).collect();
            racers.into_iter().filter_map(|racer| racer.join().unwrap()).collect()
        });
        assert_eq!(won.len(), 1, "winners: {won:?}");
        assert_eq!(place.read(&name).unwrap(), won[0].to_string().as_bytes());
    }
}

/// Everybody adds one until it was taken: nothing is lost, and nothing counted twice.
fn race_to_replace(place: &Place<'_>) {
    const RACERS: usize = 8;
    const EACH: usize = 5;
    let key = place.key("counter");
    place.create("counter", b"0").unwrap();
    let add = || -> Result<(), ObjectError> {
        let object = place.store.get(&key, None)?;
        let etag = object.meta.etag.clone();
        let text = String::from_utf8(object.bytes(100)?).unwrap();
        let next = text.parse::<usize>().unwrap() + 1;
        place.replace("counter", next.to_string().as_bytes(), &etag).map(drop)
    };
    thread::scope(|scope| {
        for _ in 0..RACERS {
            scope.spawn(|| {
                for _ in 0..EACH {
                    while let Err(error) = add() {
                        assert!(matches!(error, ObjectError::Changed { .. }), "{error}");
                    }
                }
            });
        }
    });
    assert_eq!(place.read("counter").unwrap(), (RACERS * EACH).to_string().as_bytes());
}

fn list(place: &Place<'_>) {
    // No name is also a folder: a directory could not have both.
    for name in ["a-", "a/1", "a/2/x", "a/2/y", "ab/1", "b/1/2/3", "c"] {
        place.create(name, name.as_bytes()).unwrap();
    }
    let listed = |prefix: &Prefix| {
        let listing = place.store.list(prefix).unwrap();
        assert!(listing.strange.is_empty(), "{listing:?}");
        let name = |text: &str| text.strip_prefix(place.prefix.as_str()).unwrap().to_owned();
        let objects = listing.objects.iter().map(|object| {
            let name = name(object.key.as_str());
            assert_eq!(object.length, name.len() as u64);
            name
        });
        let prefixes = listing.prefixes.iter().map(|prefix| name(prefix.as_str()));
        objects.chain(prefixes).collect::<Vec<_>>()
    };
    assert_eq!(listed(place.prefix), ["a-", "c", "a/", "ab/", "b/"]);
    let below = |name: &str| listed(&place.prefix.folder(name).unwrap());
    assert_eq!(below("a"), ["a/1", "a/2/"]);
    assert_eq!(below("a/2"), ["a/2/x", "a/2/y"]);
    assert_eq!(below("b"), ["b/1/"]);
    assert!(below("c").is_empty() && below("d").is_empty());
}

fn list_order(place: &Place<'_>) {
    let mut names = ["Z", "a!", "a", "a-b", "a.b", "a0", "aa", "a~", "z", "é", "日", "𝄞", "~", "0"];
    for name in names {
        place.create(name, b"").unwrap();
        place.create(&format!("{name}_/x"), b"").unwrap();
    }
    names.sort_unstable();
    let listing = place.store.list(place.prefix).unwrap();
    let keys: Vec<_> = listing.objects.iter().map(|object| object.key.clone()).collect();
    assert_eq!(keys, names.map(|name| place.key(name)));
    let mut folders = names.map(|name| place.prefix.folder(&format!("{name}_")).unwrap());
    folders.sort();
    assert_eq!(listing.prefixes, folders);
}

/// Whatever a driver does with a key on its way, it finds it again.
fn names(place: &Place<'_>) {
    let long = "x".repeat(200);
    let names = [
        "a b",
        "a+b",
        "a%20b",
        "a%2Fb",
        "a&b=c",
        "a?b",
        "a#b",
        "a;b",
        "a\"b'c",
        "<a>",
        "a:b",
        "a*b",
        "$a",
        "@a",
        "a,b",
        "é/ü",
        "e\u{301}",
        "日本/語",
        "🦀",
        "..a",
        "-a",
        "null",
        &long,
    ];
    for name in names {
        place.create(name, name.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    for name in names {
        assert_eq!(place.read(name).unwrap(), name.as_bytes(), "{name}");
    }
    let listing = place.store.list(place.prefix).unwrap();
    assert_eq!(listing.objects.len() + listing.prefixes.len(), names.len(), "{listing:?}");
}

fn wrong_content(place: &Place<'_>) {
    for length in [4, 9 << 20] {
        let bytes = pattern(length);
        let (length, digest) = (length as u64, Digest::of(&bytes));
        let mut flipped = bytes.clone();
        *flipped.last_mut().unwrap() ^= 1;
        let name = format!("{length}");
        let key = place.key(&name);
        for (source, length) in
            [(&bytes, length + 1), (&bytes, length - 1), (&flipped, length), (&Vec::new(), length)]
        {
            let content = Content::new(source.as_slice(), length, digest);
            let put = place.store.put(&key, content, Condition::Absent);
            assert!(matches!(put, Err(ObjectError::Content { .. })), "{put:?}");
            assert!(matches!(place.read(&name), Err(ObjectError::Missing { .. })));
        }
        let etag = place.create(&name, b"1").unwrap().etag;
        let content = Content::new(flipped.as_slice(), length, digest);
        let put = place.store.put(&key, content, Condition::Match(&etag));
        assert!(matches!(put, Err(ObjectError::Content { .. })), "{put:?}");
        assert_eq!(place.read(&name).unwrap(), b"1");
    }
}

fn delete(place: &Place<'_>) {
    let listed = |name: &str| {
        let prefix = place.prefix.folder(name).unwrap();
        place.store.list(&prefix).unwrap().objects.len()
    };
    for _ in 0..2 {
        place.create("a/b/c", b"1").unwrap();
        place.create("a/d", b"1").unwrap();
        assert_eq!((listed("a"), listed("a/b")), (1, 1));
        place.store.delete(&place.key("a/b/c")).unwrap();
        place.store.delete(&place.key("a/b/c")).unwrap();
        assert!(matches!(place.read("a/b/c"), Err(ObjectError::Missing { .. })));
        assert_eq!((listed("a"), listed("a/b")), (1, 0));
        place.store.delete(&place.key("a/d")).unwrap();
        assert_eq!(listed("a"), 0);
    }
}

fn limit(place: &Place<'_>) {
    place.create("a", b"12345").unwrap();
    let read = |limit| place.store.get(&place.key("a"), None).unwrap().bytes(limit);
    assert_eq!(read(5).unwrap(), b"12345");
    assert!(matches!(read(4), Err(ObjectError::TooLarge { .. })));
}

/// A writer that ends in the middle leaves nothing that can be read, and what it leaves can be removed.
fn unfinished(place: &Place<'_>) {
    /// Ends like a process that is killed: without a word.
    struct Dying(usize);
    impl std::io::Read for Dying {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            assert!(self.0 > 0, "the writer ends here");
            let size = buffer.len().min(70_001).min(self.0);
            self.0 -= size;
            buffer[..size].fill(7);
            Ok(size)
        }
    }
    // More than a part, for parts of 5 MiB.
    let bytes = pattern(6 << 20);
    place.create("stays", &bytes).unwrap();
    let key = place.key("a/b");
    for _ in 0..2 {
        let content = Content::new(Dying(bytes.len() - 1), bytes.len() as u64, Digest::of(&bytes));
        let put = || place.store.put(&key, content, Condition::Absent);
        panic::catch_unwind(AssertUnwindSafe(put)).unwrap_err();
    }
    assert!(matches!(place.store.head(&key), Err(ObjectError::Missing { .. })));
    for _ in 0..2 {
        place.store.end_unfinished(place.prefix).unwrap();
        assert!(matches!(place.store.head(&key), Err(ObjectError::Missing { .. })));
        assert!(place.read("stays").unwrap() == bytes);
    }
    place.create("a/b", &bytes).unwrap();
    for _ in 0..2 {
        place.store.end_unfinished(place.prefix).unwrap();
        assert!(place.read("a/b").unwrap() == bytes);
    }
}
