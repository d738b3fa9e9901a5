//! What Prometheus scrapes. The names that the seed gives are for ever.
//!
//! Counters are kept here as things happen; what can be read at any time is read when somebody asks (`readings`). A figure that cannot be
//! had has no series: an alert on its absence is honest, a zero is not.

mod readings;

use crate::app::App;
use axum::response::Response;
use cos_core::clock::Timestamp;
use cos_core::ids::{Origin, Tenant};
use cos_state::Delivery;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Reads the coverage of privileged flows, 0 to 1, from the newest conformance report; `None` while there is none that can be read.
pub type Coverage = Arc<dyn Fn() -> Option<f64> + Send + Sync>;

/// Upper edges of the latency histogram, in milliseconds; 1500 is the objective.
const EDGES: [u32; 10] = [5, 10, 25, 50, 100, 250, 500, 1000, 1500, 5000];

/// How a request can end.
const OUTCOMES: [&str; 3] = ["ok", "refused", "error"];

/// What the worst part of a request came to, as a status: a list of events is answered 200 whatever became of each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Worst(pub(crate) u16);

/// Counters since the server began.
pub(crate) struct Metrics {
    pub(crate) started: Timestamp,
    /// Where the coverage is read, if anywhere.
    coverage: Option<Coverage>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Receipts made durable, by tenant.
    receipts: BTreeMap<String, u64>,
    /// Latency of requests, by tenant and flow.
    latency: BTreeMap<(String, &'static str), Histogram>,
    /// How requests ended, by tenant, flow and outcome.
    outcomes: BTreeMap<(String, &'static str, &'static str), u64>,
    /// Answers, by status.
    answers: BTreeMap<u16, u64>,
    /// What was refused, by code: requests, and events within them.
    refusals: BTreeMap<String, u64>,
    /// What each tenant's log lacks still.
    backlogs: BTreeMap<String, Backlog>,
}

#[derive(Debug, Default)]
struct Histogram {
    buckets: [u64; EDGES.len()],
    count: u64,
    sum_ms: f64,
}

/// Receipts that exist and are not in their log yet.
#[derive(Debug)]
struct Backlog {
    waiting: usize,
    /// Nothing that waits is older: when the oldest was made, or when there last was none.
    since: Timestamp,
}

impl Backlog {
    /// It grows by itself when nobody looks any more: a dead worker cannot keep it low.
    fn lag(&self, now: Timestamp) -> i64 {
        now.0.saturating_sub(self.since.0).max(0)
    }
}

impl Metrics {
    pub(crate) fn new(started: Timestamp, coverage: Option<Coverage>) -> Self {
        Self { started, coverage, inner: Mutex::default() }
    }

    pub(crate) fn receipts(&self, origin: &Origin, count: u64) {
        *self.lock().receipts.entry(origin.tenant.to_string()).or_default() += count;
    }

    pub(crate) fn refused(&self, code: &str) {
        *self.lock().refusals.entry(code.to_owned()).or_default() += 1;
    }

    /// Notes what waits for a tenant's log, oldest first, as somebody looked.
    pub(crate) fn waiting(&self, tenant: &Tenant, waiting: &[Delivery], now: Timestamp) {
        let since = waiting.first().map_or(now, |oldest| made(oldest).min(now));
        let backlog = Backlog { waiting: waiting.len(), since };
        self.lock().backlogs.insert(tenant.to_string(), backlog);
    }

    /// How many receipts wait for a tenant's log, and for how many seconds at most, by the last look.
    pub(crate) fn backlog(&self, tenant: &Tenant, now: Timestamp) -> Option<(u64, i64)> {
        let inner = self.lock();
        let backlog = inner.backlogs.get(tenant.as_str())?;
        Some((backlog.waiting as u64, backlog.lag(now)))
    }

