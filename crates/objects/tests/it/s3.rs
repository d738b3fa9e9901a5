//! The S3 driver against SeaweedFS: the suite, and what only a server can do.

use crate::faults;
use cos_core::clock::{FrozenClock, Timestamp};
use cos_core::digest::Digest;
use cos_objects::s3::doctor::{Diagnosis, Finding, REQUIRED, Verdict, examine};
use cos_objects::s3::{BucketKind, Credentials, Location, Options, S3, Tuning};
use cos_objects::{Condition, Content, Key, ObjectError, Prefix, Store as _};
use cos_testkit::objects::{check_retain, check_store};
use cos_testkit::servers::Server;
use std::io::{self, Read};
use std::panic::{self, AssertUnwindSafe};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How the tests reach `endpoint`: pages so small that every listing has some, pauses so short that retries cost nothing.
pub(crate) fn options(endpoint: String) -> Options {
    let tuning = Tuning {
        attempt: Duration::from_secs(20),
        pause: Duration::from_millis(20),
        part: 5 << 20,
        page: 3,
        ..Tuning::default()
    };
    Options {
        endpoint: Some(endpoint),
        credentials: Credentials::Given { id: Server::ID.into(), secret: Server::SECRET.into() },
        tuning,
        ..Options::default()
    }
}

#[expect(clippy::disallowed_methods, reason = "the server's clock is the machine's")]
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp(since.as_secs().cast_signed())
}

fn wait(until: Timestamp) {
    let left = until.0 - now().0 + 1;
    thread::sleep(Duration::from_secs(left.max(0).unsigned_abs()));
}

#[test]
fn seaweed() {
    let server = Server::seaweed();
    let options = options(server.endpoint());
    let plain = S3::open("plain", &options).unwrap();
    plain.make_bucket(BucketKind::Plain).unwrap();
    check_store(&plain, &Prefix::default());

    let locking = S3::open("locking", &options).unwrap();
    locking.make_bucket(BucketKind::Locking).unwrap();
    check_store(&locking, &Prefix::new("stored/").unwrap());
    check_retain(&locking, &Prefix::new("retained/").unwrap(), &now, &wait);

    uploads(&plain);
    refusals(&options);
    faults::run(&server, "plain");
    examined(&options);
}

/// Uploads that nobody can finish are seen and ended below one prefix, and the writer that one was taken from is told the truth.
fn uploads(store: &S3) {
    let [mine, others] = ["uploads/mine/", "uploads/mine-not/"].map(|p| Prefix::new(p).unwrap());
    let bytes = vec![7; 12 << 20];
    let dying = |key: &Key| {
        let source = bytes[..6 << 20].chain(Dying);
        let content = Content::new(source, bytes.len() as u64, Digest::of(&bytes));
        let put = || store.put(key, content, Condition::Absent);
        panic::catch_unwind(AssertUnwindSafe(put)).unwrap_err();
    };
    for name in ["a", "b", "b", "deep/c", "deep/d"] {
        dying(&mine.key(name).unwrap());
    }
    dying(&others.key("a").unwrap());
    let names = ["a", "b", "b", "deep/c", "deep/d"].map(|name| format!("uploads/mine/{name}"));
    assert_eq!(store.unfinished(&mine).unwrap(), names);
    // Somebody may still be about to finish what is not there.
    store.end_unfinished(&mine).unwrap();
    assert_eq!(store.unfinished(&mine).unwrap(), names);
    let put = |key: Key| _ = store.put(&key, Content::bytes(b"1"), Condition::Absent).unwrap();
    for name in ["a", "b", "deep/c"] {
        put(mine.key(name).unwrap());
    }
    put(others.key("a").unwrap());
    store.end_unfinished(&mine).unwrap();
    assert_eq!(store.unfinished(&mine).unwrap(), ["uploads/mine/deep/d"]);
    assert_eq!(store.unfinished(&others).unwrap(), ["uploads/mine-not/a"]);
    put(mine.key("deep/d").unwrap());
    let all = Prefix::new("uploads/").unwrap();
    store.end_unfinished(&all).unwrap();
    assert_eq!(store.unfinished(&all).unwrap(), [""; 0]);

    // The first of two writers ends what the second has sent so far.
    let key = mine.key("both").unwrap();
    let first = || {
        store.put(&key, Content::bytes(&bytes), Condition::Absent).unwrap();
        store.end_unfinished(&mine).unwrap();
    };
    let source = bytes[..11 << 20].chain(Between(Some(first))).chain(&bytes[11 << 20..]);
    let content = Content::new(source, bytes.len() as u64, Digest::of(&bytes));
    let second = store.put(&key, content, Condition::Absent);
    assert!(matches!(second, Err(ObjectError::Exists { .. })), "{second:?}");
    assert_eq!(store.unfinished(&mine).unwrap(), [""; 0]);
}

