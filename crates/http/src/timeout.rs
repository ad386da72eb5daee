//! A request that takes too long is answered `timeout`, and what it did is dropped.

use crate::Problem;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use live_protocol::ErrorCode;
use std::time::Duration;

/// The layer.
pub(crate) async fn layer(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    tokio::time::timeout(limit, next.run(request))
        .await
        .unwrap_or_else(|_| Problem::new(ErrorCode::Timeout).into_response())
}
