//! The layers of a listener and of an API, in their one right order.

use crate::{
    ClientAddr, Problem, TrustedProxies, access, client_addr, cors, problem, request_id,
    security::{self, SecurityHeaders},
    timeout,
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use live_config::{Config, ConfigError, http::HttpConfig};
use live_protocol::ErrorCode;
use std::{any::Any, time::Duration};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};
use tracing::error;

/// What every public listener does around its routes.
#[derive(Debug, Clone)]
pub struct Front {
    proxies: TrustedProxies,
    headers: SecurityHeaders,
}

impl Front {
    /// Reads trusted proxies and how the platform is reached.
    ///
    /// # Errors
    /// If `http.trusted_proxies` has an entry that is no network.
    pub fn new(config: &HttpConfig) -> Result<Self, ConfigError> {
        Ok(Self {
            proxies: TrustedProxies::parse(&config.trusted_proxies)?,
            headers: SecurityHeaders::new(config),
        })
    }

    /// From outside in: request id, access log and metrics, security headers, client address,
    /// panics. Call it once, on the whole router of the listener; its fallback is the caller's.
    pub fn wrap(&self, router: Router) -> Router {
        router
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn_with_state(self.proxies.clone(), client_addr::layer))
            .layer(from_fn_with_state(self.headers.clone(), security::layer))
            .layer(from_fn(access::layer))
            .layer(from_fn(request_id::layer))
    }

    /// The client's address as the layers find it, for servers that speak no HTTP before them.
    pub fn client(&self, peer: std::net::IpAddr, headers: &http::HeaderMap) -> ClientAddr {
        self.proxies.client(peer, headers)
    }
}

/// Around a JSON API's routes: CORS, compression, `limits.request_timeout_s`,
/// `limits.body_bytes_max` (a route may set another by `DefaultBodyLimit`), and `405` as a
/// problem. It sets no fallback, so that routers can be merged; the whole gets
/// [`problem::not_found`].
pub fn api_layers<S: Clone + Send + Sync + 'static>(
    router: Router<S>,
    config: &Config,
) -> Router<S> {
    let limit = Duration::from_secs(config.limits.request_timeout_s);
    router
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(DefaultBodyLimit::max(config.limits.body_bytes_max))
        .layer(from_fn_with_state(limit, timeout::layer))
        .layer(CompressionLayer::new())
        .layer(cors::layer(&config.http))
}

/// A panic in a handler is a bug: the connection lives on, the log says what it was.
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(no message)");
    error!(panic = text, "a handler panicked");
    metrics::counter!("http_panics_total").increment(1);
    Problem::new(ErrorCode::Internal).into_response()
}

#[cfg(test)]
mod tests;
