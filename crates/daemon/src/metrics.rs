//! What Prometheus scrapes. The names that the seed gives are for ever.

use cos_core::ids::Origin;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper edges of the latency histogram, in milliseconds; 1500 is the objective.
const EDGES: [u32; 10] = [5, 10, 25, 50, 100, 250, 500, 1000, 1500, 5000];

/// Counters since the server began.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Receipts made durable, by tenant.
    receipts: BTreeMap<String, u64>,
    /// Latency of requests, by tenant and flow.
    latency: BTreeMap<(String, &'static str), Histogram>,
    /// Answers, by status.
    answers: BTreeMap<u16, u64>,
}

#[derive(Debug, Default)]
struct Histogram {
    buckets: [u64; EDGES.len()],
    count: u64,
    sum_ms: f64,
}

impl Metrics {
    pub(crate) fn receipts(&self, origin: &Origin, count: u64) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        *inner.receipts.entry(origin.tenant.to_string()).or_default() += count;
    }

    pub(crate) fn answered(
        &self,
        tenant: Option<&str>,
        flow: &'static str,
        status: u16,
        took: Duration,
    ) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        *inner.answers.entry(status).or_default() += 1;
        let Some(tenant) = tenant else { return };
        let histogram = inner.latency.entry((tenant.to_owned(), flow)).or_default();
        let ms = took.as_secs_f64() * 1e3;
        let within =
            EDGES.iter().zip(&mut histogram.buckets).filter(|(edge, _)| ms <= f64::from(**edge));
        within.for_each(|(_, bucket)| *bucket += 1);
        histogram.count += 1;
        histogram.sum_ms += ms;
    }

    /// The text format of Prometheus, version 0.0.4.
    pub(crate) fn render(&self) -> String {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::new();
        let head = |out: &mut String, name: &str, kind: &str, help: &str| {
            let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
        };
        head(&mut out, "provenance_receipts_total", "counter", "Receipts made durable.");
        for (tenant, count) in &inner.receipts {
            let _ = writeln!(out, "provenance_receipts_total{{tenant=\"{tenant}\"}} {count}");
        }
        head(&mut out, "flow_latency_ms", "histogram", "Time to answer, in milliseconds.");
        for ((tenant, flow), histogram) in &inner.latency {
            let labels = format!("tenant=\"{tenant}\",flow=\"{flow}\"");
            for (edge, bucket) in EDGES.iter().zip(histogram.buckets) {
                let _ = writeln!(out, "flow_latency_ms_bucket{{{labels},le=\"{edge}\"}} {bucket}");
            }
            let Histogram { count, sum_ms, .. } = histogram;
            let _ = writeln!(out, "flow_latency_ms_bucket{{{labels},le=\"+Inf\"}} {count}");
            let _ = writeln!(out, "flow_latency_ms_sum{{{labels}}} {sum_ms}");
            let _ = writeln!(out, "flow_latency_ms_count{{{labels}}} {count}");
        }
        head(&mut out, "cos_http_answers_total", "counter", "Answers, by status.");
        for (status, count) in &inner.answers {
            let _ = writeln!(out, "cos_http_answers_total{{status=\"{status}\"}} {count}");
        }
        out
    }
}
