//! Every fault on every request of a call, then every pair of faults: what a call says is what happened.
//!
//! Behind the proxy stands a real server, and beside it a second way to that server, which sees what is really there. A call may fail; what
//! it must not do is say that it did what it did not, that it did not do what it did, or hand on content that is not what was stored.

use crate::s3::options;
use cos_objects::s3::{S3, Tuning};
use cos_objects::{Condition, Content, Etag, Key, Meta, ObjectError, Prefix, Store as _};
use cos_testkit::faults::{Fault, FaultProxy};
use cos_testkit::servers::Server;
use std::thread;
use std::time::Duration;

/// How many plans are tried at once: most of their time they wait.
const WORKERS: usize = 8;

/// A server, the way to it through the proxy, and the way past the proxy.
struct Matrix {
    worker: usize,
    proxy: FaultProxy,
    faulty: S3,
    direct: S3,
    number: usize,
    /// How calls ended: done, refused, damaged or unavailable, unknown.
    ended: [usize; 4],
}

/// What was there before a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Nothing,
    Theirs,
}

const NEW: &[u8] = b"what this call writes";
const OLD: &[u8] = b"what was there before";

impl Matrix {
    fn new(server: &Server, bucket: &str, worker: usize) -> Self {
        let proxy = FaultProxy::start(server.address());
        let mut options = options(proxy.endpoint());
        options.tuning = Tuning {
            attempt: Duration::from_secs(1),
            stall: Duration::from_millis(300),
            attempts: 4,
            pause: Duration::from_millis(2),
            ..options.tuning
        };
        let faulty = S3::open(bucket, &options).unwrap();
        options.endpoint = Some(server.endpoint());
        options.tuning.attempt = Duration::from_secs(20);
        options.tuning.stall = Duration::from_secs(20);
        let direct = S3::open(bucket, &options).unwrap();
        Self { worker, proxy, faulty, direct, number: 0, ended: [0; 4] }
    }

    /// A key that nobody used.
    fn key(&mut self) -> Key {
        self.number += 1;
        Key::new(format!("faults/{}/{}/object", self.worker, self.number)).unwrap()
    }

    fn there(&self, key: &Key) -> Option<Vec<u8>> {
        match self.direct.get(key, None) {
            Ok(object) => Some(object.bytes(1 << 26).unwrap()),
            Err(ObjectError::Missing { .. }) => None,
            Err(error) => panic!("{error}"),
        }
    }

    fn prepare(&self, key: &Key, before: Before) -> Option<Etag> {
        let old = Content::bytes(OLD);
        (before == Before::Theirs)
            .then(|| self.direct.put(key, old, Condition::Absent).unwrap().etag)
    }

    /// Creates under faults, and holds what it says against what is there.
    fn create(&mut self, plan: &[Option<Fault>], before: Before, new: &[u8]) {
        let key = self.key();
        self.prepare(&key, before);
        self.proxy.plan(plan.iter().copied());
        let said = self.faulty.put(&key, Content::bytes(new), Condition::Absent);
        let what = format!("create, {before:?}, {plan:?}: {said:?}, {:?}", self.proxy.seen());
        self.proxy.plan([]);
        let there = self.there(&key);
        let is_ours = there.as_deref() == Some(new);
        let is_theirs = there.as_deref() == Some(OLD);
        match (&said, before) {
            (Ok(meta), Before::Nothing) => {
                assert!(is_ours, "{what}");
                self.fits(&key, meta, &what);
            }
            // An answer of the proxy's own may be a lie about the condition.
            (Err(ObjectError::Exists { .. }), Before::Nothing) => {
                assert!(plan.contains(&Some(Fault::PreconditionFailed)) && !is_ours, "{what}");
            }
            (Err(ObjectError::Exists { .. }), Before::Theirs) => assert!(is_theirs, "{what}"),
            (Err(ObjectError::Unknown { .. }), Before::Nothing) => {
                assert!(is_ours || there.is_none(), "{what}");
            }
            (Err(ObjectError::Unavailable { .. }), Before::Nothing) => {
                assert!(there.is_none(), "{what}");
            }
            (
                Err(ObjectError::Unknown { .. } | ObjectError::Unavailable { .. }),
                Before::Theirs,
            ) => {
                assert!(is_theirs, "{what}");
            }
            // A request that is put together from nonsense is refused.
            (Err(ObjectError::Denied { .. }), _) => {
                assert!(plan.contains(&Some(Fault::RequestFlipped)) && !is_ours, "{what}");
            }
            _ => panic!("{what}"),
        }
        self.count(&said);
    }

