use super::refresh_cookie::clear;
use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use live_domain::auth;
use live_http::problems;

problems!(LogoutEverywhereProblems: Unauthenticated);

/// Log out everywhere
///
/// Ends all of the caller's sessions, this one too, and closes their sockets.
#[utoipa::path(
    post,
    path = "/api/auth/logout-all",
    operation_id = "logoutEverywhere",
    tag = "auth",
    security(("bearer" = [])),
    responses((status = 204, description = "Logged out everywhere"), LogoutEverywhereProblems)
)]
pub(crate) async fn logout_everywhere(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
) -> Result<Response, Refusal> {
    auth::logout_everywhere(&state.domain, actor).await?;
    Ok(clear(&state, StatusCode::NO_CONTENT.into_response()))
}
