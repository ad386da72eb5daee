//! `/internal/hooks`: what the media services ask. Never public: a request that came through a
//! proxy, or without the services' secret (`InternalOnly` in each handler), is answered as if
//! there were no such route.

mod publish;

use crate::ApiState;
use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::post,
};
use live_http::Problem;
use live_protocol::{ErrorCode, hooks::PUBLISH_PATH};

/// What proxies add to what they forward.
const FORWARDED_HEADERS: &[&str] = &["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/// All hooks.
pub(crate) fn router() -> Router<ApiState> {
    Router::new()
        .route(PUBLISH_PATH, post(publish::publish))
        .layer(from_fn(refuse_forwarded))
}

async fn refuse_forwarded(request: Request, next: Next) -> Response {
    let headers = request.headers();
    if FORWARDED_HEADERS
        .iter()
        .any(|name| headers.contains_key(*name))
    {
        return Problem::new(ErrorCode::NotFound).into_response();
    }
    next.run(request).await
}
