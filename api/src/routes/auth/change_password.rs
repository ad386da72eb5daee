use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::auth;
use live_http::{Json, problems};
use live_protocol::auth::ChangePassword;

problems!(ChangePasswordProblems: body, Unauthenticated, Conflict);

/// Change the password
///
/// All other sessions end. A wrong current password is an error of its field.
#[utoipa::path(
    post,
    path = "/api/auth/password",
    operation_id = "changePassword",
    tag = "auth",
    request_body = ChangePassword,
    security(("bearer" = [])),
    responses((status = 204, description = "Changed"), ChangePasswordProblems)
)]
pub(crate) async fn change_password(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Json(body): Json<ChangePassword>,
) -> Result<StatusCode, Refusal> {
    auth::change_password(&state.domain, actor, body).await?;
    Ok(StatusCode::NO_CONTENT)
}