    pub(crate) fn answered(
        &self,
        tenant: Option<&str>,
        flow: &'static str,
        response: &Response,
        took: Duration,
    ) {
        let status = response.status().as_u16();
        let worst = response.extensions().get::<Worst>().map_or(status, |worst| worst.0);
        let mut inner = self.lock();
        *inner.answers.entry(status).or_default() += 1;
        let Some(tenant) = tenant else { return };
        // All outcomes begin at zero: a counter that begins at one hides its first event from `rate`.
        for each in OUTCOMES {
            let count = inner.outcomes.entry((tenant.to_owned(), flow, each)).or_default();
            *count += u64::from(each == outcome(worst));
        }
        let histogram = inner.latency.entry((tenant.to_owned(), flow)).or_default();
        let ms = took.as_secs_f64() * 1e3;
        let within =
            EDGES.iter().zip(&mut histogram.buckets).filter(|(edge, _)| ms <= f64::from(**edge));
        within.for_each(|(_, bucket)| *bucket += 1);
        histogram.count += 1;
        histogram.sum_ms += ms;
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The text format of Prometheus, version 0.0.4. Reads files: call it where blocking is allowed.
pub(crate) fn render(app: &App) -> String {
    let mut page = Page::default();
    counters(&mut page, &app.metrics.lock());
    backlogs(&mut page, &app.metrics.lock(), app.now());
    if let Some(ratio) = app.metrics.coverage.as_ref().and_then(|read| read()) {
        let name = "policy_privileged_coverage_ratio";
        page.gauge(name, "Covered privileged flows over all, by the newest conformance report.");
        page.bare(name, ratio);
    }
    readings::all(&mut page, app);
    page.0
}

fn counters(page: &mut Page, inner: &Inner) {
    page.counter("provenance_receipts_total", "Receipts made durable.");
    for (tenant, count) in &inner.receipts {
        page.line("provenance_receipts_total", format_args!("tenant=\"{tenant}\""), count);
    }
    page.head("flow_latency_ms", "histogram", "Time to answer, in milliseconds.");
    for ((tenant, flow), histogram) in &inner.latency {
        let labels = format!("tenant=\"{tenant}\",flow=\"{flow}\"");
        for (edge, bucket) in EDGES.iter().zip(histogram.buckets) {
            page.line("flow_latency_ms_bucket", format_args!("{labels},le=\"{edge}\""), bucket);
        }
        let Histogram { count, sum_ms, .. } = histogram;
        page.line("flow_latency_ms_bucket", format_args!("{labels},le=\"+Inf\""), count);
        page.line("flow_latency_ms_sum", &labels, sum_ms);
        page.line("flow_latency_ms_count", &labels, count);
    }
    page.counter("flow_requests_total", "Requests, by how they ended: ok, refused or error.");
    for ((tenant, flow, outcome), count) in &inner.outcomes {
        let labels = format_args!("tenant=\"{tenant}\",flow=\"{flow}\",outcome=\"{outcome}\"");
        page.line("flow_requests_total", labels, count);
    }
    page.counter("cos_http_answers_total", "Answers, by status.");
    for (status, count) in &inner.answers {
        page.line("cos_http_answers_total", format_args!("status=\"{status}\""), count);
    }
    page.counter("cos_refusals_total", "Requests and events that were refused, by code.");
    for (code, count) in &inner.refusals {
        page.line("cos_refusals_total", format_args!("code=\"{code}\""), count);
    }
}

fn backlogs(page: &mut Page, inner: &Inner, now: Timestamp) {
    let tenant = |tenant: &str| format!("tenant=\"{tenant}\"");
    page.gauge("cos_outbox_waiting", "Receipts of changes that are not in the log yet.");
    for (name, backlog) in &inner.backlogs {
        page.line("cos_outbox_waiting", tenant(name), backlog.waiting);
    }
    let lag = "receipts_backfill_lag_seconds";
    page.gauge(lag, "No receipt that exists is missing from its log for longer than this.");
    for (name, backlog) in &inner.backlogs {
        page.line(lag, tenant(name), backlog.lag(now));
    }
}

/// The second in which a receipt was made, which its id tells.
fn made(delivery: &Delivery) -> Timestamp {
    let mut millis = [0; 8];
    millis[2..].copy_from_slice(&delivery.jti.0[..6]);
    Timestamp((u64::from_be_bytes(millis) / 1000).cast_signed())
}

/// What a request came to: done, refused for a reason of the caller's, or failed for one of ours.
fn outcome(status: u16) -> &'static str {
    match status {
        ..400 => "ok",
        400..500 => "refused",
        500.. => "error",
    }
}

/// A page of metrics, as it is written.
#[derive(Debug, Default)]
struct Page(String);

impl Page {
    fn counter(&mut self, name: &str, help: &str) {
        self.head(name, "counter", help);
    }

    fn gauge(&mut self, name: &str, help: &str) {
        self.head(name, "gauge", help);
    }

    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, labels: impl fmt::Display, value: impl fmt::Display) {
        let _ = writeln!(self.0, "{name}{{{labels}}} {value}");
    }

    fn bare(&mut self, name: &str, value: impl fmt::Display) {
        let _ = writeln!(self.0, "{name} {value}");
    }
}

#[cfg(test)]
mod tests;
