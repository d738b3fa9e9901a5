//! What a server really honours, found out with canaries on the bucket itself.
//!
//! Servers accept headers that they do not act on: a condition that is ignored overwrites what it should protect, and says that all is
//! well. So each promise is put to the test, most of all by many requests at once. What the doctor makes lies below one prefix of its own, and
//! goes again. It repeats nothing: a request that is sent twice proves less.

mod canary;
mod lock;
mod trial;
mod writes;

use super::{Credentials, Location, Options, S3};
use crate::error::ObjectError;
use canary::Canaries;
use cos_core::clock::Clock;

/// The promises that cos relies on; without one of them two writers may both believe that they won.
pub const REQUIRED: &[&str] =
    &["create-once", "create-race", "create-parts", "swap-stale", "swap-race"];

/// What was found out about a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Where the canaries lay.
    pub location: Location,
    /// What the server calls itself.
    pub server: Option<String>,
    /// One finding a probe, in the order in which they were made.
    pub findings: Vec<Finding>,
    /// What could not be removed again: keys, with their versions where there are any.
    pub left: Vec<String>,
}

/// What one probe found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The probe's name, which does not change.
    pub probe: &'static str,
    /// What the server ought to do.
    pub promise: &'static str,
    /// Whether it does.
    pub verdict: Verdict,
    /// What it did.
    pub detail: String,
}

/// Whether a server does what it ought to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It says that it cannot do it, which is honest.
    Absent,
    /// It does it.
    Honoured,
    /// It says that it did it, and did not.
    Ignored,
    /// The probe was inconclusive.
    Unclear,
}

impl Diagnosis {
    /// Whether all of [`REQUIRED`] is honoured.
    pub fn is_sound(&self) -> bool {
        REQUIRED.iter().all(|probe| {
            let mut found = self.findings.iter().filter(|finding| finding.probe == *probe);
            found.next().is_some_and(|finding| finding.verdict == Verdict::Honoured)
        })
    }

    /// Whether this finding decides about [`Self::is_sound`].
    pub fn is_required(finding: &Finding) -> bool {
        REQUIRED.contains(&finding.probe)
    }
}

/// Examines the server of `location`. `tell` hears what is going on; `clock` is ours, to be compared with the server's.
///
/// Fails where not even an object can be written and read: then there is nothing to examine.
pub fn examine(
    location: &Location,
    options: &Options,
    clock: &dyn Clock,
    tell: &dyn Fn(&str),
) -> Result<Diagnosis, ObjectError> {
    let store = S3::open(&location.bucket, options)?;
    let strangers = [
        Credentials::Anonymous,
        Credentials::Given { id: "cos-doctor-stranger".into(), secret: "wrong".into() },
    ];
    let strangers = strangers.map(|credentials| {
        let (endpoint, region) = (store.calls.endpoint.clone(), Some(store.calls.region.clone()));
        S3::open(&location.bucket, &Options { endpoint, region, credentials, ..options.clone() })
    });
    let canaries = Canaries::new(&store, &location.prefix)?;
    let server = canaries.prove_access(clock)?;
    let mut findings = Vec::new();
    tell("probing conditional writes");
    findings.extend(writes::probe(&canaries));
    tell("probing checksums, listings and access");
    findings.extend(trial::probe(&canaries, &server));
    for (stranger, name) in strangers.iter().zip(["anonymous", "stranger"]) {
        findings.push(trial::stranger(&canaries, stranger.as_ref(), name));
    }
    tell("probing versions, retention and legal hold");
    let held = lock::probe(&canaries, &server, &mut findings);
    if let Some(wait) = held.wait {
        tell(&format!("waiting {} s for the retention of the canaries to end", wait.as_secs()));
        std::thread::sleep(wait);
    }
    let left = canaries.remove(&held.on_hold);
    Ok(Diagnosis { location: location.clone(), server: server.name, findings, left })
}

fn finding(
    probe: &'static str,
    promise: &'static str,
    (verdict, detail): (Verdict, impl Into<String>),
) -> Finding {
    Finding { probe, promise, verdict, detail: detail.into() }
}
