//! What looks after the server: liveness, readiness, metrics.

use crate::app::blocking;
use crate::routes::{Answer, Call, json};
use axum::http::header;
use axum::response::IntoResponse as _;
use cos_api::Health;

pub(crate) fn healthz(_: Call) -> Answer {
    Box::pin(async { Ok(json(200, &health("ok"))) })
}

/// Not ready while it drains, or while the state does not answer.
pub(crate) fn readyz(call: Call) -> Answer {
    Box::pin(async move {
        if *call.app.draining.borrow() {
            return Ok(json(503, &health("draining")));
        }
        call.app.state.all_tenants().await?;
        Ok(json(200, &health("ok")))
    })
}

pub(crate) fn metrics(call: Call) -> Answer {
    Box::pin(async move {
        let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
        let text = blocking(move || crate::metrics::render(&call.app)).await;
        Ok((kind, text).into_response())
    })
}

fn health(status: &str) -> Health {
    Health { status: status.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
}
