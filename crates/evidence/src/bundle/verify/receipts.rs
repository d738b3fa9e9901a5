//! The receipts of a bundle, verified as receipts are verified anywhere.

use super::{Level, Options, files_of};
use crate::bundle::area::Area;
use crate::bundle::check::{Checks, Outcome};
use crate::bundle::contents::{Contents, ReceiptsInfo};
use crate::bundle::error::BundleError;
use crate::bundle::receipts::{self, Receipts, Sum};
use crate::bundle::role::Role;

/// Verifies every receipt; answers with what they come to, or with what the statement says at the fast level.
pub(super) fn check(
    area: &Area,
    contents: &Contents,
    options: &Options<'_>,
    checks: &mut Checks,
) -> Result<Option<ReceiptsInfo>, BundleError> {
    let paths = files_of(area, contents, Role::Receipts)?;
    if paths.is_empty() {
        let detail = "the bundle has no receipts";
        checks.note("receipts.valid", "", Outcome::Skip, detail);
        return Ok(None);
    }
    if options.level == Level::Fast {
        checks.note("receipts.valid", "", Outcome::Skip, "not asked for at this level");
        return Ok(contents.receipts.clone());
    }
    let receipts = receipts::options(options.threads, None, options.progress);
    let mut sum = Sum::new(options.trust, receipts);
    for path in &paths {
        if let Some(object) = area.open(path)? {
            sum.add(path, object.body)?;
        }
    }
    let Receipts { info, failures, included, .. } = sum.finish();
    let failures = failures.into_iter().map(|(path, reason)| (path.to_string(), reason)).collect();
    checks.faults("receipts.valid", failures, || format!("{} receipts", info.count));
    let shown = format!("{included} of {} receipts, {} logs", info.count, info.logs.len());
    let outcome = if included >= info.count { Outcome::Pass } else { Outcome::Warn };
    checks.note("receipts.included", "", outcome, shown);
    let same = contents.receipts.as_ref() == Some(&info);
    let result = same.then(|| format!("{} receipts", info.count)).ok_or_else(|| {
        let said = contents.receipts.as_ref().map_or(0, |said| said.count);
        format!("the statement counts {said} receipts and their tenants, times and logs otherwise than the {} that are here", info.count)
    });
    checks.result("receipts.counted", "", result);
    Ok(Some(info))
}
