//! `Idempotency-Key`: a request that is sent again, because its answer was lost, is done once and answered the same (promise P4).
//!
//! What a key was used for is remembered in the transaction that did it. What was refused changed nothing, and is not remembered: the
//! same request may pass later.

use crate::app::App;
use crate::problem::Failure;
use crate::routes::Call;
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_state::{OperatorTx, Replay, Request, TenantTx};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

/// The header.
pub(crate) const HEADER: &str = "idempotency-key";
/// The longest key, in bytes.
pub(crate) const LONGEST: usize = 200;

/// How long answers are remembered at least, in seconds, and how often it is looked for older ones.
const KEPT: i64 = 31 * 24 * 3600;
const PATROL: Duration = Duration::from_hours(1);

/// The key of a request, and the route that it was sent to.
pub(crate) struct Key {
    key: String,
    route: String,
}

/// What a request came to.
pub(crate) enum Done<T> {
    /// It was done now: the status, and the answer.
    Now(u16, T),
    /// It was done before, and answered so.
    Before(Replay),
}

impl Key {
    /// Reads the key of a request, if it has one.
    pub(crate) fn of(call: &Call) -> Result<Option<Self>, Failure> {
        let mut given = call.request.headers().get_all(HEADER).iter();
        let Some(value) = given.next() else { return Ok(None) };
        let bytes = value.as_bytes();
        let plain = bytes.iter().all(|byte| (b' '..=b'~').contains(byte));
        if bytes.is_empty() || bytes.len() > LONGEST || !plain || given.next().is_some() {
            let text =
                format!("an `Idempotency-Key` is one of 1 to {LONGEST} printable characters");
            return Err(Failure::bad_request(text));
        }
        let key = String::from_utf8_lossy(bytes).into_owned();
        let (method, uri) = (call.request.method(), call.request.uri());
        Ok(Some(Self { key, route: format!("{method} {}", uri.path()) }))
    }

    /// The request with its content, which was read: what counts is what it says, not how it is spelt.
    pub(crate) fn request(self, content: &impl Serialize) -> Request {
        let content = serde_json::to_vec(content).expect("plain data is JSON");
        let digest = Digest::of_parts(&[self.route.as_bytes(), b"\n", &content]);
        Request { key: self.key, digest }
    }
}

impl<T: Serialize> IntoResponse for Done<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Now(status, value) => crate::routes::json(status, &value),
            Self::Before(Replay { status, body }) => {
                let kind =
                    if status < 400 { "application/json" } else { "application/problem+json" };
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
                let headers = [(header::CONTENT_TYPE, kind), (REPLAYED, "true")];
                (status, headers, Body::from(body)).into_response()
            }
        }
    }
}

/// Says that the answer was given before.
const REPLAYED: header::HeaderName = header::HeaderName::from_static("idempotency-replayed");

/// Takes the key of a request for a tenant, if it has one; returns what it was answered before.
pub(crate) async fn claim(
    tx: &mut TenantTx,
    request: Option<&Request>,
    now: Timestamp,
) -> Result<Option<Replay>, Failure> {
    match request {
        Some(request) => Ok(tx.claim(request, now).await?),
        None => Ok(None),
    }
}

/// Remembers the answer and makes the change durable; only then is there an answer.
pub(crate) async fn finish<T: Serialize>(
    app: &App,
    mut tx: TenantTx,
    request: Option<&Request>,
    (status, value): (u16, T),
) -> Result<Done<T>, Failure> {
    if let Some(request) = request {
        tx.answer(request, &answer(status, &value)).await?;
    }
    let tenant = tx.ctx().tenant().clone();
    tx.commit().await?;
    app.changed(&tenant);
    Ok(Done::Now(status, value))
}

/// The same for a request of an operator's.
pub(crate) async fn claim_operators(
    tx: &mut OperatorTx<'_>,
    request: Option<&Request>,
    now: Timestamp,
) -> Result<Option<Replay>, Failure> {
    match request {
        Some(request) => Ok(tx.claim(request, now).await?),
        None => Ok(None),
    }
}

/// The same for a request of an operator's; `remembered` is what it is answered when it comes again.
pub(crate) async fn finish_operators(
    app: &App,
    mut tx: OperatorTx<'_>,
    request: Option<&Request>,
    remembered: &Replay,
) -> Result<(), Failure> {
    if let Some(request) = request {
        tx.answer(request, remembered).await?;
    }
    let home = tx.home().clone();
    tx.commit().await?;
    app.changed(&home);
    Ok(())
}

/// An answer as it is remembered.
pub(crate) fn answer(status: u16, value: &impl Serialize) -> Replay {
    Replay { status, body: serde_json::to_string(value).expect("plain data is JSON") }
}

/// Forgets old answers until the server ends.
pub(crate) async fn patrol(app: Arc<App>) {
    loop {
        // What fails now is tried again in an hour; nothing depends on when it is forgotten.
        let _ = app.state.forget_requests(Timestamp(app.now().0 - KEPT)).await;
        let _ = app.state.forget_sessions(Timestamp(app.now().0 - KEPT)).await;
        let _ = app.state.forget_assertions(app.now()).await;
        tokio::time::sleep(PATROL).await;
    }
}
