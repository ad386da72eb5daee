//! `/media`: pictures. Their names are random and never used again, so caches may keep them for
//! ever.

use crate::{ApiState, refusal::Refusal};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::header;
use live_domain::picture::{self, PictureKind};
use live_http::Path;
use live_protocol::ErrorCode;

/// The routes.
pub(crate) fn router() -> Router<ApiState> {
    Router::new()
        .route("/media/avatars/{name}", get(avatar))
        .route("/media/own-thumbnails/{name}", get(thumbnail))
}

async fn avatar(state: State<ApiState>, Path(name): Path<String>) -> Result<Response, Refusal> {
    serve(&state, PictureKind::Avatar, &name).await
}

async fn thumbnail(state: State<ApiState>, Path(name): Path<String>) -> Result<Response, Refusal> {
    serve(&state, PictureKind::Thumbnail, &name).await
}

async fn serve(state: &ApiState, kind: PictureKind, name: &str) -> Result<Response, Refusal> {
    let path = picture::path(&state.domain.config, kind, name).ok_or(ErrorCode::NotFound)?;
    // A few hundred kilobytes at most: read whole.
    let jpeg = tokio::fs::read(&path)
        .await
        .map_err(|_| ErrorCode::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Opened on its own it is a picture and nothing else.
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ),
    ];
    Ok((headers, jpeg).into_response())
}
