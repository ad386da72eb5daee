//! Cross-origin calls (Fetch standard, section 3.2): from `http.allowed_origins` and our own
//! origin, with cookies.

use crate::request_id;
use http::{HeaderValue, Method, header};
use live_config::http::HttpConfig;
use std::time::Duration;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// How long a browser may remember that a call is allowed.
const PREFLIGHT_AGE: Duration = Duration::from_hours(1);

/// The layer for routes that pages of other origins may call.
pub fn layer(config: &HttpConfig) -> CorsLayer {
    let origins = config
        .allowed_origins
        .iter()
        .cloned()
        .chain([config.public_url()])
        .filter_map(|origin| HeaderValue::from_str(&origin).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_credentials(true)
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            request_id::HEADER,
        ])
        .expose_headers([header::ETAG, header::RETRY_AFTER, request_id::HEADER])
        .max_age(PREFLIGHT_AGE)
}
