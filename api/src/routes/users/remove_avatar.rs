use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::users;
use live_http::problems;

problems!(RemoveAvatarProblems: Unauthenticated, Conflict);

/// Take the caller's picture away
#[utoipa::path(
    delete,
    path = "/api/users/me/avatar",
    operation_id = "removeAvatar",
    tag = "users",
    security(("bearer" = [])),
    responses((status = 204, description = "There is none any more"), RemoveAvatarProblems)
)]
pub(crate) async fn remove_avatar(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
) -> Result<StatusCode, Refusal> {
    users::remove_avatar(&state.domain, actor).await?;
    Ok(StatusCode::NO_CONTENT)
}
