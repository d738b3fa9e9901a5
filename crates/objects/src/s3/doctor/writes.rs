//! Create-if-absent and compare-and-swap: one after the other, then many at once.

use super::canary::{Canaries, Put, When, lost_race};
use super::{Finding, Verdict, finding};
use crate::s3::failure::{Failure, Kind};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};

/// How many write at once, and how often.
const CREATORS: usize = 16;
const SWAPPERS: usize = 8;
const ROUNDS: usize = 3;

/// What was found, in words.
type Found = (Verdict, String);

pub(super) fn probe(canaries: &Canaries<'_>) -> Vec<Finding> {
    vec![
        finding("create-once", "an object is created only where there is none", once(canaries)),
        finding(
            "create-race",
            "of many that create an object at once, one wins",
            rounds(|round| create_race(canaries, round)),
        ),
        finding(
            "create-parts",
            "an object in parts is created only where there is none",
            parts(canaries).unwrap_or_else(unclear),
        ),
        finding(
            "swap-stale",
            "an object is replaced only while it is the one that was read",
            stale(canaries).unwrap_or_else(unclear),
        ),
        finding(
            "swap-race",
            "of many that replace an object at once, one wins",
            rounds(|round| swap_race(canaries, round)),
        ),
    ]
}

fn once(canaries: &Canaries<'_>) -> Found {
    match canaries.put("create-once", b"first", When::Absent) {
        Ok(_) => {}
        Err(failure) if failure.kind == Kind::Unsupported => {
            return (Verdict::Absent, failure.reason);
        }
        Err(failure) => return unclear(failure),
    }
    judge_second(canaries, "create-once", canaries.put("create-once", b"second", When::Absent))
}

/// Judges a write that should have been refused because of what the first one wrote.
fn judge_second(canaries: &Canaries<'_>, name: &str, second: Result<Put, Failure>) -> Found {
    let stands = canaries.read(name);
    match (second, stands) {
        (Err(failure), Ok(bytes)) if lost_race(&failure) && bytes == b"first" => {
            (Verdict::Honoured, "the second was refused, the first stands".into())
        }
        (Ok(_), Ok(bytes)) if bytes == b"first" => {
            (Verdict::Ignored, "the second was accepted, and dropped".into())
        }
        (Ok(_), Ok(_)) => (Verdict::Ignored, "the second overwrote the first".into()),
        (Err(failure), Ok(bytes)) if bytes != b"first" => (
            Verdict::Ignored,
            format!("the second was refused, and overwrote the first: {}", failure.reason),
        ),
        (Err(failure), _) => unclear(failure),
        (_, Err(error)) => (Verdict::Unclear, error.to_string()),
    }
}

/// Runs a race several times; the worst round counts.
fn rounds(race: impl Fn(usize) -> Found) -> Found {
    let found: Vec<Found> = (0..ROUNDS).map(race).collect();
    let worst = |verdict| found.iter().find(|(found, _)| *found == verdict).cloned();
    worst(Verdict::Ignored)
        .or_else(|| worst(Verdict::Absent))
        .or_else(|| worst(Verdict::Unclear))
        .unwrap_or_else(|| (Verdict::Honoured, format!("one winner in each of {ROUNDS} rounds")))
}

fn create_race(canaries: &Canaries<'_>, round: usize) -> Found {
    let name = format!("create-race-{round}");
    let answers = canaries.race(&name, CREATORS, &When::Absent);
    judge_race(canaries, &name, answers)
}

fn swap_race(canaries: &Canaries<'_>, round: usize) -> Found {
    let name = format!("swap-race-{round}");
    let etag = match canaries.put(&name, b"first", When::Always) {
        Ok(Put { etag: Some(etag), .. }) => etag,
        Ok(_) => return (Verdict::Unclear, "the server names no tag".into()),
        Err(failure) => return unclear(failure),
    };
    let answers = canaries.race(&name, SWAPPERS, &When::Match(etag));
    judge_race(canaries, &name, answers)
}

fn judge_race(
    canaries: &Canaries<'_>,
    name: &str,
    answers: Vec<(usize, Result<Put, Failure>)>,
) -> Found {
    let count = answers.len();
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|(_, put)| put.is_ok());
    let odd = lost.into_iter().filter_map(|(_, put)| put.err()).find(|failure| !lost_race(failure));
    match (won.as_slice(), odd) {
        ([_, _, ..], _) => {
            (Verdict::Ignored, format!("{} of {count} were told that they won", won.len()))
        }
        (_, Some(failure)) if failure.kind == Kind::Unsupported => {
            (Verdict::Absent, failure.reason)
        }
        // An answer that was lost may be that of a winner.
        (_, Some(failure)) => unclear(failure),
        ([], None) => (Verdict::Unclear, format!("none of {count} was told that it won")),
        ([(winner, _)], None) => match canaries.read(name) {
            Ok(bytes) if bytes == winner.to_string().into_bytes() => {
                (Verdict::Honoured, "one winner".into())
            }
            Ok(_) => (Verdict::Ignored, "what stands is not what the winner wrote".into()),
            Err(error) => (Verdict::Unclear, error.to_string()),
        },
    }
}

fn stale(canaries: &Canaries<'_>) -> Result<Found, Failure> {
    let name = "swap-stale";
    let old = canaries.put(name, b"old", When::Always)?.etag.unwrap_or_default();
    let first = match canaries.put(name, b"first", When::Match(old.clone())) {
        Err(failure) if failure.kind == Kind::Unsupported => {
            return Ok((Verdict::Absent, failure.reason));
        }
        written => written?,
    };
    if first.etag.as_ref() == Some(&old) {
        return Ok((Verdict::Ignored, "another content has the same tag".into()));
    }
    Ok(judge_second(canaries, name, canaries.put(name, b"second", When::Match(old))))
}

fn parts(canaries: &Canaries<'_>) -> Result<Found, Failure> {
    let name = "create-parts";
    canaries.put(name, b"first", When::Always)?;
    let (calls, key) = (canaries.calls(), canaries.key(name));
    let second = calls.block_on(async {
        let client = &calls.client;
        let begin = client.create_multipart_upload().bucket(&calls.bucket).key(key.as_str());
        let upload = calls.once(begin.send()).await?.upload_id.unwrap_or_default();
        let part = client.upload_part().bucket(&calls.bucket).key(key.as_str()).part_number(1);
        let part = part.upload_id(&upload).body(ByteStream::from_static(b"second"));
        let etag = Box::pin(calls.once(part.send())).await?.e_tag;
        let part = CompletedPart::builder().part_number(1).set_e_tag(etag).build();
        let parts = CompletedMultipartUpload::builder().parts(part).build();
        let complete = client.complete_multipart_upload().bucket(&calls.bucket).key(key.as_str());
        let complete = complete.upload_id(&upload).multipart_upload(parts).if_none_match("*");
        let completed = calls.once(complete.send()).await;
        if completed.is_err() {
            let abort = client.abort_multipart_upload().bucket(&calls.bucket).key(key.as_str());
            let _ = calls.once(abort.upload_id(&upload).send()).await;
        }
        Ok::<_, Failure>(completed.map(|done| Put { etag: done.e_tag, version: done.version_id }))
    })?;
    Ok(match second {
        Err(failure) if failure.kind == Kind::Unsupported => (Verdict::Absent, failure.reason),
        second => judge_second(canaries, name, second),
    })
}

fn unclear(failure: Failure) -> Found {
    (Verdict::Unclear, failure.reason)
}
