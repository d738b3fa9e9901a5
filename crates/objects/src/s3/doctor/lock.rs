//! Versions, retention and legal hold: whether what is protected can be removed, replaced or protected less all the same.

use super::canary::{Canaries, Server, When};
use super::{Finding, Verdict, finding};
use crate::key::Key;
use crate::s3::failure::{Failure, Kind};
use crate::store::{Hold, Retain as _, Store as _, Version};
use aws_sdk_s3::primitives::DateTime;
use aws_sdk_s3::types::{ObjectLockMode, ObjectLockRetention, ObjectLockRetentionMode};
use cos_core::clock::Timestamp;
use std::time::Duration;

/// For how long canaries are retained, in seconds: longer than the probes take, as short as the wait at the end should be.
const RETAINED: i64 = 10;

type Found = (Verdict, String);

/// What keeps canaries from being removed.
#[derive(Default)]
pub(super) struct Held {
    /// How long to wait until no retention lasts.
    pub(super) wait: Option<Duration>,
    pub(super) on_hold: Vec<(Key, Version)>,
}

pub(super) fn probe(canaries: &Canaries<'_>, server: &Server, findings: &mut Vec<Finding>) -> Held {
    let mut held = Held::default();
    let versions = versions(canaries).unwrap_or_else(|failure| unclear(&failure));
    findings.push(finding("versions", "a replaced object can still be read", versions));
    let until = Timestamp(server.now().0 + RETAINED);
    let mut is_retained = false;
    for mode in [ObjectLockMode::Governance, ObjectLockMode::Compliance] {
        let (probe, promise) = match mode {
            ObjectLockMode::Compliance => {
                ("compliance", "a retained object (compliance) is removed by nobody")
            }
            _ => ("governance", "a retained object (governance) is not removed by accident"),
        };
        let found = match retained(canaries, probe, &mode, until) {
            Ok(version) => {
                let found = removal(canaries, probe, version.as_ref(), &mode);
                is_retained |= found.0 != Verdict::Ignored;
                if mode == ObjectLockMode::Compliance && found.0 == Verdict::Honoured {
                    let shorter = shorten(canaries, probe, version.as_ref(), until);
                    let promise = "a retention (compliance) is not shortened";
                    findings.push(finding("shorten", promise, shorter));
                }
                found
            }
            Err(found) => found,
        };
        findings.push(finding(probe, promise, found));
    }
    let found = legal_hold(canaries, &mut held);
    findings.push(finding("legal-hold", "an object under legal hold is removed by nobody", found));
    if is_retained {
        let left = until.0 - server.now().0 + 1;
        held.wait = Some(Duration::from_secs(left.max(0).unsigned_abs()));
    }
    held
}

fn versions(canaries: &Canaries<'_>) -> Result<Found, Failure> {
    let first = canaries.put("versions", b"first", When::Always)?;
    canaries.put("versions", b"second", When::Always)?;
    let Some(version) = first.version.filter(|version| version != "null") else {
        return Ok((Verdict::Absent, "the bucket keeps no versions".into()));
    };
    let found = canaries.store.get(&canaries.key("versions"), Some(&Version::new(version)));
    Ok(match found.and_then(|object| object.bytes(100)) {
        Ok(bytes) if bytes == b"first" => (Verdict::Honoured, "the first version is there".into()),
        Ok(_) => (Verdict::Ignored, "the first version has another content".into()),
        Err(error) => (Verdict::Ignored, error.to_string()),
    })
}

/// Writes a canary that is retained, and returns its version.
fn retained(
    canaries: &Canaries<'_>,
    name: &str,
    mode: &ObjectLockMode,
    until: Timestamp,
) -> Result<Option<Version>, Found> {
    let put = canaries.put_as(name, b"canary", When::Always, |request| {
        let request = request.object_lock_mode(mode.clone());
        request.object_lock_retain_until_date(DateTime::from_secs(until.0))
    });
    match put {
        Ok(put) => Ok(put.version.map(Version::new)),
        Err(failure) => Err(refused(&failure)),
    }
}

/// Tries to remove a version that is protected; in compliance mode with the right to bypass, too.
fn removal(
    canaries: &Canaries<'_>,
    name: &str,
    version: Option<&Version>,
    mode: &ObjectLockMode,
) -> Found {
    let calls = canaries.calls();
    let is_compliance = *mode == ObjectLockMode::Compliance;
    let request = calls.client.delete_object().bucket(&calls.bucket);
    let request = request.key(canaries.key(name).as_str());
    let request = request.set_version_id(version.map(|version| version.as_str().into()));
    let request = request.set_bypass_governance_retention(is_compliance.then_some(true));
    let removed = calls.block_on(calls.once(request.send()));
    judge_removal(canaries, name, version, removed.map(drop))
}

fn judge_removal(
    canaries: &Canaries<'_>,
    name: &str,
    version: Option<&Version>,
    removed: Result<(), Failure>,
) -> Found {
    let stands = canaries.store.get(&canaries.key(name), version);
    match (removed, stands) {
        (Err(failure), Ok(_)) if failure.kind == Kind::Denied => {
            (Verdict::Honoured, "its removal was refused".into())
        }
        (Err(failure), Ok(_)) => unclear(&failure),
        (Ok(()), Ok(_)) => (Verdict::Ignored, "its removal was accepted, and did nothing".into()),
        (_, Err(_)) => (Verdict::Ignored, "it was removed".into()),
    }
}

fn shorten(
    canaries: &Canaries<'_>,
    name: &str,
    version: Option<&Version>,
    until: Timestamp,
) -> Found {
    let calls = canaries.calls();
    let shorter = ObjectLockRetention::builder()
        .mode(ObjectLockRetentionMode::Compliance)
        .retain_until_date(DateTime::from_secs(until.0 - 5))
        .build();
    let request = calls.client.put_object_retention().bucket(&calls.bucket);
    let request = request.key(canaries.key(name).as_str()).retention(shorter);
    let request = request.set_version_id(version.map(|version| version.as_str().into()));
    match calls.block_on(calls.once(request.send())) {
        Ok(_) => (Verdict::Ignored, "it was shortened".into()),
        Err(failure) if failure.kind == Kind::Lost => unclear(&failure),
        Err(_) => (Verdict::Honoured, "refused".into()),
    }
}

fn legal_hold(canaries: &Canaries<'_>, held: &mut Held) -> Found {
    let name = "legal-hold";
    let version = match canaries.put(name, b"canary", When::Always) {
        Ok(put) => put.version.filter(|version| version != "null").map(Version::new),
        Err(failure) => return unclear(&failure),
    };
    let Some(version) = version else {
        return (Verdict::Absent, "the bucket keeps no versions".into());
    };
    let key = canaries.key(name);
    if let Err(error) = canaries.store.hold(&key, &version, Hold::On) {
        return (Verdict::Absent, error.to_string());
    }
    held.on_hold.push((key, version.clone()));
    removal(canaries, name, Some(&version), &ObjectLockMode::Compliance)
}

/// A lock that is refused is one that nobody relies on.
fn refused(failure: &Failure) -> Found {
    match failure.kind {
        Kind::Lost => unclear(failure),
        _ => (Verdict::Absent, failure.reason.clone()),
    }
}

fn unclear(failure: &Failure) -> Found {
    (Verdict::Unclear, failure.reason.clone())
}
