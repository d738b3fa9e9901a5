//! The receipts of a bundle, verified as receipts are verified anywhere.

use super::{Level, Options, files_of};
use crate::bundle::area::Area;
use crate::bundle::check::{Checks, Outcome};
use crate::bundle::contents::{Contents, ReceiptsInfo};
use crate::bundle::error::BundleError;
use crate::bundle::receipts::{self, Receipts, Sum};
use crate::bundle::role::Role;
use crate::bundle::sampled::{self, Sampled};
use cos_core::digest::Digest;

/// What the receipts come to.
#[derive(Default)]
pub(super) struct Found {
    /// Counted here, or at the fast level as the statement says; `None` without any.
    pub(super) info: Option<ReceiptsInfo>,
    /// What was drawn.
    pub(super) sampled: Option<Sampled>,
}

/// Verifies every receipt, or those that are drawn; answers with what they come to, or with what the statement says at the fast level.
pub(super) fn check(
    area: &Area,
    contents: &Contents,
    statement: &Digest,
    options: &Options<'_>,
    checks: &mut Checks,
) -> Result<Found, BundleError> {
    let paths = files_of(area, contents, Role::Receipts)?;
    if paths.is_empty() {
        let detail = "the bundle has no receipts";
        checks.note("receipts.valid", "", Outcome::Skip, detail);
        return Ok(Found::default());
    }
    let receipts = receipts::options(options.threads, None, options.progress);
    let mut sum = Sum::new(options.trust, receipts);
    let mut sampled = None;
    match &options.level {
        Level::Fast => {
            checks.note("receipts.valid", "", Outcome::Skip, "not asked for at this level");
            return Ok(Found { info: contents.receipts.clone(), sampled });
        }
        Level::Full => {
            for path in &paths {
                if let Some(object) = area.open(path)? {
                    sum.add(path, object.body)?;
                }
            }
        }
        Level::Sample(draw) => {
            let who = (options.trust, options.threads);
            let drawn = sampled::verify(area, &paths, who, (draw, statement), &mut sum)?;
            sampled = Some(drawn);
        }
    }
    let Receipts { info, failures, included, read, .. } = sum.finish();
    let failures = failures.into_iter().map(|(path, reason)| (path.to_string(), reason)).collect();
    let verified = info.copies() - read;
    let of = if read > 0 { format!(" verified, {read} only read") } else { String::new() };
    checks.faults("receipts.valid", failures, || format!("{verified} receipts{of}"));
    let shown = format!("{included} of {verified} receipts, {} logs", info.logs.len());
    let outcome = if included >= verified { Outcome::Pass } else { Outcome::Warn };
    checks.note("receipts.included", "", outcome, shown);
    let same = contents.receipts.as_ref() == Some(&info);
    let counted = |info: &ReceiptsInfo| {
        format!("{} in files, {} in samples", info.files.count, info.samples.count)
    };
    let result = same.then(|| counted(&info)).ok_or_else(|| {
        let said = contents.receipts.as_ref().map_or_else(|| "none".to_owned(), counted);
        format!("the statement counts otherwise, with their tenants, times and logs: {said}; here are {}", counted(&info))
    });
    checks.result("receipts.counted", "", result);
    Ok(Found { info: Some(info), sampled })
}