/// The source of a writer that ends without a word.
struct Dying;

impl Read for Dying {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        panic!("the writer ends here")
    }
}

/// A source that gives nothing, after it did something.
struct Between<F>(Option<F>);

impl<F: FnOnce()> Read for Between<F> {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        if let Some(act) = self.0.take() {
            act();
        }
        Ok(0)
    }
}

/// What the doctor says of a server, one line a finding.
fn diagnosis(bucket: &str, options: &Options) -> (Diagnosis, String) {
    let location = Location::parse(&format!("s3://{bucket}/examined")).unwrap();
    let clock = FrozenClock(now());
    let diagnosis = examine(&location, options, &clock, &|_| {}).unwrap();
    let line = |finding: &Finding| {
        format!("{}: {:?} ({})\n", finding.probe, finding.verdict, finding.detail)
    };
    let lines = diagnosis.findings.iter().map(line).collect();
    (diagnosis, lines)
}

/// The doctor finds an honest server honest, and leaves nothing behind.
fn examined(options: &Options) {
    for bucket in ["plain", "locking"] {
        let (diagnosis, said) = diagnosis(bucket, options);
        assert!(diagnosis.is_sound(), "{said}");
        assert!(diagnosis.left.is_empty(), "{:?}", diagnosis.left);
        let has = |probe: &str, verdict| {
            diagnosis.findings.iter().any(|one| one.probe == probe && one.verdict == verdict)
        };
        let locks = if bucket == "plain" { Verdict::Absent } else { Verdict::Honoured };
        for probe in ["versions", "governance", "compliance", "legal-hold"] {
            assert!(has(probe, locks), "{probe}: {said}");
        }
        for probe in ["checksum", "checksum-kept", "metadata", "anonymous", "stranger", "clock"] {
            assert!(has(probe, Verdict::Honoured), "{probe}: {said}");
        }
        let store = S3::open(bucket, options).unwrap();
        let listing = store.list(&Prefix::new("examined/").unwrap()).unwrap();
        assert!(listing.objects.is_empty(), "{listing:?}");
    }
}

/// A server that takes conditions and overwrites all the same is found out.
#[test]
fn rclone() {
    let server = Server::rclone();
    let (diagnosis, said) = diagnosis("liar", &options(server.endpoint()));
    assert!(!diagnosis.is_sound(), "{said}");
    for probe in REQUIRED {
        let found = diagnosis.findings.iter().find(|finding| finding.probe == *probe).unwrap();
        // What its answer to an object in parts means is hard to tell.
        let unclear = *probe == "create-parts" && found.verdict == Verdict::Unclear;
        assert!(found.verdict == Verdict::Ignored || unclear, "{probe}: {said}");
    }
    assert!(diagnosis.left.is_empty(), "{:?}", diagnosis.left);
}

/// What is not there, not allowed or not reachable is told apart.
fn refusals(options: &Options) {
    let key = Key::new("a").unwrap();
    let other = S3::open("no-such-bucket", options).unwrap();
    let error = other.list(&Prefix::default()).unwrap_err();
    assert!(matches!(error, ObjectError::Setup(_)), "{error}");
    let credentials = Credentials::Given { id: Server::ID.into(), secret: "wrong".into() };
    for credentials in [credentials, Credentials::Anonymous] {
        let stranger = S3::open("plain", &Options { credentials, ..options.clone() }).unwrap();
        let error = stranger.get(&key, None).unwrap_err();
        assert!(matches!(error, ObjectError::Denied { .. }), "{error}");
    }
    let nowhere = Options { endpoint: Some("http://127.0.0.1:1".into()), ..options.clone() };
    let error = S3::open("plain", &nowhere).unwrap().head(&key).unwrap_err();
    assert!(matches!(error, ObjectError::Unavailable { .. }), "{error}");
}
