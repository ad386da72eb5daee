use crate::{ApiState, authenticated::Authenticated, refusal::Refusal};
use axum::extract::State;
use http::StatusCode;
use live_domain::users;
use live_http::{Path, problems};

problems!(UnblockProblems: Unauthenticated, InvalidRequest, NotFound);

/// Stop blocking a user
#[utoipa::path(
    delete,
    path = "/api/users/{user}/block",
    operation_id = "unblockUser",
    tag = "users",
    params(("user" = String, Path, description = "User name or id")),
    security(("bearer" = [])),
    responses((status = 204, description = "The caller does not block them"), UnblockProblems)
)]
pub(crate) async fn unblock(
    State(state): State<ApiState>,
    Authenticated(actor): Authenticated,
    Path(user): Path<String>,
) -> Result<StatusCode, Refusal> {
    users::unblock(&state.domain, actor, &user).await?;
    Ok(StatusCode::NO_CONTENT)
}
