use crate::{ApiState, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::auth;
use live_http::{Json, problems};
use live_protocol::auth::ResetPassword;

problems!(ResetPasswordProblems: body, TokenInvalid, Conflict);

/// Set a new password with the token of the e-mail
///
/// All sessions end; log in anew.
#[utoipa::path(
    post,
    path = "/api/auth/password/reset",
    operation_id = "resetPassword",
    tag = "auth",
    request_body = ResetPassword,
    responses((status = 204, description = "Set"), ResetPasswordProblems)
)]
pub(crate) async fn reset_password(
    State(state): State<ApiState>,
    Json(body): Json<ResetPassword>,
) -> Result<StatusCode, Refusal> {
    auth::reset_password(&state.domain, body).await?;
    Ok(StatusCode::NO_CONTENT)
}
