//! The OpenAPI 3.1 document, and pages for people to read it. The pages load nothing from
//! elsewhere.

use crate::{ApiState, routes};
use axum::{
    Router,
    response::{Html, IntoResponse},
    routing::get,
};
use http::header;
use live_config::limits::LimitsConfig;
use live_http::status;
use live_protocol::ErrorCode;
use std::{fmt::Write, sync::Arc};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

const PAGE: &str = include_str!("../assets/docs.html");
const SCRIPT: &str = include_str!("../assets/docs.js");
const STYLE: &str = include_str!("../assets/docs.css");

/// What the document says beside its operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Live Engine",
        description = "Accounts and live streams. Refusals are RFC 9457 problem details with a \
                       stable `code`, listed at `/api/docs/errors`.",
        license(name = "Commercial")
    ),
    tags(
        (name = "auth", description = "Accounts' doors: register, log in, sessions, passwords"),
        (name = "users", description = "Profiles, pictures, follows and blocks"),
        (name = "live", description = "Streams, their keys, chat and statistics"),
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
    // Limits are no part of the document; nothing is ever asked of this router.
    let (_, document) = routes::documented(&LimitsConfig::default(), |all| all).split_for_parts();
    document
}

/// `/api/openapi.json`, `/api/docs` and `/api/docs/errors`.
pub(crate) fn router(document: &utoipa::openapi::OpenApi) -> Router<ApiState> {
    // A document of plain data: its serialisation can't fail.
    let json: Arc<str> = document.to_json().unwrap_or_default().into();
    let errors: Arc<str> = errors_page().into();
    Router::new()
        .route(
            "/api/openapi.json",
            get(move || async move { file("application/json", &json) }),
        )
        .route("/api/docs", get(|| async { Html(PAGE) }))
        .route(
            "/api/docs/errors",
            get(move || async move { Html(errors.to_string()) }),
        )
        .route(
            "/api/docs/docs.js",
            get(|| async { file("text/javascript; charset=utf-8", SCRIPT) }),
        )
        .route(
            "/api/docs/docs.css",
            get(|| async { file("text/css; charset=utf-8", STYLE) }),
        )
}

fn file(kind: &'static str, text: &str) -> impl IntoResponse + use<> {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, text.to_owned())
}

/// Every code there is; a problem's `type` leads here.
fn errors_page() -> String {
    let mut rows = String::new();
    for code in ErrorCode::ALL {
        let status = status::of(*code).as_u16();
        let title = code.title();
        // Codes and titles are our own words, without markup. Writing to a string can't fail.
        let _ = write!(
            rows,
            "<tr id=\"{code}\"><td><code>{code}</code></td><td>{status}</td><td>{title}</td></tr>"
        );
    }
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>Error codes · Live Engine API</title>\
         <link rel=\"stylesheet\" href=\"/api/docs/docs.css\">\
         <main><p><a href=\"/api/docs\">API</a></p><h1>Error codes</h1>\
         <table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead>\
         <tbody>{rows}</tbody></table></main></html>"
    )
}
