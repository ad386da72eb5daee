//! The routes, a group a folder, a verb a file.

mod admin;
mod auth;
pub(crate) mod internal;
mod list_query;
mod live;
pub(crate) mod media;
mod users;

use crate::{ApiState, document::Document};
use live_config::limits::LimitsConfig;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// Documented operations.
pub(crate) type Operations = OpenApiRouter<ApiState>;

/// Every documented operation. `auth_limit` guards those that try passwords and tokens.
pub(crate) fn documented(
    limits: &LimitsConfig,
    auth_limit: impl FnOnce(Operations) -> Operations,
) -> Operations {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(auth::router(auth_limit))
        .merge(users::router(limits))
        .merge(live::router(limits))
        .merge(admin::router())
}
