//! Listings: page by page, with what does not fit together refused, and sorted here: servers have orders of their own.

use super::calls::Calls;
use super::failure::Failure;
use crate::directory::MAX_LISTED;
use crate::error::ObjectError;
use crate::key::{Key, Prefix};
use crate::store::{Listed, Listing};
use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use std::collections::{BTreeMap, BTreeSet, HashSet};

impl Calls {
    pub(super) async fn list(&self, prefix: &Prefix) -> Result<Listing, ObjectError> {
        let mut names = Names::default();
        let mut seen = HashSet::new();
        let mut token: Option<String> = None;
        loop {
            let page = self.page(prefix, token.as_deref()).await;
            let page = page.map_err(|failure| failure.named("list", prefix.as_str()))?;
            token = next(&page).map_err(|reason| damaged(prefix, reason))?;
            names.add(prefix, &page)?;
            match &token {
                None => return Ok(names.sorted()),
                Some(token) if !seen.insert(token.clone()) => {
                    return Err(damaged(prefix, "the listing begins again"));
                }
                Some(_) => {}
            }
        }
    }

    async fn page(
        &self,
        prefix: &Prefix,
        token: Option<&str>,
    ) -> Result<ListObjectsV2Output, Failure> {
        let request = || {
            let request = self.client.list_objects_v2().bucket(&self.bucket);
            request
                .prefix(prefix.as_str())
                .delimiter("/")
                .max_keys(self.tuning.page)
                .set_continuation_token(token.map(str::to_owned))
                .send()
        };
        self.repeat(request).await
    }
}

/// What the next page is asked for with; `None` at the end.
fn next(page: &ListObjectsV2Output) -> Result<Option<String>, &'static str> {
    match (page.is_truncated(), page.next_continuation_token()) {
        (Some(true), Some(token)) => Ok(Some(token.to_owned())),
        (Some(true), None) => Err("the listing goes on, and does not say how"),
        (_, None) => Ok(None),
        (_, Some(_)) => Err("the listing ends, and goes on"),
    }
}

/// What pages name; each once, whatever they repeat.
#[derive(Default)]
struct Names {
    objects: BTreeMap<Key, u64>,
    prefixes: BTreeSet<Prefix>,
    strange: BTreeSet<String>,
}

impl Names {
    fn add(&mut self, prefix: &Prefix, page: &ListObjectsV2Output) -> Result<(), ObjectError> {
        for object in page.contents() {
            let name = object.key().unwrap_or_default();
            let rest = below(prefix, name)?;
            if rest.contains('/') {
                return Err(damaged(prefix, "an object of a folder is listed beside it"));
            }
            match Key::new(name) {
                Ok(key) => {
                    let length = object.size().and_then(|size| u64::try_from(size).ok());
                    let length = length.ok_or_else(|| damaged(prefix, "an object has no size"))?;
                    self.objects.insert(key, length);
                }
                Err(_) => _ = self.strange.insert(name.to_owned()),
            }
        }
        for folder in page.common_prefixes() {
            let name = folder.prefix().unwrap_or_default();
            let rest = below(prefix, name)?;
            match Prefix::new(name) {
                Ok(folder) if rest.matches('/').count() == 1 => _ = self.prefixes.insert(folder),
                _ => _ = self.strange.insert(name.to_owned()),
            }
        }
        let count = self.objects.len() + self.prefixes.len() + self.strange.len();
        if count > MAX_LISTED {
            let reason = format!("has more than {MAX_LISTED} entries");
            return Err(ObjectError::TooLarge { name: prefix.as_str().into(), reason });
        }
        Ok(())
    }

    fn sorted(self) -> Listing {
        let listed = |(key, length)| Listed { key, length };
        Listing {
            objects: self.objects.into_iter().map(listed).collect(),
            prefixes: self.prefixes.into_iter().collect(),
            strange: self.strange.into_iter().collect(),
        }
    }
}

fn below<'n>(prefix: &Prefix, name: &'n str) -> Result<&'n str, ObjectError> {
    name.strip_prefix(prefix.as_str())
        .ok_or_else(|| damaged(prefix, "what is listed does not lie below it"))
}

fn damaged(prefix: &Prefix, reason: &str) -> ObjectError {
    let name = format!("the listing of `{prefix}`");
    ObjectError::Damaged { name, reason: reason.into() }
}
