//! Spans of requests for an OpenTelemetry collector: OTLP over HTTP, in batches, on a thread of its own.
//!
//! A span says what a line of the log says: route, tenant, status, code, how long it took. Who asked is in receipts, for whom may read them.
//! Where the collector is away or slow, spans are dropped; no request waits for it.

use crate::error::DaemonError;
use crate::routes::Route;
use crate::trace::{Caller, TraceId};
use cos_core::ids::Region;
use opentelemetry::trace::{
    SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId as OtelTraceId, TraceState,
};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{
    BatchSpanProcessor, SpanData, SpanEvents, SpanLinks, SpanProcessor as _,
};
use reqwest::Url;
use std::time::{Duration, SystemTime};

/// How long the last spans may take when the server ends.
const LAST: Duration = Duration::from_secs(2);

/// Where spans are sent.
#[derive(Debug)]
pub struct Collector(SpanExporter);

/// What sends them.
#[derive(Debug)]
pub(crate) struct Spans {
    processor: BatchSpanProcessor,
    scope: InstrumentationScope,
}

/// A request that was answered.
pub(crate) struct Span<'a> {
    pub(crate) route: &'static Route,
    pub(crate) trace: TraceId,
    pub(crate) caller: Option<Caller>,
    pub(crate) tenant: Option<&'a str>,
    pub(crate) status: u16,
    /// The code of the error, where it is one.
    pub(crate) code: Option<&'a str>,
    pub(crate) took: Duration,
}

impl Collector {
    /// Takes the address before `/v1/traces`. Not to be called where other work would wait.
    pub fn new(address: &str) -> Result<Self, DaemonError> {
        let wrong = |reason| DaemonError::Collector { address: address.to_owned(), reason };
        let mut url = Url::parse(address).map_err(|error| wrong(error.to_string()))?;
        if !["http", "https"].contains(&url.scheme()) || url.host().is_none() {
            return Err(wrong("write `http://HOST:4318` or `https://HOST`".to_owned()));
        }
        url.set_path(&format!("{}/v1/traces", url.path().trim_end_matches('/')));
        let client = reqwest::blocking::Client::builder()
            .timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::none());
        // In clear it is this machine or its network, and what stands in the head is for nobody in between.
        let client = if url.scheme() == "http" { client.no_proxy() } else { client };
        let client = client.build().map_err(|error| wrong(error.to_string()))?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(client)
            .with_endpoint(url.as_str())
            .build();
        exporter.map(Self).map_err(|error| wrong(error.to_string()))
    }
}

impl Spans {
    pub(crate) fn new(Collector(exporter): Collector, region: &Region) -> Self {
        let mut processor = BatchSpanProcessor::builder(exporter).build();
        let resource = Resource::builder()
            .with_attributes([
                KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
                KeyValue::new("cloud.region", region.to_string()),
            ])
            .with_service_name("cos")
            .build();
        processor.set_resource(&resource);
        Self { processor, scope: InstrumentationScope::builder("cos").build() }
    }

    /// Tells of a request, unless its caller keeps no trace of it.
    pub(crate) fn send(&self, span: &Span<'_>) {
        if span.caller.is_none_or(|caller| caller.is_sampled) {
            self.processor.on_end(self.data(span));
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a span is told in nanoseconds; nothing is decided or signed by them"
    )]
    fn data(&self, span: &Span<'_>) -> SpanData {
        let Span { route, trace, caller, tenant, status, code, took } = span;
        let mut id = [0; 8];
        let _ = getrandom::fill(&mut id);
        let context = SpanContext::new(
            OtelTraceId::from(trace.number()),
            SpanId::from_bytes(id),
            TraceFlags::SAMPLED,
            false,
            TraceState::default(),
        );
        // Named as OpenTelemetry's conventions for HTTP servers have it.
        let mut attributes = vec![
            KeyValue::new("http.request.method", route.method),
            KeyValue::new("http.route", route.path),
            KeyValue::new("http.response.status_code", i64::from(*status)),
            KeyValue::new("cos.flow", route.name),
        ];
        attributes.extend(tenant.map(|tenant| KeyValue::new("cos.tenant", tenant.to_owned())));
        attributes.extend(code.map(|code| KeyValue::new("error.type", code.to_owned())));
        let end = SystemTime::now();
        SpanData {
            span_context: context,
            parent_span_id: caller.map_or(SpanId::INVALID, |caller| SpanId::from(caller.span)),
            parent_span_is_remote: caller.is_some(),
            span_kind: SpanKind::Server,
            name: format!("{} {}", route.method, route.path).into(),
            start_time: end.checked_sub(*took).unwrap_or(end),
            end_time: end,
            attributes,
            dropped_attributes_count: 0,
            events: SpanEvents::default(),
            links: SpanLinks::default(),
            status: match status {
                500.. => Status::error(code.unwrap_or_default().to_owned()),
                _ => Status::Unset,
            },
            instrumentation_scope: self.scope.clone(),
        }
    }

    /// Sends what is left. Blocks.
    pub(crate) fn close(&self) {
        let _ = self.processor.shutdown_with_timeout(LAST);
    }
}
