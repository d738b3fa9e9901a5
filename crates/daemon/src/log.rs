//! The log's files as C2SP tlog-tiles lays them out, for whoever mirrors or monitors it.

use crate::problem::Failure;
use crate::routes::{Answer, Call};
use axum::http::header;
use axum::response::IntoResponse as _;
use cos_core::log::tile::TileId;
use cos_state::TenantCtx;

pub(crate) fn checkpoint(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let log = call.app.store()?.log(&call.app.origin(ctx.region(), ctx.tenant()));
        let note = log.checkpoint()?;
        let note = note.ok_or_else(|| Failure::not_found("nothing is published yet"))?;
        // It changes; everything below it does not.
        let headers = [
            (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
        ];
        Ok((headers, note).into_response())
    })
}

pub(crate) fn tile(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let path = call.path.get("tile").cloned().unwrap_or_default();
        let missing = || Failure::not_found("there is no such tile");
        let id = TileId::parse(&format!("tile/{path}")).map_err(|_| missing())?;
        let log = call.app.store()?.log(&call.app.origin(ctx.region(), ctx.tenant()));
        let bytes = log.tile(id).map_err(|_| missing())?;
        let headers = [
            (header::CONTENT_TYPE, "application/octet-stream"),
            (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
        ];
        Ok((headers, bytes).into_response())
    })
}
