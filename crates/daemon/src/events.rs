//! What changes for a tenant, as it happens: server-sent events.
//!
//! A stream has no memory of its own. It reads the tenant's notices after the last one that the client has, a page at a time and only when
//! the client takes more, and waits for the next when there is none; so a client that comes back misses nothing. Before each page it asks
//! again whether the client may still read.

use crate::app::App;
use crate::drain::{Drain, Stage};
use crate::problem::Failure;
use crate::routes::{Answer, Call};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse as _;
use cos_core::ids::Tenant;
use cos_state::{Event, TenantCtx};
use futures_util::stream::unfold;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Notices of one page, and streams of one tenant, at most.
const PAGE: u32 = 64;
const MOST_STREAMS: usize = 64;

/// How long a stream sleeps when nothing wakes it. What another server recorded is found then, and so is that a token was revoked.
const POLL: Duration = Duration::from_secs(2);
/// After how long without a word it says that it lives.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Who waits for which tenant.
#[derive(Debug, Default)]
pub(crate) struct Watchers {
    tenants: Mutex<BTreeMap<Tenant, watch::Sender<()>>>,
}

impl Watchers {
    /// Wakes those who watch a tenant.
    pub(crate) fn wake(&self, tenant: &Tenant) {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        if tenants.get(tenant).is_some_and(|it| it.send(()).is_err()) {
            // Nobody listens any more.
            tenants.remove(tenant);
        }
    }

    fn watch(&self, tenant: &Tenant) -> Result<watch::Receiver<()>, Failure> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = tenants.entry(tenant.clone()).or_insert_with(|| watch::Sender::new(()));
        if sender.receiver_count() >= MOST_STREAMS {
            let text = format!("{MOST_STREAMS} streams of `{tenant}` are open; close one");
            return Err(Failure::busy(text));
        }
        Ok(sender.subscribe())
    }
}

/// One stream.
struct Stream {
    app: Arc<App>,
    ctx: TenantCtx,
    /// The number of the last notice that was sent.
    after: i64,
    /// What is said first.
    greeting: Option<Bytes>,
    woken: watch::Receiver<()>,
    drain: Drain,
    spoke: Instant,
}

pub(crate) fn stream(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let last = last_event_id(call.request.headers())?;
        let app = call.app;
        let woken = app.watchers.watch(ctx.tenant())?;
        let newest = app.state.read_tenant(&ctx).await?.last_event().await?;
        // Without a last one it begins with what is to come. One that was never given out is from before a restored backup.
        let (after, greeting) = match last {
            None => (newest, ": here it begins\n\n".to_owned()),
            Some(last) if last <= newest => (last, ": here it goes on\n\n".to_owned()),
            Some(_) => (newest, format!("event: reset\nid: {}\ndata: {{}}\n\n", name(newest))),
        };
        let stream = Stream {
            drain: Drain::of(&app.drain),
            greeting: Some(greeting.into()),
            spoke: Instant::now(),
            app,
            ctx,
            after,
            woken,
        };
        let pages = unfold(stream, |mut stream| async {
            let page = stream.next().await?;
            stream.spoke = Instant::now();
            Some((Ok::<_, Infallible>(page), stream))
        });
        let headers = [
            (header::CONTENT_TYPE, "text/event-stream"),
            (header::CACHE_CONTROL, "no-store"),
            // Proxies that gather answers before they pass them on are asked not to.
            (header::HeaderName::from_static("x-accel-buffering"), "no"),
        ];
        Ok((headers, Body::from_stream(pages)).into_response())
    })
}

impl Stream {
    /// What is to be sent next; `None` at the end: the server stops, the client may not read any more, or the state does not answer. A
    /// client that may comes back with the last id that it has.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(greeting) = self.greeting.take() {
            return Some(greeting);
        }
        loop {
            if self.drain.has_begun() {
                return None;
            }
            // Before it is looked: whatever is recorded from here on wakes again.
            self.woken.mark_unchanged();
            self.app.state.still_entered(&self.ctx, self.app.now()).await.ok()?;
            let events =
                self.app.state.read_tenant(&self.ctx).await.ok()?.events(self.after, PAGE).await;
            let events = events.ok()?;
            if let Some(last) = events.last() {
                self.after = last.seq;
                return Some(events.iter().map(frame).collect::<String>().into());
            }
            if self.spoke.elapsed() >= KEEP_ALIVE {
                return Some(Bytes::from_static(b": still here\n\n"));
            }
            tokio::select! {
                _ = self.woken.changed() => {}
                () = self.drain.reached(Stage::Draining) => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }
}

/// A notice as the client gets it. Topics are ours, and JSON on one line has no line end: nothing can pose as a field.
fn frame(event: &Event) -> String {
    let Event { seq, topic, body, .. } = event;
    let mut out = String::new();
    let _ = write!(out, "id: {}\nevent: {topic}\ndata: {body}\n\n", name(*seq));
    out
}

/// The id of a notice: for clients a word that grows, and nothing else.
pub(crate) fn name(seq: i64) -> String {
    format!("{seq:016x}")
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<i64>, Failure> {
    let Some(value) = headers.get("last-event-id") else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    let seq = i64::from_str_radix(text, 16).ok().filter(|seq| name(*seq) == text);
    seq.map(Some).ok_or_else(|| {
        Failure::bad_request("`Last-Event-ID` is none that this stream gave; leave it out")
    })
}
