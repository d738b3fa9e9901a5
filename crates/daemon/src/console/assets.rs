//! What pages are made of besides their markup: one style sheet, one script, and the look where no tenant has another. All of it is compiled in.

use crate::problem::Failure;
use crate::routes::{Answer, Call};
use axum::body::Body;
use axum::http::header;
use axum::response::IntoResponse as _;
use cos_core::digest::Digest;
use cos_switchboard::theme::{css, default_theme};
use std::sync::LazyLock;

const STYLE: &str = include_str!("../../../../templates/console/console.css");
const SCRIPT: &str = include_str!("../../../../templates/console/console.js");

/// The look where there is no tenant.
static THEME: LazyLock<String> = LazyLock::new(|| css::following(&default_theme().modes));

/// What changes when one of them does.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let digest = Digest::of_parts(&[STYLE.as_bytes(), SCRIPT.as_bytes(), THEME.as_bytes()]);
    digest.to_string()[..12].to_owned()
});

/// The version of all of them.
pub(crate) fn version() -> &'static str {
    &VERSION
}

/// The address of one.
pub(crate) fn address(file: &str) -> String {
    format!("/console/assets/{file}?v={}", version())
}

pub(crate) fn get(call: Call) -> Answer {
    Box::pin(async move {
        let (kind, text) = match call.path.get("file").map_or("", String::as_str) {
            "console.css" => ("text/css; charset=utf-8", STYLE),
            "theme.css" => ("text/css; charset=utf-8", THEME.as_str()),
            "console.js" => ("text/javascript; charset=utf-8", SCRIPT),
            _ => return Err(Failure::not_found("there is no such file")),
        };
        let versioned = call.request.uri().query() == Some(format!("v={}", version()).as_str());
        let caching = if versioned { "public, max-age=31536000, immutable" } else { "no-cache" };
        let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, caching)];
        Ok((headers, Body::from(text)).into_response())
    })
}