    /// Replaces under faults, and holds what it says against what is there.
    fn replace(&mut self, plan: &[Option<Fault>]) {
        let key = self.key();
        let etag = self.prepare(&key, Before::Theirs).unwrap();
        self.proxy.plan(plan.iter().copied());
        let said = self.faulty.put(&key, Content::bytes(NEW), Condition::Match(&etag));
        let what = format!("replace, {plan:?}: {said:?}, {:?}", self.proxy.seen());
        self.proxy.plan([]);
        let there = self.there(&key).unwrap();
        match &said {
            Ok(meta) => {
                assert!(there == NEW, "{what}");
                self.fits(&key, meta, &what);
            }
            Err(ObjectError::Changed { .. }) => {
                assert!(plan.contains(&Some(Fault::PreconditionFailed)) && there == OLD, "{what}");
            }
            Err(ObjectError::Unknown { .. }) => assert!(there == NEW || there == OLD, "{what}"),
            Err(ObjectError::Unavailable { .. }) => assert!(there == OLD, "{what}"),
            Err(error) => panic!("{error}: {what}"),
        }
        self.count(&said);
    }

    /// Reads, looks at, lists and deletes under faults.
    fn others(&mut self, plan: &[Option<Fault>]) {
        let key = self.key();
        self.prepare(&key, Before::Theirs);
        let may_fail = |error: &ObjectError| {
            matches!(
                error,
                ObjectError::Damaged { .. }
                    | ObjectError::Denied { .. }
                    | ObjectError::Unavailable { .. }
                    | ObjectError::Changed { .. }
            )
        };

        self.proxy.plan(plan.iter().copied());
        let read = self.faulty.get(&key, None).and_then(|object| object.bytes(1 << 20));
        match &read {
            Ok(bytes) => assert!(bytes == OLD, "{plan:?}: {read:?}"),
            Err(error) => assert!(may_fail(error), "{plan:?}: {read:?}"),
        }
        self.count(&read);

        self.proxy.plan(plan.iter().copied());
        let head = self.faulty.head(&key);
        match &head {
            Ok(meta) => assert_eq!(meta.length, OLD.len() as u64),
            Err(error) => assert!(may_fail(error), "{plan:?}: {head:?}"),
        }

        self.proxy.plan(plan.iter().copied());
        let deleted = self.faulty.delete(&key);
        self.proxy.plan([]);
        match &deleted {
            Ok(()) => assert_eq!(self.there(&key), None, "{plan:?}"),
            Err(error) => assert!(may_fail(error), "{plan:?}: {deleted:?}"),
        }
    }

    /// Lists under faults: what is listed is there, and what the server did not hide is listed.
    fn list(&mut self, plan: &[Option<Fault>], prefix: &Prefix, names: &[Key]) {
        self.proxy.plan(plan.iter().copied());
        let said = self.faulty.list(prefix);
        match &said {
            Ok(listing) => {
                let keys: Vec<_> = listing.objects.iter().map(|object| &object.key).collect();
                assert!(keys.is_sorted() && keys.iter().all(|key| names.contains(key)), "{plan:?}");
                let is_short = plan.contains(&Some(Fault::ListShort))
                    || plan.contains(&Some(Fault::ListAgain))
                    || plan.contains(&Some(Fault::AnswerFlipped));
                assert!(is_short || keys.len() == names.len(), "{plan:?}: {listing:?}");
            }
            Err(
                ObjectError::Damaged { .. }
                | ObjectError::Denied { .. }
                | ObjectError::Unavailable { .. },
            ) => {}
            Err(error) => panic!("{plan:?}: {error}"),
        }
        self.count(&said);
    }

