//! The access log and the metrics of every request: a span with its id around it, a line and a
//! measurement at its end. Paths are logged without their query, clients without their address.

use crate::request_id::RequestId;
use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::Method;
use std::time::Instant;
use tracing::{Instrument, debug, field, info, info_span};

/// The route of requests that no route matched, in metrics.
const UNMATCHED: &str = "unmatched";

/// The layer. Metrics: `http_requests_total{method,route,status}`,
/// `http_request_duration_seconds{method,route}` (to the answer's head),
/// `http_requests_in_flight`.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = method_label(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| UNMATCHED.to_owned(), |path| path.as_str().to_owned());
    let path = request.uri().path().to_owned();
    let id = request.extensions().get::<RequestId>();
    let span = info_span!(
        "request",
        request_id = id.map(|id| field::display(id.as_str()))
    );

    let in_flight = InFlight::enter();
    let response = next.run(request).instrument(span.clone()).await;
    drop(in_flight);

    let took = began.elapsed();
    let status = response.status();
    span.in_scope(|| {
        let took_ms = (took.as_secs_f64() * 10_000.0).round() / 10.0;
        let status = status.as_u16();
        // Media and pages are many and say little; calls are what one looks for.
        let is_call = path.starts_with("/api/") || path.starts_with("/internal/");
        if is_call || status >= 500 {
            info!(method, path, status, took_ms, "answered");
        } else {
            debug!(method, path, status, took_ms, "answered");
        }
    });
    metrics::histogram!("http_request_duration_seconds", "method" => method, "route" => route.clone())
        .record(took.as_secs_f64());
    let status = status.as_str().to_owned();
    metrics::counter!("http_requests_total", "method" => method, "route" => route, "status" => status)
        .increment(1);
    response
}

/// Counts a request while it runs, however it ends.
struct InFlight(metrics::Gauge);

impl InFlight {
    fn enter() -> Self {
        let gauge = metrics::gauge!("http_requests_in_flight");
        gauge.increment(1.0);
        Self(gauge)
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}

/// A label from a fixed set: clients can send any word as a method.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::CONNECT => "CONNECT",
        _ => "other",
    }
}
