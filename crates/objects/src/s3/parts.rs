//! Large content, in parts: a few under way at once, each held until it has arrived. The write happens when they are put together.

use super::calls::Calls;
use super::failure::{Failure, Kind};
use super::retain;
use super::write::{Writing, Written};
use crate::content::Incoming;
use crate::error::ObjectError;
use crate::store::{Condition, Etag, Meta};
use aws_sdk_s3::primitives::{ByteStream, SdkBody};
use aws_sdk_s3::types::{ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::digest::Digest;
use std::sync::Arc;
use tokio::task::JoinSet;

/// The most parts that an object may have, by S3's rules.
const MAX_PARTS: u64 = 10_000;

/// The smallest part but the last, in bytes, by S3's rules.
const MIN_PART: u64 = 5 << 20;

/// Parts under way.
type Parts = JoinSet<Result<CompletedPart, Failure>>;

pub(super) fn put(writing: &Writing<'_>, incoming: Incoming<'_>) -> Result<Meta, ObjectError> {
    let calls = writing.calls;
    // Asked now so that nothing is sent in vain; what counts is the answer when the parts are put together.
    calls.block_on(refuse_early(writing))?;
    let upload = calls.block_on(begin(writing))?;
    let outcome = send(writing, &upload, incoming)
        .and_then(|parts| calls.block_on(writing.settle(|| complete(writing, &upload, &parts))));
    let Err(error) = outcome else { return outcome };
    // Best effort: the first error is the one to report. A bucket should have a rule that ends old uploads.
    let _ = calls.block_on(abort(writing, &upload));
    if let ObjectError::Denied { .. } = error {
        // Who was first may have ended this upload, too.
        calls.block_on(refuse_early(writing))?;
    }
    Err(error)
}

async fn refuse_early(writing: &Writing<'_>) -> Result<(), ObjectError> {
    let stored = writing.calls.stored(writing.key).await;
    match (stored.map_err(|failure| failure.about("look at", writing.key))?, writing.condition) {
        (None, Condition::Absent) => Ok(()),
        (Some(stored), Condition::Match(Etag(etag))) if stored.etag.as_ref() == Some(etag) => {
            Ok(())
        }
        _ => Err(writing.refused()),
    }
}

async fn begin(writing: &Writing<'_>) -> Result<String, ObjectError> {
    let (calls, key) = (writing.calls, writing.key);
    let request = || {
        let request = calls.client.create_multipart_upload();
        request
            .bucket(&calls.bucket)
            .key(key.as_str())
            .set_metadata(Some(writing.metadata()))
            .checksum_algorithm(ChecksumAlgorithm::Sha256)
            .set_object_lock_mode(writing.retention.map(retain::mode))
            .set_object_lock_retain_until_date(writing.retention.map(retain::date))
            .send()
    };
    let answer = calls.repeat(request).await.map_err(|failure| failure.about("write", key))?;
    let missing = || Failure::lost("the server names no upload").about("write", key);
    answer.upload_id.ok_or_else(missing)
}

/// Sends all parts; answers with them in order once all have arrived and the content is what was announced.
fn send(
    writing: &Writing<'_>,
    upload: &str,
    mut incoming: Incoming<'_>,
) -> Result<Vec<CompletedPart>, ObjectError> {
    let calls = writing.calls;
    let size = part_size(writing.length, calls.tuning.part as u64);
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let (mut under_way, mut done) = (Parts::new(), Vec::new());
    let mut number = 0;
    loop {
        let mut bytes = Vec::with_capacity(size);
        incoming.chunk(&mut bytes, size)?;
        let is_last = bytes.len() < size;
        if !bytes.is_empty() {
            number += 1;
            if under_way.len() >= calls.tuning.parts.max(1) {
                done.push(arrived(writing, &mut under_way)?);
            }
            let part =
                part(calls.clone(), writing.key.as_str().into(), upload.into(), number, bytes);
            under_way.spawn_on(part, calls.runtime().handle());
        }
        if is_last {
            break;
        }
    }
    while !under_way.is_empty() {
        done.push(arrived(writing, &mut under_way)?);
    }
    done.sort_by_key(CompletedPart::part_number);
    Ok(done)
}

/// Waits for one part.
fn arrived(writing: &Writing<'_>, under_way: &mut Parts) -> Result<CompletedPart, ObjectError> {
    let joined = writing.calls.block_on(under_way.join_next());
    let joined = joined.expect("there are parts under way");
    let part = joined.unwrap_or_else(|error| Err(Failure::lost(error.to_string())));
    part.map_err(|failure| {
        // Here a missing thing is the upload; nothing was put together.
        let kind = if failure.kind == Kind::Missing { Kind::Lost } else { failure.kind };
        Failure { kind, ..failure }.about("write a part of", writing.key)
    })
}

async fn part(
    calls: Arc<Calls>,
    key: String,
    upload: String,
    number: i32,
    bytes: Vec<u8>,
) -> Result<CompletedPart, Failure> {
    let checksum = STANDARD.encode(Digest::of(&bytes));
    let body = SdkBody::from(bytes);
    let request = || {
        let body = body.try_clone().expect("a body made of bytes can be sent again");
        let request = calls.client.upload_part().bucket(&calls.bucket).key(&key);
        request
            .upload_id(&upload)
            .part_number(number)
            .checksum_sha256(&checksum)
            .body(ByteStream::new(body))
            .send()
    };
    let answer = calls.repeat(request).await?;
    Ok(CompletedPart::builder()
        .part_number(number)
        .set_e_tag(answer.e_tag)
        .checksum_sha256(checksum)
        .build())
}

async fn complete(
    writing: &Writing<'_>,
    upload: &str,
    parts: &[CompletedPart],
) -> Result<Written, Failure> {
    let (calls, (absent, matching)) = (writing.calls, writing.conditions());
    let parts = CompletedMultipartUpload::builder().set_parts(Some(parts.to_vec())).build();
    let request = calls.client.complete_multipart_upload().bucket(&calls.bucket);
    let request = request
        .key(writing.key.as_str())
        .upload_id(upload)
        .multipart_upload(parts)
        .set_if_none_match(absent)
        .set_if_match(matching);
    let answer = calls.once(request.send()).await?;
    Ok(Written { etag: answer.e_tag, version: answer.version_id })
}

async fn abort(writing: &Writing<'_>, upload: &str) -> Result<(), Failure> {
    let (calls, key) = (writing.calls, writing.key.as_str());
    let request = || {
        let request = calls.client.abort_multipart_upload().bucket(&calls.bucket);
        request.key(key).upload_id(upload).send()
    };
    calls.repeat(request).await.map(drop)
}

fn part_size(length: u64, wanted: u64) -> u64 {
    wanted.max(MIN_PART).max(length.div_ceil(MAX_PARTS))
}

#[cfg(test)]
mod tests {
    use super::part_size;

    #[test]
    fn parts_are_neither_too_small_nor_too_many() {
        let mib = 1 << 20;
        assert_eq!(part_size(9 * mib, 8 * mib), 8 * mib);
        assert_eq!(part_size(9 * mib, 1), 5 * mib);
        for length in [1_u64 << 40, 5 << 40, (5 << 40) - 1] {
            assert!(length.div_ceil(part_size(length, 8 * mib)) <= 10_000, "{length}");
        }
    }
}
