//! Isolation audits.

use super::{Options, files_of};
use crate::bundle::area::Area;
use crate::bundle::check::{Checks, Outcome};
use crate::bundle::contents::Contents;
use crate::bundle::error::BundleError;
use crate::bundle::role::Role;
use crate::isolation;
use cos_objects::Key;
use serde_json::Value;

/// The longest audit that is read, in bytes.
const MAX_AUDIT: u64 = 64 << 20;

pub(super) fn check(
    area: &Area,
    contents: &Contents,
    options: &Options<'_>,
    checks: &mut Checks,
) -> Result<(), BundleError> {
    let mut foreign = Vec::new();
    let mut audits = 0;
    for path in files_of(area, contents, Role::Isolation)? {
        if path.as_str().strip_suffix(".dsse.json").is_some() {
            continue;
        }
        let Some(bytes) = area.read(&path, MAX_AUDIT)? else { continue };
        let format = serde_json::from_slice(&bytes).ok().map(|it: Value| it["schema"].clone());
        if format.is_some_and(|format| format == isolation::FORMAT) {
            audits += 1;
            audit(area, (&path, &bytes), options, checks)?;
        } else {
            foreign.push(path);
        }
    }
    // Where none is ours, the verification says that nothing here was read.
    for path in foreign.iter().filter(|_| audits > 0) {
        let detail = format!("it is no `{}`; no check reads it", isolation::FORMAT);
        checks.note("isolation.valid", path.as_str(), Outcome::Warn, detail);
    }
    Ok(())
}

fn audit(
    area: &Area,
    (path, bytes): (&Key, &[u8]),
    options: &Options<'_>,
    checks: &mut Checks,
) -> Result<(), BundleError> {
    let audit = match isolation::read(bytes) {
        Ok(audit) => audit,
        Err(reason) => {
            checks.fail("isolation.valid", path.as_str(), reason);
            return Ok(());
        }
    };
    let [first, second] = &audit.tenants;
    let detail = format!("`{first}` and `{second}` in region `{}`", audit.region);
    checks.pass("isolation.valid", path.as_str(), detail);
    let envelope = Key::new(format!("{path}.dsse.json")).ok();
    let envelope = envelope.map(|path| area.read(&path, MAX_AUDIT)).transpose()?.flatten();
    let signed = match envelope {
        None => Err(format!("there is no `{path}.dsse.json`")),
        Some(envelope) => isolation::verify(&audit, bytes, &envelope, options.trust)
            .map(|signed| format!("{}, at {} by its own word", signed.key(), signed.created()))
            .map_err(|error| error.to_string()),
    };
    checks.result("isolation.signed", path.as_str(), signed);
    checks.result("isolation.passed", path.as_str(), audit.outcome());
    Ok(())
}
