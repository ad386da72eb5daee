//! Request ids: taken from the caller if sane, made otherwise; in logs, answers and problems, and
//! passed on to internal calls.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue};
use std::sync::Arc;
use uuid::Uuid;

/// The header that carries it, in both directions.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// Characters of an id that is taken over at most.
const CHARS_MAX: usize = 128;

tokio::task_local! {
    static CURRENT: RequestId;
}

/// The id of one request. Visible ASCII, safe in a log line and in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// A new one (a UUID of version 7).
    pub fn generate() -> Self {
        Self(Uuid::now_v7().to_string().into())
    }

    /// Takes `text` over if it is sane: 1 to 128 letters, digits, `.`, `_` or `-`.
    pub fn parse(text: &str) -> Option<Self> {
        let sane = (1..=CHARS_MAX).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        sane.then(|| Self(text.into()))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its text as a header, for a call to another service.
    pub fn header_value(&self) -> HeaderValue {
        // Its characters are checked, so this never falls back.
        HeaderValue::from_str(&self.0).unwrap_or(HeaderValue::from_static("invalid"))
    }
}

/// The id of the request that the current task answers.
pub fn current() -> Option<RequestId> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Runs `future` as part of the request `id`: for work that a handler hands to another task.
pub async fn scope<F: Future>(id: RequestId, future: F) -> F::Output {
    CURRENT.scope(id, future).await
}

/// The layer: finds or makes the id, and answers with it.
pub(crate) async fn layer(mut request: Request, next: Next) -> Response {
    let id = request
        .headers()
        .get(&HEADER)
        .and_then(|value| RequestId::parse(value.to_str().ok()?))
        .unwrap_or_else(RequestId::generate);
    request.extensions_mut().insert(id.clone());
    let header = id.header_value();
    let mut response = scope(id, async { next.run(request).await.into_response() }).await;
    response.headers_mut().insert(HEADER, header);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sane_ids_are_taken_over() {
        assert!(RequestId::parse("018f3f5e-7a3c").is_some());
        for bad in ["", "a b", "a\nb", "ü", "<script>", &"x".repeat(129)] {
            assert!(RequestId::parse(bad).is_none(), "{bad}");
        }
    }
}
