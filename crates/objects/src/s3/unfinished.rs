//! Uploads in parts that were begun and never finished: what a writer that is killed leaves. Servers keep their parts, and charge for them.

use super::calls::Calls;
use super::failure::{Failure, Kind};
use crate::directory::MAX_LISTED;
use crate::error::ObjectError;
use crate::key::{Key, Prefix};
use aws_sdk_s3::operation::list_multipart_uploads::ListMultipartUploadsOutput;
use std::collections::BTreeSet;

/// An upload that was begun.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Upload {
    /// As the server names it: it need not be a key of ours.
    pub(super) key: String,
    id: String,
}

/// The most uploads of a page, by S3's rules.
const PAGE: i32 = 1_000;

/// Where the next page begins.
type Marker = (String, Option<String>);

/// The uploads below `prefix`, sorted.
pub(super) async fn list(calls: &Calls, prefix: &Prefix) -> Result<Vec<Upload>, ObjectError> {
    let mut uploads = Vec::new();
    let mut marker: Option<Marker> = None;
    loop {
        let page = page(calls, prefix, marker.as_ref()).await;
        let page = page.map_err(|failure| failure.named("list uploads below", prefix.as_str()))?;
        let found = page.uploads().iter().filter_map(|upload| {
            let (key, id) = (upload.key()?.to_owned(), upload.upload_id()?.to_owned());
            // Servers take a prefix for a hint.
            key.starts_with(prefix.as_str()).then_some(Upload { key, id })
        });
        uploads.extend(found);
        let next = next(&page);
        let goes_on = next.is_some() && next != marker && uploads.len() <= MAX_LISTED;
        if !goes_on {
            uploads.sort();
            uploads.dedup();
            return Ok(uploads);
        }
        marker = next;
    }
}

/// Ends every upload below `prefix` to a key that is taken; the first that cannot be ended is the answer.
pub(super) async fn end(calls: &Calls, prefix: &Prefix) -> Result<(), ObjectError> {
    let mut seen = BTreeSet::new();
    loop {
        // Again until there is nothing new: SeaweedFS forgets some between one page and the next.
        let mut uploads = list(calls, prefix).await?;
        uploads.retain(|upload| !seen.contains(upload));
        if uploads.is_empty() {
            return Ok(());
        }
        for upload in &uploads {
            // What is no key of ours is nobody's of ours.
            let Ok(key) = Key::new(&*upload.key) else { continue };
            let stored = calls.stored(&key).await;
            if stored.map_err(|failure| failure.about("look at", &key))?.is_some() {
                end_one(calls, upload).await?;
            }
        }
        seen.extend(uploads);
    }
}

async fn end_one(calls: &Calls, Upload { key, id }: &Upload) -> Result<(), ObjectError> {
    let request = || {
        let request = calls.client.abort_multipart_upload().bucket(&calls.bucket);
        request.key(key).upload_id(id).send()
    };
    match calls.repeat(request).await {
        // Or it has ended since.
        Ok(_) | Err(Failure { kind: Kind::Missing | Kind::Rejected, .. }) => Ok(()),
        Err(failure) => Err(failure.named("end the upload of", key)),
    }
}

async fn page(
    calls: &Calls,
    prefix: &Prefix,
    marker: Option<&Marker>,
) -> Result<ListMultipartUploadsOutput, Failure> {
    let request = || {
        let request = calls.client.list_multipart_uploads().bucket(&calls.bucket);
        request
            .prefix(prefix.as_str())
            .max_uploads(PAGE)
            .set_key_marker(marker.map(|(key, _)| key.clone()))
            .set_upload_id_marker(marker.and_then(|(_, id)| id.clone()))
            .send()
    };
    calls.repeat(request).await
}

fn next(page: &ListMultipartUploadsOutput) -> Option<Marker> {
    let key = page.next_key_marker().filter(|_| page.is_truncated() == Some(true))?;
    Some((key.to_owned(), page.next_upload_id_marker().map(str::to_owned)))
}
