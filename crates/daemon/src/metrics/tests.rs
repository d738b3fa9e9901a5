//! What the page says after what happened.

use super::readings::{limit, resident};
use super::*;
use cos_core::ids::Jti;

fn page(metrics: &Metrics, now: i64) -> String {
    let mut page = Page::default();
    counters(&mut page, &metrics.lock());
    backlogs(&mut page, &metrics.lock(), Timestamp(now));
    page.0
}

fn metrics() -> Metrics {
    Metrics::new(Timestamp(0), None)
}

fn response(status: u16, worst: Option<u16>) -> Response {
    let mut response = Response::new(axum::body::Body::empty());
    *response.status_mut() = status.try_into().unwrap();
    worst.map(|worst| response.extensions_mut().insert(Worst(worst)));
    response
}

#[test]
fn requests_are_counted_by_tenant_flow_and_outcome() {
    let metrics = metrics();
    for (status, worst, ms) in
        [(201, None, 1500), (404, None, 1501), (503, None, 7), (200, Some(500), 9)]
    {
        metrics.answered(
            Some("pilot-a"),
            "ingestReceipts",
            &response(status, worst),
            Duration::from_millis(ms),
        );
    }
    metrics.answered(None, "healthz", &response(200, None), Duration::ZERO);
    let text = page(&metrics, 0);
    for line in [
        "flow_latency_ms_bucket{tenant=\"pilot-a\",flow=\"ingestReceipts\",le=\"1000\"} 2",
        "flow_latency_ms_bucket{tenant=\"pilot-a\",flow=\"ingestReceipts\",le=\"1500\"} 3",
        "flow_latency_ms_bucket{tenant=\"pilot-a\",flow=\"ingestReceipts\",le=\"+Inf\"} 4",
        "flow_requests_total{tenant=\"pilot-a\",flow=\"ingestReceipts\",outcome=\"ok\"} 1",
        "flow_requests_total{tenant=\"pilot-a\",flow=\"ingestReceipts\",outcome=\"refused\"} 1",
        "flow_requests_total{tenant=\"pilot-a\",flow=\"ingestReceipts\",outcome=\"error\"} 2",
        "cos_http_answers_total{status=\"200\"} 2",
    ] {
        assert!(text.lines().any(|it| it == line), "lacks {line}\n{text}");
    }
    assert!(!text.contains("healthz"), "{text}");
}

#[test]
fn the_lag_grows_when_nobody_looks() {
    let metrics = metrics();
    let tenant: Tenant = "pilot-a".parse().unwrap();
    let lag = |now: i64| {
        let text = page(&metrics, now);
        let line = text.lines().find(|line| line.starts_with("receipts_backfill_lag_seconds{"));
        line.and_then(|line| line.rsplit(' ').next()?.parse::<i64>().ok())
    };
    // Before the first look nothing is known.
    assert_eq!(lag(100), None);
    metrics.waiting(&tenant, &[], Timestamp(100));
    assert_eq!((lag(100), lag(105), lag(14_501)), (Some(0), Some(5), Some(14_401)));
    // A clock that was set back does not make a lag.
    assert_eq!(lag(90), Some(0));
}

#[test]
fn an_id_tells_when_its_receipt_was_made() {
    let jti = Jti::from_parts(1_763_100_000_999, [7; 10]);
    let mut millis = [0; 8];
    millis[2..].copy_from_slice(&jti.0[..6]);
    assert_eq!(u64::from_be_bytes(millis) / 1000, 1_763_100_000);
}

#[test]
fn what_the_process_tells_about_itself() {
    assert_eq!(resident("VmSize:\t  9 kB\nVmRSS:\t   1234 kB\n"), Some(1234));
    assert_eq!(resident("nothing"), None);
    let limits = "Max open files            1024                 4096                 files     \n";
    assert_eq!(limit(limits), Some(1024));
    assert_eq!(
        limit("Max open files            unlimited            unlimited            files"),
        None
    );
}
