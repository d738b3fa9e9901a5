//! Themes over HTTP: decode, call, encode.

use super::report::dry_run;
use super::{Candidate, Target};
use crate::app::blocking;
use crate::control::{limited, read};
use crate::idempotency::Key;
use crate::problem::Failure;
use crate::routes::{Answer, Call, body, json};
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use cos_api as api;
use cos_core::digest::Digest;
use cos_state::{StateError, TenantCtx};

/// The longest body: the largest theme, and what an archive adds to it.
const MAX_BODY: usize = 10 << 20;

pub(crate) fn import(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let (key, only_tries) = (Key::of(&call)?, is_dry_run(call.request.uri())?);
        let app = call.app;
        let bytes = body(call.request, MAX_BODY).await?;
        let candidate = blocking(move || Candidate::read(&bytes)).await?;
        if only_tries {
            return Ok(json(200, &dry_run(&app, &ctx, candidate).await?));
        }
        let request = key.map(|key| key.request(&candidate.digest().to_string()));
        let done = super::import(&app, &ctx, candidate, request.as_ref()).await?;
        Ok(done.into_response())
    })
}

pub(crate) fn list(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move { Ok(json(200, &super::list(&call.app, &ctx).await?)) })
}

pub(crate) fn show(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let digest = named(&call)?;
        Ok(json(200, &super::report(&call.app, &ctx, digest).await?))
    })
}

pub(crate) fn export(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let digest = named(&call)?;
        let pack = super::export(&call.app, &ctx, digest).await?;
        let name = format!("attachment; filename=\"{digest}.zip\"");
        let headers = [
            (header::CONTENT_TYPE, "application/zip"),
            (header::CONTENT_DISPOSITION, &name),
            // Each copy has its receipt, so none comes out of a cache.
            (header::CACHE_CONTROL, "no-store"),
        ];
        Ok((headers, Body::from(pack)).into_response())
    })
}

pub(crate) fn css(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let digest = named(&call)?;
        // Whether there is one is asked before anything is said about it.
        let mut tx = call.app.state.read_tenant(&ctx).await?;
        tx.theme(digest).await?;
        drop(tx);
        sheet(call, &ctx, Some(digest), "private, max-age=31536000, immutable").await
    })
}

pub(crate) fn active_css(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let active = super::active(&call.app, &ctx).await?;
        sheet(call, &ctx, active, "private, no-cache").await
    })
}

/// A style sheet, unless the client has it. It follows from the theme and from this program.
async fn sheet(
    call: Call,
    ctx: &TenantCtx,
    digest: Option<Digest>,
    caching: &str,
) -> Result<Response, Failure> {
    let name = digest.map_or_else(|| "default".to_owned(), |digest| digest.to_string());
    let tag = format!("\"{name}.{}\"", env!("CARGO_PKG_VERSION"));
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, caching),
        (header::ETAG, &tag),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    if has(call.request.headers(), &tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let text = super::stylesheet(&call.app, ctx, digest).await?;
    Ok((headers, Body::from(text)).into_response())
}

/// Whether the client has what the tag names (RFC 9110, `If-None-Match`).
pub(crate) fn has(headers: &HeaderMap, tag: &str) -> bool {
    let given = headers.get_all(header::IF_NONE_MATCH).iter();
    given.filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').map(str::trim).any(|it| it == "*" || it.trim_start_matches("W/") == tag)
    })
}

pub(crate) fn activate(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let (key, digest) = (Key::of(&call)?, named(&call)?);
        let app = call.app;
        let api::Activate { reason } = read(call.request).await?;
        let asked = api::Activate { reason: limited("reason", reason, 500)? };
        let request = key.map(|key| key.request(&asked));
        let asked = (digest, asked.reason.as_str());
        Ok(super::activate(&app, &ctx, asked, request.as_ref()).await?.into_response())
    })
}

pub(crate) fn rollback(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let key = Key::of(&call)?;
        let app = call.app;
        let api::Rollback { to, reason } = read(call.request).await?;
        let asked = api::Rollback { to, reason: limited("reason", reason, 500)? };
        let target = match asked.to.as_deref() {
            None => Target::Earlier,
            Some("default") => Target::Default,
            Some(text) => Target::Theme(digest(text)?),
        };
        let request = key.map(|key| key.request(&asked));
        let asked = (target, asked.reason.as_str());
        Ok(super::rollback(&app, &ctx, asked, request.as_ref()).await?.into_response())
    })
}

/// Whether nothing is to be changed.
fn is_dry_run(uri: &Uri) -> Result<bool, Failure> {
    match uri.query() {
        None | Some("") => Ok(false),
        Some("dry_run=true") => Ok(true),
        Some(other) => {
            let other: String = other.chars().take(80).collect();
            let text = format!("`?{}`: there is `?dry_run=true`", other.escape_debug());
            Err(Failure::bad_request(text))
        }
    }
}

/// The theme in the path. What is no digest is no theme.
fn named(call: &Call) -> Result<Digest, Failure> {
    digest(call.path.get("digest").map_or("", String::as_str))
}

/// The theme that a text names. What is no digest is no theme.
pub(crate) fn digest(text: &str) -> Result<Digest, Failure> {
    let shown = || text.chars().take(80).collect::<String>().escape_debug().to_string();
    let missing = || StateError::Missing(format!("theme `{}`", shown()));
    Ok(Digest::from_hex(text).ok_or_else(missing)?)
}
