//! Headers that tell browsers what a page of ours never does.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue, header};
use live_config::http::HttpConfig;
use std::sync::Arc;

/// The content security policy (CSP level 3) of our pages. WebAssembly may be compiled, scripts
/// come from us alone; hls.js makes a worker and media from blobs; `style` attributes are set by
/// components, style sheets and elements are not inlined.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; \
    script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; \
    img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; \
    connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'self'";

/// The headers, made once. A handler that sets one itself is left alone.
#[derive(Debug, Clone)]
pub struct SecurityHeaders(Arc<[(HeaderName, HeaderValue)]>);

impl SecurityHeaders {
    /// With HSTS (RFC 6797) where the platform is reached by HTTPS.
    pub fn new(config: &HttpConfig) -> Self {
        let mut headers = vec![
            (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
            (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        ];
        if config.public_url().starts_with("https://") {
            let a_year = "max-age=31536000";
            headers.push((header::STRICT_TRANSPORT_SECURITY, a_year));
        }
        let headers = headers
            .into_iter()
            .map(|(name, value)| (name, HeaderValue::from_static(value)));
        Self(headers.collect())
    }
}

/// The layer.
pub(crate) async fn layer(
    State(ours): State<SecurityHeaders>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ours.0.iter() {
        if !headers.contains_key(name) {
            headers.insert(name, value.clone());
        }
    }
    response
}
