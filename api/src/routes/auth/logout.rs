use super::refresh_cookie::clear;
use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use live_domain::auth;
use live_http::problems;

problems!(LogoutProblems: Unauthenticated);

/// Log out here
///
/// Ends this session and closes its sockets.
#[utoipa::path(
    post,
    path = "/api/auth/logout",
    operation_id = "logout",
    tag = "auth",
    security(("bearer" = [])),
    responses((status = 204, description = "Logged out"), LogoutProblems)
)]
pub(crate) async fn logout(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
) -> Result<Response, Refusal> {
    auth::logout(&state.domain, actor).await?;
    Ok(clear(&state, StatusCode::NO_CONTENT.into_response()))
}
