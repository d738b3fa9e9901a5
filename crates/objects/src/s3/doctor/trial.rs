//! Checksums, metadata, listings, access, the clock.

use super::canary::{Canaries, Server, When};
use super::{Finding, Verdict, finding};
use crate::error::ObjectError;
use crate::s3::S3;
use crate::s3::calls::WRITE;
use crate::s3::failure::{Failure, Kind};
use crate::store::Store as _;
use aws_sdk_s3::types::ChecksumMode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::digest::Digest;

/// By how much clocks may differ, in seconds; servers refuse signatures that are 15 minutes off.
const SKEW: i64 = 60;

type Found = (Verdict, String);

pub(super) fn probe(canaries: &Canaries<'_>, server: &Server) -> Vec<Finding> {
    let settled = |found: Result<Found, Failure>| {
        found.unwrap_or_else(|failure| (Verdict::Unclear, failure.reason))
    };
    vec![
        finding(
            "checksum",
            "content that does not fit its SHA-256 is refused",
            wrong_checksum(canaries),
        ),
        finding(
            "checksum-kept",
            "the SHA-256 of an object is kept and told",
            settled(kept_checksum(canaries)),
        ),
        finding("metadata", "metadata is kept and told", settled(metadata(canaries))),
        finding("list-fresh", "what was written is listed at once", fresh(canaries)),
        finding("list-order", "listings are sorted by bytes", settled(order(canaries))),
        finding("clock", "the server's clock is right", clock(server)),
    ]
}

/// Whether somebody without valid credentials is kept out.
pub(super) fn stranger(
    canaries: &Canaries<'_>,
    stranger: Result<&S3, &ObjectError>,
    name: &'static str,
) -> Finding {
    let (probe, promise) = match name {
        "anonymous" => ("anonymous", "nothing is read without credentials"),
        _ => ("stranger", "nothing is read with invalid credentials"),
    };
    let read = stranger.map(|stranger| stranger.get(&canaries.key("access"), None));
    let found = match read {
        Ok(Err(ObjectError::Denied { .. })) => (Verdict::Honoured, "refused".to_owned()),
        Ok(Ok(_)) => (Verdict::Ignored, "an object was read".to_owned()),
        Ok(Err(error)) => (Verdict::Unclear, error.to_string()),
        Err(error) => (Verdict::Unclear, error.to_string()),
    };
    finding(probe, promise, found)
}

fn wrong_checksum(canaries: &Canaries<'_>) -> Found {
    let wrong = STANDARD.encode(Digest::of(b"something else"));
    let put = canaries
        .put_as("checksum", b"canary", When::Always, |request| request.checksum_sha256(wrong));
    match put {
        Ok(_) => (Verdict::Ignored, "it was accepted".into()),
        Err(failure) if matches!(failure.kind, Kind::Spoilt | Kind::Rejected) => {
            (Verdict::Honoured, failure.reason)
        }
        Err(failure) if failure.kind == Kind::Unsupported => (Verdict::Absent, failure.reason),
        Err(failure) => (Verdict::Unclear, failure.reason),
    }
}

fn kept_checksum(canaries: &Canaries<'_>) -> Result<Found, Failure> {
    let sha256 = STANDARD.encode(Digest::of(b"canary"));
    canaries.put_as("checksum-kept", b"canary", When::Always, |request| {
        request.checksum_sha256(&sha256)
    })?;
    let (calls, key) = (canaries.calls(), canaries.key("checksum-kept"));
    let head = calls.client.head_object().bucket(&calls.bucket).key(key.as_str());
    let head = head.checksum_mode(ChecksumMode::Enabled);
    let answer = calls.block_on(calls.once(head.send()))?;
    Ok(match answer.checksum_sha256() {
        Some(told) if told == sha256 => (Verdict::Honoured, "told as it was sent".into()),
        Some(_) => (Verdict::Ignored, "another one is told".into()),
        None => (Verdict::Absent, "none is told; cos keeps its own in metadata".into()),
    })
}

fn metadata(canaries: &Canaries<'_>) -> Result<Found, Failure> {
    let stored = canaries.calls().block_on(canaries.calls().stored(&canaries.key("access")))?;
    let told = stored.as_ref().and_then(|stored| stored.metadata.get(WRITE));
    Ok(match told {
        Some(told) if told == "canary" => (Verdict::Honoured, "told as it was sent".into()),
        _ => {
            let detail =
                "it is lost: after a lost answer cos cannot tell its own write from another's";
            (Verdict::Ignored, detail.into())
        }
    })
}

fn fresh(canaries: &Canaries<'_>) -> Found {
    match canaries.store.list(&canaries.prefix) {
        Ok(listing)
            if listing.objects.iter().any(|object| object.key == canaries.key("access")) =>
        {
            (Verdict::Honoured, format!("{} canaries are listed", listing.objects.len()))
        }
        Ok(_) => (Verdict::Ignored, "a canary is missing".into()),
        Err(error) => (Verdict::Unclear, error.to_string()),
    }
}

fn order(canaries: &Canaries<'_>) -> Result<Found, Failure> {
    // A tree of folders sorts `order/` behind `order-`, bytes the other way round.
    for name in ["order/a", "order-", "order0", "Order"] {
        canaries.put(name, b"", When::Always)?;
    }
    let calls = canaries.calls();
    let request = calls.client.list_objects_v2().bucket(&calls.bucket);
    let request = request.prefix(canaries.prefix.as_str());
    let answer = calls.block_on(calls.once(request.send()))?;
    let keys: Vec<_> = answer.contents().iter().filter_map(|object| object.key()).collect();
    Ok(if keys.is_sorted() {
        (Verdict::Honoured, "they are".into())
    } else {
        (Verdict::Ignored, "they have an order of their own; cos sorts them itself".into())
    })
}

fn clock(server: &Server) -> Found {
    match server.skew {
        Some(skew) if skew.abs() <= SKEW => (Verdict::Honoured, format!("{skew:+} s from ours")),
        Some(skew) => (Verdict::Ignored, format!("{skew:+} s from ours")),
        None => (Verdict::Absent, "it tells no time".into()),
    }
}
