//! The OpenAPI 3.1 document and the page that shows it.

use crate::{ApiState, routes};
use axum::{Router, routing::get};
use http::header;
use live_http::RateLimit;
use live_service::Shutdown;
use std::sync::Arc;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

/// What the document says beside its operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Live Engine",
        description = "Accounts and live streams. Realtime events are Socket.IO's: see the manual.",
        license(name = "Commercial")
    ),
    tags(
        (name = "auth", description = "Accounts' doors: register, log in, sessions, passwords"),
        (name = "users", description = "Profiles, pictures, follows and blocks"),
        (name = "admin", description = "For admins"),
    ),
    components(schemas(live_protocol::Problem)),
    modifiers(&Bearer),
)]
pub(crate) struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("The `access_token` of register, log-in or refresh."))
            .build();
        openapi
            .components
            .get_or_insert_default()
            .add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// The OpenAPI document of all operations.
pub fn openapi() -> utoipa::openapi::OpenApi {
    // The limit is no part of the document; nothing is ever asked of this router.
    let shutdown = Shutdown::new();
    let limit = RateLimit::per_second(1, 1).by_addr(&shutdown);
    let (_, document) = routes::documented(limit).split_for_parts();
    shutdown.stop();
    document
}

/// `/api/openapi.json`.
pub(crate) fn router(document: utoipa::openapi::OpenApi) -> Router<ApiState> {
    // A document of plain data: its serialisation can't fail.
    let json: Arc<str> = document.to_json().unwrap_or_default().into();
    Router::new().route(
        "/api/openapi.json",
        get(move || async move {
            let headers = [
                (header::CONTENT_TYPE, "application/json"),
                (header::CACHE_CONTROL, "no-cache"),
            ];
            (headers, json.to_string())
        }),
    )
}
