//! `/api/auth`.

mod login;
mod logout;
mod refresh;
mod refresh_cookie;
mod register;

use crate::ApiState;
use live_http::rate_limit::AddrLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The operations, those that try passwords and tokens behind `limit`.
pub(super) fn router(limit: AddrLayer) -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(register::register))
        .routes(routes!(login::login))
        .routes(routes!(refresh::refresh))
        .layer(limit)
        .routes(routes!(logout::logout))
}
