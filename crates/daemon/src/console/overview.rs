//! Where one begins: the tenants, and one of them at a glance.

use super::pages::{self, Chrome};
use super::visit::Visit;
use crate::app::App;
use crate::problem::Failure;
use crate::routes::{Answer, Call};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse as _;
use cos_core::clock::Timestamp;
use cos_state::{Scope, TenantCtx, TenantInfo};
use minijinja::context;
use serde::Serialize;
use serde_json::Value as Json;
use std::sync::Arc;

/// How many of the last notices are shown.
const LAST: u32 = 10;

pub(crate) fn lead(_: Call) -> Answer {
    Box::pin(async {
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/console/")]).into_response())
    })
}

#[derive(Serialize)]
struct TenantView {
    name: String,
    display_name: String,
    region: String,
    residency: String,
    status: &'static str,
    created_at: String,
}

impl TenantView {
    fn of(info: &TenantInfo) -> Self {
        Self {
            name: info.tenant.to_string(),
            display_name: info.display_name.clone(),
            region: info.region.to_string(),
            residency: info.residency.clone(),
            status: info.status.as_str(),
            created_at: info.created_at.to_string(),
        }
    }
}

pub(crate) fn tenants(call: Call, visit: Visit) -> Answer {
    Box::pin(async move {
        let tenants = call.app.state.tenants(&visit.credential).await?;
        let tenants: Vec<_> = tenants.iter().map(TenantView::of).collect();
        let chrome = Chrome::of(&visit, ("Tenants", "tenants")).await?;
        let view = context! { tenants => pages::value(tenants) };
        Ok(pages::html(StatusCode::OK, pages::render("tenants.html", &chrome, view)))
    })
}

/// What a log is known by.
#[derive(Serialize)]
struct LogView {
    origin: String,
    /// How many receipts the signed checkpoint commits to.
    size: u64,
    root: String,
    /// Whether one of the log's own keys signed it.
    is_signed: bool,
    /// When the last receipt under it was issued.
    last: Option<String>,
}

#[derive(Serialize)]
struct EventView {
    topic: String,
    at: String,
    resource: String,
    receipt: String,
}

pub(crate) fn tenant(call: Call, visit: Visit, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let app = call.app;
        let info = TenantView::of(&app.state.entered(&ctx).await?);
        let log = match visit.may(Scope::ReceiptsRead).await {
            Some(ctx) => Some(log(&app, &ctx).await?),
            None => None,
        };
        let events = match visit.may(Scope::EventsRead).await {
            Some(ctx) => Some(last_events(&app, &ctx).await?),
            None => None,
        };
        let chrome = Chrome::of(&visit, (&info.display_name.clone(), "")).await?;
        let view = context! {
            tenant => pages::value(info),
            log => pages::value(log),
            events => pages::value(events),
            sees_theme => visit.may(Scope::ThemesRead).await.is_some(),
        };
        Ok(pages::html(StatusCode::OK, pages::render("tenant.html", &chrome, view)))
    })
}

async fn log(app: &Arc<App>, ctx: &TenantCtx) -> Result<LogView, Failure> {
    let head = super::receipts::head(app, ctx).await?;
    Ok(LogView {
        origin: app.origin(ctx.region(), ctx.tenant()).to_string(),
        size: head.size,
        root: head.root,
        is_signed: head.is_signed,
        last: head.last,
    })
}

/// The last notices, newest first. Their numbers have no gaps.
async fn last_events(app: &App, ctx: &TenantCtx) -> Result<Vec<EventView>, Failure> {
    let mut tx = app.state.read_tenant(ctx).await?;
    let after = (tx.last_event().await? - i64::from(LAST)).max(0);
    let events = tx.events(after, LAST).await?;
    let view = |event: &cos_state::Event| {
        let said: Json = serde_json::from_str(&event.body).unwrap_or_default();
        let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
        let at = Timestamp(event.created_at.0).to_string();
        EventView {
            topic: event.topic.clone(),
            at,
            resource: text("resource"),
            receipt: text("receipt"),
        }
    };
    Ok(events.iter().rev().map(view).collect())
}

/// The stream of events; the page says which it has already.
pub(crate) fn events(mut call: Call, _: Visit, ctx: TenantCtx) -> Answer {
    let query = call.request.uri().query().unwrap_or_default();
    let after = query.strip_prefix("after=").and_then(|after| HeaderValue::from_str(after).ok());
    // Who comes back says it in the header, and knows better than the page.
    if let Some(after) = after {
        call.request.headers_mut().entry("last-event-id").or_insert(after);
    }
    crate::events::stream(call, ctx)
}
