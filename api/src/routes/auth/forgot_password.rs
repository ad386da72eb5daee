use crate::{ApiState, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::auth;
use live_http::{Json, problems};
use live_protocol::auth::ForgotPassword;

problems!(ForgotPasswordProblems: body);

/// Have a link to set a new password sent
///
/// The answer is the same whether the address is known. One mail a minute goes to an account.
#[utoipa::path(
    post,
    path = "/api/auth/password/forgot",
    operation_id = "forgotPassword",
    tag = "auth",
    request_body = ForgotPassword,
    responses(
        (status = 204, description = "A mail is on its way, if the address is known"),
        ForgotPasswordProblems
    )
)]
pub(crate) async fn forgot_password(
    State(state): State<ApiState>,
    Json(body): Json<ForgotPassword>,
) -> Result<StatusCode, Refusal> {
    auth::forgot_password(&state.domain, body).await?;
    Ok(StatusCode::NO_CONTENT)
}
