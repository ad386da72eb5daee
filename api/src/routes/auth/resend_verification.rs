use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::auth;
use live_http::problems;

problems!(ResendVerificationProblems: Unauthenticated);

/// Have the link that confirms the e-mail address sent again
///
/// Nothing is sent if it is confirmed, or if one was sent within the last minute.
#[utoipa::path(
    post,
    path = "/api/auth/email/resend",
    operation_id = "resendVerification",
    tag = "auth",
    security(("bearer" = [])),
    responses((status = 204, description = "A mail is on its way"), ResendVerificationProblems)
)]
pub(crate) async fn resend_verification(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
) -> Result<StatusCode, Refusal> {
    auth::resend_verification(&state.domain, actor).await?;
    Ok(StatusCode::NO_CONTENT)
}
