use crate::{ApiState, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::auth;
use live_http::{Json, problems};
use live_protocol::auth::VerifyEmail;

problems!(VerifyEmailProblems: body, TokenInvalid);

/// Confirm the e-mail address with the token of the e-mail
#[utoipa::path(
    post,
    path = "/api/auth/email/verify",
    operation_id = "verifyEmail",
    tag = "auth",
    request_body = VerifyEmail,
    responses((status = 204, description = "Confirmed"), VerifyEmailProblems)
)]
pub(crate) async fn verify_email(
    State(state): State<ApiState>,
    Json(body): Json<VerifyEmail>,
) -> Result<StatusCode, Refusal> {
    auth::verify_email(&state.domain, body).await?;
    Ok(StatusCode::NO_CONTENT)
}