    /// What a write says of an object is what the server says of it.
    fn fits(&self, key: &Key, said: &Meta, what: &str) {
        let there = self.direct.head(key).unwrap();
        assert_eq!((&said.etag, said.length), (&there.etag, there.length), "{what}");
        assert_eq!(said.sha256, there.sha256, "{what}");
    }

    fn count<T>(&mut self, said: &Result<T, ObjectError>) {
        self.ended[match said {
            Ok(_) => 0,
            Err(ObjectError::Exists { .. } | ObjectError::Changed { .. }) => 1,
            Err(ObjectError::Unknown { .. }) => 3,
            Err(_) => 2,
        }] += 1;
    }

    /// Everything with one plan.
    fn run(&mut self, plan: &[Option<Fault>], prefix: &Prefix, names: &[Key]) {
        self.create(plan, Before::Nothing, NEW);
        self.create(plan, Before::Theirs, NEW);
        self.replace(plan);
        self.list(plan, prefix, names);
        if plan.len() <= 2 {
            self.others(plan);
        }
    }
}

/// Every fault at each of the first requests, then every pair.
pub(crate) fn run(server: &Server, bucket: &str) {
    let plans = plans();
    let large: Vec<u8> = (0..(5 << 20) + 1_000_u32).map(|at| (at >> 8) as u8).collect();
    let prefix = Prefix::new("faults/listed/").unwrap();
    let names: Vec<_> = (0..7).map(|number| prefix.key(&format!("{number}")).unwrap()).collect();
    let work = |worker: usize| {
        let mut matrix = Matrix::new(server, bucket, worker);
        let mine = |number: &usize| number % WORKERS == worker;
        for (_, plan) in plans.iter().enumerate().filter(|(number, _)| mine(number)) {
            matrix.run(plan, &prefix, &names);
        }
        for (_, (plan, before)) in plans_in_parts().iter().enumerate().filter(|(at, _)| mine(at)) {
            matrix.create(plan, *before, &large);
        }
        matrix.ended
    };
    let [done, refused, failed, unknown] = thread::scope(|scope| {
        let first = Matrix::new(server, bucket, WORKERS);
        for name in &names {
            first.direct.put(name, Content::bytes(b"1"), Condition::Absent).unwrap();
        }
        let work = &work;
        let workers: Vec<_> =
            (0..WORKERS).map(|worker| scope.spawn(move || work(worker))).collect();
        workers.into_iter().fold([0; 4], |sum, worker| {
            let ended = worker.join().unwrap();
            [0, 1, 2, 3].map(|at| sum[at] + ended[at])
        })
    });
    // Nearly everything is done in the end: that is what repeating is for.
    let all = done + refused + failed + unknown;
    assert!((done + refused) * 10 > all * 8, "{done} {refused} {failed} {unknown}");
}

/// Objects in parts: every fault at each of their requests, and pairs where they are put together.
fn plans_in_parts() -> Vec<(Vec<Option<Fault>>, Before)> {
    let mut plans = Vec::new();
    // Asked whether it is there, begun, two parts, put together; then what is asked after a fault.
    for at in 0..6 {
        for &fault in Fault::ALL {
            let mut plan = vec![None; at];
            plan.push(Some(fault));
            plans.push((plan, Before::Nothing));
        }
    }
    for first in [Fault::DropAfter, Fault::DropBefore, Fault::InternalErrorAfter, Fault::SlowDown] {
        for &second in Fault::ALL {
            plans.push((vec![None, None, None, None, Some(first), Some(second)], Before::Nothing));
        }
        plans.push((vec![Some(first)], Before::Theirs));
    }
    plans
}

/// One fault at one of the first three requests, or two at the first two, or one request between two.
fn plans() -> Vec<Vec<Option<Fault>>> {
    let mut plans = Vec::new();
    for &fault in Fault::ALL {
        plans.extend((0..3).map(|at| {
            let mut plan = vec![None; at];
            plan.push(Some(fault));
            plan
        }));
    }
    for &first in Fault::ALL {
        for &second in Fault::ALL {
            plans.push(vec![Some(first), Some(second)]);
            plans.push(vec![Some(first), None, Some(second)]);
        }
    }
    plans
}
