//! Residency (promise P11): data of a tenant is taken, shown and moved in the region of its log alone, and only where its tag allows it.
//!
//! Every operation on a tenant's data passes [`check`], before its handler. A server cannot know where its disks are; it refuses what
//! contradicts the region that it was made for.

use crate::app::App;
use crate::problem::Failure;
use axum::http::{HeaderMap, StatusCode};
use cos_api::audit::REGION;
use cos_core::code::Code;
use cos_core::ids::Region;
use cos_core::residency::Residency;
use cos_state::TenantInfo;

/// Refuses what concerns a tenant whose data may not be here, or a request that says that its data belongs elsewhere.
pub(crate) fn check(app: &App, tenant: &TenantInfo, headers: &HeaderMap) -> Result<(), Failure> {
    allow(&tenant.residency, &tenant.region, &app.region)?;
    for value in headers.get_all(REGION) {
        let wanted = value.to_str().unwrap_or_default().parse()?;
        allow(&tenant.residency, &wanted, &app.region)?;
    }
    Ok(())
}

/// Refuses data with this tag for a region, unless the region is the server's and the tag allows it.
pub(crate) fn allow(tag: &str, wanted: &Region, own: &Region) -> Result<(), Failure> {
    if wanted != own {
        let text = format!(
            "this server is in region `{own}`, and data of residency `{tag}` was to be in `{wanted}`"
        );
        return Err(refused(&text, &format!("ask the server of `{wanted}`")));
    }
    let admits = tag.parse().is_ok_and(|tag: Residency| tag.admits(own));
    if admits {
        return Ok(());
    }
    let text = format!(
        "data of residency `{tag}` may not be in `{wanted}`, and this server is in region `{own}`"
    );
    let remedy =
        format!("ask a server in a region that `{tag}` names, or use a tag that names `{own}`");
    Err(refused(&text, &remedy))
}

fn refused(text: &str, remedy: &str) -> Failure {
    let code = const { Code::new("COS-SRV-0008") };
    let failure = Failure::new(StatusCode::UNPROCESSABLE_ENTITY, code, text);
    failure.because("cos.residency", text, remedy)
}
