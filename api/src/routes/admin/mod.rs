//! `/api/admin`.

mod disable;
mod enable;
mod set_role;

use crate::ApiState;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The operations. Each asks for its role in its rule.
pub(super) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(disable::disable))
        .routes(routes!(enable::enable))
        .routes(routes!(set_role::set_role))
}
